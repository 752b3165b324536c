-- Who may do what with readings, after every migration. The application writes them through functions only.
REVOKE ALL ON FUNCTION hasila_read, hasila_seal_readings, hasila_found, hasila_found_digest, hasila_reading_month
    FROM PUBLIC;
DO $$
DECLARE
    tables text := 'ledger_reading, ledger_reading_result, ledger_reading_batch, ledger_reading_cell';
    shown text := 'ledger_reading, ledger_reading_batch, ledger_reading_cell';
    inspectors text := '{inspectors}';
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', tables, role);
        EXECUTE format('GRANT SELECT ON %s TO %I', shown, role);
        IF role <> 'hasila_sealer' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_read TO %I', role);
        END IF;
        IF role = 'hasila_reader' THEN
            EXECUTE format('REVOKE EXECUTE ON FUNCTION hasila_found FROM %I', role);
        ELSE
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_found_digest TO %I', role);
        END IF;
        IF role = 'hasila_app' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_seal_readings, hasila_reading_month, hasila_found TO %I',
                role);
        END IF;
    END LOOP;
    -- Behind the fence: one's own readings, and those of files of the units that one inspects. Made anew only where it
    -- says otherwise, since that waits for everybody who reads.
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hasila_reader') AND NOT EXISTS (
        SELECT 1 FROM pg_policy WHERE polrelid = 'ledger_reading'::regclass AND polname = 'hasila_reader'
            AND obj_description(oid, 'pg_policy') = inspectors) THEN
        ALTER TABLE ledger_reading ENABLE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS hasila_door ON ledger_reading;
        DROP POLICY IF EXISTS hasila_reader ON ledger_reading;
        CREATE POLICY hasila_door ON ledger_reading TO hasila_app, hasila_sealer USING (true) WITH CHECK (true);
        EXECUTE format('CREATE POLICY hasila_reader ON ledger_reading FOR SELECT TO hasila_reader USING ('
            'actor = (SELECT hasila_actor()) OR (SELECT hasila_everywhere(%1$L))'
            ' OR unit_id = ANY ((SELECT hasila_units(%1$L))::bigint[]))', inspectors);
        EXECUTE format('COMMENT ON POLICY hasila_reader ON ledger_reading IS %L', inspectors);
    END IF;
END $$;
