"""Whether a number is a change, and which way it goes."""

from __future__ import annotations

from collections.abc import Sequence

from hasila.modules.communication.checker.sentences import Cue, Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word

FALL, RISE = -1, 1
MOST_CARRIED = 5
"""Sentences that a direction is carried over."""
_BY = {"fr": ("de", "d"), "en": ("by", "of")}


def direction_of(sentence: Sentence, place: int, claims: frozenset[int], before: Sequence[Sentence]) -> int:
    """-1 where what a number tells of fell, 1 where it rose, 0 where nothing says so.

    The nearest word decides: in the number's own clause, else before it in its sentence, else in the line that heads
    a list.
    """
    cues = [cue for cue in sentence.cues if cue.name in ("fall", "rise")]
    own = [cue for cue in cues if not _apart(sentence, place, cue, claims)]
    if own:
        return _sign(min(own, key=lambda cue: _distance(cue, place)))
    earlier = [cue for cue in cues if cue.last < place]
    if earlier:
        return _sign(earlier[-1])
    if len(before) and not cues:
        if sentence.short and _gapped(sentence, place) and (carried := _carried(sentence, before, claims)):
            return carried
        heading = [cue for cue in before[-1].cues if cue.name in ("fall", "rise")]
        last = before[-1].items[-1] if before[-1].items else None
        if heading and isinstance(last, Mark) and last.text == ":":
            return _sign(heading[-1])
    return 0


def _gapped(sentence: Sentence, place: int) -> bool:
    """Whether a comma or a colon stands for the verb before a number: «Les cambriolages, de 10 %.»"""
    before = [item for item in sentence.items[:place] if not (isinstance(item, Word) and item.stop)]
    return bool(before) and isinstance(before[-1], Mark) and before[-1].text in ",،:"


def _carried(sentence: Sentence, before: Sequence[Sentence], claims: frozenset[int]) -> int:
    """The direction of the sentences before, which a short one without a word for it takes up: «Les vols, de 24 %.»"""
    for earlier in reversed(before[-MOST_CARRIED:]):
        cues = [cue for cue in earlier.cues if cue.name in ("fall", "rise")]
        if earlier.paragraph != sentence.paragraph or (not cues and not earlier.short):
            return 0
        if cues:
            told = {_sign(cue) for cue in cues}
            return told.pop() if len(told) == 1 and any(index in claims for index in earlier.places) else 0
    return 0


def _distance(cue: Cue, place: int) -> float:
    return place - cue.last if cue.last < place else (cue.first - place) * 1.5


def _sign(cue: Cue) -> int:
    return FALL if cue.name == "fall" else RISE


def _apart(sentence: Sentence, place: int, cue: Cue, claims: frozenset[int]) -> bool:
    """Whether a comma or another claim stands between the number and the word."""
    first, last = (cue.last + 1, place) if cue.last < place else (place + 1, cue.first)
    if last - first > 14:
        return True
    for item in sentence.items[first:last]:
        if isinstance(item, Number) and item.index in claims:
            return True
        if isinstance(item, Mark) and item.text in ",،;؛":
            return True
    return False


_MORE = {
    "en": frozenset({"more", "fewer", "less"}),
    "fr": frozenset({"plus", "moins"}),
    "ar": frozenset({"اكثر", "اقل", "اضافي", "اضافيه"}),
}
_CHANGE_NEAR, _EXCEEDED = 5, 8
_AMOUNTING = frozenset({"قدرها", "قدره", "بواقع", "بمقدار", "بلغت", "بلغ"})


def step_of(text: str, sentence: Sentence, place: int, language: str) -> int | None:
    """Which way a number says by how much something changed: «a fall of 52», «52 fewer»; None where it says no step,
    0 where it is a difference that doesn't say which way («بفارق 52»)."""
    if any(_apart_by(sentence, place, cue) for cue in sentence.between(max(0, place - 3), place, "gap")):
        return 0
    for cue in sentence.between(max(0, place - _EXCEEDED), place - 1, "exceed"):
        if _by(text, sentence, place, cue, language):
            return RISE
    for cue in sentence.cues:
        if cue.name in ("fall", "rise"):
            item = sentence.items[cue.first]
            word = item.folded if isinstance(item, Word) else ""
            behind = (
                _behind(sentence, place, cue)
                and word in _MORE[language]
                and (_ends(sentence, cue.last) or _than(sentence, cue.last))
            )
            if behind or (
                0 < place - cue.last <= _CHANGE_NEAR and word not in _THAN and _by(text, sentence, place, cue, language)
            ):
                return _sign(cue)
    return None


def _behind(sentence: Sentence, place: int, cue: Cue) -> bool:
    """Whether a word stands shortly behind a number, no other number or comma between."""
    between = sentence.items[place + 1 : cue.first]
    return 0 < cue.first - place <= 3 and all(isinstance(item, Word) for item in between)


def _ends(sentence: Sentence, place: int) -> bool:
    """Whether «more» closes what is said: no number or noun follows it."""
    following = sentence.items[place + 1] if place + 1 < len(sentence.items) else None
    return following is None or isinstance(following, Mark) or (isinstance(following, Word) and following.stop)


def _apart_by(sentence: Sentence, place: int, cue: Cue) -> bool:
    """Whether only words stand between a word of difference and the number."""
    return all(isinstance(item, Word) for item in sentence.items[cue.last + 1 : place])


def _than(sentence: Sentence, place: int) -> bool:
    """Whether what «more» counts is set against something: «52 more cases than in 2023»."""
    for item in sentence.items[place + 1 : place + 8]:
        if isinstance(item, Mark):
            return False
        if isinstance(item, Word) and item.folded in _THAN_WHAT:
            return True
    return False


_THAN_WHAT = frozenset({"than", "que", "qu", "عن", "مقارنه", "من"})


def _by(text: str, sentence: Sentence, place: int, cue: Cue, language: str) -> bool:
    """Whether "by" stands before a number: «بـ52», «de 52», "by 52"; «بزيادة 52»."""
    if language == "ar":
        start = sentence.items[place].start
        glued = text[max(0, start - 2) : start].replace("ـ", "").strip()[-1:] == "ب"
        item = sentence.items[cue.first]
        before = sentence.items[place - 1]
        if isinstance(before, Word) and before.folded in _AMOUNTING and cue.last == place - 2:
            return True
        return glued or (cue.last == place - 1 and isinstance(item, Word) and item.folded[0] == "ب")
    item = sentence.items[place - 1]
    return isinstance(item, Word) and item.folded in _BY[language]


_THAN = frozenset({"plus", "moins", "more", "less", "fewer", "higher", "up", "down", "اكثر", "اقل"})
