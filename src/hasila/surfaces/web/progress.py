"""Long work that the pages report on while it runs: whoever runs it registers how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

_sources: list[Callable[[], Progress | None]] = []


@dataclass(frozen=True)
class Progress:
    """How far a piece of long work is.

    Attributes:
        title, text: what is being done. done, total: in acts (total None: unknown). refused: acts refused so far.
        url: where the panel is asked for again; the web surface knows it.
    """

    title: Any
    text: Any
    done: int
    total: int | None
    refused: int = 0
    url: str = ""


def report_on(source: Callable[[], Progress | None]) -> None:
    """Adds a source that gives the progress of its work, or None while none runs."""
    if source not in _sources:
        _sources.append(source)


def current() -> Progress | None:
    """The work that runs now, or None."""
    for source in _sources:
        found = source()
        if found is not None:
            return replace(found, url=found.url or reverse("web:progress"))
    return None
