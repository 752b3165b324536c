"""The record of a card request: what a clerk at the counter needs and nothing else.

It is the largest register of the house, so a row points to no record but its unit, the place of enrolment.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE
from hasila.institution.people import CardNumberField, Sex
from hasila.kernel.records import Record
from hasila.modules.documents.choices import Centre, Channel, Defect, Kind, Occasion, Recipient, Rejection


class CardRequest(Record):
    """A request for a card; `unit` is the place of enrolment."""

    kind = models.CharField(_("Kind of request"), max_length=8, choices=Kind)
    channel = models.CharField(_("Place of enrolment"), max_length=12, choices=Channel)
    campaign = models.CharField(_("Campaign"), max_length=12, choices=Occasion, default=Occasion.ORDINARY.value)
    card_number = CardNumberField(
        _("Card number"), help_text=_("For a first card, the number that the centre assigns at enrolment.")
    )
    arabic_name = models.CharField(_("Name in Arabic"), max_length=120)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    born_on = models.DateField(_("Date of birth"), null=ERASABLE)
    born_at_arabic = models.CharField(_("Place of birth in Arabic"), max_length=60)
    born_at_latin = models.CharField(_("Place of birth in Latin letters"), max_length=60)
    centre = models.CharField(_("Issuance centre"), max_length=8, choices=Centre, blank=True)
    rejection = models.CharField(_("Ground of rejection"), max_length=12, choices=Rejection, blank=True)
    defect = models.CharField(_("Defect"), max_length=8, choices=Defect, blank=True)
    recipient = models.CharField(_("Handed to"), max_length=8, choices=Recipient, blank=True)
    recipient_card = CardNumberField(_("Card number of the recipient"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Card request")
        verbose_name_plural = _("Card requests")
        constraints = [
            models.UniqueConstraint(
                fields=["card_number"],
                condition=models.Q(state__in=("requested", "produced")),
                name="documents_one_request_under_way",
            )
        ]

    @property
    def name(self) -> str:
        """The holder's name in the script of the active language."""
        return self.arabic_name if (get_language() or "ar").startswith("ar") else self.latin_name

    @property
    def abroad(self) -> bool:
        """Whether the holder was enrolled at a consulate."""
        return self.channel == Channel.CONSULATE
