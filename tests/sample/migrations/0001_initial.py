import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("institution", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ledgered",
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
                ("title", models.CharField(max_length=80, verbose_name="Title")),
                ("claims", models.IntegerField(default=0, verbose_name="Claims")),
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
                ("part", models.UUIDField(editable=False, null=True, verbose_name="Part taken out")),
            ],
            options={
                "verbose_name": "Ledgered",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="sample_ledg_unit_id_741d29_idx"),
                    models.Index(fields=["state", "-id"], name="sample_ledg_state_acebdd_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="sample_ledg_search_f1e156_gin"),
                ],
                "constraints": [models.UniqueConstraint(fields=("reference",), name="sample_ledgered_reference")],
            },
        ),
        migrations.CreateModel(
            name="Claim",
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
                        choices=[("plain", "Plain"), ("urgent", "Urgent")],
                        default="plain",
                        max_length=10,
                        verbose_name="Kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="Text")),
                ("amount", models.PositiveIntegerField(default=0, verbose_name="Amount")),
                ("on", models.DateField(null=True, verbose_name="On")),
                ("token", models.CharField(max_length=20, null=True, unique=True, verbose_name="Token")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Holder",
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
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sample.ledgered",
                        verbose_name="Dossier",
                    ),
                ),
                (
                    "marks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        size=3,
                        verbose_name="Marks",
                    ),
                ),
            ],
            options={
                "verbose_name": "Claim",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="sample_clai_unit_id_9f2537_idx"),
                    models.Index(fields=["state", "-id"], name="sample_clai_state_3607d9_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="sample_clai_search_822222_gin"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__lte", 1000)), name="sample_claim_small"),
                    models.UniqueConstraint(fields=("reference",), name="sample_claim_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sample_claim_decided_has_grounds",
                    ),
                ],
            },
        ),
    ]
