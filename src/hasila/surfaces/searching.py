"""Searching a register on any surface: as the words were typed, and by the sound of a name where records have one."""

from __future__ import annotations

from django.db.models import QuerySet

from hasila.institution.sounding import is_sounded, searches
from hasila.kernel import registers
from hasila.kernel.registers import PAGE, Page


def _ways(rows: QuerySet, words: str) -> list[str]:
    """What is searched for: the words themselves, then the ways to hear them."""
    return [words, *(searches(words) if words.strip() and is_sounded(rows.model) else ())]


def page(
    rows: QuerySet, *, words: str = "", after: str | None = None, before: str | None = None, size: int = PAGE
) -> Page:
    """A keyset page like `registers.page`, of all that is found in any of the ways.

    Raises:
        ValueError: a key that is not an identifier.
    """
    return registers.page(rows, words=_ways(rows, words), after=after, before=before, size=size)


def search(rows: QuerySet, words: str) -> QuerySet:
    """All rows that are found in any of the ways, for an export."""
    return registers.search(rows, _ways(rows, words))
