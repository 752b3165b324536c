"""What the desk and the chief must not lose sight of though it is another module's: persons held, with their limits.

The other module gives the lines (`add_watch`); here they stand above everything as soon as one of them is urgent.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hasila.institution.units import Unit
from hasila.kernel.access import Actor


@dataclass(frozen=True)
class Watched:
    """Somebody, or something, with a limit.

    Attributes:
        url, name, what: its page, who it is, and what runs. limit: the moment. left: hours and minutes until then, or
        since. over: whether it has passed. urgent: whether a warning before it has.
    """

    url: str
    name: str
    what: str
    limit: datetime
    left: str
    over: bool
    urgent: bool


Watch = Callable[[Actor, Unit, datetime], list[Watched]]
_watches: list[Watch] = []


def add_watch(find: Watch) -> None:
    """Adds what is watched at a unit and below, as far as the reader may see it."""
    if find not in _watches:
        _watches.append(find)


def watched(actor: Actor, unit: Unit, now: datetime) -> list[Watched]:
    """All of it, whoever's limit comes first at the top."""
    return sorted((one for find in _watches for one in find(actor, unit, now)), key=lambda one: one.limit)
