"""What comes in: a file or a paste in any encoding becomes text, or is refused with what would help."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal
from hasila.modules.communication.checker.language import language_of
from hasila.modules.communication.checker.markup import unmarked

MOST = 1_000_000
"""Bytes of a file, and code points of a text: an article has some thousands."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{3,30})", re.I)
_BINARY = (
    (b"%PDF", "pdf"), (b"PK\x03\x04", "document"), (b"\xd0\xcf\x11\xe0", "document"), (b"{\\rtf", "document"),
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"RIFF", "picture"),
    (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf", "archive"), (b"Rar!", "archive"), (b"\x7fELF", "program"),
)  # fmt: skip
_NATIVE = re.compile(r"[\u0621-\u064a]")
_FRENCH = re.compile(r"[a-z][éèêàçùôîïâûëœÉÈÀÇ]|[éèêàçùôîïâûëœÉÈÀÇ][a-z]")


@dataclass(frozen=True)
class Document:
    """A text that came in. `encoding`: as it was read; empty for a text that was pasted."""

    text: str
    language: str
    encoding: str = ""


EMPTY = Refusal(
    "claims.empty", _("There is no text to read."), remedy=_("Paste the article, or give a file that holds it.")
)
TOO_LARGE = Refusal(
    "claims.too_large", _("The text is longer than a million characters."), remedy=_("Give one article at a time.")
)
PDF = Refusal(
    "claims.pdf", _("This is a PDF; the checker reads text."),
    remedy=_("Copy its text and paste it, or save it as text. A scanned page must first be typed or recognised."),
)  # fmt: skip
NOT_TEXT = Refusal(
    "claims.not_text", _("This file is no text: a picture, an archive or a word processor's document."),
    remedy=_("Save it as text (UTF-8) or as a web page, or paste what it says."),
)  # fmt: skip
UNREAD = Refusal(
    "claims.language", _("The text is in a language that the checker doesn't read."),
    remedy=_("It reads Arabic, French and English."),
)  # fmt: skip


def document_of(content: bytes | str) -> Document | Refusal:
    """The text of what came in, with its language, or why it can't be read."""
    if isinstance(content, bytes):
        refusal = _unreadable(content)
        if refusal is not None:
            return refusal
        text, encoding = decoded(content)
    else:
        text, encoding = content, ""
    if len(text) > MOST:
        return TOO_LARGE
    shown = unmarked(text).text
    if not any(letter.isalnum() for letter in shown):
        return EMPTY
    language = language_of(shown)
    return Document(text, language, encoding) if language else UNREAD


def _unreadable(content: bytes) -> Refusal | None:
    head = content.lstrip()[:8]
    kind = next((kind for mark, kind in _BINARY if head.startswith(mark)), "")
    if kind:
        return PDF if kind == "pdf" else NOT_TEXT
    if not content.strip(b"\0 \t\r\n"):
        return EMPTY
    if len(content) > 4 * MOST:
        return TOO_LARGE
    looked = content[:4000]
    wide = any(looked.startswith(mark) for mark, _encoding in _BOMS) or _is_wide(looked)
    controls = sum(byte < 9 or 13 < byte < 32 for byte in looked)
    return NOT_TEXT if not wide and controls * 20 > len(looked) else None


def _is_wide(content: bytes) -> str:
    """The order of UTF-16 without a mark, by where its noughts and its Arabic page stand; empty where it is none."""
    if len(content) < 8:
        return ""
    even, odd = content[0::2], content[1::2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        share = sum(byte in (0x00, 0x06) for byte in high) / len(high)
        if share > 0.9 and sum(byte == 0 for byte in low) < len(low) / 20:
            return name
    return ""


def decoded(content: bytes) -> tuple[str, str]:
    """The text of some bytes and the encoding it was read in; what no encoding gives is replaced, nothing fails."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding
    wide = _is_wide(content[:4000])
    if wide:
        return content.decode(wide, "replace"), wide
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _by_letters(content)


def _by_letters(content: bytes) -> tuple[str, str]:
    """A single-byte page: the one declared where it is one we know, else Windows-1256 or 1252 by what it makes."""
    declared = _DECLARED.search(content[:2048])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in ("windows-1256", "iso-8859-6", "windows-1252", "iso-8859-1", "iso-8859-15", "macroman"):
        return content.decode(name, "replace"), name
    arabic, latin = content.decode("cp1256", "replace"), content.decode("cp1252", "replace")
    letters = len(_NATIVE.findall(arabic[:20_000]))
    french = len(_FRENCH.findall(latin[:20_000]))
    plain = sum(letter.isascii() and letter.isalpha() for letter in latin[:20_000])
    if letters > plain or (letters > 3 * french and letters > plain / 3):
        return arabic, "windows-1256"
    return latin, "windows-1252"
