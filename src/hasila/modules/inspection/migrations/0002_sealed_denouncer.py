"""Who denounced: sealed."""

from django.db import migrations

import hasila.assurance.sealed


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_initial"), ("assurance", "0004_sealed")]
    operations = [
        migrations.AddField(
            model_name="inquiryfile",
            name="denouncer",
            field=hasila.assurance.sealed.SealedField(
                blank=True,
                help_text="Sealed: the Inspector General alone can open it, and each opening is entered.",
                verbose_name="Who denounced",
            ),
        ),
    ]
