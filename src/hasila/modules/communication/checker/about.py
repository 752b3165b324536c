"""Whom a sentence tells of: the service that the register is about, another body, another country, one place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hasila.institution.places import places
from hasila.modules.communication.checker.sentences import Item, Number, Sentence
from hasila.modules.communication.checker.words import LANGUAGES, Mark, Word, scan, stem_of

OWN, OTHER = "own", "other"
_COMMON_WORDS = frozenset({"sale", "الجديده", "الداخله", "العيون", "الحاجب"})
_GLUED = ("وبال", "بال", "وب", "ول", "لل", "و", "ب", "ل", "ف")
LEAD = 3
"""Sentences that tell whom the whole text is about."""


def tellers(parts: Sequence[Sentence]) -> list[str]:
    """For each sentence whom it tells of; a sentence that names nobody goes on about the one before.

    A text of another country tells of ours only where a sentence names it alone; one of another body of ours only
    where a sentence names the police.
    """
    abroad = _is_about(parts, "country", "home")
    elsewhere = _is_about(parts, "other_body", "service", "police")
    found: list[str] = []
    current = OTHER if abroad or elsewhere else OWN
    paragraph = -1
    for sentence in parts:
        if sentence.paragraph != paragraph and not (abroad or elsewhere):
            current = OWN
        paragraph = sentence.paragraph
        current = _teller(sentence, abroad, elsewhere) or current
        found.append(current)
    return found


def _teller(sentence: Sentence, abroad: bool, elsewhere: bool) -> str:
    """Whom a sentence names; empty where it names nobody."""
    country, body, own = sentence.has("country"), sentence.has("other_body"), sentence.has("service")
    if abroad:
        return OTHER if country or body else OWN if _opens_at_home(sentence) else ""
    if (country or body) and not own:
        return OTHER
    if own or sentence.has("police"):
        return OWN
    return OWN if sentence.has("home") and not elsewhere else ""


def _opens_at_home(sentence: Sentence) -> bool:
    """Whether a sentence names our country before its first number."""
    first = min(sentence.places.values(), default=len(sentence.items))
    return bool(sentence.between(0, first, "home"))


def _is_about(parts: Sequence[Sentence], other: str, *ours: str) -> bool:
    """Whether a text is about another: its first sentences name one and not ours, or name it first and most."""
    lead = [sentence for sentence in parts if sentence.items][:LEAD]
    if not any(sentence.has(other) for sentence in lead):
        return False
    if not any(sentence.has(*ours) for sentence in lead):
        return lead[0].has(other) or not places_in(lead[0].items)  # «Kénitra : douze élèves du Sénégal»
    first = next((cue.name for sentence in lead for cue in sentence.cues if cue.name in (other, *ours)), "")
    return first == other and _count(parts, other) > _count(parts, *ours)


def _count(parts: Sequence[Sentence], *names: str) -> int:
    return sum(cue.name in names for sentence in parts for cue in sentence.cues)


@cache
def _place_names() -> dict[str, list[tuple[str, ...]]]:
    """The cities of the country by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    more = ("Fez", "Tangier", "Casa", "Marrakesh", "Ifrane", "Bouznika", "إفران", "بوزنيقة", "البيضاء", "كازا")
    names = [name for place in places().values() for name in (place.latin, place.arabic)]
    for name in (*names, *more):
        words = tuple(item.folded for item in scan(name, "en") if isinstance(item, Word))
        if words and words[0] not in _COMMON_WORDS and len(words[0]) > 2:
            found.setdefault(words[0], []).append(words)
    return found


def places_in(items: Sequence[Item]) -> dict[str, int]:
    """The cities that some items name, with the first item of each."""
    names = _place_names()
    words = [(place, item.folded) for place, item in enumerate(items) if isinstance(item, Word)]
    found: dict[str, int] = {}
    for position, (place, word) in enumerate(words):
        for form in _forms(word):
            for wanted in names.get(form, ()):
                given = [other for _, other in words[position + 1 : position + len(wanted)]]
                if given == list(wanted[1:]):
                    found.setdefault(" ".join(wanted), place)
    return {name: place for name, place in found.items() if not any(other.endswith(" " + name) for other in found)}


def _forms(word: str) -> list[str]:
    return [
        word,
        *("ال" + word[len(one) :] if "ل" in one[1:] else word[len(one) :] for one in _GLUED if word.startswith(one)),
    ]


def limited_to(sentence: Sentence, first: int, last: int, named: frozenset[str]) -> bool:
    """Whether a number is told of one place alone, where its figure is of the whole country.

    `named`: keys of the words that name the figure; a place that is part of its name limits nothing. Several places
    are a list of what was made where.
    """
    mine = places_in(sentence.items[first : last + 1])
    own = _foreign_to(mine, named)
    if mine and not own:
        return False
    if own:
        return len(own) == 1 and len(_foreign_to(places_in(sentence.items[last + 1 : last + 8]), named)) == 0
    opening = next((place for place, item in enumerate(sentence.items) if isinstance(item, Number)), 0)
    head = [place for place, item in enumerate(sentence.items[:opening]) if isinstance(item, Mark)]
    if not head or head[0] > 6:
        return False
    opened = _foreign_to(places_in(sentence.items[: head[0]]), named)
    dateline = any(isinstance(item, Mark) and item.text in "(–—" for item in sentence.items[: head[0] + 8])
    return len(opened) == 1 and not dateline


def scopes(parts: Sequence[Sentence]) -> list[str]:
    """For each sentence the city whose police alone it tells of, empty where it tells of the whole country.

    «La préfecture de police de Marrakech», "Oujda police": what follows in the paragraph goes on about it, and the
    whole text where it begins so, until a sentence names the service.
    """
    found: list[str] = []
    paragraph, current, whole, told = -1, "", "", 0
    for sentence in parts:
        if sentence.paragraph != paragraph:
            current = whole
        paragraph = sentence.paragraph
        local = _local_city(sentence)
        if local:
            current = local
            whole = local if told < LEAD else whole
        elif sentence.has("service", "nationwide"):
            current = whole = ""
        told += bool(sentence.items)
        found.append(current)
    return found


def _local_city(sentence: Sentence) -> str:
    """The city whose police a sentence names."""
    towns = places_in(sentence.items)
    for cue in sentence.cues:
        for name, place in towns.items():
            if cue.name == "local" and 0 < place - cue.last <= 3 and _only_words(sentence, cue.last + 1, place):
                return name
    if sentence.has("service", "nationwide"):
        return ""
    for cue in sentence.cues:
        for name, place in towns.items():
            if cue.name in ("police", "city_of") and _next_to(sentence, cue.first, cue.last, place):
                return name
    return next(iter(towns)) if sentence.has("local") and len(towns) == 1 else ""


def _next_to(sentence: Sentence, first: int, last: int, place: int) -> bool:
    """Whether a town stands right beside a word: «police de Fès», "Oujda police", «أمن فاس»."""
    between = sentence.items[last + 1 : place]
    led = len(between) == 1 and isinstance(between[0], Word) and between[0].folded in ("de", "d", "in", "of")
    return place == last + 1 or (place > last and led) or place == first - 1


def _only_words(sentence: Sentence, first: int, last: int) -> bool:
    return all(isinstance(item, Word) and (item.stop or len(item.folded) < 4) for item in sentence.items[first:last])


def scoped(city: str, named: frozenset[str]) -> bool:
    """Whether a figure isn't of a city, so that what is told of it alone isn't the figure."""
    return bool(city) and bool(_foreign_to({city: 0}, named))


def _foreign_to(found: dict[str, int], named: frozenset[str]) -> dict[str, int]:
    return {name: place for name, place in found.items() if not any(_is(name, key) for key in named)}


def _is(name: str, key: str) -> bool:
    """Whether a key of a figure's names is a word of a place."""
    return any(key == stem_of(word, language) for word in name.split() for language in LANGUAGES)
