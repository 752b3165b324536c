-- The reader behind the fence: may read what the application may, save the contents of entries, and write nothing. What
-- a page must write all the same (a session, a notice that was read) is granted by who made the table.
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT c.oid, c.oid::regclass::text AS name
               FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM {reader}', t.name);
        IF has_table_privilege('{application}', t.oid, 'SELECT') THEN
            EXECUTE format('GRANT SELECT ON %s TO {reader}', t.name);
        END IF;
    END LOOP;
    REVOKE ALL ON ledger_entry, ledger_content, ledger_key, ledger_counter FROM {reader};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {reader};
END $$;
