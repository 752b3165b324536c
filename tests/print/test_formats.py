"""Numbers and dates as Morocco prints them."""

import datetime
from decimal import Decimal

import pytest
from babel.numbers import format_decimal

from hasila.surfaces import formats

MOROCCAN_MONTHS = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "arabic", "french", "english"),
    [
        (4696069, "4\u202f696\u202f069", "4\u202f696\u202f069", "4,696,069"),
        (999, "999", "999", "999"),
        (-1234.5, "−1\u202f234,5", "−1\u202f234,5", "−1,234.5"),
        (Decimal("0.125"), "0,13", "0,13", "0.13"),
        (-0.001, "0", "0", "0"),
        (0, "0", "0", "0"),
        (None, "–", "–", "–"),
    ],
)
def test_numbers(value: float | None, arabic: str, french: str, english: str) -> None:
    said = [formats.format_number(value, lang) for lang in formats.LANGUAGES]
    assert said == [arabic, french, english]


@pytest.mark.parametrize("value", [0, 7, 1000, 15452, 4696069, 123456789.25])
def test_french_numbers_are_those_of_cldr(value: float) -> None:
    assert formats.format_number(value, "fr") == format_decimal(value, locale="fr_MA")


def test_percentages_carry_their_sign_where_they_are_changes() -> None:
    assert formats.format_percent(24, "ar") == "24%"
    assert formats.format_percent(24, "fr") == "24\u00a0%"
    assert formats.format_change(-24, "ar") == "−24%"
    assert formats.format_change(3.55, "fr") == "+3,6\u00a0%"
    assert formats.format_change(None, "fr") == "–"


def test_months_are_the_moroccan_ones() -> None:
    assert formats.month_names("ar") == MOROCCAN_MONTHS


def test_dates() -> None:
    day = datetime.date(2024, 8, 1)
    assert formats.format_date(day, "ar") == "1 غشت 2024"
    assert formats.format_date(day, "fr") == "1er août 2024"
    assert formats.format_date(datetime.date(2024, 8, 21), "fr") == "21 août 2024"
    assert formats.format_date(day, "fr", style="full") == "jeudi 1er août 2024"
    assert formats.format_date(day, "en") == "1 August 2024"
    assert formats.format_date(day, "ar", style="short") == "01/08/2024"
    assert formats.format_date(None, "ar") == "–"


def test_a_moment_is_told_in_casablanca() -> None:
    moment = datetime.datetime(2024, 12, 31, 23, 30, tzinfo=datetime.UTC)
    assert formats.format_date(moment, "ar") == "1 يناير 2025"
    assert formats.format_datetime(moment, "fr") == "1er janvier 2025 à 00:30"


def test_direction_is_that_of_the_first_strong_letter() -> None:
    assert formats.direction("12 شرطة Police") == "rtl"
    assert formats.direction("12 Police شرطة") == "ltr"
    assert formats.direction("2024-08-03") == "ltr"


def test_controls_are_dropped_and_line_ends_kept() -> None:
    assert formats.without_controls("a\u202eb\u2067c\x00d\ne\u200f") == "abcd\ne"


def test_an_unknown_language_is_said_in_arabic() -> None:
    assert formats.language("de-AT") == "ar"
    assert formats.language("fr-MA") == "fr"
