"""The one door. Every change of every record passes here: `perform` for one act, `perform_many` for a stream."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction

from hasila.kernel import refusals
from hasila.kernel.access import authority, elevated, fenced
from hasila.kernel.deciding import decide, moment
from hasila.kernel.fields import clean_data, content_bytes
from hasila.kernel.ledger import positions
from hasila.kernel.loading import Work
from hasila.kernel.procedures import Act, Procedure, Transition
from hasila.kernel.records import Record, new_id
from hasila.kernel.refusals import Refusal, Refused
from hasila.kernel.rows import fetch
from hasila.kernel.writing import Stale, write_plain
from hasila.plain.statements import run
from hasila.plain.texts import FORBIDDEN

RETRIES = 5
POWERS_CHANGED = "HA003"


def _clock() -> int:
    return time.time_ns() // 1000


@dataclass(frozen=True)
class Door:
    """What the door takes from outside, so that tests can inject it.

    Attributes:
        clock: microseconds of UTC. ids: an identifier for an entry at given microseconds. salts: n secret bytes.
    """

    clock: Callable[[], int] = _clock
    ids: Callable[[int], UUID] = new_id
    salts: Callable[[int], bytes] = os.urandom


DOOR = Door()


@dataclass
class Receipt:
    """What an act that was performed gives back.

    Attributes:
        entry_id: the entry. record: the record as it is now. replayed: True where a retried request gave the first
        one's result.
    """

    entry_id: UUID
    record: Record
    transition: Transition
    replayed: bool = False

    @property
    def position(self) -> int | None:
        """The entry's place in the ledger, or None until it is sealed."""
        return positions([self.entry_id]).get(self.entry_id)


def raw_connection() -> psycopg.Connection:
    """The driver's connection under Django's."""
    here = connections[DEFAULT_DB_ALIAS]
    here.ensure_connection()
    return here.connection


def prepare(act: Act, now: int) -> tuple[dict[str, Any], list[Refusal]]:
    """Cleans an act's content and fills its times and a new record's identifier, before anything is loaded."""
    found: list[Refusal] = []
    if act.transition.consequent and act.cause is None:
        return {}, [refusals.only_consequent()]
    if act.occurred_at is not None and (act.occurred_at.tzinfo is None or not 1900 <= act.occurred_at.year < 2500):
        found.append(refusals.impossible_moment())
        return {}, found
    for name, text in (("key", act.key or ""), ("note", act.note)):
        if len(text) > 200 or FORBIDDEN.search(text):
            found.append(refusals.control_characters(name))
    moment(act, now)
    if act.record_id is None and act.transition.opens:
        act.record_id, act.fresh = new_id(act.micros), True
    values, unclean = clean_data(act.transition.asked, act.data, act.record_id)
    found.extend(unclean)
    if act.transition.opens and act.unit_id is None:
        found.append(refusals.no_unit())
    return values, found


def perform(
    transition: Transition,
    record: Record | UUID | None = None,
    *,
    actor: UUID,
    data: dict[str, Any] | None = None,
    unit: models.Model | int | None = None,
    occurred_at: datetime | None = None,
    key: str | None = None,
    expects: int | None = None,
    note: str = "",
    door: Door = DOOR,
) -> Receipt:
    """Performs one act, in one transaction (its own, or the caller's as a savepoint).

    Args:
        transition: the step. record: the record, its identifier, or None to open one (a UUID then chooses its id).
        actor: who acts. data: content for the fields asked. unit: for an opening, the unit that will own it.
        occurred_at: when it happened (aware); None is now. key: idempotency key. expects: the version that was seen.

    Returns:
        the receipt; `record` itself is brought up to date.

    Raises:
        Refused: with the reasons; nothing was written and `record` is untouched.
        django.db.Error: the database failed; nothing was written.
    """
    instance = record if isinstance(record, Record) else None
    act = Act(
        transition,
        record_id=instance.pk if instance is not None else record,  # type: ignore[arg-type]
        actor=actor,
        data=data or {},
        occurred_at=occurred_at,
        unit_id=unit.pk if isinstance(unit, models.Model) else unit,
        key=key,
        expects=expects,
        note=note,
    )
    values, found = prepare(act, door.clock())
    if found:
        raise Refused(*found)
    if act.record_id is None:
        raise Refused(refusals.no_record())
    for attempt in range(RETRIES):
        try:
            now = door.clock()
            if not act.claimed:
                moment(act, now)
            receipt = _attempt(act, values, now, door, trusting=attempt == 0)
            break
        except (Stale, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure) as error:
            # Inside the caller's transaction powers are read again; all other trying again is the caller's to do.
            again = not connection.in_atomic_block or (isinstance(error, Stale) and attempt == 0)
            if not again or attempt == RETRIES - 1:
                raise Refused(refusals.busy()) from None
    if instance is not None and receipt.record is not instance:
        instance.__dict__.update(receipt.record.__dict__)
        receipt.record = instance
    return receipt


def _attempt(act: Act, values: dict[str, Any], now: int, door: Door, *, trusting: bool) -> Receipt:
    """One try. An act on one record alone is one statement, whole by itself: it needs no transaction around it."""
    transition, numbered = act.transition, act.transition.procedure.numbered
    # An opening that points to no further record has no consequence; of a step only the record itself could tell.
    follows: Any = transition.then
    if transition.opens:
        follows = any(callable(c.to) or values.get(f"{c.record}_id") for c in transition.then)
    follows = follows or act.key or transition.jobs or (numbered is not None and numbered.at == transition.name)
    here, behind = connections[DEFAULT_DB_ALIAS], fenced()
    alone = not (follows or behind or here.in_atomic_block)
    try:
        with nullcontext() if alone else elevated() if behind else transaction.atomic():
            here.ensure_connection()
            raw = here.connection
            work = Work(raw, optimistic=alone, trusting=trusting)
            if act.key is not None:
                first = earlier(raw, act, values)
                if first is not None:
                    return _first_result(work, act, *first)
            work.load([(act, values)])
            entry_id = decide(work, act, values, now, door.ids)
            if act.key is not None:
                work.keys.append((act, request_hash(act, values), entry_id))
            write_plain(work, now, door.salts)
            record = work.slots[act.record_id].record  # type: ignore[index]
            record._state.adding = False
            return Receipt(entry_id, record, transition)
    except Refused:
        if not trusting:
            raise
        authority().distrust()  # perhaps it was refused by powers that have changed since they were read
        raise Stale from None
    except psycopg.errors.DatabaseError as error:
        if error.sqlstate == POWERS_CHANGED:
            authority().distrust()
            raise Stale from None
        if not isinstance(error, psycopg.IntegrityError | psycopg.DataError):
            raise
        if act.key is not None and getattr(error.diag, "constraint_name", "") == "ledger_key_pkey":
            raise Stale from error  # the same request at the same time: the next try finds the first one's result
        raise Refused(meaning(error, transition.procedure)) from error


def request_hash(act: Act, values: dict[str, Any]) -> bytes:
    """A digest of what was asked, to tell a retry from another request under the same key."""
    about = {"unit": act.unit_id} if act.transition.opens else {"record": act.record_id}
    when = act.micros if act.claimed else None
    values = {name: getattr(value, "fingerprint", value) for name, value in values.items()}  # no seal is like another
    return sha256(content_bytes({"act": act.transition.key, "at": when, "values": values, **about})).digest()


def earlier(raw: psycopg.Connection, act: Act, values: dict[str, Any]) -> tuple[UUID, UUID] | None:
    """The entry and record of an earlier request with this key.

    Raises:
        Refused: the key was used for another request.
    """
    asked = "SELECT request, entry_id, record_id FROM ledger_key WHERE actor = %s AND key = %s"
    for request, entry, record in run(raw, asked, (act.actor, act.key)):
        if bytes(request) != request_hash(act, values):
            raise Refused(refusals.key_reused())
        return entry, record
    return None


def _first_result(work: Work, act: Act, entry_id: UUID, record_id: UUID) -> Receipt:
    found = fetch(work.raw, act.transition.procedure.record, [record_id], lock=False)
    if not found:
        raise Refused(refusals.no_record())
    return Receipt(entry_id, found[0], act.transition, replayed=True)  # type: ignore[arg-type]


def meaning(error: psycopg.Error, procedure: type[Procedure]) -> Refusal:
    """The refusal that a database error means: what the procedure declared for the constraint, else its kind."""
    if isinstance(error, psycopg.DataError):
        return refusals.constraint(error.diag.message_primary or "")
    name = error.diag.constraint_name or ""
    declared = procedure.constraints.get(name)
    if declared is not None:
        return declared
    meta = procedure.record._meta
    field = next((f.name for f in meta.concrete_fields if f"_{f.column}_" in f"{name}_"), None)
    if isinstance(error, psycopg.errors.UniqueViolation):
        if name in (f"{meta.db_table}_pkey",):
            return refusals.exists_already()
        return refusals.not_unique(field)
    if isinstance(error, psycopg.errors.ForeignKeyViolation):
        return refusals.no_such_object(field or "")
    return refusals.constraint(name or type(error).__name__)
