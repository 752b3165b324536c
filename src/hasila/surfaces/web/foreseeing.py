"""What the door would say next: guards that can be asked although a field of the form is still missing or wrong.

The door judges content before rules, so whoever leaves a field empty would hear of a wrong date only at the second
try. Here the rules that read nothing of what is wrong are asked too, and both are shown in one answer. The door itself
asks them all again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from hasila.kernel.deciding import moment
from hasila.kernel.fields import clean_data
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.rows import rows_of
from hasila.plain.moments import micros

UNCLEAN = ("kernel.missing", "kernel.invalid", "kernel.too_long", "kernel.control_characters")
"""Refusals of what was typed into a field; after any other nothing more is told."""
OWN = {"unit"}
"""What a guard may read beside the record's own fields to be asked here: nothing of files that may not be open."""
UNREADY = (AssertionError, AttributeError, TypeError, ValueError, KeyError, ObjectDoesNotExist)
"""What a guard raises where it is asked too early."""


class _Watched:
    """A record that remembers which of its fields were read."""

    def __init__(self, record: Any) -> None:
        self._record = record
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read |= {name, name.removesuffix("_id")}
        return getattr(self._record, name)


def foreseen(
    step: Transition,
    found: Record | None,
    refused: Iterable[Refusal],
    *,
    actor: UUID | None,
    data: dict[str, Any],
    unit: int | None,
    at: datetime | None,
    now: datetime,
) -> list[Refusal]:
    """What the guards of a step say that read none of the fields refused so far.

    Args:
        step: the step. found: its record; None for an opening. refused: why the content was refused.
        actor, data, unit, at: as the door was given them. now: the present moment.
    """
    reasons = list(refused)
    wrong = {refusal.field for refusal in reasons}
    if any(refusal.code not in UNCLEAN or not refusal.field for refusal in reasons):
        return []
    record: Any = rows_of(step.procedure.record).blank()
    if found is not None:
        record.__dict__.update({name: value for name, value in found.__dict__.items() if name != "_state"})
    elif unit is not None:
        record.unit_id = unit
    record.__dict__.update(clean_data(step.asked, data)[0])
    act = Act(step, actor=actor, data=data, occurred_at=at, unit_id=unit)
    moment(act, micros(now))
    asked = (guard for guard in step.guards if set(getattr(guard, "needs", ())) <= OWN)
    return [refusal for guard in asked if (refusal := _said(guard, record, act, wrong)) is not None]


def _said(guard: Any, record: Any, act: Act, wrong: set[Any]) -> Refusal | None:
    watched = _Watched(record)
    try:
        refusal: Refusal | None = guard(watched, act)
    except UNREADY:
        return None
    return None if refusal is None or watched.read & wrong or refusal.field in wrong else refusal
