import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import hasila.institution.figures.register


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("institution", "0010_published_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckedText",
            fields=[
                ("name", models.CharField(editable=False, max_length=24, primary_key=True, serialize=False)),
                ("text", models.TextField(verbose_name="Text")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("ar", "Arabic"), ("fr", "French"), ("en", "English")],
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="Headline")),
                ("outlet", models.CharField(blank=True, max_length=120, verbose_name="Outlet")),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="Web address")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="Published on")),
                ("author", models.UUIDField(editable=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("expires_at", models.DateTimeField(editable=False, verbose_name="Kept until")),
            ],
            options={
                "verbose_name": "Checked text",
                "verbose_name_plural": "Checked texts",
                "indexes": [models.Index(fields=["expires_at"], name="checked_text_expires")],
            },
        ),
        migrations.CreateModel(
            name="PublishedItem",
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
                ("outlet", models.CharField(max_length=120, verbose_name="Outlet")),
                ("headline", models.CharField(max_length=300, verbose_name="Headline")),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="Web address",
                    ),
                ),
                ("published_on", models.DateField(verbose_name="Published on")),
                (
                    "language",
                    models.CharField(
                        choices=[("ar", "Arabic"), ("fr", "French"), ("en", "English")],
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("text", models.TextField(verbose_name="Text")),
                ("claim", models.TextField(verbose_name="What is wrong in it")),
                ("checked", models.CharField(blank=True, max_length=24, verbose_name="Checked text")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("letter", "Letter"),
                            ("mail", "Electronic mail"),
                            ("telephone", "Telephone, then in writing"),
                            ("bailiff", "Bailiff"),
                        ],
                        max_length=10,
                        verbose_name="How it was asked",
                    ),
                ),
                ("request", models.TextField(blank=True, verbose_name="What was asked for")),
                ("asked_on", models.DateField(editable=False, null=True, verbose_name="Asked on")),
                ("corrected_on", models.DateField(blank=True, null=True, verbose_name="Corrected on")),
                ("outcome", models.TextField(blank=True, verbose_name="What came of it")),
                ("statements", models.SmallIntegerField(default=0, editable=False, verbose_name="Statements put out")),
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
                "verbose_name": "Published item",
                "verbose_name_plural": "Published items followed",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="communicati_unit_id_85196e_idx"),
                    models.Index(fields=["state", "-id"], name="communicati_state_228c52_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="communicati_search_199e0e_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), _negated=True), models.Q(("state", "closed"), _negated=True)
                        ),
                        fields=("address",),
                        name="published_item_followed_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="communication_publisheditem_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            models.Q(("request", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_publisheditem_asked_has_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True),
                            models.Q(("way", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_publisheditem_asked_has_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "asked"), _negated=True), ("asked_on__isnull", False), _connector="OR"
                        ),
                        name="communication_publisheditem_asked_has_asked_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "uncorrected"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_publisheditem_uncorrected_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "corrected"), _negated=True),
                            ("corrected_on__isnull", False),
                            _connector="OR",
                        ),
                        name="communication_publisheditem_corrected_has_corrected_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_publisheditem_closed_has_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactStatement",
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
                        choices=[("fact", "Fact statement"), ("reminder", "Reminder")],
                        default="fact",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("ar", "Arabic"), ("fr", "French"), ("en", "English")],
                        max_length=2,
                        verbose_name="Language",
                    ),
                ),
                ("outlet", models.CharField(blank=True, max_length=120, verbose_name="Outlet")),
                ("quotation", models.TextField(verbose_name="What was published")),
                (
                    "figure",
                    models.CharField(
                        blank=True,
                        choices=hasila.institution.figures.register.figure_choices,
                        max_length=8,
                        verbose_name="Figure of the register",
                    ),
                ),
                ("figure_year", models.SmallIntegerField(blank=True, null=True, verbose_name="Year of the figure")),
                (
                    "official",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="Official figure"),
                ),
                ("definition", models.TextField(blank=True, editable=False, verbose_name="Definition")),
                ("source", models.CharField(blank=True, editable=False, max_length=400, verbose_name="Source")),
                ("headline", models.CharField(max_length=300, verbose_name="Headline")),
                ("body", models.TextField(verbose_name="Text of the statement")),
                ("checked", models.CharField(blank=True, max_length=24, verbose_name="Checked text")),
                ("claim", models.CharField(blank=True, max_length=40, verbose_name="Claim")),
                ("remarks", models.TextField(blank=True, verbose_name="Remarks")),
                ("signed_on", models.DateField(editable=False, null=True, verbose_name="Signed on")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("press", "Press agency and newspapers"),
                            ("portal", "Portal of the service"),
                            ("x", "Account on X"),
                            ("facebook", "Account on Facebook"),
                            ("instagram", "Account on Instagram"),
                            ("broadcast", "Radio and television"),
                        ],
                        max_length=10,
                        verbose_name="Channel",
                    ),
                ),
                ("published_on", models.DateField(editable=False, null=True, verbose_name="Put out on")),
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
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="communication.publisheditem",
                        verbose_name="Published item",
                    ),
                ),
            ],
            options={
                "verbose_name": "Fact statement",
                "verbose_name_plural": "Fact statements and reminders",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="communicati_unit_id_d672e6_idx"),
                    models.Index(fields=["state", "-id"], name="communicati_state_239876_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="communicati_search_e849a3_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="communication_factstatement_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("signed_on__isnull", False), _connector="OR"
                        ),
                        name="communication_factstatement_signed_has_signed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("channel", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_factstatement_published_has_channel",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="communication_factstatement_published_has_published_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_factstatement_withdrawn_has_grounds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="communication_factstatement_dropped_has_grounds",
                    ),
                ],
            },
        ),
    ]
