"""Numbers that share what they tell of: «from 260 to 208», "32% / 60%", a number that goes on about the one before."""

from __future__ import annotations

from dataclasses import dataclass

from hasila.modules.communication.checker.sentences import Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word
from hasila.plain.quantities import Quantity

PAIR, FROM, TO = "pair", "from", "to"
_FROM = frozenset({"من", "de", "from"})
_TO = frozenset({"الي", "a", "to"})
_AND = frozenset({"et", "and", "و"})
_FAR = 9
MOST_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Link:
    """The other number of two, and which of them this is."""

    other: int
    role: str


def link_of(sentence: Sentence, place: int, claims: frozenset[int], quantities: list[Quantity]) -> Link | None:
    """The number that a number is told together with, None where it stands for itself."""
    here = sentence.items[place]
    assert isinstance(here, Number)
    unit = quantities[here.index].unit
    for step in (1, -1):
        other = _next_claim(sentence, place, step, claims)
        if other is not None:
            item = sentence.items[other]
            assert isinstance(item, Number)
            first, last = min(place, other), max(place, other)
            if quantities[item.index].unit == unit:
                if _from_to(sentence, first, last):
                    return Link(item.index, FROM if step == 1 else TO)
                if _side_by_side(sentence, first, last):
                    return Link(item.index, PAIR)
    return None


def _next_claim(sentence: Sentence, place: int, step: int, claims: frozenset[int]) -> int | None:
    end = len(sentence.items) if step == 1 else -1
    for other in range(place + step, end, step):
        item = sentence.items[other]
        if isinstance(item, Number) and item.index in claims:
            return other if abs(other - place) <= _FAR else None
    return None


def _from_to(sentence: Sentence, first: int, last: int) -> bool:
    """Whether two numbers are told as from one to the other, with little between them but a year."""
    before, between = sentence.items[first - 1] if first else None, sentence.items[last - 1]
    if not (isinstance(before, Word) and before.folded in _FROM):
        return False
    if not (isinstance(between, Word) and between.folded in _TO):
        return False
    inside = sentence.items[first + 1 : last]
    told = sum(isinstance(item, Word) and not item.stop for item in inside)
    return told <= MOST_BETWEEN and not any(isinstance(item, Mark) and item.text in ",،;؛(" for item in inside)


def _side_by_side(sentence: Sentence, first: int, last: int) -> bool:
    if last - first != 2:
        return False
    between = sentence.items[first + 1]
    return (isinstance(between, Mark) and between.text in "/&") or (
        isinstance(between, Word) and between.folded in _AND
    )
