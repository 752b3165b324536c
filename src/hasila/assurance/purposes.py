"""Why a file may be read: the purposes that the law allows for a register on a day.

The house above fills in the law with `follow()`; without it a procedure's own list stands, with no text behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hasila.kernel.access import Actor, Grant
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Text

EMERGENCY = "emergency"
"""The purpose, and the beginning of the role, of a reading under a stated emergency."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of a register.

    Attributes:
        code: as stored. label: what people read. basis: key of the legal text.
        case: whether the reference of a case must be stated. withheld: days for which an investigation may keep a
            reading for this purpose from the person concerned; 0 is never.
    """

    code: str
    label: Text
    basis: str = ""
    case: bool = False
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class EmergencyGrant(Grant):
    """Access to one register of a unit under a stated emergency, which ends by itself.

    Attributes:
        record: the emergency's record. reference: what people call it by.
    """

    record: UUID = field(kw_only=True)
    reference: str = field(kw_only=True)


def emergency_role(procedure: type[Procedure]) -> str:
    """The role that an emergency gives, for one register."""
    return f"{EMERGENCY}:{procedure.key}"


def own_list(procedure: type[Procedure], day: date) -> dict[str, Purpose]:
    """The procedure's own list."""
    return {code: Purpose(code, label) for code, label in procedure.purposes.items()}


Law = Callable[[type[Procedure], date], dict[str, Purpose]]
_law: Law = own_list


def follow(law: Law) -> None:
    """Names the law that says which purposes hold."""
    global _law
    _law = law


def purposes_of(procedure: type[Procedure], day: date) -> dict[str, Purpose]:
    """The purposes for which a register may be read on a day, by code."""
    return _law(procedure, day)


Emergencies = Callable[[UUID], list[EmergencyGrant]]
_emergencies: list[Emergencies] = []


def add_emergencies(find: Emergencies) -> None:
    """Adds where running emergencies of an actor are found."""
    if find not in _emergencies:
        _emergencies.append(find)


def with_emergencies(actor: Actor) -> Actor:
    """The actor with the grants of their running emergencies; surfaces ask for it once a request."""
    if actor.id is not None and actor.grants:  # whoever holds no mandate is no officer on duty
        actor.grants = [*actor.grants, *(grant for find in _emergencies for grant in find(actor.id))]
    return actor
