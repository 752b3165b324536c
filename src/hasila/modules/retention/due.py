"""What is due: settled records whose retention period is over and for which no order runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, QuerySet

from hasila.assurance import erasure
from hasila.institution.law import LawMissing
from hasila.kernel.procedures import Act, Procedure, Transition, registry
from hasila.modules.retention.models import Erasure, ErasureOrder, Ground
from hasila.plain.moments import end_of_day, legal_day, micros, today

RUNNING = ("proposed", "approved", "carried_out")


@dataclass(frozen=True)
class Due:
    """How much is due in a register. rule: key of the dated rule. before: the last day of a last act that is due."""

    procedure: type[Procedure]
    rule: str
    before: date
    count: int
    oldest: datetime | None


def ruled(name: str | None = None) -> list[type[Procedure]]:
    """The procedures with a retention rule, or the one of this key.

    Raises:
        LookupError: there is none of this key, or it has no rule.
    """
    found = [procedure for key, procedure in sorted(registry.items()) if procedure.retention and name in (None, key)]
    if name is not None and not found:
        raise LookupError(name)
    return found


def records_due(procedure: type[Procedure], on: date) -> QuerySet[Any]:
    """The records of a procedure that are due on a day and for which no order runs, the oldest last act first.

    Raises:
        LawMissing: no rule is in force on that day.
    """
    end = end_of_day(procedure.retention.cutoff(on))
    orders = ErasureOrder.objects.filter(target=OuterRef("pk"), entry__isnull=True, state__in=RUNNING)
    rows = procedure.record._default_manager.filter(state__in=erasure.settled(procedure), acted_at__lt=end)
    return rows.exclude(trail__has_key=erasure.ERASED).exclude(Exists(orders)).order_by("acted_at", "pk")


def due(on: date | None = None, name: str | None = None) -> list[Due]:
    """What is due in each register on a day; None is today."""
    on = on or today()
    found = []
    for procedure in ruled(name):
        try:
            rows = records_due(procedure, on)
        except LawMissing:
            continue
        oldest = rows.order_by().aggregate(oldest=Min("acted_at"))["oldest"]
        rule = procedure.retention
        found.append(Due(procedure, rule.key, rule.cutoff(on), rows.count(), oldest))
    return found


def proposals(actor: UUID, name: str | None, on: date, limit: int | None = None) -> Iterator[Act]:
    """Acts that propose the erasure of everything that is due, at most `limit`. What has an order isn't due again, so
    a run that was broken off is simply run again.
    """
    left = limit
    for procedure in ruled(name):
        rows = list(records_due(procedure, on).values_list("reference", "unit_id")[:left])
        left = None if left is None else left - len(rows)
        for reference, unit in rows:
            data = {"file": reference, "ground": Ground.RULE}
            yield Act(Erasure.propose, actor=actor, unit_id=unit, data=data)


def following(step: Transition, actor: UUID, name: str | None, limit: int | None = None) -> Iterator[Act]:
    """Acts that take a step on every order under a rule that stands before it."""
    rows = ErasureOrder.objects.filter(ground=Ground.RULE, state__in=step.source_names).order_by("pk")
    if name is not None:
        rows = rows.filter(register=name)
    for order in list(rows.values_list("pk", flat=True)[:limit]):
        yield Act(step, record_id=order, actor=actor)


def day_of(moment: datetime | None) -> date | None:
    """The legal day of a moment."""
    return legal_day(micros(moment)) if moment is not None else None
