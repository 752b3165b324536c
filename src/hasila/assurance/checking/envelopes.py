"""Sealed values against their keys: whose key is gone or spoilt can be read by nobody any more, in the record or in the
ledger, though every hash still fits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from hasila.assurance.checking.findings import Finding
from hasila.assurance.keyring import keyring
from hasila.assurance.sealed import sealed_fields
from hasila.kernel.procedures import registry
from hasila.kernel.refusals import Refused

BATCH = 5_000
_VALUES = """
 CROSS JOIN LATERAL (SELECT substring({value} FROM '^sealed:[12]:([0-9a-f]{{32}}):')::uuid AS key) AS s
 WHERE s.key IS NOT NULL AND """
_IN_CONTENTS = """
SELECT e.id::text, e.record_id::text, 'ledger_content.' || w.field, s.key
  FROM unnest(%(acts)s::text[], %(fields)s::text[]) AS w(act, field)
  JOIN ledger_entry e ON e.act = w.act
  JOIN ledger_content c ON c.entry_id = e.id AND c.recorded_at = e.recorded_at
""" + _VALUES.format(value="convert_from(c.body, 'UTF8')::jsonb ->> w.field")
_LOST = "NOT EXISTS (SELECT 1 FROM sealed_key k WHERE k.id = s.key)"
_SPOILT = "s.key = ANY(%(keys)s)"


def check_sealed(raw: psycopg.Connection) -> Iterator[Finding]:
    """Every sealed value, in the contents of acts and in the records, has its key."""
    for finding, _key in _values(raw, _LOST, []):
        yield finding


def check_keys_open(raw: psycopg.Connection) -> tuple[int | None, list[Finding]]:
    """Whether the master keys of this machine open the keys of all values.

    Returns:
        how many keys were tried, None where there are no master keys here; the values that they don't open.
    """
    ring = keyring()
    try:
        ring.read()
    except Refused:
        return None, []
    tried, spoilt = 0, {}
    with psycopg.ServerCursor(raw, "sealed_keys") as cursor:
        cursor.itersize = BATCH
        for key, master, wrapped in cursor.execute("SELECT id, master, wrapped FROM sealed_key"):
            tried += 1
            try:
                ring.unwrap(master, wrapped, key.bytes)
            except Refused as refused:
                spoilt[key] = refused.refusal.code
    if not spoilt:  # keys are made ahead, and one that seals nothing yet is missed by nobody
        return tried, []
    return tried, [replace(finding, found=spoilt[key]) for finding, key in _values(raw, _SPOILT, [*spoilt])]


def _values(raw: psycopg.Connection, which: LiteralString, keys: list[UUID]) -> Iterator[tuple[Finding, UUID]]:
    """The sealed values whose key is of that kind, and the key: in the records first, then in the contents of acts."""
    given: dict[str, list[Any]] = {"keys": keys, "acts": [], "fields": []}
    for procedure in registry.values():
        table = procedure.record._meta.db_table
        for field in sealed_fields(procedure.record):
            asking = [step.key for step in procedure.transitions.values() if field.name in step.asked]
            given["acts"] += asking
            given["fields"] += [field.attname] * len(asking)
            query = f'SELECT r.id::text, s.key FROM "{table}" r' + _VALUES.format(value=f'r."{field.column}"') + which
            for record, key in raw.execute(query, given):
                yield Finding("sealed.key", record=record, place=f"{table}.{field.column}"), key
    for entry, record, place, key in raw.execute(_IN_CONTENTS + which, given):
        yield Finding("sealed.key", entry=entry, record=record, place=place), key
