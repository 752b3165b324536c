"""Years that date a thing and no number: the budget of 2025, the Africa Cup 2025, «since 2019»."""

from __future__ import annotations

from hasila.modules.communication.checker.sentences import Sentence
from hasila.modules.communication.checker.words import Word

BEHIND, DATED_BEHIND, AHEAD = 4, 2, 2
"""Words that may stand between a thing and its year: behind it, behind it with «سنة», and in English before it."""
_WHEN = frozenset({"in", "en", "during", "courant", "cours", "throughout", "في", "خلال", "depuis", "since", "منذ"})
_YEAR = frozenset({"سنه", "عام", "لسنه", "لعام", "year", "annee"})
_ABOUT = frozenset({"عن", "than", "qu", "que", "on", "over", "from"})
_TIMES = frozenset({"half", "twice", "double", "moitie", "triple", "نصف", "ضعف", "النصف", "الضعف"})
_YEARLY = frozenset({"سنه", "عام", "السنه", "العام", "in", "en", "l", "for", "pour"})
_CHANGES = ("gap", "fall", "rise")


def dates_event(sentence: Sentence, place: int, *names: str) -> bool:
    """Whether the year at an item is that of a budget, a cup, a law or the like, and not when something happened."""
    before = sentence.items[place - 1] if place else None
    if isinstance(before, Word) and before.folded in _WHEN:
        return False
    far = DATED_BEHIND if isinstance(before, Word) and before.folded in _YEAR else BEHIND
    behind = sentence.between(max(0, place - far - 2), place - 1, *names)
    if behind and place - behind[-1].last - 1 <= far and _words(sentence, behind[-1].last + 1, place):
        return True
    ahead = sentence.between(place + 1, place + AHEAD + 2, *names)
    return bool(ahead) and isinstance(before, Word) and _english(before) and _words(sentence, place + 1, ahead[0].first)


def _english(before: Word) -> bool:
    """Whether a thing may follow its year: «the 2025 budget»."""
    return before.folded in ("the", "its", "s", "for", "of", "their", "next", "a")


def _words(sentence: Sentence, first: int, last: int) -> bool:
    return all(isinstance(item, Word) for item in sentence.items[first:last])


def against(sentence: Sentence, place: int) -> bool:
    """Whether the year at an item is one that a change is told from: «بفارق 52 عن سنة 2023», "52 more than in 2023"."""
    first = place - 1
    while first > 0 and isinstance(word := sentence.items[first], Word) and word.folded in _YEARLY:
        first -= 1
    if any(isinstance(item, Word) and item.folded in _TIMES for item in sentence.items[max(0, place - 6) : place]):
        return True  # "half the number of 2023"
    opening = sentence.items[first] if first >= 0 else None
    told = isinstance(opening, Word) and opening.folded in _ABOUT
    return told and bool(sentence.between(max(0, place - 12), place, *_CHANGES))


def since(sentence: Sentence, place: int) -> bool:
    """Whether the year at an item is one since when something has gone on."""
    return any(place - cue.last <= 2 for cue in sentence.between(0, place - 1, "since"))
