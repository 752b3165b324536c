"""The acts of one person over some days, and those of one unit on a day, from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
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


def acts_at(unit_id: int, day: date, acts: Iterable[str], *, last: date | None = None) -> list[Entry]:
    """The acts of these kinds that happened at a unit on a legal day, or from it to another, in their order."""
    days = (day_number(day), day_number(last or day))
    rows = Entry.objects.filter(act__in=list(acts), day__range=days, unit_id=unit_id)
    return list(rows.order_by("occurred_at", "ordinal", "record_version"))
