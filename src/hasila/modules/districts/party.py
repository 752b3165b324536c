"""The person at the counter, as the card or the person names them, and what is checked of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.career import MAJORITY
from hasila.institution.people import CardNumberField, PhoneField, Sex, in_other_letters
from hasila.institution.persons import born_too_early
from hasila.institution.sounding import Sounded
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal

PARTY = ("arabic_name", "latin_name", "card_number", "other_paper", "born_on", "sex", "phone", "address")
FOUND_BY = ("card_number", "arabic_name", "latin_name", "phone", "sounds")
"""What a person's records are searched by."""


class Party(Sounded):
    """The person whom a matter is about, or who brings it. All of it is what the person or their card says."""

    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    card_number = CardNumberField(_("Card number"), blank=True)
    other_paper = models.CharField(_("Other identity paper"), max_length=60, blank=True)
    born_on = models.DateField(_("Date of birth"), null=True, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True)
    phone = PhoneField(_("Telephone"), blank=True)
    address = models.CharField(_("Address"), max_length=250, blank=True)

    class Meta(Sounded.Meta):
        abstract = True

    @property
    def name(self) -> str:
        """The name in the script of the active language where it is known, else in the other."""
        arabic = (get_language() or "ar").startswith("ar")
        names = (self.arabic_name, self.latin_name) if arabic else (self.latin_name, self.arabic_name)
        return names[0] or names[1]


def is_named(party: Any, act: Act) -> Refusal | None:
    """Somebody at the counter has a name, in one script at least, each in the field of its own letters: under the other
    script nobody would find it again. Digits may stand in the name of a company.
    """
    misplaced = in_other_letters(party.arabic_name, party.latin_name)
    if misplaced == "arabic_name":
        message, remedy = _("Write this name in Arabic letters."), _("A name in Latin letters has a field of its own.")
        return Refusal("districts.not_arabic", message, field="arabic_name", remedy=remedy, status=422)
    if misplaced == "latin_name":
        message, remedy = _("Write this name in Latin letters."), _("A name in Arabic letters has a field of its own.")
        return Refusal("districts.not_latin", message, field="latin_name", remedy=remedy, status=422)
    if party.arabic_name or party.latin_name:
        return None
    return Refusal(
        "districts.no_name",
        _("Enter the name in Arabic or in Latin letters."),
        field="arabic_name",
        remedy=_("Take it from the card, or write it as it is heard."),
        status=422,
    )


def born_by_now(party: Any, act: Act) -> Refusal | None:
    """Nobody at the counter is born after the act, or long before anyone alive."""
    assert act.today is not None
    if party.born_on is None or party.born_on <= act.today:
        return born_too_early(party.born_on.year if party.born_on else None, act.today)
    return Refusal(
        "districts.not_born",
        _("The date of birth can't lie in the future."),
        field="born_on",
        remedy=_("Check the date on the card."),
        status=422,
    )


def is_minor(born_on: date | None, day: date) -> bool:
    """Whether somebody is under age on a day; unknown birth counts as of age."""
    if born_on is None:
        return False
    years = int(law.value(MAJORITY, day))
    try:
        birthday = born_on.replace(year=born_on.year + years)
    except ValueError:  # 29 February
        birthday = date(born_on.year + years, 3, 1)
    return birthday > day


PARTY_GUARDS = (is_named, born_by_now)
