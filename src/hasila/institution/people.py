"""People: grades of the corps, persons as the card names them, and the form of a card number."""

from __future__ import annotations

import re
import uuid
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.places import rows
from hasila.plain.texts import western_digits

CARD_PATTERN = r"[A-Z]{1,3}[0-9]{1,8}"
PHONE = RegexValidator(r"^\+?[0-9][0-9 .\-]{5,18}$", _("Enter a telephone number, such as 0612345678."))
_ARABIC, _LATIN = re.compile("[ء-ي]"), re.compile("[A-Za-zÀ-ž]")


class Sex(models.TextChoices):
    """As civil status records it."""

    FEMALE = "F", _("Female")
    MALE = "M", _("Male")


class Corps(models.TextChoices):
    """The corps that grades belong to; a career usually stays within uniform or plain clothes."""

    GUARDS = "guards", _("Guards (uniform)")
    INSPECTORS = "inspectors", _("Inspectors (plain clothes)")
    PEACE_OFFICERS = "peace_officers", _("Peace officers (uniform)")
    POLICE_OFFICERS = "police_officers", _("Police officers (plain clothes)")
    COMMANDERS = "commanders", _("Commanders of guards (uniform)")
    COMMISSIONERS = "commissioners", _("Commissioners (plain clothes)")
    OUTSIDE = "outside", _("Grades outside the corps")


class Grade(models.Model):
    """A grade. Two grades of one `order` are peers in different corps."""

    id = models.SmallIntegerField(primary_key=True)
    order = models.SmallIntegerField(_("Order of precedence"))
    arabic = models.CharField(_("Arabic name"), max_length=60, unique=True)
    french = models.CharField(_("French name"), max_length=60)
    corps = models.CharField(_("Corps"), max_length=16, choices=Corps)

    class Meta:
        verbose_name = _("Grade")
        verbose_name_plural = _("Grades")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.arabic if (get_language() or "ar").startswith("ar") else self.french


class Rank(NamedTuple):
    """What the rules of a career need of a grade."""

    order: int
    corps: str


@cache
def ranks() -> dict[int, Rank]:
    """Rank by grade id, from the data file: guards read it without a query."""
    return {int(row["id"]): Rank(int(row["order"]), row["corps"]) for row in rows("grades.csv")}


def validate_card_number(value: str) -> None:
    """Holds a card number to the pattern: one to three letters, one to eight digits (configurable).

    Raises:
        ValidationError: the value has another form. No region is read from the letters.
    """
    pattern = getattr(settings, "HASILA_CARD_NUMBER_PATTERN", CARD_PATTERN)
    if not re.fullmatch(pattern, value, re.ASCII):
        raise ValidationError(
            _("A card number is one to three Latin letters followed by up to eight digits, such as AB123456."),
            code="card_number",
        )


class CardNumberField(models.CharField):
    """The number of a national card, kept as text in capitals; small letters, spaces and Arabic digits are accepted."""

    default_validators = [validate_card_number]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 16)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number as it is stored."""
        if isinstance(value, str):
            return re.sub(r"[\s\-]", "", western_digits(value)).upper()
        return super().to_python(value)

    def get_prep_value(self, value: Any) -> Any:
        """Capitals also where a query is made."""
        return self.to_python(value) if value else None if self.null else value


class Person(models.Model):
    """A person who deals with the service, as their card names them. All are synthetic."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    arabic_given = models.CharField(_("Given name in Arabic"), max_length=60)
    arabic_family = models.CharField(_("Family name in Arabic"), max_length=60)
    latin_given = models.CharField(_("Given name in Latin letters"), max_length=60)
    latin_family = models.CharField(_("Family name in Latin letters"), max_length=60)
    born_on = models.DateField(_("Date of birth"))
    born_at_arabic = models.CharField(_("Place of birth in Arabic"), max_length=60, blank=True)
    born_at_latin = models.CharField(_("Place of birth in Latin letters"), max_length=60, blank=True)
    card_number = CardNumberField(_("Card number"), null=True, blank=True)

    class Meta:
        verbose_name = _("Person")
        verbose_name_plural = _("Persons")
        constraints = [models.UniqueConstraint(fields=["card_number"], name="person_card_number_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def arabic_name(self) -> str:
        """Given and family name in Arabic."""
        return f"{self.arabic_given} {self.arabic_family}"

    @property
    def latin_name(self) -> str:
        """Given and family name in Latin letters."""
        return f"{self.latin_given} {self.latin_family}"

    @property
    def name(self) -> str:
        """The name in the script of the active language."""
        return self.arabic_name if (get_language() or "ar").startswith("ar") else self.latin_name


class PhoneField(models.CharField):
    """A telephone number as it was dictated; digits of either script."""

    default_validators = [PHONE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The number in Western digits."""
        return western_digits(value) if isinstance(value, str) else super().to_python(value)


def in_other_letters(arabic_name: str, latin_name: str) -> str:
    """Which of the two fields holds a name without one letter of its own script, under which nobody would find it
    again; empty where neither does. Digits may stand in the name of a company.
    """
    if arabic_name and not _ARABIC.search(arabic_name):
        return "arabic_name"
    return "latin_name" if latin_name and not _LATIN.search(latin_name) else ""
