"""Files of others are looked through for viruses by the machine's scanner, before anything is kept of them.

It is asked over a socket of the machine, as clamd answers it (INSTREAM); `settings.HASILA_SCANNER` names the socket.
Where one is named and doesn't answer, nothing is taken: a file that nobody looked through is never given to anybody.
"""

from __future__ import annotations

import contextlib
import logging
import re
import socket
from hashlib import sha256

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal
from hasila.plain.events import record

NONE = "none"
"""What the setting says where a site goes without on purpose."""
PATIENCE = 30.0
PART = 64 * 1024
ANSWER = 1024
FOUND = re.compile(r"^stream: (.+) FOUND$")
log = logging.getLogger("hasila.scanner")


class ScannerError(Exception):
    """The scanner can't be reached, or answers something else than a finding."""


def refusal_of(content: bytes) -> Refusal | None:
    """Why a content is not taken: something was found in it, or nobody could look. None where it is clean."""
    if settings.HASILA_SCANNER in ("", NONE):
        return None
    try:
        found = found_in(content, settings.HASILA_SCANNER)
    except ScannerError as error:
        log.error("the scanner failed: %s", error)
        return Refusal(
            "casefiles.attachment_unscanned",
            _("The file can't be looked through for viruses now, so it isn't taken."),
            field="file",
            remedy=_("Try again later; tell your administrator."),
            status=503,
        )
    if not found:
        return None
    record("file.infected", means=re.sub(r"[^\w.\-]", ".", found, flags=re.ASCII), digest=sha256(content).hexdigest())
    return Refusal(
        "casefiles.attachment_infected",
        _("This file carries something harmful (%(found)s). Nothing of it was kept."),
        field="file",
        remedy=_("Don't open it. If somebody sent it to you, tell your administrator."),
        status=422,
        found=found[:80],
    )


def found_in(content: bytes, path: str) -> str:
    """What the scanner calls what it found; empty where it found nothing.

    Raises:
        ScannerError: it gave no finding.
    """
    try:
        with contextlib.closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as line:
            line.settimeout(PATIENCE)
            line.connect(path)
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PART):
                part = content[start : start + PART]
                line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            answer = _read(line)
    except OSError as error:
        raise ScannerError(f"{path}: {error}") from error
    if answer == "stream: OK":
        return ""
    match = FOUND.match(answer)
    if match is None:
        raise ScannerError(f"it answers {answer[:200]!r}")
    return match[1]


def _read(line: socket.socket) -> str:
    found = b""
    while len(found) < ANSWER and b"\0" not in found:
        part = line.recv(ANSWER)
        if not part:
            break
        found += part
    return found.partition(b"\0")[0].decode("utf-8", "replace").strip()
