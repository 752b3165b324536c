"""French number words: below a thousand, scales, collectives, ordinals; France, Belgium and Switzerland."""

from __future__ import annotations

import re
from decimal import Decimal

from hasila.plain.quantities.latin import first, hop, text
from hasila.plain.quantities.lexicon import word_set, wordlist
from hasila.plain.quantities.model import EXACT, ROUGH, Kind, Numeral
from hasila.plain.quantities.scanning import QUOTES, Scan
from hasila.plain.quantities.tongues import Group

_UNITS = {word: value for value, word in enumerate(wordlist("un deux trois quatre cinq six sept huit neuf"), 1)} | {
    "une": 1
}
_TEENS = {word: value for value, word in enumerate(wordlist("dix onze douze treize quatorze quinze seize"), 10)}
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
    "septante": 70, "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_SCALES = {
    word: Decimal(10) ** power
    for power, words in ((3, "mille mil"), (6, "million millions"), (9, "milliard milliards"), (12, "billion billions"))
    for word in words.split()
}
_COLLECTIVES = {
    "dizaine": 10, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
    "soixantaine": 60, "centaine": 100, "millier": 1000,
}  # fmt: skip
COLLECTIVES = {word + end: Decimal(value) for word, value in _COLLECTIVES.items() for end in ("", "s")}
_ORDINALS = {"premier": 1, "premiere": 1, "premiers": 1, "premieres": 1, "second": 2, "seconde": 2, "unieme": 1} | {
    stem + "ieme" + end: value
    for stem, value in {
        "deux": 2, "trois": 3, "quatr": 4, "cinqu": 5, "six": 6, "sept": 7, "huit": 8, "neuv": 9, "dix": 10, "onz": 11,
        "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15, "seiz": 16, "vingt": 20, "trent": 30, "quarant": 40,
        "cinquant": 50, "soixant": 60, "septant": 70, "nonant": 90, "cent": 100, "mill": 1000,
    }.items()
    for end in ("", "s")
}  # fmt: skip
_ROMAN = re.compile(r"[IVX]{1,8}(?:e|er|re|ème)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}
_NEW_AFTER = word_set("tout flambant état remis remise refait refaite rénové rénovée")
"""«tout neuf», «remis à neuf»: new, not nine."""
_BEFORE_NINE = word_set(
    "de d à et en soit sont les des aux ces sur dont plus moins que entre par ou avec est environ quelque"
)
_AFTER_NEW = word_set("et ou dans pour qui que a au aux sur avec est sont ont par en à ainsi afin")
_NOT_ONE = word_set("million milliard millier seul seule autre peu")
_ARTICLES = word_set("un une des quelques plusieurs les de d")


def _small(scan: Scan, index: int, word: str) -> tuple[int, int] | None:
    """Below a hundred."""
    after = hop(scan, index + 1)
    follows = text(scan, after)
    if word == "quatre" and follows in ("vingt", "vingts"):
        return _after_tens(scan, after, 80, teens=True)
    if word in _TENS:
        return _after_tens(scan, index, _TENS[word], teens=word == "soixante")
    if word == "dix" and follows in ("sept", "huit", "neuf"):
        return 10 + _UNITS[follows], after + 1
    value = _TEENS.get(word) or _UNITS.get(word)
    return (value, index + 1) if value else None


def _after_tens(scan: Scan, index: int, value: int, *, teens: bool) -> tuple[int, int]:
    after = hop(scan, index + 1)
    follows = text(scan, after)
    if follows == "et":
        after = hop(scan, after + 1)
        follows = text(scan, after)
        allowed = ("un", "une", "onze") if teens else ("un", "une")
        if follows not in allowed:
            return value, index + 1
        return value + (11 if follows == "onze" else 1), after + 1
    if teens and follows in _TEENS:
        more = _small(scan, after, follows)
        return (value + more[0], more[1]) if more else (value, index + 1)
    if follows in _UNITS:
        if follows in ("un", "une") and after == index + 1 and value != 80:
            return value, index + 1
        return value + _UNITS[follows], after + 1
    return value, index + 1


def group(scan: Scan, index: int, cut: int) -> Group | None:
    """A number below a thousand, also «douze cents»; «un» alone is an article and no number."""
    word = first(scan, index)
    if word in ("un", "une"):
        thousand = index and text(scan, index) and text(scan, index - 1) == "mille"
        return (Decimal(1), index + 1) if thousand and text(scan, index + 1) not in _NOT_ONE else None
    if word in ("cent", "cents"):
        return _from_hundred(scan, 100, index + 1) if word == "cent" else None
    found = _small(scan, index, word)
    if not found:
        return None
    value, stop = found
    after = hop(scan, stop)
    if value > 1 and text(scan, after) in ("cent", "cents") and (value < 17 or (value < 100 and value % 10)):
        return _from_hundred(scan, value * 100, after + 1)
    if word == "neuf" and stop == index + 1 and _new(scan, index):
        return None
    return Decimal(value), stop


def _new(scan: Scan, index: int) -> bool:
    """«un commissariat neuf»: no number, unless something is counted or a little word leads to it."""
    before = text(scan, index - 1) if index else ""
    if before in _NEW_AFTER or (before == "a" and index > 1 and text(scan, index - 2) in _NEW_AFTER):
        return True
    after = text(scan, hop(scan, index + 1))
    return (not after or after in _AFTER_NEW) and before not in _BEFORE_NINE and before not in _SCALES and bool(before)


def _from_hundred(scan: Scan, value: int, index: int) -> Group:
    after = hop(scan, index)
    word = text(scan, after)
    found = _small(scan, after, word) if word else None
    return (Decimal(value + found[0]), found[1]) if found else (Decimal(value), index)


def scale(scan: Scan, index: int) -> Group | None:
    """A scale word behind a number."""
    after = hop(scan, index)
    factor = _SCALES.get(text(scan, after))
    return (factor, after + 1) if factor else None


def alone(scan: Scan, index: int, cut: int) -> tuple[Decimal, Decimal, int] | None:
    """«mille», «un million», «un demi-million»: value, scale, and the token after."""
    word = first(scan, index)
    if word in ("mille", "mil"):
        return _SCALES["mille"], _SCALES["mille"], index + 1
    if word not in ("un", "une", "demi"):
        return None
    half = word == "demi" or text(scan, index + 1) == "demi"
    place = index + 1 if word == "demi" else hop(scan, index + 2) if half else index + 1
    place = hop(scan, place)
    factor = _SCALES.get(text(scan, place))
    if not factor or factor == 1000:
        return None
    return (EXACT.multiply(factor, Decimal("0.5")) if half else factor), factor, place + 1


def joint(scan: Scan, index: int) -> tuple[int, int] | None:
    """Where a number may go on behind a scale: at once, behind a hyphen, or behind «et»."""
    if text(scan, index) == "et":
        return index + 1, 0
    return hop(scan, index), 0


def half(scan: Scan, index: int) -> Group | None:
    """«et demi», «et quart» behind a number: which part of the scale, and the token after."""
    if text(scan, index) == "et" and text(scan, index + 1) in ("demi", "demie"):
        return Decimal("0.5"), index + 2
    return None


def ordinal(scan: Scan, index: int) -> Group | None:
    """An ordinal word."""
    word = first(scan, index)
    if word in _ORDINALS:
        return Decimal(_ORDINALS[word]), index + 1
    if word and len(word) < 10 and _ROMAN.fullmatch(scan.raw(index)):
        return Decimal(_roman(scan.raw(index))), index + 1
    return None


def _roman(raw: str) -> int:
    values = [_ROMAN_DIGITS[letter] for letter in raw if letter in _ROMAN_DIGITS]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def collective(scan: Scan, index: int) -> tuple[Decimal, int, bool] | None:
    """«vingtaine», «milliers», «centaines de milliers», «douzaine»: value, the token after, and whether it is exact."""
    word = first(scan, index)
    if word in ("douzaine", "douzaines"):
        return Decimal(12), index + 1, True
    value = COLLECTIVES.get(word)
    if not value and word in ("millions", "milliards"):
        value = _SCALES[word]
    if not value:
        return None
    stop = index + 1
    while text(scan, stop) in ("de", "d") and stop < index + 6:
        follows = text(scan, stop + 1)
        more = COLLECTIVES.get(follows) or _SCALES.get(follows)
        if not more:
            break
        value, stop = EXACT.multiply(value, more), stop + 2
    return value, stop, False


def other(scan: Scan, index: int) -> Numeral | None:
    """Collectives, ordinals, fractions and «un seul»."""
    word = first(scan, index)
    start = scan.tokens[index].start
    found = ordinal(scan, index)
    if found:
        return Numeral(found[0], start, found[1], True, Kind.ORDINAL)
    gathered = collective(scan, index if word not in _ARTICLES else index + 1)
    if gathered and (word not in _ARTICLES or scan.tokens[index + 1].gap):
        value, stop, exact = gathered
        exact = exact and word in ("un", "une")
        return Numeral(value, start, stop, True, Kind.CARDINAL if exact else Kind.VAGUE)
    return _fraction(scan, index, word, start) or _single(scan, index, word, start)


def _fraction(scan: Scan, index: int, word: str, start: int) -> Numeral | None:
    follows = text(scan, index + 1)
    if word == "moitie":
        return Numeral(Decimal("0.5"), start, index + 1, True, Kind.FRACTION)
    parts = {"tiers": 3, "quart": 4, "quarts": 4, "cinquieme": 5, "cinquiemes": 5, "dixieme": 10, "dixiemes": 10}
    if word in ("un", "deux", "trois", "quatre") and follows in parts:
        return Numeral(
            ROUGH.divide(Decimal(_UNITS[word]), Decimal(parts[follows])), start, index + 2, True, Kind.FRACTION
        )
    return None


def _single(scan: Scan, index: int, word: str, start: int) -> Numeral | None:
    if word not in ("un", "une"):
        return None
    before = scan.tokens[index - 1] if index else None
    of_them = before is not None and before.text in QUOTES and scan.tokens[index - 2].text == "l"
    if text(scan, index + 1) in ("seul", "seule") or (of_them and text(scan, index + 1) in ("des", "de")):
        return Numeral(Decimal(1), start, index + 1, True, Kind.ONE)
    return None


def zero(word: str) -> bool:
    return word == "zero"
