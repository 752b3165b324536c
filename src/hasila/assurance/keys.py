"""Which log this is, and the keys that it signs with.

The private key lies in a file that only the service reads, or in what HASILA_SIGNER names; the public ones of all
times stand in the database and are published, so that old checkpoints stay verifiable.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.utils.module_loading import import_string

from hasila.plain.events import record
from hasila.tlog.cosignature import CosignatureVerifier
from hasila.tlog.note import Ed25519Signer, Signer, Verifier, sign_note, signature, split_note
from hasila.tlog.succession import announcement

FILE = "log.key"


class KeyTrouble(Exception):
    """The log's key is missing, or isn't the one that the database knows. The text says what to do."""


@dataclass(frozen=True)
class Key:
    """A public key of the log: since when it signs, and the note by which the key before it announced it."""

    vkey: str
    since: datetime
    announced: str


@dataclass(frozen=True)
class Witness:
    """A witness that is asked for cosignatures: its public key, and the address below which add-checkpoint stands."""

    verifier: CosignatureVerifier
    url: str


def witnesses() -> list[Witness]:
    """The witnesses of HASILA_WITNESSES: verifier key and address of each, commas between them.

    Raises:
        KeyTrouble: the setting can't be read.
    """
    found = []
    for item in settings.HASILA_WITNESSES.split(","):
        words = item.split()
        if not words:
            continue
        try:
            vkey, url = words
            if not encrypted(url):
                raise ValueError("an address over a network begins with https:")
            found.append(Witness(CosignatureVerifier.parse(vkey), url.rstrip("/")))
        except ValueError as error:
            raise KeyTrouble(f"HASILA_WITNESSES: {item.strip()!r} is no verifier key and address: {error}") from error
    return found


def encrypted(url: str) -> bool:
    """Whether nobody between can read or change what is sent to an address: TLS, or this machine itself."""
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("127.0.0.1", "::1", "localhost")


def needed() -> int:
    """How many cosignatures a checkpoint must carry to be published: HASILA_WITNESS_NEED, by default a majority."""
    if settings.HASILA_WITNESS_NEED is not None:
        return int(settings.HASILA_WITNESS_NEED)
    count = len(witnesses())
    return count // 2 + 1 if count else 0


def origin(cursor: Any) -> str:
    """The name of the log, kept at the first call of the sealer; the setting counts only until then."""
    cursor.execute("SELECT origin FROM ledger_log")
    row = cursor.fetchone()
    if row is None:
        cursor.execute("INSERT INTO ledger_log (origin) VALUES (%s)", [settings.HASILA_LOG_ORIGIN])
        return settings.HASILA_LOG_ORIGIN
    return str(row[0])


def public_keys(cursor: Any) -> list[Key]:
    """The log's public keys, the present one first."""
    cursor.execute("SELECT vkey, since, announced FROM ledger_log_key ORDER BY number DESC")
    return [Key(*row) for row in cursor.fetchall()]


def verifiers(cursor: Any) -> list[Verifier]:
    """The log's public keys of all times, to verify notes with."""
    return [Verifier.parse(key.vkey) for key in public_keys(cursor)]


def signer(cursor: Any) -> Signer:
    """The log's key, which is noted in the database at its first use. The cursor is the sealer's.

    Raises:
        KeyTrouble: there is no key, or another one than the database holds for the present one.
    """
    named, known = origin(cursor), public_keys(cursor)
    make: Callable[[str, bool], Signer] = import_string(settings.HASILA_SIGNER)
    found = make(named, not known)
    if found.name != named:
        raise KeyTrouble(f"the key signs for {found.name}, this log is {named}")
    if not known:
        _note_key(cursor, 1, found.public, "")
    elif known[0].vkey != found.public:
        raise KeyTrouble(
            f"the key {found.public} isn't the present one of this log, {known[0].vkey}; put the right key back, or "
            "make it the new one with `hasila ledger rotate-key --adopt`"
        )
    return found


def _note_key(cursor: Any, number: int, vkey: str, announced: str) -> None:
    cursor.execute(
        "INSERT INTO ledger_log_key (number, vkey, announced) VALUES (%s, %s, %s)", [number, vkey, announced]
    )


def path() -> Path:
    """Where the key lies, unless HASILA_SIGNER has it elsewhere."""
    return Path(settings.VAR) / FILE


def present(cursor: Any) -> Signer:
    """The key at hand, whether or not it is the one that the database knows. Raises KeyTrouble where there is none."""
    cursor.execute("SELECT origin FROM ledger_log")
    row = cursor.fetchone()
    return import_string(settings.HASILA_SIGNER)(row[0] if row else settings.HASILA_LOG_ORIGIN, False)


def file_signer(name: str, fresh: bool) -> Signer:
    """The key in VAR/log.key. It is made where this log has none yet; a lost one is never made anew in silence.

    Args:
        name: the log's origin. fresh: whether the log has had no key so far.

    Raises:
        KeyTrouble: the file is missing though the log has a key.
    """
    held = path()
    if not held.exists():
        if not fresh:
            raise KeyTrouble(
                f"{held} is missing. Put it back from your backup; where it is lost, `hasila ledger rotate-key --lost`"
            )
        held.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = held.with_suffix(f".{os.getpid()}")
        Ed25519Signer.generate(name).save(made)
        with contextlib.suppress(FileExistsError):
            os.link(made, held)
        made.unlink()
    return Ed25519Signer.load(held)


def rotate(raw: psycopg.Connection, *, lost: bool = False, adopt: bool = False) -> Key:
    """Gives the log a new key, announced by a note of the old one. Old checkpoints stay as they were signed.

    The new key also signs the last checkpoint, so that it counts at once. The old private key is kept beside it, as
    log.key.1, log.key.2 …, until somebody destroys it.

    Args:
        raw: a connection of the sealer's role. lost: the old key is gone, so nothing announces the new one. adopt:
            the signer that is configured has the new key already (a hardware module), and nothing is written.

    Raises:
        KeyTrouble: the old key is not there and nobody said that it is lost.
    """
    with raw.transaction():
        cursor = raw.cursor()
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ROTATION])
        named, known = origin(cursor), public_keys(cursor)
        if not known:
            raise KeyTrouble("this log has no key yet; it gets one when the sealer first runs")
        held = path()
        old = None if lost or adopt else signer(cursor)
        new = import_string(settings.HASILA_SIGNER)(named, False) if adopt else Ed25519Signer.generate(named)
        told = sign_note(announcement(named, known[0].vkey, new.public), old) if old is not None else ""
        _note_key(cursor, len(known) + 1, new.public, told)
        cursor.execute("SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        for size, note in cursor.fetchall():
            cursor.execute(
                "INSERT INTO ledger_cosignature (size, vkey, witness, line, signed_at) "
                "VALUES (%s, %s, false, %s, now())",
                [size, new.public, str(signature(split_note(note)[0], new))],
            )
        if not adopt:
            assert isinstance(new, Ed25519Signer)
            fresh = held.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            new.save(fresh)
            if held.exists():
                os.link(held, held.with_name(f"{FILE}.{len(known)}"))
            fresh.replace(held)
    record("key.changed", means="log.adopted" if adopt else "log.made", key=new.key_id.hex())
    return Key(new.public, datetime.now().astimezone(), told)


ROTATION = 0x4A51B0B0
