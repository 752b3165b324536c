"""The ring of master keys for fields of high sensitivity: a file that only its owner reads, the newest key last.

The newest key wraps, all of them unwrap. A key leaves the ring when nothing is wrapped with it any more.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.events import record

NONCE = 12


def keys_missing(path: str) -> Refusal:
    return Refusal(
        "sealed.keys_missing",
        _("The key file %(path)s is missing, and values in the database are sealed with its keys."),
        remedy=_("Bring the file back from its backup; without it these values can't be read."),
        status=500,
        path=path,
    )


def keys_open(path: str) -> Refusal:
    return Refusal(
        "sealed.keys_open",
        _("Others on this machine may read the key file %(path)s."),
        remedy=_("Give it to its owner alone: chmod 600."),
        status=500,
        path=path,
    )


def keys_damaged(path: str) -> Refusal:
    return Refusal(
        "sealed.keys_damaged",
        _("The key file %(path)s can't be read."),
        remedy=_("Bring the file back from its backup; without it these values can't be read."),
        status=500,
        path=path,
    )


def key_unknown(key: str) -> Refusal:
    return Refusal(
        "sealed.key_unknown",
        _("The key %(key)s isn't in the key file."),
        remedy=_("Bring back the file that holds it."),
        status=500,
        key=key,
    )


def key_wrong() -> Refusal:
    return Refusal(
        "sealed.key_wrong",
        _("The sealed value can't be opened: the key is another one, or the value was altered."),
        remedy=_("Tell those who keep the keys. Nothing was shown."),
        status=500,
    )


@dataclass(frozen=True)
class Master:
    """One master key: its name, its 32 bytes, the day it was made."""

    id: str
    secret: bytes
    made: str


class Keyring:
    """The keys of a file, oldest first.

    Raises:
        Refused: others may read the file, it is missing or damaged (`read`).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys: dict[str, Master] = {}
        self._digests = b""
        self._seen: tuple[int, int] = (0, 0)
        self._lock = Lock()

    def read(self) -> dict[str, Master]:
        """The keys by name; read again when the file has changed, so that a rotation needs no restart."""
        with self._lock:
            try:
                found = os.stat(self.path)
            except FileNotFoundError:
                raise Refused(keys_missing(str(self.path))) from None
            if stat.S_IMODE(found.st_mode) & 0o077:
                raise Refused(keys_open(str(self.path)))
            if (found.st_mtime_ns, found.st_ino) != self._seen:
                self._keys, self._digests = self._parsed()
                self._seen = (found.st_mtime_ns, found.st_ino)
            return self._keys

    def _parsed(self) -> tuple[dict[str, Master], bytes]:
        try:
            kept = orjson.loads(self.path.read_bytes())
            keys = [Master(row["id"], base64.b64decode(row["key"]), row["made"]) for row in kept["keys"]]
            digests = base64.b64decode(kept["digests"])
        except (ValueError, KeyError, TypeError):
            raise Refused(keys_damaged(str(self.path))) from None
        if not keys or {len(key.secret) for key in keys} != {32} or len(digests) != 32:
            raise Refused(keys_damaged(str(self.path)))
        return {key.id: key for key in keys}, digests

    def newest(self) -> Master:
        """The key that wraps."""
        return next(reversed(self.read().values()))

    def make(self) -> Master:
        """Adds a key, and the file where there is none; from then on it wraps. Gives the key of another process where
        that one made the ring at the same moment: what it has sealed already must stay open.
        """
        kept = list(self.read().values()) if self.path.exists() else []
        now = datetime.now(UTC)
        key = Master(f"{now:%Y%m%d}-{secrets.token_hex(3)}", secrets.token_bytes(32), now.date().isoformat())
        self._digests = self._digests or secrets.token_bytes(32)
        if self._write([*kept, key], first=not kept):
            record("key.changed", means="fields.made", key=key.id)
            return key
        return self.newest()

    def retire(self, name: str) -> None:
        """Takes a key out of the ring.

        Raises:
            Refused: there is no such key.
            ValueError: it is the newest one.
        """
        keys = self.read()
        if name not in keys:
            raise Refused(key_unknown(name))
        if name == self.newest().id:
            raise ValueError(name)
        self._write([key for key in keys.values() if key.id != name], first=False)
        record("key.changed", means="fields.retired", key=name)

    def _write(self, keys: list[Master], *, first: bool) -> bool:
        """Replaces the file whole: a crash leaves the old one or the new one. A first ring replaces none: whether it
        was written.
        """
        rows = [{"id": key.id, "key": base64.b64encode(key.secret).decode(), "made": key.made} for key in keys]
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(orjson.dumps({"keys": rows, "digests": base64.b64encode(self._digests).decode()}))
            file.flush()
            os.fsync(file.fileno())
        if not first:
            os.replace(draft, self.path)
            return True
        try:
            os.link(draft, self.path)  # the first of several processes that start at once makes the ring
        except FileExistsError:
            return False
        finally:
            os.unlink(draft)
        return True

    def wrap(self, secret: bytes, about: bytes) -> tuple[str, bytes]:
        """A data key under the newest master key: the master's name, nonce and ciphertext."""
        master = self.newest()
        nonce = secrets.token_bytes(NONCE)
        return master.id, nonce + AESGCM(master.secret).encrypt(nonce, secret, about)

    def unwrap(self, name: str, wrapped: bytes, about: bytes) -> bytes:
        """The data key.

        Raises:
            Refused: the ring lacks the master key, or it doesn't fit.
        """
        master = self.read().get(name)
        if master is None:
            raise Refused(key_unknown(name))
        return opened(master.secret, wrapped, about)

    def fingerprint_key(self) -> bytes:
        """The key of keyed digests; it seals nothing, and no rotation changes it."""
        self.read()
        return self._digests


def opened(secret: bytes, sealed: bytes, about: bytes) -> bytes:
    """The clear bytes behind nonce and ciphertext (AES-256-GCM, NIST SP 800-38D).

    Raises:
        Refused: the key, the value or what it is about is another one; never garbage.
    """
    from cryptography.exceptions import InvalidTag

    try:
        return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], about)
    except (InvalidTag, ValueError):
        raise Refused(key_wrong()) from None


_rings: dict[Path, Keyring] = {}


def keyring() -> Keyring:
    """The ring of `settings.HASILA_FIELD_KEYS`."""
    path = Path(settings.HASILA_FIELD_KEYS)
    return _rings.setdefault(path, Keyring(path))
