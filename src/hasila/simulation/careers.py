"""Promotions and transfers: two exercises of promotion that are never divided, and the moves of the year."""

from __future__ import annotations

from datetime import date
from typing import Any

from hasila.kernel.procedures import Act
from hasila.modules.personnel.models.promotion import Promotion
from hasila.modules.personnel.models.promotion_file import NotRetained, Obstacle, PromotionKind
from hasila.modules.personnel.models.transfer import Opinion, RefusalReason, Transfer, UrgentGround
from hasila.modules.personnel.rules import next_grades
from hasila.simulation.cast import Member
from hasila.simulation.days import EVEN, SUMMER_MOVES, Span, index_of, last_of
from hasila.simulation.streams import Matter, Setting, Stream, shuffled
from hasila.simulation.texts import ANSWERS, DETAILS

NOT_RETAINED = 0.22  # of the files of an exercise, besides those promoted
OBSTACLES = (
    [Obstacle.SENIORITY.value] * 5
    + [Obstacle.NOTATION.value] * 3
    + [Obstacle.EXAMINATION.value] * 2
    + [Obstacle.DISCIPLINE.value]
)
REASONS = {"obstacle": NotRetained.OBSTACLE.value, "merit": NotRetained.MERIT.value, "posts": NotRetained.POSTS.value}
REFUSED, WITHDRAWN = 0.38, 0.05


def rising(members: list[Member]) -> list[Member]:
    """The officers whose grade has a next one."""
    return [member for member in members if next_grades(member.grade)]


class Exercise(Stream):
    """Files of one exercise, from the list to the publication or to the reason why not."""

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = rising(officers)
        self.count = self.promoted_of(setting) + self.kept_of(setting)
        self.kinds = shuffled(
            {"promoted": self.promoted_of(setting), "kept": self.kept_of(setting)}, f"{setting.seed}/{self.name}"
        )
        self.lists, self.studies, self.decisions, self.publications = self.spans(setting.year)

    @staticmethod
    def promoted_of(setting: Setting) -> int:
        """How many are promoted."""
        raise NotImplementedError

    @staticmethod
    def kept_of(setting: Setting) -> int:
        """How many are not retained."""
        raise NotImplementedError

    @property
    def exercise(self) -> int:
        """The year of the exercise."""
        raise NotImplementedError

    def spans(self, year: int) -> tuple[Span, Span, Span, Span]:
        """When files are listed, studied, decided and published."""
        raise NotImplementedError

    def course(self, number: int) -> list[Act]:
        chance, officer = self.chance(number), self.officers[number]
        cast, count = self.cast, self.count
        matter = Matter(chance, self.lists.at(number, count, chance.random()))
        kind = PromotionKind.CHOICE if chance.random() < 0.72 else PromotionKind.EXAMINATION
        data = {"officer": officer.id, "exercise": self.exercise, "kind": kind.value}
        matter.act(Promotion.inscribe, matter.one(cast.clerks), officer.unit, **data)
        member = matter.one(cast.promotion)
        matter.on(self.studies.at(number, count, chance.random()))
        retained = self.kinds[number] == "promoted"
        hindered = not retained and chance.random() < 0.7
        found: dict[str, Any] = {"obstacles": self.obstacles(matter)} if hindered else {}
        matter.act(Promotion.study, member, **found)
        grade = min(next_grades(officer.grade))
        if hindered and chance.random() < 0.04:
            matter.after(0).mistake(Promotion.propose, member, grade=grade)
        if retained:
            matter.after(1).act(Promotion.propose, member, grade=grade)
        matter.on(self.decisions.at(number, count, chance.random()))
        if not retained:
            reason = REASONS["obstacle"] if hindered else REASONS["merit" if chance.random() < 0.5 else "posts"]
            matter.act(Promotion.not_retain, cast.general, reason=reason)
            return matter.acts
        matter.act(Promotion.decide, cast.general)
        matter.on(max(matter.day + 1, self.publications.at(number, count, chance.random())))
        matter.act(Promotion.publish, cast.director)
        return matter.acts

    def obstacles(self, matter: Matter) -> list[str]:
        """One obstacle, or now and then two."""
        first = matter.one(OBSTACLES)
        return [first] if matter.chance.random() < 0.8 else sorted({first, matter.one(OBSTACLES)})


class PublishedExercise(Exercise):
    """The exercise that is published in the year: listed and studied in the year before it."""

    name = "personnel.promotions"

    @staticmethod
    def promoted_of(setting: Setting) -> int:
        return setting.target("personnel.promotion.promoted")

    @staticmethod
    def kept_of(setting: Setting) -> int:
        return round(setting.target("personnel.promotion.promoted") * NOT_RETAINED)

    @property
    def exercise(self) -> int:
        return self.setting.year - 1

    def spans(self, year: int) -> tuple[Span, Span, Span, Span]:
        before = year - 1
        return (
            Span(date(before, 9, 4), date(before, 10, 20)),
            Span(date(before, 10, 30), date(before, 12, 22)),
            Span(date(year, 1, 22), date(year, 3, 8)),
            Span(date(year, 2, 12), date(year, 4, 5)),
        )


class StudiedExercise(Exercise):
    """The exercise whose files are studied in the year; its decisions fall into the next one."""

    name = "personnel.promotion_lists"

    @staticmethod
    def promoted_of(setting: Setting) -> int:
        return setting.target("personnel.promotion.files_studied") * 2 // 3

    @staticmethod
    def kept_of(setting: Setting) -> int:
        studied = setting.target("personnel.promotion.files_studied")
        return studied - studied * 2 // 3

    @property
    def exercise(self) -> int:
        return self.setting.year

    def spans(self, year: int) -> tuple[Span, Span, Span, Span]:
        return (
            Span(date(year, 9, 2), date(year, 10, 18)),
            Span(date(year, 10, 28), date(year, 12, 24)),
            Span(date(year + 1, 1, 20), date(year + 1, 2, 28)),
            Span(date(year + 1, 2, 10), date(year + 1, 3, 28)),
        )


class Transfers(Stream):
    """Requests: the summer movement, and the urgent mechanism all year round."""

    name = "personnel.transfers"

    def __init__(self, setting: Setting, officers: list[Member]) -> None:
        super().__init__(setting)
        self.officers = officers
        self.kinds = shuffled(self.plan(setting), f"{setting.seed}/{self.name}")
        self.count = len(self.kinds)
        year = setting.year
        self.moves = Span(date(year, 1, 15), date(year, 12, 20), SUMMER_MOVES)
        self.urgent = Span(date(year, 1, 3), date(year, 12, 27), EVEN)
        self.opens, self.last = index_of(date(year - 1, 10, 2)), last_of(date(year, 12, 31))

    @staticmethod
    def plan(setting: Setting) -> dict[str, int]:
        """How many of each kind."""
        granted = setting.target("personnel.transfer.granted_requests")
        urgent = setting.target("personnel.transfer.granted_urgently")
        return {
            "granted": granted - urgent,
            "urgent": urgent,
            "refused": round((granted - urgent) * REFUSED),
            "urgent refused": round(urgent * REFUSED / 2),
            "withdrawn": round(granted * WITHDRAWN),
        }

    def course(self, number: int) -> list[Act]:
        chance, kind = self.chance(number), self.kinds[number]
        officer = self.officers[number]
        wish = self.ground.all.other(chance, officer.unit)
        if kind.startswith("urgent"):
            return self.urgently(number, officer, wish, granted=kind == "urgent")
        answered = self.moves.at(number, self.count, chance.random())
        matter = Matter(chance, max(self.opens, answered - 25 - int(chance.random() * 70)))
        clerk = matter.one(self.cast.clerks)
        actor = officer.id if chance.random() < 0.7 else clerk
        matter.act(Transfer.request, actor, officer.unit, officer=officer.id, wish=wish, details=matter.one(DETAILS))
        if kind == "withdrawn":
            matter.after(6).act(Transfer.withdraw, officer.id)
            return matter.acts
        if chance.random() < 0.01:
            matter.after(1).mistake(Transfer.grant, self.cast.director, assigned=wish)
        opinion = Opinion.FAVOURABLE if kind == "granted" or chance.random() < 0.3 else Opinion.UNFAVOURABLE
        matter.after(5 + int(chance.random() * 12)).act(Transfer.study, clerk, opinion=opinion.value)
        matter.on(max(answered, matter.day + 1))
        self.answer(matter, officer, wish, granted=kind == "granted")
        return matter.acts

    def urgently(self, number: int, officer: Member, wish: int, *, granted: bool) -> list[Act]:
        """An urgent request: answered within its term, most of the time."""
        chance = self.chance(number)
        answered = self.urgent.at(number, self.count, chance.random())
        waits = 2 + int(chance.random() * 8) + (6 if chance.random() < 0.08 else 0)
        matter = Matter(chance, answered - waits)
        matter.act(
            Transfer.request_urgently,
            officer.id if chance.random() < 0.7 else matter.one(self.cast.clerks),
            officer.unit,
            officer=officer.id,
            wish=wish,
            ground=matter.one(UrgentGround.values),
            details=matter.one(DETAILS),
        )
        self.answer(matter.on(answered), officer, wish, granted=granted)
        return matter.acts

    def answer(self, matter: Matter, officer: Member, wish: int, *, granted: bool) -> None:
        """The director's answer; now and then another unit than the one wished for."""
        if granted:
            assigned = wish if matter.chance.random() < 0.88 else self.ground.all.other(matter.chance, officer.unit)
            matter.act(Transfer.grant, self.cast.director, assigned=assigned)
        else:
            reason = matter.one(RefusalReason.values)
            matter.act(Transfer.refuse, self.cast.director, reason=reason, reply=matter.one(ANSWERS))
