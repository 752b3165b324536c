"""Words of a text as the lexicon compares them: cut to a stem, with synonyms taken as one.

Stems are light: articles, glued particles and endings of number and gender are cut, nothing is derived. An Arabic word
may be read with or without its first letter («وحدة» begins with one that looks like a particle), so it has several
keys, and meets the lexicon when one of them does.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from hasila.plain.texts import fold

_ITEM = re.compile(r"(?P<word>[^\W_]+(?:[\u064b-\u065f\u0670\u0640]+[^\W_]*)*)|(?P<mark>[^\w\s]|_)")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_ARTICLES = ("وبال", "وال", "بال", "فال", "كال", "ولل", "فلل", "لل", "ال")
_GLUED = ("وب", "ول", "فب", "و", "ف", "ب", "ل", "ك")
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا")
_ARABIC_ENDINGS = ("تين", "تان", "ات", "ون", "ين", "ان")
_DOUBLED = re.compile(r"([lntrsm])\1$")
LANGUAGES = ("ar", "fr", "en")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its place, its folded form and its keys. `stop`: carries no meaning of its own."""

    start: int
    end: int
    folded: str
    keys: frozenset[str]
    stop: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A punctuation mark of a text."""

    start: int
    text: str


def table(name: str) -> list[dict[str, str]]:
    """The rows of a data file of the checker."""
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def is_arabic(word: str) -> bool:
    """Whether a word is in Arabic letters."""
    return bool(_ARABIC.match(word))


def scan(text: str, language: str, start: int = 0, end: int | None = None) -> list[Word | Mark]:
    """The words and marks of a part of a text, in order, with their places in the whole."""
    found: list[Word | Mark] = []
    before = ""
    for match in _ITEM.finditer(text, start, len(text) if end is None else end):
        if match.lastgroup == "mark":
            found.append(Mark(match.start(), match.group()))
            continue
        folded = fold(match.group())
        if folded:
            keys, stop = _read(folded[:40], "ar" if is_arabic(folded) else language)
            rises = before == "s" and folded.startswith("elev")  # «s'élève à», no pupil
            found.append(Word(match.start(), match.end(), folded, frozenset() if rises else keys, stop or rises))
            before = folded
    return found


@lru_cache(maxsize=50_000)
def _read(folded: str, language: str) -> tuple[frozenset[str], bool]:
    return keys_of(folded, language), is_stop(folded, language)


@cache
def _stops(language: str) -> frozenset[str]:
    return frozenset(
        fold(word) for row in table("stops.csv") if row["language"] == language for word in row["words"].split()
    )


def is_stop(folded: str, language: str) -> bool:
    """Whether a word carries no meaning of its own."""
    stops = _stops(language)
    return (
        folded in stops
        or (language == "ar" and len(folded) > 3 and folded[0] in "وفبلك" and folded[1:] in stops)
        or (language != "ar" and len(folded) == 1 and folded not in "xk" and not folded.isdigit())
    )


def keys_of(folded: str, language: str) -> frozenset[str]:
    """Every key that a word of a text may be read with."""
    known = _synonyms(language)
    found = set()
    for word in _readings(folded, language):
        stem = stem_of(word, language)
        found.add(known.get(_exact(word), known.get(stem, stem)))
    return frozenset(found)


def _readings(folded: str, language: str) -> list[str]:
    """The words that a word may be: itself, in Arabic also without a letter that may be glued to it or a verb's end."""
    glued = [one for one in _GLUED if folded.startswith(one) and len(folded) - len(one) > 1] if language == "ar" else []
    found = [folded, *(folded[len(one) :] for one in glued)]
    past = language == "ar" and folded.endswith("ت") and len(folded) > 4
    return [*found, folded[:-1]] if past else found


def _exact(word: str) -> str:
    """How a word that is a synonym as it stands, and not by its stem, is kept."""
    return "=" + (word[2:] if word.startswith("ال") else word)


@lru_cache(maxsize=50_000)
def stem_of(folded: str, language: str) -> str:
    """The stem of a folded word."""
    if language == "ar":
        return _arabic(folded)
    return _french(folded) if language == "fr" else _english(folded)


def _arabic(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    word = _cut(word, _PRONOUNS, 4)
    word = _cut(word, _ARABIC_ENDINGS, 3)
    for ending in ("ه", "ا", "ي"):
        word = _cut(word, (ending,), 3)
    return word


def _cut(word: str, endings: tuple[str, ...], least: int) -> str:
    """The word without the first of the endings that it has, unless fewer letters than `least` would be left."""
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def _french(word: str) -> str:
    if word.endswith("aux") and len(word) > 4:
        word = word[:-3] + "al"
    while len(word) > 3 and word[-1] in "esx":
        word = word[:-1]
    return word[:-1] if _DOUBLED.search(word) and len(word) > 4 else word


def _english(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word[:-1] if _DOUBLED.search(word) and len(word) > 4 else word


@cache
def _synonyms(language: str) -> dict[str, str]:
    """The key of each stem that has synonyms. A row that begins with = holds words as they stand, not their stems."""
    found: dict[str, str] = {}
    for row in table("synonyms.csv"):
        if row["language"] == language:
            words = [fold(word) for word in row["words"].removeprefix("=").split()]
            alone = row["words"].startswith("=")
            stems = [_exact(word) for word in words] if alone else [stem_of(word, language) for word in words]
            head = next((found[key] for word in words for key in (stem_of(word, language),) if key in found), stems[0])
            for stem in stems:
                found.setdefault(stem, head)
    return found


def phrase_keys(phrase: str, language: str) -> list[frozenset[str]]:
    """The keys of the words of a phrase of a data file, words without meaning left out (unless nothing else is there).

    A phrase of a data file is written with care, so a word of it has one key: its article is cut, its first letter
    stays.
    """
    words = [item for item in scan(phrase, language) if isinstance(item, Word)]
    kept = [word for word in words if not word.stop] or words
    return [frozenset({_one_key(word.folded, language)}) for word in kept]


def _one_key(folded: str, language: str) -> str:
    own = "ar" if is_arabic(folded) else language
    known, stem = _synonyms(own), stem_of(folded, own)
    if _exact(folded) in known:
        return known[_exact(folded)]
    if own == "ar" and stem not in known and folded[0] in "بلو" and len(folded) > 4:
        inner = stem_of(folded[1:], "ar")
        if inner in known or inner in _bare_stems():
            stem = inner
    return known.get(stem, stem)


@cache
def _bare_stems() -> frozenset[str]:
    """Stems of the Arabic words that open an alias, have an article or begin with no letter that could be glued."""
    from hasila.institution.figures import rows

    found = set()
    for row in rows("aliases.csv"):
        if row["language"] == "ar":
            for place, word in enumerate(fold(row["alias"]).split()):
                if place == 0 or word.startswith(("ال", "بال", "لل", "وال")) or word[0] not in "بلو":
                    found.add(stem_of(word, "ar"))
    return frozenset(found)
