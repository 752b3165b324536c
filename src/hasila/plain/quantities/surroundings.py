"""What the words around a number make of it: an amount, or when, how old, which."""

from __future__ import annotations

from hasila.plain.quantities import labels, periods
from hasila.plain.quantities.calendar import looks_like_year
from hasila.plain.quantities.model import Kind, Numeral
from hasila.plain.quantities.scanning import Scan


def kind(scan: Scan, numeral: Numeral, first: int, unit: str, qualified: bool, before: tuple[int, Kind] | None) -> Kind:
    """The kind of a number read from its surroundings; `before` is the expression that went before."""
    if unit == "%":
        return Kind.CARDINAL
    whole = numeral.scale == 1 and numeral.value == numeral.value.to_integral_value()
    if not whole:
        return Kind.TIME if not unit and periods.is_hour(scan, numeral, first) else Kind.CARDINAL
    if numeral.value <= 31 and periods.is_date(scan, first, numeral.stop):
        return Kind.DATE
    year = looks_like_year(numeral.value) and (numeral.plain or numeral.words)
    if (year and periods.is_year(scan, numeral, first, unit, qualified)) or periods.is_era(scan, numeral, first):
        return Kind.YEAR
    if periods.is_age(scan, numeral, first):
        return Kind.AGE
    if unit:
        return Kind.CARDINAL
    if periods.is_ago(scan, numeral, first):
        return Kind.TIME
    found = labels.label(scan, numeral, first, qualified, before)
    return found or (Kind.TIME if periods.is_hour(scan, numeral, first) else Kind.CARDINAL)
