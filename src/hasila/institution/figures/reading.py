"""How values, units and periods of published figures are written, and the one form in which the register keeps them."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from hasila.institution.figures import Fact
from hasila.kernel.refusals import Text
from hasila.plain.texts import fold, western_digits

FIRST_YEAR = 1956
"""The year in which the service was founded."""

_GROUPS = re.compile(r"([-+]?)(\d{1,3})(?:([ ,.'])\d{3})(?:\3\d{3})*")
_PLAIN = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,2})?")
_YEAR = re.compile(r"(\d{4})")
_CHANGE = re.compile(r"(\d{4})\s*/\s*(\d{4})")
_HALF = re.compile(r"(\d{4})\s*-\s*(\d{2})\s*H([12])", re.IGNORECASE)
_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "٬": ",", "٫": ".", "−": "-", "–": "-", "’": "'"})


class Unread(ValueError):
    """A value or a period that can't be read, with what would help."""

    def __init__(self, said: Text, remedy: Text) -> None:
        super().__init__(str(said))
        self.said = said
        self.remedy = remedy


def value_of(fact: Fact, text: str) -> Decimal:
    """A value as documents and spreadsheets write it: digits of either script, thousands apart or not.

    Raises:
        Unread: it is no number, or one that could be read in two ways.
    """
    said = western_digits(text).translate(_SAME).strip()
    if fact.unit.english == "%":
        said = said.strip("%٪ ")
    counted = fact.kind in ("count", "ordinal")
    if grouped := _GROUPS.fullmatch(said):
        if not counted and fact.kind != "amount" and grouped[3] in ",.":
            raise Unread(
                _("“%(text)s” could be read in two ways.") % {"text": text},
                _("Write per cent with at most two decimals."),
            )
        return Decimal(re.sub(r"[ ,.']", "", said))
    if not _PLAIN.fullmatch(said):
        raise Unread(
            _("“%(text)s” is no number.") % {"text": text[:60]},
            _("Write the number in digits, such as 4696069 or 4 696 069; a fall with its minus sign."),
        )
    return Decimal(said.replace(",", "."))


def unit_of(fact: Fact, text: str) -> str:
    """The unit of a figure as the register writes it, where a text names it in any of its languages; else nothing."""
    words = {fact.unit.english, fact.unit.arabic, fact.unit.french}
    said = fold(text.translate(_SAME)).strip()
    same = said in {fold(word) for word in words} or (fact.unit.english == "%" and said in PER_CENT)
    return fact.unit.english if same else ""


PER_CENT = {fold(word) for word in ("%", "٪", "per cent", "percent", "pour cent", "في المائة", "بالمائة", "في المئة")}


def period_of(fact: Fact, text: str) -> tuple[int, str]:
    """Year and period of a figure: a year, two years of a change, or a half of a school year.

    Raises:
        Unread: it is none of these, or none that this figure has.
    """
    said = western_digits(text).translate(_SAME).strip()
    if fact.kind == "change" and (match := _CHANGE.fullmatch(said)):
        year, before = int(match[1]), int(match[2])
        if before != year - 1:
            raise Unread(_("A change is one on the year before."), _("Write it as 2023/2022, or as 2023."))
        return _known(year), f"{year}/{before}"
    if match := _HALF.fullmatch(said):
        year = int(match[1])
        if int(match[2]) != (year + 1) % 100:
            raise Unread(_("A school year is two years that follow one another."), _("Write it as 2023-24 H1."))
        return _known(year), f"{year}-{match[2]} H{match[3]}"
    if match := _YEAR.fullmatch(said):
        year = _known(int(match[1]))
        return year, f"{year}/{year - 1}" if fact.kind == "change" else str(year)
    raise Unread(
        _("“%(text)s” is no period that the register knows.") % {"text": text[:60]},
        _("Write a year such as 2023; for a change 2023/2022; for half a school year 2023-24 H1."),
    )


def _known(year: int) -> int:
    if year < FIRST_YEAR:
        raise Unread(
            _("Nothing was published of the year %(year)s.") % {"year": year}, _("Check the digits of the year.")
        )
    return year
