"""Identifiers and references: in order of opening, reproducible where asked, readable aloud."""

import os
import re
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.kernel.records import ALPHABET, new_id, reference_of
from hasila.plain.moments import micros

WHEN = datetime(2024, 10, 9, 14, 5, 30, 123_456, tzinfo=UTC)
NOISE = bytes(range(10))
MOMENTS = st.integers(0, micros(datetime(2499, 12, 31, tzinfo=UTC)))


def test_an_identifier_is_a_uuid_of_version_7() -> None:
    made = new_id(WHEN)
    assert made == UUID(str(made)) and made.version == 7 and made.variant == RFC_4122
    assert (made.int >> 80) * 1000 == micros(WHEN) // 1000 * 1000


@given(MOMENTS, MOMENTS)
def test_identifiers_order_by_their_moment_to_the_microsecond(one: int, other: int) -> None:
    if one != other:
        assert (new_id(one) < new_id(other)) == (one < other)
        assert (str(new_id(one)) < str(new_id(other))) == (one < other)


def test_given_random_bytes_make_the_same_identifier_again() -> None:
    assert new_id(WHEN, NOISE) == new_id(micros(WHEN), NOISE) != new_id(WHEN, NOISE[::-1])
    assert str(new_id(WHEN, NOISE)) == "01927199-608b-774b-8203-040506070809"


def test_identifiers_of_one_moment_differ() -> None:
    assert len({new_id(WHEN) for _ in range(20_000)}) == 20_000


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # from Python 3.12 on, where threads run
def test_a_forked_child_draws_other_noise() -> None:
    new_id(WHEN)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, new_id(WHEN).bytes)
        os._exit(0)
    os.waitpid(child, 0)
    assert UUID(bytes=os.read(reading, 16)) not in {new_id(WHEN) for _ in range(600)}


def test_a_reference_is_short_and_without_doubtful_letters() -> None:
    reference = reference_of(new_id(WHEN), "DISC")
    assert re.fullmatch(r"DISC-24-[0-9A-HJKMNP-TV-Z]{10}", reference)
    assert not set("ILOU") & set(ALPHABET) and len(set(ALPHABET)) == 32


def test_a_reference_follows_from_its_identifier_alone() -> None:
    identifier = new_id(WHEN, NOISE)
    assert reference_of(identifier, "DISC") == reference_of(UUID(str(identifier)), "DISC") == "DISC-24-R40M30E209"
    references = {reference_of(new_id(WHEN + timedelta(seconds=n)), "DISC") for n in range(20_000)}
    assert len(references) == 20_000


def test_a_reference_carries_the_legal_year() -> None:
    """At 23:30 UTC on New Year's Eve it is next year in Rabat."""
    assert reference_of(new_id(datetime(2023, 12, 31, 23, 30, tzinfo=UTC)), "X").startswith("X-24-")
    assert reference_of(new_id(datetime(2023, 12, 31, 22, 30, tzinfo=UTC)), "X").startswith("X-23-")
