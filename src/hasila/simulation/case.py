"""One case as a play tells it: the acts that fall on its records, each at its moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

from hasila.institution.places import places
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import Record, following_id, new_id
from hasila.simulation.beats import Beat, Beats
from hasila.simulation.hours import office_hours
from hasila.simulation.matters import Matter

Item = TypeVar("Item")


class Case:
    """Writes the acts of one case, on whatever record each falls.

    Attributes:
        opened_id: the identifier of the case file, once it is opened. complainant_id: of the party whom a complaint
        brings into it. happened: when the facts did. now: the moment that the case has come to.
    """

    __slots__ = (
        "acts",
        "beat",
        "beats",
        "chance",
        "complainant_id",
        "happened",
        "matter",
        "now",
        "number",
        "opened_id",
    )

    def __init__(self, chance: Random, number: int, matter: Matter, beats: Beats, now: datetime) -> None:
        self.chance = chance
        self.number = number
        self.matter = matter
        self.beats = beats
        self.beat = beats.any(chance, felony=matter.felony)
        self.now = self.happened = now
        self.opened_id: UUID | None = None
        self.complainant_id: UUID | None = None
        self.acts: list[Act] = []

    @property
    def id(self) -> UUID:
        """The identifier of the case file."""
        assert self.opened_id is not None, "the case file isn't opened yet"
        return self.opened_id

    def one(self, listed: Sequence[Item]) -> Item:
        """One of several, evenly."""
        return listed[int(self.chance.random() * len(listed))]

    def officer(self, role: Role) -> UUID:
        """An officer of the command in a role."""
        return self.beats.one(self.beat, role, self.chance)

    def new(self) -> UUID:
        """An identifier for a record that is opened now."""
        return new_id(self.now, self.chance.randbytes(10))

    def act(self, step: Transition, record: UUID, actor: UUID, unit: int | None = None, **data: Any) -> None:
        """An act at the present moment."""
        self.acts.append(Act(step, record, actor, data, self.now, unit))

    def wait(self, hours: float) -> None:
        """Lets some hours pass, up to so many."""
        self.now += timedelta(seconds=60 + int(self.chance.random() * hours * 3_600))

    def office(self, days: int) -> None:
        """Goes on to office hours of a working day, so many after the next one."""
        self.now = office_hours(self.now, days, self.chance)

    def circumstances(self) -> dict[str, Any]:
        """What is told of the facts and of when they happened, which is remembered."""
        self.happened = self.now - timedelta(seconds=int(self.chance.random() ** 3 * 200_000) + 900)
        return {"facts": self.matter.facts, "happened_at": self.happened}


def following(record: UUID, version: int, name: str, moment: datetime) -> UUID:
    """The identifier that a record of this version gives to what its next act opens."""
    holder: Record = SimpleNamespace(id=record, version=version)  # type: ignore[assignment]
    return following_id(holder, name, moment)


def place_of(beat: Beat) -> str:
    """Quarter and town, as a file names them."""
    town = places().get(beat.town)
    return f"{beat.quarter}، {town.arabic}" if town is not None else beat.quarter
