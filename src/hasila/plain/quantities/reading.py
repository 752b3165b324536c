"""Reads every number expression of a text: the number, its sign, unit and qualifier, and what is no claim."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.plain.quantities import labels, masses, qualifiers, ranges, surroundings, units
from hasila.plain.quantities.arabic import cuts
from hasila.plain.quantities.latin import hop
from hasila.plain.quantities.model import EXACT, Kind, Numeral, Qualifier, Quantity
from hasila.plain.quantities.numerals import numeral
from hasila.plain.quantities.periods import counts
from hasila.plain.quantities.scanning import DIGITS, GLUED, HYPHENS, NEW_LINE, ONE_BLANK, WORD, Scan, scan
from hasila.plain.quantities.shapes import Shaped, shaped

_MINUS = {"ناقص": -1, "سالب": -1, "زايد": 1}
_LATIN_SIGNS = {"moins": -1, "minus": -1, "plus": 1}
_SIGNS = frozenset("-‐‑–+−")
_OPENING = frozenset('(:،,;=[«"وفبل')


def read(text: str, language: str = "") -> list[Quantity]:
    """The number expressions of a text in their order, none overlapping another. Never raises; linear in the text.

    `language` ("ar", "fr", "en") helps to tell a decimal comma from a thousands comma in Latin text; without it the
    text's own little words decide.
    """
    page = scan(text, language)
    found: list[Quantity] = []
    index = floor = 0
    last = len(page.tokens) - 8
    before: tuple[int, Kind] | None = None
    while index < last:
        read_here = _at(page, index, floor, before)
        if read_here is None:
            index += 1
            continue
        quantity, stop = read_here
        if not found or quantity.start >= found[-1].end:
            if before and _glossed(page, before[0], index, stop, quantity, found[-1]):
                found[-1] = replace(found[-1], noun_start=page.tokens[stop + 1].start)
                quantity = replace(quantity, kind=Kind.DEFINITE)
            found.append(quantity)
        before = (stop, quantity.kind)
        index = floor = stop
    return found


def _at(page: Scan, index: int, floor: int, before: tuple[int, Kind] | None) -> tuple[Quantity, int] | None:
    """What begins at a token, and the token after it."""
    if page.tokens[index].kind not in (DIGITS, WORD):
        return None
    shape = shaped(page, index, floor)
    if shape:
        return _of_shape(page, shape), shape.stop
    number = numeral(page, index) or masses.bare(page, index)
    return _of_number(page, number, index, floor, before) if number else None


def _glossed(page: Scan, stop: int, index: int, closing: int, again: Quantity, first: Quantity) -> bool:
    """«six (6) services»: the number said once more in digits."""
    if index != stop + 1 or page.tokens[stop].text != "(" or page.tokens[closing].text != ")":
        return False
    return again.value == first.value and first.kind is Kind.CARDINAL and again.unit in ("", first.unit)


def _place(page: Scan, stop: int) -> int:
    """Where the text goes on: behind the hyphen of «five-year»."""
    return page.tokens[hop(page, stop)].start


def _of_shape(page: Scan, shape: Shaped) -> Quantity:
    start, end = page.tokens[shape.first].start, page.tokens[shape.stop - 1].end
    return Quantity(
        page.source[start:end], start, end, shape.value, shape.high, Qualifier.EXACT, "", _place(page, shape.stop),
        shape.kind, False, False,
    )  # fmt: skip


def _of_number(
    page: Scan, number: Numeral, index: int, floor: int, before: tuple[int, Kind] | None
) -> tuple[Quantity, int]:
    """A number with all that belongs to it, and the token after them."""
    high, number = ranges.closed(page, number, index, floor)
    stop = high.stop if high else number.stop
    minus = _minus_behind(page, stop, index, floor)
    unit, closing, stop = _unit(page, stop + minus, number)
    going = None if high else masses.further(page, number, unit, stop)
    if going:
        number, unit, closing, stop = going
    start, first, sign = _sign(page, number.start, index, floor, unit)
    unit, start, first = _unit_in_front(page, unit, start, first, floor)
    end = page.tokens[closing - 1].end
    value = number.value.copy_negate() if sign < 0 or minus else number.value
    qualifier = qualifiers.before(page, first, floor)
    if qualifier is Qualifier.EXACT:
        qualifier = qualifiers.after(page, stop)
    counted = replace(number, stop=stop) if high else number
    kind = number.kind if sign else _kind(page, counted, first, unit, qualifier is not Qualifier.EXACT, before)
    if high and kind is Kind.ONE:
        kind = Kind.CARDINAL
    quantity = Quantity(
        page.source[start:end], start, end, _tidy(value), _tidy(high.value) if high else None,
        Qualifier.RANGE if high else qualifier, unit, _noun(page, number, kind, index, stop), kind,
        number.words or bool(high and high.words), kind is Kind.VAGUE,
    )  # fmt: skip
    return quantity, closing


def _kind(page: Scan, number: Numeral, first: int, unit: str, qualified: bool, before: tuple[int, Kind] | None) -> Kind:
    if number.kind is Kind.DEFINITE and qualified:
        return Kind.CARDINAL  # «قرابة المليون», «لا يتجاوز الأربعين»
    if number.kind is not Kind.CARDINAL:
        return Kind.CARDINAL if number.kind is Kind.FRACTION and unit == "%" else number.kind
    kind = surroundings.kind(page, number, first, unit, qualified, before)
    alone = kind is Kind.CARDINAL and number.words and number.value == number.scale == 1 and not unit
    return Kind.ONE if alone else kind


def _unit_in_front(page: Scan, unit: str, start: int, first: int, floor: int) -> tuple[str, int, int]:
    """«٪45», which the span takes in; $5 and MAD 10,000, which it doesn't."""
    if unit:
        return unit, start, first
    percent = units.percent_before(page, first, floor)
    if percent is not None:
        return "%", page.tokens[percent].start, percent
    unit = units.unit_before(page, first, floor)
    return unit, start, first - bool(unit)


def _minus_behind(page: Scan, stop: int, index: int, floor: int) -> bool:
    """«24- %» and «%24-», as they come out of a keyboard that writes from right to left."""
    token, after = page.tokens[stop], page.tokens[stop + 1]
    if token.text not in HYPHENS or token.gap != GLUED:
        return False
    in_front = index > floor and page.tokens[index - 1].text in units.PERCENT_SIGNS and page.tokens[index].gap == GLUED
    return after.text in units.PERCENT_SIGNS or (in_front and after.gap != GLUED)


def _unit(page: Scan, stop: int, number: Numeral) -> tuple[str, int, int]:
    """The unit, the token that closes the span (percent belongs to it, mass and money don't), and the one after."""
    percent = units.percent(page, stop)
    if percent:
        return "%", percent, percent
    points = units.points(page, stop, broken=number.value != number.value.to_integral_value())
    if points:
        return "points", stop, points
    money = units.short_money(page, stop)
    if money:
        return money, stop, stop
    if number.unit:
        return number.unit, stop, stop
    unit, after = units.unit(page, stop)
    return unit, stop, after


def _sign(page: Scan, start: int, index: int, floor: int, unit: str) -> tuple[int, int, int]:
    """Where the span begins with its sign, its first token, and the sign: -1, 1 or 0."""
    if index <= floor:
        return start, index, 0
    token, before = page.tokens[index], page.tokens[index - 1]
    relative = unit in ("%", "points")
    if before.kind == WORD and token.gap <= NEW_LINE:
        if before.arabic:
            for cut in cuts(before.text):
                if before.text[cut:] in _MINUS and (relative or _MINUS[before.text[cut:]] < 0):
                    return page.inside(index - 1, cut) if cut else before.start, index - 1, _MINUS[before.text[cut:]]
        elif before.text in _LATIN_SIGNS and (relative or before.text == "minus"):
            return before.start, index - 1, _LATIN_SIGNS[before.text]
        return start, index, 0
    if before.text not in _SIGNS or not before.text:
        return start, index, 0
    sign = 1 if before.text == "+" else -1
    led = page.tokens[index - 2].text if index - 1 > floor else ""
    free = before.gap != GLUED or index - 1 <= floor or led in _OPENING
    bracketed = led in ("(", ":")
    if token.gap == GLUED and free and (relative or bracketed or before.text in "+−"):
        return before.start, index - 1, sign
    # With a blank behind it a dash may as well be one of the sentence's.
    if token.gap == ONE_BLANK and relative and (bracketed or (led and before.text in "+−")):
        return before.start, index - 1, sign
    return start, index, 0


def _noun(page: Scan, number: Numeral, kind: Kind, index: int, stop: int) -> int:
    if kind is Kind.DUAL:
        return number.start
    if kind in (Kind.ONE, Kind.DEFINITE) and index and page.tokens[index].arabic:
        return page.tokens[index - 1].start
    noun = labels.noun_before_article(page, index)
    if noun is not None and page.tokens[noun].text.startswith("ال") and not counts(page, stop):
        return page.tokens[noun].start
    return _place(page, stop)


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros that a scale leaves behind: 4.3 million is 4300000."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)
