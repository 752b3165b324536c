"""Pages in a real Chromium: both directions, two widths, light and dark, with and without scripts, by keyboard."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client

from hasila.assurance.steps import timeline
from tests.sample.models import Claim
from tests.screens.browser import overflow, photograph, violations

pytestmark = pytest.mark.browser

WIDTHS = {"wide": (1280, 900), "narrow": (390, 844)}
REGISTER = "/registers/sample/claims/"


class Visitor:
    """One browser window on our server; it notes whatever the console complains of."""

    def __init__(
        self,
        chrome: Any,
        url: str,
        language: str,
        width: str,
        *,
        scripts: bool = True,
        dark: bool = False,
        touch: bool = False,
    ) -> None:
        wide, high = WIDTHS[width]
        self.url = url
        self.context = chrome.new_context(
            viewport={"width": wide, "height": high},
            java_script_enabled=scripts,
            has_touch=touch,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        self.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.scripts, self.language, self.width, self.dark = scripts, language, width, dark

    @property
    def mark(self) -> str:
        """What its pictures are called by."""
        return f"{self.language}-{self.width}{'-dark' if self.dark else ''}"

    def go(self, path: str) -> Any:
        self.page.goto(self.url + path)
        return self.page

    def sign_in(self, name: str) -> None:
        """Sends the form without drawing it, and opens the page that it leads to."""
        client = Client(HTTP_HOST=urlsplit(self.url).netloc)
        answer = client.post("/sign-in", {"username": name, "password": "a long password"})
        given = [{"name": key, "value": one.value, "url": self.url} for key, one in client.cookies.items()]
        self.context.add_cookies(given)
        self.go(answer["Location"])

    def type_into_sign_in(self, name: str) -> None:
        """The same by hand."""
        self.go("/sign-in")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", "a long password")
        self.page.click("main form button")

    def state_purpose(self, claim: Any) -> None:
        self.go(f"/records/sample/claims/{claim.reference}/")
        self.page.check("[name=purpose]")
        self.page.click("main form button")

    def judge_at_both(self, name: str, *, axe: bool = True) -> list[str]:
        """The same at both widths, with axe at the first: what it finds doesn't depend on the width."""
        first = self.width
        wrong = self.judge(name, axe=axe)
        for width in (next(other for other in WIDTHS if other != first), first):
            self.width = width
            self.page.set_viewport_size(dict(zip(("width", "height"), WIDTHS[width], strict=True)))
            wrong += self.judge(name, axe=False) if width != first else []
        return wrong

    def judge(self, name: str, *, axe: bool = True) -> list[str]:
        """What is wrong with the page as it stands."""
        photograph(self.page, f"{name}-{self.mark}")
        # Every pattern stands twice on its page, so its landmarks have the same names: that is the page's purpose.
        excused = ("landmark-unique",) if name == "patterns" else ()
        wrong = [f"{name}: {line}" for line in violations(self.page) if not line.startswith(excused)] if axe else []
        if (too_wide := overflow(self.page)) > 0:
            wrong.append(f"{name}: wider than the window by {too_wide} px")
        wrong += [f"{name}: {line}" for line in self.complaints if "status of 4" not in line]
        self.complaints.clear()
        return wrong


@pytest.fixture
def visit(chrome: Any, town: SimpleNamespace, server_url: str) -> Any:
    """Opens windows, and closes them before the server stops."""
    opened: list[Visitor] = []

    def make(language: str = "ar", width: str = "wide", **how: Any) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width, **how))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


PUBLIC = {"public": "/", "patterns": "/patterns", "demo": "/demo", "missing": "/nowhere", "sign-in": "/sign-in"}
WORK = {"registers": "/registers/", "register": REGISTER, "none": f"{REGISTER}?q=xyz", "open": f"{REGISTER}new/file/"}


@pytest.mark.parametrize(("language", "width", "dark"), [("ar", "wide", False), ("fr", "narrow", True)])
def test_axe_finds_nothing_and_nothing_overflows(
    visit: Any, town: SimpleNamespace, language: str, width: str, dark: bool
) -> None:
    """Arabic in daylight at both widths, French on a telephone in the dark."""
    window = visit(language, width, dark=dark)
    judge = window.judge if dark else window.judge_at_both
    wrong = []
    for name, path in PUBLIC.items():
        window.go(path)
        wrong += judge(name)
    window.type_into_sign_in("clerk")
    wrong += judge("home")
    for name, path in WORK.items():
        window.go(path)
        wrong += judge(name)
    window.page.click("main form.form button.button")
    wrong += judge("refused")
    window.go(f"/records/sample/claims/{town.claims[1].reference}/")
    wrong += judge("purpose")
    window.state_purpose(town.claims[1])
    wrong += judge("record")
    window.go(f"/records/sample/claims/{town.claims[1].reference}/study/")
    wrong += judge("closed")
    window.go(f"/records/sample/claims/{town.claims[1].reference}/amend/")
    wrong += judge("step")
    assert not wrong, "\n".join(wrong)


def test_a_file_is_opened_without_scripts(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "narrow", scripts=False)
    window.type_into_sign_in("clerk")
    page = window.go(f"{REGISTER}new/file/")
    page.fill("[name=unit]", town.rabat.code)
    page.fill("[name=holder]", town.subject.registration_number)
    page.fill("[name=text]", "طلب بدون برمجيات")
    page.fill("[name=amount]", "١٢")
    page.click("main form.form button.button")
    assert page.locator("#receipt").is_visible()
    made = Claim.objects.get(text="طلب بدون برمجيات")
    assert made.amount == 12
    assert page.locator("h1").inner_text().endswith(made.reference)


def test_a_refusal_takes_the_focus_and_leads_to_its_field(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    window.sign_in("clerk")
    page = window.go(f"{REGISTER}new/file/")
    page.fill("[name=text]", "kept")
    page.click("main form.form button.button")
    page.wait_for_selector("[data-error-summary]:focus")
    assert page.input_value("[name=text]") == "kept"
    page.click("[data-error-summary] a")
    assert page.evaluate("document.activeElement.name") == "holder"


def test_a_record_is_chosen_by_typing_a_name(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "wide")
    window.sign_in("clerk")
    page = window.go(f"{REGISTER}new/file/")
    page.locator("[name=holder]").press_sequentially(town.subject.latin_name, delay=10)
    offer = page.locator(f".lookup__offer[value='{town.subject.registration_number}']")
    offer.wait_for()
    page.keyboard.press("ArrowDown")
    assert "lookup__offer" in page.evaluate("document.activeElement.className")
    offer.click()
    assert page.input_value("[name=holder]") == town.subject.registration_number
    assert town.subject.arabic_name in page.locator(".lookup__chosen").last.inner_text() + page.content()
    assert not window.complaints


def test_the_keyboard_is_enough(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "wide")
    window.sign_in("clerk")
    page = window.go(REGISTER)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("jk")
    assert page.input_value("[name=q]") == "jk"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    chosen = page.evaluate("document.activeElement.textContent")
    assert chosen == town.claims[1].reference
    page.keyboard.press("?")
    assert page.locator("dialog.keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{town.claims[2].reference}/")


def test_coming_back_to_a_search_sends_no_form_again(visit: Any, town: SimpleNamespace) -> None:
    """No address of the whole way says whom one looked for, and neither Back nor reloading asks to send it again."""
    window = visit("ar", "wide")
    window.sign_in("clerk")
    page = window.go(REGISTER)
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.method} {unquote(request.url)}"))
    page.fill("[name=q]", "الزوجة")
    page.click("form.filters button")
    assert page.url.startswith(f"{window.url}{REGISTER}?in="), "also the page that asks why"
    page.check("[name=purpose]")
    page.click("main form button")
    page.fill("[name=q]", "مدينة")
    page.click("form.filters button")
    named = page.url
    page.click("[data-rows] tbody a")
    page.wait_for_url("**/records/sample/claims/*/")
    page.go_back()
    page.reload()
    assert page.url == named and page.input_value("[name=q]") == "مدينة"
    assert page.locator("[data-rows] tbody tr").count() == 1
    assert sum(one.startswith("POST") for one in seen) == 3
    assert not [one for one in seen if "الزوجة" in one or "مدينة" in one]
    assert not window.complaints


def test_a_row_opens_its_file_and_a_second_click_sends_nothing_twice(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "wide")
    window.sign_in("clerk")
    page = window.go(REGISTER)
    page.locator("tbody tr").nth(1).locator("td").first.click()
    page.wait_for_url("**/records/sample/claims/*/")
    window.state_purpose(town.claims[1])
    page = window.go(f"/records/sample/claims/{town.claims[1].reference}/amend/")
    page.fill("[name=text]", "نص بعد التعديل")
    page.dblclick("main form.form button.button")
    page.wait_for_selector("#receipt")
    assert [entry.act for entry in timeline(town.claims[1].pk)].count("sample.claims.amend") == 1


def test_the_language_switch_turns_the_page_around(visit: Any) -> None:
    page = visit("ar", "narrow").go("/")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.click("button[value=fr]")
    assert page.evaluate("document.documentElement.dir") == "ltr"
