"""Masses that go on behind their unit: «3 أطنان ونصف», «طنين و300 كيلوغرام», 3 tonnes et demie, 2 tonnes 350 kg."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.plain.quantities import arabic, units
from hasila.plain.quantities.arabic_words import TONS
from hasila.plain.quantities.model import EXACT, MASSES, Kind, Numeral
from hasila.plain.quantities.numerals import numeral
from hasila.plain.quantities.scanning import DIGITS, NEW_LINE, ONE_BLANK, Scan
from hasila.plain.quantities.segments import latin_of, tongue

Going = tuple[Numeral, str, int, int]
"""The number, its unit, the token that closes the span, and the one after the unit."""


def further(scan: Scan, number: Numeral, unit: str, stop: int) -> Going | None:
    """What a mass is together with what goes on behind its unit, in the smaller of the two units."""
    if unit not in MASSES:
        return None
    spoken = tongue(scan, stop)
    joined = None if scan.tokens[stop].kind == DIGITS else spoken.joint(scan, stop)
    part = arabic.fraction(scan, *joined) if spoken is arabic and joined else None
    if spoken is not arabic:
        part = latin_of(spoken).half(scan, stop)
    if part:
        again = units.NAMES.get(scan.tokens[part[1]].text.removeprefix("ال"), "")
        whole = replace(number, value=EXACT.add(number.value, part[0]), words=True, plain=False)
        return whole, unit, part[1], part[1] + (again == unit)
    place = joined[0] if joined else stop
    if scan.tokens[place].kind != DIGITS or scan.tokens[place].gap > (ONE_BLANK if place == stop else NEW_LINE):
        return None
    rest = numeral(scan, place)
    smaller, after = units.unit(scan, rest.stop) if rest else ("", stop)
    if not rest or rest.kind is not Kind.CARDINAL or smaller not in MASSES:
        return None
    larger = EXACT.divide(MASSES[unit], MASSES[smaller])
    if rest.value >= larger:
        return None
    value = EXACT.add(EXACT.multiply(number.value, larger), rest.value)
    return replace(number, value=value, words=True, plain=False), smaller, rest.stop, after


def bare(scan: Scan, index: int) -> Numeral | None:
    """«طن ونصف», «طن و200 كيلوغرام»: one ton, where it goes on."""
    word = scan.tokens[index].text
    for cut in arabic.cuts(word):
        if word[cut:] in TONS:
            start = scan.inside(index, cut) if cut else scan.tokens[index].start
            one = Numeral(Decimal(1), start, index + 1, True, unit="t")
            return one if further(scan, one, "t", index + 1) else None
    return None
