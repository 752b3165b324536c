"""Sums of a text, figures of other years, units of mass, and the register as a value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.institution.figures import Words
from hasila.institution.figures.register import Alias, Printed, printed, with_values
from hasila.modules.communication.checker import Claim, check

CARDS = (
    "In {year} the DGSN made {total} identity cards, of which {rabat} at the Rabat centre"
    " and {marrakech} at the Marrakech centre."
)


def read(text: str, **said: object) -> list[Claim]:
    return check(text, language="en", day="2024-12-30", **said)  # type: ignore[arg-type]


def test_parts_that_do_not_make_the_total_are_told() -> None:
    text = CARDS.format(year=2024, total="4,696,069", rabat="3,449,678", marrakech="1,426,391")
    total, rabat, marrakech = read(text)
    assert [str(claim.verdict) for claim in (total, rabat, marrakech)] == ["confirmed", "confirmed", "contradicted"]
    assert "add up: 4,876,069 and 4,696,069" in marrakech.reason


def test_a_part_that_the_register_lacks_is_what_the_others_leave() -> None:
    source = printed().entries["F001"].values[0].source
    register = with_values(
        printed(),
        [
            Printed("F001", 2023, "2023", 4_000_000, "exact", source),
            Printed("F002", 2023, "2023", 3_000_001, "exact", source),
        ],
    )
    text = CARDS.format(year=2023, total="4,000,000", rabat="3,000,001", marrakech="{}")
    *_rest, right = read(text.format("999,999"), register=register)
    *_rest, wrong = read(text.format("999,998"), register=register)
    assert (str(right.verdict), right.reason_code) == ("unknown", "no value")
    assert (str(wrong.verdict), wrong.official) == ("contradicted", Decimal(999_999))


def test_an_imported_year_is_used() -> None:
    text = "In 2023 the DGSN issued 500,000 criminal-record cards."
    assert str(read(text)[0].verdict) == "unknown"
    source = printed().entries["F006"].values[0].source
    register = with_values(printed(), [Printed("F006", 2023, "2023", 480_000, "exact", source)])
    claim = read(text, register=register)[0]
    assert (str(claim.verdict), claim.official, claim.year) == ("contradicted", 480_000, 2023)
    sold = read("In 2024 the DGSN issued 480,000 criminal-record cards.", register=register)[0]
    assert (str(sold.verdict), sold.reason_code) == ("contradicted", "other year")
    assert "480,000 is the figure of 2023" in sold.reason


def test_tonnes_are_held_against_kilograms() -> None:
    entry = printed().entries["F010"]
    masses = replace(
        entry, unit=Words("kg", "كيلوغرام", "kilogrammes"), aliases={"en": (Alias("cocaine seized", "+"),)}
    )
    register = replace(printed(), entries={**printed().entries, "F010": masses})
    said = {}
    for amount in ("80 kg", "0.08 tonnes", "80 tonnes"):
        (claim,) = read(f"In 2024 police seized {amount} of cocaine.", register=register)
        said[amount] = (str(claim.verdict), claim.reason_code)
    assert said == {
        "80 kg": ("confirmed", "same"),
        "0.08 tonnes": ("confirmed", "same"),
        "80 tonnes": ("contradicted", "unit"),
    }


def test_the_reason_is_in_the_language_asked_for() -> None:
    text = "In 2024 the DGSN made 4,969,069 identity cards."
    reasons = {language: check(text, language=language)[0].reason for language in ("ar", "fr", "en")}
    assert "4,696,069" in reasons["en"]
    assert "4\u202f696\u202f069" in reasons["fr"]
    assert len(set(reasons.values())) == 3
