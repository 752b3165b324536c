"""The tables of erasure, as SQL."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "erasure.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("assurance", "0002_readings")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
