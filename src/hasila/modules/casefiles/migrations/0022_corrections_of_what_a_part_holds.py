"""A signed record that a part holds by reference is followed by the signed records that correct it."""

from django.db import migrations

POLICY = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_reader') THEN
        ALTER POLICY casefiles_of_the_part ON casefiles_writtenrecord USING (
            id = ANY ((SELECT casefiles_of_the_part('written_records'))::uuid[])
            OR (state = 'signed' AND corrects_id = ANY ((SELECT casefiles_of_the_part('written_records'))::uuid[])));
    END IF;
END $$;
"""
BEFORE = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_reader') THEN
        ALTER POLICY casefiles_of_the_part ON casefiles_writtenrecord
            USING (id = ANY ((SELECT casefiles_of_the_part('written_records'))::uuid[]));
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casefiles", "0021_what_a_part_holds_by_reference")]

    operations = [migrations.RunSQL(POLICY, BEFORE)]
