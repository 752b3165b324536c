"""Ranking: the best of many candidates by their evidence, weighed in numbers first and put into words at the end.

The order is that of weighing each candidate wholly; a test holds the two equal.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from typing import Generic, TypeVar

from hasila.institution.names.bounds import Most
from hasila.institution.names.commonness import Commonness
from hasila.institution.names.evidence import (
    SURE_BITS,
    UNDER_ALL,
    Description,
    bits_at_first,
    bits_completed,
    most_completed,
)

FAR_BELOW = 12.0
"""Bits under the strongest from which nobody is worth a look: some four thousand times less likely."""
A_BIT = 1.0
"""What the same name spelled otherwise may lack of its bits."""
COMPARED_WHOLLY = 80
"""Of how many candidates the parents and the place are compared too, the strongest by the rest."""

Key = TypeVar("Key", bound=object)
Kept = tuple[float, float, Key, Description]
"""Bits, likeness of the names, key, description."""


class Ranking(Generic[Key]):
    """The candidates for one question.

    Attributes:
        sure: whether one of them is all but certain already. alone: whether names are all that is known.
        floor: the bits under which nobody is looked at, since the strongest is so far above.
    """

    def __init__(self, asked: Description, commonness: Commonness, most: int) -> None:
        """Args: most: how many are wanted in the end."""
        self.asked, self.known, self.most = asked, commonness, most
        self.kept: list[Kept] = []
        self.sure = False
        self.floor = UNDER_ALL
        self.named, self.more = Most.of(asked.names, commonness), most_completed(asked)
        self.alone = not (self.more or asked.year or asked.card or asked.sex)
        self.wanted = COMPARED_WHOLLY if self.more else most
        self.strongest: list[float] = []

    @property
    def settled(self) -> bool:
        """Whether the next ones need no look: one is all but certain, or as many as are wanted bear the very name."""
        full = self.alone and len(self.strongest) >= self.wanted
        return self.sure or (full and self.strongest[0] >= self.named.bits - A_BIT)

    def add(self, candidates: Iterable[tuple[Key, Description]]) -> None:
        """Weighs some more, by their names, birth, card and sex; those that can't be among the best are left out."""
        for key, held in candidates:
            full = len(self.strongest) >= self.wanted
            least = max(self.floor, self.strongest[0]) if full else self.floor
            found = bits_at_first(self.asked, held, self.known, least, self.named)
            if found is None:
                continue
            bits, likeness = found
            self.sure = self.sure or bits >= SURE_BITS
            self.kept.append((bits, likeness, key, held))
            self.floor = max(self.floor, bits - FAR_BELOW - self.more)
            (heapq.heappushpop if full else heapq.heappush)(self.strongest, bits)

    def best(self) -> list[tuple[Key, Description]]:
        """The strongest; of equal ones the one whose names are more alike, then the first key. `weigh` says why."""
        kept = [one for one in self.kept if one[0] >= self.floor]
        kept = sorted(kept, key=lambda one: -one[0])[:COMPARED_WHOLLY]
        if self.more:
            kept = self._completed(kept)
        kept.sort(key=_order)
        return [(key, held) for _bits, _likeness, key, held in kept[: self.most]]

    def _completed(self, kept: list[Kept]) -> list[Kept]:
        """Those of them that may be among the best, with all their bits: once so many lie above what another could
        reach at most, the rest is left.
        """
        whole: list[Kept] = []
        least = UNDER_ALL
        for bits, likeness, key, held in kept:
            if bits + self.more < least:
                break
            whole.append((bits_completed(bits, self.asked, held, self.known), likeness, key, held))
            if len(whole) >= self.most:
                least = sorted((one[0] for one in whole), reverse=True)[self.most - 1]
        return whole


def _order(one: Kept) -> tuple[float, float, object]:
    return -one[0], -one[1], one[2]
