"""The answer to whoever asks for a paper: the paper, or a page that says that it is being made and offers it then."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hasila.surfaces.print.preparing import Paper, Waiting, had
from hasila.surfaces.sending import as_pdf

LOOK = 3
"""Seconds between two looks of a page that waits: within what a person may ask of papers (`surfaces.limits`)."""


def give(
    request: HttpRequest, paper: Paper, name: str, *, read: Callable[[], None], back: str = "", label: object = ""
) -> HttpResponse:
    """Gives a paper to somebody who may have it.

    A long one that isn't made yet is asked for, and a page stands for it at the same address. With scripts its panel
    looks again and then offers the paper; without, the page loads again and becomes it.

    Args:
        name: of the file, without its ending. read: keeps that it is read; called where the paper itself is given, and
            nowhere else. back: address of the page of its record. label: what it is called.

    Raises:
        Refused: by `read`; then nothing is given.
        PrintError: a short one can't be typeset.
    """
    found = had(paper)
    panel = request.headers.get("HX-Request") == "true"
    if isinstance(found, bytes) and not panel:
        read()
        return as_pdf(found, name)
    waiting = found if isinstance(found, Waiting) else None
    context = {"waiting": waiting, "url": request.get_full_path(), "look": LOOK, "back": back, "label": label}
    template = "print/_preparing.html" if panel else "print/preparing.html"
    answer = render(request, template, context, status=200 if panel else 202)
    answer["Cache-Control"] = "private, no-store"
    return answer
