"""The cell in a real Chromium: a woman is received on a telephone, asked about risk, protected; a child at a desk."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.synthetic import identity
from tests.screens.test_browser import Visitor
from tests.screens.test_desk import visit  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(ledger_db: None) -> UUID:
    person = identity(4300, 7)
    holder = Holder("screen.cell", 830, Role.VICTIMS_OFFICER, "PP-RAK", 9, "F", "موظفة", "Agente")
    identifier = ensure_holder(holder)
    names = {"arabic_name": person.arabic_name, "latin_name": person.latin_name}
    Account.objects.create_user("cell", "a long password", id=identifier, demo=True, **names)
    return identifier


def choose(window: Visitor, name: str, value: str) -> None:
    window.page.locator(f"[name={name}][value={value}]").check()


def send(window: Visitor) -> None:
    window.page.locator("[data-key-send]").click()


def test_a_woman_and_a_child_are_received(officer: UUID, visit: Callable[..., Visitor]) -> None:  # noqa: F811
    window = visit("ar", "narrow")
    window.sign_in("cell")
    assert window.page.url.endswith("/cell")
    wrong = window.judge("cell-empty", axe=False)
    window.page.click(".door >> nth=0")
    window.page.fill("[name=facts]", "ضربها زوجها وهددها بسكين أمام أطفالها.")
    choose(window, "in_private", "False")
    send(window)
    wrong += window.judge("cell-refused", axe=False)
    choose(window, "in_private", "True")
    choose(window, "violence", "physical")
    window.page.select_option("[name=relation]", "spouse")
    window.page.fill("[name=arabic_name]", "خديجة الإدريسي")
    window.page.fill("[name=shelter]", "عند أختها، حي أزلي 44")
    send(window)
    window.page.wait_for_selector("#receipt")
    wrong += window.judge("cell-file", axe=False)
    window.page.click(".steps__open a >> nth=0")
    wrong += window.judge("cell-risk", axe=False)
    window = visit("ar", "wide")
    window.sign_in("cell")
    wrong += window.judge("cell")
    window.page.click(".door >> nth=1")
    wrong += window.judge("cell-child")
    choose(window, "in_private", "True")
    window.page.fill("[name=facts]", "ما رواه المعلم عن الطفل.")
    choose(window, "violence", "physical")
    window.page.select_option("[name=relation]", "parent")
    window.page.fill("[name=guardian]", "أمينة الإدريسي")
    window.page.select_option("[name=guardian_tie]", "mother")
    choose(window, "sex", "M")
    send(window)
    window.page.wait_for_selector("#receipt")
    wrong += window.judge("cell-child-file")
    window.page.click(".steps__open a >> nth=0")
    wrong += window.judge("cell-child-risk")
    window.page.go_back()
    window.page.locator("a[href*=ask_measures]").click()
    wrong += window.judge("cell-measures", axe=False)
    assert not wrong, "\n".join(wrong)
