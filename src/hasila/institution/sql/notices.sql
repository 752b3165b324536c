-- Notices behind the fence: everybody sees and marks what was told to them. A notice may name somebody who is held, and
-- nobody else's list is anybody's business. Whoever acts may tell others.
CREATE OR REPLACE FUNCTION institution_unread(wanted uuid) RETURNS bigint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS 'SELECT count(*) FROM public.institution_notice WHERE recipient = wanted AND read_at IS NULL';
REVOKE ALL ON FUNCTION institution_unread(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION institution_unread(uuid) TO {application}, {reader};
GRANT INSERT, UPDATE (read_at) ON institution_notice TO {reader};
DO $$ BEGIN
    -- Made once: it waits for everybody who reads.
    IF NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = 'institution_notice'::regclass) THEN
        ALTER TABLE institution_notice ENABLE ROW LEVEL SECURITY;
        CREATE POLICY hasila_door ON institution_notice TO {application} USING (true) WITH CHECK (true);
        CREATE POLICY hasila_reader ON institution_notice FOR SELECT TO {reader}
            USING (recipient = (SELECT hasila_actor()));
        CREATE POLICY hasila_told ON institution_notice FOR INSERT TO {reader} WITH CHECK (true);
        CREATE POLICY hasila_marked ON institution_notice FOR UPDATE TO {reader}
            USING (recipient = (SELECT hasila_actor()));
    END IF;
END $$;
