-- What is read of entries across all units, whoever asks. Row security hides none of them from these two functions, and
-- nothing leaves them that is personal or secret. Installed after every migration.

-- Of each leaf the two salted commitments, from the entry, or from what an archive left of it; salts and headers stay
-- here.
CREATE OR REPLACE FUNCTION hasila_leaves(first bigint, past bigint)
RETURNS TABLE (place bigint, header_commitment bytea, content_commitment bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.position, leaf.header_commitment, leaf.content_commitment
      FROM ledger_position p CROSS JOIN LATERAL (
           SELECT sha256(e.header_salt || e.header) AS header_commitment, e.content_commitment
             FROM ledger_entry e WHERE e.id = p.entry_id AND e.recorded_at = p.recorded_at
            UNION ALL SELECT l.header_commitment, l.content_commitment FROM ledger_leaf l WHERE l.position = p.position
            LIMIT 1) leaf
     WHERE p.position >= first AND p.position < past ORDER BY p.position
$$;

-- How many entries of each kind stand between two positions, as figures count them. Those that no wanted figure reads
-- come as one row without a kind, so that the caller can tell whether every position was found.
CREATE OR REPLACE FUNCTION hasila_counted(first bigint, past bigint, acts text[], years int[])
RETURNS TABLE (act text, day int, unit_id bigint, facets text, measures text, correction text, simulated boolean,
               counted bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE WHEN k.wanted THEN e.act END, CASE WHEN k.wanted THEN e.day END, CASE WHEN k.wanted THEN e.unit_id END,
           CASE WHEN k.wanted THEN e.facets END, CASE WHEN k.wanted THEN e.measures END,
           CASE WHEN k.wanted THEN e.correction END, CASE WHEN k.wanted THEN e.simulated END, count(*)
      FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id AND e.recorded_at = p.recorded_at
     CROSS JOIN LATERAL (SELECT e.correction <> '' OR ((acts IS NULL OR e.act = ANY (acts))
                                                       AND e.day / 10000 = ANY (years)) AS wanted) k
     WHERE p.position >= first AND p.position < past
     GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
