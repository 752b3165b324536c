"""Writes `data/synthetic_units.csv`: what the published sources leave unnamed, invented plausibly and marked so.

The sources name 8 of the 458 police districts, 25 enrolment centres and none of the consular ones. This fills the
rest from real neighbourhood names (`data/neighbourhoods.csv`, ``*`` for names found in many towns), deterministically.
Run ``python -m hasila.institution.generate`` after a change of the lists; ids already given must not move, so append.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from hasila.institution import naming
from hasila.institution.places import Place, abroad, home, places, rows

POLICE_DISTRICTS = 458  # 454 at the end of 2023, four created in 2024
FIRST_ID = 1001
FLOOR = 60  # thousands added to every town, so that the small ones get a district too
FIELDS = ["id", "code", "kind", "arabic", "french", "parent", "place", "lat", "lon"]
COMMANDS = (
    "PREFECTURE",
    "REGIONAL",
    "PROVINCIAL",
    "PROVINCIAL_DISTRICT",
    "REGIONAL_COMMISSARIAT",
    "COMMISSARIAT",
    "SECURITY_DISTRICT",
)

Row = dict[str, Any]


def generated() -> list[Row]:
    """Every synthetic unit, in the order of its id."""
    sourced = rows("units.csv")
    templates = {row["kind"]: row for row in rows("kinds.csv")}
    found = [
        *_police_districts(sourced, templates["POLICE_DISTRICT"]),
        *_enrolment_centres(sourced, templates["ENROLMENT_CENTRE"]),
        *_consular_centres(templates["CONSULAR_CENTRE"]),
    ]
    return [{"id": FIRST_ID + index, **row} for index, row in enumerate(found)]


def _hosts(sourced: list[Row]) -> dict[str, Row]:
    """The highest command of each town."""
    hosts: dict[str, Row] = {}
    for kind in COMMANDS:
        for row in sourced:
            if row["kind"] == kind:
                hosts.setdefault(row["place"], row)
    return hosts


def _police_districts(sourced: list[Row], template: Row) -> Iterator[Row]:
    by_code = {row["code"]: row for row in sourced}
    hosts = _hosts(sourced)
    listed = rows("neighbourhoods.csv")
    named = [row for row in listed if row["unit"] != "*"]
    common = [row for row in listed if row["unit"] == "*"]
    numbers: Counter[str] = Counter()
    have = Counter(row["place"] for row in sourced if row["kind"] == template["kind"])
    left = POLICE_DISTRICTS - sum(have.values())
    taken: dict[str, set[str]] = {place: set() for place in hosts}

    for row in named:
        parent = by_code[row["unit"]]
        taken[parent["place"]].add(row["arabic"])
        have[parent["place"]] += 1
        left -= 1
        yield _district(template, parent, row["arabic"], row["latin"], numbers)
    for place in _shares(hosts, have, left):
        where = naming.joined("ب", place.arabic)
        row = next(row for row in common if not {row["arabic"], f"{row['arabic']} {where}"} & taken[place.code])
        taken[place.code].add(row["arabic"])
        arabic = f"{row['arabic']} {where}"
        yield _district(template, hosts[place.code], arabic, f"{row['latin']} ({place.latin})", numbers)


def _shares(hosts: dict[str, Row], have: Counter[str], left: int) -> Iterator[Place]:
    """Gives each next district to the town with the fewest for its weight (highest averages)."""
    for _step in range(left):
        towns = (place for place in home() if place.code in hosts)
        chosen = max(towns, key=lambda town: (town.weight + FLOOR) / (have[town.code] + 1))
        have[chosen.code] += 1
        yield chosen


def _district(template: Row, parent: Row, arabic: str, latin: str, numbers: Counter[str]) -> Row:
    place = places()[parent["place"]]
    numbers[place.code] += 1
    code = f"AP-{place.code}-{numbers[place.code]:02d}"
    return {
        "code": code,
        "kind": template["kind"],
        "arabic": naming.arabic(template["arabic"], arabic),
        "french": naming.french(template["french"], latin),
        "parent": parent["code"],
        "place": place.code,
        **_near(code, float(parent["lat"]), float(parent["lon"])),
    }


def _near(code: str, lat: float, lon: float) -> Row:
    """A position within about two kilometres, the same at every run."""
    chance = random.Random(code)
    return {"lat": round(lat + chance.uniform(-0.018, 0.018), 4), "lon": round(lon + chance.uniform(-0.02, 0.02), 4)}


def _enrolment_centres(sourced: list[Row], template: Row) -> Iterator[Row]:
    served = {row["place"] for row in sourced if row["kind"] == template["kind"]}
    for code, parent in _hosts(sourced).items():
        if code not in served:
            place = places()[code]
            yield {
                "code": f"CEDI-{code}",
                "kind": template["kind"],
                "arabic": naming.arabic(template["arabic"], place.arabic),
                "french": naming.french(template["french"], place.latin),
                "parent": parent["code"],
                "place": code,
                "lat": place.lat,
                "lon": place.lon,
            }


def _consular_centres(template: Row) -> Iterator[Row]:
    for place in abroad():
        yield {
            "code": f"CONS-{place.code}",
            "kind": template["kind"],
            "arabic": naming.arabic(template["arabic"], place.arabic),
            "french": naming.french(template["french"], place.latin),
            "parent": "DGSN",
            "place": place.code,
            "lat": place.lat,
            "lon": place.lon,
        }


def write() -> Path:
    """Writes the file beside the sourced one and gives its path."""
    path = Path(str(resources.files("hasila.institution").joinpath("data", "synthetic_units.csv")))
    units = generated()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(units)
    return path


if __name__ == "__main__":
    write()
