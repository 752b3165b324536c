-- Readings: who opened, searched, printed or exported what, when and why. One row for an actor, a record, a purpose and
-- a quarter of an hour, in partitions by month (of UTC) with a retention of their own. Rows are written by
-- hasila_read() and marked by hasila_seal_readings() alone: the application may neither insert, change nor delete one.

CREATE TABLE ledger_reading (
    slot integer NOT NULL,             -- quarters of an hour since 1970
    id uuid NOT NULL,                  -- derived from slot, actor, record, kind, purpose and case
    actor uuid NOT NULL,
    record_id uuid NOT NULL,           -- of a search or an export: derived from what was asked and found
    kind text COLLATE "C" NOT NULL,    -- open, print, reveal; search, export
    register text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    case_ref text COLLATE "C" NOT NULL,
    basis text COLLATE "C" NOT NULL,   -- key of the legal text
    words text NOT NULL,               -- what a search looked for
    unit_id bigint NOT NULL,           -- of the record; of a search or an export, the reader's
    mandate uuid,
    emergency uuid,
    results integer NOT NULL,
    digest bytea,                      -- SHA-256 of the salt and the identifiers of the results, in their order
    salt bytea NOT NULL,
    first_at bigint NOT NULL,          -- microseconds of UTC
    last_at bigint NOT NULL,
    times integer NOT NULL DEFAULT 1,
    batch integer,                     -- where the reading was sealed, and where its count was, once its quarter ended
    place integer,
    closing integer,
    closing_place integer,
    PRIMARY KEY (slot, id)
) PARTITION BY RANGE (slot);
CREATE INDEX ledger_reading_by_actor ON ledger_reading (actor, slot);
CREATE INDEX ledger_reading_by_record ON ledger_reading (record_id, slot);
CREATE INDEX ledger_reading_by_batch ON ledger_reading (batch, place);
CREATE INDEX ledger_reading_by_open ON ledger_reading (slot) WHERE batch IS NULL OR (times > 1 AND closing IS NULL);

-- What a search or an export found, so that the people concerned can find it. Nobody but the owner reads the table.
CREATE TABLE ledger_reading_result (
    slot integer NOT NULL,
    reading uuid NOT NULL,
    part integer NOT NULL,
    ids uuid[] NOT NULL,
    PRIMARY KEY (slot, reading, part)
) PARTITION BY RANGE (slot);
CREATE INDEX ledger_reading_by_found ON ledger_reading_result USING gin (ids);

-- Each batch is one entry of the ledger, whose content says the same as this row.
CREATE TABLE ledger_reading_batch (
    number integer PRIMARY KEY,
    entry_id uuid NOT NULL,
    month integer NOT NULL,
    first_slot integer NOT NULL,
    last_slot integer NOT NULL,
    readings integer NOT NULL,
    root bytea NOT NULL,
    closed integer NOT NULL,
    closing_root bytea NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now()
);

-- Figures of use, added up as batches are sealed.
CREATE TABLE ledger_reading_cell (
    month integer NOT NULL,
    unit_id bigint NOT NULL,
    register text COLLATE "C" NOT NULL,
    purpose text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    readings bigint NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (month, unit_id, register, purpose, kind)
);

-- Writes a reading, or counts it where its quarter holds the same one. It locks no record.
CREATE FUNCTION hasila_read(
    a_slot integer, a_id uuid, an_actor uuid, a_record uuid, a_kind text, a_register text, a_purpose text, a_case text,
    a_basis text, the_words text, a_unit bigint, a_mandate uuid, an_emergency uuid, a_digest bytea, a_salt bytea,
    a_moment bigint, the_ids uuid[]
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    fresh boolean;
BEGIN
    INSERT INTO ledger_reading AS r (slot, id, actor, record_id, kind, register, purpose, case_ref, basis, words,
        unit_id, mandate, emergency, results, digest, salt, first_at, last_at)
    VALUES (a_slot, a_id, an_actor, a_record, a_kind, a_register, a_purpose, a_case, a_basis, the_words,
        a_unit, a_mandate, an_emergency, coalesce(cardinality(the_ids), 0), a_digest, a_salt, a_moment, a_moment)
    ON CONFLICT (slot, id) DO UPDATE SET times = r.times + 1, last_at = greatest(r.last_at, EXCLUDED.last_at)
        WHERE r.closing IS NULL
    RETURNING r.times = 1 INTO fresh;
    IF fresh IS NULL THEN
        RAISE EXCEPTION 'hasila: the quarter of an hour of this reading is closed' USING ERRCODE = 'HA003';
    END IF;
    IF fresh AND cardinality(the_ids) > 0 THEN
        INSERT INTO ledger_reading_result (slot, reading, part, ids)
        SELECT a_slot, a_id, part, the_ids[part * 1000 + 1 : part * 1000 + 1000]
          FROM generate_series(0, (cardinality(the_ids) - 1) / 1000) AS part;
    END IF;
    RETURN fresh;
END $$;

-- Marks what a batch sealed. Its entry must stand in this very transaction; what was sealed is never marked again.
CREATE FUNCTION hasila_seal_readings(
    a_number integer, an_entry uuid, a_month integer, a_root bytea, a_closing_root bytea,
    opened_slots integer[], opened uuid[], closed_slots integer[], closed uuid[], closed_times integer[],
    cell_units bigint[], cell_registers text[], cell_purposes text[], cell_kinds text[],
    cell_readings bigint[], cell_times bigint[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    marked integer;
BEGIN
    PERFORM 1 FROM ledger_entry
      WHERE id = an_entry AND act = 'kernel.readings' AND xid = pg_current_xact_id()::text::bigint;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'hasila: a batch of readings has no entry' USING ERRCODE = 'HA003';
    END IF;
    UPDATE ledger_reading r SET batch = a_number, place = u.place - 1
      FROM unnest(opened_slots, opened) WITH ORDINALITY AS u(slot, id, place)
     WHERE r.slot = u.slot AND r.id = u.id AND r.batch IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    IF marked <> cardinality(opened) THEN
        RAISE EXCEPTION 'hasila: a reading of this batch is sealed already' USING ERRCODE = 'HA003';
    END IF;
    UPDATE ledger_reading r SET closing = a_number, closing_place = u.place - 1
      FROM unnest(closed_slots, closed, closed_times) WITH ORDINALITY AS u(slot, id, times, place)
     WHERE r.slot = u.slot AND r.id = u.id AND r.closing IS NULL AND r.times = u.times;
    GET DIAGNOSTICS marked = ROW_COUNT;
    IF marked <> cardinality(closed) THEN
        RAISE EXCEPTION 'hasila: a count of this batch has changed' USING ERRCODE = 'HA003';
    END IF;
    INSERT INTO ledger_reading_batch (number, entry_id, month, first_slot, last_slot, readings, root, closed,
        closing_root)
    SELECT a_number, an_entry, a_month, min(s), max(s), cardinality(opened), a_root, cardinality(closed), a_closing_root
      FROM unnest(opened_slots || closed_slots) AS s;
    INSERT INTO ledger_reading_cell AS c (month, unit_id, register, purpose, kind, readings, times)
    SELECT a_month, u.* FROM unnest(cell_units, cell_registers, cell_purposes, cell_kinds, cell_readings, cell_times) u
    ON CONFLICT (month, unit_id, register, purpose, kind)
    DO UPDATE SET readings = c.readings + EXCLUDED.readings, times = c.times + EXCLUDED.times;
END $$;

-- The searches and exports that found one of these records since a quarter; what else they found stays unsaid.
CREATE FUNCTION hasila_found(records uuid[], since integer) RETURNS TABLE (slot integer, reading uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT r.slot, r.reading FROM ledger_reading_result r WHERE r.ids && records AND r.slot >= since
$$;

-- The digest of what a search found, from the stored identifiers, for verification.
CREATE FUNCTION hasila_found_digest(a_slot integer, a_reading uuid, a_salt bytea) RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT sha256(a_salt || coalesce(string_agg(uuid_send(u.id), ''::bytea ORDER BY r.part, u.place), ''::bytea))
      FROM ledger_reading_result r, unnest(r.ids) WITH ORDINALITY AS u(id, place)
     WHERE r.slot = a_slot AND r.reading = a_reading
$$;

-- Makes the partitions of a month (its first day, in UTC) where they are missing. Their rights are those of the parent.
CREATE FUNCTION hasila_reading_month(first date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    parent text;
    part text;
    role text;
    low integer := extract(epoch FROM date_trunc('month', first::timestamp)) / 900;
    high integer := extract(epoch FROM date_trunc('month', first::timestamp) + interval '1 month') / 900;
BEGIN
    FOREACH parent IN ARRAY ARRAY['ledger_reading', 'ledger_reading_result'] LOOP
        part := parent || '_' || to_char(first, 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || part) IS NOT NULL;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%s) TO (%s)',
            part, parent, low, high);
        FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
            EXECUTE format('REVOKE ALL ON public.%I FROM %I', part, role);
        END LOOP;
    END LOOP;
END $$;

-- The units that running emergencies open to the actor, of the registers that these roles name (`emergency:<register>`).
-- Without a module that states emergencies there are none; such a module puts its own table here.
CREATE FUNCTION hasila_emergencies(roles text[]) RETURNS TABLE (unit_id bigint)
LANGUAGE sql STABLE AS $$ SELECT NULL::bigint WHERE false $$;
