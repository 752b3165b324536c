"""Whoever may see a severed part may read exactly what it holds by reference, while a page of that part is made."""

from django.db import migrations

POLICIES = """
-- What the part that `hasila.part` names holds by reference of a register, in the rights of whoever asks: a part that
-- row security hides from the reader holds nothing for them. Nothing is named, nothing is let through.
CREATE FUNCTION casefiles_of_the_part(register text) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_agg((held ->> 2)::uuid)
      FROM casefiles_casefile part,
           jsonb_array_elements(CASE jsonb_typeof(part.parted) WHEN 'array' THEN part.parted ELSE '[]' END) held
     WHERE part.state <> 'joined' AND part.id = nullif(current_setting('hasila.part', true), '')::uuid
       AND held ->> 1 = register AND held ->> 3 = 'copied' AND held ->> 4 = 'in'
$$;
REVOKE ALL ON FUNCTION casefiles_of_the_part(text) FROM PUBLIC;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_reader') THEN
        GRANT EXECUTE ON FUNCTION casefiles_of_the_part(text) TO hasila_reader;
        CREATE POLICY casefiles_of_the_part ON casefiles_writtenrecord FOR SELECT TO hasila_reader
            USING (id = ANY ((SELECT casefiles_of_the_part('written_records'))::uuid[]));
        CREATE POLICY casefiles_of_the_part ON casefiles_attachment FOR SELECT TO hasila_reader
            USING (id = ANY ((SELECT casefiles_of_the_part('attachments'))::uuid[]));
    END IF;
END $$;
"""
GONE = """
DROP POLICY IF EXISTS casefiles_of_the_part ON casefiles_writtenrecord;
DROP POLICY IF EXISTS casefiles_of_the_part ON casefiles_attachment;
DROP FUNCTION casefiles_of_the_part(text);
"""


class Migration(migrations.Migration):
    dependencies = [("casefiles", "0020_what_a_part_takes_along")]

    operations = [migrations.RunSQL(POLICIES, GONE)]
