"""Searching a register on any surface: as the words were typed, and by the sound of a name where records have one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hasila.institution.sounding import is_sounded, searches
from hasila.kernel import registers
from hasila.kernel.registers import PAGE, Page


def _texts(rows: QuerySet, words: str) -> list[str]:
    """What is searched for: the words themselves, then the ways to hear them."""
    return [words, *(searches(words) if is_sounded(rows.model) else ())]


def page(
    rows: QuerySet, *, words: str = "", after: str | None = None, before: str | None = None, size: int = PAGE
) -> Page:
    """A keyset page like `registers.page`, of all that is found in any of the ways.

    Raises:
        ValueError: a key that is not an identifier.
    """
    texts = _texts(rows, words)
    found = [registers.page(rows, words=text, after=after, before=before, size=size) for text in texts]
    if len(found) == 1:
        return found[0]
    merged: dict[Any, Any] = {row.id: row for one in found for row in one.rows}
    some = sorted(merged.values(), key=lambda row: row.id, reverse=True)
    newer, more = before is not None, len(some) > size
    some = some[-size:] if newer else some[:size]
    if not some:
        return Page([], None, None)
    older_left = newer or more or any(one.next for one in found)
    newer_left = (more or any(one.previous for one in found)) if newer else after is not None
    return Page(some, str(some[-1].id) if older_left else None, str(some[0].id) if newer_left else None)


def search(rows: QuerySet, words: str) -> QuerySet:
    """All rows that are found in any of the ways, for an export."""
    if not words.strip():
        return rows
    hits = {hit for text in _texts(rows, words) for hit in registers.found(rows, text)}
    return rows.filter(pk__in=hits)
