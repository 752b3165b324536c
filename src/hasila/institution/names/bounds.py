"""Bounds: how many bits a name can give at most, seen at a glance, so that most candidates need no comparison.

Never less than what the comparison comes to: a part that may not be heard as another gives nothing, one that lacks a
letter gives less than the whole, a common name gives little whatever answers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log2

from hasila.institution.names.commonness import Commonness
from hasila.institution.names.comparing import (
    HEARD,
    LEFT_OUT,
    MOST_OF_A_PART,
    Rows,
    may_grow,
    near,
    typed,
    worth_of_bits,
)
from hasila.institution.names.letters import OTHER, expect, most_alike
from hasila.institution.names.parts import GROWN, INITIAL, TITLE, Part, parts


@dataclass(frozen=True, slots=True)
class Most:
    """The most that names which are asked for can give.

    Attributes:
        names: the parts of each name, each with the bits that it gives at most. bits: of the name that gives most.
    """

    names: tuple[tuple[tuple[Part, float], ...], ...]
    bits: float

    @classmethod
    def of(cls, names: tuple[str, ...], commonness: Commonness) -> Most:
        """For the names of a question, whose rows of sounds are from now on told apart at a glance."""
        found = tuple(tuple((part, _most_of(part, commonness)) for part in parts(name)) for name in names)
        for part in (part for name in found for part, _bits in name):
            for row, _cost in {*part.readings, *part.bare}:
                expect(row, part.script)
        return cls(found, max((sum(bits for _part, bits in name) for name in found), default=0.0))

    def beside(self, held: tuple[str, ...], least: float) -> bool:
        """Whether any of these names may give so many bits beside any of those."""
        for other in held:
            theirs = parts(other)
            for name in self.names:
                if _most_agreed(name, theirs) >= least or _may_grow(name, theirs):
                    return True
        return False


def _most_of(part: Part, commonness: Commonness) -> float:
    return 0.0 if TITLE in part.marks else min(MOST_OF_A_PART, -log2(commonness.of(part)))


def _most_agreed(mine: tuple[tuple[Part, float], ...], theirs: tuple[Part, ...]) -> float:
    found = 0.0
    for part, bits in mine:
        best = 0.0
        for other in theirs if bits else ():
            alike = _most_alike(part, other)
            if alike > best:
                best = alike
        if best >= HEARD:
            found += bits * worth_of_bits(best)
    return found


def _may_grow(mine: tuple[tuple[Part, float], ...], theirs: tuple[Part, ...]) -> bool:
    """Whether two parts of one name may be one part of the other."""
    names = tuple(part for part, _bits in mine)
    for some, others in ((names, theirs), (theirs, names)):
        for first, second in pairwise(some):
            for one in others:
                if may_grow(first, second, one):
                    return True
    return False


@lru_cache(maxsize=200_000)
def _most_alike(one: Part, other: Part) -> float:
    """How alike two parts are at most."""
    if (one.marks and INITIAL in one.marks) or (other.marks and INITIAL in other.marks):
        return 1.0
    found = typed(one.base, other.base) if one.script == other.script else 0.0
    if one.script == OTHER or other.script == OTHER or not near(one.bones, other.bones):
        return found
    bare = _most_heard(one.bare, one, other.bare, other, found)
    if one.marks & GROWN == other.marks & GROWN:
        return bare
    left_out = _most_heard(one.readings, one, other.bare, other, bare)
    left_out = _most_heard(one.bare, one, other.readings, other, left_out)
    return _most_heard(one.readings, one, other.readings, other, left_out - LEFT_OUT)


def _most_heard(rows: Rows, one: Part, answers: Rows, other: Part, found: float) -> float:
    """How alike two parts are at most by some of their readings, or `found`, where that is more."""
    for row, cost in rows:
        for answer, more in answers:
            if found < 1.0 - cost - more:
                alike = most_alike(row, one.script, answer, other.script) - cost - more
                if alike > found:
                    found = alike
    return found
