"""The tables of readings, as SQL."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "readings.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("assurance", "0001_tree")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
