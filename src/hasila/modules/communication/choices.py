"""The closed lists of communication; their codes are stored in records and entries and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages in which articles are read and statements are put out."""

    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")


class Kind(models.TextChoices):
    """What is put out: a statement against something false, or a reminder of what is so."""

    FACT = "fact", _("Fact statement")
    REMINDER = "reminder", _("Reminder")


class Channel(models.TextChoices):
    """Where a statement is put out."""

    PRESS = "press", _("Press agency and newspapers")
    PORTAL = "portal", _("Portal of the service")
    X = "x", _("Account on X")
    FACEBOOK = "facebook", _("Account on Facebook")
    INSTAGRAM = "instagram", _("Account on Instagram")
    BROADCAST = "broadcast", _("Radio and television")


class Way(models.TextChoices):
    """How an outlet is asked for a correction."""

    LETTER = "letter", _("Letter")
    MAIL = "mail", _("Electronic mail")
    TELEPHONE = "telephone", _("Telephone, then in writing")
    BAILIFF = "bailiff", _("Bailiff")
