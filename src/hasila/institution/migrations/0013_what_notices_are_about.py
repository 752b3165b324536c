"""Notices are found by the entry and by the reference that they are about: an erasure takes them along."""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institution", "0012_paper_codes_as_hashes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["cause"], name="notice_cause"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                django.db.models.fields.json.KeyTextTransform("reference", "params"), name="notice_about"
            ),
        ),
    ]
