"""How numbers, dates and codes are written on a page: Moroccan usage, boxed so that right-to-left text keeps them whole.

Digits are 0-9 in every language; months in Arabic are those of Morocco (CLDR ar-MA and fr-MA).
"""

from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

_LOCALES = {
    "ar": Locale("ar", "MA"),
    "fr": Locale("fr", "MA"),
    "en": Locale("en", "GB"),
}


def locale() -> Locale:
    """The locale of the page's language."""
    return _LOCALES.get((get_language() or "ar")[:2], _LOCALES["ar"])


def number_text(value: int | float | Decimal, *, signed: bool = False, digits: int = 2) -> str:
    """`value` with the language's separators, at most `digits` decimals, and a sign where `signed`."""
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    text = format_decimal(abs(value), format=pattern, locale=locale(), numbering_system="latn")
    if value < 0:
        return "\u2212" + text
    return "+" + text if signed and value > 0 else text


def day_text(value: date) -> str:
    """A date in words: 14 شتنبر 2024."""
    return format_date(value, format="d MMMM y", locale=locale())


def moment_text(value: datetime) -> str:
    """A moment to the minute, in the service's time zone."""
    local = timezone.localtime(value)
    return format_datetime(local, format="d MMMM y, HH:mm", locale=locale())


def boxed(text: str) -> SafeString:
    """`text` boxed left to right: a number, a reference, a Latin name."""
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def isolated(text: str) -> SafeString:
    """`text` kept from disturbing its neighbours, in whichever direction it is written."""
    return format_html("<bdi>{}</bdi>", text)
