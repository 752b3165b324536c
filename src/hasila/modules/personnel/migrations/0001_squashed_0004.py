"""All tables at once, as the migrations that this one replaces left them. Written by Django, none by hand."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hasila.assurance.sealed


class Migration(migrations.Migration):
    replaces = [
        ("personnel", "0001_initial"),
        ("personnel", "0002_grievance_lower_grade"),
        ("personnel", "0003_erasure"),
        ("personnel", "0004_sealed_details"),
    ]

    initial = True

    dependencies = [
        ("assurance", "0004_sealed"),
        ("institution", "0003_mandates"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisciplinaryFile",
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
                    "breach",
                    models.CharField(
                        choices=[
                            ("absence", "Absence without leave"),
                            ("negligence", "Negligence in service"),
                            ("disobedience", "Disobedience"),
                            ("conduct", "Conduct unworthy of the office"),
                            ("secrecy", "Breach of professional secrecy or reserve"),
                            ("violence", "Undue violence"),
                            ("probity", "Breach of probity"),
                            ("equipment", "Loss or misuse of equipment"),
                        ],
                        max_length=14,
                        verbose_name="Breach",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("committed_on", models.DateField(blank=True, null=True, verbose_name="Day of the facts")),
                ("notified_on", models.DateField(editable=False, null=True, verbose_name="Notified on")),
                ("defence", models.TextField(blank=True, verbose_name="Defence")),
                (
                    "precaution",
                    models.BooleanField(default=False, editable=False, verbose_name="Suspended as a precaution"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="Minutes of the council")),
                (
                    "proposal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("observation", "Letter of observation"),
                            ("warning", "Warning"),
                            ("reprimand", "Reprimand"),
                            ("blame", "Blame"),
                            ("suspension", "Temporary exclusion"),
                            ("demotion", "Demotion"),
                            ("early_retirement", "Compulsory retirement"),
                            ("dismissal", "Dismissal"),
                        ],
                        max_length=18,
                        verbose_name="Measure proposed",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("observation", "Letter of observation"),
                            ("warning", "Warning"),
                            ("reprimand", "Reprimand"),
                            ("blame", "Blame"),
                            ("suspension", "Temporary exclusion"),
                            ("demotion", "Demotion"),
                            ("early_retirement", "Compulsory retirement"),
                            ("dismissal", "Dismissal"),
                        ],
                        max_length=18,
                        verbose_name="Measure",
                    ),
                ),
                (
                    "exclusion_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For a temporary exclusion only.",
                        null=True,
                        verbose_name="Days of exclusion",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                ("decided_on", models.DateField(editable=False, null=True, verbose_name="Decided on")),
                ("excluded_until", models.DateField(editable=False, null=True, verbose_name="Excluded until")),
                (
                    "closing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unfounded", "Facts not established"),
                            ("no_fault", "No fault"),
                            ("minor", "Minor fact, no measure"),
                            ("left", "The officer has left the service"),
                            ("joined", "Joined to another file"),
                        ],
                        max_length=12,
                        verbose_name="Reason for closing",
                    ),
                ),
                ("appeal", models.TextField(blank=True, verbose_name="Appeal")),
                ("appealed_on", models.DateField(editable=False, null=True, verbose_name="Appealed on")),
                (
                    "new_measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("observation", "Letter of observation"),
                            ("warning", "Warning"),
                            ("reprimand", "Reprimand"),
                            ("blame", "Blame"),
                            ("suspension", "Temporary exclusion"),
                            ("demotion", "Demotion"),
                            ("early_retirement", "Compulsory retirement"),
                            ("dismissal", "Dismissal"),
                        ],
                        max_length=18,
                        verbose_name="Measure after revision",
                    ),
                ),
                (
                    "former_measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("observation", "Letter of observation"),
                            ("warning", "Warning"),
                            ("reprimand", "Reprimand"),
                            ("blame", "Blame"),
                            ("suspension", "Temporary exclusion"),
                            ("demotion", "Demotion"),
                            ("early_retirement", "Compulsory retirement"),
                            ("dismissal", "Dismissal"),
                        ],
                        editable=False,
                        max_length=18,
                        verbose_name="Measure before revision",
                    ),
                ),
                ("appeal_grounds", models.TextField(blank=True, verbose_name="Grounds of the decision on appeal")),
                (
                    "former_grade",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.grade",
                        verbose_name="Former grade",
                    ),
                ),
                (
                    "lower_grade",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a demotion only.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.grade",
                        verbose_name="Lower grade",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Disciplinary file",
                "verbose_name_plural": "Disciplinary files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_d_unit_id_4e14c9_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_d_state_0b3daf_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_d_search_a9df04_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="personnel_disciplinaryfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "notified"), _negated=True),
                            ("notified_on__isnull", False),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_notified_has_notified_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("defence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_answered_has_defence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "proposed"), _negated=True),
                            models.Q(("proposal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_proposed_has_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_decided_has_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_decided_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            ("decided_on__isnull", False),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_decided_has_decided_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_closed_has_closing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "appealed"), _negated=True),
                            models.Q(("measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_appealed_has_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "appealed"), _negated=True),
                            models.Q(("appeal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_appealed_has_appeal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "upheld"), _negated=True),
                            models.Q(("measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_upheld_has_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "upheld"), _negated=True),
                            models.Q(("appeal_grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_upheld_has_appeal_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revised"), _negated=True),
                            models.Q(("measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_revised_has_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revised"), _negated=True),
                            models.Q(("former_measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_revised_has_former_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "annulled"), _negated=True),
                            models.Q(("former_measure", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_disciplinaryfile_annulled_has_former_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrievanceFile",
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
                    "kind",
                    models.CharField(
                        choices=[("grievance", "Grievance"), ("plea", "Plea")],
                        max_length=10,
                        verbose_name="Kind of request",
                    ),
                ),
                (
                    "contested",
                    models.CharField(
                        choices=[
                            ("sanction", "Disciplinary sanction"),
                            ("transfer", "Transfer"),
                            ("promotion", "Promotion"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="Decision contested",
                    ),
                ),
                ("contested_on", models.DateField(blank=True, null=True, verbose_name="Day of the decision contested")),
                ("arguments", models.TextField(verbose_name="Arguments")),
                ("report", models.TextField(blank=True, verbose_name="Report of the rapporteur")),
                (
                    "recommendation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("review", "Review"),
                            ("annul", "Annul"),
                            ("confirm", "Confirm"),
                            ("inadmissible", "Inadmissible"),
                            ("referred", "Referred elsewhere"),
                        ],
                        max_length=14,
                        verbose_name="Recommendation",
                    ),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="Reasons of the commission")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("review", "Review"),
                            ("annul", "Annul"),
                            ("confirm", "Confirm"),
                            ("inadmissible", "Inadmissible"),
                            ("referred", "Referred elsewhere"),
                        ],
                        max_length=14,
                        verbose_name="Decision",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "new_measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("observation", "Letter of observation"),
                            ("warning", "Warning"),
                            ("reprimand", "Reprimand"),
                            ("blame", "Blame"),
                            ("suspension", "Temporary exclusion"),
                            ("demotion", "Demotion"),
                            ("early_retirement", "Compulsory retirement"),
                            ("dismissal", "Dismissal"),
                        ],
                        max_length=18,
                        verbose_name="Measure after revision",
                    ),
                ),
                (
                    "exclusion_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For a temporary exclusion only.",
                        null=True,
                        verbose_name="Days of exclusion",
                    ),
                ),
                (
                    "followed",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Recommendation followed"), ("no", "Recommendation not followed")],
                        editable=False,
                        max_length=4,
                        verbose_name="Recommendation and decision",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
                    ),
                ),
                (
                    "sanction",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where the sanction stands in the register of disciplinary files.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="personnel.disciplinaryfile",
                        verbose_name="Disciplinary file",
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
                    "lower_grade",
                    models.ForeignKey(
                        blank=True,
                        help_text="For a demotion only.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.grade",
                        verbose_name="Lower grade",
                    ),
                ),
            ],
            options={
                "verbose_name": "Grievance or plea",
                "verbose_name_plural": "Grievances and pleas",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_g_unit_id_139627_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_g_state_177ccc_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_g_search_c09cd8_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="personnel_grievancefile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "studied"), _negated=True),
                            models.Q(("report", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_studied_has_report",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recommended"), _negated=True),
                            models.Q(("recommendation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_recommended_has_recommendation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recommended"), _negated=True),
                            models.Q(("opinion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_recommended_has_opinion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_decided_has_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_decided_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("followed", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_grievancefile_decided_has_followed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HearingRequest",
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
                    "topic",
                    models.CharField(
                        choices=[
                            ("career", "Career"),
                            ("transfer", "Transfer"),
                            ("discipline", "Discipline"),
                            ("social", "Social situation"),
                            ("health", "Health"),
                            ("work", "Conditions of work"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="Topic",
                    ),
                ),
                ("details", models.TextField(blank=True, verbose_name="Details")),
                ("minutes", models.TextField(blank=True, verbose_name="What was said")),
                (
                    "orientation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered"),
                            ("personnel", "To personnel management"),
                            ("welfare", "To social works"),
                            ("medical", "To the medical service"),
                            ("inspection", "To the General Inspectorate"),
                            ("grievances", "To the central grievance commission"),
                        ],
                        max_length=12,
                        verbose_name="What follows",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="Answer")),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Hearing request",
                "verbose_name_plural": "Hearing requests",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_h_unit_id_0a55d7_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_h_state_b89db6_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_h_search_7389b8_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="personnel_hearingrequest_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("orientation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_hearingrequest_answered_has_orientation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromotionFile",
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
                    "exercise",
                    models.PositiveSmallIntegerField(
                        help_text="The year of the annual list, which is not always the year of the act.",
                        verbose_name="Exercise",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("choice", "By choice"),
                            ("examination", "By internal examination"),
                            ("exceptional", "Exceptional"),
                        ],
                        max_length=12,
                        verbose_name="Kind of promotion",
                    ),
                ),
                ("merit", models.TextField(blank=True, verbose_name="Ground of an exceptional promotion")),
                (
                    "obstacles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("seniority", "Seniority in the grade too short"),
                                ("notation", "Marks below the threshold"),
                                ("discipline", "Sanction or disciplinary file"),
                                ("examination", "Examination not passed"),
                                ("suspended", "Suspended or not in active service"),
                                ("no_higher_grade", "No higher grade"),
                            ],
                            max_length=16,
                        ),
                        blank=True,
                        default=list,
                        help_text="Every reason why the officer can't be proposed; none means eligible.",
                        size=None,
                        verbose_name="Obstacles",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("eligible", "Eligible"),
                            ("seniority", "Seniority in the grade too short"),
                            ("notation", "Marks below the threshold"),
                            ("discipline", "Sanction or disciplinary file"),
                            ("examination", "Examination not passed"),
                            ("suspended", "Suspended or not in active service"),
                            ("no_higher_grade", "No higher grade"),
                            ("several", "Several obstacles"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="Finding",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("obstacle", "The study found an obstacle"),
                            ("merit", "Rank in the order of merit"),
                            ("posts", "No budgeted post left"),
                            ("discipline", "Disciplinary file since the study"),
                        ],
                        max_length=12,
                        verbose_name="Reason for not retaining",
                    ),
                ),
                (
                    "grade",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.grade",
                        verbose_name="Proposed grade",
                    ),
                ),
                (
                    "grade_from",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.grade",
                        verbose_name="Present grade",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Promotion file",
                "verbose_name_plural": "Promotion files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_p_unit_id_860c5f_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_p_state_f5d5dd_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_p_search_d02d66_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "exceptional"), _negated=True),
                        fields=("officer", "exercise"),
                        name="promotion_once_in_an_exercise",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="personnel_promotionfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "studied"), _negated=True),
                            models.Q(("finding", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_promotionfile_studied_has_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "proposed"), _negated=True), ("grade__isnull", False), _connector="OR"
                        ),
                        name="personnel_promotionfile_proposed_has_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True), ("grade__isnull", False), _connector="OR"
                        ),
                        name="personnel_promotionfile_decided_has_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True), ("grade__isnull", False), _connector="OR"
                        ),
                        name="personnel_promotionfile_published_has_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_retained"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_promotionfile_not_retained_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtectionFile",
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
                    "attack",
                    models.CharField(
                        choices=[
                            ("assault", "Assault"),
                            ("insult", "Insult"),
                            ("threat", "Threat"),
                            ("defamation", "Defamation"),
                        ],
                        max_length=12,
                        verbose_name="Attack",
                    ),
                ),
                ("attacked_on", models.DateField(verbose_name="Day of the attack")),
                ("facts", models.TextField(verbose_name="Facts")),
                ("lawyer", models.CharField(blank=True, max_length=120, verbose_name="Lawyer")),
                ("court", models.CharField(blank=True, max_length=120, verbose_name="Court")),
                ("case_number", models.CharField(blank=True, max_length=40, verbose_name="Number of the case")),
                (
                    "denial",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_on_duty", "No link with the duty"),
                            ("personal_fault", "Personal fault of the officer"),
                            ("not_established", "Facts not established"),
                        ],
                        max_length=16,
                        verbose_name="Reason for refusal",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("conviction", "Conviction"),
                            ("acquittal", "Acquittal"),
                            ("settlement", "Settlement"),
                            ("dropped", "Action dropped"),
                        ],
                        max_length=12,
                        verbose_name="Outcome",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Protection file",
                "verbose_name_plural": "Protection files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_p_unit_id_e18e01_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_p_state_2e3641_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_p_search_c4186a_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="personnel_protectionfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True),
                            models.Q(("lawyer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_protectionfile_granted_has_lawyer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_court"), _negated=True),
                            models.Q(("lawyer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_protectionfile_in_court_has_lawyer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_court"), _negated=True),
                            models.Q(("court", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_protectionfile_in_court_has_court",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_protectionfile_closed_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("denial", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_protectionfile_refused_has_denial",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="QualificationFile",
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
                    "skill",
                    models.CharField(
                        choices=[
                            ("judicial_police", "Judicial police officer"),
                            ("drone_pilot", "Drone pilot"),
                            ("electric_shock", "Electric-shock pistol"),
                            ("firearms", "Firearms instructor"),
                            ("first_aid", "First aid"),
                            ("driving", "Emergency driving"),
                            ("dog_handler", "Dog handler"),
                            ("diver", "Diver"),
                            ("accidents", "Accident reports"),
                        ],
                        max_length=16,
                        verbose_name="Qualification",
                    ),
                ),
                ("awarded_by", models.CharField(blank=True, max_length=120, verbose_name="Awarded by")),
                ("certificate", models.CharField(blank=True, max_length=40, verbose_name="Number of the certificate")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("medical", "Medical unfitness"),
                            ("misuse", "Misuse"),
                            ("discipline", "Disciplinary sanction"),
                            ("released", "At the officer's request"),
                        ],
                        max_length=12,
                        verbose_name="Reason for withdrawal",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Qualification",
                "verbose_name_plural": "Qualifications",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_q_unit_id_5d9071_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_q_state_11c746_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_q_search_69b1e6_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["valid", "expired"])),
                        fields=("officer", "skill"),
                        name="qualification_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="personnel_qualificationfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "expired"), _negated=True),
                            ("expires_on__isnull", False),
                            _connector="OR",
                        ),
                        name="personnel_qualificationfile_expired_has_expires_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_qualificationfile_withdrawn_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReturnToService",
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
                ("remark", models.TextField(blank=True, verbose_name="Remark")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Return to service",
                "verbose_name_plural": "Returns to service",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_r_unit_id_c33418_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_r_state_da76fa_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_r_search_8e5ce9_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="personnel_returntoservice_reference")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingEnrolment",
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
                    "programme",
                    models.CharField(
                        choices=[
                            ("human_rights", "Human rights"),
                            ("shooting", "Shooting"),
                            ("investigation", "Criminal investigation"),
                            ("cybercrime", "Cybercrime"),
                            ("forensics", "Forensic police"),
                            ("public_order", "Public order"),
                            ("reception", "Reception of the public"),
                            ("first_aid", "First aid"),
                            ("command", "Command"),
                            ("languages", "Languages"),
                        ],
                        max_length=16,
                        verbose_name="Programme",
                    ),
                ),
                (
                    "session",
                    models.CharField(
                        help_text="Its name or number, and where it is held.", max_length=80, verbose_name="Session"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="Starts on")),
                (
                    "hours",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(2000),
                        ],
                        verbose_name="Hours attended",
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="Remark")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                "verbose_name": "Training enrolment",
                "verbose_name_plural": "Training enrolments",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_t_unit_id_7a6460_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_t_state_a4a156_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_t_search_ab4166_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("officer", "session", "starts_on"), name="training_once_in_a_session"
                    ),
                    models.UniqueConstraint(fields=("reference",), name="personnel_trainingenrolment_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True), ("hours__isnull", False), _connector="OR"
                        ),
                        name="personnel_trainingenrolment_completed_has_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferRequest",
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
                    "kind",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent")],
                        editable=False,
                        max_length=10,
                        verbose_name="Mechanism",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[("social", "Social"), ("health", "Health"), ("joining_spouse", "Joining a spouse")],
                        max_length=16,
                        verbose_name="Ground of urgency",
                    ),
                ),
                (
                    "details",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Social and medical grounds, in a few words. Sealed: only those who answer the request open it.",
                        verbose_name="Details",
                    ),
                ),
                (
                    "opinion",
                    models.CharField(
                        blank=True,
                        choices=[("favourable", "Favourable"), ("unfavourable", "Unfavourable")],
                        max_length=14,
                        verbose_name="Opinion of the hierarchy",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_post", "No vacant post"),
                            ("service", "Needs of the service"),
                            ("seniority", "Too short a time in the present unit"),
                            ("ground", "Ground not established"),
                        ],
                        max_length=12,
                        verbose_name="Reason for refusal",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="Reply to the officer")),
                (
                    "assigned",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit assigned",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer",
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
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit wished for",
                    ),
                ),
            ],
            options={
                "verbose_name": "Transfer request",
                "verbose_name_plural": "Transfer requests",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="personnel_t_unit_id_abd017_idx"),
                    models.Index(fields=["state", "-id"], name="personnel_t_state_96ae5a_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="personnel_t_search_574634_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["requested", "studied"])),
                        fields=("officer",),
                        name="transfer_one_open_request",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="personnel_transferrequest_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "studied"), _negated=True),
                            models.Q(("opinion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_transferrequest_studied_has_opinion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "granted"), _negated=True), ("assigned__isnull", False), _connector="OR"
                        ),
                        name="personnel_transferrequest_granted_has_assigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="personnel_transferrequest_refused_has_reason",
                    ),
                ],
            },
        ),
    ]
