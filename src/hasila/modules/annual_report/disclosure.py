"""Disclosure control of public tables: no number on so few people that it names them.

A cell under the threshold is not shown. A reader who knows the total could subtract what is shown, so what is left
over must itself reach the threshold and come from at least two cells: the smallest shown cell is taken back until it
does (secondary suppression). The handbook of Eurostat's centre of excellence names thresholds from 3 to 10; here 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

THRESHOLD = 5

Key = TypeVar("Key")


def protect(cells: Mapping[Key, int]) -> tuple[dict[Key, int], int]:
    """The cells that may be shown, in their order, and what all others come to together.

    Empty cells are left out. The rest is 0 where everything is shown.
    """
    shown = {key: value for key, value in cells.items() if value >= THRESHOLD}
    hidden = [value for value in cells.values() if 0 < value < THRESHOLD]
    while hidden and shown and (sum(hidden) < THRESHOLD or len(hidden) < 2):
        least = min(shown, key=lambda key: shown[key])
        hidden.append(shown.pop(least))
    return shown, sum(hidden)


def protect_series(values: Iterable[int]) -> list[int | None]:
    """A series (the months of a year) with None where a value may not be shown; zeros are shown."""
    listed = list(values)
    shown, _rest = protect(dict(enumerate(listed)))
    return [shown.get(index) if value else 0 for index, value in enumerate(listed)]
