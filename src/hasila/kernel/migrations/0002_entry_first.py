"""The trigger that wants an entry first looks into one partition of the ledger."""

from django.db import migrations

from hasila.kernel.schema import SQL


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_ledger")]
    operations = [migrations.RunSQL((SQL / "entry_first.sql").read_text(), migrations.RunSQL.noop)]
