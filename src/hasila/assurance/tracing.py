"""Where a figure comes from: its parts, its units, the entries behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from hasila.kernel.indicators import Cells, Figure, Indicator, Part, Tally, acts_of
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


def taken_back(tally: Tally, year: int, records: Iterable[UUID] | None = None) -> set[UUID]:
    """The entries of a year (of all records, or of these) that a correction took back: on its record the last of
    their act before it.
    """
    some = None if records is None else set(records)
    back = [
        (entry.record_id, taken["act"], entry.record_version)
        for entry, taken in tally.corrections(year)
        if some is None or entry.record_id in some
    ]
    held: dict[tuple[UUID, str], list[tuple[int, UUID]]] = {}
    rows = Entry.objects.filter(record_id__in=[row[0] for row in back], act__in={row[1] for row in back})
    for record, act, version, entry in rows.values_list("record_id", "act", "record_version", "id") if back else ():
        held.setdefault((record, act), []).append((version, entry))
    return {
        max(pair for pair in held[record, act] if pair[0] < version)[1]
        for record, act, version in back
        if any(pair[0] < version for pair in held.get((record, act), ()))
    }
