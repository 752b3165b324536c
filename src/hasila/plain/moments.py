"""Time: microseconds for the ledger, legal days for the law.

The ledger counts integer microseconds of UTC. The law counts days of Africa/Casablanca, whose offset changes at
Ramadan, so a day is always asked of the time-zone data (tzdata), never of a fixed offset.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hasila.plain.texts import western_digits

LEGAL_ZONE = ZoneInfo("Africa/Casablanca")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROS_PER_HOUR = 3_600_000_000

_hours: dict[int, date] = {}


def micros(moment: datetime) -> int:
    """Integer microseconds since 1970 of an aware datetime. Raises TypeError for a naive one."""
    span = moment - EPOCH
    return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds


def from_micros(value: int) -> datetime:
    """The aware UTC datetime of microseconds since 1970."""
    return EPOCH + timedelta(microseconds=value)


def legal_day(at: int) -> date:
    """The day in Africa/Casablanca of microseconds since 1970.

    Offsets change on the hour, so one look-up serves a whole hour (a batch asks the same hours again and again).
    """
    hour = at // MICROS_PER_HOUR
    day = _hours.get(hour)
    if day is None:
        if len(_hours) > 100_000:
            _hours.clear()
        day = _hours[hour] = datetime.fromtimestamp(hour * 3600, LEGAL_ZONE).date()
    return day


def today() -> date:
    """The legal day of this moment."""
    return datetime.now(LEGAL_ZONE).date()


def typed_day(text: str) -> date:
    """The day that somebody wrote as 2024-10-09, in whatever digits.

    Raises:
        ValueError: it is none, or none between the years 1900 and 2500: at the ends of the calendar there is no day
            before, no week and no midnight to reckon with.
    """
    day = date.fromisoformat(western_digits(text.strip()))
    if not 1900 <= day.year < 2500:
        raise ValueError(text)
    return day


def day_number(day: date) -> int:
    """A day as the integer YYYYMMDD, the form in which entries carry the period they count in."""
    return day.year * 10_000 + day.month * 100 + day.day


def end_of_day(day: date) -> datetime:
    """The first moment after a legal day: a term of n days runs to the end of its last day."""
    return datetime.combine(day + timedelta(days=1), time.min, LEGAL_ZONE)
