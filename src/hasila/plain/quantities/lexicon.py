"""Lists of words, written as text and kept folded, so that no spelling of hamza, accent or case is in the way."""

from __future__ import annotations

from hasila.plain.texts import fold


def wordlist(text: str) -> list[str]:
    """The folded words of a text, in their order."""
    return [fold(word) for word in text.split()]


def word_set(text: str) -> frozenset[str]:
    """The folded words of a text as a set."""
    return frozenset(wordlist(text))
