"""What stands right behind or before a number: percent, points, mass, money, times, and scales in a letter."""

from __future__ import annotations

from decimal import Decimal

from hasila.plain.quantities.digits import Shape
from hasila.plain.quantities.latin import hop
from hasila.plain.quantities.latin import text as latin_text
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.scanning import BLANKS, GLUED, NEW_LINE, ONE_BLANK, SIGN, WORD, Scan
from hasila.plain.texts import fold

PERCENT_SIGNS = frozenset("%٪﹪％")
_PERCENT_WORDS = word_set("بالمائة بالمئة بالمية بالماية بالمانة بالماثة بالماتة باالمائة بالمأة")
_HUNDRED_WORDS = word_set("المائة المئة المية الماية مائة مئة المأة المانة الماثة الماتة")

_NAMES = {
    "kg": """kg kgs kilo kilos kilogramme kilogrammes kilogram kilograms كيلوغرام كيلوغراما كيلوغرامات كيلوغرامين
        كيلوجرام كيلوجراما كيلو كلغ كلغم كغ كغم""",
    "g": "g gr grammes gramme grams gram غرام غراما غرامات غرامين جرام جراما غ",
    "t": "t tonne tonnes ton tons طن طنا أطنان طنين طنان",
    "q": "quintal quintaux qx قنطار قنطارا قناطير",
    "MAD": "mad dh dhs dirham dirhams درهم درهما دراهم درهمين",
    "EUR": "eur euro euros أورو يورو",
    "USD": "usd dollar dollars دولار دولارا دولارات",
    "times": "fois times مرات مرة أضعاف ضعف",
}
NAMES = {fold(word): unit for unit, words in _NAMES.items() for word in words.split()}
_SIGNS = {"€": "EUR", "$": "USD"}
BEFORE = {"mad": "MAD", "dh": "MAD", "dhs": "MAD", "eur": "EUR", "usd": "USD", "us": "USD"}
_MILLION, _MILLIARD, _THOUSAND = Decimal(10**6), Decimal(10**9), Decimal(1000)
_SHORT = {
    "k": _THOUSAND,
    "m": _MILLION,
    "mn": _MILLION,
    "mln": _MILLION,
    "mio": _MILLION,
    "bn": _MILLIARD,
    "md": _MILLIARD,
    "mds": _MILLIARD,
    "mrd": _MILLIARD,
}
_SHORT_MONEY = {
    "mdh": _MILLION,
    "mdhs": _MILLION,
    "mmdh": _MILLIARD,
    "mmdhs": _MILLIARD,
    "mmad": _MILLION,
    "kdh": _THOUSAND,
}
_SIGN_AFTER_SCALE = frozenset("€$")
_MEASURED = frozenset(("kg", "g", "t", "q", "EUR", "USD", "MAD"))
_POINTS = word_set("نقطة نقط نقاط نقطتين points point pt pts")
_OF_PERCENT = word_set("مئوية مائوية مؤوية")


def percent(scan: Scan, stop: int) -> int | None:
    """The token after a percent sign or word."""
    stop = hop(scan, stop)
    token, after = scan.tokens[stop], scan.tokens[stop + 1]
    if token.gap > NEW_LINE:
        return None
    if token.kind == SIGN:
        return stop + 1 if token.text in PERCENT_SIGNS and token.gap <= BLANKS else None
    word = token.text
    if token.arabic:
        if word in _PERCENT_WORDS:
            return stop + 1
        return stop + 2 if word in ("في", "ب") and after.text in _HUNDRED_WORDS and after.gap <= NEW_LINE else None
    if word in ("pourcent", "pourcents", "percent", "pct") or (word == "pc" and scan.raw(stop) == "pc"):
        return stop + 1
    if word in ("pour", "per") and after.gap <= NEW_LINE:
        return stop + 2 if after.text == "cent" else None
    if word == "p" and after.text == "." and scan.tokens[stop + 2].text in ("cent", "100"):
        return stop + 3
    return None


def percent_before(scan: Scan, index: int, floor: int) -> int | None:
    """The token of a percent sign in front: «٪45»."""
    if index > floor and scan.tokens[index - 1].text in PERCENT_SIGNS and scan.tokens[index].gap <= ONE_BLANK:
        before = scan.tokens[index - 2] if index - 1 > floor else None
        # A sign that closes the number before opens none.
        return None if before is not None and before.kind != WORD and scan.tokens[index - 1].gap == GLUED else index - 1
    return None


def points(scan: Scan, stop: int, *, broken: bool = False) -> int | None:
    """The token after «نقطة مئوية», points de pourcentage, percentage points, or points alone.

    «نقطة» alone may be a place that is watched, unless the number before it is `broken` by decimals.
    """
    stop = hop(scan, stop)
    token, after = scan.tokens[stop], scan.tokens[stop + 1]
    if token.gap > NEW_LINE or token.kind != WORD:
        return None
    if token.text == "percentage" and after.text in ("points", "point"):
        return stop + 2
    if token.text not in _POINTS:
        return None
    if token.arabic:
        return stop + 2 if after.text in _OF_PERCENT else stop + 1 if broken else None
    if after.text == "de" and scan.tokens[stop + 2].text in ("pourcentage", "base"):
        return stop + 3
    return None if after.text in ("de", "d", "of") else stop + 1


def unit(scan: Scan, stop: int) -> tuple[str, int]:
    """The unit of mass, money or times behind a number, and the token after it: 20 kg, a 3-tonne haul."""
    place = hop(scan, stop)
    token = scan.tokens[place]
    if place > stop and (token.arabic or NAMES.get(token.text, "times") == "times"):
        return "", stop
    stop = place
    if token.gap > NEW_LINE:
        return "", stop
    if token.kind == SIGN:
        return (_SIGNS[token.text], stop + 1) if token.text in _SIGNS else ("", stop)
    if token.kind != WORD:
        return "", stop
    if token.text == "de" or token.text == "d":
        place = stop + 1 + (scan.tokens[stop + 1].text in ("'", "’"))
        found = NAMES.get(latin_text(scan, place), "")
        return (found, place + 1) if found in ("MAD", "EUR", "USD", "t", "kg") else ("", stop)
    if token.text in ("us", "u") and scan.tokens[stop + 1].text == "$":
        return "USD", stop + 2
    found = NAMES.get(token.text, "") if token.text != "g" or scan.raw(stop) == "g" else ""
    if token.text == "غ" and token.gap > GLUED and scan.tokens[stop + 1].text == ".":
        return "g", stop + 2
    return (found, stop + 1) if found else ("", stop)


def unit_before(scan: Scan, index: int, floor: int) -> str:
    """Money named in front: «$5», «MAD 10,000»."""
    if index <= floor or scan.tokens[index].gap > ONE_BLANK:
        return ""
    before = scan.tokens[index - 1]
    if before.text in _SIGNS:
        return _SIGNS[before.text]
    return BEFORE.get(before.text, "") if before.kind == WORD and scan.raw(index - 1)[0].isupper() else ""


def short_scale(scan: Scan, stop: int) -> tuple[Decimal, int] | None:
    """A scale in letters: 4.7m, 2bn, 120k, 4,7 M€, 12 M DH, and 12 MDH, whose unit is read again as money."""
    token, after = scan.tokens[stop], scan.tokens[stop + 1]
    if token.kind != WORD or token.arabic:
        return None
    if token.text in _SHORT_MONEY:
        return _SHORT_MONEY[token.text], stop + 1
    if token.text not in _SHORT:
        return None
    money = after.text in _SIGN_AFTER_SCALE or NAMES.get(after.text) in ("MAD", "EUR", "USD")
    big = scan.raw(stop) == "M" and after.kind == WORD and scan.raw(stop + 1).islower()
    clear = token.gap == GLUED or money or big or token.text in ("md", "mds", "bn", "mn", "mln", "mio")
    closed = after.gap != GLUED or after.kind in (SIGN, "")
    return (_SHORT[token.text], stop + 1) if clear and closed else None


def short_money(scan: Scan, stop: int) -> str:
    """The money of a scale in letters that ends right before a token."""
    return "MAD" if stop and scan.tokens[stop - 1].text in _SHORT_MONEY else ""


def wants_decimals(scan: Scan, shape: Shape) -> bool:
    """Whether what follows digits asks to read their one mark as that of decimals."""
    if percent(scan, shape.stop) or points(scan, shape.stop):
        return True
    usual = {"fr": ",", "en": "."}.get(scan.latin, "")
    if not shape.marks or shape.marks[-1] != usual or (shape.open and shape.parts[1][-1] == "0"):
        return False
    return unit(scan, shape.stop)[0] in _MEASURED


def is_money(scan: Scan, stop: int) -> bool:
    """Whether money stands at a token: 2.500 million dirhams are thousands of millions, 2,120 million visitors two."""
    return unit(scan, stop)[0] in ("MAD", "EUR", "USD")
