"""What the door is measured against where many clients act at once: the same rows, written in three other ways.

Their tables have the same columns and indexes as the door's and nothing else: no row security, trigger or foreign key.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

TABLES = """
CREATE TABLE bare_claim (LIKE sample_claim INCLUDING INDEXES);
CREATE TABLE bare_entry (LIKE ledger_entry INCLUDING INDEXES);
CREATE TABLE bare_content (LIKE ledger_content INCLUDING INDEXES);
ALTER TABLE bare_entry ALTER xid SET DEFAULT 0;
CREATE TABLE bare_head (one boolean PRIMARY KEY, size bigint, hash bytea);
INSERT INTO bare_head VALUES (true, 0, '');
GRANT SELECT, INSERT, UPDATE ON bare_claim, bare_entry, bare_content, bare_head TO hasila_app;
"""


def bare(people: SimpleNamespace, *, chained: bool) -> Callable[[], None]:
    """A client that writes the same three rows by one prepared statement, with or without a chain."""
    import psycopg
    from tests.sample.models import Claim

    from hasila.kernel.perform import raw_connection
    from hasila.kernel.records import new_id
    from hasila.kernel.rows import rows_of

    raw = raw_connection()
    raw.prepare_threshold = 1_000_000_000  # what asks for it is prepared
    template = people.template
    insert = rows_of(Claim).insert.replace("sample_claim", "bare_claim")
    listed = ", ".join(["%s"] * len(template.entry))
    statement = (
        f"WITH c AS ({insert}), e AS (INSERT INTO bare_entry ({template.columns}) VALUES ({listed})) "
        "INSERT INTO bare_content VALUES (%s, %s, %s, %s)"
    )
    names = rows_of(Claim).names
    reference = names.index("reference")

    def rows() -> list[Any]:
        identifier, entry = new_id(), new_id()
        claim = list(template.claim)
        claim[0], claim[reference] = identifier, str(identifier)[-20:]
        return [*claim, entry, *template.entry[1:5], identifier, *template.entry[6:], entry, *template.content[1:]]

    def plain() -> None:
        psycopg.Cursor(raw).execute(statement, rows(), prepare=True, binary=True)

    def chain() -> None:
        with raw.transaction():
            cursor = psycopg.Cursor(raw)
            cursor.execute("SELECT size, hash FROM bare_head FOR UPDATE", prepare=True)
            size, last = cursor.fetchone()
            cursor.execute(statement, rows(), prepare=True, binary=True)
            head = sha256(bytes(last) + template.entry[-1]).digest()
            cursor.execute("UPDATE bare_head SET size = %s, hash = %s", (size + 1, head), prepare=True)

    return chain if chained else plain


def lean(people: SimpleNamespace) -> Callable[[], None]:
    """A client that opens a record, then takes it a step further, as a door without a house would.

    One transaction an act, of plain prepared statements: the record (locked and checked where it is there already), its
    entry, the entry's content; state, version and separate duties are checked in Python, header and content committed
    to with salts, the leaf hashed. Powers are taken for granted; nothing is validated, searched for or sealed.
    """
    import psycopg
    from tests.sample.models import Claim

    from hasila.kernel.merkle import commitment, leaf_data, leaf_hash
    from hasila.kernel.perform import raw_connection
    from hasila.kernel.records import new_id
    from hasila.kernel.rows import rows_of

    raw = raw_connection()
    raw.prepare_threshold = 1_000_000_000  # what asks for it is prepared
    template = people.template
    insert = rows_of(Claim).insert.replace("sample_claim", "bare_claim")
    select = "SELECT state, version, trail FROM bare_claim WHERE id = %s FOR UPDATE"
    update = "UPDATE bare_claim SET state = %s, version = version + 1, acted_at = %s, trail = %s WHERE id = %s"
    columns = template.columns.split(", ")
    entry_insert = f"INSERT INTO bare_entry ({template.columns}) VALUES ({', '.join(['%s'] * len(columns))})"
    content_insert = "INSERT INTO bare_content VALUES (%s, %s, %s, %s)"
    names = rows_of(Claim).names
    reference = names.index("reference")
    waiting: list[Any] = []

    def entry_of(record: Any, version: int, state: str) -> tuple[list[Any], list[Any]]:
        identifier, now, salts = new_id(), time.time_ns() // 1000, os.urandom(64)
        content = json.dumps({"text": "نص الطلب", "kind": "plain"}, ensure_ascii=False, sort_keys=True).encode()
        values = dict(zip(columns, template.entry, strict=True))
        values |= {"id": identifier, "recorded_at": now, "occurred_at": now, "record_id": record}
        values |= {"record_version": version, "state_to": state}
        shown = {
            name: str(values[name]) for name in ("act", "actor", "record_id", "unit_id", "state_to", "recorded_at")
        }
        header = json.dumps(shown, sort_keys=True).encode()
        committed = commitment(salts[32:], content)
        leaf = leaf_hash(leaf_data(commitment(salts[:32], header), committed))
        values |= {"header_salt": salts[:32], "header": header, "content_commitment": committed, "leaf_hash": leaf}
        return [values[name] for name in columns], [identifier, now, salts[32:], content]

    def act() -> None:
        with raw.transaction():
            cursor = psycopg.Cursor(raw)
            if waiting:
                record, state = waiting.pop(), "studied"
                before, version, text = cursor.execute(select, [record], prepare=True).fetchone()
                trail = json.loads(text)
                if before != "filed" or str(people.other_clerk) in trail.values():
                    raise RuntimeError("This act would have been refused.")
                version += 1
                moved = [state, datetime.now(UTC), json.dumps({**trail, "study": str(people.other_clerk)}), record]
                cursor.execute(update, moved, prepare=True)
            else:
                record, version, state = new_id(), 1, "filed"
                claim = list(template.claim)
                claim[0], claim[reference] = record, str(record)[-20:]
                cursor.execute(insert, claim, prepare=True, binary=True)
                waiting.append(record)
            entry, content = entry_of(record, version, state)
            cursor.execute(entry_insert, entry, prepare=True, binary=True)
            cursor.execute(content_insert, content, prepare=True, binary=True)

    return act
