"""All tables of the desk at once, as the migrations that this one replaces left them. Written by Django, none by hand."""

from pathlib import Path

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hasila.assurance.sealed
import hasila.institution.offences
import hasila.institution.people
import hasila.modules.districts
import hasila.modules.districts.entries
import hasila.modules.districts.party
import hasila.modules.districts.victims

SQL = Path(hasila.modules.districts.__file__).parent / "sql" / "duty.sql"


class Migration(migrations.Migration):
    replaces = [
        ("districts", "0001_desk"),
        ("districts", "0002_appointments_of_an_officer"),
        ("districts", "0003_papers_that_came_too_late"),
    ]

    initial = True

    dependencies = [
        ("institution", "0011_given_passwords"),
    ]

    operations = [
        migrations.RunSQL(
            SQL.read_text(encoding="utf-8"), "DROP FUNCTION districts_shift_hours(uuid, timestamptz, timestamptz)"
        ),
        migrations.CreateModel(
            name="AuditSample",
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
                ("first", models.DateField(verbose_name="From")),
                ("last", models.DateField(verbose_name="To")),
                (
                    "size",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="How many complaints",
                    ),
                ),
                ("drawn", models.JSONField(editable=False, null=True, verbose_name="Complaints drawn")),
                ("judged", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Judged")),
                ("report", models.TextField(blank=True, verbose_name="Report")),
                (
                    "audited",
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
                "verbose_name": "Audit sample",
                "verbose_name_plural": "Audit samples",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_a_unit_id_46768f_idx"),
                    models.Index(fields=["state", "-id"], name="districts_a_state_38129c_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_a_search_a98732_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_auditsample_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            models.Q(("report", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_auditsample_reported_has_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificateRequest",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("other_paper", models.CharField(blank=True, max_length=60, verbose_name="Other identity paper")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("residence", "Residence"),
                            ("moved", "Change of residence"),
                            ("attendance", "Attendance at the unit"),
                            ("complaint", "Complaint recorded"),
                        ],
                        max_length=12,
                        verbose_name="Certificate",
                    ),
                ),
                ("lives_since", models.DateField(blank=True, null=True, verbose_name="Lives there since")),
                ("former_address", models.CharField(blank=True, max_length=250, verbose_name="Former address")),
                ("wanted_for", models.CharField(blank=True, max_length=120, verbose_name="To be used for")),
                (
                    "about",
                    models.CharField(
                        blank=True,
                        help_text="The reference of the complaint, or the day and hour of attendance.",
                        max_length=120,
                        verbose_name="What it certifies",
                    ),
                ),
                ("visited_on", models.DateField(blank=True, null=True, verbose_name="Visited on")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("confirmed", "Lives there"),
                            ("not_there", "Does not live there"),
                            ("unknown", "Could not be established"),
                        ],
                        max_length=10,
                        verbose_name="Finding",
                    ),
                ),
                ("inquiry_note", models.TextField(blank=True, verbose_name="Report of the inquiry")),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_resident", "Residence not established"),
                            ("not_ours", "Address outside the territory of the unit"),
                            ("identity", "Identity not established"),
                            ("not_recorded", "Nothing of the kind is recorded"),
                        ],
                        max_length=14,
                        verbose_name="Reason",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
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
                "verbose_name": "Request for a certificate",
                "verbose_name_plural": "Requests for a certificate",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_c_unit_id_5cf041_idx"),
                    models.Index(fields=["state", "-id"], name="districts_c_state_d1fc3e_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_c_search_bf99cb_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_certificaterequest_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "inquired"), _negated=True),
                            models.Q(("finding", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_certificaterequest_inquired_has_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "inquired"), _negated=True),
                            ("visited_on__isnull", False),
                            _connector="OR",
                        ),
                        name="districts_certificaterequest_inquired_has_visited_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_certificaterequest_refused_has_refusal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_certificaterequest_refused_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChildFile",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                (
                    "at_home",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does the aggressor live with the child, or see the child when they want?",
                    ),
                ),
                (
                    "alone",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is the child left alone with the aggressor?",
                    ),
                ),
                (
                    "threatened",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Was the child threatened, or whoever stands by the child?",
                    ),
                ),
                (
                    "weapon",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Was a weapon, or an object used as one?",
                    ),
                ),
                (
                    "more_often",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has it happened before, or become more frequent of late?",
                    ),
                ),
                (
                    "injured",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does the child need a doctor now?",
                    ),
                ),
                (
                    "silenced",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is the child made to keep silent?",
                    ),
                ),
                (
                    "other_children",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Are other children within reach of the aggressor?",
                    ),
                ),
                (
                    "unbelieved",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is the child without an adult who believes and protects it?",
                    ),
                ),
                (
                    "self_harm",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does the child speak of running away, or of harming itself?",
                    ),
                ),
                (
                    "afraid",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is the child afraid to go home today?",
                    ),
                ),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(
                        blank=True, max_length=20, verbose_name="Telephone that is safe to call"
                    ),
                ),
                (
                    "shelter",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Sealed: where she stays now. It goes on no paper and in no case file.",
                        verbose_name="Shielded address",
                    ),
                ),
                ("in_private", models.BooleanField(verbose_name="Received in private")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="urgent",
                        max_length=10,
                        verbose_name="Urgency",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse"),
                            ("former_spouse", "Former spouse"),
                            ("fiance", "Fiancé or partner"),
                            ("parent", "Father or mother"),
                            ("child", "Son or daughter"),
                            ("relative", "Other relative"),
                            ("superior", "Employer or superior"),
                            ("teacher", "Teacher or educator"),
                            ("known", "Neighbour, colleague or acquaintance"),
                            ("stranger", "Stranger"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=14,
                        verbose_name="What the aggressor is to the victim",
                    ),
                ),
                ("aggressor", models.TextField(blank=True, verbose_name="The aggressor")),
                (
                    "violence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("physical", "Physical violence"),
                                ("psychological", "Psychological violence"),
                                ("sexual", "Sexual violence"),
                                ("economic", "Economic violence"),
                                ("digital", "Digital violence"),
                            ],
                            max_length=14,
                        ),
                        default=list,
                        size=None,
                        validators=[hasila.modules.districts.victims.validate_violence],
                        verbose_name="Kinds of violence",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="When the facts happened")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Place of the facts")),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(blank=True, max_length=32, verbose_name="Offence"),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("medium", "Medium"),
                            ("high", "High"),
                            ("immediate", "Immediate danger"),
                        ],
                        max_length=10,
                        verbose_name="Level of risk",
                    ),
                ),
                ("risk_grounds", models.TextField(blank=True, verbose_name="Grounds for the level")),
                ("prosecutor", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor asked on")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor answered on")),
                (
                    "referral",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hospital", "Hospital unit for women and children victims of violence"),
                            ("forensic", "Forensic doctor"),
                            ("social", "Social assistance at the court"),
                            ("shelter", "Shelter"),
                            ("association", "Listening centre or association"),
                            ("lawyer", "Lawyer or legal aid"),
                            ("psychologist", "Psychologist"),
                        ],
                        max_length=14,
                        verbose_name="Referred to",
                    ),
                ),
                ("referred_where", models.CharField(blank=True, max_length=160, verbose_name="Name of the place")),
                ("next_contact_at", models.DateTimeField(blank=True, null=True, verbose_name="Next contact")),
                ("contact_note", models.TextField(blank=True, verbose_name="What came of the contact")),
                ("closing", models.TextField(blank=True, verbose_name="Why the file is closed")),
                ("case_id", models.UUIDField(editable=False, null=True)),
                (
                    "case_reference",
                    models.CharField(blank=True, editable=False, max_length=32, verbose_name="Case file"),
                ),
                (
                    "measures_asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("guardian", "Handing to the parent or guardian who is not the suspect"),
                                ("trusted", "Placing with a person worthy of trust"),
                                (
                                    "institution",
                                    "Placing in an institution or an association for the protection of childhood",
                                ),
                                ("service", "Handing to the public service for the protection of childhood"),
                                ("treatment", "Sending the child to a hospital for examination and treatment"),
                                ("contact", "Prohibition to contact or approach the child"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Measures asked for",
                    ),
                ),
                (
                    "measures_ordered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("guardian", "Handing to the parent or guardian who is not the suspect"),
                                ("trusted", "Placing with a person worthy of trust"),
                                (
                                    "institution",
                                    "Placing in an institution or an association for the protection of childhood",
                                ),
                                ("service", "Handing to the public service for the protection of childhood"),
                                ("treatment", "Sending the child to a hospital for examination and treatment"),
                                ("contact", "Prohibition to contact or approach the child"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Measures ordered",
                    ),
                ),
                ("sex", models.CharField(choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex")),
                ("guardian", models.CharField(max_length=120, verbose_name="Who stands by the minor")),
                (
                    "guardian_tie",
                    models.CharField(
                        choices=[
                            ("father", "Father"),
                            ("mother", "Mother"),
                            ("guardian", "Legal guardian"),
                            ("relative", "Another relative of age"),
                            ("officer", "Officer for minors who was called in"),
                        ],
                        max_length=10,
                        verbose_name="Tie to the minor",
                    ),
                ),
                ("guardian_suspected", models.BooleanField(default=False, verbose_name="A guardian is the suspect")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.personfile",
                        verbose_name="Person's file",
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
                "verbose_name": "File of a child victim",
                "verbose_name_plural": "Files of child victims",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_c_unit_id_02510b_idx"),
                    models.Index(fields=["state", "-id"], name="districts_c_state_739606_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_c_search_482303_gin"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="districts_child_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_childfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assessed"), _negated=True),
                            models.Q(("risk", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_childfile_assessed_has_risk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assessed"), _negated=True),
                            models.Q(("risk_grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_childfile_assessed_has_risk_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_childfile_closed_has_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("other_paper", models.CharField(blank=True, max_length=60, verbose_name="Other identity paper")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("counter", "At the counter"),
                            ("call", "By telephone"),
                            ("letter", "By letter"),
                            ("prosecution", "From the public prosecution"),
                            ("patrol", "Through a patrol"),
                            ("online", "Online"),
                            ("unit", "From another unit"),
                        ],
                        default="counter",
                        max_length=12,
                        verbose_name="How it was received",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="Urgency",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="When the facts happened")),
                (
                    "happened_until",
                    models.DateTimeField(
                        blank=True, help_text="Where only a span is known.", null=True, verbose_name="Until when"
                    ),
                ),
                (
                    "town",
                    models.CharField(
                        blank=True, choices=hasila.modules.districts.entries.towns, max_length=3, verbose_name="Town"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Place of the facts")),
                (
                    "territory",
                    models.CharField(
                        choices=[
                            ("here", "In the territory of this unit"),
                            ("elsewhere", "In the territory of another unit of the police"),
                            ("outside", "Outside the urban perimeter (Royal Gendarmerie)"),
                            ("unknown", "Unknown, online or abroad"),
                        ],
                        default="here",
                        max_length=10,
                        verbose_name="Whose the place is",
                    ),
                ),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(blank=True, max_length=32, verbose_name="Offence"),
                ),
                ("suspect", models.TextField(blank=True, verbose_name="Known suspect")),
                ("case_id", models.UUIDField(editable=False, null=True)),
                (
                    "case_reference",
                    models.CharField(blank=True, editable=False, max_length=32, verbose_name="Case file"),
                ),
                (
                    "paper_number",
                    models.CharField(blank=True, max_length=40, verbose_name="Number of the case on paper"),
                ),
                ("next_id", models.UUIDField(editable=False, null=True)),
                (
                    "next_reference",
                    models.CharField(
                        blank=True, editable=False, max_length=32, verbose_name="Reference at the unit that has it now"
                    ),
                ),
                ("came_from", models.UUIDField(editable=False, null=True)),
                (
                    "came_from_reference",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="Reference at the unit that handed it over"
                    ),
                ),
                (
                    "gendarmerie",
                    models.CharField(blank=True, max_length=120, verbose_name="Brigade of the Royal Gendarmerie"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_offence", "The facts are no offence"),
                            ("civil", "Civil or commercial dispute"),
                            ("administration", "Matter of another administration"),
                            ("already", "Already recorded"),
                            ("unfounded", "The facts are not established"),
                        ],
                        max_length=16,
                        verbose_name="Reason",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                ("prosecutor", models.CharField(blank=True, max_length=120, verbose_name="Magistrate told")),
                ("ended_by", models.UUIDField(editable=False, null=True)),
                ("prosecutor_told_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor told on")),
                ("guardian", models.CharField(blank=True, max_length=120, verbose_name="Who stands by the minor")),
                (
                    "guardian_tie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("father", "Father"),
                            ("mother", "Mother"),
                            ("guardian", "Legal guardian"),
                            ("relative", "Another relative of age"),
                            ("officer", "Officer for minors who was called in"),
                        ],
                        max_length=10,
                        verbose_name="Tie to the minor",
                    ),
                ),
                ("withdrawal", models.TextField(blank=True, verbose_name="Withdrawal, in the complainant's words")),
                ("party_id", models.UUIDField(editable=False, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.personfile",
                        verbose_name="Person's file",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Handed to",
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
                "verbose_name": "Complaint",
                "verbose_name_plural": "Complaints",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_c_unit_id_955d0d_idx"),
                    models.Index(fields=["state", "-id"], name="districts_c_state_e4b655_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_c_search_057a33_gin"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person"],
                        name="districts_complaint_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_complaint_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("withdrawal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_withdrawn_has_withdrawal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("paper_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_on_paper_has_paper_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_on_paper_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True), ("case_id__isnull", False), _connector="OR"
                        ),
                        name="districts_complaint_followed_has_case_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_followed_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("to_unit__isnull", False), _connector="OR"
                        ),
                        name="districts_complaint_handed_has_to_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("next_id__isnull", False), _connector="OR"
                        ),
                        name="districts_complaint_handed_has_next_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("gendarmerie", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_gendarmerie_s_has_gendarmerie",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_gendarmerie_s_has_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_refused_has_refusal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_complaint_refused_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            ("prosecutor_told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="districts_complaint_refused_has_prosecutor_told_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("prosecutor_told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="districts_complaint_closed_has_prosecutor_told_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Denunciation",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("counter", "At the counter"),
                            ("call", "By telephone"),
                            ("letter", "By letter"),
                            ("prosecution", "From the public prosecution"),
                            ("patrol", "Through a patrol"),
                            ("online", "Online"),
                            ("unit", "From another unit"),
                        ],
                        default="counter",
                        max_length=12,
                        verbose_name="How it was received",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="Urgency",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="When the facts happened")),
                (
                    "happened_until",
                    models.DateTimeField(
                        blank=True, help_text="Where only a span is known.", null=True, verbose_name="Until when"
                    ),
                ),
                (
                    "town",
                    models.CharField(
                        blank=True, choices=hasila.modules.districts.entries.towns, max_length=3, verbose_name="Town"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Place of the facts")),
                (
                    "territory",
                    models.CharField(
                        choices=[
                            ("here", "In the territory of this unit"),
                            ("elsewhere", "In the territory of another unit of the police"),
                            ("outside", "Outside the urban perimeter (Royal Gendarmerie)"),
                            ("unknown", "Unknown, online or abroad"),
                        ],
                        default="here",
                        max_length=10,
                        verbose_name="Whose the place is",
                    ),
                ),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(blank=True, max_length=32, verbose_name="Offence"),
                ),
                ("suspect", models.TextField(blank=True, verbose_name="Known suspect")),
                ("case_id", models.UUIDField(editable=False, null=True)),
                (
                    "case_reference",
                    models.CharField(blank=True, editable=False, max_length=32, verbose_name="Case file"),
                ),
                (
                    "paper_number",
                    models.CharField(blank=True, max_length=40, verbose_name="Number of the case on paper"),
                ),
                ("next_id", models.UUIDField(editable=False, null=True)),
                (
                    "next_reference",
                    models.CharField(
                        blank=True, editable=False, max_length=32, verbose_name="Reference at the unit that has it now"
                    ),
                ),
                ("came_from", models.UUIDField(editable=False, null=True)),
                (
                    "came_from_reference",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="Reference at the unit that handed it over"
                    ),
                ),
                (
                    "gendarmerie",
                    models.CharField(blank=True, max_length=120, verbose_name="Brigade of the Royal Gendarmerie"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_offence", "The facts are no offence"),
                            ("civil", "Civil or commercial dispute"),
                            ("administration", "Matter of another administration"),
                            ("already", "Already recorded"),
                            ("unfounded", "The facts are not established"),
                        ],
                        max_length=16,
                        verbose_name="Reason",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                ("prosecutor", models.CharField(blank=True, max_length=120, verbose_name="Magistrate told")),
                ("ended_by", models.UUIDField(editable=False, null=True)),
                ("prosecutor_told_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor told on")),
                (
                    "source",
                    models.CharField(
                        choices=[("named", "The denouncer gives a name"), ("anonymous", "Anonymous")],
                        max_length=10,
                        verbose_name="Who denounces",
                    ),
                ),
                (
                    "denouncer",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Sealed: name, card and telephone. Write none of it in the facts.",
                        verbose_name="Name and contact of the denouncer",
                    ),
                ),
                (
                    "wants_protection",
                    models.BooleanField(default=False, verbose_name="The denouncer asks for protection"),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Handed to",
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
                "verbose_name": "Denunciation",
                "verbose_name_plural": "Denunciations",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_d_unit_id_7d3771_idx"),
                    models.Index(fields=["state", "-id"], name="districts_d_state_9e936b_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_d_search_7b3490_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_denunciation_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("paper_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_on_paper_has_paper_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_on_paper_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True), ("case_id__isnull", False), _connector="OR"
                        ),
                        name="districts_denunciation_followed_has_case_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_followed_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("to_unit__isnull", False), _connector="OR"
                        ),
                        name="districts_denunciation_handed_has_to_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("next_id__isnull", False), _connector="OR"
                        ),
                        name="districts_denunciation_handed_has_next_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("gendarmerie", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_gendarmerie_s_has_gendarmerie",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_gendarmerie_s_has_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_refused_has_refusal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_denunciation_refused_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            ("prosecutor_told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="districts_denunciation_refused_has_prosecutor_told_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyShift",
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
                    "duty",
                    models.CharField(
                        choices=[
                            ("desk", "Desk"),
                            ("judicial", "Judicial police officer on call"),
                            ("cell", "Victims' cell"),
                            ("head", "Head of the shift"),
                            ("patrol", "Patrol"),
                        ],
                        max_length=10,
                        verbose_name="Duty",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="From")),
                ("ends_at", models.DateTimeField(verbose_name="To")),
                ("note", models.TextField(blank=True, verbose_name="Note")),
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
                "verbose_name": "Shift",
                "verbose_name_plural": "Shifts",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_d_unit_id_ab2a26_idx"),
                    models.Index(fields=["state", "-id"], name="districts_d_state_88062d_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_d_search_47ceba_gin"),
                    models.Index(fields=["unit", "starts_at"], name="districts_shift_runs"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("state__in", ("planned", "on_duty")), ("starts_at__lt", models.F("ends_at"))
                        ),
                        expressions=[
                            (models.Func("officer", "starts_at", "ends_at", function="districts_shift_hours"), "&&")
                        ],
                        name="districts_no_two_shifts",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="districts_dutyshift_reference"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                    "how",
                    models.CharField(
                        choices=[
                            ("counter", "At the counter"),
                            ("call", "By telephone"),
                            ("letter", "By letter"),
                            ("prosecution", "From the public prosecution"),
                            ("patrol", "Through a patrol"),
                            ("online", "Online"),
                            ("unit", "From another unit"),
                        ],
                        default="counter",
                        max_length=12,
                        verbose_name="How it was received",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="ordinary",
                        max_length=10,
                        verbose_name="Urgency",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="When the facts happened")),
                (
                    "happened_until",
                    models.DateTimeField(
                        blank=True, help_text="Where only a span is known.", null=True, verbose_name="Until when"
                    ),
                ),
                (
                    "town",
                    models.CharField(
                        blank=True, choices=hasila.modules.districts.entries.towns, max_length=3, verbose_name="Town"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Place of the facts")),
                (
                    "territory",
                    models.CharField(
                        choices=[
                            ("here", "In the territory of this unit"),
                            ("elsewhere", "In the territory of another unit of the police"),
                            ("outside", "Outside the urban perimeter (Royal Gendarmerie)"),
                            ("unknown", "Unknown, online or abroad"),
                        ],
                        default="here",
                        max_length=10,
                        verbose_name="Whose the place is",
                    ),
                ),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(blank=True, max_length=32, verbose_name="Offence"),
                ),
                ("suspect", models.TextField(blank=True, verbose_name="Known suspect")),
                ("case_id", models.UUIDField(editable=False, null=True)),
                (
                    "case_reference",
                    models.CharField(blank=True, editable=False, max_length=32, verbose_name="Case file"),
                ),
                (
                    "paper_number",
                    models.CharField(blank=True, max_length=40, verbose_name="Number of the case on paper"),
                ),
                ("next_id", models.UUIDField(editable=False, null=True)),
                (
                    "next_reference",
                    models.CharField(
                        blank=True, editable=False, max_length=32, verbose_name="Reference at the unit that has it now"
                    ),
                ),
                ("came_from", models.UUIDField(editable=False, null=True)),
                (
                    "came_from_reference",
                    models.CharField(
                        blank=True, max_length=32, verbose_name="Reference at the unit that handed it over"
                    ),
                ),
                (
                    "gendarmerie",
                    models.CharField(blank=True, max_length=120, verbose_name="Brigade of the Royal Gendarmerie"),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_offence", "The facts are no offence"),
                            ("civil", "Civil or commercial dispute"),
                            ("administration", "Matter of another administration"),
                            ("already", "Already recorded"),
                            ("unfounded", "The facts are not established"),
                        ],
                        max_length=16,
                        verbose_name="Reason",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                ("prosecutor", models.CharField(blank=True, max_length=120, verbose_name="Magistrate told")),
                ("ended_by", models.UUIDField(editable=False, null=True)),
                ("prosecutor_told_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor told on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("brawl", "Brawl or public disorder"),
                            ("injury", "Person injured or ill"),
                            ("death", "Person found dead"),
                            ("fire", "Fire or explosion"),
                            ("damage", "Damage"),
                            ("vulnerable", "Person lost or in distress"),
                            ("suspicion", "Suspicious person, vehicle or object"),
                            ("other", "Other incident"),
                        ],
                        max_length=12,
                        verbose_name="Kind of incident",
                    ),
                ),
                ("people", models.TextField(blank=True, verbose_name="Persons concerned")),
                ("done", models.TextField(blank=True, verbose_name="What was done on the spot")),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Handed to",
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
                "verbose_name": "Incident report",
                "verbose_name_plural": "Incident reports",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_i_unit_id_50e632_idx"),
                    models.Index(fields=["state", "-id"], name="districts_i_state_bb0117_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_i_search_cbc4f3_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_incident_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("paper_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_on_paper_has_paper_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_paper"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_on_paper_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True), ("case_id__isnull", False), _connector="OR"
                        ),
                        name="districts_incident_followed_has_case_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "followed"), _negated=True),
                            models.Q(("offence", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_followed_has_offence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("to_unit__isnull", False), _connector="OR"
                        ),
                        name="districts_incident_handed_has_to_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True), ("next_id__isnull", False), _connector="OR"
                        ),
                        name="districts_incident_handed_has_next_id",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("gendarmerie", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_gendarmerie_s_has_gendarmerie",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "gendarmerie_s"), _negated=True),
                            models.Q(("place", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_gendarmerie_s_has_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "settled"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_incident_settled_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JudicialPaper",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("other_paper", models.CharField(blank=True, max_length=60, verbose_name="Other identity paper")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hearing", "Summons to a hearing"),
                            ("judgment", "Judgment"),
                            ("order", "Order"),
                            ("fine", "Notice to pay a fine"),
                            ("other", "Other paper"),
                        ],
                        max_length=10,
                        verbose_name="Paper",
                    ),
                ),
                ("court", models.CharField(max_length=120, verbose_name="Court or prosecution that sends it")),
                ("paper_number", models.CharField(max_length=60, verbose_name="Number of the paper")),
                ("serve_by", models.DateTimeField(verbose_name="To be served before")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Attempts")),
                (
                    "served_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "Handed to the person"),
                            ("family", "Handed to a relative at the address"),
                            ("refused", "The person refused to take it"),
                            ("phone", "Told by telephone"),
                        ],
                        max_length=10,
                        verbose_name="How it was served",
                    ),
                ),
                ("served_at", models.DateTimeField(blank=True, null=True, verbose_name="Served on")),
                (
                    "not_served",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absent", "Nobody at the address"),
                            ("moved", "Moved away"),
                            ("unknown", "Unknown at the address"),
                            ("address", "No such address"),
                            ("late", "It came too late"),
                        ],
                        max_length=10,
                        verbose_name="Why it was not served",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
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
                    "came_late",
                    models.TextField(
                        blank=True,
                        help_text="Only where that moment is past already: how and when it reached the unit. It is registered, and goes back to the court as not served in time.",
                        verbose_name="Why it came too late",
                    ),
                ),
            ],
            options={
                "verbose_name": "Judicial paper",
                "verbose_name_plural": "Judicial papers",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_j_unit_id_f6586f_idx"),
                    models.Index(fields=["state", "-id"], name="districts_j_state_b8e863_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_j_search_2c9ea0_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "received")),
                        fields=("unit", "court", "paper_number", "card_number", "arabic_name"),
                        name="districts_paper_taken_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="districts_judicialpaper_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "served"), _negated=True),
                            models.Q(("served_how", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_judicialpaper_served_has_served_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "served"), _negated=True), ("served_at__isnull", False), _connector="OR"
                        ),
                        name="districts_judicialpaper_served_has_served_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("not_served", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_judicialpaper_returned_has_not_served",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
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
                        choices=[
                            ("shift", "Hand-over of the shift"),
                            ("visit", "Visit of an authority"),
                            ("instruction", "Instruction received"),
                            ("room", "Premises and equipment"),
                            ("event", "Event in the territory"),
                            ("other", "Other entry"),
                        ],
                        max_length=12,
                        verbose_name="Kind of entry",
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Name no person here whose matter has a register of its own.", verbose_name="Entry"
                    ),
                ),
                ("remark", models.TextField(blank=True, verbose_name="Later remark")),
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
                "verbose_name": "Entry of the day's log",
                "verbose_name_plural": "Entries of the day's log",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_l_unit_id_6dc28d_idx"),
                    models.Index(fields=["state", "-id"], name="districts_l_state_115b64_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_l_search_513629_gin"),
                ],
                "constraints": [models.UniqueConstraint(fields=("reference",), name="districts_logentry_reference")],
            },
        ),
        migrations.CreateModel(
            name="Loss",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("other_paper", models.CharField(blank=True, max_length=60, verbose_name="Other identity paper")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("card", "National identity card"),
                            ("passport", "Passport"),
                            ("residence", "Residence permit"),
                            ("licence", "Driving licence"),
                            ("registration", "Vehicle registration certificate"),
                            ("bank", "Bank card or cheque book"),
                            ("papers", "Other papers"),
                            ("phone", "Telephone"),
                            ("money", "Money or jewellery"),
                            ("bag", "Bag or luggage"),
                            ("other", "Other object"),
                        ],
                        max_length=14,
                        verbose_name="What was lost",
                    ),
                ),
                ("serial", models.CharField(blank=True, max_length=60, verbose_name="Number on the object")),
                ("description", models.TextField(blank=True, verbose_name="Description")),
                ("lost_on", models.DateField(verbose_name="Lost on")),
                ("lost_at", models.CharField(blank=True, max_length=200, verbose_name="Where")),
                ("grounds", models.TextField(blank=True, verbose_name="Why")),
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
                "verbose_name": "Declaration of loss",
                "verbose_name_plural": "Declarations of loss",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_l_unit_id_475a9c_idx"),
                    models.Index(fields=["state", "-id"], name="districts_l_state_e83ce8_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_l_search_b7673c_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_loss_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_loss_cancelled_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FoundObject",
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
                        choices=[
                            ("card", "National identity card"),
                            ("passport", "Passport"),
                            ("residence", "Residence permit"),
                            ("licence", "Driving licence"),
                            ("registration", "Vehicle registration certificate"),
                            ("bank", "Bank card or cheque book"),
                            ("papers", "Other papers"),
                            ("phone", "Telephone"),
                            ("money", "Money or jewellery"),
                            ("bag", "Bag or luggage"),
                            ("other", "Other object"),
                        ],
                        max_length=14,
                        verbose_name="What was found",
                    ),
                ),
                ("serial", models.CharField(blank=True, max_length=60, verbose_name="Number on the object")),
                ("description", models.TextField(verbose_name="Description")),
                ("found_on", models.DateField(verbose_name="Found on")),
                ("found_at", models.CharField(max_length=200, verbose_name="Where")),
                ("finder", models.CharField(blank=True, max_length=120, verbose_name="Finder")),
                (
                    "finder_phone",
                    hasila.modules.districts.party.PhoneField(
                        blank=True, max_length=20, verbose_name="Telephone of the finder"
                    ),
                ),
                ("storage", models.CharField(max_length=80, verbose_name="Where it is kept")),
                ("owner", models.CharField(blank=True, max_length=120, verbose_name="Owner")),
                (
                    "owner_card",
                    hasila.institution.people.CardNumberField(
                        blank=True, max_length=16, verbose_name="Card number of the owner"
                    ),
                ),
                (
                    "receiver",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("issuer", "The service that issued it"),
                            ("state", "The property of the State"),
                            ("destroyed", "Destroyed, being worthless or perishable"),
                        ],
                        max_length=10,
                        verbose_name="Handed to",
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
                    "loss",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.loss",
                        verbose_name="Declaration of loss",
                    ),
                ),
            ],
            options={
                "verbose_name": "Object found",
                "verbose_name_plural": "Objects found",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_f_unit_id_b57e75_idx"),
                    models.Index(fields=["state", "-id"], name="districts_f_state_3153d2_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_f_search_a7edcc_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_foundobject_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("owner", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_foundobject_returned_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ceded"), _negated=True),
                            models.Q(("receiver", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_foundobject_ceded_has_receiver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Summons",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("other_paper", models.CharField(blank=True, max_length=60, verbose_name="Other identity paper")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "quality",
                    models.CharField(
                        choices=[
                            ("complainant", "Complainant"),
                            ("suspect", "Suspect"),
                            ("witness", "Witness"),
                            ("victim", "Victim"),
                            ("liable", "Civilly liable person"),
                            ("other", "Other person"),
                        ],
                        max_length=12,
                        verbose_name="Summoned as",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="Subject")),
                ("matter", models.CharField(blank=True, max_length=60, verbose_name="Reference of the matter")),
                ("appear_at", models.DateTimeField(verbose_name="To appear on")),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Attempts")),
                (
                    "served_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("person", "Handed to the person"),
                            ("family", "Handed to a relative at the address"),
                            ("refused", "The person refused to take it"),
                            ("phone", "Told by telephone"),
                        ],
                        max_length=10,
                        verbose_name="How it was served",
                    ),
                ),
                ("served_at", models.DateTimeField(blank=True, null=True, verbose_name="Served on")),
                (
                    "not_served",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absent", "Nobody at the address"),
                            ("moved", "Moved away"),
                            ("unknown", "Unknown at the address"),
                            ("address", "No such address"),
                        ],
                        max_length=10,
                        verbose_name="Why it was not served",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                ("prosecutor_told_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor told on")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.personfile",
                        verbose_name="Person's file",
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
                "verbose_name": "Summons",
                "verbose_name_plural": "Summonses",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_s_unit_id_3ff2c2_idx"),
                    models.Index(fields=["state", "-id"], name="districts_s_state_1d20eb_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_s_search_e344a4_gin"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person"],
                        name="districts_summons_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_summons_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "served"), _negated=True),
                            models.Q(("served_how", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_summons_served_has_served_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "served"), _negated=True), ("served_at__isnull", False), _connector="OR"
                        ),
                        name="districts_summons_served_has_served_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "unserved"), _negated=True),
                            models.Q(("not_served", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_summons_unserved_has_not_served",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "reported"), _negated=True),
                            ("prosecutor_told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="districts_summons_reported_has_prosecutor_told_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_summons_cancelled_has_note",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                ("became_case", models.BooleanField(default=False, editable=False, verbose_name="Became a case")),
                (
                    "should",
                    models.CharField(
                        choices=[
                            ("yes", "It should have become a case"),
                            ("no", "It should not have become a case"),
                            ("unsure", "It can't be told from the file"),
                        ],
                        max_length=8,
                        verbose_name="Finding",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="Grounds")),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="districts.complaint",
                        verbose_name="Complaint",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="districts.auditsample",
                        verbose_name="Audit sample",
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
                "verbose_name": "Verdict on a complaint",
                "verbose_name_plural": "Verdicts on complaints",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_v_unit_id_f21f40_idx"),
                    models.Index(fields=["state", "-id"], name="districts_v_state_9f413a_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_v_search_7a6092_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "complaint"), name="districts_one_verdict"),
                    models.UniqueConstraint(fields=("reference",), name="districts_verdict_reference"),
                ],
            },
        ),
        migrations.CreateModel(
            name="VictimFile",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                (
                    "threatened_death",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has he threatened to kill her, the children or himself?",
                    ),
                ),
                (
                    "weapon",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has he a weapon, or used an object as one?",
                    ),
                ),
                (
                    "strangled",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has he ever strangled or choked her?",
                    ),
                ),
                (
                    "more_often",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has the violence become more frequent or more serious of late?",
                    ),
                ),
                (
                    "separation",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has she left him, or said that she will?",
                    ),
                ),
                (
                    "follows",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does he follow, watch or call her against her will?",
                    ),
                ),
                (
                    "pregnant",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is she pregnant, or has she given birth this year?",
                    ),
                ),
                (
                    "children",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Are children threatened, or have they seen the violence?",
                    ),
                ),
                (
                    "locked_in",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does he keep her from going out, from money or from her papers?",
                    ),
                ),
                (
                    "addiction",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Does alcohol or drugs make it worse?",
                    ),
                ),
                (
                    "earlier",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Has he broken an order of a court or an undertaking before?",
                    ),
                ),
                (
                    "afraid",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("none", "Asked, no answer")],
                        max_length=4,
                        verbose_name="Is she afraid to go home today?",
                    ),
                ),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(
                        blank=True, max_length=20, verbose_name="Telephone that is safe to call"
                    ),
                ),
                (
                    "shelter",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Sealed: where she stays now. It goes on no paper and in no case file.",
                        verbose_name="Shielded address",
                    ),
                ),
                ("in_private", models.BooleanField(verbose_name="Received in private")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="urgent",
                        max_length=10,
                        verbose_name="Urgency",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("spouse", "Spouse"),
                            ("former_spouse", "Former spouse"),
                            ("fiance", "Fiancé or partner"),
                            ("parent", "Father or mother"),
                            ("child", "Son or daughter"),
                            ("relative", "Other relative"),
                            ("superior", "Employer or superior"),
                            ("teacher", "Teacher or educator"),
                            ("known", "Neighbour, colleague or acquaintance"),
                            ("stranger", "Stranger"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=14,
                        verbose_name="What the aggressor is to the victim",
                    ),
                ),
                ("aggressor", models.TextField(blank=True, verbose_name="The aggressor")),
                (
                    "violence",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("physical", "Physical violence"),
                                ("psychological", "Psychological violence"),
                                ("sexual", "Sexual violence"),
                                ("economic", "Economic violence"),
                                ("digital", "Digital violence"),
                            ],
                            max_length=14,
                        ),
                        default=list,
                        size=None,
                        validators=[hasila.modules.districts.victims.validate_violence],
                        verbose_name="Kinds of violence",
                    ),
                ),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="When the facts happened")),
                ("place", models.CharField(blank=True, max_length=160, verbose_name="Place of the facts")),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(blank=True, max_length=32, verbose_name="Offence"),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("low", "Low"),
                            ("medium", "Medium"),
                            ("high", "High"),
                            ("immediate", "Immediate danger"),
                        ],
                        max_length=10,
                        verbose_name="Level of risk",
                    ),
                ),
                ("risk_grounds", models.TextField(blank=True, verbose_name="Grounds for the level")),
                (
                    "measures_asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                (
                                    "child_home",
                                    "Return of the child with its custodian to the dwelling set by the court",
                                ),
                                ("warning", "Warning to the aggressor not to attack, with an undertaking"),
                                ("property", "Notice to the aggressor not to dispose of the spouses' common property"),
                                ("care", "Sending the victim to a hospital for treatment"),
                                ("shelter", "Placing in a shelter or a social institution, where she wishes it"),
                                ("contact", "Prohibition to contact or approach the victim"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Measures asked for",
                    ),
                ),
                (
                    "measures_ordered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                (
                                    "child_home",
                                    "Return of the child with its custodian to the dwelling set by the court",
                                ),
                                ("warning", "Warning to the aggressor not to attack, with an undertaking"),
                                ("property", "Notice to the aggressor not to dispose of the spouses' common property"),
                                ("care", "Sending the victim to a hospital for treatment"),
                                ("shelter", "Placing in a shelter or a social institution, where she wishes it"),
                                ("contact", "Prohibition to contact or approach the victim"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Measures ordered",
                    ),
                ),
                ("prosecutor", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor asked on")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="Prosecutor answered on")),
                (
                    "referral",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("hospital", "Hospital unit for women and children victims of violence"),
                            ("forensic", "Forensic doctor"),
                            ("social", "Social assistance at the court"),
                            ("shelter", "Shelter"),
                            ("association", "Listening centre or association"),
                            ("lawyer", "Lawyer or legal aid"),
                            ("psychologist", "Psychologist"),
                        ],
                        max_length=14,
                        verbose_name="Referred to",
                    ),
                ),
                ("referred_where", models.CharField(blank=True, max_length=160, verbose_name="Name of the place")),
                ("next_contact_at", models.DateTimeField(blank=True, null=True, verbose_name="Next contact")),
                ("contact_note", models.TextField(blank=True, verbose_name="What came of the contact")),
                ("closing", models.TextField(blank=True, verbose_name="Why the file is closed")),
                ("case_id", models.UUIDField(editable=False, null=True)),
                (
                    "case_reference",
                    models.CharField(blank=True, editable=False, max_length=32, verbose_name="Case file"),
                ),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                (
                    "children_count",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="Children in her care"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.personfile",
                        verbose_name="Person's file",
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
                "verbose_name": "File of a victim",
                "verbose_name_plural": "Files of victims",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_v_unit_id_7e2f38_idx"),
                    models.Index(fields=["state", "-id"], name="districts_v_state_a93f31_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_v_search_b39cb3_gin"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="districts_victim_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_victimfile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assessed"), _negated=True),
                            models.Q(("risk", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_victimfile_assessed_has_risk",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assessed"), _negated=True),
                            models.Q(("risk_grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_victimfile_assessed_has_risk_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="districts_victimfile_closed_has_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                (
                    "phone",
                    hasila.modules.districts.party.PhoneField(blank=True, max_length=20, verbose_name="Telephone"),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("complaint", "Complaint"),
                            ("hearing", "Hearing"),
                            ("certificate", "Certificate"),
                            ("information", "Information on a matter"),
                            ("chief", "Reception by the head of the unit"),
                        ],
                        max_length=12,
                        verbose_name="Subject",
                    ),
                ),
                ("matter", models.CharField(blank=True, max_length=60, verbose_name="Reference of the matter")),
                ("starts_at", models.DateTimeField(verbose_name="When")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="For how many minutes",
                    ),
                ),
                ("ends_at", models.DateTimeField(editable=False, null=True, verbose_name="Until")),
                ("note", models.TextField(blank=True, verbose_name="Note")),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="With",
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
                "verbose_name": "Appointment",
                "verbose_name_plural": "Appointments",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="districts_a_unit_id_d0a70a_idx"),
                    models.Index(fields=["state", "-id"], name="districts_a_state_e55683_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="districts_a_search_cd7d70_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="districts_appointment_reference"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("officer__isnull", False), ("starts_at__lt", models.F("ends_at")), ("state", "booked")
                        ),
                        expressions=[
                            (models.Func("officer", "starts_at", "ends_at", function="districts_shift_hours"), "&&")
                        ],
                        name="districts_one_appointment_at_once",
                    ),
                ],
            },
        ),
    ]
