"""The ties of a file to others are kept with it; what is measured of a content is open like its attachment."""

from django.db import migrations, models

READER = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_reader') THEN
        CREATE POLICY hasila_reader ON casefiles_upload FOR SELECT TO hasila_reader USING (EXISTS (
            SELECT FROM casefiles_attachment a WHERE a.upload_id = casefiles_upload.id));
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casefiles", "0007_persons_held")]

    operations = [
        migrations.AddField(
            model_name="casefile",
            name="ties",
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name="Ties to other files"),
        ),
        migrations.AlterField(
            model_name="casefile",
            name="origin",
            field=models.CharField(
                choices=[
                    ("complaint", "Complaint"),
                    ("denunciation", "Denunciation"),
                    ("incident", "Incident report"),
                    ("flagrant", "Flagrante delicto"),
                    ("prosecutor", "Instruction of the public prosecution"),
                    ("letter_rogatory", "Letter rogatory"),
                    ("other_unit", "Another unit"),
                    ("severance", "Severance from another file"),
                ],
                max_length=16,
                verbose_name="Ground of opening",
            ),
        ),
        migrations.RunSQL(READER, "DROP POLICY IF EXISTS hasila_reader ON casefiles_upload"),
    ]
