"""What an actor may do next on a record, and what was done on it; that it is read is kept by `readings`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, UUIDField

from hasila.kernel.access import Actor, elevated, visible
from hasila.kernel.deciding import ERASED, changes_since, check_power, moment
from hasila.kernel.ledger import Entry, positions
from hasila.kernel.loading import Work
from hasila.kernel.perform import DOOR, Door, raw_connection
from hasila.kernel.procedures import Act, Transition, transitions
from hasila.kernel.refusals import Refusal, Refused, erased, listed, wrong_state
from hasila.plain.moments import legal_day
from hasila.plain.remembered import among, planned

if TYPE_CHECKING:
    from hasila.kernel.records import Record

__all__ = ["changes_since", "positions", "steps", "timeline", "visible"]


def steps(record: Record, actor: Actor, door: Door = DOOR) -> list[tuple[Transition, Refusal | None]]:
    """Every step of the record's procedure, and for those closed to this actor the reason.

    Guards run too where nothing more must be supplied than the record holds. Steps that start from another state come
    last; consequent ones are left out.
    """
    procedure = record.procedure
    now = door.clock()
    found: list[tuple[Transition, Refusal | None]] = []
    work = Work(raw_connection())
    work.grants = {actor.id: actor.grants} if actor.id is not None else {}
    for transition in procedure.transitions.values():
        if transition.opens or transition.consequent:
            continue
        found.append((transition, _closed(work, transition, record, actor, now)))
    return sorted(
        found, key=lambda pair: (pair[1] is not None, pair[1] is not None and pair[1].code == "kernel.wrong_state")
    )


def _closed(work: Work, transition: Transition, record: Record, actor: Actor, now: int) -> Refusal | None:
    if ERASED in record.trail:
        return erased()
    if record.state not in transition.source_names:
        wanted = listed(state.label for state in transition.sources)
        return wrong_state(record.state_label, wanted)
    act = Act(transition, record_id=record.pk, actor=actor.id)
    moment(act, now)
    try:
        check_power(work, act, record)
    except Refused as refused:
        return refused.refusal
    for guard in transition.guards:
        try:
            reason = guard(record, act)
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError):
            continue  # it speaks of what is yet to be supplied
        if reason is not None and reason.field is None:
            return reason
    return None


def openings(procedure: type, actor: Actor, door: Door = DOOR) -> list[Transition]:
    """The openings of a procedure that this actor may perform for some unit today."""
    act = Act(procedure.openings()[0]) if procedure.openings() else None  # type: ignore[attr-defined]
    if act is None or actor.id is None:
        return []
    moment(act, door.clock())
    roles = actor.roles(act.today)  # type: ignore[arg-type]
    return [
        transition
        for transition in procedure.openings()  # type: ignore[attr-defined]
        if not transition.consequent and (transition.roles & roles or transition.subjects)
    ]


def recorded_days(record_ids: Iterable[UUID], act: str) -> dict[UUID, date]:
    """The legal day on which the last act of a step (by its key) was recorded on each of these records: one query.

    The numbers of a register without gaps run by the year of it.
    """
    return {record: legal_day(at) for record, at in _recorded(list(record_ids), act)}


@planned
def _recorded(record_ids: list[UUID], act: str) -> QuerySet:
    rows = Entry.objects.filter(among("record_id", record_ids, UUIDField), act=act).order_by("record_version")
    return rows.values_list("record_id", "recorded_at")


def timeline(record_id: UUID) -> list[Entry]:
    """The acts on a record in their order: that of its versions, since a clock may be behind another."""
    return _acts_on(record_id)


@planned
def _acts_on(record_id: UUID) -> QuerySet:
    return Entry.objects.filter(record_id=record_id, record_version__gt=0).order_by("record_version")


def supplied(entries: Iterable[Entry]) -> dict[UUID, dict[str, Any]]:
    """What was supplied with these entries, by entry: attribute names and values as JSON knows them.

    The fence shows no content, so it is read with the rights of the door: ask only for entries of a record that the
    reader has been shown. Content that was erased, or lies in an archive, is missing. One query.
    """
    given = list(entries)
    with elevated(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_id, body FROM ledger_content WHERE entry_id = ANY(%s) AND recorded_at = ANY(%s)",
            [[one.pk for one in given], [one.recorded_at for one in given]],
        )
        return {entry: orjson.loads(bytes(body)) for entry, body in cursor.fetchall()}


def own_act(entry: UUID, actor: UUID) -> Entry | None:
    """An act that somebody took themselves, by its entry, whether or not they see its record still; else None."""
    return Entry.objects.filter(pk=entry, actor=actor).first()


def latest(records: Iterable[UUID], acts: Iterable[Transition]) -> dict[UUID, UUID]:
    """Of each of these records the entry of its last act among these; those without one are left out. One query."""
    keys = [step.key for step in acts]
    rows = Entry.objects.filter(record_id__in=list(records), act__in=keys).order_by("record_version")
    return dict(rows.values_list("record_id", "id"))


def done_on(records: Iterable[UUID], acts: Iterable[Transition], cause: UUID | None = None) -> list[Entry]:
    """The acts of these steps on these records, in the order of their versions; with a cause, those that followed from
    it alone. One query.
    """
    rows = Entry.objects.filter(record_id__in=list(records), act__in=[step.key for step in acts])
    return list(rows if cause is None else rows.filter(cause=cause))


def unplayed(rows: QuerySet) -> QuerySet:
    """Of a query of records those that were opened in earnest, not by a play."""
    return rows.exclude(Exists(Entry.objects.filter(record_id=OuterRef("pk"), record_version=1, simulated=True)))


def record_of(entry: UUID) -> UUID:
    """The record that an entry is of. Raises Entry.DoesNotExist where there is no such entry."""
    return Entry.objects.values_list("record_id", flat=True).get(pk=entry)


def step_of(entry: UUID) -> Transition:
    """The step that an entry is of. Raises Entry.DoesNotExist where there is no such entry."""
    return transitions[Entry.objects.values_list("act", flat=True).get(pk=entry)]
