"""Which language a text is in: Arabic, French or English; of any other it is said that it isn't read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from hasila.institution.figures.register import printed
from hasila.modules.communication.checker.lexicon import lexicon_of
from hasila.modules.communication.checker.words import keys_of, table
from hasila.plain.texts import fold

_LETTERS = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 20_000
_FOREIGN_ARABIC = re.compile(r"[پچژگٹڈڑںےہھۆێڕڵ]")


@cache
def _common() -> dict[str, list[str]]:
    """The commonest small words of the languages that are read, and of some that are not."""
    return {row["language"]: row["words"].split() for row in table("languages.csv")}


def language_of(text: str) -> str:
    """``ar``, ``fr`` or ``en``; empty where it is another, or no words are there to tell."""
    words = [word.lower() for word in _LETTERS.findall(text[:_LOOKED_AT])]
    letters = Counter(
        "ar" if "\u0600" <= word[0] <= "\u06ff" else "latin" if word[0] < "\u0250" else "" for word in words
    )
    if not words or letters[""] > len(words) / 2:
        return ""
    if letters["ar"] * 2 >= len(words):
        return _arabic(words)
    return _latin(words)


def _arabic(words: list[str]) -> str:
    """Arabic, unless the letters and the small words are Persian, Urdu or Kurdish."""
    foreign = sum(bool(_FOREIGN_ARABIC.search(word)) for word in words)
    counts = Counter(words)
    own = sum(counts[word] for word in _common()["ar"])
    others = max(sum(counts[word] for word in _common()[name]) for name in ("fa", "ur"))
    return "" if foreign * 6 > len(words) or (others > own and foreign) else "ar"


def _latin(words: list[str]) -> str:
    counts = Counter(words)
    scores = {name: sum(counts[word] for word in set(common)) for name, common in _common().items()}
    best = max(("fr", "en"), key=lambda name: (scores[name], name == "fr" and _accented(words)))
    other = max(scores[name] for name in ("es", "de", "it", "pt", "nl", "tr", "ms"))
    if other > scores[best] and len(words) > 5:
        return ""
    if scores[best] == 0 and len(words) > 40:
        return ""
    return best if scores[best] else _short(words)


def _accented(words: list[str]) -> bool:
    return any(letter in word for word in words for letter in "éèêàçùôî")


def _short(words: list[str]) -> str:
    """A few words without a small one among them, such as a line of a table."""

    def known(name: str) -> int:
        patterns = lexicon_of(printed(), name).by_key
        return sum(any(key in patterns for key in keys_of(fold(word), name)) for word in words if fold(word))

    if _accented(words):
        return "fr"
    scores = {name: known(name) for name in ("fr", "en")}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else ""
