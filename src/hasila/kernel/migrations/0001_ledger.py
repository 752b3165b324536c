"""The ledger's tables. Later migrations change them; this one is never edited once released."""

from django.db import migrations, models

from hasila.kernel.schema import TABLES, partitions


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(partitions(2024, 2028), migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Entry",
            fields=[("id", models.UUIDField(primary_key=True, serialize=False))],
            options={"managed": False, "db_table": "ledger_entry", "ordering": ("record_version", "id")},
        ),
    ]
