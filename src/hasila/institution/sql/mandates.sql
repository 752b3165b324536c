-- What mandates need beside their table: no two alike on one day, and the questions that the door asks.

-- The days of a mandate on a line of their own for each officer, role and unit. With it core PostgreSQL forbids
-- overlaps: an exclusion over the columns themselves would need an extension.
CREATE FUNCTION institution_mandate_days(officer uuid, role text, unit bigint, since date, until date)
RETURNS numrange LANGUAGE sql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp AS $$
    SELECT numrange(k + (since - DATE '1900-01-01'), k + (coalesce(until, DATE '4000-01-01') - DATE '1900-01-01'), '[]')
      FROM (SELECT ('x' || substr(md5(officer::text || '/' || role || '/' || unit::text), 1, 15))::bit(60)::bigint
                   * 1000000::numeric AS k) AS line
$$;

ALTER TABLE institution_mandate ADD CONSTRAINT mandate_no_overlap
    EXCLUDE USING gist (institution_mandate_days(officer_id, role, unit_id, from_date, to_date) WITH &&)
    WHERE (state IN ('proposed', 'in_force'));

-- The grants of some officers. It answers as the owner, since it is what says who may see which rows. Power is held by
-- officers in active service alone; an early end takes it at once, so the day of the end counts no more.
CREATE FUNCTION institution_grants(officers uuid[])
RETURNS TABLE (officer_id uuid, mandate_id uuid, role varchar, path varchar, since date, until date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT m.officer_id, m.id, m.role, u.path, m.from_date,
           CASE WHEN m.state = 'ended' THEN m.to_date - 1 ELSE m.to_date END
      FROM institution_mandate m
      JOIN institution_officer o ON o.id = m.officer_id AND o.state = 'active'
      JOIN institution_unit u ON u.id = m.unit_id
     WHERE m.officer_id = ANY (officers) AND m.state IN ('in_force', 'ended')
     ORDER BY m.officer_id, m.from_date, m.id;
END $$;

-- Whether the first director of personnel or the first Director General is still missing.
CREATE FUNCTION institution_founding() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT count(*) < 2 FROM institution_mandate WHERE kind = 'founded'
$$;
