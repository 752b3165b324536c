"""The classes of what belongs to a case file: written records, exhibits, acts of investigation, objects, attachments.

Codes are stored and never change.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RecordKind(models.TextChoices):
    """What a written record is about."""

    HEARING_SUSPECT = "hearing_suspect", _("Hearing of a suspect")
    HEARING_VICTIM = "hearing_victim", _("Hearing of a victim")
    HEARING_WITNESS = "hearing_witness", _("Hearing of a witness")
    FINDING = "finding", _("Findings on the spot")
    SEARCH = "search", _("Search of premises")
    SEIZURE = "seizure", _("Seizure")
    CONFRONTATION = "confrontation", _("Confrontation")
    FLAGRANTE = "flagrante", _("Arrest in flagrante delicto")
    IDENTIFICATION = "identification", _("Identification by a witness")
    NOTIFICATION = "notification", _("Notification")
    SYNTHESIS = "synthesis", _("Closing record of the inquiry")


class HowRead(models.TextChoices):
    """How the person took note of what was written."""

    BY_PERSON = "by_person", _("Read by the person")
    TO_PERSON = "to_person", _("Read aloud to the person")
    BY_INTERPRETER = "by_interpreter", _("Read to the person through the interpreter")
    NOBODY_HEARD = "nobody_heard", _("Read by the officer: nobody was heard")


class Signing(models.TextChoices):
    """What the person did when asked to sign."""

    SIGNED = "signed", _("Signed by the person")
    REFUSED = "refused", _("The person refused to sign")
    FINGERPRINT = "fingerprint", _("The person cannot sign: fingerprint")
    NOBODY_HEARD = "nobody_heard", _("Signed by the officer alone: nobody was heard")


class Right(models.TextChoices):
    """What a suspect is told before being heard."""

    ACTS = "acts", _("The acts held against them")
    SILENCE = "silence", _("The right to remain silent")
    LAWYER = "lawyer", _("The right to a lawyer")
    FAMILY = "family", _("That a relative may be told")
    INTERPRETER = "interpreter", _("The right to an interpreter")
    DOCTOR = "doctor", _("The right to a medical examination")


class ExhibitKind(models.TextChoices):
    """What an exhibit is."""

    CANNABIS_RESIN = "cannabis_resin", _("Cannabis resin")
    CANNABIS_HERB = "cannabis_herb", _("Cannabis herb (kif)")
    COCAINE = "cocaine", _("Cocaine")
    HEROIN = "heroin", _("Heroin")
    TABLETS = "tablets", _("Psychotropic tablets")
    OTHER_DRUG = "other_drug", _("Other drug")
    BLADE = "blade", _("Bladed weapon")
    FIREARM = "firearm", _("Firearm")
    AMMUNITION = "ammunition", _("Ammunition")
    MONEY = "money", _("Money")
    PHONE = "phone", pgettext_lazy("object", "Telephone")
    COMPUTER = "computer", _("Computer or storage")
    VEHICLE = "vehicle", _("Vehicle")
    DOCUMENT = "document", _("Document")
    VALUABLES = "valuables", _("Jewellery and valuables")
    TRACE = "trace", _("Trace or sample")
    CLOTHING = "clothing", _("Clothing")
    OTHER = "other", _("Other object")


class Measure(models.TextChoices):
    """What a quantity is counted in."""

    PIECE = "piece", _("pieces")
    GRAM = "gram", _("grams")
    KILOGRAM = "kilogram", _("kilograms")
    LITRE = "litre", _("litres")
    DIRHAM = "dirham", _("dirhams")
    EURO = "euro", _("euros")
    DOLLAR = "dollar", _("US dollars")


class TaskKind(models.TextChoices):
    """What is to be done in the inquiry."""

    HEARING = "hearing", _("Hearing")
    CONFRONTATION = "confrontation", _("Confrontation")
    SEARCH = "search", _("Search of premises")
    SEIZURE = "seizure", _("Seizure")
    LABORATORY = "laboratory", _("Request to the laboratory")
    OPERATOR = "operator", _("Request to an operator")
    ALERT = "alert", _("Alert")
    OTHER = "other", _("Other act")


class Authority(models.TextChoices):
    """Who allowed an act that needs it."""

    PROSECUTOR = "prosecutor", _("King's prosecutor")
    GENERAL_PROSECUTOR = "general_prosecutor", _("King's general prosecutor")
    INVESTIGATING_JUDGE = "investigating_judge", _("Investigating judge")
    FIRST_PRESIDENT = "first_president", _("First president of the court of appeal")


class ThingKind(models.TextChoices):
    """What an object of the matter is."""

    CAR = "car", _("Car")
    MOTORCYCLE = "motorcycle", _("Motorcycle")
    LORRY = "lorry", _("Lorry or bus")
    BICYCLE = "bicycle", _("Bicycle")
    PHONE = "phone", pgettext_lazy("object", "Telephone")
    WEAPON = "weapon", _("Weapon")
    CARD = "card", _("Bank card or account")
    PAPERS = "papers", _("Identity papers")
    VALUABLES = "valuables", _("Jewellery and valuables")
    OTHER = "other", _("Other object")


class ThingRole(models.TextChoices):
    """What an object has to do with the matter."""

    STOLEN = "stolen", _("Stolen or lost")
    USED = "used", _("Used in the facts")
    DAMAGED = "damaged", _("Damaged")
    FOUND = "found", _("Found on the spot")
    OTHER = "other", _("Other connection")


class Media(models.TextChoices):
    """What an attached file is, by its own bytes."""

    PDF = "application/pdf", _("PDF document")
    JPEG = "image/jpeg", _("JPEG image")
    PNG = "image/png", _("PNG image")
    TEXT = "text/plain", _("Plain text")
