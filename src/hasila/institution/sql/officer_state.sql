-- The state of an officer, for the sign-in alone: it is asked before anybody is known, when no fence opens yet.
CREATE FUNCTION institution_officer_state(wanted uuid) RETURNS text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS 'SELECT state::text FROM public.institution_officer WHERE id = wanted';
REVOKE ALL ON FUNCTION institution_officer_state(uuid) FROM PUBLIC;
DO $$
DECLARE
    who text;
BEGIN
    FOR who IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader') LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION institution_officer_state(uuid) TO %I', who);
    END LOOP;
END $$;
