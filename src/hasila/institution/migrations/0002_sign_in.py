"""What signing in needs of an account, what is told to people, and what is done after the commit."""

import uuid

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
    ]
