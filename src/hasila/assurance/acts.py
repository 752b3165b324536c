"""The acts of one person over some days, from the ledger: what an inspector lays beside the readings."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hasila.kernel.ledger import Entry
from hasila.kernel.procedures import transitions
from hasila.plain.moments import day_number


def acts_by(actor: UUID, first: date, last: date, *, most: int = 1000) -> list[Entry]:
    """The acts of an actor that happened from one legal day to another (both included), newest first."""
    # By act and day, since the entries have an index for these and none by actor.
    acts = Entry.objects.filter(act__in=list(transitions), day__range=(day_number(first), day_number(last)))
    return list(acts.filter(actor=actor).order_by("-occurred_at", "-ordinal")[:most])
