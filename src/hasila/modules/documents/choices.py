"""The classes by which requests, campaigns and mobile units are counted. Codes are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why a card is asked for."""

    FIRST = "first", _("First card")
    MINOR = "minor", _("First card of a minor")
    RENEWAL = "renewal", _("Renewal")
    LOSS = "loss", _("Loss or theft")
    CHANGE = "change", _("Change of data")


class Channel(models.TextChoices):
    """Where the holder's data were taken."""

    CENTRE = "centre", _("Enrolment centre")
    CONSULATE = "consulate", _("Consulate")
    MOBILE_UNIT = "mobile_unit", _("Mobile unit")


class CampaignKind(models.TextChoices):
    """The occasion of an enrolment campaign."""

    EARTHQUAKE = "earthquake", _("Victims of the earthquake")
    FLOODS = "floods", _("Victims of the floods")
    AMNESTY = "amnesty", _("Beneficiaries of the royal pardon")
    REMOTE = "remote", _("Remote areas")


class Occasion(models.TextChoices):
    """The campaign that a request belongs to, or none."""

    ORDINARY = "ordinary", _("No campaign")
    EARTHQUAKE = CampaignKind.EARTHQUAKE.value, CampaignKind.EARTHQUAKE.label
    FLOODS = CampaignKind.FLOODS.value, CampaignKind.FLOODS.label
    AMNESTY = CampaignKind.AMNESTY.value, CampaignKind.AMNESTY.label
    REMOTE = CampaignKind.REMOTE.value, CampaignKind.REMOTE.label


class Centre(models.TextChoices):
    """The issuance centres, by the codes of their units."""

    RABAT = "CE-RBT", _("Issuance centre of Rabat")
    MARRAKECH = "CE-RAK", _("Issuance centre of Marrakech")


class Rejection(models.TextChoices):
    """The ground on which a request is rejected (law 03.01 asks for one)."""

    INCOMPLETE = "incomplete", _("Papers are missing")
    DOUBTFUL = "doubtful", _("The identity is not established")
    IMAGE = "image", _("Photograph or fingerprints cannot be used")
    DOUBLE = "double", _("The holder has a valid card")


class Defect(models.TextChoices):
    """What is wrong with a card that was produced."""

    PRINT = "print", _("Printing")
    CHIP = "chip", _("Electronic chip")
    DATA = "data", _("Wrong data on the card")


class Recipient(models.TextChoices):
    """Who is handed the card."""

    HOLDER = "holder", _("The holder")
    GUARDIAN = "guardian", _("The legal guardian")
    PROXY = "proxy", _("A person with power of attorney")
