"""The tables of tree, as SQL."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "tree.sql").read_text()


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0001_ledger")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
