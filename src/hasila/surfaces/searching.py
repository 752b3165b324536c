"""Searching a register on any surface: as the words were typed, and by the sound of a name where records have one.

A word that is only begun costs the index the union of all words that begin so, and one that is whole nothing to speak
of. So the last word may be begun, as it may still be typed, and a name is heard whole; where nothing is found that
way, each longer word may be only begun.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from hasila.institution.sounding import MARK, is_sounded, searches
from hasila.kernel import registers
from hasila.kernel.registers import PAGE, Page
from hasila.plain.texts import begun, tokens

LEAST = 3
"""Letters of a word, or consonants of a name that is heard, that are enough to stand for all that begin so."""


def _asked(rows: QuerySet, typed: str) -> Iterator[list[str]]:
    """What to search for, one after the other until something is found: each the ways to read what was typed."""
    heard = searches(typed) if typed.strip() and is_sounded(rows.model) else []
    first = [begun(typed), *heard]
    yield first
    further = [begun(begun(typed), least=LEAST), *(begun(way, least=len(MARK) + LEAST) for way in heard)]
    if further != first:
        yield further


def unfinished(typed: str) -> list[tuple[str, str]]:
    """Words before the last that are too short to be taken for beginnings by themselves, each with the search in which
    a star says that it is only begun.
    """
    parts = re.split(r"(\s+)", typed.strip())
    found = []
    for place in range(0, len(parts) - 1, 2):
        if "*" not in parts[place] and 0 < len("".join(tokens(parts[place]))) < LEAST:
            found.append((parts[place], "".join([*parts[:place], f"{parts[place]}*", *parts[place + 1 :]])))
    return found


def page(
    rows: QuerySet, *, words: str = "", after: str | None = None, before: str | None = None, size: int = PAGE
) -> Page:
    """A keyset page like `registers.page`, of all that is found in any of the ways.

    Raises:
        ValueError: a key that is not an identifier.
    """
    for asked in _asked(rows, words):
        shown = registers.page(rows, words=asked, after=after, before=before, size=size)
        if shown.rows or not words.strip():
            break
    return shown


def search(rows: QuerySet, words: str) -> QuerySet:
    """All rows that are found in any of the ways, for an export."""
    if not words.strip():
        return rows
    ways = (rows.filter(pk__in=registers.found(rows, asked)) for asked in _asked(rows, words))
    return next((hits for hits in ways if hits.exists()), rows.none())


def found(rows: QuerySet, words: str, *, most: int) -> tuple[list[Any], list[Any]]:
    """Identifiers of records that hold the words themselves, and of those that sound like them; `most` in each way."""
    plain: list[Any] = []
    heard: list[Any] = []
    for letters, *sounds in _asked(rows, words):
        plain = registers.found(rows, letters, most=most)
        heard = [hit for way in sounds for hit in registers.found(rows, way, most=most)]
        if plain or heard:
            break
    return plain, heard
