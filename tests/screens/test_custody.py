"""The pages of persons held in a real Chromium: somebody near the limit, somebody beyond it; both widths, with axe."""

from types import SimpleNamespace
from typing import Any

import pytest

from hasila.modules.casefiles.tests.custody_night import night
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def held(ledger_db: None) -> SimpleNamespace:
    return night()


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


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_persons_held_stand_on_every_screen(visit: Any, held: SimpleNamespace, width: str) -> None:
    wrong = []
    window = visit("ar", width)
    window.sign_in("judicial")
    window.go("/custody")
    wrong += window.judge("held")
    assert window.page.locator(".clock--over").count() == 1
    assert window.page.locator(".clock--pressing").count() == 1
    for name, one in (("near", held.near), ("over", held.over)):
        state(window, f"/custody/{one.reference}/")
        wrong += window.judge(f"holding-{name}")
    state(window, f"/custody/file/{held.free.case.reference}/")
    wrong += window.judge("held-of-file")
    state(window, f"/custody/new/{held.free.reference}/")
    window.page.fill("[name=began_at]", "2020-01-01T10:00")
    window.page.click("main form button")
    wrong += window.judge("place-refused")
    state(window, f"/custody/{held.near.reference}/enter_authorisation/")
    wrong += window.judge("authorisation")
    window.go("/custody/register")
    wrong += window.judge("book")
    window = visit("ar", width)
    window.sign_in("prosecutor")
    window.go("/prosecution/custody")
    wrong += window.judge("prosecution")
    window.page.locator(".held__do a").first.click()
    if window.page.locator("[name=purpose][type=radio]").count():
        window.page.locator("[name=purpose]").first.check()
        window.page.click("main form button")
    wrong += window.judge("authorise")
    window.page.fill("[name=authorisation]", "91/2026")
    window.page.click("main form button")
    window.page.wait_for_url(f"**/custody/{held.near.reference}/")
    assert window.page.locator(".clock--calm").count() == 1
    wrong += window.judge("holding-extended")
    window.go("/notices")
    wrong += window.judge("notices-held")
    assert wrong == []
