-- What the fence asks, in the words of the institution. These functions run with the owner's rights, since the
-- reader behind the fence must learn what is theirs, and nothing else.
CREATE OR REPLACE FUNCTION hasila_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('hasila.actor', true), '')::uuid
$$;
CREATE OR REPLACE FUNCTION hasila_everywhere(roles text[]) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ {everywhere} $$;
CREATE OR REPLACE FUNCTION hasila_units(roles text[]) RETURNS bigint[]
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ {units} $$;
