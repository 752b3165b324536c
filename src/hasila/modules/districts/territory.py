"""Whose a place is: the towns where units of the police stand, and the units nearest to a place.

The limits of urban perimeters are not published as data, so none is kept here. A town counts as one of the police
where a territorial unit stands in it (`institution/data/units.csv` names the source of each); beyond that the officer
states that a place lies outside the perimeter, and names it.
"""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from hasila.institution.places import places
from hasila.institution.units import TERRITORIAL, Unit, UnitKind

EARTH = 6371.0  # km, mean radius
DESKS = (*TERRITORIAL, UnitKind.POLICE_DISTRICT)


def desks() -> list[Unit]:
    """The open units with a territory of their own."""
    return list(Unit.objects.filter(kind__in=DESKS, closed_on__isnull=True))


def served(town: str) -> bool:
    """Whether a territorial unit of the police stands in a town."""
    return Unit.objects.filter(kind__in=DESKS, closed_on__isnull=True, place=town).exists()


def nearest(town: str, count: int = 5) -> list[tuple[Unit, float]]:
    """The units nearest to a town, with their distance in km, nearest first; districts before what commands them.

    Raises:
        KeyError: there is no such town.
    """
    place = places()[town]
    known = [unit for unit in desks() if unit.lat is not None and unit.lon is not None]
    measured = [(unit, distance(place.lat, place.lon, unit.lat, unit.lon)) for unit in known]  # type: ignore[arg-type]
    measured.sort(key=lambda pair: (round(pair[1]), pair[0].kind != UnitKind.POLICE_DISTRICT, pair[0].pk))
    return measured[:count]


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres along the earth between two points in WGS 84 degrees (haversine formula)."""
    a, b = radians(lat), radians(other_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))
