"""The purposes that a reader has stated for files, kept in the session: no address says why somebody reads."""

from __future__ import annotations

import time

from django.http import HttpRequest

from hasila.assurance.purposes import purposes_of
from hasila.kernel.records import Record
from hasila.plain.moments import today
from hasila.surfaces.reading import cover_of

CONSULTED = "consulted"
REMEMBERED = 30 * 60
"""Seconds for which a stated purpose of reading holds for one record."""


def _stated(request: HttpRequest) -> dict[str, tuple[float, str, str]]:
    """The purposes that still hold: by record, when each was stated, what it was, the reference of its case."""
    now = time.time()
    kept = request.session.get(CONSULTED, {}).items()
    return {key: (at, purpose, case) for key, (at, purpose, case) in kept if now - at < REMEMBERED}


def statement(request: HttpRequest, record: Record) -> tuple[float, str, str] | None:
    """What was stated for this record, or for the file that it belongs to, and still holds."""
    stated = _stated(request)
    whole = stated.get(str(cover_of(record)))
    return whole if whole is not None and whole[1] else stated.get(str(record.pk))


def stated_purpose(request: HttpRequest, record: Record) -> tuple[str, str]:
    """The purpose that was stated for this record and still holds, and its case; empty where none was."""
    _at, purpose, case = statement(request, record) or (0.0, "", "")
    return purpose, case


def printing_purpose(request: HttpRequest, record: Record) -> tuple[str, str]:
    """The purpose under which a paper of the record is printed, and its case. Whoever has just opened the file
    themselves stated none, and prints it for the first that the law lists.
    """
    found = statement(request, record)
    if found is None:
        return "", ""
    _at, purpose, case = found
    return purpose or next(iter(purposes_of(record.procedure, today())), ""), case


def remember(request: HttpRequest, record: Record, purpose: str = "", case: str = "") -> None:
    """Keeps in the session that a purpose was stated for this record, and with it for the whole file that it belongs
    to; those that hold no longer are dropped.
    """
    key = (cover_of(record) if purpose else None) or record.pk
    request.session[CONSULTED] = {**_stated(request), str(key): (time.time(), purpose, case)}
