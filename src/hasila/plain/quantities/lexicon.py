"""Lists of words, written as text and kept folded, so that no spelling of hamza, accent or case is in the way."""

from __future__ import annotations

from hasila.plain.texts import fold

_VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"


def folded(word: str) -> str:
    """A word without hamza, accents, diacritics and case; a hamza at its end stays, for «أثناء» is not «اثنا»."""
    found = fold(word)
    return found + "ء" if word.rstrip(_VOWELS).endswith("ء") and len(word) > 2 else found


def wordlist(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [folded(word) for word in text.split()]


def word_set(text: str) -> frozenset[str]:
    """The folded words of a text as a set."""
    return frozenset(wordlist(text))
