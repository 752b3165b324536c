"""Staffing with synthetic officers: holders of a role for demonstrations and plays, and whole cohorts.

Officers come in through the door like anyone: their files are taken over by the director of personnel, whose own
file and mandate the system founds (nobody could give the first two mandates).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from hasila.institution.career import Career, Officer
from hasila.institution.mandates import Mandate
from hasila.institution.people import ranks
from hasila.institution.posts import Post
from hasila.institution.powers import Mandates
from hasila.institution.roles import HIGH, Role
from hasila.institution.synthetic import Identity, identity
from hasila.institution.units import Unit, UnitKind
from hasila.kernel.access import SYSTEM
from hasila.kernel.many import Outcome, perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import new_id

FOUNDED = datetime(2018, 1, 2, 9, tzinfo=UTC)
HOLDER_CARDS, OFFICER_CARDS = 650_000_000, 600_000_000  # apart from the citizens' indexes, which begin at 0
HOLDER_NUMBERS, OFFICER_NUMBERS = 100_000, 200_000
SOURCE = "1/2018"  # the paper that synthetic mandates are taken over from

# Share of each grade, by id of `data/grades.csv`: a pyramid, in per mille; no statistic.
PYRAMID = {
    1: 340,
    2: 120,
    3: 105,
    4: 90,
    5: 80,
    6: 66,
    7: 76,
    8: 40,
    9: 40,
    10: 10,
    11: 16,
    12: 5,
    13: 6,
    14: 2,
    15: 1.5,
    16: 2,
    17: 0.4,
    18: 0.1,
}
# Relative strength of a unit, by kind; 3 where nothing is said.
STRENGTH: dict[str, float] = {
    UnitKind.DIRECTORATE: 60,
    UnitKind.CENTRAL_DIRECTORATE: 60,
    UnitKind.PREFECTURE: 160,
    UnitKind.REGIONAL: 80,
    UnitKind.PROVINCIAL: 80,
    UnitKind.PROVINCIAL_DISTRICT: 40,
    UnitKind.SECURITY_DISTRICT: 40,
    UnitKind.POLICE_DISTRICT: 12,
    UnitKind.MOBILE_GROUP: 60,
    UnitKind.INSTITUTE: 30,
    UnitKind.CONSULAR_CENTRE: 0,
    UnitKind.COMMISSION: 0,
}


@dataclass(frozen=True)
class Holder:
    """A synthetic officer who holds one role.

    Attributes:
        slug: stable name, also the username of a demonstration. number: distinct, from 1. unit: code of the unit.
        grade: id of the grade. sex: M or F. arabic, french: title of the post.
    """

    slug: str
    number: int
    role: Role
    unit: str
    grade: int
    sex: str
    arabic: str
    french: str

    @property
    def id(self) -> UUID:
        """The officer's identifier, the same everywhere."""
        return new_id(FOUNDED + timedelta(seconds=self.number), _noise(f"holder/{self.slug}"))

    @property
    def person(self) -> Identity:
        """Who it is."""
        oldest, youngest = date(1966, 1, 1), date(1990, 12, 31)
        return identity(HOLDER_CARDS + self.number, 7, oldest=oldest, youngest=youngest, sex=self.sex)


FOUNDER = Holder(
    "director.personnel",
    1,
    Role.PERSONNEL_DIRECTOR,
    "DGSN",
    17,
    "M",
    "مدير الموارد البشرية",
    "Directeur des ressources humaines",
)


SECOND = Holder("director.general", 3, Role.DIRECTOR_GENERAL, "DGSN", 18, "M", "المدير العام", "Directeur général")
"""Who confirms the mandates of high responsibility in a synthetic service."""


def ensure_holder(holder: Holder) -> UUID:
    """The identifier of a holder, whose file, post and mandate are made where they are missing.

    Raises:
        Refused: the file or the mandate can't be taken over. Unit.DoesNotExist: the institution isn't loaded.
    """
    if Mandate.objects.filter(officer_id=holder.id, role=holder.role, unit__code=holder.unit).exists():
        return holder.id
    founding = holder in (FOUNDER, SECOND)
    if not founding and not Officer.objects.filter(id=FOUNDER.id).exists():
        ensure_holder(FOUNDER)
    with transaction.atomic():
        unit = Unit.objects.get(code=holder.unit)
        if not Officer.objects.filter(id=holder.id).exists():
            when = FOUNDED + timedelta(seconds=holder.number)
            perform(
                Career.take_over,
                holder.id,
                actor=SYSTEM if founding else FOUNDER.id,
                unit=unit,
                occurred_at=when,
                data=_file(
                    holder.person,
                    HOLDER_NUMBERS + holder.number,
                    holder.grade,
                    joined_on=_years_on(holder.person.born_on, 23),
                ),
            )
        post, _made = Post.objects.get_or_create(
            unit=unit, role=holder.role, arabic=holder.arabic, defaults={"french": holder.french}
        )
        give_mandate(holder.id, holder.role, unit, post=post)
    return holder.id


def ensure_holders(holders: Sequence[Holder]) -> None:
    """The same for many at once, in two batches: none of FOUNDER, SECOND, or of a high role.

    Raises:
        RuntimeError: a file or a mandate was refused.
    """
    founder = ensure_holder(FOUNDER)
    units = {unit.code: unit for unit in Unit.objects.filter(code__in={holder.unit for holder in holders})}
    here = set(Officer.objects.filter(id__in=[holder.id for holder in holders]).values_list("id", flat=True))
    _all_done([_taken_over(holder, units[holder.unit].pk, founder) for holder in holders if holder.id not in here])
    given = set(Mandate.objects.filter(officer__in=[h.id for h in holders]).values_list("officer", "role", "unit"))
    without = [holder for holder in holders if (holder.id, holder.role.value, units[holder.unit].pk) not in given]
    Post.objects.bulk_create(
        [Post(unit=units[h.unit], role=h.role, arabic=h.arabic, french=h.french) for h in without],
        ignore_conflicts=True,
    )
    posts = {
        (post.unit_id, post.role, post.arabic): post.pk for post in Post.objects.filter(unit__in=list(units.values()))
    }
    acts = []
    for holder in without:
        unit = units[holder.unit].pk
        data = {"officer": holder.id, "role": holder.role, "from_date": FOUNDED.date(), "to_date": None}
        data |= {"post": posts[unit, holder.role.value, holder.arabic], "source": SOURCE}
        acts.append(Act(Mandates.take_over, None, founder, data, FOUNDED + timedelta(minutes=1), unit))
    _all_done(acts)


def _taken_over(holder: Holder, unit: int, actor: UUID) -> Act:
    person = holder.person
    data = _file(person, HOLDER_NUMBERS + holder.number, holder.grade, joined_on=_years_on(person.born_on, 23))
    return Act(Career.take_over, holder.id, actor, data, FOUNDED + timedelta(seconds=holder.number), unit)


def _all_done(acts: list[Act]) -> None:
    outcome = perform_many(acts) if acts else None
    if outcome is not None and outcome.refused:
        raise RuntimeError(f"{outcome.refused} of {len(acts)} acts of staffing were refused")


def give_mandate(
    officer: UUID,
    role: str,
    unit: Unit,
    *,
    since: date | None = None,
    until: date | None = None,
    post: Post | None = None,
) -> Mandate:
    """A mandate for a synthetic officer, taken over as if given on paper; those of FOUNDER and SECOND are founded.

    Args:
        since: the first day; None is the day on which synthetic services begin. until: the last; None is open.

    Raises:
        Refused: the door refuses it.
    """
    data: dict[str, Any] = {"officer": officer, "role": role, "from_date": since or FOUNDED.date(), "post": post}
    if officer in (FOUNDER.id, SECOND.id) and role in (FOUNDER.role, SECOND.role):
        return _mandated(Mandates.found, SYSTEM, data, unit)
    data |= {"to_date": until, "source": SOURCE}
    if role not in HIGH:
        return _mandated(Mandates.take_over, ensure_holder(FOUNDER), data, unit)
    proposed = _mandated(Mandates.take_over_high, ensure_holder(FOUNDER), data, unit)
    perform(Mandates.confirm, proposed, actor=ensure_holder(SECOND))
    return proposed


def _mandated(step: Transition, actor: UUID, data: dict[str, Any], unit: Unit) -> Mandate:
    made = perform(step, actor=actor, unit=unit, data=data, occurred_at=FOUNDED + timedelta(minutes=1)).record
    assert isinstance(made, Mandate)
    return made


def recruit(
    count: int,
    seed: int = 2024,
    *,
    on: date = date(2022, 12, 30),
    start: int = 0,
    cursor: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Outcome:
    """Takes over the files of `count` synthetic officers, in a pyramid of grades, spread over the units.

    Args:
        on: the day of the acts; everyone joined before it. start: index of the first, to add a further cohort.
        cursor: name of a resumable run.

    Raises:
        Refused: the founder's file can't be opened.
    """
    actor = ensure_holder(FOUNDER)
    acts = cohort(count, seed, actor=actor, on=on, start=start)
    return perform_many(acts, cursor=cursor, total=count, progress=progress, simulated=True)


def officer_id(index: int, seed: int = 2024, on: date = date(2022, 12, 30)) -> UUID:
    """The identifier that the index-th officer of a cohort has."""
    return new_id(_moment(on, index), _noise(f"officer/{seed}/{index}"))


def cohort(count: int, seed: int, *, actor: UUID, on: date, start: int = 0) -> Iterator[Act]:
    """The acts that take over a cohort; the same for the same arguments."""
    units = list(Unit.objects.order_by("id").values_list("id", "kind"))
    unit_ids = [unit for unit, _kind in units]
    unit_weights = list(accumulate(STRENGTH.get(kind, 3) for _unit, kind in units))
    grades, grade_weights = list(PYRAMID), list(accumulate(PYRAMID.values()))
    for index in range(start, start + count):
        chance = Random(seed * 1_000_003 + index)
        grade = chance.choices(grades, cum_weights=grade_weights)[0]
        order = ranks()[grade].order
        service = chance.randrange(200 + 900 * (order - 1), 2200 + 950 * order)
        joined = on - timedelta(days=service)
        born = joined - timedelta(days=chance.randrange(20 * 366, 28 * 365))
        person = identity(OFFICER_CARDS + index, seed, oldest=born, youngest=born, sex=_sex(chance))
        since = on - timedelta(days=chance.randrange(min(service, 2500)))
        yield Act(
            Career.take_over,
            record_id=officer_id(index, seed, on),
            actor=actor,
            data=_file(person, OFFICER_NUMBERS + index, grade, joined_on=joined, grade_since=since),
            occurred_at=_moment(on, index),
            unit_id=chance.choices(unit_ids, cum_weights=unit_weights)[0],
        )


def _sex(chance: Random) -> str:
    return "F" if chance.random() < 0.12 else "M"


def _moment(on: date, index: int) -> datetime:
    return datetime.combine(on, time(9), UTC) + timedelta(milliseconds=index % 20_000_000)


def _file(person: Identity, number: int, grade: int, **dates: date) -> dict[str, Any]:
    return {
        "registration_number": str(number),
        "arabic_name": person.arabic_name,
        "latin_name": person.latin_name,
        "sex": person.sex,
        "born_on": person.born_on,
        "born_at_arabic": person.born_at_arabic,
        "born_at_latin": person.born_at_latin,
        "card_number": person.card_number,
        "grade": grade,
        **dates,
    }


def _years_on(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def _noise(text: str) -> bytes:
    return sha256(text.encode()).digest()[:10]
