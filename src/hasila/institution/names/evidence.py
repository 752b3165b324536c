"""Evidence: how much what is known of two people speaks for their being one, field by field, in bits.

After Fellegi and Sunter: what agrees counts by how seldom it would agree by chance, so that a common name is weak
evidence and a rare one strong; what differs counts against. Nothing is decided by it: a named official does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import OSA

from hasila.institution.names.bounds import Beside
from hasila.institution.names.commonness import Commonness, usual
from hasila.institution.names.comparing import (
    CONFLICT_BITS,
    DECISION,
    HEARD,
    NO_ANSWER,
    NOTHING,
    SWAPPED_BITS,
    Comparison,
    Measure,
    compare,
    measured,
)
from hasila.institution.names.letters import plain, script_of
from hasila.institution.names.parts import parts

WEAK, FAIR, STRONG, SURE = "weak", "fair", "strong", "sure"
SURE_BITS = 34.0
LEVELS = ((SURE_BITS, SURE), (23.0, STRONG), (14.0, FAIR))
"""From how many bits evidence is called so. A million people are 20 bits: what is less fits several of them."""
PROPOSED = 23.0
"""The bits from which a person is shown as probably the one looked for."""

MOST_OF_A_PARENT, PLACE = 10.0, 4.0
"""Bits that the name of a parent, and the place of birth, give at most."""
OF_A_PARENT, NEAR_PARENT = 0.8, 1.0
"""The part of its bits that the name of a parent gives, and the bits of one that is distantly alike."""

UNDER_ALL = float("-inf")
ROUNDED = 0.01
"""Bits are rounded to a hundredth."""

SAME, NEAR, APART, UNKNOWN = "same", "near", "apart", "unknown"


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of somebody, as far as it is known.

    Attributes:
        names: full names, in one script or both, and aliases. birth_year: where the day isn't known.
    """

    names: tuple[str, ...] = ()
    sex: str = ""
    born_on: date | None = None
    birth_year: int | None = None
    mother: str = ""
    father: str = ""
    place: str = ""
    card: str = ""

    @property
    def year(self) -> int | None:
        """The year of birth, where it is known."""
        return self.born_on.year if self.born_on else self.birth_year


@dataclass(frozen=True, slots=True)
class Finding:
    """What one field says: a code of `words`, its bits, and both values as people read them."""

    field: str
    code: str
    bits: float
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The evidence that two descriptions are of one person.

    Attributes:
        bits: the sum. likeness: of the names, 0 to 1. name: their comparison. findings: of the other fields.
    """

    bits: float
    likeness: float
    name: Comparison
    findings: tuple[Finding, ...]

    @property
    def level(self) -> str:
        """How strong the evidence is, as a code."""
        return next((level for least, level in LEVELS if self.bits >= least), WEAK)


def weigh(asked: Description, held: Description, commonness: Commonness | None = None) -> Weighed:
    """What speaks for and against two descriptions being of one person. What one of them lacks says nothing."""
    known = commonness or usual()
    return completed(at_first(asked, held, known), asked, held, known)


def at_first(asked: Description, held: Description, commonness: Commonness) -> Weighed:
    """What names, day of birth, card and sex say: enough to set aside most of those who came near."""
    best, measure = _best(asked.names, held.names, commonness)
    name = compare(*best, commonness) if best is not None else Comparison(0.0)
    findings = (_born(asked, held), _card(asked.card, held.card), _sex(asked.sex, held.sex))
    return _sum(name, _name_bits(measure) if best is not None else 0.0, findings)


def bits_at_first(asked: Description, held: Description, commonness: Commonness, beside: float) -> tuple[float, float]:
    """The bits and the likeness of `at_first`, without its words.

    Args:
        beside: what `bits_beside` the name gives.
    """
    best, measure = _best(asked.names, held.names, commonness)
    return round((_name_bits(measure) if best is not None else 0.0) + beside, 2), measure.score


def bits_beside(asked: Description, held: Description) -> float:
    """What day of birth, card and sex give."""
    found = 0.0
    born = _born_apart(asked, held)
    if born is not None:
        found += born[1]
    if asked.card and held.card:
        found += _card_apart(asked.card, held.card)[1]
    if asked.sex and held.sex:
        found += _sex_apart(asked.sex, held.sex)[1]
    return found


def completed(weighed: Weighed, asked: Description, held: Description, commonness: Commonness) -> Weighed:
    """The same with what the names of the parents and the place say, which takes longer to compare."""
    more = (
        _relative("mother", asked.mother, held.mother, commonness),
        _relative("father", asked.father, held.father, commonness),
        _place(asked.place, held.place),
    )
    return _sum(weighed.name, weighed.bits, more, weighed.findings)


def bits_completed(bits: float, asked: Description, held: Description, commonness: Commonness) -> float:
    """The bits of `completed`, without its words."""
    found = 0.0
    for mine, theirs in ((asked.mother, held.mother), (asked.father, held.father)):
        if mine and theirs:
            found += _relative_apart(mine, theirs, commonness)[1]
    if asked.place and held.place:
        found += _place_apart(asked.place, held.place)[1]
    return round(bits + found, 2)


class More:
    """The most that the parents and the place of a question add.

    Attributes:
        most: beside anybody.
    """

    def __init__(self, asked: Description, commonness: Commonness) -> None:
        mother, father = (Beside(parts(name), commonness) if name else None for name in (asked.mother, asked.father))
        self.mother, self.father, self.place = mother, father, bool(asked.place)
        self.most = MOST_OF_A_PARENT * (bool(asked.mother) + bool(asked.father)) + PLACE * self.place

    def beside(self, held: Description) -> float:
        """What they add beside somebody, at most."""
        found = PLACE if self.place and held.place else 0.0
        for parent, name in ((self.mother, held.mother), (self.father, held.father)):
            if parent is not None and name:
                bits = parent.bits if parent.may_grow(name) else parent.at_most(name)
                found += max(NEAR_PARENT, min(MOST_OF_A_PARENT, OF_A_PARENT * bits))
        return found


def _sum(name: Comparison, bits: float, found: tuple[Finding | None, ...], before: tuple[Finding, ...] = ()) -> Weighed:
    some = tuple(finding for finding in found if finding is not None)
    return Weighed(round(bits + sum(finding.bits for finding in some), 2), name.score, name, before + some)


def _best(
    mine: tuple[str, ...], theirs: tuple[str, ...], commonness: Commonness
) -> tuple[tuple[str, str] | None, Measure]:
    """The names that are most alike; the script that was asked in comes first, and may suffice."""
    best, reached = None, NOTHING
    for one in mine:
        script = _script(one)
        for other in theirs if len(theirs) < 2 else _in_order(theirs, script):
            found = measured(one, other, commonness)
            if best is None or found.score > reached.score:
                best, reached = (one, other), found
                if found.score >= DECISION:
                    break
    return best, reached


def _in_order(names: tuple[str, ...], script: str) -> Sequence[str]:
    """The names in this script, then the others."""
    if len(names) == 2:
        first, second = names
        return (second, first) if _script(first) != script and _script(second) == script else names
    return sorted(names, key=lambda name: _script(name) != script)


@lru_cache(maxsize=100_000)
def _script(name: str) -> str:
    return script_of(plain(name))


def _name_bits(name: Measure) -> float:
    if not name.answers:
        return NO_ANSWER
    return name.agreed - CONFLICT_BITS * name.conflicts - (SWAPPED_BITS if name.swapped else 0.0)


def _born(asked: Description, held: Description) -> Finding | None:
    apart = _born_apart(asked, held)
    if apart is None:
        return None
    one, other = (str(who.born_on or who.year) for who in (asked, held))
    return Finding("born", *apart, one, other)


def _born_apart(asked: Description, held: Description) -> tuple[str, float] | None:
    """How two births differ, as a code, and its bits; None where one isn't known."""
    one, other = asked.born_on, held.born_on
    if one is not None and other is not None:
        return days_apart(one, other)
    mine, theirs = asked.year, held.year
    if mine is None or theirs is None:
        return None
    return {0: ("year_same", 5.5), 1: ("year_near", 2.5)}.get(abs(mine - theirs), ("year_apart", -4.0))


@lru_cache(maxsize=20_000)
def days_apart(one: date, other: date) -> tuple[str, float]:
    """How two days of birth differ, as a code, and its bits."""
    if one == other:
        # Who knows no day is entered under the first of January: such a day says little more than its year.
        return ("day_same", 8.0 if (one.month, one.day) == (1, 1) else 14.0)
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return "day_swapped", 11.0
    changed = OSA.distance(one.isoformat(), other.isoformat())
    if changed == 1:
        return "day_digit", 9.0
    if one.year == other.year:
        return (
            ("day_year", 4.0)
            if changed == 2 or (1, 1) in ((one.month, one.day), (other.month, other.day))
            else ("day_year", 1.0)
        )
    if (one.month, one.day) == (other.month, other.day) and (one.month, one.day) != (1, 1):
        return "day_month", 4.0
    return ("day_near", -1.0) if abs(one.year - other.year) <= 1 else ("day_apart", -6.0)


def _relative(field: str, mine: str, theirs: str, commonness: Commonness) -> Finding | None:
    if not mine or not theirs:
        return None
    return Finding(field, *_relative_apart(mine, theirs, commonness), mine, theirs)


def _relative_apart(mine: str, theirs: str, commonness: Commonness) -> tuple[str, float]:
    found = measured(mine, theirs, commonness)
    if found.score >= HEARD:
        return SAME, round(min(MOST_OF_A_PARENT, OF_A_PARENT * found.agreed), 2)
    return (NEAR, NEAR_PARENT) if found.score >= 0.5 else (APART, -4.0)


def _place(mine: str, theirs: str) -> Finding | None:
    return Finding("place", *_place_apart(mine, theirs), mine, theirs) if mine and theirs else None


def _place_apart(mine: str, theirs: str) -> tuple[str, float]:
    alike = measured(mine, theirs, usual()).score
    return (SAME, PLACE) if alike >= HEARD else (NEAR, 1.0) if alike >= 0.5 else (APART, -1.5)


def _card(mine: str, theirs: str) -> Finding | None:
    return Finding("card", *_card_apart(mine, theirs), mine, theirs) if mine and theirs else None


def _card_apart(mine: str, theirs: str) -> tuple[str, float]:
    changed = OSA.distance(mine, theirs)
    return (SAME, 28.0) if changed == 0 else (NEAR, 12.0) if changed == 1 else (APART, -5.0)


def _sex(mine: str, theirs: str) -> Finding | None:
    return Finding("sex", *_sex_apart(mine, theirs)) if mine and theirs else None


def _sex_apart(mine: str, theirs: str) -> tuple[str, float]:
    return (SAME, 1.0) if mine == theirs else (APART, -5.0)
