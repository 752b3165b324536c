"""The classes of what is brought to a desk, by which it is sorted and counted."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class How(models.TextChoices):
    """How a matter reached the unit."""

    COUNTER = "counter", _("At the counter")
    CALL = "call", _("By telephone")
    LETTER = "letter", _("By letter")
    PROSECUTION = "prosecution", _("From the public prosecution")
    PATROL = "patrol", _("Through a patrol")
    ONLINE = "online", _("Online")
    UNIT = "unit", _("From another unit")


class Urgency(models.TextChoices):
    """How soon somebody must act."""

    ORDINARY = "ordinary", _("Ordinary")
    URGENT = "urgent", _("Urgent")
    DANGER = "danger", _("Danger to a life")


class Territory(models.TextChoices):
    """Whose the place of the facts is."""

    HERE = "here", _("In the territory of this unit")
    ELSEWHERE = "elsewhere", _("In the territory of another unit of the police")
    OUTSIDE = "outside", _("Outside the urban perimeter (Royal Gendarmerie)")
    UNKNOWN = "unknown", _("Unknown, online or abroad")


class GuardianTie(models.TextChoices):
    """Who stands by a minor."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    GUARDIAN = "guardian", _("Legal guardian")
    RELATIVE = "relative", _("Another relative of age")
    OFFICER = "officer", _("Officer for minors who was called in")


class RefusalGround(models.TextChoices):
    """Why nothing follows from a matter."""

    NO_OFFENCE = "no_offence", _("The facts are no offence")
    CIVIL = "civil", _("Civil or commercial dispute")
    ADMINISTRATION = "administration", _("Matter of another administration")
    ALREADY = "already", _("Already recorded")
    UNFOUNDED = "unfounded", _("The facts are not established")


class IncidentKind(models.TextChoices):
    """What an incident report tells of."""

    BRAWL = "brawl", _("Brawl or public disorder")
    INJURY = "injury", _("Person injured or ill")
    DEATH = "death", _("Person found dead")
    FIRE = "fire", _("Fire or explosion")
    DAMAGE = "damage", _("Damage")
    VULNERABLE = "vulnerable", _("Person lost or in distress")
    SUSPICION = "suspicion", _("Suspicious person, vehicle or object")
    OTHER = "other", _("Other incident")


class Source(models.TextChoices):
    """Whether a denouncer gives a name."""

    NAMED = "named", _("The denouncer gives a name")
    ANONYMOUS = "anonymous", _("Anonymous")
