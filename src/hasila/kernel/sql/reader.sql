-- The reader behind the fence: may read what the application may, and write what is neither a record nor the ledger's.
DO $$
DECLARE
    t record;
    may text;
BEGIN
    FOR t IN SELECT c.oid, c.oid::regclass::text AS name, c.relrowsecurity AS fenced, c.relname
               FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
    LOOP
        SELECT string_agg(right_, ', ') INTO may FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS right_
         WHERE has_table_privilege('{application}', t.oid, right_)
           AND (right_ = 'SELECT' OR NOT (t.fenced OR t.relname LIKE 'ledger\_%'));
        EXECUTE format('REVOKE ALL ON %s FROM {reader}', t.name);
        IF may IS NOT NULL THEN EXECUTE format('GRANT %s ON %s TO {reader}', may, t.name); END IF;
    END LOOP;
    FOR t IN SELECT c.oid::regclass::text AS name, string_agg(quote_ident(a.attname), ', ') AS columns, p.privilege_type
               FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN LATERAL aclexplode(a.attacl) p
              WHERE c.relnamespace = 'public'::regnamespace AND NOT c.relrowsecurity AND c.relname NOT LIKE 'ledger\_%'
                AND p.grantee = '{application}'::regrole GROUP BY c.oid, p.privilege_type
    LOOP
        EXECUTE format('GRANT %s (%s) ON %s TO {reader}', t.privilege_type, t.columns, t.name);
    END LOOP;
    REVOKE ALL ON ledger_entry, ledger_content, ledger_key FROM {reader};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {reader};
END $$;
