-- The fence around drafts, after every migration (the kernel's grants take everything first): each is its author's own,
-- for the application as for the reader, and nobody else's.
ALTER TABLE web_draft ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS hasila_author ON web_draft;
CREATE POLICY hasila_author ON web_draft
    USING (author = (SELECT hasila_actor())) WITH CHECK (author = (SELECT hasila_actor()));

-- Whether the act of a form was performed already. It tells people of their own acts alone.
CREATE OR REPLACE FUNCTION hasila_spent(a_key text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM ledger_key k WHERE k.actor = hasila_actor() AND k.key = a_key)
$$;

-- Drafts whose term is over, whoever began them: the sealer asks for it every hour.
CREATE OR REPLACE FUNCTION hasila_purge_drafts(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone integer;
BEGIN
    DELETE FROM web_draft WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM web_draft WHERE expires_at < now() LIMIT most FOR UPDATE SKIP LOCKED));
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

REVOKE ALL ON FUNCTION hasila_spent(text), hasila_purge_drafts(integer) FROM PUBLIC;
DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
        EXECUTE format('REVOKE ALL ON web_draft FROM %I', role);
        IF role = 'hasila_sealer' THEN
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_purge_drafts(integer) TO %I', role);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON web_draft TO %I', role);
            EXECUTE format('GRANT EXECUTE ON FUNCTION hasila_spent(text) TO %I', role);
        END IF;
    END LOOP;
END $$;
