"""The pages of work and of the stand-in in a real Chromium, right to left, at two widths; axe finds nothing."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.institution.accounts import Account
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exchange.handing import sweep
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tests import conftest as house
from hasila.project.prosecution.office import Office
from tests.exchange.conftest import Present
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def db(ledger_db: None) -> None:
    """Here the acts are committed, so that the server sees them."""


@pytest.fixture
def desk(
    sent: Callable[..., Referral], stage: Present, pilot: SimpleNamespace, facts: dict[str, Any], office: Office
) -> SimpleNamespace:
    """A unit with files in every queue, and an account for its head."""
    names = {"arabic_name": "أمينة بنجلون", "latin_name": "Amina Benjelloun"}
    Account.objects.create_user("chief", "a long password", id=pilot.chief, demo=True, **names)
    pilot.referral, returned = sent(), sent(origin_reference="2")
    sweep()
    office.give_back(returned.key, "الاستماع إلى شهود إضافيين وتضمين تصريحاتهم في محضر مستقل.")
    sweep()
    for number in range(4, 7):
        case = house.opened(stage, pilot, **{**facts, "origin_reference": str(number), "offence": "theft_simple"})  # type: ignore[arg-type]
        if number > 4:
            house.entered(stage, pilot, case)  # type: ignore[arg-type]
    stage.do(CaseFiles.assign, case, actor=pilot.chief, data={"investigator": pilot.officer})
    house.told_now(pilot, case, "record_begun", "record_signed")
    data = {"case": case.pk, "way": "free"}
    stage.do(Referrals.prepare, actor=pilot.officer, unit=case.unit_id, data=data)
    return pilot


@pytest.fixture
def visit(chrome: Any, desk: SimpleNamespace, server_url: str) -> Iterator[Callable[..., Visitor]]:
    """Opens windows, and closes them before the server stops."""
    opened: list[Visitor] = []

    def make(language: str, width: str) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


LOOKED_AT = {"wide": ("nobody", "approve"), "narrow": ("prosecution", "due")}


@pytest.mark.parametrize(("language", "width"), [("ar", "wide"), ("fr", "narrow")])
def test_work_stands_in_both_widths(
    visit: Callable[..., Visitor], desk: SimpleNamespace, office: Office, language: str, width: str
) -> None:
    window, wrong = visit(language, width), []
    window.sign_in("chief")
    for code in LOOKED_AT[width]:
        window.go(f"/cases/work?queue={code}")
        wrong += window.judge(f"work-{code}")
    page = window.page
    if width == "narrow":
        window.go("/cases/work/figures")
        wrong += window.judge("work-figures")
    else:
        page = window.go("/cases/work?queue=nobody")
        rows = page.locator("table.table--rows tbody tr").count()
        page.locator(".tap button").first.click()
        assert page.locator("table.table--rows tbody tr").count() == rows - 1, "one tap assigns"
        page = window.go("/cases/work?queue=approve")
        page.locator(".tap button").first.click()
        assert Referral.objects.filter(state="approved").count() == 1, "one tap approves"
    page.goto(office.url)  # type: ignore[attr-defined]
    wrong += window.judge("stand-in")
    page.locator("article button").first.click()
    assert desk.referral.key in {answer["key"] for answer in office.listed if answer["kind"] == "decided"}
    assert not wrong, "\n".join(wrong)
