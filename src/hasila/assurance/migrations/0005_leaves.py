"""The table of archived leaves, as SQL."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "leaves.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("assurance", "0004_sealed")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
