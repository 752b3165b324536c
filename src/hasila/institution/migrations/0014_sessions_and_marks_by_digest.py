"""Digests of what opens: the table of sessions holds those of their keys, and those that run end; an account has one of
the hash of its password, which whoever serves pages may no longer read.
"""

from django.db import migrations, models
from django.db.models.functions import Cast

from hasila.institution.accounts import Digest


class Migration(migrations.Migration):
    dependencies = [
        ("institution", "0013_what_notices_are_about"),
    ]

    operations = [
        migrations.RunSQL("DELETE FROM institution_session", migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name="account",
            options={"base_manager_name": "objects", "verbose_name": "Account", "verbose_name_plural": "Accounts"},
        ),
        migrations.AddField(
            model_name="account",
            name="password_mark",
            field=models.GeneratedField(
                db_persist=True,
                expression=Digest(Cast("password", models.BinaryField())),
                output_field=models.CharField(max_length=64),
            ),
        ),
    ]
