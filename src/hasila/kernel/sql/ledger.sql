-- The ledger's tables and the functions of its fences. Run once, by the first migration.
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
