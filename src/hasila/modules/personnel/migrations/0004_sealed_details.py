"""The grounds of a transfer are sealed.

Clear texts of before can't be sealed here, since a record changes by an act alone; `institution.0003_mandates`, which
this one follows, lets no database of before through.
"""

from django.db import migrations

import hasila.assurance.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("personnel", "0003_erasure"),
        ("institution", "0003_mandates"),
        ("assurance", "0004_sealed"),
    ]
    operations = [
        migrations.AlterField(
            model_name="transferrequest",
            name="details",
            field=hasila.assurance.sealed.SealedField(
                blank=True,
                help_text=(
                    "Social and medical grounds, in a few words. Sealed: only those who answer the request open it."
                ),
                verbose_name="Details",
            ),
        ),
    ]
