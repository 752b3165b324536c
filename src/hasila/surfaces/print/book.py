"""A register as a book: landscape pages with ruled columns, one entry below the other, visas at the end.

It prints what it is given, in one language. A cell is a list of lines, each said as `bilingual.said` says it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hasila.surfaces.formats import direction, language
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.preparing import Paper
from hasila.surfaces.print.sheet import DEMO_LINE, DEMO_MARK, WORDS, is_demo

EMPTY = _("No entry in this period.")
VISA = _("Visa of the public prosecution")
Line = Any
"""What stands on one line of a cell; a pair with True is printed strong."""


@dataclass(frozen=True)
class Ruled:
    """A column: its head, and its share of the width."""

    label: Any
    share: float


@dataclass(frozen=True)
class Book:
    """What a register prints.

    Attributes:
        title, place, period: the head of each page. columns: of the table. rows: for each entry a list of lines for
            each column. visas: lines of the visas given. notes: small print at the end.
    """

    title: Any
    place: Any
    period: Any
    columns: Sequence[Ruled]
    rows: Sequence[Sequence[Sequence[Line]]]
    visas: Sequence[Any] = ()
    notes: Sequence[Any] = field(default_factory=list)


def paper_of_book(
    book: Book, name: str, sources: Iterable[UUID], *, made_at: datetime.datetime, lang: str | None = None
) -> Paper:
    """What a register prints, before it is typeset: a long one takes seconds.

    Args:
        name: what names the register, its place and its period; the same for each edition of it. sources: its entries.
    """
    lang = language(lang)
    about = UUID(bytes=sha256(f"{name}/{lang}".encode()).digest()[:16], version=5)
    with override(lang):
        return Paper(about, "book", "book", pages(book, lang), made_at, frozenset(sources))


def pages(book: Book, lang: str) -> dict[str, Any]:
    """The data of the template ``book``."""
    words = {"kingdom": WORDS["kingdom"], "directorate": WORDS["directorate"], "empty": EMPTY, "visa": VISA}
    return {
        "lang": lang,
        "words": {name: said(word, lang) for name, word in words.items()},
        "title": said(book.title, lang),
        "place": said(book.place, lang),
        "period": said(book.period, lang),
        "columns": [{"label": said(column.label, lang), "share": column.share} for column in book.columns],
        "rows": [[[_line(line, lang) for line in cell] for cell in row] for row in book.rows],
        "visas": [_line(visa, lang) for visa in book.visas],
        "notes": [_line(note, lang) for note in book.notes],
        "demo": {"mark": said(DEMO_MARK, lang), "line": said(DEMO_LINE, lang)} if is_demo() else None,
    }


def _line(line: Line, lang: str) -> dict[str, Any]:
    strong = isinstance(line, tuple)
    text = said(line[0] if strong else line, lang)
    return {"text": text, "dir": direction(text), "strong": strong}
