"""What comes in to be checked: pasted or uploaded, as text or as a saved page, in whatever encoding. What can't be read
is refused in words that say what to do instead.
"""

from __future__ import annotations

import codecs
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.communication.checker.language import language_of
from hasila.modules.communication.checker.markup import unmarked
from hasila.surfaces.formats import without_controls

MOST = 1024 * 1024
"""Bytes of an uploaded file, and of what is pasted."""
LONGEST = 100_000
"""Characters of an article: a newspaper's whole page has a third of that."""
_BINARY = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
)
_PAGE = _("Copy the text out of the page and paste it here, or save the page as text or as HTML.")


def _refuse(code: str, message: Any, *, field: str, remedy: Any = None, status: int = 422, **params: Any) -> Refused:
    return Refused(Refusal(code, message, field=field, remedy=remedy, status=status, **params))


def text_of(pasted: str, sent: Any) -> tuple[str, str]:
    """The text to be checked and its language.

    Args:
        pasted: what was typed or pasted. sent: the uploaded file, None where there is none.

    Raises:
        Refused: there is nothing, both, too much of it, or something that is no text in a language that is read.
    """
    field = "file" if sent else "text"
    if sent and pasted.strip():
        raise _refuse(
            "communication.two_texts",
            _("A text was pasted and a file was chosen."),
            field="text",
            remedy=_("Check one of them; empty the other."),
        )
    if not sent and not pasted.strip():
        raise _refuse(
            "communication.no_text",
            _("There is no text to check."),
            field="text",
            remedy=_("Paste the article, or choose its file."),
        )
    if sent and sent.size > MOST:
        raise _too_long(field)
    raw = _decoded(sent.read()) if sent else pasted
    if len(raw) > MOST:
        raise _too_long(field)
    text = without_controls(unmarked(raw).text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise _refuse(
            "communication.empty_file",
            _("No text was found in it."),
            field=field,
            remedy=_PAGE,
        )
    if len(text) > LONGEST:
        raise _too_long(field)
    language = language_of(text)
    if not language:
        raise _refuse(
            "communication.language",
            _("Articles are read in Arabic, French and English; this text seems to be in none of them."),
            field=field,
            remedy=_("Check a translation, and say that it is one."),
        )
    return text, language


def _too_long(field: str) -> Refused:
    return _refuse(
        "communication.too_long",
        _("The text is longer than %(most)s characters."),
        field=field,
        remedy=_("Check one article at a time."),
        status=413,
        most=LONGEST,
    )


def _decoded(content: bytes) -> str:
    """The text of a file, by its mark, its zeros or the bytes that are in it; else Windows-1256.

    Raises:
        Refused: it is empty, a PDF, or no text.
    """
    if not content.strip():
        raise _refuse("communication.empty_file", _("No text was found in it."), field="file", remedy=_PAGE)
    if content.lstrip()[:5] == b"%PDF-":
        raise _refuse(
            "communication.pdf",
            _("This is a PDF: its lines and numbers can't be taken out of it without mistakes."),
            field="file",
            remedy=_PAGE,
            status=415,
        )
    if content.startswith(codecs.BOM_UTF8):
        return content.decode("utf-8-sig", errors="replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if content.startswith(_BINARY) or b"\0" in content:
        raise _refuse(
            "communication.no_text_file",
            _("This file is no text."),
            field="file",
            remedy=_PAGE,
            status=415,
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1256", errors="replace")
