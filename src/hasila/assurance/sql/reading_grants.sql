-- Who may do what with readings, after every migration. The application writes them through functions only.
REVOKE ALL ON FUNCTION hasila_read, hasila_seal_readings, hasila_found, hasila_found_digest, hasila_reading_month
    FROM PUBLIC;
DO $$
DECLARE
    tables text := 'ledger_reading, ledger_reading_result, ledger_reading_batch, ledger_reading_cell';
    shown text := 'ledger_reading, ledger_reading_batch, ledger_reading_cell';
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', tables, role);
        EXECUTE format('GRANT SELECT ON %s TO %I', shown, role);
        IF role <> 'hasila_sealer' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_read, hasila_found TO %I', role);
        END IF;
        IF role <> 'hasila_reader' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_found_digest TO %I', role);
        END IF;
        IF role = 'hasila_app' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_seal_readings, hasila_reading_month TO %I', role);
        END IF;
    END LOOP;
END $$;
