-- The fence of one record's table: the door sees all, a reader what `visible()` says: the roles of the
-- procedure with a mandate over the unit, and the person concerned. Each setting stands in a scalar subquery, so that it is
-- asked once a query and not once a row.
INSERT INTO ledger_register VALUES ('{key}', '{table}', '{roles}', $own${own}$own$) ON CONFLICT (key)
    DO UPDATE SET relation = EXCLUDED.relation, roles = EXCLUDED.roles, condition = EXCLUDED.condition;
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS hasila_door ON {table};
DROP POLICY IF EXISTS hasila_reader ON {table};
CREATE POLICY hasila_door ON {table} TO {application} USING (true) WITH CHECK (true);
CREATE POLICY hasila_reader ON {table} FOR SELECT TO {reader} USING ({condition});
-- Full-text search has no leakproof operator, so behind the fence it would lose its index: this function searches with
-- the owner's rights and gives only identifiers that the same condition lets through, newest first (oldest first from
-- `before` on), at most `most`. Of several ways to say the words one is enough; each is asked of the index by itself,
-- since of one query that joins them by "or" the index would read all that any of their words stands in.
DROP FUNCTION IF EXISTS hasila_find_{table}(tsquery, uuid, uuid, integer);
CREATE OR REPLACE FUNCTION hasila_find_{table}(ways tsquery[], after uuid, before uuid, most integer)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $find$
DECLARE
    everything boolean := {directory} OR current_setting('role') <> '{reader}' OR hasila_everywhere('{roles}');
    units bigint[] := CASE WHEN NOT everything THEN hasila_units('{roles}') END;
    me uuid := hasila_actor();
    asked text := 'SELECT id FROM {table} WHERE ('
        || (SELECT string_agg(format('search @@ %L::tsquery', way), ' OR ') FROM unnest(ways) way) || ')';
BEGIN
    IF NOT everything THEN asked := asked || ' AND (unit_id = ANY ($1){own_parameter})'; END IF;
    IF after IS NOT NULL THEN asked := asked || ' AND id < $3'; END IF;
    IF before IS NOT NULL THEN asked := asked || ' AND id > $4 ORDER BY id';
    ELSE asked := asked || ' ORDER BY id DESC'; END IF;
    RETURN QUERY EXECUTE asked || ' LIMIT $5' USING units, me, after, before, most;
END $find$;
REVOKE ALL ON FUNCTION hasila_find_{table}(tsquery[], uuid, uuid, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hasila_find_{table}(tsquery[], uuid, uuid, integer) TO {application}, {reader};
COMMENT ON POLICY hasila_reader ON {table} IS '{mark}';
