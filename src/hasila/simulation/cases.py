"""Case files: the year's cases, and those of the year before with which the printed changes compare.

Most begin at a desk with a complaint, which becomes a case by the desk's own step; the others are opened directly. A
unit of a pilot command follows its cases here, the others record on paper what became of them; all of them count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hasila.institution.places import places
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import Record, following_id, new_id
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Decision, Origin
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.districts.choices import How
from hasila.modules.districts.complaints import Complaints
from hasila.plain.moments import legal_day, micros
from hasila.simulation.beats import Beat, Beats
from hasila.simulation.crime import counts, rows
from hasila.simulation.hours import Year, midnight, office_hours
from hasila.simulation.matters import Matter, matter_of
from hasila.simulation.parties import complainant
from hasila.simulation.streams import Setting, Stream, shuffled

HANDED_ON = 0.02
"""Of the complaints, those that are taken at another unit first, which hands them on."""
MISTAKEN = 0.004
REFERRED, DECIDED = 0.97, 0.62
DECISIONS = (
    [Decision.PROSECUTED.value] * 58
    + [Decision.DISMISSED.value] * 33
    + [Decision.INVESTIGATION.value] * 5
    + [Decision.OTHER_COURT.value] * 4
)
HOW = [How.COUNTER.value] * 86 + [How.CALL.value] * 6 + [How.LETTER.value] * 5 + [How.PROSECUTION.value] * 3


class Case:
    """Writes the acts of one case, on whatever record each falls.

    Attributes:
        id: of the case file, once it is opened. now: the moment that it has come to.
    """

    __slots__ = ("acts", "beat", "chance", "id", "matter", "now", "number")

    def __init__(self, chance: Random, number: int, matter: Matter, beat: Beat, now: datetime) -> None:
        self.chance = chance
        self.number = number
        self.matter = matter
        self.beat = beat
        self.now = now
        self.id: UUID | None = None
        self.acts: list[Act] = []

    def new(self) -> UUID:
        """An identifier for a record that is opened now."""
        return new_id(self.now, self.chance.randbytes(10))

    def act(self, step: Transition, record: UUID, actor: UUID, unit: int | None = None, **data: Any) -> None:
        """An act at the present moment."""
        self.acts.append(Act(step, record, actor, data, self.now, unit))

    def wait(self, hours: float) -> None:
        """Lets some hours pass, up to so many."""
        self.now += timedelta(seconds=60 + int(self.chance.random() * hours * 3_600))

    def office(self, days: int) -> None:
        """Goes on to office hours of a working day, so many after the next one."""
        self.now = office_hours(self.now, days, self.chance)

    @property
    def circumstances(self) -> dict[str, Any]:
        """What is told of the facts: when and where."""
        before = timedelta(seconds=int(self.chance.random() ** 3 * 200_000) + 900)
        return {"facts": self.matter.facts, "happened_at": self.now - before}


class Pilots(Stream):
    """The commands that the case files are switched on for first (`data/pilots.csv`)."""

    name = "casefiles.rollout"

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.pilots = [row for row in rows("pilots.csv") if row["since"].startswith(str(setting.year))]
        self.count = len(self.pilots)

    def course(self, number: int) -> list[Act]:
        pilot = self.pilots[number]
        since = date.fromisoformat(pilot["since"])
        case = self.chance(number)
        now = midnight(since) + timedelta(minutes=1 + number)
        unit = self.ground.by_code[pilot["unit"]]
        data = {"starts_on": since}
        return [Act(Rollout.switch_on, new_id(now, case.randbytes(10)), self.cast.general, data, now, unit)]


class EarlierCases(Stream):
    """The base year: each case recorded, and followed on paper."""

    name = "casefiles.cases.base"
    decided = 0.3

    def __init__(self, setting: Setting, beats: Beats) -> None:
        super().__init__(setting)
        self.beats = beats
        self.kinds = shuffled(self.plan(setting), f"{setting.seed}/{self.name}")
        self.count = len(self.kinds)
        self.year = Year(self.year_of(setting))

    @staticmethod
    def year_of(setting: Setting) -> int:
        """The year in which the cases are recorded."""
        return setting.year - 1

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        """How many cases of each series."""
        return counts(setting).before

    def courses(self) -> Iterator[list[Act]]:
        """Every case; the switches that the stream before turned are read anew first."""
        rollout.forget()
        return super().courses()

    def begun(self, number: int) -> Case:
        """The number-th case, at the moment at which the police learns of it."""
        chance = self.chance(number)
        matter = matter_of(self.kinds[number], chance)
        beat = self.beats.any(chance, felony=matter.felony)
        return Case(chance, number, matter, beat, self.year.at(number, self.count, chance, matter.night))

    def course(self, number: int) -> list[Act]:
        case = self.begun(number)
        self.open_directly(case, case.matter.origin(case.chance))
        self.follow_on_paper(case)
        return case.acts

    def open_directly(self, case: Case, origin: str) -> None:
        """Opens the file without the desk."""
        case.id = case.new()
        numbered = origin in (Origin.PROSECUTOR, Origin.LETTER_ROGATORY, Origin.OTHER_UNIT)
        case.act(
            CaseFiles.open_file,
            case.id,
            self.officer(case, Role.JUDICIAL_OFFICER),
            case.beat.unit,
            origin=origin,
            origin_reference=f"{case.number % 9_000 + 100}/{case.now.year}" if numbered else "",
            offence=case.matter.offence.code,
            place=place_of(case.beat),
            **case.circumstances,
        )

    def follow_on_paper(self, case: Case) -> None:
        """The referral and what the prosecution decided, as the unit records them."""
        assert case.id is not None
        if case.chance.random() >= REFERRED:
            return
        by = self.officer(case, Role.JUDICIAL_OFFICER)
        case.office(1 + int(case.chance.random() ** 2 * 30))
        case.act(CaseFiles.refer_on_paper, case.id, by)
        if case.chance.random() < MISTAKEN:
            case.act(CaseFiles.refer_on_paper, case.id, by)
        if case.chance.random() < self.decided:
            case.office(4 + int(case.chance.random() * 40))
            decision = DECISIONS[int(case.chance.random() * len(DECISIONS))]
            case.act(CaseFiles.decide_on_paper, case.id, by, decision=decision)

    def officer(self, case: Case, role: Role) -> UUID:
        """An officer of the case's command."""
        return self.beats.one(case.beat, role, case.chance)


class Cases(EarlierCases):
    """The year's cases."""

    name = "casefiles.cases"
    decided = DECIDED

    @staticmethod
    def year_of(setting: Setting) -> int:
        return setting.year

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        return counts(setting).now

    def course(self, number: int) -> list[Act]:
        case = self.begun(number)
        origin = case.matter.origin(case.chance)
        if origin == Origin.COMPLAINT:
            self.complain(case)
        else:
            self.open_directly(case, origin)
        if case.beat.is_here(legal_day(micros(case.now))):
            self.follow_here(case)
        else:
            self.follow_on_paper(case)
        return case.acts

    def complain(self, case: Case) -> None:
        """A complaint at the desk, which becomes the case; some are handed on by the unit that took them first."""
        beat, chance = case.beat, case.chance
        first = self.beats.neighbour(chance, beat) if chance.random() < HANDED_ON else beat
        opened = case.now  # the case counts on this day; what leads to it lies before
        case.now -= timedelta(seconds=120 + int(chance.random() ** 2 * 72_000))
        told = {
            **complainant(self.setting.seed, case.number, chance),
            **case.circumstances,
            "how": HOW[int(chance.random() * len(HOW))],
            "town": first.town if first is beat else beat.town,
            "territory": "here" if first.town == beat.town else "elsewhere",
            "place": beat.quarter,
            "offence": case.matter.offence.code if chance.random() < 0.7 else "",
        }
        complaint = case.new()
        desk = self.officer(case, Role.DESK_OFFICER)
        case.act(Complaints.receive, complaint, desk, first.unit, **told)
        if first.unit != beat.unit:
            by = self.officer(case, Role.JUDICIAL_OFFICER)
            case.now += (opened - case.now) / 2
            case.act(Complaints.hand_to_unit, complaint, by, to_unit=beat.unit)
            complaint = _following(complaint, 1, "next", case.now)
        case.now = opened
        by = self.officer(case, Role.JUDICIAL_OFFICER)
        case.act(Complaints.open_case, complaint, by, offence=case.matter.offence.code)
        case.id = _following(complaint, 1, "case", case.now)

    def follow_here(self, case: Case) -> None:
        """What happens in a file of a pilot command."""


def _following(record: UUID, version: int, name: str, moment: datetime) -> UUID:
    """The identifier that a record of this version gives to what its next act opens."""
    holder: Record = SimpleNamespace(id=record, version=version)  # type: ignore[assignment]
    return following_id(holder, name, moment)


def place_of(beat: Beat) -> str:
    """Quarter and town, as a file names them."""
    town = places().get(beat.town)
    return f"{beat.quarter}، {town.arabic}" if town is not None else beat.quarter
