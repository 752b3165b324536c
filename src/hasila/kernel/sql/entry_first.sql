-- A record changes only in the transaction that holds the entry for this record, this version and this state.
-- It looks at a whole statement at once, so that a batch of thousands pays one join. The bounds of the time of recording,
-- wider than any clocks differ, leave one partition of entries to look into, or two at a turn of the year.
CREATE OR REPLACE FUNCTION hasila_entry_first() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray uuid;
    this bigint := pg_current_xact_id()::text::bigint;
    recent bigint := (extract(epoch FROM transaction_timestamp()) * 1000000)::bigint - 172800000000;
BEGIN
    SELECT n.id INTO stray FROM changed n
     WHERE NOT EXISTS (
        SELECT 1 FROM ledger_entry e
         WHERE e.record_id = n.id AND e.record_version = n.version AND e.state_to = n.state
           AND e.xid = this AND e.recorded_at >= recent AND e.recorded_at < recent + 345600000000)
     LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'hasila: record % of % has no entry for this change', stray, TG_TABLE_NAME
            USING ERRCODE = 'HA001';
    END IF;
    RETURN NULL;
END $$;
