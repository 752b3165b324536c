"""Lists told "respectively": the first number is of the first thing named, the second of the second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hasila.modules.communication.checker.lexicon import Lexicon
from hasila.modules.communication.checker.matching import Candidate
from hasila.modules.communication.checker.sentences import Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word

LISTED = 0.78
"""What its place in the list makes of a figure's score: enough to confirm, not to contradict."""
_JOINTS = frozenset({"et", "and", "و", "ou", "or"})


def of_list(
    sentence: Sentence, place: int, claims: frozenset[int], found: list[Candidate], lexicon: Lexicon
) -> list[Candidate]:
    """The figures of a number of such a list: the one whose place in the list is its own, where each is named once."""
    if not found or not sentence.has("respectively"):
        return found
    run = _run(sentence, place, claims)
    best = found[0].entry
    likely = [one for one in found if one.entry.kind == best.kind and one.entry.unit == best.unit]
    named = _named(sentence, run, likely, lexicon)
    if len(run) < 2 or len(named) != len(run):
        return found
    mine = named[run.index(place)]
    first = replace(mine, score=max(mine.score, LISTED), head=True, excluded=False, local=max(mine.local, 0.5))
    return [first, *(replace(one, score=one.score * 0.5) for one in found if one.entry.id != mine.entry.id)]


def _run(sentence: Sentence, place: int, claims: frozenset[int]) -> list[int]:
    """The items of the numbers that stand in one list with a number: only commas and "and" between them."""
    numbers = [at for at, item in enumerate(sentence.items) if isinstance(item, Number) and item.index in claims]
    at = numbers.index(place)
    first = last = at
    while first and _joined(sentence, numbers[first - 1], numbers[first]):
        first -= 1
    while last + 1 < len(numbers) and _joined(sentence, numbers[last], numbers[last + 1]):
        last += 1
    return numbers[first : last + 1]


def _joined(sentence: Sentence, first: int, last: int) -> bool:
    between = sentence.items[first + 1 : last]
    return len(between) <= 3 and all(
        (isinstance(item, Mark) and item.text in ",،%") or (isinstance(item, Word) and item.folded in _JOINTS)
        for item in between
    )


def _named(sentence: Sentence, run: Sequence[int], likely: Sequence[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """The figures that a word of the sentence names and no other, in the order of those words."""
    found: dict[int, Candidate] = {}
    names = {one.entry.id: lexicon.naming.get(one.entry.id, frozenset()) for one in likely}
    for one in likely:
        others = frozenset[str]().union(*(keys for other, keys in names.items() if other != one.entry.id))
        own = [at for key in names[one.entry.id] - others for at in sentence.keys.get(key, ()) if at not in run]
        if own:
            found[min(own)] = one
    return [found[at] for at in sorted(found)]
