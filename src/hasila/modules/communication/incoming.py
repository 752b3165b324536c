"""What comes in to be checked on the page: pasted or uploaded, as text or as a saved page.

The checker's own intake says what can be read; here stands what the page asks beyond that.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.communication.checker.intake import document_of
from hasila.modules.communication.checker.markup import unmarked
from hasila.surfaces.formats import without_controls

MOST = 1024 * 1024
"""Bytes of an uploaded file."""
LONGEST = 100_000
"""Characters of an article: a newspaper's whole page has a third of that."""


def two_texts() -> Refusal:
    """The refusal of a paste beside a file."""
    return Refusal(
        "communication.two_texts",
        _("A text was pasted and a file was chosen."),
        field="text",
        remedy=_("Check one of them; empty the other."),
        status=422,
    )


def too_long() -> Refusal:
    """The refusal of what is no single article."""
    return Refusal(
        "communication.too_long",
        _("The text is longer than %(most)s characters."),
        remedy=_("Check one article at a time."),
        status=413,
        most=f"{LONGEST:,}",
    )


def text_of(pasted: str, sent: Any) -> tuple[str, str]:
    """The text to be checked, as a reader sees it, and its language.

    Args:
        pasted: what was typed or pasted. sent: the uploaded file, None where there is none.

    Raises:
        Refused: there is nothing, both, too much of it, or something that is no text in a language that is read.
    """
    if sent and pasted.strip():
        raise Refused(two_texts())
    if sent and sent.size > MOST:
        raise Refused(too_long())
    document = document_of(sent.read() if sent else pasted)
    if isinstance(document, Refusal):
        raise Refused(document)
    shown = unmarked(document.text).text
    text = without_controls(shown.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(text) > LONGEST:
        raise Refused(too_long())
    return text, document.language
