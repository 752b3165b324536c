"""A text as sentences: their words, marks and numbers in order, and the cues that stand in them.

A cue is a word or two that say how a number is meant: that something fell, that it is set against another year, that
a part is told of a whole (`data/cues.csv`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from hasila.modules.communication.checker.words import Mark, Word, scan, table
from hasila.plain.quantities import Quantity
from hasila.plain.texts import fold

_END = re.compile(r"\n+|(?<=[.!?؟…])[\"»”’)]*[ \t\u00a0]+(?=[^\s])|(?<=[؟!])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"'’])(?:[^\W\d_]{1,2}|déc|janv|févr|sept|oct|nov|art|env|nb|vol|approx|mr|mrs|dr|st|jan|feb|mar|apr|aug|dec)\.$",
    re.I,
)
_GLUED = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "وب", "ول", "و", "ف", "ب", "ل")


@dataclass(frozen=True, slots=True)
class Number:
    """The place of a quantity in a sentence: its index among the quantities of the text."""

    index: int
    start: int
    end: int


MOST_NUMBERS, MOST_LETTERS = 40, 4000
SHORT = 9
"""Words of a line of a list, at most."""
Item = Word | Mark | Number


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue with the items that it takes up."""

    name: str
    first: int
    last: int


@dataclass
class Sentence:
    """A sentence.

    Attributes:
        paragraph: number of its line of text. items: in order. cues: in order. keys: of its words.
        places: item index of each number, by its index among the quantities.
    """

    start: int
    end: int
    paragraph: int
    items: list[Item]
    cues: list[Cue]
    keys: dict[str, list[int]] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    @property
    def short(self) -> bool:
        """Whether it may be a line of a list."""
        return sum(isinstance(item, Word) for item in self.items) <= SHORT

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        last = self.items[-1] if self.items else None
        return isinstance(last, Mark) and last.text in "?؟"

    def has(self, *names: str) -> bool:
        """Whether a cue of one of these names stands in it."""
        return any(cue.name in names for cue in self.cues)

    def between(self, first: int, last: int, *names: str) -> list[Cue]:
        """The cues of these names that lie within some items."""
        return [cue for cue in self.cues if cue.name in names and cue.first >= first and cue.last <= last]


def sentences(text: str, language: str, quantities: Sequence[Quantity]) -> list[Sentence]:
    """The sentences of a text; a line ends one, a number or an abbreviation doesn't."""
    found, begun, paragraph, position = [], 0, 0, 0
    for end, following, new_line in [*_ends(text, quantities), (len(text), len(text), True)]:
        if text[begun:end].strip():
            inside = []
            while position < len(quantities) and quantities[position].start < end:
                inside.append((position, quantities[position]))
                position += 1
            for first, last, part in _pieces(begun, end, inside):
                found.append(_sentence(text, language, first, last, paragraph, part))
        begun, paragraph = following, paragraph + new_line
    return found


def _pieces(
    begun: int, end: int, inside: list[tuple[int, Quantity]]
) -> list[tuple[int, int, list[tuple[int, Quantity]]]]:
    """A sentence in pieces that no reader would lose the thread of: of so many numbers, and so long, at most."""
    found: list[tuple[int, int, list[tuple[int, Quantity]]]] = []
    held: list[tuple[int, Quantity]] = []
    first = begun
    for index, quantity in inside:
        if held and (len(held) >= MOST_NUMBERS or quantity.end - first > MOST_LETTERS):
            found.append((first, quantity.start, held))
            first, held = quantity.start, []
        held.append((index, quantity))
    while end - first > MOST_LETTERS and not held:
        found.append((first, first + MOST_LETTERS, held))
        first += MOST_LETTERS
    return [*found, (first, end, held)]


def _ends(text: str, quantities: Sequence[Quantity]) -> list[tuple[int, int, bool]]:
    found, position = [], 0
    for match in _END.finditer(text):
        new_line = "\n" in match.group()
        while position < len(quantities) and quantities[position].end <= match.start():
            position += 1
        inside = position < len(quantities) and quantities[position].start < match.start()
        if not new_line and text[max(0, match.start() - 2) : match.start()] == "..":
            continue  # the leader dots of a table
        if inside or (not new_line and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start())):
            continue
        found.append((match.start(), match.end(), new_line))
    return found


def _sentence(
    text: str, language: str, start: int, end: int, paragraph: int, inside: list[tuple[int, Quantity]]
) -> Sentence:
    items: list[Item] = []
    begun = start
    places = {}
    for index, quantity in inside:
        if quantity.kind == "name":
            continue  # its letters and digits are a word, «K9»
        items += scan(text, language, begun, quantity.start)
        places[index] = len(items)
        items.append(Number(index, quantity.start, quantity.end))
        if quantity.kind == "dual":
            items += [item for item in scan(text, language, quantity.start, quantity.end) if isinstance(item, Word)]
        elif quantity.kind in ("ordinal", "fraction", "definite"):
            inner = [word for word in scan(text, language, quantity.start, quantity.end) if isinstance(word, Word)]
            told = quantity.kind == "fraction"  # «the first half of the school year»
            items += inner if told else [replace(word, keys=frozenset(), stop=True) for word in inner]
        begun = max(begun, quantity.end)
    items += scan(text, language, begun, end)
    keys: dict[str, list[int]] = {}
    for place, item in enumerate(items):
        if isinstance(item, Word):
            for key in item.keys:
                keys.setdefault(key, []).append(place)
    return Sentence(start, end, paragraph, items, find_cues(items, language), keys, places)


@cache
def _phrases(language: str) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The cues of a language by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in table("cues.csv"):
        if row["language"] == language:
            for phrase in row["words"].split(";"):
                words = tuple(item.folded for item in scan(phrase, language) if isinstance(item, Word))
                found.setdefault(words[0], []).append((words, row["cue"]))
    for phrases in found.values():
        phrases.sort(key=lambda one: -len(one[0]))
    return found


@cache
def cue_words(name: str, language: str) -> frozenset[str]:
    """The folded words of a cue that are a word alone."""
    return frozenset(
        fold(phrase.strip())
        for row in table("cues.csv")
        if row["cue"] == name and row["language"] == language
        for phrase in row["words"].split(";")
        if " " not in phrase.strip()
    )


def find_cues(items: Sequence[Item], language: str) -> list[Cue]:
    """The cues that stand in some items; one word may be two cues, a longer phrase of a cue hides a shorter."""
    phrases = _phrases(language)
    words = [(place, item.folded) for place, item in enumerate(items) if isinstance(item, Word)]
    found: list[Cue] = []
    taken: dict[str, int] = {}
    for position, (place, word) in enumerate(words):
        for form in _forms(word, language):
            for wanted, name in phrases.get(form, ()):
                if taken.get(name, -1) >= place or position + len(wanted) > len(words):
                    continue
                rest = words[position + 1 : position + len(wanted)]
                if all(other in _forms(given, language) for other, (_, given) in zip(wanted[1:], rest, strict=True)):
                    last = rest[-1][0] if rest else place
                    if last - place <= len(wanted) + 1:
                        found.append(Cue(name, place, last))
                        taken[name] = last
    return found


@lru_cache(maxsize=20_000)
def _forms(word: str, language: str) -> tuple[str, ...]:
    """A word and what it is without glued letters, with its article and without."""
    if language != "ar":
        return (word,)
    found = [word]
    for glued in _GLUED:
        rest = word[len(glued) :]
        if word.startswith(glued) and len(rest) > 2:
            found += [rest, "ال" + rest] if glued.endswith("ل") and len(glued) > 1 else [rest]
    return tuple(found)
