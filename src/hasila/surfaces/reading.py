"""What every surface holds to when a record is read."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from hasila.assurance.purposes import EmergencyGrant
from hasila.assurance.readings import SEARCH, consult, consult_many, grant_for
from hasila.kernel.access import Actor
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.records import Record
from hasila.plain.moments import today

_covers: dict[str, str] = {}


def read_with(procedure: str, field: str) -> None:
    """Says that a record of this procedure is read for the purpose that was stated for the record that `field` names:
    what belongs to a file is opened with the file.
    """
    _covers[procedure] = field


def cover_field(procedure: type[Procedure]) -> str:
    """The field that names the record with which those of this procedure are read; empty where they stand alone."""
    return _covers.get(procedure.key, "")


def cover_of(record: Record) -> UUID | None:
    """The identifier of the record with which this one is read; None where it stands alone."""
    field = cover_field(record.procedure)
    return getattr(record, f"{field}_id") if field else None


def read_along(key: str) -> list[str]:
    """The procedures whose records are read with a record of this one: what belongs to a file."""

    def belongs(procedure: str, field: str) -> bool:
        target: Any = registry[procedure].record._meta.get_field(field).related_model
        return target.procedure.key == key

    return sorted(procedure for procedure, field in _covers.items() if belongs(procedure, field))


def covering(record: Record) -> Record | None:
    """The record with which this one is read; None where it stands alone, and for somebody who may read this one but
    not the other, such as a desk that looks after people held and sees no case file.
    """
    field = cover_field(record.procedure)
    try:
        return getattr(record, field) if field else None
    except ObjectDoesNotExist:
        return None


def concerns(record: Record, actor: Actor) -> bool:
    """Whether a record is the actor's own, which they read without stating a purpose."""
    subjects = {name for step in record.procedure.transitions.values() for name in step.subjects}
    return actor.id is not None and any(getattr(record, f"{name}_id", None) == actor.id for name in subjects)


def purpose_needed(record: Record, actor: Actor) -> bool:
    """Whether reading this record states a purpose and leaves an entry."""
    return record.procedure.sensitive and not concerns(record, actor)


def search_is_reading(procedure: type[Procedure], actor: Actor) -> bool:
    """Whether a search by name, or an export, of this register is kept: it shows files of others."""
    return procedure.sensitive and grant_for(procedure, actor, None, today()) is not None


def in_emergency(procedure: type[Procedure], actor: Actor, unit: int | None = None) -> bool:
    """Whether the actor reads this register (of a unit) under a stated emergency: then that is the purpose."""
    return isinstance(grant_for(procedure, actor, unit, today()), EmergencyGrant)


def keep(record: Record, actor: Actor, purpose: str, case: str = "", *, kind: str = "open") -> None:
    """Keeps that a record is read, where that is a reading. The caller found it among what the actor may see.

    Raises:
        Refused: no purpose of the law's list was stated, or its case is missing.
    """
    if purpose_needed(record, actor):
        consult(record, actor, purpose, case=case, kind=kind, found=True)


def keep_search(
    procedure: type[Procedure],
    actor: Actor,
    purpose: str,
    ids: Sequence[UUID],
    words: str,
    case: str = "",
    *,
    kind: str = SEARCH,
) -> None:
    """Keeps a search by name, or an export, where the register shows persons' files to the actor.

    Raises:
        Refused: no purpose of the law's list was stated, or its case is missing.
    """
    if search_is_reading(procedure, actor):
        consult_many(procedure, actor, purpose, ids, kind=kind, words=words, case=case)
