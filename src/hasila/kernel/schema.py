"""The ledger's tables, and the fences around them, as SQL that any PostgreSQL from version 15 takes.

The migration runs `TABLES` once; `install()` runs after every migration as the owner and is idempotent: partitions of
the coming years, the triggers of every record table, what each role may do.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hasila.kernel.moments import micros

APPLICATION, SEALER = "hasila_app", "hasila_sealer"

TABLES = """
CREATE TABLE ledger_entry (
    id uuid NOT NULL,
    recorded_at bigint NOT NULL,
    occurred_at bigint NOT NULL,
    day integer NOT NULL,
    act text COLLATE "C" NOT NULL,
    record_id uuid NOT NULL,
    record_version integer NOT NULL,
    state_to text COLLATE "C" NOT NULL,
    unit_id bigint NOT NULL,
    actor uuid NOT NULL,
    cause uuid,
    facets text COLLATE "C" NOT NULL,
    measures text COLLATE "C" NOT NULL,
    correction text COLLATE "C" NOT NULL,
    simulated boolean NOT NULL,
    ordinal integer NOT NULL,
    header_salt bytea NOT NULL,
    header bytea NOT NULL,
    content_commitment bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    PRIMARY KEY (id, recorded_at)
) PARTITION BY RANGE (recorded_at);
CREATE INDEX ledger_entry_record ON ledger_entry (record_id, record_version);
CREATE INDEX ledger_entry_act ON ledger_entry (act, day);
CREATE INDEX ledger_entry_xid ON ledger_entry (xid);

CREATE TABLE ledger_content (
    entry_id uuid NOT NULL,
    recorded_at bigint NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (entry_id, recorded_at)
) PARTITION BY RANGE (recorded_at);

CREATE TABLE ledger_position (
    position bigint PRIMARY KEY,
    entry_id uuid NOT NULL,
    recorded_at bigint NOT NULL,
    leaf_hash bytea NOT NULL
);
CREATE INDEX ledger_position_entry ON ledger_position (entry_id);

CREATE TABLE ledger_head (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    size bigint NOT NULL,
    horizon bigint NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO ledger_head (size, horizon) VALUES (0, 0);

CREATE TABLE ledger_cell (
    act text COLLATE "C" NOT NULL,
    month integer NOT NULL,
    unit_id bigint NOT NULL,
    facets text COLLATE "C" NOT NULL,
    simulated boolean NOT NULL,
    measure text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (act, month, unit_id, facets, simulated, measure)
);

CREATE TABLE ledger_key (
    actor uuid NOT NULL,
    key text COLLATE "C" NOT NULL,
    request bytea NOT NULL,
    entry_id uuid NOT NULL,
    record_id uuid NOT NULL,
    expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
    PRIMARY KEY (actor, key)
);

CREATE TABLE ledger_counter (
    register text COLLATE "C" NOT NULL,
    unit_id bigint NOT NULL,
    year integer NOT NULL,
    value integer NOT NULL,
    PRIMARY KEY (register, unit_id, year)
);

CREATE TABLE ledger_cursor (
    name text COLLATE "C" PRIMARY KEY,
    done bigint NOT NULL,
    refused bigint NOT NULL,
    total bigint,
    finished boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE FUNCTION hasila_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hasila: % is append-only', TG_TABLE_NAME USING ERRCODE = 'HA002';
END $$;
CREATE TRIGGER hasila_append_only BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION hasila_append_only();
CREATE TRIGGER hasila_append_only BEFORE UPDATE OR DELETE ON ledger_position
    FOR EACH ROW EXECUTE FUNCTION hasila_append_only();

-- A record changes only in the transaction that holds the entry for this record, this version and this state.
-- It looks at a whole statement at once, so that a batch of thousands pays one join.
CREATE FUNCTION hasila_entry_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray uuid;
    this bigint := pg_current_xact_id()::text::bigint;
    recent bigint := (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint - 172800000000;
BEGIN
    SELECT n.id INTO stray FROM changed n
     WHERE NOT EXISTS (
        SELECT 1 FROM ledger_entry e
         WHERE e.record_id = n.id AND e.record_version = n.version AND e.state_to = n.state
           AND e.xid = this AND e.recorded_at >= recent)
     LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'hasila: record % of % has no entry for this change', stray, TG_TABLE_NAME
            USING ERRCODE = 'HA001';
    END IF;
    RETURN NULL;
END $$;
"""

RECORD_FENCES = """
CREATE OR REPLACE TRIGGER hasila_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hasila_entry_first();
CREATE OR REPLACE TRIGGER hasila_update AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hasila_entry_first();
CREATE OR REPLACE TRIGGER hasila_delete BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION hasila_append_only();
CREATE INDEX IF NOT EXISTS {index} ON {table} (due_at) WHERE due_at IS NOT NULL;
"""

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

GRANTS = f"""
REVOKE ALL ON ledger_entry, ledger_content, ledger_position, ledger_head, ledger_cell FROM {APPLICATION};
REVOKE ALL ON ledger_key, ledger_counter, ledger_cursor FROM {APPLICATION};
GRANT SELECT, INSERT ({", ".join(ENTRY_COLUMNS)}) ON ledger_entry TO {APPLICATION};
GRANT SELECT, INSERT ON ledger_content TO {APPLICATION};
GRANT SELECT ON ledger_position, ledger_head, ledger_cell TO {APPLICATION};
GRANT SELECT, INSERT, DELETE ON ledger_key TO {APPLICATION};
GRANT SELECT, INSERT, UPDATE ON ledger_counter, ledger_cursor TO {APPLICATION};
GRANT SELECT ON ledger_entry TO {SEALER};
GRANT SELECT, INSERT ON ledger_position TO {SEALER};
GRANT SELECT, INSERT, UPDATE ON ledger_cell TO {SEALER};
GRANT SELECT, UPDATE ON ledger_head TO {SEALER};
"""


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


def install(connection: Any) -> None:
    """Partitions, fences and grants, as the owner, after every migration."""
    from hasila.kernel.procedures import registry

    this_year = datetime.now(UTC).year
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        if "ledger_entry" not in existing:
            return
        cursor.execute(partitions(this_year, this_year + 2))
        for procedure in registry.values():
            table = procedure.record._meta.db_table
            if table in existing:
                cursor.execute(RECORD_FENCES.format(table=table, index=f"{table}_due"[:63]))
                cursor.execute(AT_ONCE, [table])
                for (statement,) in cursor.fetchall():
                    cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [APPLICATION, SEALER])
        if cursor.fetchone()[0] == 2:
            cursor.execute(GRANTS)
