"""Streams of acts: one for each register, made anew by each run and always the same for the same seed.

A matter (one record, from its opening to its end) is a function of the seed, the stream's name and its number, so
that another stream can refer to it and an interrupted play goes on where it stopped. Matters open in order of time.

A batch of the door writes a record once where the database alone holds a rule about it, so the acts of one matter are
kept more than a batch apart: while one block of matters is opened, the block before it takes its second step, and so
on. Few blocks are held at a time, so memory stays flat however long the stream.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from itertools import islice
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from hasila.institution.figures import expected, facts
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import new_id
from hasila.simulation.cast import Cast, Ground, Member
from hasila.simulation.days import moment

SAMPLE = 60
WIDTH = 2_500  # matters in a block: with two steps each and more, a record's next act lies beyond the batch

Item = TypeVar("Item")


@dataclass(frozen=True)
class Setting:
    """What a year is played with.

    Attributes:
        officers: the cohort, shared out among streams by `windows`, so that the careers of one don't cross another's.
    """

    year: int
    scale: Decimal
    seed: int
    cast: Cast
    ground: Ground
    officers: Sequence[Member]

    def target(self, indicator: str, year: int | None = None) -> int:
        """What a count must come to in the year played, or another: the published value at the scale played.

        Raises:
            LookupError: nothing was published for this indicator in this year.
        """
        for fact in facts().values():
            if fact.indicator == indicator and fact.year == (year or self.year) and not fact.repeats:
                return expected(self.scale)[fact.id]
        raise LookupError(indicator)

    def before(self, change: str, indicator: str) -> int:
        """What the count of the year before must come to, from the published change in per cent."""
        return round(self.target(indicator) * 100 / (100 + self.target(change)))


class Stream:
    """The acts of one register.

    Attributes:
        name: of its cursor. count: how many matters it has.
    """

    name = ""
    count = 0

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.cast = setting.cast
        self.ground = setting.ground
        self._salt = int.from_bytes(sha256(f"{setting.seed}/{self.name}".encode()).digest()[:6], "big") << 24

    def course(self, number: int) -> list[Act]:
        """The acts of one matter, in order."""
        raise NotImplementedError

    def courses(self) -> Iterator[list[Act]]:
        """Every matter of the stream, in order of opening."""
        return (self.course(number) for number in range(self.count))

    def acts(self) -> Iterator[Act]:
        """Every act of the stream: each block of matters a step behind the next one."""
        source = self.courses()
        blocks: deque[list[list[Act]]] = deque()
        while True:
            block = list(islice(source, WIDTH))
            if not block and not any(blocks):
                return
            blocks.appendleft(block)
            for step, courses in enumerate(blocks):
                for course in courses:
                    yield course[step]
            blocks = deque(
                [course for course in courses if len(course) > step] for step, courses in enumerate(blocks, 1)
            )
            while blocks and not blocks[-1]:
                blocks.pop()

    def estimate(self) -> int:
        """About how many acts there are, from a sample of matters."""
        if not self.count:
            return 0
        step = max(1, self.count // SAMPLE)
        sample = range(0, self.count, step)
        return round(sum(len(self.course(number)) for number in sample) * self.count / len(sample))

    def chance(self, number: int) -> Random:
        """The chance of one matter, always the same."""
        return Random(self._salt + number)


class Matter:
    """Writes the acts of one record: each step some working days after the one before."""

    __slots__ = ("acts", "chance", "day", "id", "part")

    def __init__(self, chance: Random, day: int) -> None:
        self.chance = chance
        self.day = day
        self.part = chance.random() * 0.9
        self.id = new_id(moment(day, self.part), chance.randbytes(10))
        self.acts: list[Act] = []

    @property
    def now(self) -> datetime:
        """The moment that the matter has come to."""
        return moment(self.day, self.part)

    def after(self, days: int) -> Matter:
        """Lets working days pass; on the same day the clock goes on a little."""
        if days > 0:
            self.day += days
            self.part = self.chance.random() * 0.9
        else:
            self.part = min(self.part + 0.02, 1.0)
        return self

    def on(self, day: int) -> Matter:
        """Goes on to a day, or stays where it is when that is past."""
        return self.after(day - self.day)

    def act(self, transition: Transition, actor: UUID, unit: int | None = None, **data: Any) -> Matter:
        """Adds an act at the present moment."""
        self.acts.append(Act(transition, self.id, actor, data, self.now, unit))
        return self

    def mistake(self, transition: Transition, actor: UUID, **data: Any) -> Matter:
        """Adds an act that the door refuses: people make mistakes, and the play sends them too."""
        return self.act(transition, actor, **data)

    def one(self, listed: Sequence[Item]) -> Item:
        """One of several, evenly."""
        return listed[int(self.chance.random() * len(listed))]


def shuffled(kinds: dict[str, int], seed: int | str) -> list[str]:
    """So many of each kind, in a fixed disorder."""
    listed = [kind for kind, count in kinds.items() for _n in range(count)]
    Random(seed).shuffle(listed)
    return listed
