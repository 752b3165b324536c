"""What falls to the one signed in: the units of their mandates, the files that wait for a step of theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, ForeignKey, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from hasila.institution.career import Officer
from hasila.institution.mandates import unit_at, units_under
from hasila.institution.people import Person
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority
from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.plain.remembered import among

QUEUE = 50
COUNTED = 500
"""Files waiting are counted up to this number; beyond it a page says "500+"."""


def units_of(actor: Actor, roles: Iterable[str], day: date) -> QuerySet:
    """The open units over which one of these roles is held, the highest first."""
    paths = actor.paths(roles, day)
    if not paths:
        return Unit.objects.none()
    wanted = Q()
    for path in paths:
        wanted |= Q(path__startswith=path)
    return Unit.objects.filter(wanted, closed_on__isnull=True).order_by("path")


def few_units(actor: Actor, roles: Iterable[str], day: date, most: int) -> list[Unit]:
    """The first of these units, at most so many and one more, which says that there are too many to list."""
    return units_under(actor.paths(roles, day))[: most + 1]


def own_unit(actor: Actor, roles: Iterable[str], day: date) -> Unit | None:
    """The unit that an opening stands in unless another is chosen: the one of the first mandate."""
    paths = actor.paths(roles, day)
    return unit_at(paths[0]) if paths else None


@dataclass(frozen=True)
class Waiting:
    """A file whose next step has a deadline."""

    procedure: type[Procedure]
    id: UUID
    reference: str
    unit_id: int
    state: str
    due_at: datetime
    due_step: str
    whom: str

    @property
    def step(self) -> Transition | None:
        """The step that the deadline asks for."""
        return self.procedure.transitions.get(self.due_step)


Power = tuple[tuple[str, ...], tuple[str, ...]]
"""What lets an actor take a step: the paths of their units, and the fields that may name them."""


def _power(transition: Transition, actor: Actor, day: date) -> Power | None:
    """By what this step falls to the actor; None where it never does. One's own entry in a directory, such as the
    mandate that one holds, waits for nothing.
    """
    paths = tuple(actor.paths(transition.roles, day))
    subjects = () if transition.procedure.directory else tuple(transition.subjects)
    return (paths, subjects) if paths or subjects else None


def _records(power: Power, actor: Actor) -> Q:
    """The records on which a power falls to the actor."""
    paths, subjects = power
    parts = [Q(**{f"{subject}_id": actor.id}) for subject in subjects]
    if paths:
        units = authority().units_below(paths)
        if units is None:
            return Q()
        parts.append(Q(among("unit", units)))
    return reduce(or_, parts)


def waiting(procedure: type[Procedure], actor: Actor, day: date) -> Q | None:
    """The files of a procedure in which a step falls to the actor; None where none ever does."""
    states: dict[Power, set[str]] = defaultdict(set)
    for step in _steps(procedure):
        power = _power(step, actor, day)
        if power is not None:
            states[power].update(step.source_names)
    wanted: Q | None = None
    for power, names in states.items():
        mine = Q(state__in=sorted(names)) & _records(power, actor)
        wanted = mine if wanted is None else wanted | mine
    return wanted


def _steps(procedure: type[Procedure]) -> list[Transition]:
    return [step for step in procedure.transitions.values() if not step.opens and not step.consequent]


def _union(parts: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of all parts, in one query; nothing where there is no part."""
    if not parts:
        return []
    return list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])


def queue(actor: Actor, day: date, *, limit: int = QUEUE) -> list[Waiting]:
    """The files whose next deadline asks for a step of this actor, the nearest first: one query."""
    parts = []
    for procedure in registry.values():
        steps: dict[Power, list[str]] = defaultdict(list)
        for step in _steps(procedure):
            power = _power(step, actor, day) if step.within is not None else None
            if power is not None:
                steps[power].append(step.name)
        if steps:
            wanted = Q()
            for power, names in steps.items():
                wanted |= Q(due_step__in=names) & _records(power, actor)
            rows = procedure.record._default_manager.filter(wanted, due_at__isnull=False).order_by("due_at")
            rows = rows.annotate(of_register=_word(procedure.key), of_whom=_whom(procedure))
            parts.append(rows.values_list(*_WAITING)[:limit])
    found = [Waiting(registry[key], *rest) for key, *rest in _union(parts)]
    return sorted(found, key=lambda waiting: waiting.due_at)[:limit]


# No name here is one that a record of some module has for a field.
_WAITING = ("of_register", "id", "reference", "unit_id", "state", "due_at", "due_step", "of_whom")


def _word(text: str) -> Any:
    return Cast(Value(text), CharField())


def _whom(procedure: type[Procedure]) -> Any:
    """The name of the person whom a record concerns: the first one in the columns of its register, or itself."""
    name = "arabic_name" if (get_language() or "ar").startswith("ar") else "latin_name"
    for column in procedure.register.columns:
        fields = {field.name: field for field in procedure.record._meta.concrete_fields}
        if column == name:
            return Cast(F(name), CharField())
        field = fields.get(column)
        if isinstance(field, ForeignKey) and any(f.name == name for f in field.related_model._meta.concrete_fields):
            return Cast(F(f"{column}__{name}"), CharField())
    return _word("")


def counts(actor: Actor, day: date) -> list[tuple[type[Procedure], int]]:
    """For each procedure, how many files wait for a step of this actor, up to COUNTED: one query."""
    parts = []
    for procedure in registry.values():
        wanted = waiting(procedure, actor, day)
        if wanted is not None:
            rows = procedure.record._default_manager.filter(wanted).order_by()
            parts.append(rows.annotate(of_register=_word(procedure.key)).values_list("of_register")[:COUNTED])
    found: dict[str, int] = {}
    for (key,) in _union(parts):
        found[key] = found.get(key, 0) + 1
    return [(registry[key], number) for key, number in found.items()]


def own_openings(actor: Actor) -> list[Transition]:
    """What the one signed in may ask for themselves: openings that a person concerned may take."""
    if actor.id is None:
        return []
    itself = [model for model in (Officer, Person) if model._default_manager.filter(pk=actor.id).exists()]
    found = []
    for procedure in registry.values():
        for opening in procedure.openings():
            fields = (procedure.record._meta.get_field(name) for name in opening.subjects)
            if any(field.related_model in itself for field in fields):
                found.append(opening)
    return found


@dataclass(frozen=True)
class Own:
    """A file of the one signed in."""

    procedure: type[Procedure]
    reference: str
    unit_id: int
    state: str
    acted_at: datetime


def own_files(actor: Actor, *, limit: int = QUEUE) -> list[Own]:
    """The records on which the one signed in has a step as the person concerned, newest first: one query."""
    parts = []
    for procedure in registry.values():
        subjects = {name for step in procedure.transitions.values() for name in step.subjects}
        if not subjects or actor.id is None:
            continue
        wanted = Q()
        for name in subjects:
            wanted |= Q(**{f"{name}_id": actor.id})
        rows = procedure.record._default_manager.filter(wanted).order_by("-acted_at")
        rows = rows.annotate(of_register=_word(procedure.key))
        parts.append(rows.values_list("of_register", "reference", "unit_id", "state", "acted_at")[:limit])
    found = [Own(registry[key], *rest) for key, *rest in _union(parts)]
    return sorted(found, key=lambda own: own.acted_at, reverse=True)[:limit]
