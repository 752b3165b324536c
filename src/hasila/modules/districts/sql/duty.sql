-- The hours of a shift on a line of their own for each officer. With it core PostgreSQL forbids overlaps: an exclusion
-- over the columns themselves would need an extension.
CREATE FUNCTION districts_shift_hours(officer uuid, since timestamptz, until timestamptz)
RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT numrange(k + extract(epoch FROM since), k + extract(epoch FROM until), '[)')
      FROM (SELECT ('x' || substr(md5(officer::text), 1, 15))::bit(60)::bigint * 1000000000000::numeric AS k) AS line
$$;
