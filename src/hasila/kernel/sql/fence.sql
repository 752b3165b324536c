-- What the fence asks, in the words of the institution. These functions run with the owner's rights, since the
-- reader behind the fence must learn what is theirs, and nothing else.
CREATE OR REPLACE FUNCTION hasila_actor() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT nullif(current_setting('hasila.actor', true), '')::uuid
$$;
-- The fence asks for each table of each query, a page some twenty times: the answer is kept for the transaction, in a
-- setting of its own for each set of roles, with whose it is, on which day and under which stamp of powers. Whoever can
-- write that setting can write `hasila.actor` too, so nothing is given away by it.
CREATE OR REPLACE FUNCTION hasila_reach(roles text[]) RETURNS text
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place text := 'hasila.reach_' || md5(roles::text);
    whose text := concat_ws(' ', current_setting('hasila.actor', true), current_setting('hasila.day', true), ({stamp}), '');
    kept text := current_setting(place, true);
BEGIN
    IF starts_with(kept, whose) THEN RETURN substr(kept, length(whose) + 1); END IF;
    kept := ({reach});
    PERFORM set_config(place, whose || kept, true);
    RETURN kept;
END $$;
CREATE OR REPLACE FUNCTION hasila_everywhere(roles text[]) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN public.hasila_reach(roles) LIKE 'true%';
END $$;
CREATE OR REPLACE FUNCTION hasila_units(roles text[]) RETURNS bigint[]
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    known text := hasila_reach(roles);
BEGIN
    RETURN substr(known, strpos(known, '{{'))::bigint[] || ({opened});
END $$;

-- Entries behind the fence. Their table has no row security, since COPY is refused to whom it holds; the reader has no
-- right to it, and this view shows them: their own acts; those of registers and units under a role of theirs (of any
-- register for whom it is the office); those on any record that they may see, wherever it was when the act was taken.
CREATE OR REPLACE FUNCTION hasila_held() RETURNS TABLE (role text, path text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$ {held} $$;
CREATE OR REPLACE FUNCTION hasila_powers() RETURNS jsonb
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(key, paths), '{{}}') || CASE WHEN ({besides}) THEN '{{"!": true}}' ELSE '{{}}' END::jsonb
      FROM (SELECT r.key, jsonb_agg(DISTINCT h.path) AS paths
              FROM hasila_held() h
              JOIN (SELECT key, roles FROM ledger_register UNION ALL SELECT '*', '{overseers}') r ON h.role = ANY (r.roles)
             GROUP BY r.key) held
$$;
-- Asked of each entry, so the cheap questions come first, and it has no search path of its own, which takes longer than
-- the question: names are said in full, save those in the condition of a register, where another path ends in an error.
CREATE OR REPLACE FUNCTION hasila_sees(act text, unit bigint, record uuid, powers jsonb) RETURNS boolean
    LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    register text := pg_catalog.split_part(act, '.', 1) || '.' || pg_catalog.split_part(act, '.', 2);
    held jsonb := coalesce(powers -> register, '[]');
    known public.ledger_register;
    mine boolean;
BEGIN
    IF EXISTS (SELECT 1 FROM pg_catalog.jsonb_array_elements_text(held || coalesce(powers -> '*', '[]')) top
                WHERE pg_catalog.starts_with(({path}), top)) THEN
        RETURN true;
    END IF;
    SELECT * INTO known FROM public.ledger_register r WHERE r.key = register;
    IF NOT FOUND OR (known.condition = 'false' AND held = '[]' AND NOT powers ? '!')
       OR pg_catalog.to_regclass('public.' || known.relation) IS NULL THEN
        RETURN false;
    END IF;
    -- Where the record is now, wherever it was then; and whether it is about the reader.
    EXECUTE pg_catalog.format('SELECT unit_id, %s FROM public.%I WHERE id = $1', known.condition, known.relation)
        INTO unit, mine USING record;
    RETURN coalesce(mine, false)
        OR EXISTS (SELECT 1 FROM pg_catalog.jsonb_array_elements_text(held) top
                    WHERE pg_catalog.starts_with(({path}), top))
        OR (powers ? '!' AND unit = ANY (public.hasila_units(known.roles)));
END $$;
DO $$
BEGIN
    -- Only where it says otherwise: making it anew waits for everybody who reads.
    IF obj_description('ledger_seen'::regclass, 'pg_class') IS DISTINCT FROM '1 {reader}' THEN
        CREATE OR REPLACE VIEW ledger_seen WITH (security_barrier) AS
            SELECT * FROM ledger_entry e
             WHERE (SELECT current_user <> '{reader}')
                OR e.actor = (SELECT hasila_actor())
                OR hasila_sees(e.act, e.unit_id, e.record_id, (SELECT hasila_powers()));
        COMMENT ON VIEW ledger_seen IS '1 {reader}';
    END IF;
END $$;
