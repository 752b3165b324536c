"""The pages of persons held in a real Chromium: somebody near the limit, somebody beyond it; both widths, with axe."""

from types import SimpleNamespace
from typing import Any

import pytest

from hasila.modules.casefiles.tests.custody_night import night
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def held(ledger_db: None) -> SimpleNamespace:
    return night(sign_in=True)


@pytest.fixture
def visit(chrome: Any, held: SimpleNamespace, server_url: str) -> Any:
    """Opens windows, and closes them before the server stops."""
    opened: list[Visitor] = []

    def make(language: str = "ar", width: str = "wide", **how: Any) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width, **how))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


def state(window: Visitor, path: str) -> None:
    """Opens a page of a person, stating the purpose."""
    window.go(path)
    if window.page.locator("[name=purpose][type=radio]").count():
        window.page.locator("[name=purpose]").first.check()
        window.page.click("main form button")


def test_persons_held_stand_on_every_screen(visit: Any, held: SimpleNamespace) -> None:
    wrong = []
    window = visit("ar", "wide")
    window.sign_in("judicial")
    window.go("/custody")
    wrong += window.judge("held")
    assert [window.page.locator(f".clock--{tone}").count() for tone in ("over", "pressing", "calm")] == [1, 1, 1]
    state(window, f"/custody/{held.near.reference}/")
    window.page.select_option("[name=note_kind]", "meal")  # sent at once, before the text is saved as it is typed
    window.page.click("form.notes button:not([name])")
    window.page.wait_for_selector("#receipt")
    assert window.page.locator(".draft-offer").count() == 0  # nothing of what was recorded is said to be unsaved
    wrong += window.judge("holding-near")
    state(window, f"/custody/file/{held.free.case.reference}/")
    wrong += window.judge("held-of-file")
    state(window, f"/custody/{held.near.reference}/enter_authorisation/")
    wrong += window.judge("authorisation")
    window.go("/custody/register")
    wrong += window.judge("book")
    assert wrong == []


def test_they_stand_on_a_telephone_and_the_prosecution_answers(visit: Any, held: SimpleNamespace) -> None:
    wrong = []
    window = visit("ar", "narrow")
    window.sign_in("judicial")
    window.go("/custody")
    wrong += window.judge("held")
    state(window, f"/custody/{held.over.reference}/")
    wrong += window.judge("holding-over")
    state(window, f"/custody/new/{held.free.reference}/")
    window.page.fill("[name=began_at]", "2020-01-01T10:00")
    window.page.click("main form button")
    wrong += window.judge("place-refused")
    window = visit("ar", "narrow")
    window.sign_in("prosecutor")
    window.go("/prosecution/custody")
    wrong += window.judge("prosecution")
    window.page.locator(".held__do a").first.click()
    window.page.locator("[name=purpose]").first.check()
    window.page.click("main form button")
    wrong += window.judge("authorise")
    window.page.fill("[name=authorisation]", "91/2026")
    window.page.click("main form button")
    window.page.wait_for_url(f"**/custody/{held.near.reference}/?receipt=*")
    assert window.page.locator(".clock--calm").count() == 1
    wrong += window.judge("holding-extended")
    assert wrong == []
