"""Moments of a police service, which never closes: nights, week-ends and holidays too."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from hasila.plain.moments import LEGAL_ZONE
from hasila.simulation.days import index_of, moment

LAST_SECOND = 82_800
"""Seconds of a day that are used: an hour is left, since a day on which the clock goes forward is shorter by one."""
BUSY = {1: 0.94, 2: 0.93, 6: 1.04, 7: 1.1, 8: 1.12, 9: 1.03}
WEEK = (1.02, 0.98, 0.97, 0.98, 1.0, 1.05, 1.0)


class Year:
    """The days of a year with how busy each is: the n-th of so many matters falls on one of them."""

    def __init__(self, year: int) -> None:
        first, last = date(year, 1, 1), date(year, 12, 31)
        self.days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        weights = [BUSY.get(day.month, 1.0) * WEEK[day.weekday()] for day in self.days]
        self.cumulative = list(accumulate(weights))
        self.total = self.cumulative[-1]
        self.midnights = [midnight(day) for day in self.days]

    def at(self, number: int, count: int, chance: Random, night: float) -> datetime:
        """The moment of the `number`-th of `count` matters; `night` is the share of them that come after dark."""
        place = bisect_right(self.cumulative, (number + chance.random()) * self.total / count)
        dark = chance.random() < night
        hour = chance.uniform(19, 29) if dark else chance.uniform(7, 19)
        return self.midnights[min(place, len(self.days) - 1)] + timedelta(seconds=int(hour * 3_600) % LAST_SECOND)


@cache
def midnight(day: date) -> datetime:
    """The moment at which a legal day begins."""
    return datetime.combine(day, time(0), LEGAL_ZONE).astimezone(UTC)


def office_hours(after: datetime, days: int, chance: Random) -> datetime:
    """A moment of the working day that lies so many working days after a moment."""
    index = index_of(after.astimezone(LEGAL_ZONE).date() + timedelta(days=1))
    return moment(index + days, chance.random() * 0.9)
