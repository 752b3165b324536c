"""Dated law: the right value for a day, its source, and clear words where there is none."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from hasila.institution import law

DAY = date(2024, 6, 1)
NEEDED = (
    "personnel.discipline.defence",
    "personnel.discipline.decision",
    "personnel.discipline.appeal",
    "personnel.grievance.filing",
    "personnel.grievance.decision",
    "personnel.transfer.urgent",
    "personnel.promotion.publication",
    "inspection.inquiry.report",
    "documents.card.delivery",
)


@pytest.mark.parametrize("key", NEEDED)
def test_a_term_is_a_function_of_the_day_on_which_it_starts(key: str) -> None:
    assert 1 <= law.days(key)(DAY) <= 365


def test_a_value_changes_on_its_day() -> None:
    term = law.days("documents.card.delivery")
    assert term(date(2020, 3, 18)) == 60
    assert term(date(2020, 3, 19)) == 30


def test_the_scale_of_sanctions_runs_from_the_lightest_to_the_gravest() -> None:
    scale = law.value("personnel.scale", DAY)
    assert scale == ("warning", "reprimand", "blame", "suspension", "demotion", "early_retirement", "dismissal")


def test_a_value_before_its_law_says_that_there_is_none() -> None:
    with translation.override("en"), pytest.raises(law.LawMissing, match="in force on 1999-01-01"):
        law.value("documents.card.validity", date(1999, 1, 1))


def test_an_unknown_key_is_found_where_it_is_declared() -> None:
    with pytest.raises(law.LawMissing):
        law.days("personnel.no.such.term")
    with pytest.raises(law.LawMissing):
        law.days("documents.card.validity")  # counts years
    with pytest.raises(law.LawMissing):
        law.cite("nothing")


def test_values_of_one_key_never_overlap_nor_leave_a_gap_and_cite_a_known_text() -> None:
    for key, dated in law.values().items():
        for item in dated:
            assert item.text in law.texts(), key
            assert item.until is None or item.since <= item.until
        for before, after in pairwise(dated):
            assert before.until is not None and before.until + timedelta(days=1) == after.since, key


def test_a_citation_is_in_the_language_that_is_read() -> None:
    with translation.override("fr"):
        assert law.cite("civil_service/66").endswith("art. 66")
        assert law.cite("cnie").startswith("Loi n° 04-20")
    with translation.override("ar"):
        assert "الفصل 66" in law.cite("civil_service/66")
        assert law.cite("criminal_procedure/66, 80").endswith("المادتان 66 و80")
        assert law.cite("civil_service/1, 2, 3").endswith("الفصول 1 و2 و3")
        assert law.cite("personnel.grievance.filing").startswith("القانون رقم 41.90")


def test_what_counsel_has_not_confirmed_is_listed() -> None:
    assert "personnel.discipline.defence" in law.unconfirmed()
