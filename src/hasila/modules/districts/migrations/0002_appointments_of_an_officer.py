import django.contrib.postgres.constraints
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("districts", "0001_desk"),
        ("institution", "0011_given_passwords"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appointment",
            name="districts_one_appointment_at_once",
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("officer__isnull", False), ("starts_at__lt", models.F("ends_at")), ("state", "booked")
                ),
                expressions=[(models.Func("officer", "starts_at", "ends_at", function="districts_shift_hours"), "&&")],
                name="districts_one_appointment_at_once",
            ),
        ),
    ]
