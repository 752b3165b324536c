"""The page of a case file in a real Chromium: right to left, at two widths, by keyboard; axe finds nothing."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from tests.screens.browser import overflow, photograph, violations

from hasila.institution.accounts import Account
from hasila.kernel.perform import perform
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charges
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT, hired
from hasila.modules.casefiles.things import Things
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today

pytestmark = pytest.mark.browser

WIDTHS = {"wide": (1280, 900), "narrow": (390, 844)}
PASSWORD = "a long password"


@pytest.fixture
def file(ledger_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[CaseFile]:
    """A file of this morning with something of everything."""
    people = hired()
    monkeypatch.setattr(rollout, "_switches", lambda: [(people.district.path, today(), None)])
    Account.objects.create_user(
        "officer", PASSWORD, id=people.officer, demo=True, arabic_name="أمينة", latin_name="Amina"
    )
    yield _played(people)


def _played(people: SimpleNamespace) -> CaseFile:
    hour = timezone.now() - timedelta(hours=1)

    def act(step: Any, **data: Any) -> Any:
        return perform(step, actor=people.officer, unit=people.district, data=data).record

    facts = {**FACTS, "happened_at": hour - timedelta(hours=3)}
    case = act(CaseFiles.open_file, **facts)
    suspect = act(Parties.enter, case=case.pk, **SUSPECT)
    act(Parties.enter, case=case.pk, category="victim", arabic_name="سلمى بنعلي", latin_name="Salma Benali", sex="F")
    act(Parties.enter, case=case.pk, category="witness", arabic_name="عمر التازي", latin_name="Omar Tazi")
    act(Charges.enter, case=case.pk, offence="weapon_carrying", suspect=suspect.pk)
    act(Things.enter, case=case.pk, kind="motorcycle", role="used", plate="12345-أ-6", make="Docker", colour="سوداء")
    act(
        Exhibits.seize,
        case=case.pk,
        kind="blade",
        description="سكين من الحجم المتوسط ذو مقبض خشبي",
        found_on=suspect.pk,
    )
    phone = act(Exhibits.seize, case=case.pk, kind="phone", description="هاتف محمول من نوع iPhone 13")
    sealed = {"seal": "M-2026/114", "store": "خزانة الدائرة"}
    perform(Exhibits.put_seal, phone, actor=people.officer, data=sealed)
    act(Tasks.put, case=case.pk, kind="hearing", what="الاستماع إلى حارس المحطة", deadline=today() + timedelta(days=2))
    act(Tasks.put, case=case.pk, kind="other", what="تفريغ كاميرات المحطة", deadline=today() + timedelta(days=1))
    record = act(WrittenRecords.draft, case=case.pk, kind="finding", text="عاينا.", began_at=hour)
    perform(WrittenRecords.read_back, record, actor=people.officer, data={"how_read": "nobody_heard", "ended_at": hour})
    perform(WrittenRecords.sign, record, actor=people.officer, data={"signing": "nobody_heard"})
    told = {"rights": ["acts", "silence", "lawyer"], "rights_told_at": hour}
    act(
        WrittenRecords.draft, case=case.pk, kind="hearing_suspect", party=suspect.pk, text="صرح.", began_at=hour, **told
    )
    case.refresh_from_db()
    return case


CARD = ["I<MARK012345678AB123456<<<<<<<", "9002144F3102134MAR<<<<<<<<<<<6", "BEN<GHALLAB<<AICHA<HABIBA<<<<<"]


@pytest.fixture
def window(chrome: Any, server_url: str) -> Iterator[Any]:
    """Opens signed-in windows, and closes them before the server stops."""
    contexts = []

    def make(width: str, language: str = "ar") -> Any:
        wide, high = WIDTHS[width]
        contexts.append(chrome.new_context(viewport={"width": wide, "height": high}, reduced_motion="reduce"))
        contexts[-1].add_cookies([{"name": "django_language", "value": language, "url": server_url}])
        page = contexts[-1].new_page()
        page.goto(f"{server_url}/sign-in")
        page.fill("[name=username]", "officer")
        page.fill("[name=password]", PASSWORD)
        page.click("main form button")
        return page

    yield make
    for context in contexts:
        context.close()


def state_purpose(page: Any) -> None:
    page.check("[name=purpose]")
    page.click("main form button")
    page.wait_for_selector(".case-index")
    page.wait_for_load_state("load")


def test_the_whole_file_on_one_page(window: Any, file: CaseFile, server_url: str) -> None:
    page = window("wide")
    page.goto(f"{server_url}/cases/{file.reference}/")
    state_purpose(page)
    photograph(page, "case-wide")
    assert (overflow(page), violations(page)) == (0, [])
    page.keyboard.press("3")
    assert page.locator(".case-menu[open]").count() == 1
    page.click(".case-menu a:has-text('ياسين')")
    page.wait_for_selector("[name=text]")
    photograph(page, "case-hearing-wide")
    assert "استمعنا إلى المشتبه فيه" in page.input_value("[name=text]")
    assert (overflow(page), violations(page)) == (0, [])


def test_on_a_telephone_a_party_is_entered_and_one_is_back(window: Any, file: CaseFile, server_url: str) -> None:
    page = window("narrow")
    page.goto(f"{server_url}/cases/{file.reference}/")
    state_purpose(page)
    photograph(page, "case-narrow")
    assert overflow(page) == 0
    page.keyboard.press("1")
    page.wait_for_selector("[name=category]")
    page.select_option("[name=category]", "witness")
    page.click("main form.form button.button")
    page.wait_for_selector("[data-error-summary]")
    photograph(page, "case-party-refused")
    page.fill("[name=arabic_name]", "حسن العلوي")
    page.focus("[data-scan-zone]")
    page.keyboard.insert_text("\n".join(CARD))
    page.keyboard.press("Enter")
    page.wait_for_selector(".scan__said[data-mood=good]")
    photograph(page, "case-party-scanned")
    assert page.input_value("[name=card_number]") == "AB123456" and page.input_value("[name=sex]") == "F"
    assert (page.input_value("[name=born_on]"), overflow(page)) == ("1990-02-14", 0)
    page.click("main form.form button.button")
    page.wait_for_url(f"**/cases/{file.reference}/?receipt=*")
    assert page.locator("#parties").inner_text().count("حسن العلوي") == 1
    photograph(page, "case-after-party")
