"""A small year: every published count of the modules at a twentieth, cards at a two-thousandth."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

import pytest

from hasila.institution import figures
from hasila.modules.annual_report import report
from hasila.simulation import streams

SCALE = Decimal("0.0005")
TWENTIETH = 20
AS_PUBLISHED = figures.expected


@cache
def small(scale: Decimal) -> dict[str, int]:
    """The targets of a small year: smaller registers are scaled too, so that a play takes seconds."""
    whole = AS_PUBLISHED(scale)
    facts = figures.facts()
    return {
        key: max(1, value // TWENTIETH)
        if facts[key].kind == "count" and facts[key].number == value and value > TWENTIETH
        else value
        for key, value in whole.items()
    }


@pytest.fixture
def small_year(monkeypatch: pytest.MonkeyPatch) -> Callable[[Decimal], dict[str, int]]:
    """Plays and reports take the small targets."""
    monkeypatch.setattr(streams, "expected", small)
    monkeypatch.setattr(report, "expected", small)
    monkeypatch.setattr(figures, "expected", small)
    return small


@pytest.fixture
def country(ledger_db: None) -> Iterator[None]:
    """A database with the units of the institution, in which plays may commit."""
    yield
