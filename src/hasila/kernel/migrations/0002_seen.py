"""Entries are read through a view, which the fence narrows for whoever reads behind it."""

from django.db import migrations

from hasila.kernel.schema import SQL


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ledger")]
    operations = [
        migrations.RunSQL(
            (SQL / "seen.sql").read_text(),
            migrations.RunSQL.noop,
            # In the state alone: the table keeps its name.
            state_operations=[migrations.AlterModelTable("entry", "ledger_seen")],
        )
    ]
