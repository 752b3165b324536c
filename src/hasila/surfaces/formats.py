"""Numbers, dates and names as Morocco prints them, in the language of the reader.

Pages, documents and charts format through this file, so that one figure looks the same everywhere.

Digits are 0-9 in every language, and month names and date patterns are those of CLDR's ``ar-MA`` and ``fr-MA``
(يناير … دجنبر). One departure from CLDR: groups of three are parted in Arabic by a no-break thin space, as in French,
and not by the dot of ``ar-MA``. The published tallies print 15.452 and 3,449,678 side by side, and each of the two
marks is a decimal mark in one of our languages; a space is read alike in all of them.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date as babel_date

from hasila.plain.days import (
    LANGUAGES,
    LOCALES,
    NOTHING,
    format_date,
    format_datetime,
    language,
    said_day,
    said_moment,
)
from hasila.plain.texts import fold

__all__ = [
    "LANGUAGES",
    "NOTHING",
    "format_date",
    "format_datetime",
    "language",
    "said_day",
    "said_moment",
]

GROUP = {"ar": "\u202f", "fr": "\u202f", "en": ","}
DECIMAL = {"ar": ",", "fr": ",", "en": "."}
PERCENT = {"ar": "%", "fr": "\u00a0%", "en": "%"}
MINUS = "\u2212"
COUNTRY, HOME = "nationality", "MA"
"""The field of people in which a country stands by its two letters; and the one that is usual."""
NO_COUNTRY = frozenset(["AC", "CP", "CQ", "DG", "EA", "EH", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])
"""Codes of CLDR by which nobody has a nationality here: parts of countries, unions, private use."""

RIGHT_TO_LEFT, FIRST_STRONG, END = "\u2067", "\u2068", "\u2069"
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def format_number(value: float | Decimal | None, lang: str | None = None, *, decimals: int | None = None) -> str:
    """Write a number with its thousands apart: 4 696 069; None becomes a dash.

    ``decimals`` fixes the digits after the mark (rounded half up); without it a whole number has none and another
    keeps at most two, without zeros at their end.
    """
    if value is None:
        return NOTHING
    lang = language(lang)
    if type(value) is int and not decimals:  # nearly all that a page shows
        return (MINUS if value < 0 else "") + f"{abs(value):,}".replace(",", GROUP[lang])
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    places = decimals if decimals is not None else 2
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, part = f"{abs(rounded):,f}".partition(".")
    if decimals is None:
        part = part.rstrip("0")
    text = whole.replace(",", GROUP[lang]) + (DECIMAL[lang] + part if part else "")
    return MINUS + text if rounded < 0 else text


def format_percent(
    value: float | Decimal | None, lang: str | None = None, *, decimals: int | None = None, signed: bool = False
) -> str:
    """Write ``value``, already in per cent (24 is 24 %), with its sign; ``signed`` puts a plus on a rise."""
    if value is None:
        return NOTHING
    lang = language(lang)
    plus = "+" if signed and value > 0 else ""
    return plus + format_number(value, lang, decimals=decimals) + PERCENT[lang]


def format_change(value: float | Decimal | None, lang: str | None = None, *, decimals: int | None = 1) -> str:
    """Write a change on the year before, in per cent, always with its sign: +3,5 %, −24 %."""
    if value is not None and decimals is not None and value == int(value):
        decimals = 0
    return format_percent(value, lang, decimals=decimals, signed=True)


@lru_cache(maxsize=8)
def month_names(lang: str, *, short: bool = False) -> tuple[str, ...]:
    """Give the twelve month names; ``short`` abbreviates where the language does (Arabic does not)."""
    days = [datetime.date(2024, month, 1) for month in range(1, 13)]
    pattern = "LLL" if short else "LLLL"
    return tuple(str(babel_date(day, pattern, locale=LOCALES[language(lang)])) for day in days)


def format_country(code: str, lang: str | None = None) -> str:
    """Write a country by its name, from its two letters of ISO 3166; what is none stands as it is."""
    return str(Locale.parse(LOCALES[language(lang)]).territories.get(code.upper(), code))


def countries(lang: str | None = None, *, also: str = "") -> list[tuple[str, str]]:
    """The countries by code and name, Morocco first, the others in the order of their names; `also` is among them."""
    found = _countries(language(lang))
    known = not also or any(code == also for code, _name in found)
    return found if known else [*found, (also, format_country(also, lang))]


@lru_cache(maxsize=8)
def _countries(lang: str) -> list[tuple[str, str]]:
    names = Locale.parse(LOCALES[lang]).territories
    found = [(code, name) for code, name in names.items() if code.isalpha() and code not in NO_COUNTRY]
    return sorted(found, key=lambda pair: (pair[0] != HOME, fold(pair[1])))


def direction(text: str) -> str:
    """Give ``rtl`` or ``ltr`` after the first strong character of ``text``; text without one is ``ltr``."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def without_controls(text: str) -> str:
    """Drop the invisible characters that turn the direction of text, and other control characters but line ends.

    They have no place in a record, and in print they could make a name read otherwise than it is stored.
    """
    return CONTROLS.sub("", text)


def isolate(text: Any) -> str:
    """Wrap what is set into a sentence of another direction, so that neither disturbs the other.

    For print, plain text and SVG; a page uses ``<bdi>``.
    """
    return f"{FIRST_STRONG}{text}{END}"
