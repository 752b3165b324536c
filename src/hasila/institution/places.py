"""Places: the towns that units stand in and that people are born in, with Arabic and Latin names and a position.

The weights of `data/places.csv` are round numbers of thousands of inhabitants. They only spread synthetic units and
people plausibly; they are no statistic. Places abroad (weight 0) are cities with a Moroccan consulate general.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Place:
    """A town: stable code, names, ISO country code, WGS 84 degrees, weight."""

    code: str
    arabic: str
    latin: str
    country: str
    lat: float
    lon: float
    weight: int

    @property
    def name(self) -> str:
        """The name in the script of the active language."""
        return self.arabic if (get_language() or "ar").startswith("ar") else self.latin


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the package's ``data`` folder, in file order."""
    text = resources.files("hasila.institution").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def places() -> dict[str, Place]:
    """Every known place by its code, in file order."""
    return {row["code"]: _place(row) for row in rows("places.csv")}


def home() -> list[Place]:
    """The places in the country."""
    return [place for place in places().values() if place.country == "MA"]


def abroad() -> list[Place]:
    """The cities with a consulate general."""
    return [place for place in places().values() if place.country != "MA"]


def inhabitants(year: int) -> int:
    """The legal population of a year's census, for rates; 0 where no census was held, so that no rate is made up."""
    return next((int(row["inhabitants"]) for row in rows("population.csv") if int(row["year"]) == year), 0)


def _place(row: dict[str, Any]) -> Place:
    return Place(
        row["code"],
        row["arabic"],
        row["latin"],
        row["country"],
        float(row["lat"]),
        float(row["lon"]),
        int(row["weight"]),
    )
