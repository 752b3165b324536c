"""An act as every surface tries it: through the door and, where content is refused, with all that it would say next.

The door judges content before powers and rules, so whoever leaves a field empty would hear of a wrong date only at the
second try, and of a rule at the third. Here what doesn't hang on the faulty fields is asked too, and all of it is told
in one answer. The door itself asks everything again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from inspect import isfunction
from types import MethodType
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from hasila.kernel.access import Actor
from hasila.kernel.deciding import check_power, check_state
from hasila.kernel.loading import Work
from hasila.kernel.perform import DOOR, Receipt, perform, prepare, raw_connection
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import (
    Refusal,
    Refused,
    control_characters,
    impossible_moment,
    invalid,
    missing,
    no_such_object,
    no_unit,
    too_long,
    unknown_field,
)
from hasila.kernel.rows import rows_of

WHEN = "occurred_at"
_KINDS: tuple[Any, ...] = (
    missing, too_long, control_characters, unknown_field, no_unit, no_such_object, impossible_moment,
)  # fmt: skip
CONTENT = {invalid("", "").code, *(kind.code for kind in _KINDS)}
"""Codes of what was sent with an act; after any other the door had come further already."""
TIMES = {"today", "micros"}
"""What an act says of its moment, beside the moment itself."""
UNREADY = (AssertionError, AttributeError, TypeError, ValueError, KeyError, ObjectDoesNotExist)
"""What a guard raises where it is asked too early, or of what the actor may not see."""


_following: dict[str, list[Callable[[Receipt], Any]]] = {}


def follow(step: Transition, told: Callable[[Receipt], Any]) -> None:
    """Says what is done, in the act's own transaction, whenever a step was taken through any surface. A request that
    is sent again is told again, with the first one's receipt.
    """
    _following.setdefault(step.key, []).append(told)


def understood(unread: list[Refusal], reading: Callable[..., Any], *given: Any) -> Any:
    """What a reading of a request gives; where it refuses, the reasons join the others, and it gives nothing."""
    try:
        return reading(*given)
    except Refused as refused:
        unread += refused.refusals
        return None


def attempt(
    step: Transition,
    record: Record | UUID | None,
    actor: Actor,
    *,
    data: dict[str, Any],
    unit: Any = None,
    at: datetime | None = None,
    key: str | None = None,
    expects: int | None = None,
    unread: Iterable[Refusal] = (),
    unknown: Iterable[str] = (),
) -> Receipt:
    """Takes a step through the door.

    Args:
        step: the step. record: as the actor was shown it; its identifier alone where it wasn't; None to open one.
        actor: who acts. data, unit, at, key, expects: as `perform` takes them.
        unread: what the surface itself could not read of the request; then the door performs nothing.
        unknown: fields that nobody sends and that are not known for that reason; they are no fault of their own.

    Raises:
        Refused: with every reason that can be told at once; nothing was written.
    """
    found = list(unread)
    if not found:
        following = _following.get(step.key, ())
        try:
            with transaction.atomic() if following else nullcontext():
                receipt = perform(
                    step, record, actor=_named(actor), data=data, unit=unit, occurred_at=at, key=key, expects=expects
                )
                for told in following:
                    told(receipt)
                return receipt
        except Refused as refused:
            found = refused.refusals
            if not of_content(found):
                raise
    raise Refused(*every(found, step, record, actor, data=data, unit=unit, at=at, unknown=unknown))


def of_content(found: Iterable[Refusal]) -> bool:
    """Whether the door stopped at what was sent, before it asked for powers and rules."""
    return any(reason.code in CONTENT for reason in found)


def every(
    found: list[Refusal],
    step: Transition,
    record: Record | UUID | None,
    actor: Actor,
    *,
    data: dict[str, Any],
    unit: Any = None,
    at: datetime | None = None,
    unknown: Iterable[str] = (),
) -> list[Refusal]:
    """The faults found so far, with what else the door would say. The arguments are those of `attempt`."""
    wrong = {*unknown, *(reason.field or "" for reason in found)}
    return list(dict.fromkeys([*found, *further(step, record, actor, data=data, unit=unit, at=at, wrong=wrong)]))


def further(
    step: Transition,
    record: Record | UUID | None,
    actor: Actor,
    *,
    data: dict[str, Any],
    unit: Any = None,
    at: datetime | None = None,
    wrong: Iterable[str],
) -> list[Refusal]:
    """What else the door would say of an act with faults: of its other fields, of power and state, and what those
    guards say that read none of the faulty fields.

    Args:
        step, record, actor, data, unit, at: as `attempt` takes them. wrong: names of the fields that are faulty.
    """
    faulty = set(wrong)
    now = DOOR.clock()
    act = Act(step, record.pk if isinstance(record, Record) else record, _named(actor), data)
    act.unit_id = getattr(unit, "pk", unit)
    act.occurred_at = None if WHEN in faulty else at
    values, unclean = prepare(act, now)
    if WHEN not in faulty and any(reason.field == WHEN for reason in unclean):  # it is judged before the content
        rest = further(step, record, actor, data=data, unit=unit, wrong=[*faulty, WHEN])
        return [reason for reason in unclean if reason.field == WHEN] + rest
    found = [reason for reason in unclean if reason.field not in faulty]
    faulty |= {reason.field or "" for reason in found}
    if isinstance(record, UUID):  # of a record that they weren't shown nothing is told
        return found
    draft = _as_it_would_be(step, record, values, act.unit_id)
    try:
        if not (step.opens and faulty & {"unit", *step.subjects}):  # else it is not known yet whose step it is
            work = Work(raw_connection())
            work.grants = {_named(actor): actor.grants}
            check_power(work, act, draft)
        check_state(act, draft, now)
    except Refused as refused:
        return found + refused.refusals
    said = (_said(guard, draft, act, faulty) for guard in step.guards)
    return found + [reason for reason in said if reason is not None]


def _named(actor: Actor) -> UUID:
    assert actor.id is not None, "nobody acts without being signed in"
    return actor.id


def _as_it_would_be(step: Transition, record: Record | None, values: dict[str, Any], unit: int | None) -> Any:
    """A record that holds what was supplied; the one that was shown stays as it is."""
    draft: Any = rows_of(step.procedure.record).blank()
    if record is not None:
        record.trail  # noqa: B018  # a page may have deferred it
        draft.__dict__.update({name: value for name, value in record.__dict__.items() if name != "_state"})
        draft._state.fields_cache = dict(record._state.fields_cache)
        draft._state.adding = False
    elif unit is not None:
        draft.unit_id = unit
    draft.__dict__.update(values)
    for name, asked in step.pointers:
        if asked.attname in values:
            draft._state.fields_cache.pop(name, None)
    return draft


class _Watched:
    """A record, or an act, that notes which of its fields are read, also by its own properties and methods."""

    def __init__(self, watched: Any, read: set[str]) -> None:
        self._watched = watched
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._read |= {name, name.removesuffix("_id"), WHEN if name in TIMES else name}
        declared = getattr(type(self._watched), name, None)
        if isinstance(declared, property):
            return declared.fget(self)  # type: ignore[misc]
        return MethodType(declared, self) if isfunction(declared) else getattr(self._watched, name)


def _said(guard: Any, record: Any, act: Act, faulty: set[str]) -> Refusal | None:
    """A guard's refusal, where it neither reads nor names what is faulty."""
    read: set[str] = set()
    try:
        refusal: Refusal | None = guard(_Watched(record, read), _Watched(act, read))
    except UNREADY:
        return None
    return None if refusal is None or read & faulty or refusal.field in faulty else refusal
