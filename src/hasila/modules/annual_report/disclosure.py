"""Disclosure control of public tables: no number on so few people that it names them.

A cell under the threshold is not shown. A reader who knows the total could subtract what is shown, so what is left
over must itself reach the threshold and come from at least two cells: the smallest shown cell is taken back until it
does (secondary suppression). The handbook of Eurostat's centre of excellence names thresholds from 3 to 10; here 5.

Tables of figures that lie within one another (violent crime, and thefts with violence in it) are held together: what a
figure of a unit leaves over, once those shown of the figures within it are taken off, must reach the threshold too.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

THRESHOLD = 5

Key = TypeVar("Key", bound=Hashable)


def protect(cells: Mapping[Key, int], apart: Collection[Key] = ()) -> tuple[dict[Key, int], int]:
    """The cells that may be shown, in their order, and what all others come to together.

    Empty cells are left out. The rest is 0 where everything is shown.

    Args:
        apart: cells that may not be shown whatever they hold.
    """
    shown = {key: value for key, value in cells.items() if value >= THRESHOLD and key not in apart}
    hidden = [value for key, value in cells.items() if value > 0 and key not in shown]
    while hidden and shown and (sum(hidden) < THRESHOLD or len(hidden) < 2):
        least = min(shown, key=lambda key: shown[key])
        hidden.append(shown.pop(least))
    return shown, sum(hidden)


def protect_series(values: Iterable[int], apart: Collection[int] = ()) -> list[int | None]:
    """A series (the months of a year) with None where a value may not be shown.

    Noughts are shown, unless that would tell what the hidden ones are: so many months with so many cases in all, each
    with at least one and at most four.

    Args:
        apart: places in the series that may not be shown whatever they hold.
    """
    listed = list(values)
    shown, rest = protect(dict(enumerate(listed)), apart)
    hidden = sum(1 for index, value in enumerate(listed) if value and index not in shown)
    told = rest in (hidden, hidden * (THRESHOLD - 1)) and hidden > 0
    return [shown.get(index) if value or told else 0 for index, value in enumerate(listed)]


def apart_of(name: str, within: Mapping[str, frozenset[str]], values: Mapping[str, Mapping[Key, int]]) -> set[Key]:
    """The cells of a figure that figures within it would betray.

    Args:
        within: for each figure of the family the classes that it counts; one lies within another where its classes
            do. values: for each figure its cells.
    """
    family = [one for one in sorted(within, key=lambda one: len(within[one])) if within[one] <= within[name]]
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    found: set[Key] = set()
    for key, total in values[name].items():
        shown: list[str] = []
        for one in family:
            value = values[one].get(key, 0)
            inner = tuple(other for other in shown if within[other] < within[one])
            if inner not in known:
                known[inner] = list(_side_by_side(inner, within))
            left = (value - sum(values[other][key] for other in chosen) for chosen in known[inner])
            if value >= THRESHOLD and not any(0 < rest < THRESHOLD for rest in left):
                shown.append(one)
        if total >= THRESHOLD and name not in shown:
            found.add(key)
    return found


def _side_by_side(names: tuple[str, ...], within: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """The sets of figures of which none overlaps another and none could be added."""
    if not names:
        yield ()
        return
    first, *others = names
    clear = tuple(one for one in others if not within[one] & within[first])
    yield from ((first, *chosen) for chosen in _side_by_side(clear, within))
    for chosen in _side_by_side(tuple(others), within):
        if any(within[one] & within[first] for one in chosen):
            yield chosen
