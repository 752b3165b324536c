"""Comparing two names: which part answers which, how well, and what that says.

The score is of the likeness of two names, never of a person: two people may bear one name, and one person may be
written in two ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA, Levenshtein

from hasila.institution.names.commonness import Commonness, usual
from hasila.institution.names.keys import skeleton
from hasila.institution.names.letters import OTHER, likeness
from hasila.institution.names.parts import GROWN, INITIAL, SHORT, TITLE, Part, parts

SAME, ALIKE, HEARD, DIFFERENT = 0.97, 0.9, 0.8, 0.72
"""Likeness from which two parts are one name, one name spelled otherwise, perhaps one misheard; below: two names."""
DECISION = 0.72
"""The likeness from which two names are proposed as one; measured in `docs/benchmarks.md`."""
CONFLICT = 0.62
"""What is left of a score where one part of each name has no counterpart in the other."""
LEFT_OUT = 0.2
"""What it costs that one of two parts lacks the Abd, Ben, Abou, Aït or Eddine of the other."""
SHORT_WORD = 4
"""Letters from which a word with one wrong letter is taken for the same word."""
FAR = 2
"""Consonants by which two parts may differ and still be compared sound by sound."""
TYPED = 0.02
"""What it costs that two parts are alike by their letters alone, as typing errors leave them, and not by sound."""
COMMON = 0.01
"""The share of people from which a name counts as common."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Parts of two names that answer each other.

    Attributes:
        mine, theirs: the parts, several where one name has grown together; empty where nothing answers.
        likeness: 0 to 1. how: a code of `words`. share: how many people bear the name.
    """

    mine: tuple[Part, ...]
    theirs: tuple[Part, ...]
    likeness: float
    how: str
    share: float


@dataclass(frozen=True)
class Comparison:
    """How alike two names are.

    Attributes:
        score: 0 to 1. pairs: in the order of the first name, then what only the second has. swapped: whether first
            and last names stand in the other order. weak: whether all that answers is common.
    """

    score: float
    pairs: tuple[Pair, ...] = ()
    swapped: bool = False
    weak: bool = False
    notes: dict[str, Any] = field(default_factory=dict)


def similarity(a: str, b: str) -> float:
    """How alike two names are, 0 to 1, in Arabic or Latin letters on each side; the same the other way round.

    A name is like itself (1); a text without letters is like no other. It never raises.
    """
    return compare(a, b).score


def compare(a: str, b: str, commonness: Commonness | None = None) -> Comparison:
    """How alike two names are, part by part.

    Args:
        commonness: how many people bear each name; None takes the ranks of the data files.
    """
    if (b, len(b)) < (a, len(a)):
        turned = _compare(b, a, commonness or usual())
        return Comparison(turned.score, tuple(_turned(turned.pairs)), turned.swapped, turned.weak)
    return _compare(a, b, commonness or usual())


def _turned(pairs: tuple[Pair, ...]) -> list[Pair]:
    turned = [Pair(pair.theirs, pair.mine, pair.likeness, pair.how, pair.share) for pair in pairs]
    return [pair for pair in turned if pair.mine] + [pair for pair in turned if not pair.mine]


def _compare(a: str, b: str, commonness: Commonness) -> Comparison:
    mine, theirs = parts(a), parts(b)
    if a == b or (mine and [part.text for part in mine] == [part.text for part in theirs]):
        pairs = tuple(Pair((part,), (part,), 1.0, "same", commonness.of(part)) for part in mine)
        return Comparison(1.0, pairs, False, _weak(pairs))
    if not mine or not theirs:
        return Comparison(0.0)
    pairs = tuple(_paired(mine, theirs, commonness))
    order = [theirs.index(pair.theirs[0]) for pair in pairs if pair.mine and pair.theirs]
    swapped = len(order) > 1 and order != sorted(order)
    return Comparison(_score(pairs), pairs, swapped, _weak(pairs))


def _weak(pairs: tuple[Pair, ...]) -> bool:
    answered = [pair for pair in pairs if pair.mine and pair.theirs and pair.likeness >= HEARD]
    return bool(answered) and all(pair.share >= COMMON for pair in answered)


def _paired(mine: tuple[Part, ...], theirs: tuple[Part, ...], commonness: Commonness) -> list[Pair]:
    """The best answer for each part, the surest pairs first."""
    offers: list[Any] = []
    answered_mine: set[int] = set()
    answered_theirs: set[int] = set()
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            alike = _alike(one, other)
            if alike >= DIFFERENT:
                offers.append((alike, -abs(i - j), i, 1, j, 1))
                if alike >= ALIKE:
                    answered_mine.add(i)
                    answered_theirs.add(j)
    if len(answered_mine) < len(mine) and len(answered_theirs) < len(theirs):  # something may be written as one word
        for i, one in enumerate(mine):
            for j, other in enumerate(theirs):
                if i + 1 < len(mine):
                    offers += _grown(mine[i : i + 2], other, (i, 2, j, 1), i - j)
                if j + 1 < len(theirs):
                    offers += _grown(theirs[j : j + 2], one, (i, 1, j, 2), i - j)
    offers.sort(key=lambda offer: (-offer[0], -offer[1], offer[2], offer[4]))
    used_mine: set[int] = set()
    used_theirs: set[int] = set()
    found: dict[int, Pair] = {}
    for alike, _near, i, many, j, others in offers:
        here, there = set(range(i, i + many)), set(range(j, j + others))
        if here & used_mine or there & used_theirs:
            continue
        used_mine |= here
        used_theirs |= there
        some, answer = mine[i : i + many], theirs[j : j + others]
        share = min(max(commonness.of(part) for part in side) for side in (some, answer))
        found[i] = Pair(some, answer, alike, _how(some, answer, alike), share)
    pairs = [
        found.get(i) or Pair((part,), (), 0.0, "extra", commonness.of(part))
        for i, part in enumerate(mine)
        if i in found or i not in used_mine
    ]
    pairs += [
        Pair((), (part,), 0.0, "extra", commonness.of(part)) for j, part in enumerate(theirs) if j not in used_theirs
    ]
    return pairs


def _grown(two: tuple[Part, ...], one: Part, where: tuple[int, int, int, int], apart: int) -> list[Any]:
    """The offer of two parts that the other name writes as one."""
    first, second = two
    if first.script != second.script or len(one.sound) < len(first.sound) + 2 or INITIAL in first.marks:
        return []
    joined = first.sound + second.sound
    bones = skeleton(joined, first.script)
    if Levenshtein.distance(bones, skeleton(one.sound, one.script), score_cutoff=FAR) > FAR:
        return []
    alike = max(likeness(joined, first.script, row, one.script) - cost for row, cost in one.readings)
    return [(alike - 0.01, -abs(apart), *where)] if alike >= ALIKE else []


@lru_cache(maxsize=400_000)
def _alike(one: Part, other: Part) -> float:
    """How alike two parts are: their best readings, or their letters, or an initial and what begins with it."""
    if INITIAL in one.marks or INITIAL in other.marks:
        return _initial(one, other)
    typed = _typed(one.base, other.base) if one.script == other.script else 0.0
    if OTHER in (one.script, other.script):
        return typed
    heard = _heard(one.bare, one, other.bare, other)
    if one.marks & GROWN == other.marks & GROWN:
        return max(typed, heard)
    left_out = max(
        heard, typed, _heard(one.readings, one, other.bare, other), _heard(one.bare, one, other.readings, other)
    )
    return max(left_out - LEFT_OUT, _heard(one.readings, one, other.readings, other))


def _typed(one: str, other: str) -> float:
    """How alike two words are by their letters alone, as typing errors leave them; one wrong letter is one."""
    alike = OSA.normalized_similarity(one, other) - TYPED
    if alike < HEARD and min(len(one), len(other)) >= SHORT_WORD and OSA.distance(one, other, score_cutoff=1) == 1:
        return HEARD
    return alike


Rows = tuple[tuple[str, float], ...]


def _heard(rows: Rows, one: Part, answers: Rows, other: Part) -> float:
    best = 0.0
    for row, cost in rows:
        bones = skeleton(row, one.script)
        for answer, more in answers:
            # Most names that meet here are far apart: their consonants say so at a fraction of the price.
            if Levenshtein.distance(bones, skeleton(answer, other.script), score_cutoff=FAR) <= FAR:
                best = max(best, likeness(row, one.script, answer, other.script) - cost - more)
    return best


def _initial(one: Part, other: Part) -> float:
    if INITIAL in one.marks and INITIAL in other.marks:
        return 1.0 if likeness(one.sound, one.script, other.sound, other.script) > DIFFERENT else 0.0
    short, whole = (one, other) if INITIAL in one.marks else (other, one)
    first = whole.sound[:1]
    return 0.9 if first and likeness(short.sound, short.script, first, whole.script) >= ALIKE else 0.0


def _how(mine: tuple[Part, ...], theirs: tuple[Part, ...], alike: float) -> str:
    """The code of what stands between two parts that answer each other."""
    one, other = mine[0], theirs[0]
    if len(mine) != len(theirs):
        return "grown"
    if INITIAL in one.marks | other.marks:
        return "initial"
    if SHORT in one.marks ^ other.marks and alike >= ALIKE:
        return "short"
    if one.marks & GROWN != other.marks & GROWN and alike < ALIKE:
        return "left_out"
    if one.text == other.text:
        return "same"
    if one.script != other.script:
        return "script" if alike >= ALIKE else "script_heard"
    return "spelled" if alike >= ALIKE else "heard"


def _worth(likeness_: float) -> float:
    """How far a likeness of two parts counts as the same name: distances that are heard count little, then much."""
    if likeness_ >= SAME:
        return 1.0
    if likeness_ >= ALIKE:
        return 0.86 + 0.14 * (likeness_ - ALIKE) / (SAME - ALIKE)
    if likeness_ >= HEARD:
        return 0.6 + 0.26 * (likeness_ - HEARD) / (ALIKE - HEARD)
    return max(0.0, 0.6 * (likeness_ - DIFFERENT + 0.04) / (HEARD - DIFFERENT + 0.04))


def _size(pair: Pair) -> float:
    """How much a pair weighs: a rare name more than a common one, a title or an initial little."""
    some = pair.mine or pair.theirs
    marks = frozenset().union(*(part.marks for part in some))
    if marks & {TITLE}:
        return 0.2
    if INITIAL in marks:
        return 0.5
    return 0.85 if pair.share >= COMMON else 1.0


def _score(pairs: tuple[Pair, ...]) -> float:
    answered = [pair for pair in pairs if pair.mine and pair.theirs]
    if not answered:
        return 0.0
    whole = sum(map(_size, answered))
    reached = sum(_size(pair) * _worth(pair.likeness) for pair in answered)
    left = [sum(_size(pair) for pair in pairs if not getattr(pair, side)) for side in ("theirs", "mine")]
    for pair in answered:  # an Abd that only one has stands against what only the other has
        marks = [frozenset().union(*(part.marks for part in side)) & GROWN for side in (pair.mine, pair.theirs)]
        if pair.how == "left_out":
            left[marks[0] < marks[1]] += 0.5
    conflict = min(left)
    extra = max(left) - conflict
    score = reached / (whole + conflict + 0.18 * extra)
    if conflict >= 0.5:
        score *= CONFLICT
    return round(min(1.0, max(0.0, score)), 4)
