"""Figures as they were: the folded cells at any position that was sealed, however much was written since.

Cells are sums, so what came after a position can be taken away again, or what came before it summed anew; whichever is
less to read. Both use the sealer's own fold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

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
