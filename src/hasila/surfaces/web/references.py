"""Choosing a record, a unit or a person in a form: by a number typed in full, or by searching.

A field that points to something takes what a clerk knows: a registration number, a reference, a code. `resolve` finds
the one meant, `offers` searches. Records are found only among those that the reader may see; a person of the public
is found only by the whole number of their card, so that nobody leafs through the population.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from hasila.institution.career import Officer
from hasila.institution.people import Person
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.records import Record
from hasila.plain.texts import FORBIDDEN, fold, tokens, western_digits
from hasila.surfaces.searching import search

OFFERS = 8
NAMES = ("arabic", "french")
"""The fields in which units, places and the like bear their names: one that is written out whole is meant."""
SMALL = 80
"""Tables up to this size are offered as a list to choose from."""


@dataclass(frozen=True)
class Offer:
    """Something that a search found: what the field takes, and how people know it."""

    value: str
    label: str
    detail: str = ""


def codes(model: type[models.Model]) -> list[models.Field]:
    """The unique text fields by which people name an object, the most usual first; a reference comes last."""
    single = {
        name
        for c in model._meta.constraints
        if isinstance(c, models.UniqueConstraint) and not c.condition
        for name in c.fields
        if len(c.fields) == 1
    }
    found = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and (field.unique or field.name in single)
    ]
    return sorted(found, key=lambda field: field.name == "reference")


def code_of(item: models.Model) -> str:
    """What a field takes for this object."""
    for field in codes(type(item)):
        value = getattr(item, field.attname)
        if value:
            return str(value)
    return str(item.pk)


def label_of(item: models.Model) -> str:
    """How people know this object."""
    return str(item)


def candidates(model: type[models.Model], actor: Actor) -> models.QuerySet:
    """The objects of a kind that the reader may choose: themselves always, others by their right to see. Whoever serves
    may name any officer: who hands over, who receives, to whom something falls.
    """
    rows = model._default_manager.all()
    own = Q(pk=actor.id)
    if issubclass(model, Officer) and actor.grants:
        return rows
    if issubclass(model, Record):
        return visible(model.procedure, actor) | rows.filter(own)
    if issubclass(model, Person) and not actor.grants:
        return rows.filter(own)
    return rows


def oneself(model: type[models.Model] | None, actor: Actor) -> models.Model | None:
    """The actor as an object of this kind: an officer, a person of the public; None where they are none."""
    if model is None or actor.id is None or not issubclass(model, Officer | Person):
        return None
    return model._default_manager.filter(pk=actor.id).first()


def resolve(rows: models.QuerySet, text: str) -> models.Model | None:
    """The one object that a typed text names by its number or code, or by its whole name; None where none does, or
    several do.
    """
    text = western_digits(text.strip())
    if not text or len(text) > 120 or FORBIDDEN.search(text):
        return None
    wanted = Q()
    for field in codes(rows.model):
        wanted |= Q(**{f"{field.name}__in": {text, text.upper(), text.replace(" ", "")}})
    key = _key(rows.model, text)
    if key is not None:
        wanted |= Q(pk=key)
    named = reduce(or_, (Q(**{f"{name}__iexact": text}) for name in NAMES if _has(rows.model, name)), Q())
    for meant in filter(None, (wanted, named)):
        found = list(rows.filter(meant)[:2])
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _key(model: type[models.Model], text: str) -> Any:
    try:
        key = model._meta.pk.to_python(text)
    except (ValidationError, ValueError):
        return None
    if isinstance(key, int):
        return key if 0 < key < 2**31 else None
    return key if isinstance(key, UUID) else None


def offers(rows: models.QuerySet, text: str, actor: Actor | None = None) -> list[Offer]:
    """The objects that a typed text may mean, a few at most; of officers those first who serve where the actor does."""
    text = text.strip()[:120]
    if not text:
        return []
    near = _near(actor) if actor is not None and issubclass(rows.model, Officer) else []
    found: dict[Any, models.Model] = {}
    for tier in (*near, Q()):
        found |= {item.pk: item for item in _found(rows.filter(tier), text) if item.pk not in found}
        if len(found) >= OFFERS:
            break
    return [Offer(code_of(item), label_of(item), _detail(item)) for item in list(found.values())[:OFFERS]]


def _near(actor: Actor) -> list[Q]:
    """Officers of the units in which somebody acts, then those of the unit above: who hands over and who receives are
    colleagues as a rule, and a name is borne by dozens in the whole service.
    """
    own = {grant.path for grant in actor.grants}
    above = {f"{path.rstrip('/').rpartition('/')[0]}/" for path in own} - {"/"}
    return [reduce(or_, (Q(unit__path__startswith=path) for path in sorted(paths))) for paths in (own, above) if paths]


def _found(rows: models.QuerySet, text: str) -> Iterable[models.Model]:
    model = rows.model
    if issubclass(model, Record):
        related = [f.name for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey)]
        hits = search(rows.select_related(*related).defer(*unlisted(model)), text)[:OFFERS]
        return [one for one in hits if _says_so(one, text)] if issubclass(model, Officer) else hits
    if issubclass(model, Person):
        one = resolve(rows, text)
        return [one] if one else []
    words = tokens(text)
    found = []
    for item in rows[:5000]:
        folded = fold(" ".join((code_of(item), *_names(item))))
        if all(word in folded for word in words):
            found.append(item)
            if len(found) == OFFERS:
                break
    return found


def _says_so(officer: Officer, text: str) -> bool:
    """Whether number or names hold what was typed: nobody finds a colleague by the number of their card."""
    outline = fold(f"{officer.registration_number} {officer.arabic_name} {officer.latin_name}")
    return all(word in outline for word in tokens(text))


def unlisted(model: type[models.Model]) -> list[str]:
    """The fields that no list needs: what a record is found by, its memory of steps, whole documents."""
    whole = [f.name for f in model._meta.concrete_fields if isinstance(f, models.TextField) and f.max_length]
    return ["search", "trail", *whole]


def _names(item: models.Model) -> list[str]:
    named = [str(getattr(item, name)) for name in NAMES if hasattr(item, name)]
    return named or [str(item)]


def _detail(item: models.Model) -> str:
    if isinstance(item, Record):
        return f"{item.state_label} · {item.unit}"
    return code_of(item) if isinstance(item, Unit) else ""


def is_small(model: type[models.Model]) -> bool:
    """Whether a kind of object is few enough to be listed whole (a table of reference, never records)."""
    return not issubclass(model, Record | Person | Unit) and model._default_manager.count() <= SMALL
