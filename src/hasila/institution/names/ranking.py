"""Ranking: the best of many candidates by their evidence, weighed in numbers first and put into words at the end.

The order is that of weighing each candidate wholly; a test holds the two equal.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from typing import Generic, TypeVar

from hasila.institution.names.bounds import Most
from hasila.institution.names.commonness import Commonness
from hasila.institution.names.evidence import (
    ROUNDED,
    SURE_BITS,
    UNDER_ALL,
    Description,
    More,
    bits_at_first,
    bits_beside,
    bits_completed,
)

FAR_BELOW = 12.0
"""Bits under the strongest from which nobody is worth a look: some four thousand times less likely."""
A_BIT = 1.0
"""What the same name spelled otherwise may lack of its bits."""
NAMESAKES = 20
"""So many who bear the very name are enough where a name alone is asked for."""

Key = TypeVar("Key", bound=object)
Kept = tuple[float, float, Key, Description]
"""Bits, likeness of the names, key, description."""


class Ranking(Generic[Key]):
    """The candidates for one question.

    Attributes:
        sure: whether one of them is all but certain already. alone: whether names are all that is known.
        least: the bits under which nobody is among the best any more. strongest: the bits of the strongest, rising.
    """

    def __init__(self, asked: Description, commonness: Commonness, most: int) -> None:
        """Args: most: how many are wanted in the end."""
        self.asked, self.known, self.most = asked, commonness, most
        self.kept: list[Kept] = []
        self.sure = False
        self.least = UNDER_ALL
        self.named = Most(asked.names, commonness)
        self.more = More(asked, commonness) if asked.mother or asked.father or asked.place else None
        self.alone = not (self.more or asked.year or asked.card or asked.sex)
        self.counted = max(most, NAMESAKES)
        self.strongest: list[float] = []

    @property
    def settled(self) -> bool:
        """Whether the next ones need no look: one is all but certain, or enough of them bear the very name."""
        full = self.alone and len(self.strongest) >= self.counted
        return self.sure or (full and self.strongest[0] >= self.named.bits - A_BIT)

    def add(self, candidates: Iterable[tuple[Key, Description]]) -> None:
        """Weighs some more, those first that may have the most bits, so that most of the others needn't be compared."""
        reach = []
        for at, (key, held) in enumerate(candidates):
            beside = bits_beside(self.asked, held)
            most = beside + self.named.beside(held.names) + ROUNDED
            if self.more:
                most += self.more.beside(held) if most + self.more.most >= self.least else self.more.most
            reach.append((-most, at, beside, key, held))
        reach.sort()
        for least, _at, beside, key, held in reach:
            if -least < self.least and not self.named.may_grow(held.names):
                continue
            bits, likeness = bits_at_first(self.asked, held, self.known, beside)
            self.sure = self.sure or bits >= SURE_BITS
            if self.more:
                bits = bits_completed(bits, self.asked, held, self.known)
            if bits >= self.least:
                self._keep((bits, likeness, key, held))

    def _keep(self, one: Kept) -> None:
        self.kept.append(one)
        strongest = self.strongest
        insort(strongest, one[0])
        if len(strongest) > self.counted:
            del strongest[0]
        self.least = max(self.least, strongest[-1] - FAR_BELOW)
        if len(strongest) >= self.most:
            self.least = max(self.least, strongest[-self.most])

    def best(self) -> list[tuple[Key, Description]]:
        """The strongest; of equal ones the one whose names are more alike, then the first key. `weigh` says why."""
        kept = sorted((one for one in self.kept if one[0] >= self.least), key=_order)
        return [(key, held) for _bits, _likeness, key, held in kept[: self.most]]


def _order(one: Kept) -> tuple[float, float, object]:
    return -one[0], -one[1], one[2]
