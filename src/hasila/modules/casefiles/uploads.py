"""Files that are attached: what their own bytes say they are, and where their content lies.

The content stands in a table of its own, written in the transaction of the act that attaches it: an attachment without
its content can't exist, nor a content without its attachment. Row security lets a reader take a content only where
they may see its attachment, and the application may neither change nor delete one (`migrations`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import is_erased
from hasila.kernel.access import elevated
from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.casefiles import viruses
from hasila.modules.casefiles.kinds import Media
from hasila.plain.texts import FORBIDDEN
from hasila.surfaces.sending import Given

MOST = 10 * 1024 * 1024
"""Bytes of one attachment."""
MOST_BY_API = 8 * 1024 * 1024
"""Bytes of one that comes by the API: in base64 it is a third larger, and no request is larger than 12 MB."""
MEASURED = ("name", "media", "size", "sha256", "upload")
"""What nobody types of an attachment: the server measures it."""
ENDINGS = {".pdf": Media.PDF, ".jpg": Media.JPEG, ".jpeg": Media.JPEG, ".png": Media.PNG, ".txt": Media.TEXT}
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
"""Names in a PDF by which it runs something, or carries another file. What is compressed in it is not looked into."""


class Upload(models.Model):
    """What was sent, as the server measured it; its content lies in `casefiles_blob`."""

    id = models.UUIDField(primary_key=True, editable=False)
    media = models.CharField(max_length=16, choices=Media)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Content of an attachment")
        verbose_name_plural = _("Contents of attachments")

    def __str__(self) -> str:
        return self.sha256[:12]


@dataclass(frozen=True)
class Sent:
    """A file that was looked at and may be kept."""

    name: str
    media: Media
    content: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


def _refuse(refusal: Refusal) -> Refused:
    return Refused(refusal)


def too_large() -> Refusal:
    """The refusal of a file beyond the limit."""
    return Refusal(
        "casefiles.attachment_too_large",
        _("An attachment has %(most)s MB at most."),
        field="file",
        remedy=_("Scan in black and white or in parts; recordings are seized as exhibits."),
        status=413,
        most=MOST // (1024 * 1024),
    )


def looked_at(name: str, content: bytes) -> Sent:
    """A sent file whose bytes are what its name says.

    Raises:
        Refused: it is empty, too large, of a kind that isn't taken, broken, something else than its name says, or the
            machine's scanner finds something in it.
    """
    name = PurePath(name.replace("\\", "/")).name[:120]
    if FORBIDDEN.search(name) or not name:
        raise _refuse(
            Refusal("casefiles.attachment_name", _("The name of the file can't be kept."), field="file", status=422)
        )
    if not content:
        raise _refuse(Refusal("casefiles.attachment_empty", _("This file is empty."), field="file", status=422))
    if len(content) > MOST:
        raise _refuse(too_large())
    said = ENDINGS.get(PurePath(name).suffix.lower())
    found = next((media for media, test in _TESTS.items() if test(content)), None)
    if said is None:
        raise _refuse(
            Refusal(
                "casefiles.attachment_kind",
                _("Only PDF, JPEG, PNG and plain text (UTF-8) are attached."),
                field="file",
                remedy=_("Print it as PDF. Audio and video recordings are seized as exhibits."),
                status=415,
            )
        )
    if found != said:
        raise _refuse(
            Refusal(
                "casefiles.attachment_disguised",
                _("This file is not what its name says: the name says “%(said)s”, its content does not."),
                field="file",
                remedy=_("Open it and save it anew; if somebody sent it to you, it may be meant to deceive."),
                status=415,
                said=said.label,
            )
        )
    if found == Media.PDF and ACTIVE.search(content):
        raise _refuse(
            Refusal(
                "casefiles.attachment_active",
                _("This PDF carries a program or another file."),
                field="file",
                remedy=_("Print it as a plain PDF."),
                status=415,
            )
        )
    infected = viruses.refusal_of(content)
    if infected is not None:
        raise _refuse(infected)
    return Sent(name, found, content)


def _is_pdf(content: bytes) -> bool:
    return bool(re.match(rb"%PDF-[12]\.\d", content)) and b"%%EOF" in content[-2048:]


def _is_jpeg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[3:]


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR") and b"IEND\xaeB`\x82" in content[-64:]


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text) and not text.startswith("%PDF")


_TESTS: dict[Media, Callable[[bytes], bool]] = {
    Media.PDF: _is_pdf,
    Media.JPEG: _is_jpeg,
    Media.PNG: _is_png,
    Media.TEXT: _is_text,
}

_KEEP = """
INSERT INTO casefiles_upload (id, media, size, sha256, made_at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""
_FILL = "INSERT INTO casefiles_blob (upload_id, content) VALUES (%s, %s) ON CONFLICT DO NOTHING"


def keep(sent: Sent, identifier: UUID) -> None:
    """Writes a content, in the caller's transaction; the same identifier again (a repeated request) changes nothing."""
    with elevated(), connection.cursor() as cursor:
        cursor.execute(_KEEP, [identifier, sent.media.value, len(sent.content), sent.digest, timezone.now()])
        cursor.execute(_FILL, [identifier, sent.content])


def attached(actor: UUID, key: str | None, name: str, content: bytes) -> dict[str, Any]:
    """What is attached, as the server measured it, once its content is kept in the caller's transaction.

    Args:
        actor: who sends it. key: by which a request is known again; its second try then finds what the first one did.
        name, content: the file.

    Raises:
        Refused: it can't be attached.
    """
    sent = looked_at(name, content)
    about = f"{actor}/{key or uuid4()}/{sent.digest}"
    identifier = UUID(bytes=sha256(about.encode()).digest()[:16], version=5)
    keep(sent, identifier)
    return measured(sent, identifier)


def measured(sent: Sent, identifier: UUID) -> dict[str, Any]:
    """The fields of an attachment that the server measures."""
    return {
        "name": sent.name,
        "media": sent.media.value,
        "size": len(sent.content),
        "sha256": sent.digest,
        "upload": identifier,
    }


def content_of(upload: UUID) -> bytes | None:
    """A content, for whoever may see its attachment; None where there is none, or it was erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM casefiles_blob WHERE upload_id = %s", [upload])
        row = cursor.fetchone()
    return bytes(row[0]) if row else None


def given_back(paper: Any) -> Given | None:
    """The content of an attachment, as it is given back; None where it was erased.

    Raises:
        RuntimeError: it isn't what the entry of the attachment says.
    """
    content = None if is_erased(paper) else content_of(paper.upload_id)
    if content is None:
        return None
    if sha256(content).hexdigest() != paper.sha256:
        raise RuntimeError(f"The content of {paper.reference} is not what its entry says.")
    return Given(paper.name, paper.media, content)
