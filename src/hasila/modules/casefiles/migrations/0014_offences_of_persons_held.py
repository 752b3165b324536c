import django.contrib.postgres.fields
from django.db import migrations

import hasila.institution.offences

TABLES = ("casefiles_party", "casefiles_custody", "casefiles_minorretention")
FILL = """
UPDATE casefiles_party p SET charged = c.offences
  FROM (SELECT suspect_id, array_agg(offence ORDER BY id) AS offences
          FROM casefiles_charge WHERE state = 'entered' AND suspect_id IS NOT NULL GROUP BY suspect_id) c
 WHERE c.suspect_id = p.id;
UPDATE casefiles_custody SET offences = ARRAY[offence];
UPDATE casefiles_minorretention SET offences = ARRAY[offence];
"""
"""What was charged before this version, as the acts of then would have left it: a column that follows from others."""


def unfenced(sql: str) -> str:
    """Without the fence that asks for an entry with every change of a record: nothing is changed but the new columns."""
    off, on = (
        " ".join(f"ALTER TABLE {table} {what} TRIGGER USER;" for table in TABLES) for what in ("DISABLE", "ENABLE")
    )
    return f"{off}{sql}{on}"


class Migration(migrations.Migration):
    dependencies = [
        ("casefiles", "0013_persons_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="custody",
            name="offences",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=hasila.institution.offences.OffenceField(max_length=32),
                default=list,
                editable=False,
                size=None,
                verbose_name="Offences",
            ),
        ),
        migrations.AddField(
            model_name="minorretention",
            name="offences",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=hasila.institution.offences.OffenceField(max_length=32),
                default=list,
                editable=False,
                size=None,
                verbose_name="Offences",
            ),
        ),
        migrations.AddField(
            model_name="party",
            name="charged",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=hasila.institution.offences.OffenceField(max_length=32),
                default=list,
                editable=False,
                size=None,
                verbose_name="Further offences",
            ),
        ),
        migrations.RunSQL(unfenced(FILL), migrations.RunSQL.noop),
    ]
