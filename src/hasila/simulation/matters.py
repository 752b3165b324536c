"""What cases are about: an offence of the catalogue with what is told of it, and how it came to the police.

`data/matters.csv` holds, for each offence: its weight within its series; of a hundred cases how many begin with a
complaint and how many in flagrante delicto; how many come after dark; in how many the suspect is known; and what is
told. All of it is invented: no statistic stands behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random

from hasila.institution.offences import Offence, OffenceClass, offence
from hasila.modules.casefiles.choices import Origin
from hasila.simulation.crime import rows

OTHERS = (
    (Origin.PROSECUTOR, 46),
    (Origin.DENUNCIATION, 22),
    (Origin.OTHER_UNIT, 16),
    (Origin.INCIDENT, 12),
)
"""On what a case is opened that begins neither with a complaint nor in flagrante delicto; letters rogatory are no newly
recorded cases, and a stream of their own."""
_CUMULATIVE = list(accumulate(weight for _origin, weight in OTHERS))


@dataclass(frozen=True, slots=True)
class Matter:
    """An offence as the play tells it; shares from 0 to 1."""

    offence: Offence
    complaint: float
    flagrant: float
    night: float
    known: float
    facts: str

    @property
    def felony(self) -> bool:
        """Whether it is a felony."""
        return self.offence.level == OffenceClass.FELONY

    def origin(self, chance: Random) -> str:
        """On what such a case is opened."""
        roll = chance.random()
        if roll < self.complaint:
            return Origin.COMPLAINT.value
        if roll < self.complaint + self.flagrant:
            return Origin.FLAGRANT.value
        return OTHERS[bisect_right(_CUMULATIVE, chance.random() * _CUMULATIVE[-1])][0].value


@cache
def _of_series() -> dict[str, tuple[list[Matter], list[float]]]:
    found: dict[str, tuple[list[Matter], list[float]]] = {}
    for row in rows("matters.csv"):
        item = offence(row["offence"])
        complaint, flagrant, night, known = (
            int(row[name]) / 100 for name in ("complaint", "flagrant", "night", "known")
        )
        matters, weights = found.setdefault(item.series, ([], []))
        matters.append(Matter(item, complaint, flagrant, night, known, row["facts"]))
        weights.append(float(row["weight"]))
    return {series: (matters, list(accumulate(weights))) for series, (matters, weights) in found.items()}


def matter_of(series: str, chance: Random) -> Matter:
    """A matter of a series, the commoner the likelier."""
    matters, cumulative = _of_series()[series]
    return matters[bisect_right(cumulative, chance.random() * cumulative[-1])]


def told_of(code: str) -> str:
    """What is told of an offence."""
    return next(row["facts"] for row in rows("matters.csv") if row["offence"] == code)
