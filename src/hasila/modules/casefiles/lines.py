"""The lines to the prosecution: where its offices answer, by whose key, and with which key we sign.

A site describes them in a file that `settings.HASILA_EXCHANGE` names (see the guide to connect a prosecution office).
Without one no exchange exists: referrals go by hand, and officers record what comes back.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

from hasila.assurance import p256
from hasila.modules.casefiles.courts import courts

EVERY = "*"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class LineTrouble(Exception):
    """The description of the exchange can't be used. The text says what to do."""


@dataclass(frozen=True)
class Line:
    """The other side for some courts.

    Attributes:
        name: stable; answers are remembered by it. url: where the service stands. key: its public key.
        courts: codes of the courts that it serves; `*` alone is all of them.
        authority: a PEM file with the certificate authority of its server, empty for the system's.
        certificate: a PEM file with our client certificate and its key, where the server asks for one.
    """

    name: str
    url: str
    key: p256.PublicKey
    courts: tuple[str, ...]
    authority: str = ""
    certificate: str = ""

    def serves(self, court: str) -> bool:
        """Whether files for this court go over this line."""
        return EVERY in self.courts or court in self.courts


@dataclass(frozen=True)
class Exchange:
    """What a site's file describes: our key, and the lines in their order."""

    key: p256.PrivateKey
    lines: tuple[Line, ...]


@cache
def exchange() -> Exchange | None:
    """The exchange of this site; None where there is none. Read once: a changed file asks for a restart.

    Raises:
        LineTrouble: the file is named and can't be used.
    """
    return read(Path(settings.HASILA_EXCHANGE)) if settings.HASILA_EXCHANGE else None


def line_of(court: str) -> Line | None:
    """The line that serves a court; None where its files go by hand."""
    found = exchange()
    return next((line for line in found.lines if line.serves(court)), None) if found else None


def read(path: Path) -> Exchange:
    """Reads a description; names of files in it are relative to its folder.

    Raises:
        LineTrouble: it can't be used.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        key = p256.load(path.parent / told["key"])
        lines = tuple(_line(path.parent, row) for row in told["line"])
    except KeyError as error:
        raise LineTrouble(_("%(file)s: %(name)s is missing.") % {"file": path, "name": error}) from error
    except (OSError, ValueError) as error:
        raise LineTrouble(_("%(file)s can't be used: %(why)s.") % {"file": path, "why": error}) from error
    if len({line.name for line in lines}) != len(lines):
        raise LineTrouble(_("%(file)s: two lines have the same name.") % {"file": path})
    return Exchange(key, lines)


def _line(folder: Path, row: dict) -> Line:
    url = str(row["url"]).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ValueError(f"{url}: another machine is spoken to over https only")
    served = tuple(row["courts"])
    unknown = [code for code in served if code != EVERY and code not in courts()]
    if unknown or not served:
        raise ValueError(f"{row['name']}: no such court: {', '.join(unknown) or '–'}")
    files = {name: str(folder / row[name]) if name in row else "" for name in ("authority", "certificate")}
    for file in filter(None, files.values()):
        if not Path(file).is_file():
            raise ValueError(f"{file}: no such file")
    return Line(str(row["name"]), url, p256.parse_public(row["public_key"]), served, **files)


def check_exchange(app_configs: object = None, **_options: object) -> list[checks.CheckMessage]:
    """A description that can't be used is told at start-up, not at the first referral."""
    try:
        exchange()
    except LineTrouble as trouble:
        return [checks.Error(str(trouble), hint="See how-to/connect-a-prosecution-office.md.", id="casefiles.E001")]
    return []
