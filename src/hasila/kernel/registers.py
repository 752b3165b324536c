"""Registers: ordered, filtered, numbered views of records (ISO 15489), read by keyset pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from hasila.kernel.texts import tsquery

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


def search(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose search text holds every word of the text (folded; each may be only begun)."""
    query = tsquery(text)
    if not query:
        return rows.none() if text.strip() else rows
    return rows.filter(search=SearchQuery(query, config="simple", search_type="raw"))


def narrow(procedure: type[Procedure], rows: QuerySet, chosen: dict[str, Any]) -> QuerySet:
    """Applies declared filters; unknown names and empty values are left out."""
    for name, value in chosen.items():
        if value in (None, "") or name not in procedure.register.filters:
            continue
        rows = rows.filter(**{name: value})
    return rows


def page(rows: QuerySet, *, after: str | None = None, before: str | None = None, size: int = PAGE) -> Page:
    """A keyset page, newest first (identifiers carry the time of opening).

    Args:
        rows: a filtered queryset. after, before: a neighbour's key as `Page` gives it. size: rows on a page.

    Raises:
        ValueError: a key that is not an identifier.
    """
    rows = rows.order_by("-id")
    if before is not None:
        found = list(rows.filter(id__gt=UUID(before)).order_by("id")[: size + 1])
        more, found = len(found) > size, found[:size][::-1]
        return Page(found, str(found[-1].id) if found else None, str(found[0].id) if found and more else None)
    if after is not None:
        rows = rows.filter(id__lt=UUID(after))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    return Page(found, str(found[-1].id) if more else None, str(found[0].id) if found and after else None)
