"""The people of cases: invented, the same for the same seed, and apart from those of the other registers."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from hasila.institution.synthetic import identity

COMPLAINANTS = 400_000_000
OLDEST, YOUNGEST = date(1950, 1, 1), date(2004, 12, 31)


def complainant(seed: int, number: int, chance: Random) -> dict[str, Any]:
    """The person who complains, as a desk writes them down; not everybody has the card along."""
    person = identity(COMPLAINANTS + number, seed, oldest=OLDEST, youngest=YOUNGEST)
    roll = chance.random()
    return {
        "arabic_name": person.arabic_name,
        "latin_name": person.latin_name if roll < 0.8 else "",
        "card_number": person.card_number if roll < 0.9 else "",
        "sex": person.sex,
        "born_on": person.born_on,
        "phone": f"06{int(roll * 1e8):08d}",
    }
