"""Deadlines: legal terms. A term of n days runs to the end of its last day in Africa/Casablanca; one that runs by the
minute is a moment that the record holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hasila.plain.moments import end_of_day, legal_day

if TYPE_CHECKING:
    from hasila.kernel.procedures import Transition


@dataclass(frozen=True)
class Deadline:
    """A term for a step.

    Attributes:
        days: how many days, or a function of the day on which the term starts (dated law).
        since: the transition from which it runs; None means from entering the state.
        basis: key of the legal text.
        at: instead of days, the field of the record with the moment at which it ends; effects set it.
    """

    days: int | Callable[[date], int] = 0
    since: Transition | None = None
    basis: str = ""
    at: str = ""

    def due(self, start: int | None, record: Any = None) -> datetime | None:
        """When a term that starts at these microseconds ends (exclusive); None where it has not begun."""
        if self.at or start is None:
            return getattr(record, self.at) if self.at and start is not None else None
        day = legal_day(start)
        days = self.days(day) if callable(self.days) else self.days
        return end_of_day(day + timedelta(days=days))
