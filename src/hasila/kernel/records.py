"""Records: evidence of one matter, owned by a unit, changed only through the door (ISO 15489)."""

from __future__ import annotations

import os
from datetime import datetime
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, SafeUUID

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.plain.moments import legal_day, micros

if TYPE_CHECKING:
    from hasila.kernel.procedures import Procedure, State

# Crockford's base 32: no I, L, O, U, so that a reference survives being read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]


class _Noise:
    """System randomness read in blocks: one call of the kernel serves hundreds of identifiers."""

    def __init__(self) -> None:
        self.block, self.at = b"", 0
        self.lock = Lock()
        # A forked child must not go on with its parent's block.
        os.register_at_fork(after_in_child=self.forget)

    def forget(self) -> None:
        self.block, self.at, self.lock = b"", 0, Lock()

    def take(self) -> int:
        """Eight fresh random bytes as an integer."""
        with self.lock:
            if self.at >= len(self.block):
                self.block, self.at = os.urandom(4096), 0
            part = self.block[self.at : self.at + 8]
            self.at += 8
        return int.from_bytes(part, "big")


_noise = _Noise()


def _uuid(value: int) -> UUID:
    """A UUID of an integer that is known to fit; the class's own constructor spends most of its time checking."""
    made = object.__new__(UUID)
    object.__setattr__(made, "int", value)
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


def new_id(moment: datetime | int | None = None, random: bytes | None = None) -> UUID:
    """A UUIDv7 (RFC 9562) whose time bits are the moment, so that registers order by opening.

    Args:
        moment: aware datetime or microseconds; None means now.
        random: ten bytes for a reproducible identifier; None takes them from the system.
    """
    if moment is None:
        moment = micros(datetime.now().astimezone())
    at = moment if isinstance(moment, int) else micros(moment)
    noise = int.from_bytes(random, "big") if random is not None else _noise.take()
    milliseconds, fraction = divmod(at, 1000)
    # rand_a holds the microseconds (RFC 9562, 6.2, method 3), rand_b is noise.
    value = (
        (milliseconds << 80) | (0x7 << 76) | ((fraction * 4096 // 1000) << 64) | (0b10 << 62) | (noise & (1 << 62) - 1)
    )
    return _uuid(value)


def following_id(record: Record, name: str, moment: datetime) -> UUID:
    """The identifier of a record that this one's next act opens, the same whenever the act is decided again."""
    return new_id(moment, sha256(record.id.bytes + name.encode() + record.version.to_bytes(4, "big")).digest()[:10])


def reference_of(identifier: UUID, prefix: str) -> str:
    """The readable reference of a record: prefix, year of opening, ten base-32 characters of its identifier."""
    value = identifier.int
    year = legal_day((value >> 80) * 1000).year % 100
    noise = value & ((1 << 50) - 1)
    pairs = _PAIRS
    return (
        f"{prefix}-{year:02d}-{pairs[noise >> 40]}{pairs[(noise >> 30) & 1023]}{pairs[(noise >> 20) & 1023]}"
        f"{pairs[(noise >> 10) & 1023]}{pairs[noise & 1023]}"
    )


class Record(models.Model):
    """Abstract base of every record. Subclasses add Django fields; a Procedure beside them declares their life."""

    procedure: ClassVar[type[Procedure]]

    id = models.UUIDField(primary_key=True, editable=False)
    reference = models.CharField(_("Reference"), max_length=32, editable=False)
    number = models.IntegerField(_("Number"), null=True, editable=False)
    unit = models.ForeignKey(
        settings.HASILA_UNIT_MODEL, models.PROTECT, verbose_name=_("Unit"), related_name="+", db_index=False
    )
    state = models.CharField(_("State"), max_length=40, editable=False)
    version = models.IntegerField(editable=False, default=0)
    procedure_version = models.SmallIntegerField(editable=False, default=1)
    opened_at = models.DateTimeField(_("Opened on"), editable=False)
    acted_at = models.DateTimeField(_("Last act"), editable=False)
    due_at = models.DateTimeField(_("Due"), null=True, editable=False)
    due_step = models.CharField(max_length=40, blank=True, default="", editable=False)
    trail = models.JSONField(default=dict, editable=False)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-id"]
        # The partial index on due_at is made with the fences, since Django wants a name of 30 characters for one; the
        # unique reference is a constraint, since a unique text field would bring a second index for LIKE.
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["state", "-id"]),
            GinIndex(fields=["search"]),
        ]
        constraints: ClassVar[list[Any]] = []

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses: a record changes only through `perform()`."""
        raise RuntimeError("A record changes only through perform().")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refuses: nothing recorded is deleted."""
        raise RuntimeError("A record is never deleted.")

    @property
    def current(self) -> State:
        """The declared state that the record is in."""
        return self.procedure.states[self.state]

    @property
    def state_label(self) -> Any:
        """What people read for the state."""
        return self.current.label
