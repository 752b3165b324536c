"""Evidence: how much what is known of two people speaks for their being one, field by field, in bits.

After Fellegi and Sunter: what agrees counts by how seldom it would agree by chance, so that a common name is weak
evidence and a rare one strong; what differs counts against. Nothing is decided by it: a named official does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log2

from rapidfuzz.distance import OSA

from hasila.institution.names.commonness import Commonness, usual
from hasila.institution.names.comparing import DECISION, HEARD, Comparison, Pair, compare
from hasila.institution.names.letters import plain, script_of
from hasila.institution.names.parts import TITLE

WEAK, FAIR, STRONG, SURE = "weak", "fair", "strong", "sure"
LEVELS = ((34.0, SURE), (23.0, STRONG), (14.0, FAIR))
"""From how many bits evidence is called so. A million people are 20 bits: what is less fits several of them."""
PROPOSED = 23.0
"""The bits from which a person is shown as probably the one looked for."""
MOST_OF_A_PART = 13.0
YEARS = 60.0

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
    name = _best(asked.names, held.names, commonness)
    findings = (_born(asked, held), _card(asked.card, held.card), _sex(asked.sex, held.sex))
    return _sum(name or Comparison(0.0), _name_bits(name) if name is not None else 0.0, findings)


def completed(weighed: Weighed, asked: Description, held: Description, commonness: Commonness) -> Weighed:
    """The same with what the names of the parents and the place say, which takes longer to compare."""
    more = (
        _relative("mother", asked.mother, held.mother, commonness),
        _relative("father", asked.father, held.father, commonness),
        _place(asked.place, held.place),
    )
    return _sum(weighed.name, weighed.bits, more, weighed.findings)


def _sum(name: Comparison, bits: float, found: tuple[Finding | None, ...], before: tuple[Finding, ...] = ()) -> Weighed:
    some = tuple(finding for finding in found if finding is not None)
    return Weighed(round(bits + sum(finding.bits for finding in some), 2), name.score, name, before + some)


def _best(mine: tuple[str, ...], theirs: tuple[str, ...], commonness: Commonness) -> Comparison | None:
    """The comparison of the names that are most alike; the script that was asked in comes first, and may suffice."""
    best: Comparison | None = None
    for one in mine:
        script = script_of(plain(one))
        for other in sorted(theirs, key=lambda name: script_of(plain(name)) != script):
            found = _compared(one, other, commonness)
            if best is None or found.score > best.score:
                best = found
                if best.score >= DECISION:
                    break
    return best


@lru_cache(maxsize=50_000)
def _compared(one: str, other: str, commonness: Commonness) -> Comparison:
    return compare(one, other, commonness)


def _pair_bits(pair: Pair) -> float:
    if any(TITLE in part.marks for part in pair.mine + pair.theirs):
        return 0.0
    if not pair.mine or not pair.theirs:
        return -1.0
    rare = min(MOST_OF_A_PART, -log2(pair.share))
    if pair.likeness >= HEARD:
        # A letter that differs: fewer would agree by chance than bear the name, more than are written just so.
        return rare * (0.45 + 0.55 * (pair.likeness - HEARD) / (1 - HEARD))
    return 0.0


def _name_bits(name: Comparison) -> float:
    missing = [pair for pair in name.pairs if not (pair.mine and pair.theirs)]
    conflicts = min(sum(bool(pair.mine) for pair in missing), sum(bool(pair.theirs) for pair in missing))
    if not name.pairs or len(missing) == len(name.pairs):
        return -10.0
    return sum(map(_pair_bits, name.pairs)) - 6.0 * conflicts - (0.5 if name.swapped else 0.0)


def _born(asked: Description, held: Description) -> Finding | None:
    mine, theirs = asked.year, held.year
    if mine is None or theirs is None:
        return None
    one, other = asked.born_on, held.born_on
    written = (one.isoformat() if one else str(mine), other.isoformat() if other else str(theirs))
    if one is None or other is None:
        code, bits = {0: ("year_same", 5.5), 1: ("year_near", 2.5)}.get(abs(mine - theirs), ("year_apart", -4.0))
    else:
        code, bits = days_apart(one, other)
    return Finding("born", code, bits, *written)


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
    found = _compared(mine, theirs, commonness)
    if found.score >= HEARD:
        return Finding(field, SAME, round(min(10.0, 0.8 * sum(map(_pair_bits, found.pairs))), 2), mine, theirs)
    if found.score >= 0.5:
        return Finding(field, NEAR, 1.0, mine, theirs)
    return Finding(field, APART, -4.0, mine, theirs)


def _place(mine: str, theirs: str) -> Finding | None:
    if not mine or not theirs:
        return None
    alike = _compared(mine, theirs, usual()).score
    code, bits = (SAME, 4.0) if alike >= HEARD else (NEAR, 1.0) if alike >= 0.5 else (APART, -1.5)
    return Finding("place", code, bits, mine, theirs)


def _card(mine: str, theirs: str) -> Finding | None:
    if not mine or not theirs:
        return None
    changed = OSA.distance(mine, theirs)
    code, bits = (SAME, 28.0) if changed == 0 else (NEAR, 12.0) if changed == 1 else (APART, -5.0)
    return Finding("card", code, bits, mine, theirs)


def _sex(mine: str, theirs: str) -> Finding | None:
    if not mine or not theirs:
        return None
    return Finding("sex", SAME, 1.0) if mine == theirs else Finding("sex", APART, -5.0)
