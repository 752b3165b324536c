"""Where a figure comes from: its parts, its units, the entries behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hasila.kernel.indicators import Cells, Figure, Indicator, Part, acts_of

if TYPE_CHECKING:
    from hasila.kernel.ledger import Entry


@dataclass(frozen=True)
class Trace:
    """Where a figure comes from.

    Attributes:
        parts: for a count or sum itself alone; else numerators and denominators. by_unit: unit id and value, largest
            first, of the first part.
    """

    indicator: Indicator
    year: int
    figure: Figure
    parts: list[Part]
    by_unit: list[tuple[int, int]]

    def entries(self) -> Iterator[Entry]:
        """Every entry behind the first part, in order of recording."""
        return self.parts[0].tally.entries(self.year_of(0))

    def year_of(self, index: int) -> int:
        """The year of a part."""
        return self.parts[index].year


def trace(indicator: Indicator, year: int) -> Trace:
    """Definition, parts and units of a figure; its entries on demand."""
    cells = Cells.read([year, year - 1], acts_of(indicator))
    parts = indicator.parts(year, cells)
    units: dict[int, int] = {}
    first = parts[0]
    for unit, _month, _facets, amount in first.tally.rows(first.year, cells):
        units[unit] = units.get(unit, 0) + amount
    by_unit = sorted(units.items(), key=lambda pair: -pair[1])
    return Trace(indicator, year, Figure(indicator.combine(parts), cells.position), parts, by_unit)
