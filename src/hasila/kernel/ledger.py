"""The ledger: one append-only entry for every act, written in the transaction of the act.

An entry's header says who, when, which act on which record, under which mandate and text. Its exact bytes are stored;
the columns are copies that verification compares with them. The content (what was supplied) sits in a table of its
own behind a salted commitment, so that a lawful erasure leaves every proof intact.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection, models

from hasila.kernel.merkle import commitment, leaf_data, leaf_hash
from hasila.plain.moments import LEGAL_ZONE, from_micros

ENTRY_TYPES = (
    "uuid", "int8", "int8", "int4", "text", "uuid", "int4", "text", "int8", "uuid", "uuid", "text", "text", "text",
    "bool", "int4", "bytea", "bytea", "bytea", "bytea"
)  # fmt: skip
CONTENT_COLUMNS = ("entry_id", "recorded_at", "salt", "body")
CONTENT_TYPES = ("uuid", "int8", "bytea", "bytea")
HEADER_FORMAT = 1


class Entry(models.Model):
    """An entry, for reading only (from a view, which the fence narrows): the door alone writes it."""

    id = models.UUIDField(primary_key=True)
    recorded_at = models.BigIntegerField()
    occurred_at = models.BigIntegerField()
    day = models.IntegerField()
    act = models.TextField()
    record_id = models.UUIDField()
    record_version = models.IntegerField()
    state_to = models.TextField()
    unit = models.ForeignKey(settings.HASILA_UNIT_MODEL, models.DO_NOTHING, db_constraint=False, related_name="+")
    actor = models.UUIDField()
    cause = models.UUIDField(null=True)
    facets = models.TextField()
    measures = models.TextField()
    correction = models.TextField()
    simulated = models.BooleanField()
    ordinal = models.IntegerField()
    header_salt = models.BinaryField()
    header = models.BinaryField()
    content_commitment = models.BinaryField()
    leaf_hash = models.BinaryField()
    xid = models.BigIntegerField()

    objects: ClassVar[models.Manager[Entry]]
    unit_id: int

    class Meta:
        managed = False
        db_table = "ledger_seen"
        ordering = ("record_version", "id")

    @property
    def when(self) -> Any:
        """When the act happened, in the legal time zone."""
        return from_micros(self.occurred_at).astimezone(LEGAL_ZONE)

    @property
    def recorded(self) -> Any:
        """When the act was recorded, an aware datetime."""
        return from_micros(self.recorded_at)

    @property
    def head(self) -> dict[str, Any]:
        """The header, parsed from its exact bytes."""
        return orjson.loads(bytes(self.header))


@dataclass(slots=True)
class Draft:
    """An act that was decided and waits to be written."""

    entry_id: UUID
    act: str
    actor: UUID | None
    record_id: UUID
    unit_id: int
    occurred_at: int
    day: int
    procedure_version: int
    state_from: str
    state_to: str
    record_version: int = 0
    basis: str = ""
    body: bytes = b"{}"
    cause: UUID | None = None
    correction: str = ""
    facets: str = ""
    mandate: UUID | None = None
    measures: str = ""
    note: str = ""
    number: int | None = None
    simulated: bool = False
    jobs: Sequence[str] = ()


def rows_of(draft: Draft, ordinal: int, recorded_at: int, salts: bytes) -> tuple[tuple, tuple]:
    """The rows of an entry and of its content.

    Args:
        draft: the decided act. ordinal: its place in its transaction. recorded_at: the server's microseconds.
        salts: 64 secret bytes, for the header and for the content.
    """
    header = orjson.dumps(
        {
            "act": draft.act,
            "actor": draft.actor,
            "basis": draft.basis,
            "cause": draft.cause,
            "correction": draft.correction,
            "day": draft.day,
            "facets": draft.facets,
            "from": draft.state_from,
            "id": draft.entry_id,
            "mandate": draft.mandate,
            "measures": draft.measures,
            "note": draft.note,
            "number": draft.number,
            "occurred_at": draft.occurred_at,
            "procedure": draft.procedure_version,
            "record": draft.record_id,
            "recorded_at": recorded_at,
            "simulated": draft.simulated,
            "to": draft.state_to,
            "unit": draft.unit_id,
            "v": HEADER_FORMAT,
            "version": draft.record_version,
        }
    )
    header_salt, content_salt = salts[:32], salts[32:]
    content_commitment = commitment(content_salt, draft.body)
    leaf = leaf_hash(leaf_data(commitment(header_salt, header), content_commitment))
    entry = (
        draft.entry_id, recorded_at, draft.occurred_at, draft.day, draft.act, draft.record_id, draft.record_version,
        draft.state_to, draft.unit_id, draft.actor, draft.cause, draft.facets, draft.measures, draft.correction,
        draft.simulated, ordinal, header_salt, header, content_commitment, leaf
    )  # fmt: skip
    return entry, (draft.entry_id, recorded_at, content_salt, draft.body)


def positions(entry_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The ledger positions of entries that are sealed."""
    ids = list(entry_ids)
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id, position FROM ledger_position WHERE entry_id = ANY(%s)", [ids])
        return dict(cursor.fetchall())
