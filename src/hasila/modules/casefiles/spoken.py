"""Moments in words, as the formula of a written record says them, in Arabic and in French.

Moroccan month names; years from 2000 to 2099; hours of twenty-four.
"""

from __future__ import annotations

from datetime import datetime

from hasila.plain.moments import LEGAL_ZONE
from hasila.surfaces.formats import month_names

_ORDINAL = ("", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر")
_ORDINAL_UNIT = ("", "الحادي", *_ORDINAL[2:10])
_HOUR = (
    "",
    "الواحدة",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
)
_HOUR_UNIT = ("", "الحادية", *_HOUR[2:10])
_MASCULINE = ("", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_FEMININE = ("", "واحدة", "اثنتين", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر")
_TENS = ("", "", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")
_FRENCH = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_FRENCH_TENS = (
    "",
    "",
    "vingt",
    "trente",
    "quarante",
    "cinquante",
    "soixante",
    "soixante",
    "quatre-vingt",
    "quatre-vingt",
)


def moment_in_words(moment: datetime, lang: str) -> str:
    """A moment in the legal time zone as a record's formula begins with it."""
    at = moment.astimezone(LEGAL_ZONE)
    month = month_names("ar" if lang == "ar" else "fr")[at.month - 1]
    if lang == "ar":
        year = "ألفين" + (f" و{_counted(at.year - 2000)}" if at.year > 2000 else "")
        return f"في سنة {year}، وفي اليوم {_day(at.day)} من شهر {month}، على الساعة {_clock(at.hour, at.minute)}"
    year = "deux mille" + (f" {french_number(at.year - 2000)}" if at.year > 2000 else "")
    day = "premier" if at.day == 1 else french_number(at.day)
    return f"L'an {year}, le {day} {month}, à {_french_clock(at.hour, at.minute)}"


def _day(day: int) -> str:
    tens, unit = divmod(day, 10)
    if day <= 10:
        return _ORDINAL[day]
    if tens == 1:
        return f"{_ORDINAL_UNIT[unit]} عشر"
    return f"{_ORDINAL_UNIT[unit]} وال{_TENS[tens]}" if unit else f"ال{_TENS[tens]}"


def _clock(hour: int, minute: int) -> str:
    if hour == 0:
        said = "الصفر"
    elif hour <= 10:
        said = _HOUR[hour]
    elif hour < 20:
        said = f"{_HOUR_UNIT[hour - 10]} عشرة"
    else:
        said = f"{_HOUR_UNIT[hour - 20]} والعشرين" if hour > 20 else "العشرين"
    return f"{said} و{_minutes(minute)}" if minute else said


def _minutes(minute: int) -> str:
    if minute <= 2:
        return ("", "دقيقة واحدة", "دقيقتين")[minute]
    if minute <= 10:
        return f"{_FEMININE[minute]} دقائق"
    return f"{_feminine(minute)} دقيقة"


def _feminine(number: int) -> str:
    tens, unit = divmod(number, 10)
    if tens == 1:
        return {1: "إحدى عشرة", 2: "اثنتي عشرة"}.get(unit, f"{_FEMININE[unit]} عشرة")
    first = {1: "إحدى"}.get(unit, _FEMININE[unit])
    return f"{first} و{_TENS[tens]}" if unit else _TENS[tens]


def _counted(number: int) -> str:
    tens, unit = divmod(number, 10)
    if number <= 10:
        return _MASCULINE[number]
    if tens == 1:
        return {1: "أحد عشر", 2: "اثني عشر"}.get(unit, f"{_MASCULINE[unit]} عشر")
    return f"{_MASCULINE[unit]} و{_TENS[tens]}" if unit else _TENS[tens]


def french_number(number: int) -> str:
    """A number from 0 to 99 in French words."""
    if number < 20:
        return _FRENCH[number]
    tens, unit = divmod(number, 10)
    if tens in (7, 9):
        unit += 10
    base = _FRENCH_TENS[tens]
    if unit == 0:
        return base + ("s" if tens == 8 else "")
    joint = " et " if unit in (1, 11) and tens < 8 else "-"
    return base + joint + _FRENCH[unit]


def _french_clock(hour: int, minute: int) -> str:
    hours = f"{'une' if hour == 1 else _hours(hour)} heure{'s' if hour > 1 else ''}"
    if not minute:
        return hours
    said = french_number(minute)
    said = said + "e" if said == "un" or said.endswith(" un") else said
    return f"{hours} {said} minute{'s' if minute > 1 else ''}"


def _hours(hour: int) -> str:
    said = french_number(hour)
    return said + "e" if said.endswith(" un") else said
