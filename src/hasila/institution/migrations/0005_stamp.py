"""A stamp of the powers, so that a process may keep what it has read of them."""

from pathlib import Path

from django.db import migrations

import hasila.institution

SQL = Path(hasila.institution.__file__).parent / "sql" / "stamp.sql"


class Migration(migrations.Migration):
    dependencies = [("institution", "0004_data_officer")]
    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
