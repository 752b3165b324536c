"""Rates: figures for so many of a population."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hasila.kernel.indicators import Cells, Indicator, Part, Tally
from hasila.kernel.refusals import Text


class Rate(Indicator):
    """A count per so many of a population that is known by year.

    Args:
        of: the count. per: population of a year. times: per how many (1,000 by default).
    """

    kind = "rate"

    def __init__(self, label: Text, *, of: Tally, per: Callable[[int], int], times: int = 1000, **options: Any) -> None:
        super().__init__(label, **options)
        self.of = of
        self.per = per
        self.times = times

    def parts(self, year: int, cells: Cells) -> list[Part]:
        return [Part(self.of.label, year, self.of.total(year, cells), self.of)]

    def combine(self, parts: list[Part]) -> Fraction | None:
        population = self.per(parts[0].year)
        return Fraction(parts[0].value * self.times, population) if population else None
