"""What signing in needs of an account, what is told to people, and what is done after the commit."""

import uuid
from pathlib import Path

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# Every NOTIFY takes one lock of the whole server at the commit; the worker looks at the queue instead.
QUIET = "ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1"
LOUD = QUIET.replace("DISABLE", "ENABLE")

# What was told stays as it was told; only that it was read may be set.
AS_TOLD = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_app') THEN
    REVOKE UPDATE ON institution_notice FROM hasila_app;
    GRANT UPDATE (read_at) ON institution_notice TO hasila_app;
  END IF;
END $$
"""


STATE = (Path(__file__).parents[1] / "sql" / "officer_state.sql").read_text()
NO_STATE = "DROP FUNCTION institution_officer_state(uuid)"


class Migration(migrations.Migration):
    dependencies = [("institution", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [
        migrations.RunSQL(QUIET, LOUD),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("recipient", models.UUIDField(editable=False, verbose_name="For")),
                ("role", models.CharField(blank=True, max_length=24, verbose_name="Role")),
                ("text", models.TextField(verbose_name="Text")),
                ("params", models.JSONField(default=dict)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("cause", models.UUIDField(editable=False, null=True)),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="Told"),
                ),
                ("read_at", models.DateTimeField(editable=False, null=True, verbose_name="Read")),
            ],
            options={
                "verbose_name": "Notice",
                "verbose_name_plural": "Notices",
                "indexes": [
                    models.Index(fields=["recipient", "-made_at"], name="notice_of"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["recipient"], name="notice_unread"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("recipient", "cause", "text"), name="notice_once"),
                ],
            },
        ),
        migrations.RunSQL(AS_TOLD, migrations.RunSQL.noop),
        migrations.RunSQL(STATE, NO_STATE),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("account", models.UUIDField(db_index=True, editable=False, null=True, verbose_name="Account")),
                ("agent", models.CharField(blank=True, max_length=200, verbose_name="Device")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Signed in")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="Last used")),
            ],
            options={
                "verbose_name": "Session",
                "verbose_name_plural": "Sessions",
            },
        ),
        migrations.CreateModel(
            name="SignInTry",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=1)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="account",
            name="demo",
            field=models.BooleanField(default=False, editable=False, verbose_name="Of the demonstration"),
        ),
        migrations.AddField(
            model_name="account",
            name="enrol_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="May enrol a second factor until"),
        ),
        migrations.CreateModel(
            name="RecoveryRequest",
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
                    "identity",
                    models.CharField(
                        choices=[
                            ("in_person", "In person, by the professional card and the national card"),
                            ("by_chief", "In person, by the chief who knows them"),
                        ],
                        max_length=12,
                        verbose_name="How identity was checked",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="What was lost, and how")),
                ("reason", models.TextField(blank=True, verbose_name="Reason of the refusal")),
                ("open_until", models.DateTimeField(editable=False, null=True, verbose_name="Open until")),
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
                "verbose_name": "Recovery of a second factor",
                "verbose_name_plural": "Recoveries of second factors",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="institution_unit_id_b63753_idx"),
                    models.Index(fields=["state", "-id"], name="institution_state_ca8ae7_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="institution_search_2d6949_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="institution_recoveryrequest_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            ("open_until__isnull", False),
                            _connector="OR",
                        ),
                        name="institution_recoveryrequest_approved_has_open_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="institution_recoveryrequest_refused_has_reason",
                    ),
                ],
            },
        ),
    ]
