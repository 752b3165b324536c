"""Where things lie on this machine, and the plain word for when something is in the way."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from hasila.project.language import gettext as _

ROOT = Path(__file__).resolve().parents[3]
"""The checkout: the folder that holds src, locale and pyproject.toml."""

VAR = Path(os.environ.get("HASILA_VAR") or ROOT / "var").resolve()
"""Everything that a running Hasila writes, except what lies in SYSTEM when root runs it."""

SYSTEM = Path("/var/lib/hasila")
"""Data and binaries of the embedded database when root runs it."""

MEGABYTE = 1024 * 1024
FULL = 100


class Trouble(Exception):
    """Something that the reader can put right. Its text is the whole message; no traceback is shown."""


def checkout_id() -> str:
    """A short name for this checkout's VAR, so that two checkouts on one machine never share a database."""
    return hashlib.sha256(os.fsencode(VAR)).hexdigest()[:12]


def make_var() -> Path:
    """Make VAR if it is missing, readable by its owner only. Raises Trouble where that isn't allowed."""
    try:
        VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(
            _("The folder %(folder)s can't be made: %(why)s.") % {"folder": VAR, "why": error.strerror}
        ) from error
    if not os.access(VAR, os.W_OK | os.X_OK):
        raise Trouble(_("%(path)s belongs to another user. Use that user, or another checkout.") % {"path": VAR})
    return VAR


def need_space(folder: Path, megabytes: int) -> None:
    """Raise Trouble unless the disk that holds folder has that many megabytes free."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // MEGABYTE
    if free < megabytes:
        what = _("The disk is full") if free < FULL else _("There is too little room on the disk")
        room = _("%(free)s MB free at %(folder)s, %(needed)s MB needed. Make room and try again.")
        raise Trouble(f"{what}: " + room % {"free": free, "folder": folder, "needed": megabytes})


@dataclass(frozen=True)
class Pair:
    """The file of a certificate's chain, the leaf first, and that of its key: both PEM."""

    chain: Path
    key: Path


def certificate() -> Pair | None:
    """The certificate that the house serves by (`HASILA_TLS_CERT`, `HASILA_TLS_KEY`), or None where a proxy speaks TLS.

    Raises:
        Trouble: one of the two is named without the other.
    """
    chain, key = (os.environ.get(name, "") for name in ("HASILA_TLS_CERT", "HASILA_TLS_KEY"))
    if bool(chain) != bool(key):
        raise Trouble(_("HASILA_TLS_CERT and HASILA_TLS_KEY belong together: set both, or neither."))
    return Pair(Path(chain), Path(key)) if chain else None
