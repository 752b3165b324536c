"""English number words: below a thousand, scales, dozens, ordinals."""

from __future__ import annotations

from decimal import Decimal

from hasila.plain.quantities.latin import first, hop, text
from hasila.plain.quantities.lexicon import word_set, wordlist
from hasila.plain.quantities.model import EXACT, ROUGH, Kind, Numeral
from hasila.plain.quantities.scanning import Scan
from hasila.plain.quantities.tongues import Group

_SMALL = {
    word: value
    for value, word in enumerate(
        wordlist(
            """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
    """
        ),
        1,
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), wordlist("twenty thirty forty fifty sixty seventy eighty ninety"), strict=True
    )
} | {"fourty": 40}
_SCALES = {
    word + end: Decimal(10) ** power
    for power, word in ((3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion"))
    for end in ("", "s")
}
OWN_SCALES = wordlist("thousand thousands billion billions trillion trillions")
"""Those that French doesn't have, or has for another number."""
_SINGULAR = frozenset(word for word in _SCALES if not word.endswith("s"))
_ORDINALS = (
    {
        word: value
        for value, word in enumerate(
            wordlist(
                """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    """
            ),
            1,
        )
    }
    | {word[:-1] + "ieth": value for word, value in _TENS.items()}
    | {"hundredth": 100}
)
_VAGUE = {
    "dozens": 12,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
    "tens": 10,
}
_FEW = word_set("several few couple many")
_NOT_COUNTED = word_set("another by day or and who that can could may should would is was has")
_BEFORE_HALF = word_set("by than about nearly almost over only under cut")
_PARTS = {"half": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10}


def group(scan: Scan, index: int, cut: int) -> Group | None:
    """A number below a thousand, also «nineteen hundred»."""
    word = first(scan, index)
    if word in ("a", "one") and text(scan, index + 1) == "hundred":
        return _from_hundred(scan, 100, index + 2)
    found = _small(scan, index, word)
    if not found:
        return None
    value, stop = found
    after = hop(scan, stop)
    if text(scan, after) == "hundred":
        return _from_hundred(scan, value * 100, after + 1)
    return Decimal(value), stop


def _small(scan: Scan, index: int, word: str) -> tuple[int, int] | None:
    if word in _TENS:
        after = hop(scan, index + 1)
        unit = _SMALL.get(text(scan, after), 10)
        return (_TENS[word] + unit, after + 1) if unit < 10 else (_TENS[word], index + 1)
    return (_SMALL[word], index + 1) if word in _SMALL else None


def _from_hundred(scan: Scan, value: int, index: int) -> Group:
    place = hop(scan, index)
    if text(scan, place) == "and":
        place = hop(scan, place + 1)
    word = text(scan, place)
    found = _small(scan, place, word) if word else None
    return (Decimal(value + found[0]), found[1]) if found else (Decimal(value), index)


def scale(scan: Scan, index: int) -> Group | None:
    """A scale word behind a number."""
    after = hop(scan, index)
    factor = _SCALES.get(text(scan, after))
    return (factor, after + 1) if factor else None


def alone(scan: Scan, index: int, cut: int) -> tuple[Decimal, Decimal, int] | None:
    """«a million», «half a million», «a quarter of a million»: value, scale, and the token after."""
    word = first(scan, index)
    if word == "half":
        place = hop(scan, index + 1)
        place += text(scan, place) == "a"
        factor = _SCALES.get(text(scan, place)) if text(scan, place) in _SINGULAR else None
        return (EXACT.multiply(factor, Decimal("0.5")), factor, place + 1) if factor else None
    if word == "quarter" and text(scan, index + 1) == "of" and text(scan, index + 2) == "a":
        factor = _SCALES.get(text(scan, index + 3))
        return (EXACT.multiply(factor, Decimal("0.25")), factor, index + 4) if factor else None
    if word not in ("a", "one"):
        return None
    follows = text(scan, index + 1)
    if follows in _SINGULAR:
        return _SCALES[follows], _SCALES[follows], index + 2
    if follows in ("quarter", "half") and text(scan, index + 2) in ("of", "a"):
        place = index + 3 if text(scan, index + 2) == "a" else index + 4
        factor = _SCALES.get(text(scan, place)) if text(scan, place - 1) == "a" else None
        part = Decimal("0.5") if follows == "half" else Decimal("0.25")
        return (EXACT.multiply(factor, part), factor, place + 1) if factor else None
    return None


def joint(scan: Scan, index: int) -> tuple[int, int] | None:
    """Where a number may go on behind a scale: at once, behind a hyphen, or behind «and»."""
    if text(scan, index) == "and":
        return index + 1, 0
    return hop(scan, index), 0


def half(scan: Scan, index: int) -> Group | None:
    """«and a half», «and a quarter» behind a number: which part of the scale, and the token after."""
    if text(scan, index) == "and" and text(scan, index + 1) == "a":
        part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(text(scan, index + 2))
        return (part, index + 3) if part else None
    return None


def ordinal(scan: Scan, index: int) -> Group | None:
    """An ordinal word."""
    word = first(scan, index)
    return (Decimal(_ORDINALS[word]), index + 1) if word in _ORDINALS else None


def collective(scan: Scan, index: int) -> tuple[Decimal, int, bool] | None:
    """«dozen», «dozens», «tens of thousands»: value, the token after; never exact."""
    word = first(scan, index)
    if word == "dozen":
        return Decimal(12), index + 1, False
    if word not in _VAGUE:
        return None
    value, stop = Decimal(_VAGUE[word]), index + 1
    while text(scan, stop) == "of" and text(scan, stop + 1) in _SCALES and stop < index + 6:
        value, stop = EXACT.multiply(value, _SCALES[text(scan, stop + 1)]), stop + 2
    return value, stop, False


def other(scan: Scan, index: int) -> Numeral | None:
    """Dozens, ordinals, fractions, «several hundred» and «one of the»."""
    word = first(scan, index)
    start = scan.tokens[index].start
    parts = _fraction(scan, index, word, start)
    if parts:
        return parts
    found = ordinal(scan, index)
    if found:
        return Numeral(found[0], start, found[1], True, Kind.ORDINAL)
    place = index
    if word in ("a", "half") and text(scan, index + 1) in ("a", "dozen"):
        place = index + 1 + (text(scan, index + 1) == "a")
    gathered = collective(scan, place)
    if gathered:
        value = gathered[0] if word != "half" else EXACT.divide(gathered[0], Decimal(2))
        return Numeral(value, start, gathered[1], True, Kind.VAGUE)
    if word in _FEW and text(scan, index + 1) in {"hundred", "dozen", *_SINGULAR}:
        value = {"hundred": Decimal(100), "dozen": Decimal(12)}.get(text(scan, index + 1)) or _SCALES[
            text(scan, index + 1)
        ]
        stop = index + 2
        more = _SCALES.get(text(scan, stop))
        return Numeral(EXACT.multiply(value, more or Decimal(1)), start, stop + bool(more), True, Kind.VAGUE)
    if word == "one" and text(scan, index + 1) and text(scan, index + 1) not in _NOT_COUNTED:
        before = text(scan, index - 1) if index else ""
        return (
            None
            if before in ("no", "any", "some", "every", "this", "that")
            else Numeral(Decimal(1), start, index + 1, True, Kind.ONE)
        )
    return None


def _fraction(scan: Scan, index: int, word: str, start: int) -> Numeral | None:
    place = hop(scan, index + 1)
    part = _PARTS.get(text(scan, place))
    if part and word in ("a", "one", "two", "three", "four") and (word == "a" or part != 2):
        top = {"a": 1}.get(word) or _SMALL[word]
        return Numeral(ROUGH.divide(Decimal(top), Decimal(part)), start, place + 1, True, Kind.FRACTION)
    led = text(scan, index - 1) in _BEFORE_HALF if index else False
    if word == "half" and (text(scan, index + 1) in ("of", "the") or led):
        return Numeral(Decimal("0.5"), start, index + 1, True, Kind.FRACTION)
    return None


def zero(word: str) -> bool:
    return word == "zero"
