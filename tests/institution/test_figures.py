"""The published figures as data: complete, consistent, and scaled so that identities hold."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.institution.figures import Source, Words, agrees, apportioned, expected, facts, identities, rows, sources
from hasila.institution.figures.reading import Unread, period_of, unit_of, value_of
from hasila.institution.figures.register import LANGUAGES, POLARITIES, Printed, printed, with_values
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


@settings(deadline=None)  # the first call reads the data files
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


def test_every_row_stands_in_the_register() -> None:
    found = printed()
    for fact in facts().values():
        entry = found.find(fact.id)
        assert entry is not None, fact.id
        assert entry.definition.english and entry.definition.arabic and entry.definition.french, fact.id
        value = entry.of(fact.year)
        assert value is not None and value.value == fact.value, fact.id
        assert fact.repeats or value.source == fact.source, fact.id
    assert {one.fact for entry in found.entries.values() for one in entry.values} == {
        fact.id for fact in facts().values() if not fact.repeats
    }
    assert all(len(set(entry.years)) == len(entry.years) for entry in found.entries.values())
    assert found.entries["F001"].years == (2024, 2022) and found.ids["F018"] == "F001"
    assert found.entries["F086"].years == (2024, 2018, 2017)


def test_a_definition_stands_once() -> None:
    """Of the indicator where one computes the figure, else in the data file; nothing is defined twice."""
    computed = {entry.id for entry in printed().entries.values() if entry.indicator}
    written = {row["id"] for row in rows("definitions.csv")}
    assert written == set(printed().entries) - computed
    assert len({entry.definition for entry in printed().entries.values()}) == len(printed().entries)


def test_a_change_says_what_it_compares() -> None:
    said = printed().entries["F028"].definition
    assert "2024" not in said.english and "thefts with violence" in said.english and "year before" in said.english


def test_aliases_name_figures_of_the_register() -> None:
    for row in rows("aliases.csv"):
        assert row["id"] in printed().entries, row
        assert row["language"] in LANGUAGES and row["polarity"] in POLARITIES and row["alias"].strip(), row


def test_a_further_value_completes_and_never_replaces() -> None:
    source = Source("", "حصيلة", "", Words("", "", ""))
    further = [Printed(fact, 2023, "2023", 7, "exact", source) for fact in ("F001", "F021", "F005")]
    lost = Printed("F005", 2024, "2024", 71, "exact", source)
    found = with_values(printed(), [*further, lost])
    assert found.entries["F001"].years == (2024, 2023, 2022)
    assert found.entries["F021"].of(2023) == printed().entries["F021"].of(2023)
    assert found.entries["F005"].of(2024) == lost
    assert printed().entries["F001"].years == (2024, 2022)


def test_a_year_that_does_not_add_up_is_told() -> None:
    source = Source("", "حصيلة", "", Words("", "", ""))
    year = [Printed(*row, "exact", source) for row in (("F001", 2023, "2023", 10), ("F002", 2023, "2023", 6))]
    assert with_values(printed(), year).failing(2023) == []
    whole = with_values(printed(), [*year, Printed("F003", 2023, "2023", 5, "exact", source)])
    assert [rule.id for rule in whole.failing(2023)] == ["A01"]
    assert all(printed().failing(year) == [] for year in printed().years)


@pytest.mark.parametrize(
    ("fact", "text", "value"),
    [
        ("F001", "4696069", 4_696_069),
        ("F001", "4 696 069", 4_696_069),
        ("F001", "4.696.069", 4_696_069),
        ("F001", "4,696,069", 4_696_069),
        ("F001", "٤٦٩٦٠٦٩", 4_696_069),
        ("F001", "4\u00a0696\u202f069", 4_696_069),
        ("F023", "-10", -10),
        ("F023", "−10,5 %", Decimal("-10.5")),
        ("F069", "32%", 32),
        ("F107", "20.000", 20_000),
    ],
)
def test_values_as_documents_write_them(fact: str, text: str, value: Decimal) -> None:
    assert value_of(facts()[fact], text) == value


@pytest.mark.parametrize(
    ("fact", "text"),
    [("F001", "many"), ("F001", "4,69,069"), ("F001", ""), ("F023", "10,500"), ("F001", "12-14"), ("F001", "9" * 40)],
)
def test_values_that_nobody_could_read(fact: str, text: str) -> None:
    with pytest.raises(Unread):
        value_of(facts()[fact], text)


def test_periods_and_units() -> None:
    change, half, count = facts()["F023"], facts()["F096"], facts()["F001"]
    assert period_of(change, "2023") == period_of(change, "2023 / 2022") == (2023, "2023/2022")
    assert period_of(half, "2023-24 h1") == (2023, "2023-24 H1")
    assert period_of(count, "٢٠٢٣") == (2023, "2023")
    for fact, text in ((change, "2023/2021"), (half, "2023-25 H1"), (count, "2023/2022"), (count, "1912"), (count, "")):
        with pytest.raises(Unread):
            period_of(fact, text)
    assert unit_of(count, "بطاقة") == unit_of(count, "Cartes") == unit_of(count, "cards") == "cards"
    assert unit_of(change, "في المائة") == "%" and unit_of(count, "%") == ""


def test_every_unit_and_period_of_the_data_files_is_read() -> None:
    for fact in facts().values():
        assert unit_of(fact, fact.unit.arabic) == fact.unit.english
        if fact.kind != "period" and fact.period != "future":
            assert period_of(fact, fact.period) == (fact.year, fact.period)
