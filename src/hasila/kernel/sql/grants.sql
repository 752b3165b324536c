-- What each role may do with the ledger's tables; run after every migration.
REVOKE ALL ON ledger_entry, ledger_content, ledger_position, ledger_head, ledger_cell FROM {application};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {sealer};
REVOKE ALL ON ledger_key, ledger_counter, ledger_cursor, ledger_register, ledger_seen FROM {application};
GRANT SELECT, INSERT ({columns}) ON ledger_entry TO {application};
GRANT SELECT, INSERT ON ledger_content TO {application};
GRANT SELECT ON ledger_position, ledger_head, ledger_cell, ledger_seen TO {application};
GRANT SELECT, INSERT ON ledger_key TO {application};
GRANT SELECT, INSERT, UPDATE (value) ON ledger_counter TO {application};
GRANT SELECT, INSERT, UPDATE ON ledger_cursor TO {application};
GRANT SELECT ON ledger_entry TO {sealer};
GRANT SELECT, INSERT ON ledger_position TO {sealer};
GRANT SELECT, INSERT, UPDATE ON ledger_cell TO {sealer};
GRANT SELECT, UPDATE ON ledger_head TO {sealer};
-- A number that was given is given once: a counter only goes on, by what one transaction numbers, and is never reset. The
-- conditions are looked at in place; the function runs for what is refused.
CREATE OR REPLACE FUNCTION hasila_counts_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hasila: a counter only goes on' USING ERRCODE = 'HA002';
END $$;
DO $$ BEGIN
    -- Made once: it waits for everybody who counts.
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = 'ledger_counter'::regclass AND tgname = 'hasila_goes_on') THEN
        CREATE TRIGGER hasila_begins BEFORE INSERT ON ledger_counter FOR EACH ROW
            WHEN (NEW.value < 1) EXECUTE FUNCTION hasila_counts_on();
        CREATE TRIGGER hasila_goes_on BEFORE UPDATE ON ledger_counter FOR EACH ROW
            WHEN (NEW.value <= OLD.value OR (NEW.register, NEW.unit_id, NEW.year) <> (OLD.register, OLD.unit_id, OLD.year))
            EXECUTE FUNCTION hasila_counts_on();
        CREATE TRIGGER hasila_stays BEFORE DELETE ON ledger_counter FOR EACH ROW EXECUTE FUNCTION hasila_counts_on();
    END IF;
END $$;
