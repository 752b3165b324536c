"""Mandates become records: given, lent for a time, ended, each by an act."""

from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import hasila.institution

SQL = Path(hasila.institution.__file__).parent / "sql" / "mandates.sql"


def lose_nothing(apps, schema_editor):
    """A record is made by an act: what was written without one can't be carried over, and isn't thrown away."""
    if apps.get_model("institution", "Mandate").objects.using(schema_editor.connection.alias).exists():
        raise RuntimeError(
            "This database is of a version before mandates were records. Play it again into a new one: "
            "make clean DATA=1."
        )


class Migration(migrations.Migration):
    dependencies = [("institution", "0002_sign_in")]
    operations = [
        migrations.RunPython(lose_nothing, migrations.RunPython.noop),
        migrations.DeleteModel("Mandate"),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("reference", models.CharField(editable=False, max_length=32, verbose_name="Reference")),
                ("number", models.IntegerField(editable=False, null=True, verbose_name="Number")),
                ("state", models.CharField(editable=False, max_length=40, verbose_name="State")),
                ("version", models.IntegerField(default=0, editable=False)),
                ("procedure_version", models.SmallIntegerField(default=1, editable=False)),
                ("opened_at", models.DateTimeField(editable=False, verbose_name="Opened on")),
                ("acted_at", models.DateTimeField(editable=False, verbose_name="Last act")),
                ("due_at", models.DateTimeField(editable=False, null=True, verbose_name="Due")),
                ("due_step", models.CharField(blank=True, default="", editable=False, max_length=40)),
                ("trail", models.JSONField(default=dict, editable=False)),
                ("search", django.contrib.postgres.search.SearchVectorField(editable=False, null=True)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("personnel_clerk", "Personnel clerk"),
                            ("personnel_director", "Director of personnel"),
                            ("director_general", "Director General"),
                            ("council_clerk", "Clerk of the disciplinary council"),
                            ("promotion_commission", "Promotion commission"),
                            ("grievance_commission", "Central grievance commission"),
                            ("inspector", "Inspector"),
                            ("chief_inspector", "Inspector General"),
                            ("unit_chief", "Head of unit"),
                            ("enrolment_officer", "Enrolment officer"),
                            ("production_officer", "Production officer"),
                            ("documents_director", "Director of identity documents"),
                            ("legal_officer", "Legal affairs officer"),
                            ("statistician", "Statistician"),
                            ("judicial_officer", "Judicial police officer"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=24,
                        verbose_name="Role",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "Founding of the register"),
                            ("given", "Given"),
                            ("replacement", "Temporary replacement"),
                            ("taken_over", "Taken over from before the register"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="Kind of mandate",
                    ),
                ),
                ("from_date", models.DateField(verbose_name="From")),
                (
                    "to_date",
                    models.DateField(
                        blank=True,
                        help_text="The last day. A replacement has one; else, without one, it runs until it is ended.",
                        null=True,
                        verbose_name="To",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="Number and day of the decision.", max_length=200, verbose_name="Decision"
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="institution.officer",
                        verbose_name="Officer",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="institution.post",
                        verbose_name="Post",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="institution.mandate",
                        verbose_name="Stands in for",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "Mandate",
                "verbose_name_plural": "Mandates",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="institution_unit_id_d93b1f_idx"),
                    models.Index(fields=["state", "-id"], name="institution_state_b39434_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="institution_search_54fdb0_gin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_date__isnull", True), ("to_date__gte", models.F("from_date")), _connector="OR"
                        ),
                        name="mandate_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "founded")), fields=("role",), name="mandate_founded_once"
                    ),
                    models.UniqueConstraint(fields=("reference",), name="institution_mandate_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="institution_mandate_declined_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True), ("to_date__isnull", False), _connector="OR"
                        ),
                        name="institution_mandate_ended_has_to_date",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"),
            "ALTER TABLE institution_mandate DROP CONSTRAINT mandate_no_overlap;"
            "DROP FUNCTION institution_mandate_days, institution_grants, institution_founding;",
        ),
    ]
