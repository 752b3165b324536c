"""The checker's page in a real Chromium: an article beside its claims, by mouse, keyboard and without scripts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser

ARABIC = """حصيلة الأمن الوطني لسنة 2024

أصدرت المصالح المختصة خلال سنة 2024 ما مجموعه أربعة ملايين و696 ألفا و69 بطاقة وطنية للتعريف الإلكترونية.
وسجلت السرقات بالعنف تراجعا بنسبة 21 في المائة، فيما تراجعت السرقات تحت التهديد بنسبة 24 في المائة.
وتم إحداث 19 فرقة للشرطة السينوتقنية، وشارك 40 ألف شخص في سباق بالمدينة.
"""
FRENCH = """Sûreté nationale : le bilan de 2024

En 2024, le service a produit 4 696 069 cartes nationales d'identité électroniques.
Les vols avec violence ont reculé de 21 % par rapport à 2023.
"""


@pytest.fixture
def desk(ledger_db: None) -> SimpleNamespace:
    """A communicator with an account."""
    writer = ensure_holder(Holder("screen.writer", 830, Role.COMMUNICATOR, "DGSN", 9, "F", "مكلفة", "Chargée"))
    Account.objects.create_user(
        "writer", "a long password", id=writer, demo=True, arabic_name="هند العلوي", latin_name="Hind Alaoui"
    )
    return SimpleNamespace(writer=writer)


@pytest.fixture
def open_page(chrome: Any, desk: SimpleNamespace, server_url: str) -> Any:
    """A window of the signed-in communicator with a checked article."""
    opened: list[Visitor] = []

    def run(text: str, language: str, width: str, **how: Any) -> Visitor:
        visitor = Visitor(chrome, server_url, language, width, **how)
        opened.append(visitor)
        visitor.sign_in("writer")
        visitor.go("/claims")
        visitor.page.fill("[name=text]", text)
        visitor.page.click("main form button")
        return visitor

    yield run
    for visitor in opened:
        visitor.context.close()


def test_article_and_claims_go_together(open_page: Any) -> None:
    visitor = open_page(ARABIC, "ar", "wide")
    page, wrong = visitor.page, []
    article = page.locator("article.checked__text")
    assert article.get_attribute("dir") == "rtl"
    assert page.locator("details[open]").count() == 1  # the first contradicted one
    wrong += visitor.judge("claims-ar")
    # By mouse: what is chosen in the article opens beside it, and the address says which.
    page.locator("a.claim", has_text="24").first.click()
    assert page.locator("details[open] .finding__number").inner_text().startswith("24")
    assert page.locator("a.claim[aria-current]").count() == 1 and "claim=" in page.url
    # By keyboard: down to the next, Enter opens it and goes there, Escape comes back.
    marks = page.locator("a.claim")
    marks.nth(0).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert "−12" in page.locator("details[open]").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('claim')")
    # The address is enough: another window shows the same claim.
    address = page.url
    page.goto(address)
    assert page.locator("details[open]").count() == 1
    # From a contradicted claim to the draft.
    page.goto(address.split("?")[0])
    page.locator("details[open] a.button").click()
    assert page.locator("[name=figure]").input_value() == "F028"
    wrong += visitor.judge("claims-draft-ar")
    assert wrong == []


def test_narrow_french_and_without_scripts(open_page: Any) -> None:
    visitor = open_page(FRENCH, "fr", "narrow")
    wrong = visitor.judge("claims-fr-narrow")
    assert visitor.page.locator("article.checked__text").get_attribute("dir") == "ltr"
    plain = open_page(ARABIC, "ar", "narrow", scripts=False)
    wrong += plain.judge("claims-plain", axe=False)
    plain.page.locator("a.claim", has_text="24").first.click()
    assert plain.page.locator("details[open] .finding__number").inner_text().startswith("24")
    plain.go("/claims")
    plain.page.fill("[name=published_on]", "غدا")
    plain.page.click("main form button")
    assert plain.page.locator(".errors a").count() >= 1
    wrong += plain.judge("claims-refused", axe=False)
    assert wrong == []
