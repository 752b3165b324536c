"""The data keys of sealed values, as SQL."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parents[1] / "sql" / "sealed.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("assurance", "0003_erasure")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE sealed_key")]
