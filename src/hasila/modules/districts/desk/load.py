"""What a chief asks of a unit: what has gone nowhere and how old it is, who carries what, refusals not looked at yet,
terms that run out. Each is one query over all registers of the desk, however many files there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, Count, F, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import get_language

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority, visible
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Text
from hasila.modules.districts.complaints import Complaints
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.desk.day import Taken, brief, line_of, start_of_day
from hasila.modules.districts.desk.matters import REGISTERS
from hasila.modules.districts.queries import AGES, ENTRIES, NOWHERE

ENDING, REFUSED = 15, 10
SOON = timedelta(days=3)
LOOKED_BACK = timedelta(days=30)
QUARTER = 900
CARRIERS = 500
"""Entries that wait which are looked through, the oldest first; beyond it the classes of age say how many there are."""

Carries = Callable[[Actor, Unit], dict[UUID, int]]
_further: list[tuple[Text, Carries]] = []


def add_load(label: Text, find: Carries) -> None:
    """Adds what else officers carry, from another module: how many of it each has, at a unit and below."""
    if all(find is not known for _label, known in _further):
        _further.append((label, find))


@dataclass(frozen=True)
class Waiting:
    """An entry of which nothing has become yet: its age in days, the unit that holds it, the officer who took it (None
    where another unit handed it over).
    """

    line: Taken
    age: int
    unit_id: int
    unit: str
    taker: UUID | None


@dataclass
class Carrier:
    """An officer and what waits of what they took; `further` holds what other modules count."""

    officer: UUID
    name: str = ""
    waiting: int = 0
    oldest: int = 0
    further: list[int] = field(default_factory=list)


def _below(procedure: type[Procedure], actor: Actor, unit: Unit) -> Any:
    return visible(procedure, actor).filter(unit__path__startswith=unit.path)


def _nowhere(actor: Actor, unit: Unit) -> Iterable[tuple[type[Procedure], Any]]:
    return ((one, _below(one, actor, unit).filter(state__in=NOWHERE)) for one in ENTRIES)


def classes_of_age(actor: Actor, unit: Unit, now: datetime) -> list[tuple[int, int | None, int]]:
    """How many entries have gone nowhere, by age in days: (from, to, number), the last class without an end."""
    midnight = start_of_day(now)
    bounds = [midnight - timedelta(days=days) for days in AGES]
    whens = [When(opened_at__gte=bound, then=Value(place)) for place, bound in enumerate(bounds)]
    parts = [
        rows.order_by()
        .annotate(of_age=Case(*whens, default=Value(len(bounds)), output_field=IntegerField()))
        .values("of_age")
        .annotate(number=Count("pk"))
        .values_list("of_age", "number")
        for _one, rows in _nowhere(actor, unit)
    ]
    counted = [0] * (len(bounds) + 1)
    for place, number in _union(parts):
        counted[place] += number
    edges = (0, *(age + 1 for age in AGES))
    return [(low, high, number) for low, high, number in zip(edges, (*AGES, None), counted, strict=True)]


def waiting(actor: Actor, unit: Unit, now: datetime) -> list[Waiting]:
    """The entries that have gone nowhere, the oldest first, up to `CARRIERS`."""
    name = "unit__arabic" if (get_language() or "ar").startswith("ar") else "unit__french"
    further = (F("unit_id"), F(name), F("trail__receive__0__0"))
    parts = [brief(one, rows, *further).order_by("id")[:CARRIERS] for one, rows in _nowhere(actor, unit)]
    today = start_of_day(now).date()
    found = []
    for *row, unit_id, unit_name, taker in _union(parts):
        line = line_of(*row)
        age = (today - start_of_day(line.opened_at).date()).days
        found.append(Waiting(line, age, unit_id, unit_name, UUID(taker) if taker else None))
    return sorted(found, key=lambda one: one.line.opened_at)[:CARRIERS]


def carriers(actor: Actor, unit: Unit, entries: list[Waiting]) -> tuple[list[Text], list[Carrier]]:
    """The officers with what they carry, the heaviest first; and the titles of what other modules count."""
    found: dict[UUID, Carrier] = {}
    for entry in entries:
        if entry.taker is not None:
            one = found.setdefault(entry.taker, Carrier(entry.taker))
            one.waiting += 1
            one.oldest = max(one.oldest, entry.age)
    further = [find(actor, unit) for _label, find in _further]
    for held in further:
        for officer in held:
            found.setdefault(officer, Carrier(officer))
    names = authority().names(found)
    for one in found.values():
        one.name = names.get(one.officer, "")
        one.further = [held.get(one.officer, 0) for held in further]
    heaviest = sorted(found.values(), key=lambda one: (one.waiting + sum(one.further), one.oldest), reverse=True)
    return [label for label, _find in _further], heaviest


def ending(actor: Actor, unit: Unit, now: datetime) -> list[Taken]:
    """The files of the desk whose term is over or runs out within three days, the nearest first."""
    parts = [
        brief(one, _below(one, actor, unit).filter(due_at__lt=now + SOON)).order_by("due_at")[:ENDING]
        for one in REGISTERS
        if _has_terms(one)
    ]
    found = [line_of(*row) for row in _union(parts)]
    return sorted(found, key=lambda one: one.due_at or now)[:ENDING]


def _has_terms(procedure: type[Procedure]) -> bool:
    return any(step.within is not None for step in procedure.transitions.values())


def unlooked_refusals(actor: Actor, unit: Unit, now: datetime) -> list[Taken]:
    """The refusals of the last thirty days that this reader has not opened since: whoever looks at one reads it."""
    since = now - LOOKED_BACK
    parts = []
    for procedure in (Complaints, Denunciations):
        table = procedure.record._meta.db_table
        read = RawSQL(
            f"EXISTS (SELECT FROM ledger_reading r WHERE r.record_id = {table}.id AND r.actor = %s AND r.slot >= %s "
            f"AND r.last_at >= (extract(epoch FROM {table}.acted_at) * 1000000)::bigint)",
            [actor.id, int(since.timestamp()) // QUARTER],
            output_field=models.BooleanField(),
        )
        rows = _below(procedure, actor, unit).filter(state="refused", acted_at__gte=since).annotate(of_read=read)
        parts.append(brief(procedure, rows.filter(of_read=False)).order_by("acted_at")[:REFUSED])
    return sorted((line_of(*row) for row in _union(parts)), key=lambda one: one.opened_at)[:REFUSED]


def _union(parts: list[Any]) -> list[Any]:
    return list(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else list(parts[0])
