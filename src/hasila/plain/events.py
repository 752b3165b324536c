"""The log of security events: what each line may say, and nothing else.

An event is one line of the site's log, as JSON, by the logger ``hasila.security``. Every event and each of its fields
is listed in `EVENTS`; `docs/explanation/events.md` explains them. A value is a short word, a number or an identifier
made by the house: what somebody typed, a name, a password or a text can't be written here, whoever calls.

What can be provoked at will is thinned: of the same event by the same hand the first is written, the second, the
fourth, the eighth and so on within an hour, each with its number, so that an attack fills no disk and its size is
still known.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

LOGGER = "hasila.security"
WORD = re.compile(r"[A-Za-z0-9_.:/,\-]{0,120}")
"""What a value may look like: no space, no letter beyond ASCII, no sign that begins something else."""
UNFIT = "?"
HOUR, MOST = 3600.0, 10_000


@dataclass(frozen=True)
class Kind:
    """One kind of event: what it means, what its line says, how grave it is, and whether it is thinned."""

    told: str
    fields: frozenset[str]
    level: int = logging.INFO
    thinned: bool = False


def _usual(told: str, fields: str) -> Kind:
    return Kind(told, frozenset(fields.split()))


def _grave(told: str, fields: str) -> Kind:
    return Kind(told, frozenset(fields.split()), logging.WARNING)


def _often(told: str, fields: str) -> Kind:
    return Kind(told, frozenset(fields.split()), logging.WARNING, thinned=True)


EVENTS: dict[str, Kind] = {
    "sign_in.succeeded": _usual("a session or a token was opened", "account name address session means factor"),
    "sign_in.failed": _grave("a username and a password that don't belong together", "name address means"),
    "sign_in.waits": _often("a try that came too early: it wasn't looked at", "name account address means seconds"),
    "sign_in.incomplete": _usual("the password was right, and more is asked for", "account address means reason"),
    "second_factor.failed": _grave("a wrong code or key after the right password", "account address means tries"),
    "second_factor.added": _usual("a key, an application or codes on paper", "account address session means"),
    "second_factor.removed": _grave("a key or an application", "account address session means"),
    "password.changed": _usual("by its owner, by a recovery or by the operator", "account address session means"),
    "password.not_confirmed": _grave("the wrong password, within a session", "account address session"),
    "password.forgotten": _often("said on the page of the sign-in; the name may be nobody's", "name address"),
    "password.not_renewed": _grave("a name and a code that open no new password", "name address"),
    "session.ended": _usual("one session, or all others of an account", "account address session reason count"),
    "token.refused": _often("a bearer token that isn't in force", "address"),
    "token.ended": _usual("by its owner, or as one too many", "account address reason count"),
    "account.created": _usual("by the operator", "account"),
    "powers.changed": _usual("an act on a mandate; the entry tells all", "entry record"),
    "emergency.opened": _grave("somebody opened files in an emergency; the entry tells all", "entry record"),
    "access.refused": _often("a power that somebody lacks", "account address session route codes"),
    "access.unseen": _often("a record that isn't there, or not for this person", "account address session route"),
    "input.refused": _often("what was sent, and no form or step takes", "account address session route codes"),
    "limit.reached": _often("asked more often than one may", "account address route means"),
    "request.refused": _often(
        "a form without its token, a foreign host, too many bytes", "account address route reason"
    ),
    "file.infected": _grave("the scanner found something in a file that was sent; it isn't kept", "means digest"),
    "key.changed": _usual("a key of the house was made, adopted or taken out", "means key"),
}
"""Every event there is."""


class Thinning:
    """How often something happened within the hour, and whether this time is written: the 1st, 2nd, 4th, 8th …"""

    def __init__(self, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.clock, self.lock = most, clock, Lock()
        self.seen: dict[tuple[Any, ...], tuple[float, int]] = {}

    def count(self, what: tuple[Any, ...]) -> int:
        """The number of this time where it is written, else 0."""
        now = self.clock()
        with self.lock:
            since, number = self.seen.pop(what, (now, 0))
            since, number = (now, 1) if now - since > HOUR else (since, number + 1)
            if len(self.seen) >= self.most:
                for old in list(self.seen)[: self.most // 10]:
                    del self.seen[old]
            self.seen[what] = (since, number)
        return number if number & (number - 1) == 0 else 0


THINNING = Thinning()


def record(event: str, **fields: Any) -> None:
    """Writes one event. What is None or empty is left out.

    Raises:
        ValueError: the event, or a field of it, is not listed.
    """
    kind = EVENTS.get(event)
    if kind is None or not kind.fields.issuperset(fields):
        raise ValueError(f"{event} with {sorted(fields)} is no listed event")
    said = {name: _fit(value) for name, value in fields.items() if value not in (None, "")}
    if kind.thinned:
        number = THINNING.count((event, *(item for item in said.items() if item[0] != "seconds")))
        if not number:
            return
        if number > 1:
            said["times"] = number
    logging.getLogger(LOGGER).log(kind.level, "%s", json.dumps({"event": event, **said}))


def _fit(value: Any) -> str | int:
    if isinstance(value, int):
        return value
    text = str(value)
    return text if WORD.fullmatch(text) else UNFIT
