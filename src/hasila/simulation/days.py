"""Working days: when offices are open, how busy a day is, and the moments at which acts happen.

A day is handled as its index among the working days, so that "three working days later" is an addition.
Holidays are data; Ramadan shortens the day and slows it down.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from itertools import accumulate
from random import Random

from hasila.plain.moments import LEGAL_ZONE

FIRST, LAST = date(2022, 10, 1), date(2025, 12, 31)
RAMADAN = (
    (date(2023, 3, 23), date(2023, 4, 21)),
    (date(2024, 3, 12), date(2024, 4, 9)),
    (date(2025, 3, 2), date(2025, 3, 30)),
)
OPENS, LENGTH, SHORT = time(8, 30), 27_000, 18_900  # seconds of an ordinary day (8:30 to 16:00) and of one in Ramadan

EVEN: dict[int, float] = {}
COUNTER = {1: 0.9, 2: 0.95, 6: 1.1, 7: 1.25, 8: 1.2, 9: 1.15, 12: 0.9}
ABROAD = {1: 0.8, 2: 0.8, 6: 1.2, 7: 1.6, 8: 1.5, 9: 0.9}
OFFICE = {7: 0.85, 8: 0.6, 12: 0.9}
SUMMER_MOVES = {1: 0.3, 2: 0.3, 3: 0.3, 4: 0.4, 5: 0.6, 6: 1.6, 7: 3.5, 8: 2.6, 9: 0.9, 10: 0.4, 11: 0.3, 12: 0.3}


def _ramadan(day: date) -> bool:
    return any(first <= day <= last for first, last in RAMADAN)


@cache
def working_days() -> list[date]:
    """The working days that plays know, in order."""
    text = resources.files("hasila.simulation").joinpath("data", "holidays.csv").read_text(encoding="utf-8")
    holidays = {date.fromisoformat(row["day"]) for row in csv.DictReader(text.splitlines())}
    span = (LAST - FIRST).days
    every = (FIRST + timedelta(days=offset) for offset in range(span + 1))
    return [day for day in every if day.weekday() < 5 and day not in holidays]


@cache
def _openings() -> list[datetime]:
    return [datetime.combine(day, OPENS, LEGAL_ZONE).astimezone(UTC) for day in working_days()]


@cache
def _lengths() -> list[int]:
    return [SHORT if _ramadan(day) else LENGTH for day in working_days()]


def index_of(day: date) -> int:
    """The index of the first working day that is not before a day."""
    return bisect_left(working_days(), day)


def last_of(day: date) -> int:
    """The index of the last working day that is not after a day."""
    return bisect_right(working_days(), day) - 1


def day_of(index: int) -> date:
    """The working day of an index."""
    return working_days()[index]


def moment(index: int, part: float) -> datetime:
    """A moment of a working day; `part` runs from 0, the opening of the office, to 1, its close."""
    return _openings()[index] + timedelta(seconds=int(_lengths()[index] * part))


class Span:
    """The working days of a stretch with how busy each is: the n-th of so many matters falls on one of them."""

    def __init__(self, first: date, last: date, busy: dict[int, float] = EVEN) -> None:
        self.start = index_of(first)
        self.stop = last_of(last) + 1
        days = working_days()[self.start : self.stop]
        weights = [busy.get(day.month, 1.0) * (0.75 if _ramadan(day) else 1.0) for day in days]
        self.cumulative = list(accumulate(weights))
        self.total = self.cumulative[-1]

    def at(self, number: int, count: int, chance: float) -> int:
        """The day of the `number`-th of `count` matters, in order of number; `chance` from 0 to 1 within its share."""
        place = bisect_right(self.cumulative, (number + chance) * self.total / count)
        return min(self.start + place, self.stop - 1)

    def any(self, chance: Random) -> int:
        """A day of the stretch."""
        return min(self.start + bisect_right(self.cumulative, chance.random() * self.total), self.stop - 1)
