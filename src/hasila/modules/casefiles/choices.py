"""The classes that case files, parties and links are told apart and counted by. Codes are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.institution.offences import OffenceClass, Series


class Origin(models.TextChoices):
    """What a case file was opened on."""

    COMPLAINT = "complaint", _("Complaint")
    DENUNCIATION = "denunciation", _("Denunciation")
    INCIDENT = "incident", _("Incident report")
    RECEPTION = "reception", _("Reception of a person by the service")
    FLAGRANT = "flagrant", _("Flagrante delicto")
    PROSECUTOR = "prosecutor", _("Instruction of the public prosecution")
    LETTER_ROGATORY = "letter_rogatory", _("Letter rogatory")
    OTHER_UNIT = "other_unit", _("Another unit")
    SEVERANCE = "severance", _("Severance from another file")


class Urgency(models.TextChoices):
    """How soon somebody must look at it."""

    ORDINARY = "ordinary", _("Ordinary")
    URGENT = "urgent", _("Urgent")
    DANGER = "danger", _("Danger to a life")


class Category(models.TextChoices):
    """Who somebody is to the matter. The law demands that the categories are kept apart (law 09-08; LED, article 6)."""

    SUSPECT = "suspect", _("Suspect")
    VICTIM = "victim", _("Victim")
    WITNESS = "witness", pgettext_lazy("person", "Witness")
    CIVILLY_LIABLE = "civilly_liable", _("Civilly liable person")
    OFFICER = "officer", pgettext_lazy("person in a file", "Officer")


class AgeBand(models.TextChoices):
    """The age that the law tells apart, on the day of the facts (code of criminal procedure, articles 458 to 460)."""

    UNKNOWN = "unknown", _("Age not known")
    NOT_RESPONSIBLE = "not_responsible", _("Twelve years or under")
    PARTLY = "partly", _("Over twelve, under eighteen")
    ADULT = "adult", _("Of age")


class LinkKind(models.TextChoices):
    """Why two files are linked."""

    SAME_PERSON = "same_person", _("The same person")
    SAME_OBJECT = "same_object", _("The same object or vehicle")
    SAME_WAY = "same_way", _("The same way of acting")
    CONNECTED = "connected", _("Connected facts")


class Office(models.TextChoices):
    """Whom a file goes to: by the class of the offence and its kind; a letter rogatory goes back to its judge."""

    FIRST_INSTANCE = "first_instance", _("King's prosecutor at the court of first instance")
    APPEAL = "appeal", _("King's general prosecutor at the court of appeal")
    TERRORISM = "terrorism", _("King's general prosecutor at the court of appeal of Rabat")
    JUDGE = "judge", _("Investigating judge")


class Decision(models.TextChoices):
    """What the public prosecution decided; of a letter rogatory, that its judge has it back executed."""

    PROSECUTED = "prosecuted", _("Prosecuted")
    INVESTIGATION = "investigation", _("Judicial investigation asked for")
    DISMISSED = "dismissed", _("Filed without prosecution")
    OTHER_COURT = "other_court", _("Sent to another prosecution office")
    EXECUTED = "executed", _("Letter rogatory taken back, executed")


class Way(models.TextChoices):
    """How a file goes to the prosecution."""

    HELD = "held", _("With the person presented, held")
    FREE = "free", _("With the person presented, free")
    PAPER = "paper", _("The file alone")
    UNKNOWN = "unknown", _("The file alone, against unknown persons")


__all__ = [
    "AgeBand", "Category", "Decision", "LinkKind", "OffenceClass", "Office", "Origin", "Series", "Urgency", "Way",
]  # fmt: skip
