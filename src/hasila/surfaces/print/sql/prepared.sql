-- Long papers say what records say, so no reader behind the fence sees the table: the page that gives one has found the
-- record among what its reader may see. Run after every migration, since the kernel's grants take everything first.
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
        EXECUTE format('REVOKE ALL ON print_prepared FROM %I', role);
        IF role = 'hasila_app' THEN
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON print_prepared TO %I', role);
        END IF;
    END LOOP;
END $$;
