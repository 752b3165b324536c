"""Digits whose very shape says that they count nothing: dates, times, telephones, periods, scores, names."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hasila.plain.quantities import units
from hasila.plain.quantities.calendar import one_of
from hasila.plain.quantities.digits import LONGEST
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import Kind
from hasila.plain.quantities.scanning import BLANKS, DIGITS, GLUED, HYPHENS, ONE_BLANK, QUOTES, SIGN, WORD, Scan

_MOST_PARTS = 8
_ORDINAL_ENDS = word_set("er ere ers eres re e eme emes nd nde th st rd ieme iemes") | {"º", "ª"}
_GLUED_UNITS = word_set("pc pct ans jours km h m cm mm j")
_YEAR_PREFIXES = word_set("mi pre post debut fin early late mid")
_GLUED_PREFIXES = word_set(
    """
    و ف ب ل ك لل ال بال وال لـ بـ الـ وب ول فب فل والـ بالـ كال فال حوالي نحو من في إلى على عن أن
    """
)
_HOURS = word_set("h hr hrs am pm")
_AGES = frozenset(("year", "years", "month", "months"))
_GAMES = word_set(
    """
    نتيجة فاز فوز انتصر تعادل هزيمة انهزم score victoire battu bat match nul défaite win beat won lost draw defeated
    """
)
_LAW_CUES = word_set(
    """
    قانون القانون مرسوم المرسوم ظهير الظهير رقم قرار القرار المادة loi lois law laws decret decree dahir
    arrete n no numero article act bill circulaire دورية منشور
    """
)


@dataclass(frozen=True, slots=True)
class Shaped:
    """An expression that is no claim: its first and last token, and its kind."""

    first: int
    stop: int
    value: Decimal
    kind: Kind
    high: Decimal | None = None


def shaped(scan: Scan, index: int, floor: int) -> Shaped | None:
    """What the shape around a run of digits says, or None where it may count something."""
    token = scan.tokens[index]
    if token.kind != DIGITS:
        return None
    if len(token.text) > LONGEST:
        return Shaped(index, index + 1, Decimal(0), Kind.IDENTIFIER)
    return (
        _named(scan, index, floor)
        or _telephone(scan, index, floor)
        or _chain(scan, index, floor)
        or _time(scan, index)
        or _plate(scan, index)
        or _suffixed(scan, index)
        or _leading_zero(scan, index)
    )


def _value(text: str) -> Decimal:
    return Decimal(text) if len(text) <= LONGEST else Decimal(0)


def _named(scan: Scan, index: int, floor: int) -> Shaped | None:
    """F16, Covid-19, AB123456, @name2024, #Maroc2030."""
    token = scan.tokens[index]
    if token.gap != GLUED or index <= floor:
        return None
    before = scan.tokens[index - 1]
    first = index - 1
    if before.kind == SIGN and before.text in HYPHENS and before.gap == GLUED and first > floor:
        first, before = index - 2, scan.tokens[index - 2]
        if before.kind != WORD or before.text in _YEAR_PREFIXES or before.text in _GLUED_PREFIXES:
            return None
        if not before.arabic and before.text in ("de", "a", "to", "et"):
            return None
    elif before.text in QUOTES and before.gap != GLUED and len(token.text) == 2:
        return Shaped(index, index + 1, _value(token.text), Kind.YEAR)
    elif before.kind == SIGN and before.text in "#@_=":
        return Shaped(first, _tail(scan, index), _value(token.text), Kind.NAME)
    elif before.kind != WORD or before.arabic:
        return None
    if before.text in units.BEFORE or (before.text in _HOURS and scan.tokens[first - 1].kind == DIGITS):
        return None
    return Shaped(first, _tail(scan, index), _value(token.text), Kind.NAME)


def _tail(scan: Scan, index: int) -> int:
    """The token after what is glued to a name: AB12CD, «E-Police2»."""
    stop = index + 1
    while stop < index + _MOST_PARTS and scan.tokens[stop].gap == GLUED and scan.tokens[stop].kind in (DIGITS, WORD):
        if scan.tokens[stop].arabic:
            break
        stop += 1
    return stop


def _telephone(scan: Scan, index: int, floor: int) -> Shaped | None:
    """05 37 72 12 34, 0537-721234, +212 5 37 72 12 34."""
    token = scan.tokens[index]
    international = (
        index > floor and scan.tokens[index - 1].text == "+" and token.gap == GLUED and token.text[:3] == "212"
    )
    if (not international and token.text[0] != "0") or len(token.text) > 14:
        return None
    stop, digits, runs = index + 1, len(token.text), 1
    while runs < _MOST_PARTS:
        after, beyond = scan.tokens[stop], scan.tokens[stop + 1]
        if after.kind == DIGITS and after.gap == ONE_BLANK and len(after.text) <= 4:
            digits, stop = digits + len(after.text), stop + 1
        elif after.kind == SIGN and after.text in "-.–/" and beyond.kind == DIGITS and after.gap == beyond.gap == GLUED:
            digits, stop = digits + len(beyond.text), stop + 2
        else:
            break
        runs += 1
    if 9 <= digits <= 14 and (token.text[:2] != "00" or digits > 10) and (international or len(token.text) > 1):
        return Shaped(index - international, stop, Decimal(0), Kind.PHONE)
    return None


def _chain(scan: Scan, index: int, floor: int) -> Shaped | None:
    """Runs of digits with one sign between them: 12/05/2024, 2024-2025, 03-23, 10:30, 2/2, 3-1."""
    sign = scan.tokens[index + 1]
    if sign.kind != SIGN or sign.gap != GLUED or sign.text not in "/:.-‐‑–":
        return None
    parts, stop = [scan.tokens[index].text], index + 1
    while len(parts) < _MOST_PARTS:
        between, after = scan.tokens[stop], scan.tokens[stop + 1]
        if between.text != sign.text or after.kind != DIGITS or between.gap != GLUED or after.gap != GLUED:
            break
        parts.append(after.text)
        stop += 2
    if len(parts) < 2 or max(map(len, parts)) > LONGEST:
        return None
    after = scan.tokens[stop]
    if sign.text == "." and after.text in ("am", "pm") and len(parts) == 2:
        return Shaped(index, stop + 1, Decimal(parts[0]), Kind.TIME)
    if sign.text == "." and len(parts) < 3 and not _lawful(scan, index, parts):
        return None
    if (
        after.kind == SIGN
        and after.gap == GLUED
        and after.text in ".,٬٫"
        and scan.tokens[stop + 1].kind == DIGITS
        and sign.text in "-–"
    ):
        return None
    found = _judged(scan, index, parts, "-" if sign.text in HYPHENS else sign.text, stop)
    return Shaped(index, stop, found[0], found[1], found[2]) if found else None


def _lawful(scan: Scan, index: int, parts: list[str]) -> bool:
    """Whether a law is named before two numbers: «القانون رقم 43.05»."""
    if max(map(len, parts)) > 3 or not index:
        return False
    for back in (1, 2, 3):
        token = scan.tokens[index - back] if index >= back else None
        if token is None:
            return False
        forms = [token.text, token.text[1:], token.text[2:]] if token.arabic else [token.text]
        if any(form in _LAW_CUES for form in forms):
            return True
        if token.kind == WORD and token.text not in ("تنظيمي", "التنظيمي", "organique"):
            return False
    return False


def _judged(
    scan: Scan, index: int, parts: list[str], sign: str, stop: int
) -> tuple[Decimal, Kind, Decimal | None] | None:
    numbers = [int(part) for part in parts]
    if len(parts) == 3 and sign in "/-." and not (sign in "-." and _lawful(scan, index, ["1"])):
        day, month, year = numbers if len(parts[0]) <= 2 else numbers[::-1]
        if (
            1 <= day <= 31
            and 1 <= month <= 31
            and min(day, month) <= 12
            and (1900 <= year < 2100 or len(parts[2]) == 2)
        ):
            return Decimal(year), Kind.DATE, None
    if len(parts) > 2:
        if sign == "." and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
            return None
        return Decimal(numbers[0]), Kind.ARTICLE if _lawful(scan, index, ["1"]) else Kind.IDENTIFIER, None
    low, high = numbers
    if sign == ":":
        clock = low < 24 and high < 60 and len(parts[1]) == 2
        return Decimal(low), Kind.TIME if clock else Kind.RATIO, None
    if _year(parts[0]) and (_year(parts[1]) or (len(parts[1]) == 2 and high == (low + 1) % 100)):
        end = high if high > 99 else low // 100 * 100 + high
        return Decimal(min(low, end)), Kind.YEAR, Decimal(max(low, end))
    if _lawful(scan, index, ["1"]) or sign == ".":
        return Decimal(low), Kind.ARTICLE, None
    if sign == "/":
        return _slashed(parts, low, high)
    if (parts[0][0] == "0" and len(parts[0]) > 1) or (parts[1][0] == "0" and len(parts[1]) > 1):
        return Decimal(low), Kind.ARTICLE, None
    played = low <= 20 and high <= 20 and _played(scan, index)
    if (low < high and not played) or units.percent(scan, stop):
        return None
    return Decimal(low), Kind.SCORE if low <= 20 else Kind.IDENTIFIER, None


def _played(scan: Scan, index: int) -> bool:
    """Whether a game is told right before."""
    return any(one_of(token, _GAMES) for token in scan.tokens[max(index - 5, 0) : index])


def _slashed(parts: list[str], low: int, high: int) -> tuple[Decimal, Kind, Decimal | None]:
    if 1 <= low <= 12 and _year(parts[1]):
        return Decimal(high), Kind.DATE, None
    if _year(parts[0]) and 1 <= high <= 12 and len(parts[1]) == 2:
        return Decimal(low), Kind.DATE, None
    day = low > high and (low, high) != (24, 7)  # «le 25/12»
    if ("0" in (parts[0][0], parts[1][0]) or day) and 1 <= low <= 31 and 1 <= high <= 12:
        return Decimal(low), Kind.DATE, None
    if low <= high <= 20 and len(parts[0]) <= 2:
        return Decimal(low), Kind.PAGE, None
    return Decimal(low), Kind.RATIO, None


def _year(part: str) -> bool:
    return len(part) == 4 and part[0] in "12" and 1900 <= int(part) < 2100


def _time(scan: Scan, index: int) -> Shaped | None:
    """10h30, 10 h 30, 24h/24, 5 p.m."""
    hour = scan.tokens[index]
    mark, minutes = scan.tokens[index + 1], scan.tokens[index + 2]
    if len(hour.text) > 2 or mark.gap > ONE_BLANK or mark.kind != WORD:
        return None
    if mark.text == "h":
        with_minutes = minutes.kind == DIGITS and len(minutes.text) == 2 and minutes.gap <= ONE_BLANK
        around = minutes.text == "/" and scan.tokens[index + 3].kind == DIGITS
        if with_minutes or around or int(hour.text) <= 24:
            return Shaped(index, index + (4 if around else 3 if with_minutes else 2), Decimal(hour.text), Kind.TIME)
    if mark.text in ("am", "pm", "a", "p") and (
        mark.text in ("am", "pm") or (minutes.text == "." and scan.tokens[index + 3].text == "m")
    ):
        return Shaped(index, index + 2 if mark.text in ("am", "pm") else index + 4, Decimal(hour.text), Kind.TIME)
    return None


def _plate(scan: Scan, index: int) -> Shaped | None:
    """12345-أ-6, 12345 | أ | 6."""
    between, letter, again, last = scan.tokens[index + 1 : index + 5]
    if (
        between.text and between.text in "-|/–"
        and between.text == again.text
        and len(letter.text) == 1
        and letter.kind == WORD
        and last.kind == DIGITS
        and len(last.text) <= 2
        and max(between.gap, letter.gap, again.gap, last.gap) <= BLANKS
    ):  # fmt: skip
        return Shaped(index, index + 5, _value(scan.tokens[index].text), Kind.IDENTIFIER)
    return None


def _suffixed(scan: Scan, index: int) -> Shaped | None:
    """1er, 67th, the 1990s, 5G, 4x4, 7j/7, 25-year-old."""
    token, after, beyond = scan.tokens[index : index + 3]
    if after.text in HYPHENS and beyond.text in _AGES and after.gap == GLUED:
        old = "old" in (scan.tokens[index + 3].text, scan.tokens[index + 4].text)
        return Shaped(index, index + 1, _value(token.text), Kind.AGE) if old else None
    if after.gap != GLUED:
        return None
    if after.text in _ORDINAL_ENDS and (beyond.gap != GLUED or beyond.kind == SIGN):
        return Shaped(index, index + 2, _value(token.text), Kind.ORDINAL)
    if after.kind != WORD or after.arabic or units.short_scale(scan, index + 1):
        return None
    if after.text == "s" and _year(token.text):
        return Shaped(index, index + 2, Decimal(token.text), Kind.YEAR)
    if after.text == "j" and beyond.text == "/" and scan.tokens[index + 3].kind == DIGITS:
        return Shaped(index, index + 4, _value(token.text), Kind.NAME)
    if after.text in _GLUED_UNITS or (after.text in units.NAMES and scan.raw(index + 1) != "G"):
        return None
    if len(after.text) > 3 and scan.raw(index + 1).islower():
        return None  # a blank was lost: «120cartes»
    return Shaped(index, _tail(scan, index), _value(token.text), Kind.NAME)


def _leading_zero(scan: Scan, index: int) -> Shaped | None:
    """007, 0045: numbers that are names; but 04 of something is four."""
    token, after = scan.tokens[index], scan.tokens[index + 1]
    if len(token.text) == 2 and ((after.kind == WORD and after.gap == ONE_BLANK) or after.text == ")"):
        return None  # «04 arrondissements», «quatre (04)»
    if len(token.text) > 1 and token.text[0] == "0" and not (after.gap == GLUED and after.text in ".,٫"):
        return Shaped(index, index + 1, _value(token.text), Kind.IDENTIFIER)
    return None
