"""Sealed values against their keys: whose key is gone or spoilt can be read by nobody any more, in the record or in the
ledger, though every hash still fits.
"""

from __future__ import annotations

from collections.abc import Iterator

import psycopg

from hasila.assurance.checking.findings import Finding
from hasila.assurance.keyring import keyring
from hasila.assurance.sealed import sealed_fields
from hasila.kernel.procedures import registry
from hasila.kernel.refusals import Refused

BATCH = 5_000
_LOST = """
 CROSS JOIN LATERAL (SELECT substring({value} FROM '^sealed:[12]:([0-9a-f]{{32}}):')::uuid AS key) AS s
 WHERE s.key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sealed_key k WHERE k.id = s.key)
"""
_IN_CONTENTS = """
SELECT e.id::text, e.record_id::text, w.field
  FROM unnest(%s::text[], %s::text[]) AS w(act, field)
  JOIN ledger_entry e ON e.act = w.act
  JOIN ledger_content c ON c.entry_id = e.id AND c.recorded_at = e.recorded_at
""" + _LOST.format(value="convert_from(c.body, 'UTF8')::jsonb ->> w.field")


def check_sealed(raw: psycopg.Connection) -> Iterator[Finding]:
    """Every sealed value, in the contents of acts and in the records, has its key."""
    asking: list[tuple[str, str]] = []
    for procedure in registry.values():
        table = procedure.record._meta.db_table
        for field in sealed_fields(procedure.record):
            asking += [(step.key, field.attname) for step in procedure.transitions.values() if field.name in step.asked]
            lost = f'SELECT r.id::text FROM "{table}" r' + _LOST.format(value=f'r."{field.column}"')
            for (record,) in raw.execute(lost):
                yield Finding("sealed.key", record=record, place=f"{table}.{field.column}")
    acts, fields = [act for act, _field in asking], [field for _act, field in asking]
    for entry, record, name in raw.execute(_IN_CONTENTS, (acts, fields)):
        yield Finding("sealed.key", entry=entry, record=record, place=f"ledger_content.{name}")


def check_keys_open(raw: psycopg.Connection) -> tuple[int | None, list[Finding]]:
    """Whether the master keys of this machine open every key; how many were tried, None where there are none here."""
    ring = keyring()
    try:
        ring.read()
    except Refused:
        return None, []
    tried, found = 0, []
    with psycopg.ServerCursor(raw, "sealed_keys") as cursor:
        cursor.itersize = BATCH
        for key, master, wrapped in cursor.execute("SELECT id, master, wrapped FROM sealed_key"):
            tried += 1
            try:
                ring.unwrap(master, wrapped, key.bytes)
            except Refused as refused:
                found.append(Finding("sealed.key", place=f"sealed_key {key}", found=refused.refusal.code))
    return tried, found
