"""Deadlines: legal terms. A term of n days runs to the end of its last day in Africa/Casablanca."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

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
    """

    days: int | Callable[[date], int]
    since: Transition | None = None
    basis: str = ""

    def due(self, start: int) -> datetime:
        """When a term that starts at these microseconds ends (exclusive)."""
        day = legal_day(start)
        days = self.days(day) if callable(self.days) else self.days
        return end_of_day(day + timedelta(days=days))
