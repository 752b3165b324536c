"""Bodies: names of companies and other legal persons, of which the legal form is no part that tells them apart.

The same company is SARL on its papers, ش.م.م on its sign, Société in a complaint, and nothing at all on the telephone.
A word of a form is therefore known for what it is, as a title is. Some forms are written like names (Nuno Sá, Sté of
Sainte): these are forms only at the end of a name, or Sté at its beginning, and only where one of the two names says
otherwise that it is a body's.

The forms stand in ``data/legal_forms.csv``: those of Moroccan law (17-95, 5-96, 13-97, 112-12) and the usual ones of
other countries after ISO 20275, each with the kind of body that it makes.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from hasila.institution.names.letters import words

FORMS = Path(__file__).parent.parent / "data" / "legal_forms.csv"
ABBREVIATED = range(2, 6)
"""Letters of a form that may be written with a full stop after each."""
LONG = 9
"""Letters from which a word of a form is known with one of them wrong: Kompany is a name, Incorporatd none."""


class Form(NamedTuple):
    """A legal form. kind: of body. length: words of it. place: where it stands, `any`, `start` or `end`. sure: whether
    no name of a person is written like it.
    """

    kind: str
    length: int
    place: str
    sure: bool


Forms = dict[tuple[str, ...], Form]


@cache
def _forms() -> tuple[Forms, int]:
    """The forms by their words in plain letters, and how many words the longest has."""
    found: Forms = {}
    with open(FORMS, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            some = tuple(words(row["form"]))
            ways = {some, tuple(word.replace("é", "e") for word in some)}
            if len(some) == 1 and len(some[0]) in ABBREVIATED:
                ways.add(tuple(some[0]))
            elif max(map(len, some)) == 1:
                ways.add(("".join(some),))
            for way in ways:  # S.A. and A/S end no name of a person
                sure = row["place"] == "any" or (row["place"] == "end" and len(way) > 1)
                found.setdefault(way, Form(row["kind"], len(way), row["place"], sure))
    return found, max(map(len, found))


@cache
def words_of_forms() -> frozenset[str]:
    """Every word that may belong to a form."""
    return frozenset(word for some in _forms()[0] for word in some if len(word) > 1)


@cache
def _long_words() -> tuple[str, ...]:
    return tuple(sorted(word for word in words_of_forms() if len(word) >= LONG))


@lru_cache(maxsize=100_000)
def of_form(word: str) -> str | None:
    """The word of a form that a word is, one letter wrong where it is long; None where it is none."""
    if word in words_of_forms():
        return word
    near = _long_words() if len(word) >= LONG else ()
    return next((one for one in near if OSA.distance(word, one, score_cutoff=1) < 2), None)


def form_at(tokens: list[str], at: int, whole: int) -> Form | None:
    """The legal form that begins at a word, the longest, in a name of `whole` words; None where there is none."""
    forms, longest = _forms()
    some = [of_form(token) or token for token in tokens[at : at + longest]]
    for end in range(at + len(some), at, -1):
        found = forms.get(tuple(some[: end - at]))
        if found is None or (found.place != "any" and whole == found.length):
            continue
        if found.place == "any" or (end == len(tokens) if found.place == "end" else not at):
            return found
    return None
