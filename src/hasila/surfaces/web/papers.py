"""Documents of a record that can be printed, as the modules register them with `hasila.surfaces.print`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hasila.kernel.access import Actor
from hasila.kernel.records import Record


@dataclass(frozen=True)
class Paper:
    """A document to print: its title and where it is."""

    label: Any
    url: str


def papers_for(record: Record, actor: Actor) -> list[Paper]:
    """The documents that this reader may print of this record."""
    return []
