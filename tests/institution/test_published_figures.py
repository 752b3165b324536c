"""Figures of other years: entered as they are printed, refused with a reason, withdrawn by another."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from hasila.institution.figures.editions import PublishedFigure, PublishedFigures, imported, register
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused

pytestmark = pytest.mark.django_db

CARDS = {"figure": "F001", "value": "4100000", "measure": "cards", "period": "2023", "source": "حصيلة 2023"}


@pytest.fixture
def desk() -> SimpleNamespace:
    return SimpleNamespace(
        clerk=ensure_holder(Holder("clerk", 104, Role.COMMUNICATOR, "DGSN", 7, "F", "مكلفة", "Chargée")),
        head=ensure_holder(Holder("head", 105, Role.COMMUNICATION_HEAD, "DGSN", 16, "M", "رئيس", "Chef")),
        unit=Unit.objects.get(code="DGSN"),
    )


def enter(desk: SimpleNamespace, **changes: Any) -> PublishedFigure:
    return perform(PublishedFigures.enter, actor=desk.clerk, unit=desk.unit, data=CARDS | changes).record


def refused(desk: SimpleNamespace, **changes: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        enter(desk, **changes)
    return caught.value.refusal.code, caught.value.refusal.field


def test_a_year_is_entered_withdrawn_and_entered_anew(desk: SimpleNamespace) -> None:
    item = enter(desk, value="٤١٠٠٠٠٠", period="٢٠٢٣")
    assert (item.figure, item.measure, item.year, item.amount) == ("F001", "cards", 2023, 4_100_000)
    change = enter(desk, figure="F023", value="-10.5", measure="%", period="2023", qualifier="at least")
    assert (change.period, str(change.amount)) == ("2023/2022", "-10.5")
    found = register()
    assert found.entries["F001"].years == (2024, 2023, 2022)
    assert found.entries["F023"].of(2023).qualifier == "at least"
    assert refused(desk, value="4200000") == ("figures.twice", "value")
    with pytest.raises(Refused) as caught:
        perform(PublishedFigures.withdraw, item, actor=desk.clerk, data={"grounds": "قرئت خطأ"})
    assert caught.value.refusal.code == "kernel.no_mandate"
    perform(PublishedFigures.withdraw, item, actor=desk.head, data={"grounds": "قرئت خطأ"})
    enter(desk, value="4200000")
    assert [one.value for one in imported() if one.fact == "F001"] == [4_200_000]


def test_what_the_register_refuses(desk: SimpleNamespace) -> None:
    coming = str((timezone.now() + timedelta(days=800)).year)
    assert refused(desk, figure="F999") == refused(desk, figure="F018") == ("kernel.invalid", "figure")
    assert refused(desk, measure="persons") == ("figures.wrong_unit", "measure")
    assert refused(desk, period="the year") == ("figures.period", "period")
    assert refused(desk, period=coming) == ("figures.period_to_come", "period")
    assert refused(desk, value="-1") == ("figures.value_cannot_be", "value")
    assert refused(desk, value="1.5") == ("figures.value_cannot_be", "value")
    assert refused(desk, figure="F037", measure="years", period="2023", value="4") == (
        "figures.value_cannot_be",
        "value",
    )
    assert refused(desk, period="2024") == ("figures.printed_already", "value")
    assert refused(desk, figure="F001", period="2022") == ("figures.printed_already", "value")
    assert refused(desk, value="many")[0] == "kernel.invalid"
    assert refused(desk, source="\u202egnp")[0] == "kernel.control_characters"
    assert PublishedFigure.objects.count() == 0
