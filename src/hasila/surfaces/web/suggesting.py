"""What a form stands filled in with before anybody typed: what its address gives, what a module can tell beforehand.

Both are only shown: whoever sends the form has read them, and the door judges them like anything typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from hasila.assurance.sealed import SealedField
from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.kernel.fields import Asked
from hasila.kernel.procedures import Transition
from hasila.kernel.records import Record
from hasila.plain.texts import FORBIDDEN
from hasila.surfaces.reading import cover_field, covering
from hasila.surfaces.web import references

LONGEST = 200
"""Characters that an address gives a field."""


@dataclass
class Known:
    """What is known of a step before its form is filled in.

    Attributes:
        actor: who will act. record: on which record; None for an opening.
        given: what the address gave, by field: the object meant, or a text; of an opening also its `unit`, by code.
    """

    actor: Actor
    record: Record | None = None
    given: dict[str, Any] = field(default_factory=dict)


Suggest = Callable[[Known], dict[str, Any]]
_suggest: dict[str, Suggest] = {}


def suggest(step: str, find: Suggest) -> None:
    """Has a function tell what the form of a step (by its key) stands filled in with, by field."""
    _suggest[step] = find


def grounds_anew(told: Known) -> dict[str, Any]:
    """Whoever ends what another gave says their own grounds: those for which it was given stand on the record."""
    return {"grounds": ""}


def known(step: Transition, actor: Actor, record: Record | None, address: Any) -> Known:
    """What the address of a form gives: for an opening, values of the fields that it asks for."""
    found = Known(actor, record)
    if record is None and address:
        for name, asked in step.asked.items():
            text = str(address.get(name, "")).strip()
            if text and len(text) <= LONGEST and not FORBIDDEN.search(text):
                value = _meant(asked, text, actor)
                if value is not None:
                    found.given[name] = value
        code = str(address.get("unit", "")).strip()
        if code.isprintable() and code and "unit" not in step.asked:
            unit = Unit.objects.filter(code=code[:LONGEST], closed_on__isnull=True).first()
            found.given |= {"unit": unit} if unit is not None else {}
    return found


def _meant(asked: Asked, text: str, actor: Actor) -> Any:
    if isinstance(asked.model_field, SealedField):
        return None
    return text if asked.target is None else references.resolve(references.candidates(asked.target, actor), text)


def suggestions(step: Transition, told: Known) -> dict[str, Any]:
    """What the fields of a form stand filled in with: what a module tells, then what the address gave."""
    find = _suggest.get(step.key)
    return {**(find(told) if find is not None else {}), **told.given}


def cover_known(step: Transition, told: Known) -> Record | None:
    """The file that the step's record belongs to, or will belong to, where that is known."""
    name = cover_field(step.procedure)
    if not name:
        return None
    return covering(told.record) if told.record is not None else told.given.get(name)
