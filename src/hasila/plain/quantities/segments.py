"""Numbers out of segments: each a number below a thousand, or digits, with its scale; each smaller than the last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hasila.plain.quantities import arabic, digits, english, french, units
from hasila.plain.quantities.model import EXACT, Numeral
from hasila.plain.quantities.scanning import DIGITS, GLUED, NEW_LINE, ONE_BLANK, WORD, Scan
from hasila.plain.quantities.tongues import Latin, Tongue

_MOST_SEGMENTS = 6
_ONE = Decimal(1)
_POINTS = frozenset(("فاصله", "فاصل", "virgule", "point"))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A number with its scale: «696 ألفا»."""

    value: Decimal
    scale: Decimal
    stop: int
    words: bool
    plain: bool = False


def tongue(scan: Scan, index: int) -> Tongue:
    """The language whose words may go on at a token."""
    token = scan.tokens[index]
    if token.kind == WORD and token.arabic:
        return arabic
    return english if scan.latin == "en" or (not scan.latin and token.text in english.OWN_SCALES) else french


def latin_of(spoken: Tongue) -> Latin:
    """The same as a language of the Latin script."""
    return english if spoken is english else french


def joined(scan: Scan, index: int, cut: int, start: int, speech: Tongue | None = None) -> Numeral | None:
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
    """«4 ملايين، و696 ألفا، و69»: behind a comma only another scale goes on, and what comes after that.

    English puts commas into numbers in words: seven thousand, five hundred and thirteen.
    """
    after = scan.tokens[stop + 1]
    if scan.tokens[stop].text not in ("،", ","):
        return None
    if after.text.startswith("و"):
        segment = _following(scan, stop + 1, limit, arabic, many=True)
        return segment if segment and (segment.scale > 1 or number > 1) else None
    if after.arabic or scan.tokens[stop - 1].kind != WORD or scan.tokens[stop - 1].arabic or after.gap == GLUED:
        return None
    if after.kind == DIGITS:
        going = tongue(scan, stop - 1)
        segment = _following(scan, stop + 1, limit, going, many=True) if going.scale(scan, stop - 1) else None
        return segment if segment and segment.scale > 1 and segment.words else None
    segment = _following(scan, stop + 1, limit, english, many=True) if scan.latin == "en" else None
    return segment if segment and segment.value >= 100 else None


def _following(scan: Scan, stop: int, limit: Decimal, going: Tongue, *, many: bool) -> _Segment | None:
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


def _segment(scan: Scan, index: int, cut: int, speech: Tongue | None) -> _Segment | None:
    """One segment; without a `speech` told it is in digits or Arabic."""
    token = scan.tokens[index]
    if token.kind == DIGITS:
        return _in_digits(scan, index, speech)
    spoken = speech or arabic
    if token.kind != WORD or token.arabic != (spoken is arabic):
        return None
    alone = spoken.alone(scan, index, cut)
    if alone:
        return _scaled(scan, _Segment(*alone, True), spoken)
    small = spoken.group(scan, index, cut)
    if not small:
        return None
    value, stop = _pointed(scan, *small, spoken)
    return _scaled(scan, _Segment(value, _ONE, stop, True), spoken)


def _pointed(scan: Scan, value: Decimal, stop: int, spoken: Tongue) -> tuple[Decimal, int]:
    """«deux virgule cinq», two point five."""
    if scan.tokens[stop].text not in _POINTS or scan.tokens[stop].gap > ONE_BLANK:
        return value, stop
    part = spoken.group(scan, stop + 1, 0)
    if not part or part[0] >= 100:
        return value, stop
    digits_of = int(part[0])
    return EXACT.add(value, EXACT.scaleb(Decimal(digits_of), Decimal(-len(str(digits_of))))), part[1]


def _scaled(scan: Scan, segment: _Segment, spoken: Tongue) -> _Segment:
    value, factor, stop = segment.value, segment.scale, segment.stop
    for _ in range(2):
        if scan.tokens[stop].gap > NEW_LINE:
            break
        found = spoken.scale(scan, stop)
        if not found or (factor > 1 and (factor != 1000 or found[0] < 10**6)):
            break
        value, factor, stop = EXACT.multiply(value, found[0]), EXACT.multiply(factor, found[0]), found[1]
    return _Segment(value, factor, stop, segment.words or stop > segment.stop)


def _pointed_digits(scan: Scan, index: int, speech: Tongue | None) -> _Segment | None:
    """«4 فاصلة 6 ملايين», 4 virgule 6 millions."""
    whole, word, part = scan.tokens[index : index + 3]
    if word.text not in _POINTS or part.kind != DIGITS or not word.gap == part.gap == ONE_BLANK:
        return None
    if len(part.text) > 3 or len(whole.text) > 6:
        return None
    stop = index + 3
    return _scaled(scan, _Segment(Decimal(f"{whole.text}.{part.text}"), _ONE, stop, True), speech or tongue(scan, stop))


def _in_digits(scan: Scan, index: int, speech: Tongue | None) -> _Segment | None:
    pointed = _pointed_digits(scan, index, speech)
    if pointed:
        return pointed
    shape = digits.shape(scan, index)
    while True:
        spoken = speech or tongue(scan, shape.stop)
        short = units.short_scale(scan, shape.stop)
        factor = spoken.scale(scan, shape.stop) if scan.tokens[shape.stop].gap <= NEW_LINE else None
        scaled = factor or short
        wants = (
            units.wants_decimals(scan, shape)
            if not scaled
            else not (shape.open and shape.parts[1][-1] == "0" and units.is_money(scan, scaled[1]))
        )
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


def _with_part(scan: Scan, whole: Numeral, last: Decimal, speech: Tongue | None) -> Numeral:
    """«ثلاثة ملايين ونصف», «deux millions et demi», a million and a half."""
    spoken = speech or tongue(scan, whole.stop)
    if spoken is arabic:
        return _with_arabic_part(scan, whole, last)
    latin = latin_of(spoken)
    part = latin.half(scan, whole.stop)
    if not part:
        return whole
    factor = latin.scale(scan, part[1]) if last == 1 else None
    if factor:
        return _grown(whole, EXACT.multiply(EXACT.add(whole.value, part[0]), factor[0]), factor[1])
    return _grown(whole, EXACT.add(whole.value, EXACT.multiply(part[0], last)), part[1])


def _with_arabic_part(scan: Scan, whole: Numeral, last: Decimal) -> Numeral:
    place = arabic.joint(scan, whole.stop)
    part = arabic.fraction(scan, *place) if place and place[0] - whole.stop <= 1 else None
    if not part or part[0] >= 1:
        return whole
    factor = arabic.scale(scan, part[1], definite=True)
    if factor and last == 1:  # «3 ونصف مليون»
        return _grown(whole, EXACT.multiply(EXACT.add(whole.value, part[0]), factor[0]), factor[1])
    size, stop = factor or (last, part[1])
    return _grown(whole, EXACT.add(whole.value, EXACT.multiply(part[0], size)), stop) if size <= last else whole


def _grown(whole: Numeral, value: Decimal, stop: int) -> Numeral:
    return replace(whole, value=value, stop=stop, words=True, plain=False)
