"""Time: microseconds that lose nothing, and legal days of Africa/Casablanca across Ramadan."""

from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest
from django.utils.timezone import get_default_timezone
from hypothesis import given
from hypothesis import strategies as st

from hasila.kernel.deadlines import Deadline
from hasila.plain.moments import LEGAL_ZONE, day_number, end_of_day, from_micros, legal_day, micros, typed_day


def utc(*parts: int) -> int:
    return micros(datetime(*parts, tzinfo=UTC))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        # One hour ahead of UTC until Ramadan of 1445; the clocks went back at 3 on Sunday 10 March 2024.
        ((2024, 3, 9, 22, 59, 59, 999_999), date(2024, 3, 9)),
        ((2024, 3, 9, 23, 0), date(2024, 3, 10)),
        ((2024, 3, 10, 2, 0), date(2024, 3, 10)),
        # In Ramadan the legal day is that of UTC.
        ((2024, 3, 10, 23, 30), date(2024, 3, 10)),
        ((2024, 3, 11, 0, 0), date(2024, 3, 11)),
        ((2024, 4, 13, 23, 59, 59, 999_999), date(2024, 4, 13)),
        # They went forward at 2 on Sunday 14 April 2024.
        ((2024, 4, 14, 22, 59, 59), date(2024, 4, 14)),
        ((2024, 4, 14, 23, 0), date(2024, 4, 15)),
        # A year ends at 23:00 UTC.
        ((2024, 12, 31, 22, 59, 59, 999_999), date(2024, 12, 31)),
        ((2024, 12, 31, 23, 0), date(2025, 1, 1)),
        # Since 20 September 2026 the legal day is that of UTC, by the package's data; a machine's may not know it.
        ((2026, 9, 19, 23, 30), date(2026, 9, 20)),
        ((2026, 11, 26, 23, 30), date(2026, 11, 26)),
        ((1969, 12, 31, 23, 59, 59), date(1969, 12, 31)),
    ],
)
def test_the_legal_day(moment: tuple[int, ...], day: date) -> None:
    assert legal_day(utc(*moment)) == day
    assert from_micros(utc(*moment)).astimezone(get_default_timezone()).date() == day, "pages show the same"


def test_the_days_on_which_the_clocks_change_have_23_and_25_hours() -> None:
    def hours(day: date) -> float:
        return (micros(end_of_day(day)) - micros(end_of_day(day - timedelta(days=1)))) / 3_600_000_000

    assert hours(date(2024, 3, 10)) == 25 and hours(date(2024, 4, 14)) == 23 and hours(date(2024, 3, 20)) == 24


def test_every_day_of_twenty_years_ends_where_the_next_begins() -> None:
    for offset in range(20 * 366):
        day = date(2012, 1, 1) + timedelta(days=offset)
        end = micros(end_of_day(day))
        assert legal_day(end - 1) == day and legal_day(end) == day + timedelta(days=1), day


def test_a_term_runs_to_the_end_of_its_last_day() -> None:
    """Ten days from the evening of 1 March 2024 end with 11 March, in Ramadan: at midnight of UTC."""
    term = Deadline(days=10)
    assert term.due(utc(2024, 3, 1, 20)) == datetime(2024, 3, 12, 0, 0, tzinfo=UTC)
    assert term.due(utc(2024, 2, 1, 20)) == datetime(2024, 2, 11, 23, 0, tzinfo=UTC)


def test_a_term_of_dated_law_is_asked_on_the_day_on_which_it_starts() -> None:
    term = Deadline(days=lambda day: 60 if day >= date(2024, 1, 1) else 30)
    assert term.due(utc(2023, 12, 31, 22)).astimezone(LEGAL_ZONE).date() == date(2024, 1, 31)
    assert term.due(utc(2023, 12, 31, 23)).astimezone(LEGAL_ZONE).date() == date(2024, 3, 2)


@given(
    moment=st.datetimes(datetime(1900, 1, 1), datetime(2499, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_microseconds_lose_nothing_in_any_zone(moment: datetime, minutes: int) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert from_micros(micros(elsewhere)) == moment and micros(from_micros(micros(moment))) == micros(moment)


@given(st.datetimes(datetime(1914, 1, 1), datetime(2499, 12, 31), timezones=st.just(UTC)))
def test_one_look_up_serves_its_hour(moment: datetime) -> None:
    assert legal_day(micros(moment)) == moment.astimezone(LEGAL_ZONE).date()


def test_a_naive_moment_is_an_error() -> None:
    with pytest.raises(TypeError):
        micros(datetime(2024, 1, 1))  # noqa: DTZ001


def test_a_day_as_a_number() -> None:
    assert day_number(date(2024, 3, 10)) == 20240310


def test_a_term_by_the_minute_is_a_moment_of_the_record() -> None:
    term = Deadline(at="limit")
    limit = datetime(2024, 3, 1, 20, 7, tzinfo=UTC)
    assert term.due(utc(2024, 3, 1, 20), SimpleNamespace(limit=limit)) == limit
    assert term.due(None, SimpleNamespace(limit=limit)) is None
    assert Deadline(days=3).due(None) is None


def test_a_typed_day_has_neighbours() -> None:
    assert typed_day(" ٢٠٢٤-٠٣-١٠ ") == typed_day("2024-03-10") == date(2024, 3, 10)
    for wrong in ("", "yesterday", "2024-02-30", "0001-01-01", "1899-12-31", "2500-01-01", "9999-12-31"):
        with pytest.raises(ValueError):
            typed_day(wrong)
