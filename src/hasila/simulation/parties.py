"""The people of cases: invented, the same for the same seed, and apart from those of the other registers."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from typing import Any

from hasila.institution.synthetic import identity

COMPLAINANTS, SUSPECTS, VISITORS = 400_000_000, 420_000_000, 440_000_000
REPEATED = 7
"""One suspect in so many has been one before: taken from a small circle."""
CIRCLE = 400
YOUNGEST_SUSPECT, PENAL_MAJORITY = 13, 17
OLDEST, YOUNGEST = date(1950, 1, 1), date(2004, 12, 31)


def complainant(seed: int, number: int, chance: Random) -> dict[str, Any]:
    """The person who complains, as a desk writes them down; not everybody has the card along."""
    return _written_down(COMPLAINANTS + number, seed, chance)


def at_the_counter(seed: int, number: int, chance: Random) -> dict[str, Any]:
    """The same of somebody whose matter becomes no case."""
    return _written_down(VISITORS + number, seed, chance)


def _written_down(index: int, seed: int, chance: Random) -> dict[str, Any]:
    person = identity(index, seed, oldest=OLDEST, youngest=YOUNGEST)
    roll = chance.random()
    return {
        "arabic_name": person.arabic_name,
        "latin_name": person.latin_name if roll < 0.8 else "",
        "card_number": person.card_number if roll < 0.9 else "",
        "sex": person.sex,
        "born_on": person.born_on,
        "phone": f"06{int(roll * 1e8):08d}",
    }


def suspect(seed: int, number: int, now: datetime, *, young: bool) -> dict[str, Any]:
    """Somebody suspected: mostly men, mostly young; of a minor the guardian is named."""
    index = SUSPECTS + (number % CIRCLE if number % REPEATED == 0 else number)
    person = identity(
        index, seed, oldest=date(1962, 1, 1), youngest=date(2005, 1, 1), sex="F" if number % 11 == 0 else "M"
    )
    born = person.born_on
    if young:
        years = YOUNGEST_SUSPECT + number % (PENAL_MAJORITY - YOUNGEST_SUSPECT + 1)
        born = born.replace(year=now.year - years, day=min(born.day, 28))
    about = {
        "arabic_name": person.arabic_name,
        "latin_name": person.latin_name,
        "card_number": "" if young else person.card_number,
        "sex": person.sex,
        "born_on": born,
        "born_at": person.born_at_arabic,
    }
    return about | {"guardian": f"والد الحدث، {person.arabic_family}"} if young else about
