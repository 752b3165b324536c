"""A text as tokens that know their place: words in folded form, runs of digits, signs, and addresses of the web."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from hasila.plain.quantities.lexicon import folded, word_set

_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed"
# Superscripts, circled and Roman number signs count as letters for `\w`; here they are signs.
_SIGNS = "\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u209c\u2150-\u218b\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
_LETTER = rf"[^\W\d_{_SIGNS}]"
# Every alternative consumes what it looked at, so that the whole is read once.
_TOKEN = re.compile(
    rf"(?P<a>(?:https?://|www\.)\S{{1,2000}})|(?P<d>\d+)"
    rf"|(?P<w>{_LETTER}(?:[{_MARKS}{_INVISIBLE}]{{0,8}}{_LETTER})*[{_MARKS}]{{0,8}})|(?P<s>[^\s{_INVISIBLE}])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(f"[{_INVISIBLE}]+")
_UNCOUNTED = re.compile(f"[{_INVISIBLE}{_MARKS}\u0640]")
_LONGEST = 40

WORD, DIGITS, SIGN, ADDRESS, END = "w", "d", "s", "a", ""
GLUED, ONE_BLANK, BLANKS, NEW_LINE, NEW_PARAGRAPH = range(5)
HYPHENS = frozenset("-‐‑–—")
QUOTES = frozenset("'’ʼ`´")


@dataclass(slots=True)
class Token:
    """A piece of the text; `gap` says what lies between the token before and this one."""

    kind: str
    text: str
    start: int
    end: int
    gap: int
    arabic: bool = False


@dataclass(slots=True)
class Scan:
    """A text with its tokens, closed by tokens that match nothing, and the language of its Latin words."""

    source: str
    tokens: list[Token]
    latin: str

    def raw(self, index: int) -> str:
        token = self.tokens[index]
        return self.source[token.start : token.end]

    def inside(self, index: int, letters: int) -> int:
        """Where in the source a word goes on after its first letters, whatever marks stand between them."""
        token = self.tokens[index]
        place = token.start
        while letters and place < token.end:
            letters -= not _UNCOUNTED.match(self.source[place])
            place += 1
        while letters == 0 and place < token.end and _UNCOUNTED.match(self.source[place]):
            place += 1
        return min(place, token.end - 1) if token.end > token.start else token.start


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return folded(word)


def _gap(between: str) -> int:
    if not between:
        return GLUED
    if between in " \u00a0\u202f":
        return ONE_BLANK
    between = _UNSEEN.sub("", between)
    if len(between) < 2 and between not in ("\n", "\r"):
        return min(len(between), ONE_BLANK)
    lines = len(between.splitlines()) - (not between.endswith(("\n", "\r", "\u2028", "\u2029")))
    return (BLANKS, NEW_LINE, NEW_PARAGRAPH)[min(lines, 2)]


def tokens(source: str) -> list[Token]:
    """The tokens of a text, with eight at the end that match nothing."""
    found: list[Token] = []
    before = 0
    for match in _TOKEN.finditer(source):
        kind, (start, end) = str(match.lastgroup), match.span()
        raw = match.group()
        text, arabic = raw, False
        if kind == WORD:
            arabic = "\u0600" <= raw[0] <= "\u08ff" or "\ufb50" <= raw[0] <= "\ufefe"
            text = _folded(raw) if len(raw) <= _LONGEST else ""
        found.append(Token(kind, text, start, end, _gap(source[before:start]) if found else NEW_PARAGRAPH, arabic))
        before = end
    found.extend(Token(END, "", len(source), len(source), NEW_PARAGRAPH) for _ in range(8))
    return found


_FRENCH = word_set(
    """
    le la les des de du et un une en dans pour sur par au aux que qui est sont avec ont été ce cette ces
    son sa ses leur plus dont cours entre contre selon ainsi lors vers il elle ils y d l jusqu soit
    environ quelque moins deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze
    seize vingt trente quarante cinquante soixante cents mille milliard milliards près
    """
)
_ENGLISH = word_set(
    """
    the of and in to for an with by from at that which was were is are has have had its their this as
    more than over during between against said some about nearly up two three four five seven eight nine
    ten eleven twelve twenty thirty forty fifty sixty seventy eighty ninety hundred thousand billion per
    there
    """
)


def latin_language(words: list[Token]) -> str:
    """French or English, whichever has more of its little words among the first of a text; "" where none is known."""
    french = english = 0
    for token in words[:5000]:
        if token.kind == WORD and not token.arabic:
            french += token.text in _FRENCH
            english += token.text in _ENGLISH
    return "" if french == english else "fr" if french > english else "en"


def scan(source: str, language: str = "") -> Scan:
    """The text in tokens. A language told beforehand is trusted where it is one of the Latin script."""
    found = tokens(source)
    return Scan(source, found, language if language in ("fr", "en") else latin_language(found))
