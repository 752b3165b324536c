"""All tables at once, as the migrations that this one replaces left them. Written by Django, none by hand."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hasila.institution.people


class Migration(migrations.Migration):
    replaces = [("documents", "0001_initial"), ("documents", "0002_erasure")]

    initial = True

    dependencies = [
        ("institution", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnrolmentCampaign",
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
                            ("earthquake", "Victims of the earthquake"),
                            ("floods", "Victims of the floods"),
                            ("amnesty", "Beneficiaries of the royal pardon"),
                            ("remote", "Remote areas"),
                        ],
                        max_length=12,
                        verbose_name="Occasion",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="Title")),
                ("area", models.CharField(max_length=160, verbose_name="Area")),
                ("starts_on", models.DateField(verbose_name="Starts on")),
                ("missions", models.PositiveIntegerField(default=0, editable=False, verbose_name="Missions")),
                ("out", models.PositiveIntegerField(default=0, editable=False, verbose_name="Missions still out")),
                ("summary", models.TextField(blank=True, verbose_name="Summary")),
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
                "verbose_name": "Enrolment campaign",
                "verbose_name_plural": "Enrolment campaigns",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="documents_e_unit_id_1444ef_idx"),
                    models.Index(fields=["state", "-id"], name="documents_e_state_fe3d55_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="documents_e_search_24cf5f_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="documents_enrolmentcampaign_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("summary", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_enrolmentcampaign_closed_has_summary",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MobileUnitService",
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
                ("plate", models.CharField(max_length=20, verbose_name="Registration plate")),
                (
                    "stations",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(10),
                        ],
                        verbose_name="Enrolment stations on board",
                    ),
                ),
                ("destination", models.CharField(blank=True, max_length=120, verbose_name="Destination")),
                (
                    "retirement",
                    models.CharField(
                        blank=True,
                        choices=[("worn", "Worn out"), ("accident", "Accident"), ("replaced", "Replaced")],
                        max_length=12,
                        verbose_name="Why it leaves service",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.enrolmentcampaign",
                        verbose_name="Campaign",
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
                "verbose_name": "Mobile unit",
                "verbose_name_plural": "Mobile units",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="documents_m_unit_id_2961d7_idx"),
                    models.Index(fields=["state", "-id"], name="documents_m_state_8a2a5a_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="documents_m_search_1860b3_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "retired"), _negated=True),
                        fields=("plate",),
                        name="documents_vehicle_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="documents_mobileunitservice_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "on_mission"), _negated=True),
                            models.Q(("destination", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_mobileunitservice_on_mission_has_destination",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "retired"), _negated=True),
                            models.Q(("retirement", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_mobileunitservice_retired_has_retirement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardRequest",
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
                            ("first", "First card"),
                            ("minor", "First card of a minor"),
                            ("renewal", "Renewal"),
                            ("loss", "Loss or theft"),
                            ("change", "Change of data"),
                        ],
                        max_length=8,
                        verbose_name="Kind of request",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("centre", "Enrolment centre"),
                            ("consulate", "Consulate"),
                            ("mobile_unit", "Mobile unit"),
                        ],
                        max_length=12,
                        verbose_name="Place of enrolment",
                    ),
                ),
                (
                    "campaign",
                    models.CharField(
                        choices=[
                            ("ordinary", "No campaign"),
                            ("earthquake", "Victims of the earthquake"),
                            ("floods", "Victims of the floods"),
                            ("amnesty", "Beneficiaries of the royal pardon"),
                            ("remote", "Remote areas"),
                        ],
                        default="ordinary",
                        max_length=12,
                        verbose_name="Campaign",
                    ),
                ),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(
                        help_text="For a first card, the number that the centre assigns at enrolment.",
                        max_length=16,
                        verbose_name="Card number",
                    ),
                ),
                ("arabic_name", models.CharField(max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(max_length=120, verbose_name="Name in Latin letters")),
                ("sex", models.CharField(choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex")),
                ("born_on", models.DateField(null=True, verbose_name="Date of birth")),
                ("born_at_arabic", models.CharField(max_length=60, verbose_name="Place of birth in Arabic")),
                ("born_at_latin", models.CharField(max_length=60, verbose_name="Place of birth in Latin letters")),
                (
                    "centre",
                    models.CharField(
                        blank=True,
                        choices=[("CE-RBT", "Issuance centre of Rabat"), ("CE-RAK", "Issuance centre of Marrakech")],
                        max_length=8,
                        verbose_name="Issuance centre",
                    ),
                ),
                (
                    "rejection",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("incomplete", "Papers are missing"),
                            ("doubtful", "The identity is not established"),
                            ("image", "Photograph or fingerprints cannot be used"),
                            ("double", "The holder has a valid card"),
                        ],
                        max_length=12,
                        verbose_name="Ground of rejection",
                    ),
                ),
                (
                    "defect",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("print", "Printing"),
                            ("chip", "Electronic chip"),
                            ("data", "Wrong data on the card"),
                        ],
                        max_length=8,
                        verbose_name="Defect",
                    ),
                ),
                (
                    "recipient",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("holder", "The holder"),
                            ("guardian", "The legal guardian"),
                            ("proxy", "A person with power of attorney"),
                        ],
                        max_length=8,
                        verbose_name="Handed to",
                    ),
                ),
                (
                    "recipient_card",
                    hasila.institution.people.CardNumberField(
                        blank=True, max_length=16, verbose_name="Card number of the recipient"
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
                "verbose_name": "Card request",
                "verbose_name_plural": "Card requests",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="documents_c_unit_id_5482e6_idx"),
                    models.Index(fields=["state", "-id"], name="documents_c_state_f24488_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="documents_c_search_d2bbeb_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("requested", "produced"))),
                        fields=("card_number",),
                        name="documents_one_request_under_way",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="documents_cardrequest_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "produced"), _negated=True),
                            models.Q(("centre", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_cardrequest_produced_has_centre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(("centre", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_cardrequest_delivered_has_centre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(("recipient", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_cardrequest_delivered_has_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("centre", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_cardrequest_returned_has_centre",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "rejected"), _negated=True),
                            models.Q(("rejection", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_cardrequest_rejected_has_rejection",
                    ),
                ],
            },
        ),
    ]
