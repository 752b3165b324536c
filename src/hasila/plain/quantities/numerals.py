"""What number begins at a token, in digits or words: an amount, or what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.plain.quantities import arabic, english, french
from hasila.plain.quantities.latin import hop, text
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import EXACT, Kind, Numeral
from hasila.plain.quantities.scanning import DIGITS, WORD, Scan
from hasila.plain.quantities.segments import joined
from hasila.plain.quantities.tongues import Latin

_BEFORE_NOUGHT = word_set("من إلى مقابل سجل سجلت تسجيل بلغ بلغت يساوي تساوي عدد عند نحو هو هي")


def numeral(scan: Scan, index: int) -> Numeral | None:
    """The number that begins at a token, in digits or words, whatever it may be."""
    token = scan.tokens[index]
    if token.kind == DIGITS:
        return joined(scan, index, 0, token.start)
    if token.kind != WORD:
        return None
    if token.arabic:
        return _arabic(scan, index)
    speeches = {"fr": (french,), "en": (english,)}.get(scan.latin, (french, english))
    for speech in speeches:
        found = _latin(scan, index, speech)
        if found:
            return found
    return None


def _arabic(scan: Scan, index: int) -> Numeral | None:
    word = scan.tokens[index].text
    if not arabic.may_begin(word):
        return _nought(scan, index, word)
    for cut in arabic.cuts(word):
        found = _fraction_of_scale(scan, index, cut)
        if found:
            return found
        if arabic.misleading(scan, index, cut):
            continue
        found = joined(scan, index, cut, scan.inside(index, cut) if cut else scan.tokens[index].start)
        if found:
            return found
    return _definite_scale(scan, index, word) or arabic.other(scan, index)


def _definite_scale(scan: Scan, index: int, word: str) -> Numeral | None:
    """«المليون ومائتي ألف»: the article before a scale."""
    for cut in arabic.cuts(word):
        if word[cut : cut + 2] == "ال" and arabic.alone(scan, index, cut + 2):
            found = joined(scan, index, cut + 2, scan.inside(index, cut))
            return replace(found, kind=Kind.DEFINITE) if found else None
    return None


def _nought(scan: Scan, index: int, word: str) -> Numeral | None:
    """«صفر», which is a month and a family name too."""
    if word not in ("صفر", "بصفر", "لصفر") or not index:
        return None
    if word == "صفر" and scan.tokens[index - 1].text not in _BEFORE_NOUGHT:
        return None
    cut = len(word) - 3
    return Numeral(Decimal(0), scan.inside(index, cut) if cut else scan.tokens[index].start, index + 1, True)


def _fraction_of_scale(scan: Scan, index: int, cut: int) -> Numeral | None:
    part = arabic.fraction(scan, index, cut)
    if not part:
        return None
    start = scan.inside(index, cut) if cut else scan.tokens[index].start
    factor = arabic.scale(scan, part[1], definite=True)
    if factor:
        return Numeral(EXACT.multiply(part[0], factor[0]), start, factor[1], True, scale=factor[0])
    if part[1] > index + 1:
        return Numeral(part[0], start, part[1], True, Kind.FRACTION)
    return None


def _latin(scan: Scan, index: int, speech: Latin) -> Numeral | None:
    word = scan.tokens[index].text
    if speech.zero(word):
        return Numeral(Decimal(0), scan.tokens[index].start, index + 1, True)
    found = joined(scan, index, 0, scan.tokens[index].start, speech)
    if not found or found.stop == index + 1:
        special = speech.other(scan, index)
        if special and (not found or special.stop > found.stop):
            return special
    if found:
        ordinal = speech.ordinal(scan, _hop(scan, found.stop))
        if ordinal and ordinal[0] < 100 and found.value >= 20:
            return replace(found, value=EXACT.add(found.value, ordinal[0]), stop=ordinal[1], kind=Kind.ORDINAL)
        gathered = speech.collective(scan, found.stop)
        if gathered:
            value = EXACT.multiply(found.value, gathered[0])
            kind = Kind.CARDINAL if gathered[2] else Kind.VAGUE
            return replace(found, value=value, stop=gathered[1], kind=kind, words=True)
    return found


def _hop(scan: Scan, index: int) -> int:
    place = hop(scan, index)
    return place + (text(scan, place) == "et")
