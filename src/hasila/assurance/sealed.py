"""Sealed fields: values of high sensitivity, encrypted in the row and in the ledger, shown to named roles alone.

A value is sealed when it is cleaned, before anything is decided: from then on nothing but its envelope exists, in
memory, in the record and in the entry's content. Each has a data key of its own (AES-256-GCM, bound to table, field and
record), which lies wrapped in `sealed_key`. `reveal` opens one for somebody and keeps that it was read.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, connections, models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext_lazy as _
from psycopg import sql

from hasila.assurance.erasure import MARK as ERASED
from hasila.assurance.keyring import NONCE, Keyring, key_wrong, keyring, opened
from hasila.assurance.readings import REVEAL, consult
from hasila.kernel.access import APPLICATION, READER, Actor, authority, visible
from hasila.kernel.perform import DOOR, Door
from hasila.kernel.procedures import Subject
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused, listed, own_file
from hasila.plain.moments import today

MASK = "●●●"
MARK = "sealed:2:"
UNBOUND = "sealed:1:"  # of before: bound to table and field alone
BLOCK = 64  # clear texts are padded to whole blocks, so that a length tells little
FEW, MANY = 16, 1024  # data keys that a process makes at once: few at first, twice as many each time
KEY_TABLES = ["sealed_key"]  # tables whose rows hold a wrapped data key (id, master, wrapped); floors above add theirs


def not_named(roles: str) -> Refusal:
    return Refusal(
        "sealed.not_named",
        _("This value is sealed. It is open to: %(roles)s."),
        remedy=_("Ask one of them, if your work needs it."),
        status=403,
        roles=roles,
    )


def erased() -> Refusal:
    return Refusal("sealed.erased", _("This value was erased; its key no longer exists."), status=410)


class Sealed(str):
    """The envelope of a sealed value. Whatever shows it shows a mask; writers and the ledger take the envelope."""

    __slots__ = ("fingerprint",)
    fingerprint: str  # a keyed digest of the clear text, by which a retried request is known; never stored

    def __str__(self) -> str:
        return MASK if len(self) else ""

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __repr__(self) -> str:
        return f"<Sealed {self!s}>"

    def __html__(self) -> str:
        return str(self)

    @property
    def envelope(self) -> str:
        """What is stored."""
        return str.__str__(self)


class _SealedAttribute(DeferredAttribute):
    """Gives the envelope as `Sealed`, also where the door put a plain text from the table on the instance."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        value = instance.__dict__[name] if name in instance.__dict__ else super().__get__(instance, cls)
        return Sealed(value) if type(value) is str and value else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.TextField):
    """A text of high sensitivity.

    Args:
        readers: roles (with a mandate over the record's unit) and `Subject` relations to whom it is opened.
    """

    descriptor_class = _SealedAttribute

    def __init__(self, *args: Any, readers: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.readers = tuple(readers)

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """An envelope, masked."""
        return Sealed(value) if value else value

    def sealing(self, clean: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """The door's cleaner for this field: a clear text is cleaned as any, an envelope stays as it is."""
        return lambda raw: raw if isinstance(raw, Sealed) else clean(raw)

    def seal(self, value: Any, record: UUID) -> Sealed:
        """The envelope of a cleaned text for a record; one that is given stays where it opens in this record.

        Raises:
            Refused: the envelope is another record's, or a key is missing.
        """
        if not isinstance(value, Sealed):
            return seal(value, self.about(), record)
        unseal(value, self.about(), record)
        return value

    def about(self) -> bytes:
        """What a value is bound to besides its record: it opens in no other field."""
        return f"{self.model._meta.db_table}.{self.column}".encode()


class _Pool:
    """Data keys made ahead, each in the table before anything is sealed with it.

    They are written by a connection of their own: an act that is rolled back, or a batch that is written again, must
    not take the key of a value with it that still lives in memory.
    """

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Drops what was made ahead: after a fork, or where the tables were emptied."""
        self.keys: list[tuple[UUID, bytes]] = []
        self.ahead = FEW
        self.owner = os.getpid()

    def take(self) -> tuple[UUID, bytes]:
        """A fresh data key and its identifier."""
        with self.lock:
            if self.owner != os.getpid():
                self.forget()
            if not self.keys:
                self.keys = _made(self.ahead)
                self.ahead = min(2 * self.ahead, MANY)
            return self.keys.pop()


pool = _Pool()


def _made(count: int) -> list[tuple[UUID, bytes]]:
    with _apart() as raw:
        ring = _ready(raw.cursor())
        made = [(uuid4(), secrets.token_bytes(32)) for _number in range(count)]
        rows = [(key, *ring.wrap(secret, key.bytes)) for key, secret in made]
        raw.cursor().executemany("INSERT INTO sealed_key (id, master, wrapped) VALUES (%s, %s, %s)", rows)
    return made


def _ready(cursor: Any) -> Keyring:
    """The ring, made where there is none and nothing has been sealed yet."""
    ring = keyring()
    if not ring.path.exists():
        cursor.execute("SELECT EXISTS (SELECT FROM sealed_key)")
        if not cursor.fetchone()[0]:
            ring.make()
    return ring


def _apart() -> psycopg.Connection:
    """A connection beside that of the act, as the application; none of a pool, which would miss it afterwards.

    Where pages are served the connections of the process begin as the reader, who may write no key.
    """
    raw = psycopg.connect(**{**connections["default"].get_connection_params(), "autocommit": True})
    if raw.execute("SELECT current_user = %s", [READER]).fetchone()[0]:  # type: ignore[index]
        raw.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APPLICATION)))
    return raw


def seal(text: str, about: bytes, record: UUID) -> Sealed:
    """The envelope of a clear text, which opens in this field of this record alone.

    Raises:
        Refused: the key file is missing though values are sealed with it, or others may read it.
    """
    key, secret = pool.take()
    inside = _enclosed(secret, text, _bound(about, record))
    found = Sealed(f"{MARK}{key.hex}:{base64.urlsafe_b64encode(inside).decode()}")
    found.fingerprint = hmac.new(keyring().fingerprint_key(), about + b"\0" + text.encode(), sha256).hexdigest()
    return found


def _bound(about: bytes, record: UUID) -> bytes:
    return about + b"\0" + record.bytes


def _enclosed(secret: bytes, text: str, about: bytes) -> bytes:
    """Nonce and ciphertext of a text under a data key."""
    data = text.encode()
    padded = len(data).to_bytes(4, "big") + data
    padded += bytes(-len(padded) % BLOCK)
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, padded, about)


def _disclosed(secret: bytes, inside: bytes, about: bytes) -> str:
    padded = opened(secret, inside, about)
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")].decode()


@dataclass(frozen=True)
class Locked:
    """A text with its own data key, wrapped, beside it: it goes with its row, and its key with it."""

    master: str
    wrapped: bytes
    content: bytes


def locked(text: str, key: UUID, about: bytes) -> Locked:
    """A text under a fresh data key, for a row of one of `KEY_TABLES` whose identifier is `key`.

    Raises:
        Refused: as `seal`.
    """
    secret = secrets.token_bytes(32)
    with connection.cursor() as cursor:
        master, wrapped = _ready(cursor).wrap(secret, key.bytes)
    return Locked(master, wrapped, _enclosed(secret, text, about))


def unlocked(found: Locked, key: UUID, about: bytes) -> str:
    """The text again.

    Raises:
        Refused: its key is not in the ring, or doesn't fit.
    """
    return _disclosed(keyring().unwrap(found.master, found.wrapped, key.bytes), found.content, about)


def key_of(envelope: str) -> UUID:
    """The identifier of an envelope's data key.

    Raises:
        Refused: it is no envelope.
    """
    try:
        return UUID(_inner(envelope).partition(":")[0])
    except ValueError:
        raise Refused(key_wrong()) from None


def _inner(envelope: str) -> str:
    text = str.__str__(envelope)
    if not text.startswith((MARK, UNBOUND)):
        raise ValueError(MARK)
    return text[len(MARK) :]


def unseal(envelope: str, about: bytes, record: UUID) -> str:
    """The clear text of an envelope of this record; `reveal` asks first who wants to see it.

    Raises:
        Refused: its key was erased, is not in the ring, or doesn't fit.
    """
    if str.__str__(envelope) == ERASED:
        raise Refused(erased())
    key = key_of(envelope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT master, wrapped FROM sealed_key WHERE id = %s", [key])
        row = cursor.fetchone()
    if row is None:
        raise Refused(erased())
    secret = keyring().unwrap(row[0], bytes(row[1]), key.bytes)
    try:
        inside = base64.urlsafe_b64decode(_inner(envelope).partition(":")[2])
    except ValueError:
        raise Refused(key_wrong()) from None
    unbound = str.__str__(envelope).startswith(UNBOUND)
    return _disclosed(secret, inside, about if unbound else _bound(about, record))


def sealed_fields(model: type[models.Model]) -> list[SealedField]:
    """The sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def is_own(record: Record, field: SealedField, actor: Actor) -> bool:
    """Whether the value is open to the actor as the person whom the field names."""
    related = [power.field for power in field.readers if isinstance(power, Subject)]
    return actor.id is not None and any(getattr(record, f"{name}_id") == actor.id for name in related)


def may_reveal(record: Record, field: SealedField, actor: Actor) -> Refusal | None:
    """Why a sealed value isn't open to this actor today; None where it is."""
    procedure = record.procedure
    if is_own(record, field, actor):
        return None
    roles = [str(power) for power in field.readers if not isinstance(power, Subject)]
    path = authority().path(record.unit_id) or ""
    if (
        actor.id is None
        or not visible(procedure, actor).filter(pk=record.pk).exists()
        or not path.startswith(tuple(actor.paths(roles, today())))
    ):
        return not_named(listed(str(authority().role_label(role)) for role in roles))
    barred = getattr(record, "is_about", None)
    about = [getattr(record, f"{name}_id") for name in procedure.concerns]
    if actor.id in about or (barred is not None and barred(actor.id)):
        return own_file()
    return None


def reveal(record: Record, name: str, actor: Actor, purpose: str = "", case: str = "", door: Door = DOOR) -> str:
    """Opens one sealed value, and keeps the reading (`readings`, kind `reveal`): who, when, which record, why.

    Whom the field itself names as its subject reads their own without a purpose, like the rest of their file.

    Args:
        name: the field. purpose: a code of the law's list for the register. case: the reference of a case.

    Raises:
        Refused: the value isn't open to this actor, the purpose is none of the list, or the key fails.
    """
    field: Any = record._meta.get_field(name)
    refusal = may_reveal(record, field, actor)
    if refusal is not None:
        raise Refused(refusal)
    envelope = record.__dict__[field.attname]
    text = unseal(envelope, field.about(), record.pk) if envelope else ""
    if not is_own(record, field, actor):
        consult(record, actor, purpose, case=case, kind=REVEAL, found=True, door=door)
    return text


def rewrap(using: str = "owner", batch: int = 1000) -> int:
    """Wraps every data key with the newest master key, in batches that commit; gives how many. No record changes."""
    return sum(_rewrap(table, using, batch) for table in KEY_TABLES)


def _rewrap(table: str, using: str, batch: int) -> int:
    ring = keyring()
    newest = ring.newest().id
    done = 0
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute(f"SELECT id, master, wrapped FROM {table} WHERE master <> %s LIMIT %s", [newest, batch])
            rows = cursor.fetchall()
            if not rows:
                return done
            # A row that was written anew meanwhile has a key of its own, under the newest master key already.
            made = [
                (*ring.wrap(ring.unwrap(master, bytes(wrapped), key.bytes), key.bytes), key, wrapped)
                for key, master, wrapped in rows
            ]
            cursor.executemany(f"UPDATE {table} SET master = %s, wrapped = %s WHERE id = %s AND wrapped = %s", made)
        done += len(rows)


def held(using: str = "default") -> dict[str, int]:
    """How many data keys each master key wraps."""
    tables = " UNION ALL ".join(f"SELECT master FROM {table}" for table in KEY_TABLES)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT master, count(*) FROM ({tables}) AS keys GROUP BY master")
        return dict(cursor.fetchall())
