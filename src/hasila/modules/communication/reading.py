"""A checked text as pages show it: its paragraphs with the claims in their places, and the claims in a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hasila.institution.figures.register import Register
from hasila.modules.communication.checker import Claim, Verdict, check

SIGNS = {Verdict.CONFIRMED: "✓", Verdict.CONTRADICTED: "✗", Verdict.UNKNOWN: "?"}
LABELS = {
    Verdict.CONFIRMED: _("Confirmed"),
    Verdict.CONTRADICTED: _("Contradicted"),
    Verdict.UNKNOWN: _("Unknown"),
}
TONES = {Verdict.CONFIRMED: "good", Verdict.CONTRADICTED: "bad", Verdict.UNKNOWN: "final"}
_ENDS = re.compile(r"(?<=[.!?؟…])\s+|\n+")
LONGEST = 600
"""Characters of a quotation; a sentence that is longer is cut around its claim."""


@dataclass(frozen=True)
class Read:
    """What a reading of a text came to."""

    claims: tuple[Claim, ...]

    def at(self, place: str) -> Claim | None:
        """The claim that begins at a place of the text, as addresses name it."""
        return next((claim for claim in self.claims if str(claim.start) == place), None)

    @property
    def contradicted(self) -> list[Claim]:
        """Those that the register contradicts."""
        return [claim for claim in self.claims if claim.verdict == Verdict.CONTRADICTED]

    def count(self, verdict: Verdict) -> int:
        """How many have this verdict."""
        return sum(claim.verdict == verdict for claim in self.claims)


def read(text: str, register: Register, written: str, day: date | None) -> Read:
    """Reads a text against the register; reasons are in the active language.

    Args:
        written: the language of the text. day: on which it was published.
    """
    language = (get_language() or "ar")[:2]
    return Read(tuple(check(text, register, language, day, written=written)))


def sentence(text: str, start: int, end: int) -> str:
    """The sentence in which a span stands, as a quotation."""
    begins = [0, *(match.end() for match in _ENDS.finditer(text))]
    first = max(begin for begin in begins if begin <= start)
    last = min([begin for begin in begins if begin >= end] or [len(text)])
    if last - first > LONGEST:
        first, last = max(first, start - LONGEST // 2), min(last, end + LONGEST // 2)
    return " ".join(text[first:last].split())


def paragraphs(text: str, claims: Sequence[Claim]) -> list[list[str | Claim]]:
    """The text by its lines: rows of plain pieces and claims. A claim within another is shown in the list alone."""
    marked: list[Claim] = []
    for claim in sorted(claims, key=lambda one: (one.start, -one.end)):
        if not marked or claim.start >= marked[-1].end:
            marked.append(claim)
    found = []
    begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        inside = [claim for claim in marked if begin <= claim.start and claim.end <= end]
        if line.strip():
            found.append(list(_pieces(text, begin, end, inside)))
        begin = end + 1
    return found


def _pieces(text: str, begin: int, end: int, claims: Sequence[Claim]) -> Iterator[Any]:
    for claim in claims:
        if begin < claim.start:
            yield text[begin : claim.start]
        yield claim
        begin = claim.end
    if begin < end:
        yield text[begin:end]
