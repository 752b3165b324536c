"""The dry run of a promotion: who is eligible for an exercise, and why the others are not. It changes nothing.

It foretells what the commission finds in the registers; marks and examinations are not in them, so the commission's
own study stands. The terms are dated law (`personnel.promotion.*`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from hasila.institution import law
from hasila.institution.career import Officer
from hasila.institution.people import ranks
from hasila.kernel.access import Actor
from hasila.modules.personnel.models import DisciplinaryFile, Promotion, PromotionFile
from hasila.modules.personnel.models.measures import SANCTIONS
from hasila.modules.personnel.models.promotion_file import Obstacle
from hasila.modules.personnel.queries import STANDING, of_mandates
from hasila.modules.personnel.rules import IN_SERVICE, next_grades

PENDING = ("opened", "notified", "answered", "proposed")


@dataclass(frozen=True)
class Terms:
    """What an exercise asks: the last day to be in the grade since, and the first day of the sanctions that count."""

    exercise: int
    in_grade_by: date
    sanctions_since: date

    @classmethod
    def of(cls, exercise: int) -> Terms:
        """The terms in force at the end of an exercise.

        Raises:
            LawMissing: nothing is in force then.
        """
        end = date(exercise, 12, 31)
        years = int(law.value("personnel.promotion.seniority", end))
        back = int(law.value("personnel.promotion.discipline", end))
        return cls(exercise, date(exercise - years, 12, 31), date(exercise - back + 1, 1, 1))


@dataclass(frozen=True)
class Candidate:
    """An officer before an exercise: the reasons against a proposal, and the grades that may follow."""

    officer: Officer
    obstacles: tuple[Obstacle, ...]
    inscribed: bool

    @property
    def eligible(self) -> bool:
        """Whether nothing in the registers speaks against a proposal."""
        return not self.obstacles

    @property
    def next(self) -> frozenset[int]:
        """Identifiers of the grades that come next."""
        return next_grades(self.officer.grade_id)


def candidates(actor: Actor, exercise: int, day: date, *, grade: int | None = None) -> QuerySet:
    """The officers under the reader's mandates, with what the obstacles are read from; for a page, or to stream.

    Raises:
        LawMissing: no terms are in force for the exercise.
    """
    terms = Terms.of(exercise)
    files = DisciplinaryFile.objects.filter(officer_id=OuterRef("pk"))
    standing = Q(state__in=STANDING, measure__in=SANCTIONS, decided_on__gte=terms.sanctions_since)
    rows = of_mandates(actor, Promotion, day).filter(state__in=IN_SERVICE)
    if grade is not None:
        rows = rows.filter(grade_id=grade)
    listed = PromotionFile.objects.filter(officer_id=OuterRef("pk"), exercise=exercise)
    return rows.annotate(
        blamed=Exists(files.filter(Q(state__in=PENDING) | standing)),
        inscribed=Exists(listed),
    )


def judge(officer: Any, terms: Terms) -> Candidate:
    """Every reason against a proposal of an officer that `candidates` gave."""
    found = []
    if officer.grade_since is None or officer.grade_since > terms.in_grade_by:
        found.append(Obstacle.SENIORITY)
    if officer.blamed:
        found.append(Obstacle.DISCIPLINE)
    if officer.state != "active":
        found.append(Obstacle.SUSPENDED)
    if not next_grades(officer.grade_id):
        found.append(Obstacle.NO_HIGHER_GRADE)
    return Candidate(officer, tuple(found), officer.inscribed)


def dry_run(actor: Actor, exercise: int, day: date, *, grade: int | None = None) -> Iterator[Candidate]:
    """Every officer under the reader's mandates with the reasons against a proposal, streamed, by identifier."""
    terms = Terms.of(exercise)
    rows = candidates(actor, exercise, day, grade=grade).select_related("grade", "unit").defer("search", "trail")
    for officer in rows.order_by("pk").iterator(chunk_size=2000):
        yield judge(officer, terms)


@dataclass(frozen=True)
class Summary:
    """How many officers an exercise concerns, how many are eligible, and how many each obstacle stops."""

    officers: int
    eligible: int
    inscribed: int
    obstacles: dict[Obstacle, int]


def summary(actor: Actor, exercise: int, day: date, *, grade: int | None = None) -> Summary:
    """The dry run in numbers: one query. An officer with two obstacles counts under both."""
    terms = Terms.of(exercise)
    highest = [key for key in ranks() if not next_grades(key)]
    seniority = Q(grade_since__gt=terms.in_grade_by) | Q(grade_since__isnull=True)
    against = {
        Obstacle.SENIORITY: seniority,
        Obstacle.DISCIPLINE: Q(blamed=True),
        Obstacle.SUSPENDED: ~Q(state="active"),
        Obstacle.NO_HIGHER_GRADE: Q(grade_id__in=highest),
    }
    anything = Q()
    for obstacle in against.values():
        anything |= obstacle
    found = candidates(actor, exercise, day, grade=grade).aggregate(
        officers=Count("pk"),
        eligible=Count("pk", filter=~anything),
        listed=Count("pk", filter=Q(inscribed=True)),
        **{obstacle.value: Count("pk", filter=condition) for obstacle, condition in against.items()},
    )
    return Summary(
        found["officers"],
        found["eligible"],
        found["listed"],
        {obstacle: found[obstacle.value] for obstacle in against},
    )
