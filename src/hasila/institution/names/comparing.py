"""Comparing two names: which part answers which, how well, and what that says.

The score is of the likeness of two names, never of a person: two people may bear one name, and one person may be
written in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import NamedTuple

from rapidfuzz.distance import OSA, Levenshtein

from hasila.institution.names.bones import heard_bones, skeleton
from hasila.institution.names.commonness import Commonness, usual
from hasila.institution.names.letters import ARABIC, LEAST, OTHER, likeness, may_reach, most_alike, once
from hasila.institution.names.parts import ARTICLE, BESIDE, FORM, GROWN, INITIAL, LIKE_FORM, SHORT, Part, as_form, parts

SAME, ALIKE, HEARD, DIFFERENT = 0.97, 0.9, 0.8, 0.72
"""Likeness from which two parts are one name, one name spelled otherwise, perhaps one misheard; below: two names."""
DECISION = 0.72
"""The likeness from which two names are proposed as one; measured in `docs/benchmarks.md`."""
CONFLICT = 0.62
"""What is left of a score where one part of each name has no counterpart in the other."""
SPARE, SPARE_OF_BODY = 0.18, 0.9
"""How much a part weighs that only one name has: people leave a name out, a body with a further word is another one."""
LEFT_OUT = 0.2
"""What it costs that one of two parts lacks the Abd, Ben, Abou, Aït or Eddine of the other."""
SHORT_WORD = 4
"""Letters from which a word with one wrong letter is taken for the same word."""
FAR = 2
"""Consonants by which two parts may differ and still be compared sound by sound."""
MUCH = 5
"""Consonants that two parts may have more than one that both together may be."""
FEW = 3
"""Consonants of a part up to which one may differ."""
TYPED = 0.02
"""What it costs that two parts are alike by their letters alone, as typing errors leave them, and not by sound."""
COMMON = 0.01
"""The share of people from which a name counts as common."""
MOST_OF_A_PART = 13.0
"""Bits that one part gives at most, however rare it is."""
CONFLICT_BITS, SWAPPED_BITS, NO_ANSWER = 6.0, 0.5, -10.0
"""Bits that are taken where a part on each side has no counterpart, and where first and last names stand in the other
order; the bits of a name of which nothing answers another."""


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


class Answer(NamedTuple):
    """Which parts answer which: `many` from `at` on in the first name, `others` from `there` on in the second."""

    at: int
    many: int
    there: int
    others: int
    alike: float
    share: float


class Measure(NamedTuple):
    """What a comparison comes to, without its words.

    Attributes:
        score: 0 to 1. agreed: bits, by how seldom what answers would agree by chance, less one for each part that
            nothing answers. conflicts: parts on each side that nothing answers. swapped: whether the order is another
            one. answers: what answers what, in the order of the first name.
    """

    score: float
    agreed: float = 0.0
    conflicts: int = 0
    swapped: bool = False
    answers: tuple[Answer, ...] = ()


NOTHING = Measure(0.0)


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
    known = commonness or usual()
    measure = measured(a, b, known)
    turned = _is_turned(a, b)
    one, other = (b, a) if turned else (a, b)
    mine, theirs = _of_both(one, other)
    if not mine or not theirs:
        return Comparison(measure.score)
    same = _is_same(one, other, mine, theirs)
    pairs = _pairs(mine, theirs, measure.answers, known, same=same)
    shown = tuple(_turned(pairs) if turned else pairs)
    return Comparison(measure.score, shown, measure.swapped, _weak(shown))


def _is_turned(a: str, b: str) -> bool:
    """Whether two names are compared in the other order: it must not matter in which one they were given."""
    return (b, len(b)) < (a, len(a))


def _turned(pairs: list[Pair]) -> list[Pair]:
    turned = [Pair(pair.theirs, pair.mine, pair.likeness, pair.how, pair.share) for pair in pairs]
    return [pair for pair in turned if pair.mine] + [pair for pair in turned if not pair.mine]


@lru_cache(maxsize=50_000)
def measured(a: str, b: str, commonness: Commonness) -> Measure:
    """What the comparison of two names comes to: `compare` without its words, at a fraction of the price."""
    if _is_turned(a, b):
        a, b = b, a
    return _measured(a, b, *_of_both(a, b), commonness)


Parts = tuple[Part, ...]


def _of_both(a: str, b: str) -> tuple[Parts, Parts]:
    """The parts of two names. What may be a legal form is one where any part of either is one for sure."""
    mine, theirs = parts(a), parts(b)
    unsure, body = False, False
    for part in mine + theirs:
        if part.marks:
            unsure = unsure or LIKE_FORM in part.marks
            body = body or FORM in part.marks
    if unsure and body:
        return tuple(map(as_form, mine)), tuple(map(as_form, theirs))
    return mine, theirs


def _is_same(a: str, b: str, mine: Parts, theirs: Parts) -> bool:
    return a == b or (bool(mine) and [part.text for part in mine] == [part.text for part in theirs])


def _measured(a: str, b: str, mine: Parts, theirs: Parts, commonness: Commonness) -> Measure:
    if _is_same(a, b, mine, theirs):
        answers = tuple(Answer(at, 1, at, 1, 1.0, commonness.of(part)) for at, part in enumerate(mine))
        agreed = 0.0
        for part, answer in zip(mine, answers, strict=True):
            agreed += bits_of_answer(part.marks, answer.alike, answer.share)
        return Measure(1.0, agreed, 0, False, answers)
    if not mine or not theirs:
        return NOTHING
    return _summed(mine, theirs, _answers(mine, theirs, commonness), commonness)


def _pairs(mine: Parts, theirs: Parts, answers: Iterable[Answer], commonness: Commonness, *, same: bool) -> list[Pair]:
    """The answers as pairs, and each part that nothing answers."""
    found = {answer.at: answer for answer in answers}
    taken = {at for answer in answers for at in range(answer.at, answer.at + answer.many)}
    there = {at for answer in answers for at in range(answer.there, answer.there + answer.others)}
    pairs: list[Pair] = []
    for at, part in enumerate(mine):
        answer = found.get(at)
        if answer is not None:
            some = mine[at : at + answer.many]
            answering = (part,) if same else theirs[answer.there : answer.there + answer.others]
            how = "same" if same else _how(some, answering, answer.alike)
            pairs.append(Pair(some, answering, answer.alike, how, answer.share))
        elif at not in taken:
            pairs.append(Pair((part,), (), 0.0, "extra", commonness.of(part)))
    return pairs + [
        Pair((), (part,), 0.0, "extra", commonness.of(part)) for at, part in enumerate(theirs) if at not in there
    ]


def _weak(pairs: tuple[Pair, ...]) -> bool:
    answered = [
        pair
        for pair in pairs
        if pair.mine and pair.theirs and pair.likeness >= HEARD and not pair.mine[0].marks & BESIDE
    ]
    return bool(answered) and all(pair.share >= COMMON for pair in answered)


def _answers(mine: Parts, theirs: Parts, commonness: Commonness) -> tuple[Answer, ...]:
    """The best answer for each part, the surest first."""
    offers: list[tuple[float, int, int, int, int, int, int]] = []
    answered_mine = answered_theirs = 0
    for i, one in enumerate(mine):
        for j, other in enumerate(theirs):
            alike = parts_alike(one, other)
            if alike >= DIFFERENT:
                offers.append((-alike, abs(i - j), i, j, 0, 1, 1))
                if alike >= ALIKE:
                    answered_mine |= 1 << i
                    answered_theirs |= 1 << j
    if answered_mine != (1 << len(mine)) - 1 and answered_theirs != (1 << len(theirs)) - 1:
        offers += _offers_grown(mine, theirs)  # something may be written as one word
    if len(offers) > 1:
        offers.sort()
    used_mine = used_theirs = 0
    found: list[Answer] = []
    for alike, _near, i, j, _order, many, others in offers:
        here, there = ((1 << many) - 1) << i, ((1 << others) - 1) << j
        if here & used_mine or there & used_theirs:
            continue
        used_mine |= here
        used_theirs |= there
        share = commonness.of(mine[i]) if many == 1 else min(commonness.of(part) for part in mine[i : i + many])
        other_share = commonness.of(theirs[j])
        if others > 1:
            other_share = min(commonness.of(part) for part in theirs[j : j + others])
        # A rare name that answers a common one with a letter's difference is no more telling than the common one.
        found.append(Answer(i, many, j, others, -alike, max(share, other_share)))
    found.sort()
    return tuple(found)


def _offers_grown(mine: Parts, theirs: Parts) -> list[tuple[float, int, int, int, int, int, int]]:
    """What two parts of one name may answer one part of the other."""
    offers = []
    for order, some, others in ((1, mine, theirs), (2, theirs, mine)):
        for at in range(len(some) - 1):
            first, second = some[at], some[at + 1]
            for there, one in enumerate(others):
                if may_grow(first, second, one) and (alike := _grown(first, second, one)) >= ALIKE:
                    i, j = (at, there) if order == 1 else (there, at)
                    offers.append((0.01 - alike, abs(i - j), i, j, order, 3 - order, order))
    return offers


def may_grow(first: Part, second: Part, one: Part) -> bool:
    """Whether two parts of a name, put together, may be one of the other, by their consonants."""
    if first.script != second.script or INITIAL in first.marks:
        return False
    # Arabic leaves short vowels out: a row in one script is measured by the other's consonants.
    long_enough = (
        len(one.sound) >= len(first.sound) + 2
        if one.script == first.script
        else len(one.bones[0]) > len(first.bones[0])
    )
    if not long_enough:
        return False
    # What is put together has nearly all the consonants of both.
    if len(first.bones[0]) + len(second.bones[0]) - len(one.bones[0]) > MUCH:
        return False
    return Levenshtein.distance(joined_bones(first, second), one.bones[0], score_cutoff=FAR) <= FAR


def joined_bones(first: Part, second: Part) -> str:
    """The consonants of two parts in one word."""
    return skeleton(first.sound + second.sound, first.script)


def may_grow_by_length(bones: int, one: Part) -> bool:
    """Whether a part may be two of the other name, whose consonants are so many."""
    return -FAR <= bones - len(one.bones[0]) <= FAR


def _grown(first: Part, second: Part, one: Part) -> float:
    """How alike two parts of a name are, put together, to one of the other."""
    best = 0.0
    for joined in _joined(first, second):
        for row, cost in one.readings:
            if may_reach(joined, first.script, row, one.script, ALIKE):
                best = max(best, likeness(joined, first.script, row, one.script) - cost)
    return best


@lru_cache(maxsize=100_000)
def _joined(first: Part, second: Part) -> tuple[str, ...]:
    """The rows of sounds of two parts in one word, an article between them kept or not."""
    rows = [second.sound]
    if ARTICLE in second.marks and second.script != OTHER:
        rows.append(("ال" if second.script == ARABIC else "l") + second.sound)
    return tuple(once(first.sound + row) for row in rows)


@lru_cache(maxsize=400_000)
def parts_alike(one: Part, other: Part) -> float:
    """How alike two parts are: their best readings, or their letters, or an initial and what begins with it. Legal
    forms are alike by the kind of body that they make.
    """
    if (one.marks and FORM in one.marks) or (other.marks and FORM in other.marks):
        return float(FORM in one.marks and FORM in other.marks and one.base == other.base)
    if (one.marks and INITIAL in one.marks) or (other.marks and INITIAL in other.marks):
        return _initial(one, other)
    by_letters = typed(one.base, other.base) if one.script == other.script else 0.0
    if one.foreign and other.foreign:
        by_letters = max(by_letters, typed(one.foreign, other.foreign))
    if one.script == OTHER or other.script == OTHER or not near(one.bones, other.bones):
        return by_letters
    heard = _heard(one.bare, one, other.bare, other)
    if one.marks & GROWN == other.marks & GROWN:
        return max(by_letters, heard)
    left_out = max(
        heard, by_letters, _heard(one.readings, one, other.bare, other), _heard(one.bare, one, other.readings, other)
    )
    return max(left_out - LEFT_OUT, _heard(one.readings, one, other.readings, other))


def near(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether any reading of one part may be a reading of the other. Most that meet are far apart: their consonants say
    so at a fraction of the price.
    """
    for one in some:
        for other in others:
            far = FAR if len(one) > FEW and len(other) > FEW else 1
            if -far <= len(one) - len(other) <= far and Levenshtein.distance(one, other, score_cutoff=far) <= far:
                return True
    return False


def typed(one: str, other: str) -> float:
    """How alike two words are by their letters alone, as typing errors leave them; one wrong letter is one."""
    alike = OSA.normalized_similarity(one, other, score_cutoff=LEAST) - TYPED
    if alike < 0.0:
        return 0.0
    if alike < HEARD and min(len(one), len(other)) >= SHORT_WORD and OSA.distance(one, other, score_cutoff=1) == 1:
        return HEARD
    return alike


Rows = tuple[tuple[str, float], ...]


def _heard(rows: Rows, one: Part, answers: Rows, other: Part) -> float:
    best = 0.0
    for row, cost in rows:
        bones = heard_bones(row, one.script)
        for answer, more in answers:
            if best >= most_alike(row, one.script, answer, other.script) - cost - more:
                continue
            if near(bones, heard_bones(answer, other.script)):
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
    if FORM in one.marks:
        return "form"
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


def _size(marks: frozenset[str], share: float) -> float:
    """How much a part weighs: a rare name more than a common one, a title or an initial little."""
    if marks:
        if marks & BESIDE:
            return 0.2
        if INITIAL in marks:
            return 0.5
    return 0.85 if share >= COMMON else 1.0


def bits_of_answer(marks: frozenset[str], near: float, share: float) -> float:
    """What two parts that answer each other give, a title nothing. Where a letter differs less: more would agree by
    chance than bear the name, fewer than are written just so.
    """
    if near < HEARD or (marks and marks & BESIDE):
        return 0.0
    return min(MOST_OF_A_PART, -log2(share)) * (0.45 + 0.55 * (near - HEARD) / (1 - HEARD))


def _marks(some: Parts) -> frozenset[str]:
    return some[0].marks if len(some) == 1 else frozenset().union(*(part.marks for part in some))


def _summed(mine: Parts, theirs: Parts, answers: tuple[Answer, ...], commonness: Commonness) -> Measure:
    """The score and the bits of all that answers and of what is left."""
    left, found, lacking = [0.0, 0.0], [0, 0], []
    whole = reached = agreed = 0.0
    taken = there = 0
    for answer in answers:
        at, many, other, others, alike, share = answer
        taken |= ((1 << many) - 1) << at
        there |= ((1 << others) - 1) << other
        here, across = _marks(mine[at : at + many]), _marks(theirs[other : other + others])
        size = _size(here, share)
        whole += size
        reached += size * _worth(alike)
        agreed += bits_of_answer(here | across if here or across else here, alike, share)
        if here is not across and many == others and alike < ALIKE and INITIAL not in here | across:
            ours, others_ = here & GROWN, across & GROWN
            if ours != others_:  # an Abd that only one has stands against what only the other has
                lacking.append(ours < others_)
    if not answers:
        return NOTHING
    for side, (some, used) in enumerate(((mine, taken), (theirs, there))):
        for at, part in enumerate(some):
            if not used >> at & 1 and part.marks.isdisjoint(BESIDE):  # who is addressed by a title has a name besides
                left[side] += _size(part.marks, commonness.of(part))
                found[side] += 1
                agreed -= 1
    for side in lacking:
        left[side] += 0.5
    order = [theirs.index(theirs[answer.there]) for answer in answers]
    conflict = min(left)
    spare = SPARE_OF_BODY if FORM in _marks(mine + theirs) else SPARE
    score = reached / (whole + conflict + spare * (max(left) - conflict))
    if conflict >= 0.5:
        score *= CONFLICT
    swapped = len(order) > 1 and order != sorted(order)
    return Measure(round(min(1.0, max(0.0, score)), 4), agreed, min(found), swapped, answers)
