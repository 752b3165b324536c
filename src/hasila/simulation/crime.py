"""How many cases of each series the two years have, so that every printed change comes out.

The documents print totals and rounded changes, no counts by class. `data/crime.csv` holds counts of the base year at
scale 1, which are ours; from them follow, at any scale, whole numbers for which each rounded change is the printed one
and the totals are the published ones. A series is never smaller than its change can be told with: 6 bank robberies
after 11 are 45 % fewer at any scale.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from importlib import resources

from hasila.institution.offences import Series
from hasila.kernel.indicators import Figure
from hasila.modules.casefiles.case_files import VIOLENT
from hasila.simulation.streams import Setting

CASES = "casefiles.case_files.cases"
FIGURES = "casefiles.case_files."
SEARCHED = 1_000
"""How far above the scaled count a whole number is looked for; every printed change has one within 25."""


@dataclass(frozen=True)
class Counts:
    """Cases by series, of the year before and of the year."""

    before: dict[str, int]
    now: dict[str, int]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of the simulation."""
    text = resources.files("hasila.simulation").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def change_of(before: int, now: int) -> int | None:
    """The change in whole per cent, as it is printed."""
    return Figure(Fraction((now - before) * 100, before), 0).rounded


@cache
def changed(least: int, percent: int) -> tuple[int, int]:
    """The smallest count that isn't under `least`, and a later one, whose rounded change is this.

    Raises:
        ValueError: there is none near it.
    """
    for before in range(max(1, least), max(1, least) + SEARCHED):
        now = _nearest(before, percent)
        if change_of(before, now) == percent:
            return before, now
    raise ValueError(f"no count near {least} changes by {percent} %")


def _nearest(before: int, percent: int) -> int:
    return round(Fraction(before * (100 + percent), 100))


def counts(setting: Setting) -> Counts:
    """The counts of both years.

    Raises:
        ValueError: the scale leaves fewer cases than the printed changes need.
    """
    before: dict[str, int] = {}
    now: dict[str, int] = {}
    listed = {row["series"]: row for row in rows("crime.csv")}
    for series, row in listed.items():
        least = int((int(row["before"]) * setting.scale).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        if series == Series.VIOLENT:
            before[series] = max(1, least)
        else:
            before[series], now[series] = changed(least, setting.target(FIGURES + row["change"]))
    _violent(before, now, setting.target(FIGURES + listed[Series.VIOLENT]["change"]))
    for found, year in ((before, setting.year - 1), (now, setting.year)):
        found[Series.OTHER] = setting.target(CASES, year) - sum(found.values())
        if found[Series.OTHER] < 0:
            raise ValueError(f"fewer cases are left of {year} than its printed changes need")
    return Counts({str(k): v for k, v in before.items()}, {str(k): v for k, v in now.items()})


def _violent(before: dict[str, int], now: dict[str, int], percent: int) -> None:
    """What is left of violent crime takes up the change of the whole."""
    others = [series for series in VIOLENT if series != Series.VIOLENT]
    whole = sum(before[series] for series in VIOLENT)
    found, after = changed(whole, percent)
    before[Series.VIOLENT] += found - whole
    now[Series.VIOLENT] = after - sum(now[series] for series in others)
    if now[Series.VIOLENT] < 0:
        raise ValueError("the violent series fall by less than violent crime as a whole")
