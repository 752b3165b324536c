"""Figures as they were: the folded cells at any position that was sealed, however much was written since.

Cells are sums, so what came after a position can be taken away again, or what came before it summed anew; whichever is
less to read. Both use the sealer's own fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.db import connection

from hasila.assurance.tree import Kept
from hasila.kernel.indicators import Cells
from hasila.kernel.sealer import folded

Values = dict[tuple, int]
Way = Callable[[Values, int, int, list[int], list[str] | None], Values]

_PRESENT = """
SELECT h.size, c.act, c.month, c.unit_id, c.facets, c.simulated, c.measure, c.value FROM ledger_head h
  LEFT JOIN ledger_cell c ON c.month / 100 = ANY(%s) AND (%s::text[] IS NULL OR c.act = ANY(%s))
"""


_SUMMED = """
SELECT h.size, c.act, c.month, c.unit_id, c.facets, c.measure, c.value, c.simulated FROM ledger_head h
  LEFT JOIN (SELECT act, {cell}, facets, measure, sum(value)::bigint AS value, bool_or(simulated) AS simulated
               FROM ledger_cell WHERE month / 100 = ANY(%s) AND act = ANY(%s)
              GROUP BY act, facets, measure, {by}) c ON c.value <> 0
"""
_ONE = _SUMMED.format(cell="month, 0 AS unit_id", by="month")
_OF_UNITS = _ONE.replace("WHERE month / 100 = ANY(%s)", "WHERE unit_id = ANY(%s) AND month / 100 = ANY(%s)")
_BOTH = _SUMMED.format(
    cell="coalesce(month, month / 100 * 100) AS month, coalesce(unit_id, 0) AS unit_id",
    by="month / 100, GROUPING SETS (month, unit_id)",
)


def summed(years: Iterable[int], acts: Iterable[str]) -> Cells:
    """The cells of these years and acts at the present position, those of all units in one: what a whole report needs.

    A year of the service has some hundred thousand cells; summed by the server they are a few thousand.
    """
    return _read(_ONE, years, acts)[0]


def summed_of_units(units: Iterable[int], years: Iterable[int], acts: Iterable[str]) -> Cells:
    """The same, of some units together: what the page of a command needs."""
    return _read(_OF_UNITS, years, acts, [sorted(set(units))])[0]


def summed_both_ways(years: Iterable[int], acts: Iterable[str]) -> tuple[Cells, Cells]:
    """The same by month, and by unit with the months of a year in one (month 0), at one position."""
    return _read(_BOTH, years, acts)


def _read(query: str, years: Iterable[int], acts: Iterable[str], before: Iterable[Any] = ()) -> tuple[Cells, Cells]:
    with connection.cursor() as cursor:
        cursor.execute(query, [*before, sorted(set(years)), sorted(set(acts))])
        rows = cursor.fetchall()
    simulated = any(row[7] for row in rows)
    by_month, by_unit = Cells(rows[0][0], simulated), Cells(rows[0][0], simulated)
    for _size, act, month, unit, facets, measure, value, _simulated in rows:
        if act is not None:
            found = by_month if month % 100 else by_unit
            found._rows.setdefault((act, measure, month // 100), []).append((month, unit, facets, value))
    return by_month, by_unit


def cells_at(size: int, years: Iterable[int], acts: Iterable[str] | None = None) -> Cells:
    """The cells of these years (of these acts, or of all) as they stood when `size` entries were sealed.

    Raises:
        LookupError: so many entries were never sealed, or some that would have to be read are not here any more.
    """
    wanted = sorted(set(years))
    chosen = None if acts is None else sorted(set(acts))
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, [wanted, chosen, chosen])
        rows = cursor.fetchall()
    sealed = rows[0][0]
    if not 0 <= size <= sealed:
        raise LookupError(f"{sealed} entries are sealed, not {size}")
    present = {row[1:7]: row[7] for row in rows if row[1] is not None}
    ways: list[Way] = [_subtracted, _summed]
    if size < sealed - size:
        ways.reverse()
    try:
        values = ways[0](present, size, sealed, wanted, chosen)
    except LookupError:  # a year is archived that lies on the one side and perhaps not on the other
        values = ways[1](present, size, sealed, wanted, chosen)
    found = Cells(size, any(key[4] for key, value in values.items() if value))
    for (act, month, unit, facets, _simulated, measure), value in sorted(values.items()):
        if value and month // 100 in wanted and (chosen is None or act in chosen):
            found._rows.setdefault((act, measure, month // 100), []).append((month, unit, facets, value))
    return found


def _summed(_present: Values, size: int, _sealed: int, years: list[int], acts: list[str] | None) -> Values:
    return _between(0, size, years, acts)


def _subtracted(present: Values, size: int, sealed: int, years: list[int], acts: list[str] | None) -> Values:
    values: Values = defaultdict(int, present)
    for key, value in _between(size, sealed, years, acts).items():
        values[key] -= value
    return values


def _between(first: int, past: int, years: list[int], acts: list[str] | None) -> Values:
    """The cells of the entries between two positions alone."""
    if first == past:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM hasila_counted(%s, %s, %s::text[], %s::int[])", [first, past, acts, years])
        rows = cursor.fetchall()
    if sum(row[7] for row in rows) != past - first:
        raise LookupError(f"not every entry between the positions {first} and {past} is here any more")
    return folded({row[:7]: row[7] for row in rows if row[0] is not None})


@lru_cache(maxsize=8)
def _kept_cells(size: int, root: bytes, years: tuple[int, ...], acts: tuple[str, ...]) -> Cells:
    return cells_at(size, years, acts)


def cells_of(kept: Kept, years: Iterable[int], acts: Iterable[str]) -> Cells:
    """The cells at a checkpoint; a process remembers them, since they can't change. Raises as `cells_at`."""
    return _kept_cells(kept.size, kept.root, tuple(sorted(set(years))), tuple(sorted(set(acts))))
