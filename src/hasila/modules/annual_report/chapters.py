"""The chapters of the report, as data (`data/chapters.csv`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hasila.institution.figures import Words, listed, words_of

HERE = "hasila.modules.annual_report"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a data file of this module."""
    return listed(HERE, name)


@dataclass(frozen=True)
class Chapter:
    """A chapter of the report.

    Attributes:
        apps: labels of the Django apps whose indicators stand in it. headlines: keys of those that open the report.
        note: what a reader must know of the chapter's published figures.
    """

    order: int
    code: str
    apps: tuple[str, ...]
    title: Words
    headlines: tuple[str, ...]
    note: Words


@cache
def chapters() -> list[Chapter]:
    """The chapters in their order."""
    found = [
        Chapter(
            order=int(r["order"]),
            code=r["code"],
            apps=tuple(r["apps"].split()),
            title=words_of(r),
            headlines=tuple(r["headlines"].split()),
            note=words_of(r, "note_"),
        )
        for r in rows("chapters.csv")
    ]
    return sorted(found, key=lambda chapter: chapter.order)
