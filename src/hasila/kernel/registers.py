"""Registers: ordered, filtered, numbered views of records (ISO 15489), read by keyset pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField

from hasila.plain.remembered import among
from hasila.plain.texts import tsquery

if TYPE_CHECKING:
    from hasila.kernel.procedures import Procedure

PAGE = 50


@dataclass(frozen=True)
class Register:
    """How a procedure's records are listed.

    Attributes:
        columns: fields shown, in order. filters: fields offered as filters.
    """

    columns: tuple[str, ...] | list[str] = ("reference", "unit", "state", "opened_at")
    filters: tuple[str, ...] | list[str] = ("state", "unit")


@dataclass(frozen=True)
class Page:
    """One page of a register: its rows and the keys of the neighbours (None at an end)."""

    rows: list[Any]
    next: str | None
    previous: str | None


FIND = 200, 5_000  # how many hits of a search are looked through at a time: few first, then many


Words = str | Sequence[str]  # words that must all stand there, or several ways to say it of which one is enough


def found(
    rows: QuerySet, words: Words, *, after: UUID | None = None, before: UUID | None = None, most: int = 0
) -> list:
    """Identifiers of the records whose search text holds every word (folded; only begun where a star follows) of one
    way, among those that the reader may see: newest first, or oldest first from `before` on; `most` of them, 0 for all.

    It asks a function of the database, since row security would take the full-text index away.
    """
    ways = [words] if isinstance(words, str) else words
    asked = [way for way in map(tsquery, ways) if way]
    if not asked:
        return []
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(f"hasila_find_{rows.model._meta.db_table}")
        cursor.execute(f"SELECT {name}(%s::tsquery[], %s, %s, %s)", [asked, after, before, most or None])
        return [row[0] for row in cursor.fetchall()]


def _sift(rows: QuerySet, words: Words, size: int, bound: UUID | None, *, newer: bool) -> list[Any]:
    """So many of the rows that a search finds, going from hit to hit until enough pass the filters."""
    order = "id" if newer else "-id"
    passed: list[Any] = []
    most = FIND[0]
    while True:
        hits = found(rows, words, most=most, **({"before": bound} if newer else {"after": bound}))
        passed += rows.filter(among("id", hits, UUIDField)).order_by(order)[: size - len(passed)] if hits else []
        if len(hits) < most or len(passed) >= size:
            return passed
        bound, most = hits[-1], FIND[1]


def narrow(procedure: type[Procedure], rows: QuerySet, chosen: dict[str, Any]) -> QuerySet:
    """Applies declared filters; unknown names and empty values are left out."""
    for name, value in chosen.items():
        if value in (None, "") or name not in procedure.register.filters:
            continue
        rows = rows.filter(**{name: value})
    return rows


def page(
    rows: QuerySet, *, words: Words = "", after: str | None = None, before: str | None = None, size: int = PAGE
) -> Page:
    """A keyset page, newest first (identifiers carry the time of opening).

    Args:
        rows: a filtered queryset. words: what is searched for; empty for no search. after, before: a neighbour's key
        as `Page` gives it. size: rows on a page.

    Raises:
        ValueError: a key that is not an identifier.
    """
    newer, bound = before is not None, UUID(before or after) if before or after else None
    if "".join(words).strip():
        some = _sift(rows, words, size + 1, bound, newer=newer)
    else:
        bounds = {} if bound is None else {"id__gt" if newer else "id__lt": bound}
        some = list(rows.filter(**bounds).order_by("id" if newer else "-id")[: size + 1])
    more, some = len(some) > size, some[:size]
    if newer:
        some.reverse()
        return Page(some, str(some[-1].id) if some else None, str(some[0].id) if some and more else None)
    return Page(some, str(some[-1].id) if more else None, str(some[0].id) if some and after else None)
