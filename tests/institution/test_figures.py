"""The published figures as data: complete, consistent, and scaled so that identities hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.institution.figures import agrees, apportioned, expected, facts, identities, sources
from hasila.kernel import indicators


def test_every_fact_is_whole() -> None:
    found = facts()
    assert len(found) == 107
    for fact in found.values():
        assert fact.label.english and fact.label.arabic and fact.label.french
        assert fact.unit.arabic and fact.unit.french
        assert fact.source.id in sources()
        if fact.repeats:
            assert found[fact.repeats].value == fact.value
        assert (fact.value is None) == (fact.qualifier == "missing")


def test_every_named_indicator_is_declared() -> None:
    named = {fact.indicator for fact in facts().values() if fact.indicator}
    assert named <= set(indicators.registry)


def test_identities_hold_for_what_was_printed() -> None:
    printed = {fact.id: fact.number for fact in facts().values() if fact.number is not None}
    for identity in identities():
        if not identity.formula.endswith("target"):
            assert identity.holds(printed) is True, identity.id


@given(st.decimals(min_value="0.0001", max_value="1", places=4))
def test_identities_hold_at_any_scale(scale: Decimal) -> None:
    scaled = expected(scale)
    for identity in identities():
        if not identity.formula.endswith("target"):
            assert identity.holds(scaled) is True, (identity.id, scale)


def test_only_large_registers_are_scaled() -> None:
    scaled = expected(Decimal("0.01"))
    assert scaled["F001"] == 46_961
    assert scaled["F002"] + scaled["F003"] == scaled["F001"]
    assert scaled["F061"] == 155
    assert scaled["F060"] == 7_513
    assert scaled["F073"] == -50


def test_agreement_knows_the_qualifiers() -> None:
    cameras, aid, cards, lost = (facts()[key] for key in ("F038", "F107", "F001", "F005"))
    one = Decimal(1)
    assert agrees(cameras, 4_301, one) and not agrees(cameras, 4_299, one)
    assert agrees(aid, 20_000, one) and not agrees(aid, 20_001, one)
    assert agrees(cards, 4_696_069, one) and not agrees(cards, 4_696_068, one)
    assert agrees(lost, 71, one) is None
    assert agrees(cards, None, one) is None


@given(st.integers(0, 10_000), st.lists(st.integers(1, 1_000), min_size=1, max_size=8))
def test_parts_by_largest_remainder_add_up(total: int, weights: list[int]) -> None:
    named = {str(number): weight for number, weight in enumerate(weights)}
    parts = apportioned(total, named)
    assert sum(parts.values()) == total
    for name, weight in named.items():
        assert abs(parts[name] - total * weight / sum(weights)) < 1


@pytest.mark.parametrize("year", [2017, 2018, 2022, 2023, 2024])
def test_years_that_the_documents_tell_of(year: int) -> None:
    assert any(fact.year == year for fact in facts().values())
