"""The published figures as data: complete, consistent, and scaled so that identities hold."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hasila.kernel import indicators
from hasila.modules.annual_report.disclosure import THRESHOLD, apart_of, protect, protect_series
from hasila.modules.annual_report.published import (
    agrees,
    apportioned,
    chapters,
    expected,
    facts,
    identities,
    sources,
)


def test_every_fact_is_whole() -> None:
    found = facts()
    assert len(found) == 107
    for fact in found.values():
        assert fact.label.english and fact.label.arabic and fact.label.french
        assert fact.unit.arabic and fact.unit.french
        assert fact.source.id in sources()
        assert fact.chapter in {chapter.code for chapter in chapters()}
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


@given(st.dictionaries(st.integers(), st.integers(0, 30), max_size=12))
def test_nothing_small_can_be_worked_out(cells: dict[int, int]) -> None:
    shown, rest = protect(cells)
    hidden = [value for key, value in cells.items() if value and key not in shown]
    assert all(value >= THRESHOLD for value in shown.values())
    assert sum(shown.values()) + rest == sum(cells.values())
    if hidden and shown:
        assert len(hidden) >= 2 and rest >= THRESHOLD


def test_a_series_hides_small_months() -> None:
    assert protect_series([0, 3, 9, 20]) == [0, None, None, 20]
    assert protect_series([0, 8, 9]) == [0, 8, 9]
    # Six in six months, or eight in two: what is hidden would be told by the noughts beside it.
    assert protect_series([1, 0, 1, 1, 1, 1, 1]) == [None] * 7
    assert protect_series([4, 0, 4, 9]) == [None, None, None, 9]


FAMILY = {
    "all": frozenset("abcd"), "violent": frozenset("ab"), "a": frozenset("a"), "b": frozenset("b"), "c": frozenset("c")
}  # fmt: skip


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=1))
def test_figures_within_one_another_betray_nobody(units: dict[int, list[int]]) -> None:
    values = {
        name: {
            unit: sum(dict(zip("abcd", counts, strict=True))[one] for one in classes) for unit, counts in units.items()
        }
        for name, classes in FAMILY.items()
    }
    shown = {name: protect(values[name], apart_of(name, FAMILY, values))[0] for name in FAMILY}
    for unit in units:
        told = {name: cells[unit] for name, cells in shown.items() if unit in cells}
        for name, value in told.items():
            for size in range(1, len(told)):
                for chosen in combinations([one for one in told if FAMILY[one] < FAMILY[name]], size):
                    if sum(len(FAMILY[one]) for one in chosen) == len(
                        frozenset().union(*(FAMILY[one] for one in chosen))
                    ):
                        assert not 0 < value - sum(told[one] for one in chosen) < THRESHOLD, (unit, name, chosen)


@pytest.mark.parametrize("year", [2017, 2018, 2022, 2023, 2024])
def test_years_that_the_documents_tell_of(year: int) -> None:
    assert any(fact.year == year for fact in facts().values())
