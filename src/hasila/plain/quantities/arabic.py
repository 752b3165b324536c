"""Arabic number words below a thousand, their scales, and what joins them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from hasila.plain.quantities import arabic_words as words
from hasila.plain.quantities.duals import dual_cut
from hasila.plain.quantities.model import EXACT, Kind, Numeral
from hasila.plain.quantities.scanning import DIGITS, NEW_LINE, WORD, Scan
from hasila.plain.quantities.tongues import Group

_PROCLITICS = "وفبلك"


@lru_cache(maxsize=50_000)
def cuts(word: str) -> tuple[int, ...]:
    """How many letters may be glued before a word: «وبثلاثة» has two."""
    if not word or word[0] not in _PROCLITICS:
        return (0,)
    return (0, 1, 2) if word[0] in "وف" and word[1:2] and word[1] in "بلك" else (0, 1)


@lru_cache(maxsize=50_000)
def may_begin(word: str) -> bool:
    """Whether a number could begin with a word, so that most words are passed over at once."""
    for cut in cuts(word):
        stem = word[cut:]
        if stem in words.BEGINNINGS or stem.removeprefix("ال") in words.BEGINNINGS:
            return True
        if cut and word[cut - 1] == "ل" and stem[:1] == "ل" and stem[1:] in words.BEGINNINGS:
            return True
    return dual_cut(word, "") is not None


def text(scan: Scan, index: int, cut: int = 0) -> str:
    """An Arabic word without its first letters; "" where the token is none or a paragraph lies before it."""
    token = scan.tokens[index]
    return token.text[cut:] if token.arabic and token.gap <= NEW_LINE else ""


def joint(scan: Scan, index: int) -> tuple[int, int] | None:
    """Where a number may go on behind «و», glued or alone: the token and its letters to leave out."""
    word = text(scan, index)
    if word == "و":
        return (index + 1, 0) if scan.tokens[index + 1].gap <= NEW_LINE else None
    if word.startswith("و") and (word not in words.NUMBERS or and_one(scan, index)):
        return index, 1
    return None


def and_one(scan: Scan, index: int) -> bool:
    """«وأحد عشر» is "and eleven", though without its hamza it looks like «واحد»."""
    token = scan.tokens[index]
    return token.text == "واحد" and (scan.raw(index)[1:2] in "أإٱ" or text(scan, index + 1) in words.TEEN)


def _entry(scan: Scan, index: int, cut: int) -> tuple[str, int]:
    return words.NUMBERS.get(text(scan, index, cut), ("", 0))


def group(scan: Scan, index: int, cut: int) -> Group | None:
    """A number below a thousand in words. The first word may stand at the head of a paragraph."""
    token = scan.tokens[index]
    first = token.text[cut:] if token.kind == WORD and token.arabic else ""
    sort, value = words.NUMBERS.get(first, ("", 0))
    if first in words.ACCUSATIVES:
        sort, value = words.ONE, words.ACCUSATIVES[first]
    if not sort:
        return None
    if sort in (words.ONE, words.UNIT):
        return _from_unit(scan, index, sort, value)
    if sort in (words.HUNDRED, words.HUNDREDS):
        return _from_hundred(scan, value, index + 1)
    return Decimal(value), index + 1


def _from_unit(scan: Scan, index: int, sort: str, value: int) -> Group | None:
    follows = text(scan, index + 1)
    if follows in words.TEEN:
        return Decimal(10 + value), index + 2
    if sort == words.UNIT and value > 2 and (follows in words.HUNDRED_WORDS or follows in words.HUNDRED_PLURALS):
        return _from_hundred(scan, value * 100, index + 2)
    joined = joint(scan, index + 1)
    if joined:
        next_sort, tens = _entry(scan, *joined)
        if next_sort == words.TENS and tens >= 20:
            return Decimal(value + tens), joined[0] + 1
    if sort == words.ONE and scan.tokens[index].text.endswith(("واحد", "واحدا", "واحده")):
        return Decimal(1), index + 1
    return (Decimal(value), index + 1) if sort == words.UNIT else None


def _from_hundred(scan: Scan, value: int, index: int) -> Group:
    joined = joint(scan, index)
    if joined:
        place, cut = joined
        token = scan.tokens[place]
        if token.kind == DIGITS:
            after = scan.tokens[place + 1]
            if len(token.text) <= 2 and not (after.gap == 0 and after.kind != WORD and after.text in ".,/-٬٫"):
                return Decimal(value + int(token.text)), place + 1
        else:
            sort, _ = _entry(scan, place, cut)
            if sort and sort not in (words.HUNDRED, words.HUNDREDS):
                rest = group(scan, place, cut)
                if rest:
                    return EXACT.add(Decimal(value), rest[0]), rest[1]
    return Decimal(value), index


def scale(scan: Scan, index: int, *, definite: bool = False) -> Group | None:
    """A scale word behind a number: «ألفا», «ملايين»."""
    word = text(scan, index)
    if definite:
        word = word.removeprefix("ال") if word not in words.SCALES else word
    factor = words.SCALES.get(word)
    return (factor, index + 1) if factor else None


def alone(scan: Scan, index: int, cut: int) -> tuple[Decimal, Decimal, int] | None:
    """A scale without a number before it, as value, scale and the token after: «مليون», «مليونين», «ألفا درهم»."""
    token = scan.tokens[index]
    word = token.text[cut:] if token.arabic else ""
    if word in words.SCALE_DUALS:
        factor = words.SCALE_DUALS[word]
        return EXACT.multiply(factor, Decimal(2)), factor, index + 1
    if word not in words.SCALES or word in words.SCALE_PLURALS:
        return None
    factor = words.SCALES[word]
    if word in words.SCALE_TANWIN and "ً" not in scan.raw(index):
        after = text(scan, index + 1)
        if after and not joint(scan, index + 1) and after not in words.SCALES:
            return EXACT.multiply(factor, Decimal(2)), factor, index + 1
    return factor, factor, index + 1


def fraction(scan: Scan, index: int, cut: int) -> Group | None:
    """«نصف», «ثلاثة أرباع»."""
    word = text(scan, index, cut) or (scan.tokens[index].text[cut:] if scan.tokens[index].arabic else "")
    if word in words.FRACTIONS:
        return words.FRACTIONS[word], index + 1
    if word in ("ثلاثه", "ثلاث") and text(scan, index + 1) in words.QUARTERS:
        return Decimal("0.75"), index + 2
    return None


def other(scan: Scan, index: int) -> Numeral | None:
    """What looks like a number and claims none: ordinals, definite numbers, vague amounts; and duals, to be weighed."""
    token = scan.tokens[index]
    word = token.text
    if word in words.WEEKDAYS:
        return None
    for cut in cuts(word):
        stem = word[cut:]
        definite = stem.startswith("ال")
        bare = stem[2:] if definite else stem
        if cut and stem.startswith("ل") and word[cut - 1] == "ل":
            definite, bare = True, stem[1:]
        start = scan.inside(index, cut)
        found = _vague(scan, index, bare, start) or _ordinal(scan, index, bare, start, definite)
        if found:
            return found
        led = word[:cut].endswith("ب") or (index and scan.tokens[index - 1].text in ("الي", "من"))
        if definite and bare in words.FIFTHS and led and text(scan, index + 1) not in words.TEEN:
            return Numeral(words.FIFTHS[bare], start, index + 1, True, Kind.FRACTION)
        if definite and _counts_again(scan, index, bare, word[:cut]):
            return _definite(scan, index, bare, start)
        if stem in words.UNIT_DUALS:
            return Numeral(Decimal(2), start, index + 1, True, unit=words.UNIT_DUALS[stem])
        if bare in words.FRACTIONS:
            final = text(scan, index + 1) in words.FINALS
            kind = Kind.NAME if final else Kind.FRACTION
            return Numeral(words.FRACTIONS[bare], start, index + 1 + final, True, kind)
    before = scan.tokens[index - 1].text if index else ""
    glued = dual_cut(word, before)
    if glued is None:
        return None
    return Numeral(Decimal(2), scan.inside(index, glued), index + 1, True, Kind.DUAL)


def _counts_again(scan: Scan, index: int, bare: str, glued: str) -> bool:
    """Whether a word with the article is a number said again, and neither a day nor the hundred of a percentage."""
    sort = words.NUMBERS.get(bare, ("", 0))[0]
    if sort in (words.HUNDRED, words.HUNDREDS):
        return not glued.endswith("ب") and not (index and scan.tokens[index - 1].text == "في")
    return sort in (words.UNIT, words.TEN, words.TENS) and bare != "اثنين"


def _vague(scan: Scan, index: int, bare: str, start: int) -> Numeral | None:
    if bare not in words.VAGUE:
        return None
    value, stop = words.VAGUE[bare], index + 1
    while True:
        follows = text(scan, stop).removeprefix("ال")
        more = words.VAGUE.get(follows) or words.SCALES.get(follows)
        if not more or stop > index + 3:
            return Numeral(value, start, stop, True, Kind.VAGUE)
        value, stop = EXACT.multiply(value, more), stop + 1


def _ordinal(scan: Scan, index: int, bare: str, start: int, definite: bool) -> Numeral | None:
    if bare not in words.ORDINALS or not (definite or bare in words.BARE_ORDINALS):
        return None
    value, stop = words.ORDINALS[bare], index + 1
    follows = text(scan, stop)
    if follows.removeprefix("ال") in words.TEEN:
        return Numeral(Decimal(10 + value), start, stop + 1, True, Kind.ORDINAL)
    joined = joint(scan, stop)
    if joined:
        tens = text(scan, *joined).removeprefix("ال")
        sort, more = words.NUMBERS.get(tens, ("", 0))
        if sort in (words.TENS, words.HUNDRED) and more >= 20:
            return Numeral(Decimal(value + more), start, joined[0] + 1, True, Kind.ORDINAL)
    if bare.startswith("حادي"):
        return None
    return Numeral(Decimal(value), start, stop, True, Kind.ORDINAL)


def _definite(scan: Scan, index: int, bare: str, start: int) -> Numeral:
    """«القيادات الأربع عشرة»: says again what was said."""
    value, stop = words.NUMBERS[bare][1], index + 1
    if value < 10 and text(scan, stop) in words.TEEN:
        return Numeral(Decimal(10 + value), start, stop + 1, True, Kind.DEFINITE)
    joined = joint(scan, stop)
    if value < 10 and joined:
        sort, tens = words.NUMBERS.get(text(scan, *joined).removeprefix("ال"), ("", 0))
        if sort == words.TENS:
            return Numeral(Decimal(value + tens), start, joined[0] + 1, True, Kind.DEFINITE)
    return Numeral(Decimal(value), start, stop, True, Kind.DEFINITE)


def misleading(scan: Scan, index: int, cut: int) -> bool:
    """«لست» is "I am not" unless six of something follow; «وأحد عشر» isn't «واحد»."""
    if scan.tokens[index].text[cut:] == "تسع" and text(scan, index + 1).startswith("ل"):
        return True  # «ملعب تسع مدرجاته لـ45 ألفا»: it holds
    if not cut:
        return and_one(scan, index)
    if scan.tokens[index].text[cut - 1 :] != "لست" or "ـ" in scan.raw(index):
        return False
    follows, joined = text(scan, index + 1), joint(scan, index + 1)
    goes_on = follows in words.TEEN or follows in words.HUNDRED_WORDS or (joined and _entry(scan, *joined)[0])
    return not (goes_on or follows in words.FEMININE_AFTER_SIX)


def misplaced_plural(scan: Scan, index: int, stop: int, value: Decimal) -> bool:
    """«خط 19 آلاف المكالمات»: a line, then thousands; behind nineteen a scale stands in the singular."""
    if not index or text(scan, stop) not in words.SCALE_PLURALS or value != value.to_integral_value():
        return False
    return not 3 <= value % 100 <= 10 and scan.tokens[index - 1].text.removeprefix("ال") in words.LINES
