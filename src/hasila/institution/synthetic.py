"""Synthetic people: plausible Moroccan names, birth dates, places and card numbers, the same for the same seed.

Nobody here exists. Each person is a pure function of (seed, index), so that a play can be interrupted, resumed or
split without remembering where a generator stood. About 4 µs a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from hasila.institution.places import home, rows

_MASK = (1 << 64) - 1
_TABLE = 4096  # a power of two: a slice of random bits is an index
_CARDS = 702_000_000  # (26 + 26 × 26) prefixes of one or two letters × 10⁶ numbers
_STRIDE = 433_494_437  # a prime that doesn't divide _CARDS: index → number is one to one
_SHIFT = 271_828_183
OLDEST, YOUNGEST = date(1944, 1, 1), date(2006, 12, 31)


class Identity(NamedTuple):
    """A synthetic person, in the order of `Person`'s fields. `sex` is ``M`` or ``F``."""

    sex: str
    arabic_given: str
    arabic_family: str
    latin_given: str
    latin_family: str
    born_on: date
    born_at_arabic: str
    born_at_latin: str
    card_number: str

    @property
    def arabic_name(self) -> str:
        """Given and family name in Arabic."""
        return f"{self.arabic_given} {self.arabic_family}"

    @property
    def latin_name(self) -> str:
        """Given and family name in Latin letters."""
        return f"{self.latin_given} {self.latin_family}"


def card_number(index: int) -> str:
    """The card number of the index-th person: one or two letters and six digits, no two indexes alike.

    Raises:
        ValueError: the index is negative or beyond 702 million.
    """
    if not 0 <= index < _CARDS:
        raise ValueError(f"no card number for index {index}")
    prefix, number = divmod((index * _STRIDE + _SHIFT) % _CARDS, 1_000_000)
    return f"{_prefixes()[prefix]}{number:06d}"


def identity(index: int, seed: int = 0, *, oldest: date = OLDEST, youngest: date = YOUNGEST, sex: str = "") -> Identity:
    """The index-th person of a seed; the card number depends on the index alone.

    Args:
        oldest, youngest: the birth dates lie between them. sex: ``M`` or ``F`` to fix it.
    """
    return next(people((index,), seed, oldest=oldest, youngest=youngest, sex=sex))


def people(
    indexes: Iterable[int], seed: int = 0, *, oldest: date = OLDEST, youngest: date = YOUNGEST, sex: str = ""
) -> Iterator[Identity]:
    """The people of these indexes, in order. See `identity`."""
    given, family, towns, prefixes = _given(), _family(), _towns(), _prefixes()
    first, span = oldest.toordinal(), youngest.toordinal() - oldest.toordinal() + 1
    from_ordinal = date.fromordinal
    last = _TABLE - 1
    salt = seed * 0xD1342543DE82EF95
    for index in indexes:
        # splitmix64: well-mixed bits from a counter.
        bits = (index * 0x9E3779B97F4A7C15 + salt) & _MASK
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
        bits ^= bits >> 31
        kind = sex or ("M" if bits & 1 else "F")
        arabic_given, latin_given = given[kind][bits >> 1 & last]
        arabic_family, latin_family = family[bits >> 13 & last]
        town_arabic, town_latin = towns[bits >> 25 & last]
        prefix, number = divmod((index * _STRIDE + _SHIFT) % _CARDS, 1_000_000)
        yield Identity(
            kind,
            arabic_given,
            arabic_family,
            latin_given,
            latin_family,
            from_ordinal(first + (bits >> 37) % span),
            town_arabic,
            town_latin,
            f"{prefixes[prefix]}{number:06d}",
        )


@cache
def _prefixes() -> list[str]:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    return letters + [first + second for first in letters for second in letters]


@cache
def _given() -> dict[str, list[tuple[str, str]]]:
    listed = rows("given_names.csv")
    return {sex: _ranked([(row["arabic"], row["latin"]) for row in listed if row["sex"] == sex]) for sex in ("M", "F")}


@cache
def _family() -> list[tuple[str, str]]:
    return _ranked([(row["arabic"], row["latin"]) for row in rows("family_names.csv")], flat=120)


@cache
def _towns() -> list[tuple[str, str]]:
    towns = home()
    return _spread([(town.arabic, town.latin) for town in towns], [float(town.weight) for town in towns])


def _ranked(items: list[tuple[str, str]], flat: int = 25) -> list[tuple[str, str]]:
    """A table in which earlier items are commoner: the n-th weighs 1 / (n + flat)."""
    return _spread(items, [1 / (rank + flat) for rank in range(len(items))])


def _spread(items: list[tuple[str, str]], weights: list[float]) -> list[tuple[str, str]]:
    """A table of `_TABLE` places shared among the items by weight, at least one place each."""
    spare, total = _TABLE - len(items), sum(weights)
    table: list[tuple[str, str]] = []
    run = 0.0
    for rank, (item, weight) in enumerate(zip(items, weights, strict=True), 1):
        run += weight
        end = round(spare * run / total) + rank
        table.extend([item] * (end - len(table)))
    return table
