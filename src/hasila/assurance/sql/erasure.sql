-- Erasure and archiving: what was erased, where closed years lie, and the functions that alone take content away.
CREATE TABLE ledger_erased (
    entry_id uuid PRIMARY KEY,
    record_id uuid NOT NULL,
    erasure uuid NOT NULL
);
CREATE INDEX ledger_erased_record ON ledger_erased (record_id);

CREATE TABLE ledger_archive (
    year integer PRIMARY KEY,
    state text COLLATE "C" NOT NULL CHECK (state IN ('writing', 'verified', 'moved')),
    place text NOT NULL,
    entries bigint NOT NULL DEFAULT 0,
    manifest bytea,
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- The key of each archived content, and by it where an archived record's entries are. Erasing empties the key.
CREATE TABLE ledger_archive_key (
    entry_id uuid PRIMARY KEY,
    record_id uuid NOT NULL,
    record_version integer NOT NULL,
    year integer NOT NULL,
    key bytea CHECK (length(key) = 32)
);
CREATE INDEX ledger_archive_key_record ON ledger_archive_key (record_id);

-- What the entries of a year that was moved to files add to the figures: a recount of the tables starts from here.
CREATE TABLE ledger_archive_cell (
    year integer NOT NULL,
    act text COLLATE "C" NOT NULL,
    month integer NOT NULL,
    unit_id bigint NOT NULL,
    facets text COLLATE "C" NOT NULL,
    simulated boolean NOT NULL,
    measure text COLLATE "C" NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (year, act, month, unit_id, facets, simulated, measure)
);

-- Takes the content of a record's entries away (of one, where `single` names it), and with it everything that would
-- let the content be guessed: the salts, the digests of the requests, the keys of archived copies. It works only in
-- the transaction that holds the entry of this erasure, which follows from the order's own entry.
CREATE FUNCTION hasila_erase(register text, target uuid, single uuid, ordered uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    made uuid;
    before integer;
    gone uuid[];
    this bigint := pg_current_xact_id()::text::bigint;
    recent bigint := (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint - 172800000000;
BEGIN
    SELECT e.id, e.record_version INTO made, before
      FROM ledger_entry e JOIN ledger_entry o ON o.id = e.cause AND o.xid = this AND o.recorded_at >= recent
     WHERE e.record_id = target AND e.xid = this AND e.recorded_at >= recent AND o.record_id = ordered
       AND e.act = register || CASE WHEN single IS NULL THEN '.erase' ELSE '.erase_entry' END;
    IF made IS NULL THEN
        RAISE EXCEPTION 'hasila: no entry of this transaction erases record %', target USING ERRCODE = 'HA003';
    END IF;
    -- Two statements: an archiving that holds a content makes its key meanwhile, and only the second one sees it.
    WITH wanted AS (
        SELECT e.id, e.recorded_at FROM ledger_entry e
         WHERE e.record_id = target AND e.record_version > 0 AND e.record_version < before
           AND (single IS NULL OR e.id = single)
    ), taken AS (
        DELETE FROM ledger_content c USING wanted w
         WHERE c.entry_id = w.id AND c.recorded_at = w.recorded_at RETURNING c.entry_id, c.body
    ), unsealed AS (
        -- A sealed value loses the key of its own too: no copy of its envelope opens any more.
        DELETE FROM sealed_key s USING taken t,
               LATERAL regexp_matches(convert_from(t.body, 'UTF8'), '"sealed:1:([0-9a-f]{32}):', 'g') AS m
         WHERE s.id = m[1]::uuid
    )
    SELECT coalesce(array_agg(entry_id), '{}') INTO gone FROM taken;
    WITH locked AS (
        UPDATE ledger_archive_key k SET key = NULL
         WHERE k.record_id = target AND k.record_version > 0 AND k.key IS NOT NULL
           AND (single IS NULL OR k.entry_id = single) RETURNING k.entry_id
    )
    SELECT gone || coalesce(array_agg(entry_id), '{}') INTO gone FROM locked;
    INSERT INTO ledger_erased (entry_id, record_id, erasure)
    SELECT DISTINCT one, target, made FROM unnest(gone) one ON CONFLICT (entry_id) DO NOTHING;
    DELETE FROM ledger_key k
     WHERE (single IS NULL AND k.record_id = target) OR k.entry_id = single;
END $$;
REVOKE ALL ON FUNCTION hasila_erase(text, uuid, uuid, uuid) FROM PUBLIC;

-- Where a record's archived entries lie: a page behind the fence asks it, and sees no key.
CREATE FUNCTION hasila_whereabouts(record uuid) RETURNS TABLE (year integer, place text, entries bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT a.year, a.place, count(*) FROM ledger_archive_key k JOIN ledger_archive a ON a.year = k.year
     WHERE k.record_id = record AND k.record_version > 0 AND a.state = 'moved' GROUP BY 1, 2 ORDER BY 1
$$;

-- Idempotency keys are kept for their term and no longer: a digest of a request lets its content be guessed.
CREATE FUNCTION hasila_purge_keys(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM ledger_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ledger_key WHERE expires_at < now() LIMIT most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
CREATE INDEX ledger_key_expires ON ledger_key (expires_at);
CREATE INDEX ledger_key_record ON ledger_key (record_id);

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_app') THEN
        REVOKE ALL ON ledger_erased, ledger_archive, ledger_archive_key, ledger_archive_cell FROM hasila_app;
        GRANT SELECT ON ledger_erased, ledger_archive, ledger_archive_cell TO hasila_app;
        GRANT SELECT (entry_id, record_id, record_version, year) ON ledger_archive_key TO hasila_app;
    END IF;
END $$;
