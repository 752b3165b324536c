"""What a complaint, a denunciation and an incident report have in common: facts, time, place, offence, what follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.offences import OffenceField, offences
from hasila.institution.places import home, places
from hasila.kernel.records import Record
from hasila.modules.districts.choices import How, RefusalGround, Territory, Urgency


def towns() -> list[tuple[str, str]]:
    """Codes and names of the towns of the country, for a field's choices."""
    return [(place.code, place.name) for place in home()]


class DeskEntry(Record):
    """A matter that reached a police unit; `unit` is the one that holds it.

    `case_id` is the case file that it became, `next_id` the entry that another unit made of it, `came_from` the entry
    of the unit that handed it over; `ended_by` is the officer by whose step it ended.
    """

    how = models.CharField(_("How it was received"), max_length=12, choices=How, default=How.COUNTER.value)
    urgency = models.CharField(_("Urgency"), max_length=10, choices=Urgency, default=Urgency.ORDINARY.value)
    facts = models.TextField(_("Facts"))
    happened_at = models.DateTimeField(_("When the facts happened"), null=True, blank=True)
    happened_until = models.DateTimeField(
        _("Until when"), null=True, blank=True, help_text=_("Where only a span is known.")
    )
    town = models.CharField(_("Town"), max_length=3, choices=towns, blank=True)
    place = models.CharField(_("Place of the facts"), max_length=160, blank=True)
    territory = models.CharField(
        _("Whose the place is"), max_length=10, choices=Territory, default=Territory.HERE.value
    )
    offence = OffenceField(_("Offence"), blank=True)
    suspect = models.TextField(_("Known suspect"), blank=True)
    case_id = models.UUIDField(null=True, editable=False)
    case_reference = models.CharField(_("Case file"), max_length=32, blank=True, editable=False)
    paper_number = models.CharField(_("Number of the case on paper"), max_length=40, blank=True)
    to_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Handed to")
    )
    next_id = models.UUIDField(null=True, editable=False)
    next_reference = models.CharField(
        _("Reference at the unit that has it now"), max_length=32, blank=True, editable=False
    )
    came_from = models.UUIDField(null=True, editable=False)
    came_from_reference = models.CharField(_("Reference at the unit that handed it over"), max_length=32, blank=True)
    gendarmerie = models.CharField(_("Brigade of the Royal Gendarmerie"), max_length=120, blank=True)
    refusal = models.CharField(_("Reason"), max_length=16, choices=RefusalGround, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)
    prosecutor = models.CharField(_("Magistrate told"), max_length=120, blank=True)
    ended_by = models.UUIDField(null=True, editable=False)
    prosecutor_told_at = models.DateTimeField(_("Prosecutor told on"), null=True, blank=True)

    class Meta(Record.Meta):
        abstract = True

    @property
    def level(self) -> str:
        """The national class of the offence; empty where none is named yet."""
        return offences()[self.offence].level if self.offence in offences() else ""

    @property
    def where(self) -> str:
        """The place and its town, as a file names them."""
        town = places().get(self.town)
        return "، ".join(part for part in (self.place, town.arabic if town else "") if part)


TOLD = (
    "how",
    "urgency",
    "happened_at",
    "happened_until",
    "town",
    "place",
    "territory",
    "offence",
    "suspect",
)
"""What may be told beside the facts, now or later."""
