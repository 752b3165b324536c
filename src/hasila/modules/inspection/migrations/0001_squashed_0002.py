"""All tables at once, as the migrations that this one replaces left them. Written by Django, none by hand."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hasila.assurance.sealed


class Migration(migrations.Migration):
    replaces = [("inspection", "0001_initial"), ("inspection", "0002_sealed_denouncer")]

    initial = True

    dependencies = [
        ("assurance", "0004_sealed"),
        ("institution", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditVisit",
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
                    "theme",
                    models.CharField(
                        choices=[
                            ("reception", "Reception of the public"),
                            ("custody", "Places of custody"),
                            ("case_work", "Handling of cases"),
                            ("exhibits", "Seized items and exhibits"),
                            ("documents", "Identity documents"),
                            ("equipment", "Weapons, vehicles and equipment"),
                            ("budget", "Budget and purchases"),
                            ("staff", "Management of staff"),
                        ],
                        max_length=16,
                        verbose_name="Theme",
                    ),
                ),
                ("planned_on", models.DateField(verbose_name="Planned for")),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="Visited on")),
                ("findings", models.TextField(blank=True, verbose_name="Findings")),
                (
                    "recommendations",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(200)],
                        verbose_name="Recommendations",
                    ),
                ),
                ("follow_up", models.TextField(blank=True, verbose_name="What was done")),
                (
                    "implemented",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="Recommendations implemented"
                    ),
                ),
                ("closing_note", models.TextField(blank=True, verbose_name="Why it is closed")),
                (
                    "audited_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit audited",
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
                "verbose_name": "Audit visit",
                "verbose_name_plural": "Audit visits",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="inspection__unit_id_a87f2f_idx"),
                    models.Index(fields=["state", "-id"], name="inspection__state_86004b_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="inspection__search_bd5ce4_gin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("implemented", 0), ("recommendations__isnull", True)),
                            ("implemented__lte", models.F("recommendations")),
                            _connector="OR",
                        ),
                        name="inspection_audit_no_more_than_recommended",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="inspection_auditvisit_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "carried_out"), _negated=True),
                            ("visited_on__isnull", False),
                            _connector="OR",
                        ),
                        name="inspection_auditvisit_carried_out_has_visited_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            models.Q(("findings", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_auditvisit_reported_has_findings",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            ("recommendations__isnull", False),
                            _connector="OR",
                        ),
                        name="inspection_auditvisit_reported_has_recommendations",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("closing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_auditvisit_cancelled_has_closing_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryFile",
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
                    "origin",
                    models.CharField(
                        choices=[
                            ("denunciation", "Denunciation"),
                            ("complaint", "Complaint"),
                            ("ex_officio", "Ex officio"),
                            ("authority", "Request of an authority"),
                        ],
                        max_length=16,
                        verbose_name="Origin",
                    ),
                ),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="Received on")),
                ("subject", models.CharField(max_length=200, verbose_name="Subject")),
                ("facts", models.TextField(verbose_name="Facts reported")),
                (
                    "officers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Officers concerned",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="Findings")),
                ("remarks", models.TextField(blank=True, verbose_name="Remarks")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_fault", "No fault"),
                            ("administrative_fault", "Administrative fault"),
                            ("offence", "Elements of a criminal offence"),
                        ],
                        max_length=24,
                        verbose_name="Outcome",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "concerned_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit concerned",
                    ),
                ),
                (
                    "judicial_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Judicial police service",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        help_text="The officer named last; each officer is named by an act of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer concerned",
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
                (
                    "denouncer",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Sealed: the Inspector General alone can open it, and each opening is entered.",
                        verbose_name="Who denounced",
                    ),
                ),
            ],
            options={
                "verbose_name": "Administrative inquiry",
                "verbose_name_plural": "Administrative inquiries",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="inspection__unit_id_1d5080_idx"),
                    models.Index(fields=["state", "-id"], name="inspection__state_2b1bbb_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="inspection__search_b28b42_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="inspection_inquiryfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            models.Q(("findings", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_reported_has_findings",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "concluded"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_concluded_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "concluded"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_concluded_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_referred_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            ("judicial_unit__isnull", False),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_referred_has_judicial_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inspection_inquiryfile_closed_has_outcome",
                    ),
                ],
            },
        ),
    ]
