"""Case files: the year's cases, and those of the year before with which the printed changes compare.

Most begin at a desk with a complaint, which becomes a case by the desk's own step; the others are opened directly. A
unit of a pilot command follows its cases here, the others record on paper what became of them; all of them count.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from hasila.institution.offences import Series
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Decision, Office, Origin
from hasila.modules.casefiles.courts import court_of
from hasila.modules.casefiles.rollout import Rollout
from hasila.modules.districts.choices import How
from hasila.modules.districts.complaints import Complaints
from hasila.plain.moments import legal_day, micros
from hasila.simulation import told
from hasila.simulation.beats import Beats
from hasila.simulation.case import Case, following, place_of
from hasila.simulation.crime import counts, rows
from hasila.simulation.followed import follow_here
from hasila.simulation.hours import Year, midnight
from hasila.simulation.matters import matter_of
from hasila.simulation.parties import complainant
from hasila.simulation.streams import Setting, Stream, shuffled

HANDED_ON = 0.02
"""Of the complaints, those that are taken at another unit first, which hands them on."""
MISTAKEN = 0.004
CASES_TO_A_LETTER = 250
"""Recorded cases for each letter rogatory: invented, like every share of the play."""
REFERRED = 0.97
DECISIONS = (
    [Decision.PROSECUTED.value] * 58
    + [Decision.DISMISSED.value] * 33
    + [Decision.INVESTIGATION.value] * 5
    + [Decision.OTHER_COURT.value] * 4
)
HOW = [How.COUNTER.value] * 86 + [How.CALL.value] * 6 + [How.LETTER.value] * 5 + [How.PROSECUTION.value] * 3


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
        now = midnight(since) + timedelta(minutes=1 + number)
        record = new_id(now, self.chance(number).randbytes(10))
        unit = self.ground.by_code[pilot["unit"]]
        return [Act(Rollout.switch_on, record, self.cast.general, {"starts_on": since}, now, unit)]


class EarlierCases(Stream):
    """The base year: each case recorded, and followed on paper."""

    name = "casefiles.cases.base"
    decided = 0.03

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
        """The number-th case, at the moment at which its file is opened."""
        chance = self.chance(number)
        matter = matter_of(self.kinds[number], chance)
        return Case(chance, number, matter, self.beats, self.year.at(number, self.count, chance, matter.night))

    def course(self, number: int) -> list[Act]:
        case = self.begun(number)
        open_directly(case, case.matter.origin(case.chance))
        follow_on_paper(case, self.decided)
        return case.acts


class Cases(EarlierCases):
    """The year's cases."""

    name = "casefiles.cases"
    decided = 0.4

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
            complain(case, self.setting.seed)
        else:
            open_directly(case, origin)
        if case.beat.is_here(legal_day(micros(case.now))):
            follow_here(case, origin, self.setting.seed)
        else:
            follow_on_paper(case, self.decided)
        return case.acts


class LettersRogatory(Cases):
    """What investigating judges asked of the police in the year: files beside the recorded cases, none of them one."""

    name = "casefiles.letters"

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        """One for so many cases; whatever they are about."""
        return {Series.OTHER.value: sum(counts(setting).now.values()) // CASES_TO_A_LETTER}

    def course(self, number: int) -> list[Act]:
        case = self.begun(number)
        open_directly(case, Origin.LETTER_ROGATORY)
        if case.beat.is_here(legal_day(micros(case.now))):
            follow_here(case, Origin.LETTER_ROGATORY, self.setting.seed)
        else:
            follow_on_paper(case, self.decided)
        return case.acts


def open_directly(case: Case, origin: str) -> None:
    """Opens the file without the desk."""
    case.opened_id = case.new()
    asked = asked_by_a_judge(case) if origin == Origin.LETTER_ROGATORY else {}
    case.act(
        CaseFiles.open_file,
        case.id,
        case.officer(Role.JUDICIAL_OFFICER),
        case.beat.unit,
        origin=origin,
        origin_reference=f"{case.number % 9_000 + 100}/{case.now.year}" if origin != Origin.FLAGRANT else "",
        offence=case.matter.offence.code,
        place=place_of(case.beat),
        **case.circumstances(),
        **asked,
    )


def asked_by_a_judge(case: Case) -> dict[str, Any]:
    """What a letter rogatory says: its judge, at the court of the town or the seat, the acts, the day if one is set."""
    town = case.beat.town if court_of(case.beat.town, Office.APPEAL) else case.beats.seat(case.beat)
    asked: dict[str, Any] = {
        "magistrate": told.JUDGE,
        "court": court_of(town, Office.APPEAL),
        "instructions": case.one(told.LETTERS),
    }
    if case.chance.random() < 0.7:
        asked["complete_by"] = (case.now + timedelta(days=15 + int(case.chance.random() * 45))).date()
    return asked


def complain(case: Case, seed: int) -> None:
    """A complaint at the desk, which becomes the case; some are handed on by the unit that took them first."""
    beat, chance = case.beat, case.chance
    first = case.beats.neighbour(chance, beat) if chance.random() < HANDED_ON else beat
    opened = case.now  # the case counts on this day; what leads to it lies before
    case.now -= timedelta(seconds=120 + int(chance.random() ** 2 * 72_000))
    complaint = case.new()
    case.act(
        Complaints.receive,
        complaint,
        case.officer(Role.DESK_OFFICER),
        first.unit,
        **complainant(seed, case.number, chance),
        **case.circumstances(),
        how=case.one(HOW),
        town=beat.town,
        territory="here" if first.town == beat.town else "elsewhere",
        place=beat.quarter,
        offence=case.matter.offence.code if chance.random() < 0.7 else "",
    )
    if first.unit != beat.unit:
        case.now += (opened - case.now) / 2
        case.act(Complaints.hand_to_unit, complaint, case.officer(Role.JUDICIAL_OFFICER), to_unit=beat.unit)
        complaint = following(complaint, 1, "next", case.now)
    case.now = opened
    by = case.officer(Role.JUDICIAL_OFFICER)
    case.act(Complaints.open_case, complaint, by, offence=case.matter.offence.code)
    case.opened_id = following(complaint, 1, "case", case.now)
    case.complainant_id = following(complaint, 1, "party", case.now)


def follow_on_paper(case: Case, decided: float) -> None:
    """The referral and what the prosecution decided, as the unit records them."""
    if case.chance.random() >= REFERRED:
        return
    by = case.officer(Role.JUDICIAL_OFFICER)
    case.office(1 + int(case.chance.random() ** 2 * 30))
    case.act(CaseFiles.refer_on_paper, case.id, by)
    if case.chance.random() < MISTAKEN:
        case.act(CaseFiles.refer_on_paper, case.id, by)
    if case.chance.random() < decided:
        case.office(4 + int(case.chance.random() * 40))
        case.act(CaseFiles.decide_on_paper, case.id, by, decision=case.one(DECISIONS))
