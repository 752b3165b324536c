"""What signing in needs of an account, and what is done after the commit."""

from django.db import migrations

# Every NOTIFY takes one lock of the whole server at the commit; the worker looks at the queue instead.
QUIET = "ALTER TABLE procrastinate_jobs DISABLE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1"
LOUD = QUIET.replace("DISABLE", "ENABLE")


class Migration(migrations.Migration):
    dependencies = [("institution", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(QUIET, LOUD)]
