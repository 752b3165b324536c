"""Disciplinary files: the year, and the base year of the printed change.

A sanction that is revised or annulled later is taken back from the year of its decision, so the plan says for every
file how it ends, and both years come out exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hasila.institution.people import ranks
from hasila.kernel.procedures import Act
from hasila.modules.personnel.models.discipline import Discipline
from hasila.modules.personnel.models.discipline_file import Breach, Closing
from hasila.modules.personnel.models.measures import Measure
from hasila.modules.personnel.models.reinstatement import Reinstatement
from hasila.simulation.cast import Member
from hasila.simulation.days import OFFICE, Span, day_of, index_of
from hasila.simulation.streams import Matter, Setting, Stream, shuffled
from hasila.simulation.texts import DEFENCES, FACTS, GROUNDS, MINUTES

SANCTIONS, HANDLED = "personnel.discipline.sanctions", "personnel.discipline.files_handled"
# How files end that somebody contests, per mille of the sanctions; the rest follows from what was published.
UPHELD, REVISED, ANNULLED = 71, 14, 10
GRIEVED = {"review": 16, "annul": 8, "confirm": 32}
CARRIED = {"review": 11, "annul": 6}  # decided the year before, contested at its end, revised or annulled now
# Of the files handled in the year: those closed in the year before, those that the next year closes.
CLOSED_BEFORE, LEFT_OPEN = 81, 33
OBSERVED = 0.3  # of files without a sanction, the share that ends with a letter of observation

MEASURES = (
    [Measure.WARNING] * 34
    + [Measure.REPRIMAND] * 26
    + [Measure.BLAME] * 16
    + [Measure.SUSPENSION] * 14
    + [Measure.DEMOTION] * 4
    + [Measure.EARLY_RETIREMENT] * 2
    + [Measure.DISMISSAL] * 4
)
LIGHTER = {Measure.SUSPENSION: Measure.BLAME, Measure.BLAME: Measure.REPRIMAND, Measure.REPRIMAND: Measure.WARNING}
COUNCIL = (Measure.SUSPENSION, Measure.DEMOTION, Measure.EARLY_RETIREMENT, Measure.DISMISSAL)
BREACHES = list(Breach.values)
CLOSINGS = (
    [Closing.UNFOUNDED.value] * 4 + [Closing.NO_FAULT.value] * 3 + [Closing.MINOR.value] * 4 + [Closing.JOINED.value]
)


@dataclass(frozen=True)
class File:
    """A file as it is planned."""

    id: UUID
    officer: Member
    kind: str
    measure: Measure
    decided: int
    acts: list[Act]

    @property
    def decided_on(self) -> date:
        """The day of the decision."""
        return day_of(self.decided)


class DisciplinaryFiles(Stream):
    """The disciplinary files of the year played."""

    name = "personnel.discipline"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.kinds = shuffled(self.plan(setting), f"{setting.seed}/{self.name}")
        self.count = len(self.kinds)
        self.year = self.year_of(setting)
        self.opens = index_of(date(self.year - 1, 10, 5))
        self.whole = Span(date(self.year, 1, 3), date(self.year, 12, 20), OFFICE)
        self.early = Span(date(self.year, 1, 3), date(self.year, 8, 30), OFFICE)

    @staticmethod
    def year_of(setting: Setting) -> int:
        """The year of the decisions."""
        return setting.year

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        """How many files of each kind."""
        sanctions, handled = setting.target(SANCTIONS), setting.target(HANDLED)
        appeals = {"upheld": UPHELD, "revised": REVISED, "annulled": ANNULLED}
        ends = {kind: per_mille(sanctions, part) for kind, part in {**appeals, **GRIEVED}.items()}
        carried = {kind: per_mille(sanctions, part) for kind, part in CARRIED.items()}
        gone = ends["annulled"] + ends["annul"]
        plain = sanctions - (sum(ends.values()) - gone) - carried["review"]
        others = handled - plain - sum(ends.values()) - sum(carried.values())
        observed = round(others * OBSERVED)
        later = per_mille(handled, LEFT_OPEN)
        return {"plain": plain, **ends, "observed": observed, "closed": others - observed, "later": later}

    def course(self, number: int) -> list[Act]:
        return self.file(number).acts

    def contested(self) -> list[File]:
        """The files whose sanction the grievance commission is asked about."""
        return [self.file(number) for number, kind in enumerate(self.kinds) if kind in GRIEVED]

    def decision_day(self, kind: str, number: int, chance: float) -> int:
        """The working day on which a file is decided or closed."""
        if kind == "later":
            return index_of(date(self.year + 1, 1, 6)) + int(chance * 30)
        if kind in ("upheld", "revised", "annulled") or kind in GRIEVED:
            return self.early.at(number, self.count, chance)
        return self.whole.at(number, self.count, chance)

    def file(self, number: int) -> File:
        """One file from its opening to its end."""
        chance = self.chance(number)
        kind, officer = self.kinds[number], self.officers[number]
        day = self.decision_day(kind, number, chance.random())
        notice = 16 + int(chance.random() * 40) + (60 if chance.random() < 0.05 else 0)
        matter = Matter(chance, max(self.opens, day - notice))
        measure = self.measure(kind, chance.random(), officer)
        self.open(matter, officer)
        if kind in ("closed", "later"):
            self.close(matter, officer, day)
            return File(matter.id, officer, kind, measure, matter.day, matter.acts)
        days = self.decide(matter, officer, day, measure)
        decided = matter.day
        self.appeal(matter, officer, kind, measure)
        if days and kind in ("plain", "confirm", "upheld"):
            matter.acts += self.resume(chance, officer, index_of(day_of(decided) + timedelta(days=days)))
        return File(matter.id, officer, kind, measure, decided, matter.acts)

    def measure(self, kind: str, chance: float, officer: Member) -> Measure:
        """The sanction, or a letter of observation."""
        if kind == "observed":
            return Measure.OBSERVATION
        if kind in ("revised", "review"):
            return list(LIGHTER)[int(chance * len(LIGHTER))]
        measure = MEASURES[int(chance * len(MEASURES))]
        final = measure in (Measure.DEMOTION, Measure.EARLY_RETIREMENT, Measure.DISMISSAL)
        if final and kind in ("annulled", "annul"):
            return Measure.BLAME
        if measure == Measure.DEMOTION and lower_grade(officer.grade) is None:
            return Measure.SUSPENSION
        return measure

    def open(self, matter: Matter, officer: Member) -> None:
        """Opening and notification, in most cases within the term."""
        breach, clerk = matter.one(BREACHES), matter.one(self.cast.clerks)
        committed = day_of(matter.day) - timedelta(days=3 + int(matter.chance.random() * 25))
        matter.act(
            Discipline.open_file,
            clerk,
            officer.unit,
            officer=officer.id,
            breach=breach,
            facts=matter.one(FACTS[breach]),
            committed_on=committed,
        )
        if matter.chance.random() < 0.01:
            matter.after(0).mistake(Discipline.decide, clerk, measure=Measure.WARNING.value, grounds=GROUNDS[0])
        matter.after(1 + int(matter.chance.random() * 5)).act(Discipline.notify, matter.one(self.cast.council))

    def close(self, matter: Matter, officer: Member, day: int) -> None:
        """Closing without a measure, in most cases after a defence."""
        if matter.chance.random() < 0.6:
            self.defend(matter, officer)
        matter.on(day).act(Discipline.close, self.cast.director, closing=matter.one(CLOSINGS))

    def defend(self, matter: Matter, officer: Member) -> None:
        """The officer's own act."""
        wait = 2 + int(matter.chance.random() * 3)
        matter.after(wait).act(Discipline.defend, officer.id, defence=matter.one(DEFENCES))

    def decide(self, matter: Matter, officer: Member, day: int, measure: Measure) -> int:
        """Defence, the council where it is needed, the decision; gives the days of an exclusion."""
        general, notified = self.cast.general, matter.day
        if measure == Measure.DISMISSAL and matter.chance.random() < 0.5:
            matter.after(1).act(Discipline.suspend_meanwhile, general, grounds=GROUNDS[1])
        roll = matter.chance.random()
        if roll < 0.7:
            self.defend(matter, officer)
        elif roll < 0.72:
            early = {"measure": Measure.WARNING.value, "grounds": GROUNDS[0]}
            matter.after(1).mistake(Discipline.decide, general, **early)
        if measure in COUNCIL:
            matter.on(max(day - 4, notified + 9)).act(
                Discipline.propose, matter.one(self.cast.council), proposal=measure.value, minutes=matter.one(MINUTES)
            )
        data: dict[str, Any] = {"measure": measure.value, "grounds": matter.one(GROUNDS)}
        days = 3 + int(matter.chance.random() * 40) if measure == Measure.SUSPENSION else 0
        if days:
            data["exclusion_days"] = days
        if measure == Measure.DEMOTION:
            data["lower_grade"] = lower_grade(officer.grade)
        matter.on(max(day, notified + 9)).act(Discipline.decide, general, **data)
        return days

    def appeal(self, matter: Matter, officer: Member, kind: str, measure: Measure) -> None:
        """An appeal and its answer, for the kinds that have one."""
        if kind not in ("upheld", "revised", "annulled"):
            return
        general, chance = self.cast.general, matter.chance
        matter.after(5 + int(chance.random() * 20))
        matter.act(Discipline.appeal_decision, officer.id, appeal=matter.one(DEFENCES))
        matter.after(15 + int(chance.random() * 25))
        reasons = matter.one(GROUNDS)
        if kind == "upheld":
            matter.act(Discipline.uphold, general, appeal_grounds=reasons)
        elif kind == "annulled":
            matter.act(Discipline.annul, general, appeal_grounds=reasons)
        else:
            matter.act(Discipline.revise, general, new_measure=LIGHTER[measure].value, appeal_grounds=reasons)

    def resume(self, chance: object, officer: Member, day: int) -> list[Act]:
        """The officer takes up work again when the exclusion is over: a record of its own."""
        own = Matter(chance, day)  # type: ignore[arg-type]
        own.act(Reinstatement.resume, self.cast.clerks[0], officer.unit, officer=officer.id)
        return own.acts


class EarlierFiles(DisciplinaryFiles):
    """The year before: as many sanctions as the printed change says, and those that are contested at its end."""

    name = "personnel.discipline.base"

    @staticmethod
    def year_of(setting: Setting) -> int:
        return setting.year - 1

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        plain = setting.before("personnel.discipline.sanctions_change", SANCTIONS)
        carried = {kind: per_mille(setting.target(SANCTIONS), part) for kind, part in CARRIED.items()}
        return {"plain": plain, **carried, "closed": per_mille(setting.target(HANDLED), CLOSED_BEFORE)}

    def decision_day(self, kind: str, number: int, chance: float) -> int:
        if kind in CARRIED:
            return index_of(date(self.year, 11, 20)) + int(chance * 15)
        return self.whole.at(number, self.count, chance)


def per_mille(whole: int, part: int) -> int:
    """So many per mille of a whole, one at least."""
    return max(1, round(whole * part / 1000))


def lower_grade(grade: int) -> int | None:
    """The next lower grade, in the same corps where it has one; None for the lowest."""
    order, corps = ranks()[grade]
    below = [(rank.corps == corps, rank.order, key) for key, rank in ranks().items() if rank.order < order]
    return max(below)[2] if below else None
