"""The ledger's tables, and the fences around them, as SQL that any PostgreSQL from version 15 takes.

The migration runs `TABLES` once; `install()` runs after every migration as the owner and is idempotent: partitions of
the coming years, the triggers and the row security of every record table, what each role may do.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hasila.kernel.access import APPLICATION, READER, authority, roles_of
from hasila.plain.moments import micros

SQL = Path(__file__).parent / "sql"
TABLES = (SQL / "ledger.sql").read_text()
RECORD_FENCES = (SQL / "record.sql").read_text()
FENCE = (SQL / "fence.sql").read_text()
RECORD_FENCE = (SQL / "record_fence.sql").read_text()
READER_RIGHTS = (SQL / "reader.sql").read_text()
GRANTS = (SQL / "grants.sql").read_text()
SEALER = "hasila_sealer"


ENTRY_COLUMNS = (
    "id", "recorded_at", "occurred_at", "day", "act", "record_id", "record_version", "state_to", "unit_id", "actor",
    "cause", "facets", "measures", "correction", "simulated", "ordinal", "header_salt", "header",
    "content_commitment", "leaf_hash"
)  # fmt: skip

# Django's foreign keys wait for the commit; a record's are checked with its row, so that a line can be refused at once.
AT_ONCE = """
SELECT format('ALTER TABLE %%s ALTER CONSTRAINT %%I DEFERRABLE INITIALLY IMMEDIATE', conrelid::regclass, conname)
  FROM pg_constraint WHERE contype = 'f' AND condeferred AND conrelid = %s::regclass
"""
MARK = """
SELECT obj_description(oid, 'pg_policy') FROM pg_policy WHERE polname = 'hasila_reader' AND polrelid = %s::regclass
"""

FURTHER: list[
    Callable[[Any], None]
] = []  # what floors above install behind this, since the grants above take all first


def partitions(first: int, last: int) -> str:
    """SQL for the partitions of the years of recording, both included."""
    lines = []
    for year in range(first, last + 1):
        start, end = (micros(datetime(y, 1, 1, tzinfo=UTC)) for y in (year, year + 1))
        for table in ("ledger_entry", "ledger_content"):
            lines.append(
                f"CREATE TABLE IF NOT EXISTS {table}_{year} PARTITION OF {table} FOR VALUES FROM ({start}) TO ({end});"
            )
    return "\n".join(lines)


def record_fence(procedure: Any) -> tuple[str, str]:
    """SQL of the row security of a procedure's table, and its mark: another one is another fence."""
    roles = "{" + ",".join(sorted({*roles_of(procedure), f"emergency:{procedure.key}"})) + "}"
    subjects = sorted({f"{name}_id" for step in procedure.transitions.values() for name in step.subjects})
    condition = f"(SELECT hasila_everywhere('{roles}')) OR unit_id = ANY ((SELECT hasila_units('{roles}'))::bigint[])"
    own = " OR ".join(f"{column} = (SELECT hasila_actor())" for column in subjects)
    condition += f" OR {own}" if own else ""
    parts = {
        "key": procedure.key,
        "table": procedure.record._meta.db_table,
        "roles": roles,
        "condition": "true" if procedure.directory else condition,
        "own": own or "false",
        "directory": "true" if procedure.directory else "false",
        "own_parameter": "".join(f" OR {column} = $2" for column in subjects),
        "application": APPLICATION,
        "reader": READER,
    }
    mark = sha256(repr((RECORD_FENCE, parts)).encode()).hexdigest()
    return RECORD_FENCE.format(**parts, mark=mark), mark


def install(connection: Any) -> None:
    """Partitions, fences and grants, as the owner, after every migration."""
    from hasila.kernel.procedures import registry

    this_year = datetime.now(UTC).year
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        if "ledger_entry" not in existing:
            return
        cursor.execute(partitions(this_year, this_year + 2))
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [[APPLICATION, READER, SEALER]])
        roles = cursor.fetchone()[0] == 3
        if roles:
            cursor.execute(FENCE.format(reader=READER, **authority().fence_sql))
        for procedure in registry.values():
            table = procedure.record._meta.db_table
            if table not in existing:
                continue
            cursor.execute(RECORD_FENCES.format(table=table, index=f"{table}_due"[:63]))
            cursor.execute(AT_ONCE, [table])
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
            if roles:
                _fence(cursor, procedure, table)
        if roles:
            # A partition is a table of its own: what default privileges gave on it would go round the parent's.
            cursor.execute(
                "SELECT string_agg(inhrelid::regclass::text, ', ') FROM pg_inherits "
                "WHERE inhparent IN ('ledger_entry'::regclass, 'ledger_content'::regclass)"
            )
            cursor.execute(f"REVOKE ALL ON {cursor.fetchone()[0]} FROM {APPLICATION}")
            columns = ", ".join(ENTRY_COLUMNS)
            cursor.execute(GRANTS.format(application=APPLICATION, sealer=SEALER, columns=columns))
            cursor.execute(READER_RIGHTS.format(application=APPLICATION, reader=READER))
    for further in FURTHER:
        further(connection)


def _fence(cursor: Any, procedure: Any, table: str) -> None:
    statements, mark = record_fence(procedure)
    cursor.execute(MARK, [table])
    if cursor.fetchone() != (mark,):
        cursor.execute(statements)
