"""Bounds: how many bits a name can give at most, from how its parts answer each other, so that most candidates need no
comparison.

What a part of a name gives beside one that is asked for is reckoned once for each question, however many candidates
bear it, and so is what a name gives. That is never less than what the comparison comes to, and seldom more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from hasila.institution.names.commonness import Commonness
from hasila.institution.names.comparing import (
    CONFLICT_BITS,
    DIFFERENT,
    MUCH,
    NO_ANSWER,
    bits_of_answer,
    joined_bones,
    may_grow,
    may_grow_by_length,
    parts_alike,
)
from hasila.institution.names.letters import expect
from hasila.institution.names.parts import BESIDE, LIKE_FORM, Part, parts

ROUNDING = 1e-6
MAY_STAND_BESIDE = BESIDE | {LIKE_FORM}
Row = tuple[float, ...]


@dataclass(slots=True)
class Beside:
    """One of the names that are asked for, beside those that are held.

    Attributes:
        bits: what the name gives at most. found, grown: `at_most` and `may_grow` for each name that is held. rows: for
        a part that is held, the bits that it gives at most beside each part of the name, -1 where it is no answer, and
        whether it answers none. two: the pairs of parts that stand beside each other, and how many consonants they
        have. sums: for a part that is held, whether it may be such a pair. spare: parts that are no title. longest:
        consonants up to which two parts may be one of the name's.
    """

    asked: tuple[Part, ...]
    known: Commonness
    bits: float = 0.0
    found: dict[str, float] = field(default_factory=dict)
    grown: dict[str, bool] = field(default_factory=dict)
    rows: dict[Part, tuple[Row, bool]] = field(default_factory=dict)
    two: list[tuple[tuple[Part, Part], int]] = field(default_factory=list)
    sums: dict[Part, bool] = field(default_factory=dict)
    spare: int = 0
    longest: int = 0

    def __post_init__(self) -> None:
        self.bits = sum([bits_of_answer(part.marks, 1.0, self.known.of(part)) for part in self.asked])
        self.spare = sum([part.marks.isdisjoint(MAY_STAND_BESIDE) for part in self.asked])
        self.two = [(two, len(joined_bones(*two))) for two in pairwise(self.asked)]
        self.longest = MUCH + max([len(part.bones[0]) for part in self.asked], default=0)
        for part in self.asked:
            for row, _cost in {*part.readings, *part.bare}:
                expect(row, part.script)

    def at_most(self, name: str) -> float:
        """The most bits that the name gives beside one that is held, part by part."""
        found = self.found.get(name)
        if found is None:
            held = parts(name)
            found = self.found[name] = self._most(held) if self.asked and held else NO_ANSWER
        return found

    def may_grow(self, name: str) -> bool:
        """Whether two parts of one name may be one of the other's, which may then give more."""
        found = self.grown.get(name)
        if found is None:
            found = self.grown[name] = self._may_grow(parts(name))
        return found

    def _most(self, held: tuple[Part, ...]) -> float:
        """The most that both give if no part of one is two of the other's in one word."""
        found = [self.rows.get(part) or self._row(part) for part in held]
        best = list(map(max, *[row for row, _alone in found])) if len(found) > 1 else found[0][0]
        unanswered = best.count(-1.0)  # which have taken their bit already
        lacking = max(unanswered, self.spare - len(held))
        alone = sum([alone for _row, alone in found])
        if len(held) > len(self.asked):
            alone = max(alone, sum([part.marks.isdisjoint(MAY_STAND_BESIDE) for part in held]) - len(self.asked))
        most = sum(best) - (lacking - unanswered) - alone - CONFLICT_BITS * min(lacking, alone) + ROUNDING
        return max(NO_ANSWER, most)

    def _row(self, part: Part) -> tuple[Row, bool]:
        row, alone = [], part.marks.isdisjoint(MAY_STAND_BESIDE)
        for one in self.asked:
            first, second = (one, part) if one.text < part.text else (part, one)  # as names are compared, mostly
            near = 1.0 if one.text == part.text else parts_alike(first, second)
            if near >= DIFFERENT:
                share = max(self.known.of(one), self.known.of(part))
                row.append(bits_of_answer(one.marks | part.marks, near, share))
                alone = False
            else:
                row.append(0.0 if one.marks & MAY_STAND_BESIDE else -1.0)
        found = self.rows[part] = tuple(row), alone
        return found

    def _may_grow(self, held: tuple[Part, ...]) -> bool:
        for part in held:
            sums = self.sums.get(part)
            if sums is None:
                sums = self.sums[part] = any(
                    may_grow_by_length(bones, part) and may_grow(*two, part) for two, bones in self.two
                )
            if sums:
                return True
        return any(
            may_grow(first, second, one)
            for first, second in pairwise(held)
            if len(first.bones[0]) + len(second.bones[0]) <= self.longest
            for one in self.asked
        )


class Most:
    """The most that names which are asked for can give.

    Attributes:
        names: each beside those that are held. bits: of the name that gives most.
    """

    def __init__(self, names: Iterable[str], commonness: Commonness) -> None:
        """For the names of a question, whose rows of sounds are from now on told apart at a glance."""
        self.names = [Beside(parts(name), commonness) for name in names]
        self.bits = max([one.bits for one in self.names], default=0.0)

    def beside(self, held: tuple[str, ...]) -> float:
        """The most that any of these names gives beside any of those; without a name there is nothing to give."""
        return max([one.at_most(name) for name in held for one in self.names], default=0.0)

    def may_grow(self, held: tuple[str, ...]) -> bool:
        """Whether it may be more, since two parts of a name may be one of another's."""
        return any(one.may_grow(name) for name in held for one in self.names)
