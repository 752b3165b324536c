"""A whole number out of its parts: digits or words, scales, and what goes on behind «و», et, and."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from types import ModuleType

from hasila.plain.quantities import arabic, digits, english, french, units
from hasila.plain.quantities.lexicon import word_set
from hasila.plain.quantities.model import EXACT, Kind, Numeral
from hasila.plain.quantities.scanning import DIGITS, NEW_LINE, ONE_BLANK, WORD, Scan

_MOST_SEGMENTS = 6
_ONE = Decimal(1)
_BEFORE_NOUGHT = word_set("من إلى مقابل سجل سجلت تسجيل بلغ بلغت يساوي تساوي عدد عند نحو هو هي")
_POINTS = frozenset(("فاصله", "virgule", "point"))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A number with its scale: «696 ألفا»."""

    value: Decimal
    scale: Decimal
    stop: int
    words: bool
    plain: bool = False


def tongue(scan: Scan, index: int) -> ModuleType:
    """The language whose words may go on at a token."""
    token = scan.tokens[index]
    if token.kind == WORD and token.arabic:
        return arabic
    return english if scan.latin == "en" or (not scan.latin and token.text in english.OWN_SCALES) else french


def numeral(scan: Scan, index: int) -> Numeral | None:
    """The number that begins at a token, in digits or words, whatever it may be."""
    token = scan.tokens[index]
    if token.kind == DIGITS:
        return _joined(scan, index, 0, token.start)
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
        found = _joined(scan, index, cut, scan.inside(index, cut) if cut else scan.tokens[index].start)
        if found:
            return found
    return _definite_scale(scan, index, word) or arabic.other(scan, index)


def _definite_scale(scan: Scan, index: int, word: str) -> Numeral | None:
    """«المليون ومائتي ألف»: the article before a scale."""
    for cut in arabic.cuts(word):
        if word[cut : cut + 2] == "ال" and arabic.alone(scan, index, cut + 2):
            found = _joined(scan, index, cut + 2, scan.inside(index, cut))
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


def _latin(scan: Scan, index: int, speech: ModuleType) -> Numeral | None:
    word = scan.tokens[index].text
    if speech.zero(word):
        return Numeral(Decimal(0), scan.tokens[index].start, index + 1, True)
    found = _joined(scan, index, 0, scan.tokens[index].start, speech)
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
    place = french.hop(scan, index)
    return place + (french.text(scan, place) == "et")


def _joined(scan: Scan, index: int, cut: int, start: int, speech: ModuleType | None = None) -> Numeral | None:
    """Segments, each of a smaller scale than the one before."""
    first = _segment(scan, index, cut, speech)
    if not first:
        return None
    total, last, stop, words = first.value, first.scale, first.stop, first.words
    number = 1
    while last > 1 and number < _MOST_SEGMENTS:
        going = speech or tongue(scan, stop)
        if going is not arabic and scan.tokens[stop].kind == DIGITS and not speech and _arabic_before(scan, stop):
            going = arabic
        many = number > 1 or scan.tokens[index].kind == WORD
        following = _following(scan, stop, last, going, many=many) or _behind_comma(scan, stop, last, number)
        if not following:
            break
        total, last, stop = EXACT.add(total, following.value), following.scale, following.stop
        words, number = True, number + 1
    whole = Numeral(total, start, stop, words, scale=last if number == 1 else _ONE, plain=first.plain and number == 1)
    return _with_part(scan, whole, last, speech)


def _arabic_before(scan: Scan, stop: int) -> bool:
    return stop > 0 and scan.tokens[stop - 1].arabic


def _behind_comma(scan: Scan, stop: int, limit: Decimal, number: int) -> _Segment | None:
    """«4 ملايين، و696 ألفا، و69»: behind a comma only another scale goes on, and what comes after that."""
    if scan.tokens[stop].text not in ("،", ",") or not scan.tokens[stop + 1].text.startswith("و"):
        return None
    segment = _following(scan, stop + 1, limit, arabic, many=True)
    return segment if segment and (segment.scale > 1 or number > 1) else None


def _following(scan: Scan, stop: int, limit: Decimal, going: ModuleType, *, many: bool) -> _Segment | None:
    """The next segment of a number: at once behind a scale, or behind «و», et, and."""
    direct = scan.tokens[stop].kind == DIGITS
    place: tuple[int, int] | None = (stop, 0) if direct else going.joint(scan, stop)
    if not place or scan.tokens[place[0]].gap > (ONE_BLANK if direct else NEW_LINE):
        return None
    segment = _segment(scan, *place, going)
    if not segment or segment.value >= limit or segment.value <= 0:
        return None
    if scan.tokens[place[0]].kind == DIGITS and segment.scale == 1 and (direct or going is not arabic):
        # «5 millions 2024», «3 million and 20 cars» are two; «4 millions 696 069», «... thousand and 69» are one.
        year = segment.plain and 1900 <= segment.value < 2100
        if year or (segment.value < 100 and (direct or not many)):
            return None
    return segment


def _segment(scan: Scan, index: int, cut: int, speech: ModuleType | None) -> _Segment | None:
    token = scan.tokens[index]
    if token.kind == DIGITS:
        return _in_digits(scan, index, speech)
    if token.kind != WORD or (speech is None and not token.arabic):
        return None
    spoken = arabic if token.arabic else speech
    if spoken is None or (token.arabic and speech not in (None, arabic)):
        return None
    if spoken is not arabic and token.arabic:
        return None
    alone = spoken.alone(scan, index, cut)
    if alone:
        value, factor, stop = alone
    else:
        small = spoken.group(scan, index, cut)
        if not small:
            return None
        value, stop = small
        value, stop = _pointed(scan, value, stop, spoken)
        factor = _ONE
    return _scaled(scan, _Segment(value, factor, stop, True), spoken)


def _pointed(scan: Scan, value: Decimal, stop: int, spoken: ModuleType) -> tuple[Decimal, int]:
    """«deux virgule cinq», two point five."""
    if scan.tokens[stop].text not in _POINTS or scan.tokens[stop].gap > ONE_BLANK:
        return value, stop
    part = spoken.group(scan, stop + 1, 0)
    if not part or part[0] >= 100:
        return value, stop
    digits_of = int(part[0])
    return EXACT.add(value, Decimal(digits_of).scaleb(-len(str(digits_of)))), part[1]


def _scaled(scan: Scan, segment: _Segment, spoken: ModuleType) -> _Segment:
    value, factor, stop = segment.value, segment.scale, segment.stop
    for _ in range(2):
        if scan.tokens[stop].gap > NEW_LINE:
            break
        found = spoken.scale(scan, stop)
        if not found or (factor > 1 and (factor != 1000 or found[0] < 10**6)):
            break
        value, factor, stop = EXACT.multiply(value, found[0]), EXACT.multiply(factor, found[0]), found[1]
    return _Segment(value, factor, stop, segment.words or stop > segment.stop)


def _in_digits(scan: Scan, index: int, speech: ModuleType | None) -> _Segment | None:
    shape = digits.shape(scan, index)
    while True:
        spoken = speech or tongue(scan, shape.stop)
        short = units.short_scale(scan, shape.stop)
        factor = spoken.scale(scan, shape.stop) if scan.tokens[shape.stop].gap <= NEW_LINE else None
        wants = bool(factor or short) or units.wants_decimals(scan, shape)
        settled = digits.settle(shape, wants, scan.latin)
        if not settled:
            return None
        value, used = settled
        if used.stop == shape.stop:
            break
        shape = used
    if short:
        return _Segment(EXACT.multiply(value, short[0]), short[0], short[1], False)
    if spoken is arabic and arabic.misplaced_plural(scan, index, shape.stop, value):
        return _Segment(value, _ONE, shape.stop, False, shape.plain)
    whole = _scaled(scan, _Segment(value, _ONE, shape.stop, False), spoken)
    return replace(whole, plain=shape.plain and whole.scale == 1)


def _with_part(scan: Scan, whole: Numeral, last: Decimal, speech: ModuleType | None) -> Numeral:
    """«ثلاثة ملايين ونصف», «deux millions et demi», a million and a half."""
    spoken = speech or tongue(scan, whole.stop)
    if spoken is arabic:
        joined = arabic.joint(scan, whole.stop)
        part = arabic.fraction(scan, *joined) if joined and joined[0] - whole.stop <= 1 else None
        if part and part[0] < 1:
            factor = arabic.scale(scan, part[1], definite=True)
            size, stop = factor if factor else (last, part[1])
            if size <= last or last == 1:
                if last == 1 and factor:  # «3 ونصف مليون»
                    return replace(
                        whole,
                        value=EXACT.multiply(EXACT.add(whole.value, part[0]), size),
                        stop=stop,
                        words=True,
                        plain=False,
                    )
                return replace(
                    whole,
                    value=EXACT.add(whole.value, EXACT.multiply(part[0], size)),
                    stop=stop,
                    words=True,
                    plain=False,
                )
        return whole
    part = spoken.half(scan, whole.stop)
    if not part:
        return whole
    factor = spoken.scale(scan, part[1]) if last == 1 else None
    if factor:
        value, stop = EXACT.multiply(EXACT.add(whole.value, part[0]), factor[0]), factor[1]
    else:
        value, stop = EXACT.add(whole.value, EXACT.multiply(part[0], last)), part[1]
    return replace(whole, value=value, stop=stop, words=True, plain=False)
