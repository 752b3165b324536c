"""Files that are given: what somebody sent us, which may do nothing wherever it is opened, and papers of the house."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.http import content_disposition_header

SANDBOX = "default-src 'none'; img-src 'self'; style-src 'none'; frame-ancestors 'none'; sandbox"
"""The rules for a picture that somebody sent: it may do nothing, wherever it is opened."""


@dataclass(frozen=True)
class Given:
    """A file: its name, its type, which was found in the bytes themselves, and its bytes."""

    name: str
    media: str
    content: bytes


def as_sent(file: Given, *, inline: bool = False) -> HttpResponse:
    """The answer that gives a file; inline: whether the browser may show it, in a sandbox, else it is saved."""
    kind = f"{file.media}; charset=utf-8" if file.media == "text/plain" else file.media
    answer = HttpResponse(file.content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """The answer that shows a paper of the house in the browser, and leaves no copy on the way."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
