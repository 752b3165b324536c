"""The desk in a real Chromium: a new user takes a complaint, the keyboard alone is enough, the citizen asks."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.synthetic import identity
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.modules.districts.follow_up import code_of
from hasila.modules.districts.models import (
    Appointments,
    Certificates,
    Complaint,
    Complaints,
    DayLog,
    Denunciations,
    DutyRoster,
    Incidents,
    Losses,
)
from hasila.plain.moments import today
from tests.screens.browser import photograph
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser

CARD = [
    "I<MARK012345678AB123456<<<<<<<",
    "9002144F3102134MAR<<<<<<<<<<<6",
    "BEN<GHALLAB<<AICHA<HABIBA<<<<<",
]
FACTS = "صرحت المشتكية أن هاتفها سُرق من حقيبتها في الحافلة رقم 7 قرب باب دكالة، على الساعة السابعة مساء."


@pytest.fixture
def desk(ledger_db: None) -> SimpleNamespace:
    """A police district with its officers, and a night's work."""
    unit = Unit.objects.get(code="AP-RAK-01")
    people = {}
    for number, (name, role) in enumerate(
        {"desk": Role.DESK_OFFICER, "judicial": Role.JUDICIAL_OFFICER, "chief": Role.UNIT_CHIEF}.items()
    ):
        person = identity(4200 + number, 7)
        people[name] = ensure_holder(Holder(f"screen.{name}", 810 + number, role, unit.code, 9, "F", "موظفة", "Agente"))
        Account.objects.create_user(
            name,
            "a long password",
            id=people[name],
            demo=True,
            arabic_name=person.arabic_name,
            latin_name=person.latin_name,
        )
    return SimpleNamespace(unit=unit, **people)


@pytest.fixture
def night(desk: SimpleNamespace) -> SimpleNamespace:
    """What was taken in before the page is opened."""
    now = timezone.now()

    def do(step: Any, by: str = "desk", record: Any = None, **data: Any) -> Any:
        opening = {} if record is not None else {"unit": desk.unit}
        return perform(step, record, actor=getattr(desk, by), data=data, **opening).record

    someone = identity(77, 7)
    who = {"arabic_name": someone.arabic_name, "latin_name": someone.latin_name, "card_number": someone.card_number}
    desk.complaint = do(Complaints.receive, facts="سرقت دراجتي.", offence="motorcycle_theft", urgency="urgent", **who)
    do(Denunciations.receive, source="anonymous", facts="بيع مواد محظورة قرب المدرسة.", offence="drug_possession")
    do(Losses.declare, kind="card", lost_on=today(), serial="EE204518", **who)
    do(Certificates.request, kind="residence", address="حي كليز، زنقة الحرية، رقم 12", **who)
    do(Incidents.receive, kind="brawl", facts="شجار أمام مقهى.", urgency="danger")
    do(DayLog.write, kind="shift", text="تسلم الديمومة من الفوج السابق دون ملاحظات.")
    do(Appointments.book, subject="hearing", starts_at=now + timedelta(minutes=5), arabic_name="ليلى السباعي")
    shift = {"starts_at": now - timedelta(hours=3), "ends_at": now + timedelta(hours=5)}
    do(DutyRoster.plan, "chief", officer=desk.desk, duty="desk", **shift)
    do(DutyRoster.plan, "chief", officer=desk.judicial, duty="judicial", **shift)
    refused = do(Complaints.receive, facts="لم يؤد الكراء.", **who)
    told = {"refusal": "civil", "grounds": "نزاع مدني حول الكراء.", "prosecutor_told_at": now}
    do(Complaints.refuse, "judicial", refused, **told)
    return desk


@pytest.fixture
def visit(chrome: Any, server_url: str) -> Any:
    """Opens windows, and closes them before the server stops."""
    opened: list[Visitor] = []

    def make(language: str = "ar", width: str = "wide", **how: Any) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width, **how))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


def test_the_screens_stand_in_both_widths(night: SimpleNamespace, visit: Callable[..., Visitor]) -> None:
    window = visit("ar", "wide")
    window.sign_in("desk")
    assert window.page.url.endswith("/desk")  # the first page of who works at the counter
    wrong = window.judge_at_both("desk")
    for code in ("complaint", "denunciation", "appointment"):
        window.go(f"/desk/new/{code}")
        wrong += window.judge_at_both(f"desk-{code}", axe=code != "denunciation")
    window.go(f"/desk/receipts/{night.complaint.reference}")
    window.page.check("[name=purpose]")
    window.page.click("main form button")
    wrong += window.judge_at_both("desk-receipt")
    for name in ("find", "keys"):
        window.go(f"/desk/{name}")
        wrong += window.judge_at_both(f"desk-{name}")
    window.sign_in("chief")
    window.go("/desk/chief")
    wrong += window.judge_at_both("desk-chief")
    assert not wrong, "\n".join(wrong)


def french(lines: list[str]) -> list[str]:
    """What the keys of an American keyboard give on the French layout."""
    keys = dict(zip("QWAZM1234567890<", "azqw,&é\"'(-è_çà.", strict=True))
    return ["".join(keys.get(sign, sign.lower()) for sign in line) for line in lines]


def complain(page: Any, **fields: str) -> None:
    """What an officer types into the form, field by field."""
    for name, value in fields.items():
        page.locator(f"form.take [name={name}]").press_sequentially(value)


def test_a_new_user_takes_a_complaint_on_a_phone_in_two_minutes(
    desk: SimpleNamespace, visit: Callable[..., Visitor], chrome: Any, server_url: str
) -> None:
    """By touch and typing, with what the page itself says and nothing else; every step is counted."""
    window = visit("ar", "narrow", touch=True)
    window.sign_in("desk")
    page, steps, began = window.page, 0, time.monotonic()
    page.get_by_role("link", name="شكاية").first.tap()
    steps += 1
    page.wait_for_selector("form.take")
    complain(page, facts=FACTS)
    page.locator("[name=arabic_name]").tap()
    complain(page, arabic_name="ليلى السباعي", phone="٠٦١٢٣٤٥٦٧٨")
    steps += 3
    page.get_by_role("button", name="تلقي شكاية").tap()
    steps += 1
    page.wait_for_selector(".slip__number")
    took = time.monotonic() - began
    made = Complaint.objects.get()
    assert (made.facts, made.phone, made.unit, made.urgency) == (FACTS, "0612345678", desk.unit, "ordinary")
    assert made.reference in page.locator(".slip__number").inner_text()
    assert code_of(made) in page.locator(".slip__code").inner_text()
    assert page.locator(".slip svg.qr").is_visible()
    wrong = window.judge("desk-phone-receipt", axe=False)
    page.get_by_role("link", name="الشخص الموالي").tap()
    steps += 1
    page.wait_for_selector(".doors")
    assert made.reference in page.locator(".table--brief").inner_text()
    assert page.locator(".drafts").count() == 0
    # Somebody types some 200 letters a minute on a phone; the script types at once, so its letters are added.
    letters = len(FACTS) + 12 + 10
    assert steps <= 6
    assert took + letters / 200 * 60 < 90
    assert not wrong, "\n".join(wrong)


def test_the_keyboard_alone_takes_a_complaint_from_a_card(desk: SimpleNamespace, visit: Callable[..., Visitor]) -> None:
    """Without a mouse, on an Arabic keyboard: the keys count by their place."""
    window = visit("ar", "wide")
    window.sign_in("desk")
    page = window.page
    page.wait_for_selector(".doors")
    page.keyboard.press("?")
    assert "شكاية" in page.locator("dialog.keys [data-page-keys]").inner_text()
    photograph(page, "desk-keys-dialog")
    page.keyboard.press("Escape")
    page.keyboard.press("Digit1")
    page.wait_for_selector("form.take [name=facts]:focus")
    page.keyboard.type(FACTS)
    page.locator("[data-scan-zone]").focus()
    # A reader that types three lines, each with Enter, on a keyboard that stands on the French layout.
    for line in french(CARD):
        page.keyboard.insert_text(line)
        page.keyboard.press("Enter")
    page.wait_for_selector(".scan__said[data-mood=good]")
    photograph(page, "desk-scanned")
    values = {name: page.input_value(f"[name={name}]") for name in ("card_number", "latin_name", "born_on")}
    assert values == {"card_number": "AB123456", "latin_name": "Aicha Habiba Ben Ghallab", "born_on": "1990-02-14"}
    assert page.locator("[name=sex]:checked").input_value() == "F"
    assert page.evaluate("document.activeElement.name") == "arabic_name"  # the first field that the card leaves open
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".slip__number")
    made = Complaint.objects.get()
    assert (made.card_number, made.latin_name, made.sex) == ("AB123456", "Aicha Habiba Ben Ghallab", "F")
    page.wait_for_selector("[data-print]:focus")
    page.keyboard.press("n")
    page.wait_for_selector(".doors")
    page.keyboard.press("/")
    page.keyboard.type(made.reference.rpartition("-")[2].lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{made.reference}/")
    assert not window.complaints


def test_a_card_that_is_read_wrong_says_where(desk: SimpleNamespace, visit: Callable[..., Visitor]) -> None:
    window = visit("ar", "narrow")
    window.sign_in("desk")
    page = window.go("/desk/new/loss")
    page.fill("[data-scan-zone]", "\n".join([CARD[0], CARD[1].replace("900214", "900215", 1), CARD[2]]))
    page.wait_for_selector(".scan__said[data-mood=bad]")
    said = page.locator("[data-scan-said]").inner_text()
    assert "السطر 2" in said
    assert "الموضع 7" in said
    assert page.input_value("[name=latin_name]") == ""
    photograph(page, "desk-scan-wrong")


def test_a_refusal_keeps_what_was_typed_and_a_draft_comes_back(
    desk: SimpleNamespace, visit: Callable[..., Visitor]
) -> None:
    window = visit("ar", "narrow")
    window.sign_in("desk")
    page = window.go("/desk/new/complaint")
    complain(page, facts=FACTS)
    page.click("[data-key-send]")
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.input_value("[name=facts]") == FACTS
    wrong = window.judge("desk-refused")
    page.wait_for_function("() => document.querySelector('.draft-line__words').textContent.includes(':')")
    window.context.close()  # the power goes
    anew = visit("ar", "narrow")
    anew.sign_in("desk")
    page = anew.page
    assert FACTS[:30] in page.locator(".drafts").inner_text()
    page.locator(".drafts a").first.click()
    page.wait_for_selector("form.take")
    assert page.input_value("[name=facts]") == FACTS
    complain(page, arabic_name="ليلى السباعي")
    page.click("[data-key-send]")
    page.wait_for_selector(".slip__number")
    assert Complaint.objects.get().facts == FACTS
    receipt = page.url
    page.go_back()  # and sends the same once more: it is the same form, and the same complaint
    page.wait_for_selector("form.take")
    page.fill("[name=facts]", FACTS)
    page.fill("[name=arabic_name]", "ليلى السباعي")
    page.click("[data-key-send]")
    page.wait_for_selector(".slip__number")
    assert (page.url, Complaint.objects.count()) == (receipt, 1)
    assert not wrong, "\n".join(wrong)


def test_the_citizen_asks_with_the_square_of_the_receipt(night: SimpleNamespace, visit: Callable[..., Visitor]) -> None:
    complaint, code = night.complaint, code_of(night.complaint)
    window = visit("ar", "narrow")
    page = window.go("/follow")
    wrong = window.judge("follow")
    page = window.go(f"/follow#{complaint.reference}.{code}")
    page.wait_for_selector(".follow__now")
    assert "#" not in page.url
    text = page.locator("main").inner_text()
    assert complaint.reference in text
    assert night.unit.arabic in text
    for hidden in (complaint.arabic_name, complaint.latin_name, complaint.card_number, complaint.facts):
        assert hidden not in text
    wrong += window.judge("follow-told", axe=False)
    page = window.go(f"/follow#{complaint.reference}.{code[:-1]}{'0' if code[-1] != '0' else '1'}")
    page.wait_for_selector("[data-error-summary]")
    wrong += window.judge("follow-wrong")
    bare = visit("ar", "narrow", scripts=False)
    page = bare.go("/follow")
    page.fill("[name=reference]", complaint.reference.lower())
    page.fill("[name=code]", code.replace("-", " ").lower())
    page.click("main form button")
    assert page.locator(".follow__now").is_visible()
    assert not wrong, "\n".join(wrong)


def test_the_desk_is_light(night: SimpleNamespace, visit: Callable[..., Visitor]) -> None:
    """What the first visit of each page brings over the line, fonts left out, as the server sends it."""
    weights = {}
    for path in ("/desk", "/desk/new/complaint"):
        fresh = visit("ar", "wide")
        fresh.sign_in("desk")
        client = fresh.context.new_cdp_session(fresh.page)
        client.send("Network.enable")
        client.send("Network.setCacheDisabled", {"cacheDisabled": True})
        kinds: dict[str, str] = {}
        sizes: dict[str, float] = {}
        client.on("Network.responseReceived", lambda e, kinds=kinds: kinds.update({e["requestId"]: e["type"]}))
        client.on(
            "Network.loadingFinished", lambda e, sizes=sizes: sizes.update({e["requestId"]: e["encodedDataLength"]})
        )
        fresh.go(path).evaluate("document.fonts.ready.then(() => 0)")
        for _look in range(600):
            if kinds and kinds.keys() <= sizes.keys():
                break
            fresh.page.wait_for_timeout(50)
        assert kinds and kinds.keys() <= sizes.keys(), "all that was asked for has come"
        weights[path] = sum(size for one, size in sizes.items() if kinds.get(one) != "Font") / 1000
    assert max(weights.values()) <= 60, weights
