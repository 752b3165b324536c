"""Lookup: the numbers by which a person's file is found, and those that a question asks for.

Each is the hash of a key: two parts of the name together (one of them perhaps with a letter left out), a part alone, a
year, a day, a mother's name, a place, a card. An index of such numbers holds a million people in some hundred
megabytes, and tells nothing by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, pairwise
from zlib import crc32

from hasila.institution.names.apart import apart
from hasila.institution.names.evidence import Description
from hasila.institution.names.keys import as_one, named, shortened, skeletons
from hasila.institution.names.parts import SAYS_LITTLE, Part, parts
from hasila.plain.texts import western_digits

MOST_PAIRS = 120
SHORTEST = 3
"""Letters that each of two parts of a word has at least."""


def _number(kind: str, word: object) -> int:
    """A signed number of 32 bits, the same in every process."""
    return crc32(f"{kind}|{word}".encode()) - 2147483648


def _pair(one: str, other: str) -> int:
    return crc32((f"2|{one}|{other}" if one < other else f"2|{other}|{one}").encode()) - 2147483648


@dataclass
class Lookup:
    """Numbers by kind.

    Attributes:
        exact: two parts together. heard: two parts, one of them with a letter left out. grown: of a question, two parts
        as one word and one word as two parts. parts: each part. day: the day of birth, however day and month stand.
        months: day and month without the year. years: the year, and for a question those beside it. near: mother's
        name and place. cards: the number of a card. digits: of it alone.
    """

    exact: set[int] = field(default_factory=set)
    heard: set[int] = field(default_factory=set)
    grown: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    day: set[int] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    near: set[int] = field(default_factory=set)
    cards: set[int] = field(default_factory=set)
    digits: set[int] = field(default_factory=set)

    def all(self) -> list[int]:
        """Every number, in order."""
        kinds = (self.exact, self.heard, self.parts, self.day, self.months, self.years, self.near, self.cards)
        return sorted(self.digits.union(*kinds))


def asked(description: Description) -> Lookup:
    """The numbers of a question: those of a file, and others by which it meets a name whose space was left out, on
    either side. A file keeps none of them.
    """
    found = of(description)
    for name in description.names:
        some = [part for part in parts(name) if not part.marks & SAYS_LITTLE]
        found.grown.update(_as_one(some))
        for part in some:
            found.grown.update(_as_two(part))
        for other in apart(name):
            spaced = of(Description((other,)))
            found.grown |= spaced.exact
            found.heard |= spaced.heard
    return found


def _as_one(some: list[Part]) -> Iterable[int]:
    """Two parts that stand beside each other, in one word."""
    for at, (first, second) in enumerate(pairwise(some)):
        if first.script != second.script:
            continue
        others = some[:at] + some[at + 2 :]
        for one in as_one(first, second):
            if one in skeletons(first):  # the second has no consonant of its own, as Alaoui without its article
                continue
            if not others:
                yield _number("1", one)
            yield from (_pair(one, bones) for other in others for bones in skeletons(other))


def _as_two(part: Part) -> Iterable[int]:
    """A word in two parts, wherever it may be parted."""
    word = part.text
    for at in range(SHORTEST, len(word) - SHORTEST + 1):
        if " " in word[at - 1 : at + 1]:
            continue
        two = [*parts(word[:at]), *parts(word[at:])]
        if len(two) == 2:
            yield from (_pair(one, other) for one in skeletons(two[0]) for other in skeletons(two[1]))


def of(description: Description) -> Lookup:
    """The numbers of a file, and of a question as it was typed."""
    found = Lookup()
    for name in description.names:
        _names(found, name)
    if description.born_on is not None:
        _day(found, description.born_on)
    if description.year is not None:
        found.years.add(_number("y", description.year))
    for kind, text in (("m", description.mother), ("p", description.place)):
        for some in named(text):
            found.near.update(_number(kind, bones) for bones in some)
    card = card_text(description.card)
    if card:
        found.cards.add(_number("c", card))
        digits = card.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        if len(digits) > 3:
            found.digits.add(_number("d", digits))
    return found


def card_text(text: str) -> str:
    """A card number in capitals without spaces, whatever its form."""
    return "".join(char for char in western_digits(text).upper() if char.isalnum())


def _names(found: Lookup, name: str) -> None:
    some = named(name)
    for bones in some:
        found.parts.update(_number("1", one) for one in bones)
    for ours, others in combinations(some, 2):
        for one in ours:
            for other in others:
                found.exact.add(_pair(one, other))
                if len(found.heard) < MOST_PAIRS:
                    found.heard.update(_pair(short, other) for short in shortened(one))
                    found.heard.update(_pair(one, short) for short in shortened(other))


def _day(found: Lookup, day: date) -> None:
    low, high = sorted((day.day, day.month))
    found.day.add(_number("b", f"{day.year}.{low}.{high}"))
    found.months.add(_number("a", f"{low}.{high}"))


def beside(year: int) -> Iterable[int]:
    """The numbers of the years beside one."""
    return [_number("y", year - 1), _number("y", year + 1)]
