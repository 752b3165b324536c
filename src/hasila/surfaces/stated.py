"""The purposes that a reader has stated for files, kept in the session: no address says why somebody reads."""

from __future__ import annotations

import time
from typing import NamedTuple

from django.http import HttpRequest

from hasila.assurance.purposes import purposes_of
from hasila.kernel.records import Record
from hasila.plain.moments import today
from hasila.surfaces.reading import cover_of

CONSULTED = "consulted"
REMEMBERED = 30 * 60
"""Seconds for which a stated purpose of reading holds for one record."""


OPENING = 10
"""Seconds within which a page is still the one that a stated purpose opened."""


class Statement(NamedTuple):
    """A purpose that somebody stated.

    Attributes:
        at: when, in seconds since 1970. purpose: a code of the law's list; empty where the reader opened the file
        themselves, and the ledger says so. case: its reference. opened: the record of whose reading the entry was
        written as the purpose was stated.
    """

    at: float
    purpose: str
    case: str
    opened: str = ""

    def opens(self, record: Record) -> bool:
        """Whether this record is being opened by this very statement: its reading is kept already."""
        return self.opened == str(record.pk) and time.time() - self.at < OPENING


def _stated(request: HttpRequest) -> dict[str, Statement]:
    """The purposes that still hold, by record."""
    now = time.time()
    kept = {key: Statement(*values) for key, values in request.session.get(CONSULTED, {}).items()}
    return {key: one for key, one in kept.items() if now - one.at < REMEMBERED}


def statement(request: HttpRequest, record: Record) -> Statement | None:
    """What was stated for this record, or for the file that it belongs to, and still holds."""
    stated = _stated(request)
    whole = stated.get(str(cover_of(record)))
    return whole if whole is not None and whole.purpose else stated.get(str(record.pk))


def stated_purpose(request: HttpRequest, record: Record) -> tuple[str, str]:
    """The purpose that was stated for this record and still holds, and its case; empty where none was."""
    found = statement(request, record)
    return (found.purpose, found.case) if found is not None else ("", "")


def printing_purpose(request: HttpRequest, record: Record) -> tuple[str, str]:
    """The purpose under which a paper of the record is printed, and its case. Whoever has just opened the file
    themselves stated none, and prints it for the first that the law lists.
    """
    found = statement(request, record)
    if found is None:
        return "", ""
    return found.purpose or next(iter(purposes_of(record.procedure, today())), ""), found.case


def remember(request: HttpRequest, record: Record, purpose: str = "", case: str = "") -> None:
    """Keeps in the session that a purpose was stated for this record, and with it for the whole file that it belongs
    to; those that hold no longer are dropped. With a purpose, the record's reading has just been kept under it.
    """
    key = (cover_of(record) if purpose else None) or record.pk
    stated = Statement(time.time(), purpose, case, str(record.pk) if purpose else "")
    request.session[CONSULTED] = {**_stated(request), str(key): stated}
