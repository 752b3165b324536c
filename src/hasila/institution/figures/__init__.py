"""The published figures as facts: value, unit, year and source of each; no sentence of any document.

`data/` holds them: `published.csv`, `sources.csv`, `identities.csv`, `units.csv`, and `indicators.csv`, which names the
indicator that computes each. A fact that `indicators.csv` doesn't name has no module yet.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources

from django.utils.translation import get_language

LARGE = 10_000
"""Registers over this are scaled where a year is played at a smaller scale."""


def listed(package: str, name: str) -> list[dict[str, str]]:
    """The rows of a data file of a package, by the names of their columns."""
    text = resources.files(package).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of the register."""
    return listed(__name__, name)


@dataclass(frozen=True)
class Words:
    """The same words in three languages; as text, those of the active one."""

    english: str
    arabic: str
    french: str

    def __str__(self) -> str:
        language = (get_language() or "ar")[:2]
        return {"fr": self.french, "en": self.english}.get(language, self.arabic)

    def __bool__(self) -> bool:
        return bool(self.english)


@dataclass(frozen=True)
class Source:
    """A document that prints figures. `date` is ISO 8601 and empty where the document prints none."""

    id: str
    title: str
    date: str
    publisher: Words

    @property
    def day(self) -> Date | None:
        """The day printed on it, None where it prints none."""
        return Date.fromisoformat(self.date) if self.date else None


@dataclass(frozen=True)
class Fact:
    """One published figure.

    Attributes:
        value: a whole number; text for a period; None where the number is lost in the document.
        qualifier: exact, at least, ceiling or missing. kind: count, change, share, amount, ordinal or period.
        year: of the report that it stands in. period: what it covers. repeats: the fact that it says again.
        indicator: key of the indicator that computes it, empty where no module does yet.
    """

    id: str
    chapter: str
    label: Words
    value: int | str | None
    qualifier: str
    unit: Words
    kind: str
    year: int
    period: str
    source: Source
    repeats: str
    note: Words
    indicator: str

    @property
    def number(self) -> int | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, int) else None


@dataclass(frozen=True)
class Identity:
    """What must add up: a formula over facts, such as ``F001 = F002 + F003`` or ``F057 <= F056``."""

    id: str
    label: Words
    formula: str
    years: tuple[int, ...]

    @property
    def facts(self) -> list[str]:
        """The ids that the formula names, in order."""
        return re.findall(r"F\d+", self.formula)

    @property
    def parts(self) -> tuple[str, list[str]] | None:
        """The total and its parts, for an identity that is a sum."""
        left, mark, right = self.formula.partition(" = ")
        return (left, re.findall(r"F\d+", right)) if mark else None

    def holds(self, values: Mapping[str, int | Decimal]) -> bool | None:
        """Whether it holds for these values; None where one of them is not known.

        A target of the future holds as long as nothing counts it in the present.
        """
        if self.formula.endswith("is a target"):
            return self.facts[0] not in values
        if any(fact not in values for fact in self.facts):
            return None
        left, mark, right = re.split(r"\s(=|<=)\s", self.formula)
        total = sum(values[fact] for fact in re.findall(r"F\d+", right))
        return values[left] == total if mark == "=" else values[left] <= total


def words_of(row: dict[str, str], prefix: str = "") -> Words:
    """The words of a row in its three columns."""
    return Words(row[f"{prefix}english"], row[f"{prefix}arabic"], row[f"{prefix}french"])


@cache
def sources() -> dict[str, Source]:
    """The documents, by id."""
    return {r["id"]: Source(r["id"], r["title"], r["date"], words_of(r, "publisher_")) for r in rows("sources.csv")}


@cache
def facts() -> dict[str, Fact]:
    """The published figures, by id."""
    units = {row["english"]: words_of(row) for row in rows("units.csv")}
    computed = {row["id"]: row["indicator"] for row in rows("indicators.csv")}
    found: dict[str, Fact] = {}
    for row in rows("published.csv"):
        found[row["id"]] = Fact(
            id=row["id"],
            chapter=row["chapter"],
            label=words_of(row),
            value=_value(row["value"]),
            qualifier=row["qualifier"],
            unit=units[row["unit"]],
            kind=row["kind"],
            year=int(row["year"]),
            period=row["period"],
            source=sources()[row["source"]],
            repeats=row["repeats"],
            note=words_of(row, "note_"),
            indicator=computed.get(row["repeats"] or row["id"], ""),
        )
    return found


def _value(text: str) -> int | str | None:
    if not text:
        return None
    return int(text) if re.fullmatch(r"-?\d+", text) else text


@cache
def identities() -> list[Identity]:
    """The arithmetic identities."""
    return [
        Identity(r["id"], words_of(r), r["formula"], tuple(int(year) for year in r["years"].split()))
        for r in rows("identities.csv")
    ]


@cache
def latest_year() -> int:
    """The latest year that the documents tell of."""
    return max(fact.year for fact in facts().values())


@cache
def expected(scale: Decimal) -> dict[str, int]:
    """What each count comes to at a scale, by id.

    At scale 1 it is the published value. Below, counts over 10,000 are scaled and rounded, halves upwards; the parts
    of a scaled total are rounded by largest remainder, so that they still add up to it.
    """
    found: dict[str, int] = {}
    for fact in facts().values():
        if fact.number is not None:
            large = fact.kind == "count" and fact.number > LARGE
            found[fact.id] = _rounded(fact.number * scale) if large and scale != 1 else fact.number
    for identity in identities():
        if identity.parts is not None and scale != 1:
            total, parts = identity.parts
            if found[total] != facts()[total].number:
                found.update(apportioned(found[total], {part: facts()[part].number or 0 for part in parts}))
    for fact in facts().values():
        if fact.repeats and fact.repeats in found:
            found[fact.id] = found[fact.repeats]
    return found


def apportioned(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Parts a total by weights, by largest remainder (ties go to the larger weight, then to the earlier)."""
    whole = sum(weights.values()) or 1
    floors = {name: total * weight // whole for name, weight in weights.items()}
    rest = sorted(weights, key=lambda name: (-(total * weights[name] % whole), -weights[name]))
    for name in rest[: total - sum(floors.values())]:
        floors[name] += 1
    return floors


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def agrees(fact: Fact, value: int | None, scale: Decimal) -> bool | None:
    """Whether a counted value agrees with the published one at this scale; None where nothing can be compared."""
    wanted = expected(scale).get(fact.id)
    if value is None or wanted is None:
        return None
    if fact.qualifier == "at least":
        return value >= wanted
    if fact.qualifier == "ceiling":
        return value <= wanted
    return value == wanted
