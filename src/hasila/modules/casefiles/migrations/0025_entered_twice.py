import django.db.models.deletion
from django.db import migrations, models

KEPT = """
-- Which files have a category in which two living entries have one card number. An entry that comes is looked at alone;
-- where one changes, moves or goes, its file is looked at again. What an erasure left is no number.
CREATE FUNCTION casefiles_look_twice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    file uuid;
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO casefiles_twice (case_id)
        SELECT NEW.case_id WHERE NEW.state = 'entered' AND EXISTS (
            SELECT FROM casefiles_party p
             WHERE p.card_number = NEW.card_number AND p.card_number NOT IN ('', '⌫') AND p.case_id = NEW.case_id
               AND p.category = NEW.category AND p.state = 'entered' AND p.id <> NEW.id)
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    END IF;
    FOREACH file IN ARRAY ARRAY[OLD.case_id, NEW.case_id] LOOP
        IF EXISTS (SELECT FROM casefiles_party WHERE case_id = file AND state = 'entered' AND card_number NOT IN ('', '⌫')
                    GROUP BY category, card_number HAVING count(*) > 1) THEN
            INSERT INTO casefiles_twice (case_id) VALUES (file) ON CONFLICT DO NOTHING;
        ELSE
            DELETE FROM casefiles_twice WHERE case_id = file;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER casefiles_entered_twice AFTER INSERT ON casefiles_party
    FOR EACH ROW WHEN (NEW.card_number <> '') EXECUTE FUNCTION casefiles_look_twice();
CREATE TRIGGER casefiles_still_twice AFTER UPDATE ON casefiles_party
    FOR EACH ROW WHEN ((OLD.card_number <> '' OR NEW.card_number <> '')
        AND (OLD.card_number, OLD.state, OLD.case_id, OLD.category)
            IS DISTINCT FROM (NEW.card_number, NEW.state, NEW.case_id, NEW.category))
    EXECUTE FUNCTION casefiles_look_twice();

-- Whoever is, or was, held in a file by one entry isn't held in it by another: there would be a second clock. It is asked
-- when somebody is placed alone: what a joinder brings together stays, and is settled by an officer.
CREATE FUNCTION casefiles_card_held() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM casefiles_party p
         WHERE p.card_number = NEW.card_number AND p.card_number NOT IN ('', '⌫') AND p.case_id = NEW.case_id
           AND p.id <> NEW.party_id AND p.state = 'entered'
           AND (EXISTS (SELECT FROM casefiles_custody c WHERE c.party_id = p.id AND c.case_id = NEW.case_id)
             OR EXISTS (SELECT FROM casefiles_minorretention m WHERE m.party_id = p.id AND m.case_id = NEW.case_id)))
    THEN
        RAISE EXCEPTION 'somebody with this card number is or was held in this file'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'casefiles_card_held_once';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER casefiles_card_held AFTER INSERT ON casefiles_custody
    FOR EACH ROW WHEN (NEW.card_number <> '') EXECUTE FUNCTION casefiles_card_held();
CREATE TRIGGER casefiles_card_held AFTER INSERT ON casefiles_minorretention
    FOR EACH ROW WHEN (NEW.card_number <> '') EXECUTE FUNCTION casefiles_card_held();

-- What stands so already.
INSERT INTO casefiles_twice (case_id)
SELECT DISTINCT case_id FROM (
    SELECT case_id FROM casefiles_party WHERE state = 'entered' AND card_number NOT IN ('', '⌫')
     GROUP BY case_id, category, card_number HAVING count(*) > 1) AS found;

DO $$
DECLARE
    role text;
BEGIN
    FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hasila_app', 'hasila_reader', 'hasila_sealer') LOOP
        EXECUTE format('REVOKE ALL ON casefiles_twice FROM %I', role);
        IF role <> 'hasila_sealer' THEN
            EXECUTE format('GRANT SELECT ON casefiles_twice TO %I', role);
        END IF;
    END LOOP;
END $$;
"""
GONE = "DROP FUNCTION casefiles_look_twice() CASCADE; DROP FUNCTION casefiles_card_held() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("casefiles", "0024_a_partys_telephone_is_a_number"),
    ]

    operations = [
        migrations.CreateModel(
            name="Twice",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
            ],
            options={
                "verbose_name": "File with somebody entered twice",
                "verbose_name_plural": "Files with somebody entered twice",
            },
        ),
        migrations.RunSQL(KEPT, GONE),
    ]
