"""All tables at once, as the migrations that this one replaces left them. Written by Django, but for two things.

The contents of attachments lie in a table that the application only fills, and that a reader sees as its attachment;
what is measured of a content is open like its attachment.
"""

from decimal import Decimal

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import hasila.assurance.sealed
import hasila.institution.offences
import hasila.institution.people
import hasila.modules.casefiles.courts
import hasila.modules.casefiles.things

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
    replaces = [
        ("casefiles", "0001_case_files"),
        ("casefiles", "0002_urgency"),
        ("casefiles", "0003_belonging"),
        ("casefiles", "0004_belongings"),
        ("casefiles", "0005_contents"),
        ("casefiles", "0006_referral"),
        ("casefiles", "0007_persons_held"),
        ("casefiles", "0008_ties_to_other_files"),
        ("casefiles", "0009_work_queues"),
        ("casefiles", "0010_answers"),
        ("casefiles", "0011_movements"),
        ("casefiles", "0012_notice_of_rights"),
        ("casefiles", "0013_persons_files"),
        ("casefiles", "0014_offences_of_persons_held"),
        ("casefiles", "0015_handovers_and_letters_rogatory"),
        ("casefiles", "0016_suspects_of_joined_files"),
        ("casefiles", "0017_severed_parts"),
        ("casefiles", "0018_follow_up_of_instructions"),
        ("casefiles", "0019_work_queues_from_their_indexes"),
    ]

    initial = True

    dependencies = [
        ("institution", "0012_paper_codes_as_hashes"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseFile",
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
                    "origin",
                    models.CharField(
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
                (
                    "origin_reference",
                    models.CharField(
                        blank=True,
                        help_text="The number of the complaint, of the instruction or of the letter rogatory.",
                        max_length=80,
                        verbose_name="Reference of the origin",
                    ),
                ),
                ("origin_id", models.UUIDField(editable=False, null=True)),
                ("offence", hasila.institution.offences.OffenceField(max_length=32, verbose_name="Main offence")),
                (
                    "level",
                    models.CharField(
                        choices=[("felony", "Felony"), ("misdemeanour", "Misdemeanour"), ("petty", "Petty offence")],
                        editable=False,
                        max_length=12,
                        verbose_name="Class",
                    ),
                ),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("theft_threat", "Theft under threat"),
                            ("car_theft", "Car theft"),
                            ("theft_violence", "Theft with violence"),
                            ("aggravated_theft", "Burglary and other aggravated theft"),
                            ("bank_robbery", "Bank robbery"),
                            ("sexual", "Sexual assault"),
                            ("violent", "Other violent crime"),
                            ("drugs", "Drugs"),
                            ("other", "Other offences"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="Series of the tally",
                    ),
                ),
                ("attempted", models.BooleanField(default=False, verbose_name="Attempt")),
                ("facts", models.TextField(verbose_name="Facts")),
                ("happened_at", models.DateTimeField(blank=True, null=True, verbose_name="Happened on")),
                ("happened_until", models.DateTimeField(blank=True, null=True, verbose_name="Happened until")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="Place of the facts")),
                (
                    "urgency",
                    models.CharField(
                        choices=[("ordinary", "Ordinary"), ("urgent", "Urgent"), ("danger", "Danger to a life")],
                        default="ordinary",
                        max_length=8,
                        verbose_name="Urgency",
                    ),
                ),
                ("magistrate", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                (
                    "instructions",
                    models.TextField(
                        blank=True,
                        help_text="What the magistrate asks for; of a letter rogatory, the acts that it names.",
                        verbose_name="Instructions",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "link_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same_person", "The same person"),
                            ("same_object", "The same object or vehicle"),
                            ("same_way", "The same way of acting"),
                            ("connected", "Connected facts"),
                        ],
                        max_length=12,
                        verbose_name="Why linked",
                    ),
                ),
                (
                    "severed_offence",
                    hasila.institution.offences.OffenceField(
                        blank=True, max_length=32, verbose_name="Offence of the severed part"
                    ),
                ),
                ("severed_facts", models.TextField(blank=True, verbose_name="Facts of the severed part")),
                ("severed_id", models.UUIDField(editable=False, null=True)),
                (
                    "office",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first_instance", "King's prosecutor at the court of first instance"),
                            ("appeal", "King's general prosecutor at the court of appeal"),
                            ("terrorism", "King's general prosecutor at the court of appeal of Rabat"),
                            ("judge", "Investigating judge"),
                        ],
                        max_length=16,
                        verbose_name="Competent judicial authority",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prosecuted", "Prosecuted"),
                            ("investigation", "Judicial investigation asked for"),
                            ("dismissed", "Filed without prosecution"),
                            ("other_court", "Sent to another prosecution office"),
                            ("executed", "Letter rogatory taken back, executed"),
                        ],
                        max_length=16,
                        verbose_name="Decision of the judicial authority",
                    ),
                ),
                ("on_paper", models.BooleanField(default=False, editable=False, verbose_name="Followed on paper")),
                ("suspects", models.PositiveIntegerField(default=0, editable=False, verbose_name="Suspects")),
                ("minors", models.PositiveIntegerField(default=0, editable=False, verbose_name="Suspects under age")),
                ("victims", models.PositiveIntegerField(default=0, editable=False, verbose_name="Victims")),
                (
                    "unsigned",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Written records not signed"),
                ),
                (
                    "written_records",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Written records"),
                ),
                (
                    "unsealed",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="Exhibits without a seal"),
                ),
                ("exhibits", models.PositiveIntegerField(default=0, editable=False, verbose_name="Exhibits")),
                ("in_custody", models.PositiveIntegerField(default=0, editable=False, verbose_name="Persons held")),
                (
                    "open_tasks",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="Acts of investigation still open"
                    ),
                ),
                ("links", models.PositiveIntegerField(default=0, editable=False, verbose_name="Links to other files")),
                (
                    "investigator",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer in charge",
                    ),
                ),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Joined to",
                    ),
                ),
                (
                    "linked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Linked file",
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
                        verbose_name="Receiving unit",
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
                ("charges", models.PositiveIntegerField(default=0, editable=False, verbose_name="Further offences")),
                ("seized", models.PositiveIntegerField(default=0, editable=False, verbose_name="Exhibits ever seized")),
                (
                    "for_minors",
                    models.BooleanField(default=False, editable=False, verbose_name="With the officer for minors"),
                ),
                (
                    "unguarded",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="Suspects under age without a guardian named"
                    ),
                ),
                (
                    "ties",
                    models.JSONField(blank=True, default=list, editable=False, verbose_name="Ties to other files"),
                ),
                (
                    "arrived_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Arrived on, not accepted yet"),
                ),
                (
                    "complete_by",
                    models.DateField(
                        blank=True,
                        help_text="The day that the magistrate has set.",
                        null=True,
                        verbose_name="To be completed by",
                    ),
                ),
                (
                    "court",
                    hasila.modules.casefiles.courts.CourtField(
                        blank=True,
                        help_text="Of a letter rogatory: where its investigating judge sits.",
                        max_length=16,
                        verbose_name="Court of the judge",
                    ),
                ),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that handed it over",
                    ),
                ),
                ("handover", models.UUIDField(editable=False, null=True)),
                (
                    "items_after",
                    models.PositiveIntegerField(
                        default=0, editable=False, verbose_name="Exhibits of the file that goes on"
                    ),
                ),
                (
                    "limit_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="End of the term that was set"),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer who handed it over",
                    ),
                ),
                ("holdings", models.JSONField(editable=False, null=True)),
                ("moving", models.JSONField(editable=False, null=True)),
                ("parted", models.JSONField(editable=False, null=True)),
                (
                    "severed_charges",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        editable=False,
                        null=True,
                        size=None,
                        verbose_name="Offences that go to the severed part",
                    ),
                ),
                (
                    "severed_exhibits",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        editable=False,
                        null=True,
                        size=None,
                        verbose_name="Exhibits that go to the severed part",
                    ),
                ),
                (
                    "severed_parties",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        editable=False,
                        null=True,
                        size=None,
                        verbose_name="Persons that go to the severed part",
                    ),
                ),
                (
                    "severed_records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        editable=False,
                        null=True,
                        size=None,
                        verbose_name="Written records that the severed part holds too",
                    ),
                ),
                ("severing", models.JSONField(editable=False, null=True)),
                (
                    "unanswered",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="Sent back, and nothing done since"
                    ),
                ),
                (
                    "why_nothing",
                    models.TextField(
                        blank=True,
                        help_text="Of a file that was sent back: the magistrate who sent it back reads it.",
                        verbose_name="Why nothing further can be done",
                    ),
                ),
            ],
            options={
                "verbose_name": "Case file",
                "verbose_name_plural": "Case files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_c_unit_id_26065c_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_c_state_6f2693_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_c_search_fd500a_gin"),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "returned"])),
                        fields=["unit", "id"],
                        include=("state", "investigator", "arrived_at", "limit_at", "acted_at", "in_custody"),
                        name="casefiles_work",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "returned"])),
                        fields=["investigator", "-id"],
                        name="casefiles_mine",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "returned"])),
                        fields=["unit", "acted_at", "id"],
                        name="casefiles_silent",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "returned"]), ("arrived_at__isnull", False)),
                        fields=["unit", "arrived_at", "id"],
                        name="casefiles_arrived",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "returned"]), ("limit_at__isnull", False)),
                        fields=["unit", "limit_at", "id"],
                        name="casefiles_with_a_term",
                    ),
                    models.Index(
                        condition=models.Q(("state", "returned")), fields=["unit", "id"], name="casefiles_returned"
                    ),
                    models.Index(
                        condition=models.Q(("state", "referred")),
                        fields=["unit", "acted_at", "id"],
                        name="casefiles_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_casefile_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "referred"), _negated=True),
                            models.Q(("office", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_casefile_referred_has_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_casefile_decided_has_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "joined"), _negated=True), ("joined_to__isnull", False), _connector="OR"
                        ),
                        name="casefiles_casefile_joined_has_joined_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
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
                    "category",
                    models.CharField(
                        choices=[
                            ("suspect", "Suspect"),
                            ("victim", "Victim"),
                            ("witness", "Witness"),
                            ("civilly_liable", "Civilly liable person"),
                            ("officer", "Officer"),
                        ],
                        max_length=16,
                        verbose_name="Category",
                    ),
                ),
                ("unidentified", models.BooleanField(default=False, verbose_name="Not identified yet")),
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("alias", models.CharField(blank=True, max_length=120, verbose_name="Also known as")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                ("born_at", models.CharField(blank=True, max_length=80, verbose_name="Place of birth")),
                ("father", models.CharField(blank=True, max_length=120, verbose_name="Father's name")),
                ("mother", models.CharField(blank=True, max_length=120, verbose_name="Mother's name")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                (
                    "nationality",
                    models.CharField(
                        default="MA", help_text="Two letters, ISO 3166.", max_length=2, verbose_name="Nationality"
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=80, verbose_name="Occupation")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="Telephone")),
                ("address", models.CharField(blank=True, max_length=250, verbose_name="Address")),
                (
                    "shielded_address",
                    hasila.assurance.sealed.SealedField(
                        blank=True,
                        help_text="Sealed: for a victim or witness whose whereabouts must stay unknown.",
                        verbose_name="Shielded address",
                    ),
                ),
                (
                    "description",
                    models.TextField(
                        blank=True, help_text="Of somebody not identified yet.", verbose_name="Description"
                    ),
                ),
                ("guardian", models.CharField(blank=True, max_length=120, verbose_name="Guardian")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Language, where an interpreter is needed"
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("unknown", "Age not known"),
                            ("not_responsible", "Twelve years or under"),
                            ("partly", "Over twelve, under eighteen"),
                            ("adult", "Of age"),
                        ],
                        default="unknown",
                        editable=False,
                        max_length=16,
                        verbose_name="Age on the day of the facts",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                ("guarded", models.BooleanField(default=False, editable=False, verbose_name="Guardian named")),
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
                ("sounds", models.CharField(blank=True, editable=False, max_length=400)),
                (
                    "charged",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=hasila.institution.offences.OffenceField(max_length=32),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Further offences",
                    ),
                ),
                (
                    "further_only",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="Suspected of the further offences alone"
                    ),
                ),
                (
                    "charge_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), editable=False, null=True, size=None
                    ),
                ),
                ("copied_to", models.UUIDField(editable=False, null=True)),
                (
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Party",
                "verbose_name_plural": "Parties",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_p_unit_id_bb9309_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_p_state_61fb9c_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_p_search_7a6103_gin"),
                    models.Index(
                        condition=models.Q(("card_number", ""), _negated=True),
                        fields=["card_number"],
                        name="casefiles_party_card",
                    ),
                    models.Index(
                        condition=models.Q(("person__isnull", False)), fields=["person"], name="casefiles_party_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_party_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken_out"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_party_taken_out_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Switch",
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
                ("starts_on", models.DateField(verbose_name="From")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="Back to paper from")),
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
                "verbose_name": "Switch of the case files",
                "verbose_name_plural": "Switches of the case files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_s_unit_id_8841e5_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_s_state_e14977_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_s_search_7027f8_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "on")), fields=("unit",), name="casefiles_switched_on_once"
                    ),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_switch_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "off"), _negated=True), ("ends_on__isnull", False), _connector="OR"
                        ),
                        name="casefiles_switch_off_has_ends_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "off"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_switch_off_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "media",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF document"),
                            ("image/jpeg", "JPEG image"),
                            ("image/png", "PNG image"),
                            ("text/plain", "Plain text"),
                        ],
                        max_length=16,
                    ),
                ),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "Content of an attachment",
                "verbose_name_plural": "Contents of attachments",
            },
        ),
        migrations.CreateModel(
            name="WrittenRecord",
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
                            ("hearing_suspect", "Hearing of a suspect"),
                            ("hearing_victim", "Hearing of a victim"),
                            ("hearing_witness", "Hearing of a witness"),
                            ("finding", "Findings on the spot"),
                            ("search", "Search of premises"),
                            ("seizure", "Seizure"),
                            ("confrontation", "Confrontation"),
                            ("flagrante", "Arrest in flagrante delicto"),
                            ("identification", "Identification by a witness"),
                            ("notification", "Notification"),
                            ("synthesis", "Closing record of the inquiry"),
                        ],
                        max_length=16,
                        verbose_name="Kind",
                    ),
                ),
                ("assisted_by", models.CharField(blank=True, max_length=160, verbose_name="Assisted by")),
                (
                    "place",
                    models.CharField(blank=True, help_text="Empty: at the unit.", max_length=160, verbose_name="Place"),
                ),
                ("began_at", models.DateTimeField(blank=True, null=True, verbose_name="Begun at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="Ended at")),
                (
                    "rights",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("acts", "The acts held against them"),
                                ("silence", "The right to remain silent"),
                                ("lawyer", "The right to a lawyer"),
                                ("family", "That a relative may be told"),
                                ("interpreter", "The right to an interpreter"),
                                ("doctor", "The right to a medical examination"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="Told to the suspect",
                    ),
                ),
                ("rights_told_at", models.DateTimeField(blank=True, null=True, verbose_name="Rights told at")),
                (
                    "attended_by",
                    models.CharField(
                        blank=True,
                        help_text="The lawyer; for a minor, the guardian.",
                        max_length=160,
                        verbose_name="Present beside the person",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="Where it is not Arabic.",
                        max_length=40,
                        verbose_name="Language of the hearing",
                    ),
                ),
                (
                    "interpreter",
                    models.CharField(
                        blank=True,
                        help_text="The name and the oath taken, or who else interprets.",
                        max_length=160,
                        verbose_name="Interpreter",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=1000000, verbose_name="Text")),
                (
                    "translation",
                    models.TextField(
                        blank=True,
                        help_text="Beside the Arabic, if any.",
                        max_length=1000000,
                        verbose_name="Text in the person's language",
                    ),
                ),
                (
                    "how_read",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_person", "Read by the person"),
                            ("to_person", "Read aloud to the person"),
                            ("by_interpreter", "Read to the person through the interpreter"),
                            ("nobody_heard", "Read by the officer: nobody was heard"),
                        ],
                        max_length=16,
                        verbose_name="Reading back",
                    ),
                ),
                (
                    "signing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("signed", "Signed by the person"),
                            ("refused", "The person refused to sign"),
                            ("fingerprint", "The person cannot sign: fingerprint"),
                            ("nobody_heard", "Signed by the officer alone: nobody was heard"),
                        ],
                        max_length=16,
                        verbose_name="Signature of the person",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="Reason for not signing")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.writtenrecord",
                        verbose_name="Corrects the record",
                    ),
                ),
                (
                    "facing",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Confronted with",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Drawn up by",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Person concerned",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Written record",
                "verbose_name_plural": "Written records",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_w_unit_id_cb6846_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_w_state_190e8e_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_w_search_1572cc_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_writtenrecord_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "read"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_read_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "read"), _negated=True),
                            models.Q(("how_read", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_read_has_how_read",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_signed_has_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("officer__isnull", False), _connector="OR"
                        ),
                        name="casefiles_writtenrecord_signed_has_officer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(("how_read", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_signed_has_how_read",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True),
                            models.Q(("signing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_signed_has_signing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "abandoned"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_writtenrecord_abandoned_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exhibit",
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
                ("item", models.PositiveIntegerField(default=0, editable=False, verbose_name="Exhibit number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cannabis_resin", "Cannabis resin"),
                            ("cannabis_herb", "Cannabis herb (kif)"),
                            ("cocaine", "Cocaine"),
                            ("heroin", "Heroin"),
                            ("tablets", "Psychotropic tablets"),
                            ("other_drug", "Other drug"),
                            ("blade", "Bladed weapon"),
                            ("firearm", "Firearm"),
                            ("ammunition", "Ammunition"),
                            ("money", "Money"),
                            ("phone", "Telephone"),
                            ("computer", "Computer or storage"),
                            ("vehicle", "Vehicle"),
                            ("document", "Document"),
                            ("valuables", "Jewellery and valuables"),
                            ("trace", "Trace or sample"),
                            ("clothing", "Clothing"),
                            ("other", "Other object"),
                        ],
                        max_length=16,
                        verbose_name="Kind",
                    ),
                ),
                ("description", models.TextField(verbose_name="Description")),
                (
                    "quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=3,
                        max_digits=14,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.001"))],
                        verbose_name="Quantity",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("piece", "pieces"),
                            ("gram", "grams"),
                            ("kilogram", "kilograms"),
                            ("litre", "litres"),
                            ("dirham", "dirhams"),
                            ("euro", "euros"),
                            ("dollar", "US dollars"),
                        ],
                        max_length=10,
                        verbose_name="Unit of measure",
                    ),
                ),
                ("found_at", models.CharField(blank=True, max_length=200, verbose_name="Found where")),
                ("owner", models.CharField(blank=True, max_length=160, verbose_name="Owner")),
                ("seal", models.CharField(blank=True, max_length=40, verbose_name="Seal number")),
                ("store", models.CharField(blank=True, max_length=120, verbose_name="Place kept")),
                ("left_store", models.CharField(blank=True, max_length=120, verbose_name="Place it leaves")),
                ("next_store", models.CharField(blank=True, max_length=120, verbose_name="Place it goes to")),
                (
                    "recipient",
                    models.CharField(blank=True, max_length=160, verbose_name="Recipient, by name and office"),
                ),
                ("laboratory", models.CharField(blank=True, max_length=120, verbose_name="Laboratory")),
                ("asked", models.TextField(blank=True, verbose_name="What the laboratory is asked")),
                ("result", models.TextField(blank=True, verbose_name="Result of the laboratory")),
                (
                    "office",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("first_instance", "King's prosecutor at the court of first instance"),
                            ("appeal", "King's general prosecutor at the court of appeal"),
                            ("terrorism", "King's general prosecutor at the court of appeal of Rabat"),
                            ("judge", "Investigating judge"),
                        ],
                        max_length=16,
                        verbose_name="Court",
                    ),
                ),
                (
                    "order_number",
                    models.CharField(
                        blank=True,
                        help_text="The number of the order and who gave it.",
                        max_length=120,
                        verbose_name="Order",
                    ),
                ),
                ("ordered_on", models.DateField(blank=True, null=True, verbose_name="Date of the order")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "found_on",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Found on",
                    ),
                ),
                (
                    "handed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Handed over by",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Received by",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                    "seized_in",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.writtenrecord",
                        verbose_name="Written record of the seizure",
                    ),
                ),
                ("moves", models.JSONField(default=list, editable=False, verbose_name="Movements")),
                (
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Exhibit",
                "verbose_name_plural": "Exhibits",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_e_unit_id_88f15f_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_e_state_6aba7e_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_e_search_6c528c_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "item"), name="casefiles_exhibit_number_once"),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_exhibit_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sealed"), _negated=True),
                            models.Q(("seal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_sealed_has_seal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sealed"), _negated=True),
                            models.Q(("store", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_sealed_has_store",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "at_laboratory"), _negated=True),
                            models.Q(("laboratory", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_at_laboratory_has_laboratory",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handed"), _negated=True),
                            models.Q(("recipient", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_handed_has_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("recipient", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_returned_has_recipient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("order_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_returned_has_order_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "destroyed"), _negated=True),
                            models.Q(("order_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_exhibit_destroyed_has_order_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("name", models.CharField(max_length=120, verbose_name="Name of the file")),
                (
                    "media",
                    models.CharField(
                        choices=[
                            ("application/pdf", "PDF document"),
                            ("image/jpeg", "JPEG image"),
                            ("image/png", "PNG image"),
                            ("text/plain", "Plain text"),
                        ],
                        max_length=16,
                        verbose_name="Type of file",
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="Bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("description", models.CharField(blank=True, max_length=200, verbose_name="What it shows")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.upload",
                        verbose_name="Content",
                    ),
                ),
                (
                    "written",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.writtenrecord",
                        verbose_name="Annexed to the record",
                    ),
                ),
            ],
            options={
                "verbose_name": "Attachment",
                "verbose_name_plural": "Attachments",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_a_unit_id_d7bb39_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_a_state_d14d2a_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_a_search_e4dc94_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("upload",), name="casefiles_upload_once"),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_attachment_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken_out"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_attachment_taken_out_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Charge",
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
                ("offence", hasila.institution.offences.OffenceField(max_length=32, verbose_name="Offence")),
                (
                    "level",
                    models.CharField(
                        choices=[("felony", "Felony"), ("misdemeanour", "Misdemeanour"), ("petty", "Petty offence")],
                        editable=False,
                        max_length=12,
                        verbose_name="Class",
                    ),
                ),
                ("attempted", models.BooleanField(default=False, verbose_name="Attempt")),
                ("note", models.TextField(blank=True, verbose_name="What supports it")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "suspect",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Suspect",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Charge",
                "verbose_name_plural": "Charges",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_c_unit_id_bf4351_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_c_state_543abb_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_c_search_461747_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "entered")),
                        fields=("case", "offence", "suspect"),
                        name="casefiles_charged_once",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_charge_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dropped"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_charge_dropped_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
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
                            ("hearing", "Hearing"),
                            ("confrontation", "Confrontation"),
                            ("search", "Search of premises"),
                            ("seizure", "Seizure"),
                            ("laboratory", "Request to the laboratory"),
                            ("operator", "Request to an operator"),
                            ("alert", "Alert"),
                            ("other", "Other act"),
                        ],
                        max_length=14,
                        verbose_name="Kind",
                    ),
                ),
                ("what", models.TextField(verbose_name="What is to be done")),
                ("deadline", models.DateField(verbose_name="Deadline")),
                ("limit_at", models.DateTimeField(editable=False, null=True, verbose_name="End of the deadline")),
                ("addressee", models.CharField(blank=True, max_length=160, verbose_name="Laboratory or operator")),
                (
                    "legal_basis",
                    models.CharField(
                        blank=True, help_text="The article and its law.", max_length=200, verbose_name="Legal basis"
                    ),
                ),
                (
                    "authority",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prosecutor", "King's prosecutor"),
                            ("general_prosecutor", "King's general prosecutor"),
                            ("investigating_judge", "Investigating judge"),
                            ("first_president", "First president of the court of appeal"),
                        ],
                        max_length=20,
                        verbose_name="Allowed by",
                    ),
                ),
                ("permission", models.CharField(blank=True, max_length=80, verbose_name="Number of the permission")),
                ("allowed_on", models.DateField(blank=True, null=True, verbose_name="Date of the permission")),
                ("outcome", models.TextField(blank=True, verbose_name="Result")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "exhibit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.exhibit",
                        verbose_name="Exhibit",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Falls to",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Person concerned",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                "verbose_name": "Act of investigation",
                "verbose_name_plural": "Acts of investigation",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_t_unit_id_34ab5b_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_t_state_431046_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_t_search_d94555_gin"),
                    models.Index(
                        condition=models.Q(("state", "open")), fields=["owner", "due_at"], name="casefiles_task_mine"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["unit", "due_at", "id"],
                        name="casefiles_task_by_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_task_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_task_done_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_task_cancelled_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Thing",
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
                            ("car", "Car"),
                            ("motorcycle", "Motorcycle"),
                            ("lorry", "Lorry or bus"),
                            ("bicycle", "Bicycle"),
                            ("phone", "Telephone"),
                            ("weapon", "Weapon"),
                            ("card", "Bank card or account"),
                            ("papers", "Identity papers"),
                            ("valuables", "Jewellery and valuables"),
                            ("other", "Other object"),
                        ],
                        max_length=12,
                        verbose_name="Kind",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("stolen", "Stolen or lost"),
                            ("used", "Used in the facts"),
                            ("damaged", "Damaged"),
                            ("found", "Found on the spot"),
                            ("other", "Other connection"),
                        ],
                        max_length=10,
                        verbose_name="Connection with the facts",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="Description")),
                (
                    "plate",
                    hasila.modules.casefiles.things.PlateField(blank=True, max_length=20, verbose_name="Number plate"),
                ),
                ("make", models.CharField(blank=True, max_length=60, verbose_name="Make")),
                ("pattern", models.CharField(blank=True, max_length=60, verbose_name="Model")),
                ("colour", models.CharField(blank=True, max_length=40, verbose_name="Colour")),
                (
                    "serial",
                    models.CharField(
                        blank=True,
                        help_text="The chassis, the IMEI, the engraved number.",
                        max_length=60,
                        verbose_name="Serial number",
                    ),
                ),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Belongs to",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                "verbose_name": "Object or vehicle",
                "verbose_name_plural": "Objects and vehicles",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_t_unit_id_2451d6_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_t_state_64e92d_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_t_search_59f33a_gin"),
                    models.Index(
                        condition=models.Q(("plate", ""), _negated=True), fields=["plate"], name="casefiles_thing_plate"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_thing_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken_out"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_thing_taken_out_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=16)),
                ("taken_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=16)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("content", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key"], name="casefiles_answer_key"),
                    models.Index(
                        condition=models.Q(("outcome", "unfit")), fields=["-taken_at"], name="casefiles_unfit"
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("line", "name"), name="casefiles_answer_once")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("referral", models.UUIDField(db_index=True)),
                ("line", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("size", models.IntegerField()),
                ("bundle", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=300)),
                ("refused", models.CharField(blank=True, max_length=60)),
                ("handed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("handed_at__isnull", True)),
                        fields=["line", "next_at"],
                        name="casefiles_to_hand",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LineState",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("cursor", models.BigIntegerField(default=0)),
                ("heard_at", models.DateTimeField(null=True)),
                ("down_since", models.DateTimeField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
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
                    "way",
                    models.CharField(
                        choices=[
                            ("held", "With the person presented, held"),
                            ("free", "With the person presented, free"),
                            ("paper", "The file alone"),
                            ("unknown", "The file alone, against unknown persons"),
                        ],
                        max_length=8,
                        verbose_name="Way",
                    ),
                ),
                (
                    "office",
                    models.CharField(
                        choices=[
                            ("first_instance", "King's prosecutor at the court of first instance"),
                            ("appeal", "King's general prosecutor at the court of appeal"),
                            ("terrorism", "King's general prosecutor at the court of appeal of Rabat"),
                            ("judge", "Investigating judge"),
                        ],
                        editable=False,
                        max_length=16,
                        verbose_name="Competent judicial authority",
                    ),
                ),
                (
                    "for_minors",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="To the magistrate in charge of minors"
                    ),
                ),
                ("again", models.BooleanField(default=False, editable=False, verbose_name="Handed over again")),
                (
                    "court",
                    hasila.modules.casefiles.courts.CourtField(
                        blank=True,
                        help_text="Leave empty for the court of the unit's town.",
                        max_length=16,
                        verbose_name="Court",
                    ),
                ),
                (
                    "elsewhere",
                    models.TextField(
                        blank=True,
                        help_text="Where the court isn't that of the unit's town: on what its competence rests.",
                        verbose_name="Why another court",
                    ),
                ),
                ("remarks", models.TextField(blank=True, verbose_name="Remarks for the magistrate")),
                ("grounds", models.TextField(blank=True, verbose_name="Grounds")),
                (
                    "edition",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Edition of the bundle"),
                ),
                ("by_exchange", models.BooleanField(default=False, editable=False, verbose_name="By the exchange")),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="Sent on")),
                (
                    "digest",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="Digest of the manifest"),
                ),
                (
                    "pieces",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Pieces in the bundle"),
                ),
                (
                    "receipt",
                    models.CharField(blank=True, max_length=60, verbose_name="Number at the judicial authority"),
                ),
                (
                    "received_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Received by the judicial authority on"),
                ),
                ("magistrate", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="Answered on")),
                ("instructions", models.TextField(blank=True, verbose_name="Instructions")),
                ("complete_by", models.DateField(blank=True, null=True, verbose_name="To be completed by")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("prosecuted", "Prosecuted"),
                            ("investigation", "Judicial investigation asked for"),
                            ("dismissed", "Filed without prosecution"),
                            ("other_court", "Sent to another prosecution office"),
                            ("executed", "Letter rogatory taken back, executed"),
                        ],
                        max_length=16,
                        verbose_name="Decision of the judicial authority",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                "verbose_name": "Referral",
                "verbose_name_plural": "Referrals",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_r_unit_id_a07727_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_r_state_ff9733_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_r_search_86edbc_gin"),
                    models.Index(fields=["case"], name="casefiles_referral_case"),
                    models.Index(
                        condition=models.Q(("by_exchange", True), ("state", "sent")),
                        fields=["id"],
                        name="casefiles_outbox",
                    ),
                    models.Index(
                        condition=models.Q(("state", "prepared")), fields=["unit", "id"], name="casefiles_to_approve"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["prepared", "approved", "sent", "acknowledged"])),
                        fields=("case",),
                        name="casefiles_referral_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_referral_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("office", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_sent_has_office",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("court", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_sent_has_court",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "acknowledged"), _negated=True),
                            models.Q(("receipt", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_acknowledged_has_receipt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("instructions", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_returned_has_instructions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("decision", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_decided_has_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("grounds", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_referral_withdrawn_has_grounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Custody",
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
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("alias", models.CharField(blank=True, max_length=120, verbose_name="Also known as")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                ("born_at", models.CharField(blank=True, max_length=80, verbose_name="Place of birth")),
                ("father", models.CharField(blank=True, max_length=120, verbose_name="Father's name")),
                ("mother", models.CharField(blank=True, max_length=120, verbose_name="Mother's name")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("nationality", models.CharField(blank=True, max_length=2, verbose_name="Nationality")),
                ("occupation", models.CharField(blank=True, max_length=80, verbose_name="Occupation")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Address")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Language, where an interpreter is needed"
                    ),
                ),
                (
                    "arrested_at",
                    models.DateTimeField(help_text="The term runs from this moment.", verbose_name="Arrested on"),
                ),
                ("began_at", models.DateTimeField(verbose_name="Placed on")),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary offence"),
                            ("state_security", "Security of the State"),
                            ("terrorism", "Terrorism"),
                        ],
                        default="ordinary",
                        editable=False,
                        max_length=16,
                        verbose_name="Regime",
                    ),
                ),
                ("limit_at", models.DateTimeField(editable=False, null=True, verbose_name="Limit")),
                ("extended", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Extensions")),
                ("place", models.CharField(max_length=80, verbose_name="Cell or place")),
                (
                    "condition",
                    models.TextField(
                        help_text="Traces, complaints, medicines; “nothing to note” where there is nothing.",
                        verbose_name="Physical condition on arrival",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="Stated reason")),
                ("log", models.JSONField(default=list, editable=False, verbose_name="What happened while held")),
                (
                    "note_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reasons_told", "Reasons and rights told"),
                            ("silence_told", "Right to silence told"),
                            ("lawyer_told", "Right to a lawyer told"),
                            ("lawyer_at_hearing_told", "Right to a lawyer at the hearing told"),
                            ("doctor_told", "Right to a medical examination told"),
                            ("family_told", "Family told"),
                            ("family_not_told", "Family not told yet"),
                            ("guardian_told", "Guardian told"),
                            ("guardian_instead", "Somebody told in place of the guardian"),
                            ("prosecutor_told", "Public prosecution told"),
                            ("notice_signed", "Notice of rights signed"),
                            ("notice_refused", "Notice of rights not signed"),
                            ("lawyer_asked", "Lawyer asked for"),
                            ("lawyer_declined", "Lawyer declined"),
                            ("lawyer_contacted", "Lawyer contacted"),
                            ("lawyer_allowed", "Talk with the lawyer permitted"),
                            ("lawyer_spoke", "Talk with the lawyer"),
                            ("lawyer_present", "Lawyer present at the hearing"),
                            ("interpreter", "Interpreter called"),
                            ("social_worker_told", "Social worker told"),
                            ("examined", "Medical examination"),
                            ("not_examined", "Medical examination not needed"),
                            ("condition", "Physical condition"),
                            ("hearing", "Hearing"),
                            ("rest", "Rest"),
                            ("meal", "Meal"),
                            ("meal_declined", "Meal declined"),
                            ("moved", "Moved to another cell or place"),
                            ("taken_out", "Taken out for the inquiry"),
                            ("property_taken", "Property taken into keeping"),
                            ("property_returned", "Property given back"),
                            ("visit", "Visit"),
                            ("other", "Other event"),
                        ],
                        max_length=24,
                        verbose_name="What is noted",
                    ),
                ),
                (
                    "note_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="At"
                    ),
                ),
                (
                    "note_until",
                    models.DateTimeField(
                        blank=True, help_text="Of a hearing, a rest, a talk.", null=True, verbose_name="Until"
                    ),
                ),
                ("note_whom", models.CharField(blank=True, max_length=200, verbose_name="Whom, by what means")),
                ("note_text", models.TextField(blank=True, verbose_name="Remark")),
                ("requests", models.JSONField(default=list, editable=False, verbose_name="Requests for more time")),
                ("asked_for", models.TextField(blank=True, verbose_name="Why more time is needed")),
                (
                    "authorisation",
                    models.CharField(blank=True, max_length=60, verbose_name="Number of the authorisation"),
                ),
                ("magistrate", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("authorised_at", models.DateTimeField(blank=True, null=True, verbose_name="Authorised on")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        help_text="Of the scanned authorisation, so that the paper in the file can be told from any other.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z", "A digest has 64 characters, 0 to 9 and a to f."
                            )
                        ],
                        verbose_name="Digest of the paper (SHA-256)",
                    ),
                ),
                (
                    "release_ordered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Release ordered on"),
                ),
                (
                    "overrun_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Held beyond the limit since"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="Ended on"
                    ),
                ),
                ("ended_to", models.CharField(blank=True, max_length=200, verbose_name="To whom, where")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "Has signed"), ("refused", "Refused to sign"), ("unable", "Can't sign")],
                        max_length=8,
                        verbose_name="Signature of the person in the register",
                    ),
                ),
                (
                    "framework",
                    models.CharField(
                        choices=[
                            ("flagrant", "Flagrante delicto"),
                            ("preliminary", "Preliminary inquiry"),
                            ("letter_rogatory", "Letter rogatory"),
                        ],
                        max_length=16,
                        verbose_name="Framework of the inquiry",
                    ),
                ),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(editable=False, max_length=32, verbose_name="Offence"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("felony", "Felony"), ("misdemeanour", "Misdemeanour"), ("petty", "Petty offence")],
                        editable=False,
                        max_length=12,
                        verbose_name="Class",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        help_text="Number, day and magistrate of the permission to hold the person, where it is needed.",
                        max_length=120,
                        verbose_name="Permission of the public prosecution",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("freed", "Freed"),
                            ("presented", "Presented to the public prosecution"),
                            ("hospital", "Handed to a hospital"),
                            ("minor", "Found to be a minor: handed to the officer for minors"),
                            ("guardian", "Handed to the guardian"),
                            ("authority", "Handed to another authority"),
                            ("died", "Died"),
                        ],
                        max_length=12,
                        verbose_name="How it ended",
                    ),
                ),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("inquiry", "The inquiry requires it"),
                                ("evidence", "Keep the evidence, and the scene from being changed"),
                                ("presence", "Acts of inquiry that need the person's presence"),
                                ("flight", "Keep the person at the disposal of justice, and from fleeing"),
                                ("protection", "Protect the person"),
                                ("disturbance", "End the disturbance that the offence caused"),
                                ("pressure", "Keep witnesses, victims and their families from pressure"),
                                ("collusion", "Keep the person from concerting with others involved"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                        verbose_name="Reasons of custody",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Suspect",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                ("answer_remark", models.TextField(blank=True, verbose_name="Remark of the public prosecution")),
                (
                    "offences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=hasila.institution.offences.OffenceField(max_length=32),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Offences",
                    ),
                ),
                (
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Custody",
                "verbose_name_plural": "Custodies",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_c_unit_id_f05dbc_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_c_state_1ed1f3_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_c_search_7c37bd_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["held", "awaiting"])),
                        fields=("party",),
                        name="casefiles_custody_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_custody_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ending", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_custody_ended_has_ending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="casefiles_custody_ended_has_ended_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustodyVisit",
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
                    "book",
                    models.CharField(
                        choices=[
                            ("custody", "Register of custody"),
                            ("minors", "Register of minors retained"),
                            ("identity", "Register of identity checks"),
                        ],
                        max_length=10,
                        verbose_name="Register presented",
                    ),
                ),
                ("seen_from", models.DateField(verbose_name="Entries from")),
                ("seen_to", models.DateField(verbose_name="Entries until")),
                ("persons", models.PositiveSmallIntegerField(verbose_name="Persons found held")),
                ("findings", models.TextField(verbose_name="Findings and remarks")),
                ("follow_up", models.TextField(blank=True, verbose_name="What was done about the remarks")),
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
                "verbose_name": "Inspection visit",
                "verbose_name_plural": "Inspection visits",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_c_unit_id_61f2b1_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_c_state_816c5f_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_c_search_0f030d_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_custodyvisit_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(("follow_up", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_custodyvisit_answered_has_follow_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityCheck",
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
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("alias", models.CharField(blank=True, max_length=120, verbose_name="Also known as")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                ("born_at", models.CharField(blank=True, max_length=80, verbose_name="Place of birth")),
                ("father", models.CharField(blank=True, max_length=120, verbose_name="Father's name")),
                ("mother", models.CharField(blank=True, max_length=120, verbose_name="Mother's name")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("nationality", models.CharField(blank=True, max_length=2, verbose_name="Nationality")),
                ("occupation", models.CharField(blank=True, max_length=80, verbose_name="Occupation")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Address")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Language, where an interpreter is needed"
                    ),
                ),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary offence"),
                            ("state_security", "Security of the State"),
                            ("terrorism", "Terrorism"),
                        ],
                        default="ordinary",
                        editable=False,
                        max_length=16,
                        verbose_name="Regime",
                    ),
                ),
                ("limit_at", models.DateTimeField(editable=False, null=True, verbose_name="Limit")),
                ("extended", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Extensions")),
                ("place", models.CharField(max_length=80, verbose_name="Cell or place")),
                ("grounds", models.TextField(verbose_name="Stated reason")),
                ("log", models.JSONField(default=list, editable=False, verbose_name="What happened while held")),
                (
                    "note_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reasons_told", "Reasons and rights told"),
                            ("silence_told", "Right to silence told"),
                            ("lawyer_told", "Right to a lawyer told"),
                            ("lawyer_at_hearing_told", "Right to a lawyer at the hearing told"),
                            ("doctor_told", "Right to a medical examination told"),
                            ("family_told", "Family told"),
                            ("family_not_told", "Family not told yet"),
                            ("guardian_told", "Guardian told"),
                            ("guardian_instead", "Somebody told in place of the guardian"),
                            ("prosecutor_told", "Public prosecution told"),
                            ("notice_signed", "Notice of rights signed"),
                            ("notice_refused", "Notice of rights not signed"),
                            ("lawyer_asked", "Lawyer asked for"),
                            ("lawyer_declined", "Lawyer declined"),
                            ("lawyer_contacted", "Lawyer contacted"),
                            ("lawyer_allowed", "Talk with the lawyer permitted"),
                            ("lawyer_spoke", "Talk with the lawyer"),
                            ("lawyer_present", "Lawyer present at the hearing"),
                            ("interpreter", "Interpreter called"),
                            ("social_worker_told", "Social worker told"),
                            ("examined", "Medical examination"),
                            ("not_examined", "Medical examination not needed"),
                            ("condition", "Physical condition"),
                            ("hearing", "Hearing"),
                            ("rest", "Rest"),
                            ("meal", "Meal"),
                            ("meal_declined", "Meal declined"),
                            ("moved", "Moved to another cell or place"),
                            ("taken_out", "Taken out for the inquiry"),
                            ("property_taken", "Property taken into keeping"),
                            ("property_returned", "Property given back"),
                            ("visit", "Visit"),
                            ("other", "Other event"),
                        ],
                        max_length=24,
                        verbose_name="What is noted",
                    ),
                ),
                (
                    "note_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="At"
                    ),
                ),
                (
                    "note_until",
                    models.DateTimeField(
                        blank=True, help_text="Of a hearing, a rest, a talk.", null=True, verbose_name="Until"
                    ),
                ),
                ("note_whom", models.CharField(blank=True, max_length=200, verbose_name="Whom, by what means")),
                ("note_text", models.TextField(blank=True, verbose_name="Remark")),
                ("requests", models.JSONField(default=list, editable=False, verbose_name="Requests for more time")),
                ("asked_for", models.TextField(blank=True, verbose_name="Why more time is needed")),
                (
                    "authorisation",
                    models.CharField(blank=True, max_length=60, verbose_name="Number of the authorisation"),
                ),
                ("magistrate", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("authorised_at", models.DateTimeField(blank=True, null=True, verbose_name="Authorised on")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        help_text="Of the scanned authorisation, so that the paper in the file can be told from any other.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z", "A digest has 64 characters, 0 to 9 and a to f."
                            )
                        ],
                        verbose_name="Digest of the paper (SHA-256)",
                    ),
                ),
                (
                    "release_ordered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Release ordered on"),
                ),
                (
                    "overrun_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Held beyond the limit since"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="Ended on"
                    ),
                ),
                ("ended_to", models.CharField(blank=True, max_length=200, verbose_name="To whom, where")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "Has signed"), ("refused", "Refused to sign"), ("unable", "Can't sign")],
                        max_length=8,
                        verbose_name="Signature of the person in the register",
                    ),
                ),
                (
                    "arrested_at",
                    models.DateTimeField(help_text="The four hours run from this moment.", verbose_name="Stopped on"),
                ),
                ("began_at", models.DateTimeField(verbose_name="Brought to the premises on")),
                ("stopped_in", models.CharField(max_length=200, verbose_name="Where the person was stopped")),
                (
                    "description",
                    models.TextField(blank=True, help_text="Where no name is known.", verbose_name="Description"),
                ),
                ("condition", models.TextField(blank=True, verbose_name="Physical condition on arrival")),
                (
                    "case_reference",
                    models.CharField(
                        blank=True,
                        help_text="The reference, where the check leads to one.",
                        max_length=32,
                        verbose_name="Case file",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("established", "Identity established, let go"),
                            ("not_established", "Let go, identity not established"),
                            ("presented", "Presented to the public prosecution"),
                            ("held", "Placed in custody or retention in a case file"),
                        ],
                        max_length=16,
                        verbose_name="How it ended",
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
                ("answer_remark", models.TextField(blank=True, verbose_name="Remark of the public prosecution")),
            ],
            options={
                "verbose_name": "Identity check",
                "verbose_name_plural": "Identity checks",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_i_unit_id_59dedf_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_i_state_fdfea0_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_i_search_98c9cc_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_identitycheck_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ending", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_identitycheck_ended_has_ending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="casefiles_identitycheck_ended_has_ended_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinorRetention",
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
                ("arabic_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Arabic")),
                ("latin_name", models.CharField(blank=True, max_length=120, verbose_name="Name in Latin letters")),
                ("alias", models.CharField(blank=True, max_length=120, verbose_name="Also known as")),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("F", "Female"), ("M", "Male")], max_length=1, verbose_name="Sex"
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True, verbose_name="Date of birth")),
                ("born_at", models.CharField(blank=True, max_length=80, verbose_name="Place of birth")),
                ("father", models.CharField(blank=True, max_length=120, verbose_name="Father's name")),
                ("mother", models.CharField(blank=True, max_length=120, verbose_name="Mother's name")),
                (
                    "card_number",
                    hasila.institution.people.CardNumberField(blank=True, max_length=16, verbose_name="Card number"),
                ),
                ("nationality", models.CharField(blank=True, max_length=2, verbose_name="Nationality")),
                ("occupation", models.CharField(blank=True, max_length=80, verbose_name="Occupation")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="Address")),
                (
                    "language",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="Language, where an interpreter is needed"
                    ),
                ),
                (
                    "arrested_at",
                    models.DateTimeField(help_text="The term runs from this moment.", verbose_name="Arrested on"),
                ),
                ("began_at", models.DateTimeField(verbose_name="Placed on")),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("ordinary", "Ordinary offence"),
                            ("state_security", "Security of the State"),
                            ("terrorism", "Terrorism"),
                        ],
                        default="ordinary",
                        editable=False,
                        max_length=16,
                        verbose_name="Regime",
                    ),
                ),
                ("limit_at", models.DateTimeField(editable=False, null=True, verbose_name="Limit")),
                ("extended", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="Extensions")),
                ("place", models.CharField(max_length=80, verbose_name="Cell or place")),
                (
                    "condition",
                    models.TextField(
                        help_text="Traces, complaints, medicines; “nothing to note” where there is nothing.",
                        verbose_name="Physical condition on arrival",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="Stated reason")),
                ("log", models.JSONField(default=list, editable=False, verbose_name="What happened while held")),
                (
                    "note_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reasons_told", "Reasons and rights told"),
                            ("silence_told", "Right to silence told"),
                            ("lawyer_told", "Right to a lawyer told"),
                            ("lawyer_at_hearing_told", "Right to a lawyer at the hearing told"),
                            ("doctor_told", "Right to a medical examination told"),
                            ("family_told", "Family told"),
                            ("family_not_told", "Family not told yet"),
                            ("guardian_told", "Guardian told"),
                            ("guardian_instead", "Somebody told in place of the guardian"),
                            ("prosecutor_told", "Public prosecution told"),
                            ("notice_signed", "Notice of rights signed"),
                            ("notice_refused", "Notice of rights not signed"),
                            ("lawyer_asked", "Lawyer asked for"),
                            ("lawyer_declined", "Lawyer declined"),
                            ("lawyer_contacted", "Lawyer contacted"),
                            ("lawyer_allowed", "Talk with the lawyer permitted"),
                            ("lawyer_spoke", "Talk with the lawyer"),
                            ("lawyer_present", "Lawyer present at the hearing"),
                            ("interpreter", "Interpreter called"),
                            ("social_worker_told", "Social worker told"),
                            ("examined", "Medical examination"),
                            ("not_examined", "Medical examination not needed"),
                            ("condition", "Physical condition"),
                            ("hearing", "Hearing"),
                            ("rest", "Rest"),
                            ("meal", "Meal"),
                            ("meal_declined", "Meal declined"),
                            ("moved", "Moved to another cell or place"),
                            ("taken_out", "Taken out for the inquiry"),
                            ("property_taken", "Property taken into keeping"),
                            ("property_returned", "Property given back"),
                            ("visit", "Visit"),
                            ("other", "Other event"),
                        ],
                        max_length=24,
                        verbose_name="What is noted",
                    ),
                ),
                (
                    "note_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="At"
                    ),
                ),
                (
                    "note_until",
                    models.DateTimeField(
                        blank=True, help_text="Of a hearing, a rest, a talk.", null=True, verbose_name="Until"
                    ),
                ),
                ("note_whom", models.CharField(blank=True, max_length=200, verbose_name="Whom, by what means")),
                ("note_text", models.TextField(blank=True, verbose_name="Remark")),
                ("requests", models.JSONField(default=list, editable=False, verbose_name="Requests for more time")),
                ("asked_for", models.TextField(blank=True, verbose_name="Why more time is needed")),
                (
                    "authorisation",
                    models.CharField(blank=True, max_length=60, verbose_name="Number of the authorisation"),
                ),
                ("magistrate", models.CharField(blank=True, max_length=120, verbose_name="Magistrate")),
                ("authorised_at", models.DateTimeField(blank=True, null=True, verbose_name="Authorised on")),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        help_text="Of the scanned authorisation, so that the paper in the file can be told from any other.",
                        max_length=64,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9a-f]{64}\\Z", "A digest has 64 characters, 0 to 9 and a to f."
                            )
                        ],
                        verbose_name="Digest of the paper (SHA-256)",
                    ),
                ),
                (
                    "release_ordered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Release ordered on"),
                ),
                (
                    "overrun_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="Held beyond the limit since"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="Leave empty if it happens now.", null=True, verbose_name="Ended on"
                    ),
                ),
                ("ended_to", models.CharField(blank=True, max_length=200, verbose_name="To whom, where")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "Has signed"), ("refused", "Refused to sign"), ("unable", "Can't sign")],
                        max_length=8,
                        verbose_name="Signature of the person in the register",
                    ),
                ),
                (
                    "framework",
                    models.CharField(
                        choices=[
                            ("flagrant", "Flagrante delicto"),
                            ("preliminary", "Preliminary inquiry"),
                            ("letter_rogatory", "Letter rogatory"),
                        ],
                        max_length=16,
                        verbose_name="Framework of the inquiry",
                    ),
                ),
                (
                    "offence",
                    hasila.institution.offences.OffenceField(editable=False, max_length=32, verbose_name="Offence"),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("felony", "Felony"), ("misdemeanour", "Misdemeanour"), ("petty", "Petty offence")],
                        editable=False,
                        max_length=12,
                        verbose_name="Class",
                    ),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        help_text="Number, day and magistrate of the permission to hold the person, where it is needed.",
                        max_length=120,
                        verbose_name="Permission of the public prosecution",
                    ),
                ),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("freed", "Freed"),
                            ("presented", "Presented to the public prosecution"),
                            ("hospital", "Handed to a hospital"),
                            ("minor", "Found to be a minor: handed to the officer for minors"),
                            ("guardian", "Handed to the guardian"),
                            ("authority", "Handed to another authority"),
                            ("died", "Died"),
                        ],
                        max_length=12,
                        verbose_name="How it ended",
                    ),
                ),
                ("apart", models.BooleanField(default=False, verbose_name="In a place for minors, apart from adults")),
                ("guardian", models.CharField(blank=True, max_length=120, verbose_name="Guardian")),
                ("social_worker", models.CharField(blank=True, max_length=120, verbose_name="Social worker")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Case file",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.party",
                        verbose_name="Suspect",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that it followed its file to",
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
                ("answer_remark", models.TextField(blank=True, verbose_name="Remark of the public prosecution")),
                (
                    "offences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=hasila.institution.offences.OffenceField(max_length=32),
                        default=list,
                        editable=False,
                        size=None,
                        verbose_name="Offences",
                    ),
                ),
                (
                    "severance",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="casefiles.casefile",
                        verbose_name="Other file of the severance",
                    ),
                ),
            ],
            options={
                "verbose_name": "Retention of a minor",
                "verbose_name_plural": "Retentions of minors",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_m_unit_id_99ce14_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_m_state_2f6b21_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_m_search_d8ff26_gin"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["held", "awaiting"])),
                        fields=("party",),
                        name="casefiles_minor_once",
                    ),
                    models.UniqueConstraint(fields=("reference",), name="casefiles_minorretention_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ending", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_minorretention_ended_has_ending",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="casefiles_minorretention_ended_has_ended_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
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
                ("file", models.CharField(max_length=20, verbose_name="Case file")),
                ("offence", hasila.institution.offences.OffenceField(max_length=32, verbose_name="Main offence")),
                ("grounds", models.TextField(verbose_name="Why it was handed over")),
                ("answer", models.TextField(blank=True, verbose_name="Why it was sent back")),
                (
                    "from_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Unit that handed it over",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.officer",
                        verbose_name="Officer who handed it over",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institution.unit",
                        verbose_name="Receiving unit",
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
                "verbose_name": "Hand-over of a file",
                "verbose_name_plural": "Hand-overs of files",
                "ordering": ["-id"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["unit", "-id"], name="casefiles_h_unit_id_5adcbd_idx"),
                    models.Index(fields=["state", "-id"], name="casefiles_h_state_ed8e47_idx"),
                    django.contrib.postgres.indexes.GinIndex(fields=["search"], name="casefiles_h_search_2f3f35_gin"),
                    models.Index(fields=["file"], name="casefiles_handover_file"),
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["unit", "id"], name="casefiles_handed"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("reference",), name="casefiles_handover_reference"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent_back"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="casefiles_handover_sent_back_has_answer",
                    ),
                ],
            },
        ),
        migrations.RunSQL(TABLE, GONE),
        migrations.RunSQL(READER, "DROP POLICY IF EXISTS hasila_reader ON casefiles_upload"),
    ]
