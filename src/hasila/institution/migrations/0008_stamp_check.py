"""The check of the stamp of powers runs with the rights of the door."""

from pathlib import Path

from django.db import migrations

import hasila.institution

SQL = Path(hasila.institution.__file__).parent / "sql" / "stamp_check.sql"


class Migration(migrations.Migration):
    dependencies = [("institution", "0007_persons")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
