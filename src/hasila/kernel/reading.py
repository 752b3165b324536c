"""Reading: what an actor may do next on a record, and the entry that a reading leaves.

Reading is an act too, after the model of article 25 of directive (EU) 2016/680: who opened which file, when and why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from hasila.kernel.access import Actor, authority, elevated, roles_of, visible
from hasila.kernel.deciding import ERASED, _check_power, changes_since, moment
from hasila.kernel.ledger import Draft, Entry, positions
from hasila.kernel.loading import Work
from hasila.kernel.moments import day_number, legal_day
from hasila.kernel.perform import DOOR, Door, raw_connection
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.refusals import Refusal, Refused, erased, listed, no_mandate, no_purpose, wrong_state
from hasila.kernel.writing import write_plain

if TYPE_CHECKING:
    from hasila.kernel.records import Record

__all__ = ["changes_since", "consult", "positions", "steps", "timeline", "visible"]

READ = "read"


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
        _check_power(work, act, record)
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


def may_read(record: Record, actor: Actor) -> bool:
    """Whether the record is among those that the actor may see."""
    return visible(record.procedure, actor).filter(pk=record.pk).exists()


def consult(record: Record, actor: Actor, purpose: str, door: Door = DOOR) -> UUID:
    """Writes the entry of a reading and returns its identifier.

    Args:
        purpose: a code of the procedure's `purposes`.

    Raises:
        Refused: no such purpose, or no right to read the record.
    """
    procedure = record.procedure
    if purpose not in procedure.purposes:
        raise Refused(no_purpose())
    if actor.id is None or not may_read(record, actor):
        labels = (str(authority().role_label(role)) for role in sorted(roles_of(procedure)))
        raise Refused(no_mandate(listed(labels)))
    now = door.clock()
    # A reading has no version: it changes nothing, and the fence around records must not take it for a change.
    draft = Draft(
        entry_id=door.ids(now),
        act=f"{procedure.key}.{READ}",
        actor=actor.id,
        record_id=record.pk,
        unit_id=record.unit_id,
        occurred_at=now,
        day=day_number(legal_day(now)),
        procedure_version=record.procedure_version,
        state_from=record.state,
        state_to=record.state,
        note=purpose,
    )
    with elevated():
        work = Work(raw_connection())
        work.drafts.append(draft)
        write_plain(work, now, door.salts)
    return draft.entry_id


def timeline(record_id: UUID, *, readings: bool = False) -> list[Entry]:
    """The acts on a record in their order; with the readings where asked."""
    entries = Entry.objects.filter(record_id=record_id)
    if not readings:
        entries = entries.filter(record_version__gt=0)
    # Acts follow the record's versions (a clock may be behind another); readings stand where their time puts them.
    ordered = list(entries.order_by("recorded_at", "ordinal"))
    acts = iter(sorted((entry for entry in ordered if entry.record_version), key=lambda entry: entry.record_version))
    return [next(acts) if entry.record_version else entry for entry in ordered]
