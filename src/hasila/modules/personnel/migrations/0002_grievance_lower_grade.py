import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("institution", "0001_initial"),
        ("personnel", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="grievancefile",
            name="lower_grade",
            field=models.ForeignKey(
                blank=True,
                help_text="For a demotion only.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="institution.grade",
                verbose_name="Lower grade",
            ),
        ),
    ]
