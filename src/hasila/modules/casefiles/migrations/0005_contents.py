"""The contents of attachments: a table that the application only fills, and that a reader sees as its attachment."""

from django.db import migrations

TABLE = """
CREATE TABLE casefiles_blob (
    upload_id uuid PRIMARY KEY REFERENCES casefiles_upload (id),
    content bytea NOT NULL
);
ALTER TABLE casefiles_blob ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE casefiles_blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE casefiles_upload ENABLE ROW LEVEL SECURITY;

-- An erasure of the attachment takes its content: what stands in the place of the digest is the mark of erased text.
CREATE FUNCTION casefiles_forget_blob() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM casefiles_blob WHERE upload_id = NEW.upload_id;
    UPDATE casefiles_upload SET sha256 = NEW.sha256 WHERE id = NEW.upload_id;
    RETURN NULL;
END $$;
CREATE TRIGGER casefiles_forget_blob AFTER UPDATE OF sha256 ON casefiles_attachment
    FOR EACH ROW WHEN (NEW.sha256 = '⌫' AND OLD.sha256 <> '⌫') EXECUTE FUNCTION casefiles_forget_blob();

DO $$
BEGIN
    IF (SELECT count(*) = 3 FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer')) THEN
        REVOKE ALL ON casefiles_blob, casefiles_upload FROM hasila_app, hasila_reader, hasila_sealer;
        GRANT SELECT, INSERT ON casefiles_blob, casefiles_upload TO hasila_app;
        CREATE POLICY hasila_door ON casefiles_blob TO hasila_app USING (true) WITH CHECK (true);
        CREATE POLICY hasila_door ON casefiles_upload TO hasila_app USING (true) WITH CHECK (true);
        CREATE POLICY hasila_reader ON casefiles_blob FOR SELECT TO hasila_reader USING (EXISTS (
            SELECT FROM casefiles_attachment a WHERE a.upload_id = casefiles_blob.upload_id));
    END IF;
END $$;
"""
GONE = "DROP TABLE casefiles_blob; DROP FUNCTION casefiles_forget_blob() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("casefiles", "0004_belongings")]

    operations = [migrations.RunSQL(TABLE, GONE)]
