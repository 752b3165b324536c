"""Reads every number expression of a text: the number, its sign, unit and qualifier, and what is no claim."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.plain.quantities import qualifiers, ranges, surroundings, units
from hasila.plain.quantities.arabic import cuts
from hasila.plain.quantities.model import EXACT, Kind, Numeral, Qualifier, Quantity
from hasila.plain.quantities.numerals import numeral
from hasila.plain.quantities.scanning import DIGITS, GLUED, HYPHENS, NEW_LINE, ONE_BLANK, WORD, Scan, scan
from hasila.plain.quantities.shapes import Shaped, shaped

_MINUS = {"ناقص": -1, "سالب": -1, "زايد": 1}
_LATIN_SIGNS = {"moins": -1, "minus": -1, "plus": 1}
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
        token = page.tokens[index]
        if token.kind not in (DIGITS, WORD):
            index += 1
            continue
        shape = shaped(page, index, floor)
        if shape:
            quantity, stop = _of_shape(page, shape), shape.stop
        else:
            number = numeral(page, index)
            if number is None:
                index += 1
                continue
            quantity, stop = _of_number(page, number, index, floor, before)
        if not found or quantity.start >= found[-1].end:
            found.append(quantity)
        before = (stop, quantity.kind)
        index = floor = stop
    return found


def _place(page: Scan, stop: int) -> int:
    return page.tokens[stop].start


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
    minus = _minus_behind(page, stop)
    unit, closing, stop = _unit(page, stop + minus, number.value)
    start, first, sign = _sign(page, number.start, index, floor, unit)
    at_percent = units.percent_before(page, first, floor) if not unit else None
    if at_percent is not None:
        unit, start, first = "%", page.tokens[at_percent].start, at_percent
    unit = unit or number.unit
    if not unit:
        unit = units.unit_before(page, first, floor)
        first -= bool(unit)
    end = page.tokens[closing - 1].end
    value = number.value.copy_negate() if sign < 0 or minus else number.value
    qualifier = qualifiers.before(page, first, floor)
    if qualifier is Qualifier.EXACT:
        qualifier = qualifiers.after(page, stop)
    kind = number.kind
    if kind is Kind.CARDINAL and not sign:
        kind = surroundings.kind(
            page, replace(number, stop=stop) if high else number, first, unit, qualifier is not Qualifier.EXACT, before
        )
    if (
        number.kind is Kind.CARDINAL
        and number.words
        and number.value == 1
        and number.scale == 1
        and not unit
        and kind is Kind.CARDINAL
    ):
        kind = Kind.ONE
    if high:
        qualifier = Qualifier.RANGE
    noun = _noun(page, number, kind, index, stop)
    quantity = Quantity(
        page.source[start:end], start, end, _tidy(value), _tidy(high.value) if high else None, qualifier, unit, noun,
        kind, number.words or bool(high and high.words), kind is Kind.VAGUE,
    )  # fmt: skip
    return quantity, closing


def _minus_behind(page: Scan, stop: int) -> bool:
    """«24- %», as it comes out of a keyboard that writes from right to left."""
    token = page.tokens[stop]
    return token.text in HYPHENS and token.gap == GLUED and page.tokens[stop + 1].text in units.PERCENT_SIGNS


def _unit(page: Scan, stop: int, value: Decimal) -> tuple[str, int, int]:
    """The unit, the token that closes the span (percent belongs to it, mass and money don't), and the one after."""
    percent = units.percent(page, stop)
    if percent:
        return "%", percent, percent
    points = units.points(page, stop, broken=value != value.to_integral_value())
    if points:
        return "points", stop, points
    money = units.short_money(page, stop)
    if money:
        return money, stop, stop
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
                if before.text[cut:] in _MINUS:
                    return page.inside(index - 1, cut) if cut else before.start, index - 1, _MINUS[before.text[cut:]]
        elif before.text in _LATIN_SIGNS and (relative or before.text == "minus"):
            return before.start, index - 1, _LATIN_SIGNS[before.text]
        return start, index, 0
    if (before.text not in HYPHENS and before.text not in "+−") or not before.text:
        return start, index, 0
    sign = 1 if before.text == "+" else -1
    opening = index - 1 <= floor or page.tokens[index - 2].text in _OPENING
    if token.gap == GLUED and (before.gap != GLUED or opening) and (relative or before.text in "+−"):
        return before.start, index - 1, sign
    if token.gap == ONE_BLANK and relative and opening and index - 1 > floor:
        return before.start, index - 1, sign
    return start, index, 0


def _noun(page: Scan, number: Numeral, kind: Kind, index: int, stop: int) -> int:
    if kind is Kind.DUAL:
        return number.start
    if kind in (Kind.ONE, Kind.DEFINITE) and index and page.tokens[index].arabic:
        return page.tokens[index - 1].start
    return _place(page, stop)


def _tidy(value: Decimal) -> Decimal:
    """Without the zeros that a scale leaves behind: 4.3 million is 4300000."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1), context=EXACT)
    return value.normalize(EXACT)
