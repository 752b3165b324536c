"""Commonness: how many people bear a name. A common name says little about who somebody is.

What the data files rank, or a table with counts where an institution has one, is read by skeleton, so that every
spelling of a name is as common as the name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from hasila.institution.names.keys import skeletons
from hasila.institution.names.parts import Part, parts

REMEMBERED = 200_000
RARE = 2e-5
"""The share of people who bear a name that no table knows."""
GIVEN_SHARE, FAMILY_SHARE = 0.9, 0.4
"""How much of the people the ranked lists of given and of family names stand for; a working assumption."""


@dataclass(frozen=True, eq=False)
class Commonness:
    """Shares of people by skeleton of the name."""

    shares: dict[str, float]
    known: dict[Part, float] = field(default_factory=dict, repr=False)

    def of(self, part: Part) -> float:
        """The share of people who bear this name, or one that sounds like it."""
        found = self.known.get(part)
        if found is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            # However it is read: Lhoussaine is as common as Houssaine.
            found = self.known[part] = max(self.shares.get(bones, RARE) for bones in skeletons(part))
        return found

    @classmethod
    def from_counts(cls, counts: dict[str, float], among: float) -> Commonness:
        """From how many of `among` people bear each name, in either script."""
        shares: dict[str, float] = {}
        for name, count in counts.items():
            for part in parts(name):
                bones = skeletons(part)[0]
                shares[bones] = min(1.0, shares.get(bones, 0.0) + count / among)
        return cls(shares)

    @classmethod
    def read(cls, path: Path) -> Commonness:
        """From a CSV file with the columns ``name`` and ``count``, in UTF-8; the counts are of people.

        Raises:
            KeyError: a column is missing. ValueError: a count is no number.
        """
        with open(path, encoding="utf-8-sig", newline="") as file:
            counts: dict[str, float] = {}
            for row in csv.DictReader(file):
                counts[row["name"]] = counts.get(row["name"], 0.0) + float(row["count"])
        return cls.from_counts(counts, max(1.0, sum(counts.values()) / 2))


@cache
def usual() -> Commonness:
    """From the ranks of the institution's data files: the n-th name weighs 1 / (n + a constant)."""
    from hasila.institution.places import rows

    given, family = rows("given_names.csv"), rows("family_names.csv")
    lists = [
        ([row["arabic"] for row in given if row["sex"] == sex], 25, GIVEN_SHARE / 2) for sex in ("M", "F")
    ]  # fmt: skip
    lists.append(([row["arabic"] for row in family], 120, FAMILY_SHARE))
    counts: dict[str, float] = {}
    for names, flat, share in lists:
        whole = sum(1 / (rank + flat) for rank in range(len(names)))
        for rank, name in enumerate(names):
            counts[name] = counts.get(name, 0.0) + share / (rank + flat) / whole
    return Commonness.from_counts(counts, 1.0)
