"""Days and moments as Morocco writes them, in the language of the reader.

Patterns and the names of months are those of CLDR's ``ar-MA`` and ``fr-MA`` (يناير … دجنبر), digits 0-9 in every
language. They stand on this floor since the kernel's refusals name days too.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache

from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import get_language

LANGUAGES = ("ar", "fr", "en")
LOCALES = {"ar": "ar_MA", "fr": "fr_MA", "en": "en_GB"}
NOTHING = "–"


def language(code: str | None = None) -> str:
    """Give the two letters of ``code``, or of the active language; a language we do not print becomes Arabic."""
    short = (code or get_language() or "ar")[:2]
    return short if short in LANGUAGES else "ar"


def format_date(value: datetime.date | None, lang: str | None = None, *, style: str = "long") -> str:
    """Write a day: ``long`` 3 غشت 2024, ``full`` with the weekday, ``short`` 03/08/2024, ``month`` غشت 2024.

    A moment is read as the day it is in the current time zone.
    """
    if value is None:
        return NOTHING
    day = _local(value).date() if isinstance(value, datetime.datetime) else value
    return f"{day:%d/%m/%Y}" if style == "short" else _written_day(day, language(lang), style)


@lru_cache(maxsize=4096)
def _written_day(day: datetime.date, lang: str, style: str) -> str:
    if style == "month":
        return str(format_skeleton("yMMMM", day, locale=LOCALES[lang]))
    text = str(babel_date(day, style, locale=LOCALES[lang]))
    if lang == "fr" and day.day == 1:
        text = text.replace("1 ", "1er ", 1)
    return text


def format_datetime(value: datetime.datetime | None, lang: str | None = None, *, style: str = "long") -> str:
    """Write a moment in the current time zone, to the minute: 3 août 2024 à 14:05."""
    if value is None:
        return NOTHING
    lang = language(lang)
    joint = {"ar": " على الساعة ", "fr": " à ", "en": ", "}[lang] if style != "short" else " "
    return format_date(value, lang, style=style) + joint + f"{_local(value):%H:%M}"


said_moment: Callable[[datetime.datetime], str] = lazy(format_datetime, str)
"""A moment inside of a refusal: it is written when the refusal is read, in the language of who reads it."""

said_day: Callable[[datetime.date], str] = lazy(format_date, str)
"""A day inside of a refusal, in the same way."""


def _local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
