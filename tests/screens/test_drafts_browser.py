"""Drafts in a real Chromium: a crash, a line that is down, two windows, a sign-out."""

import re
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.kernel.access import acting
from hasila.surfaces.web import drafts
from hasila.surfaces.web.models import Draft
from tests.sample.models import Claim
from tests.screens.browser import overflow, photograph, violations
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser

OPENING = "/registers/sample/claims/new/file/"
FACTS = "حضرت المشتكية على الساعة الثانية ليلا وصرحت بأن هاتفها سُرق قرب المحطة"


# Whether what the browser keeps, read with the key of the page, holds these words.
HOLDS = """async words => {
  const name = Object.keys(localStorage).find(key => key.startsWith("hasila.draft."));
  if (!name) return false;
  const kept = JSON.parse(localStorage.getItem(name));
  const bytes = text => Uint8Array.from(atob(text), sign => sign.charCodeAt(0));
  const pairs = document.querySelector("form[data-draft]").dataset.draftKey.match(/../g);
  const raw = new Uint8Array(pairs.map(pair => parseInt(pair, 16)));
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(kept.nonce) }, key, bytes(kept.data));
  return JSON.parse(new TextDecoder().decode(clear)).some(pair => pair[1] === words);
}"""


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


def form(window: Visitor) -> Any:
    window.sign_in("clerk")
    return window.go(OPENING)


def line(page: Any, words: str) -> str:
    """The line of the draft, once it says this."""
    page.wait_for_function(
        "words => document.querySelector('.draft-line__words').textContent.includes(words)", arg=words
    )
    return page.locator(".draft-line__words").inner_text()


def kept(page: Any) -> list[str]:
    """What lies in the browser's own store of drafts."""
    return page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('hasila.draft.')).map(k => localStorage.getItem(k))"
    )


def test_a_crash_loses_a_few_seconds_at_most(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "narrow")
    window.page.clock.install()
    page = form(window)
    page.clock.pause_at(page.evaluate("Date.now() + 60_000"))
    page.locator("[name=text]").press_sequentially(FACTS)
    page.clock.run_for(2_000)  # and the page's clock stands: what isn't on its way by now will never be
    assert re.search(r"\d\d:\d\d:\d\d", line(page, ":"))
    assert kept(page) == []  # the server has it
    wrong = window.judge("draft", axe=False)
    with pytest.raises(Exception, match="crash"):  # the page's process dies: no event, no last word
        page.goto("chrome://crash")
    window.context.close()
    anew = visit("ar", "narrow")
    anew.sign_in("clerk")
    assert FACTS[:20] in anew.page.locator(".drafts").inner_text()
    wrong += anew.judge("drafts-home", axe=False)
    page = anew.go(OPENING)
    assert page.locator(".draft-offer").count() == 1
    wrong += anew.judge("draft-offer")
    page.locator(".draft-offer a").click()
    page.wait_for_url("**draft=*")
    assert page.input_value("[name=text]") == FACTS
    page.fill("[name=unit]", town.rabat.code)
    page.fill("[name=holder]", town.subject.registration_number)
    page.click("main form.form .form__actions .button >> nth=0")
    page.wait_for_selector("#receipt")
    assert Claim.objects.get(text=FACTS)
    assert anew.go("/").locator(".drafts").count() == 0
    assert not wrong, "\n".join(wrong)


def test_without_a_line_it_is_kept_here_and_nobody_else_reads_it(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    page = form(window)
    window.context.set_offline(True)
    page.locator("[name=text]").press_sequentially("the thief ran towards", delay=5)
    said = line(page, "Not saved")
    assert "Kept on this computer" in said
    page.wait_for_function(HOLDS, arg="the thief ran towards")
    assert len(kept(page)) == 1
    assert "thief" not in kept(page)[0]
    photograph(page, "draft-offline")
    page.locator("[name=text]").press_sequentially(" the station", delay=5)
    page.wait_for_function(HOLDS, arg="the thief ran towards the station")
    page.wait_for_timeout(1_500)  # Chromium gathers what a page stores, and loses it with the page's process
    # The power goes: nothing is sent any more. The same browser, signed in anew, offers it.
    page.goto("about:blank")
    window.context.set_offline(False)
    page = window.go(OPENING)
    offer = page.locator("[data-draft-go]")
    photograph(page, "draft-kept-here")
    offer.click()
    assert page.input_value("[name=text]") == "the thief ran towards the station"
    line(page, "Saved at")
    assert kept(page) == []
    with acting(town.clerk):
        assert drafts.content(Draft.objects.get())["text"] == ["the thief ran towards the station"]
    # The line comes back while one types, and the line says so.
    window.context.set_offline(True)
    page.locator("[name=text]").press_sequentially("!")
    line(page, "Not saved")
    window.context.set_offline(False)
    line(page, "Saved at")
    assert "Not saved" not in page.locator(".draft-line [role=status]").inner_text()
    window.complaints.clear()


def test_a_later_window_is_told_and_chooses(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    first = form(window)
    first.fill("[name=text]", "one")
    line(first, "Saved at")
    with acting(town.clerk):
        key = Draft.objects.get().key
    second = window.context.new_page()
    second.goto(f"{window.url}{OPENING}?draft={key}")
    second.fill("[name=text]", "two")
    line(second, "Saved at")
    first.fill("[name=text]", "one, longer")
    line(first, "another window")
    assert violations(first) == []
    assert overflow(first) <= 0
    photograph(first, "draft-two-windows")
    first.click("[data-draft-apart]")
    line(first, "Saved at")
    with acting(town.clerk):
        found = {drafts.content(one)["text"][0] for one in Draft.objects.all()}
    assert found == {"two", "one, longer"}


def test_windows_opened_before_either_was_saved_come_together(visit: Any, town: SimpleNamespace) -> None:
    window = visit("ar", "narrow")
    window.sign_in("clerk")
    matter = f"{OPENING}?holder={town.subject.registration_number}"
    first, second = window.go(matter), window.context.new_page()
    second.goto(f"{window.url}{matter}")
    first.fill("[name=text]", "سرق الهاتف قرب المحطة")
    line(first, ":")
    second.fill("[name=text]", "سرق الهاتف قرب السوق")
    second.fill("[name=amount]", "7")
    second.wait_for_selector("[data-draft-clash]:not([hidden])")
    assert (violations(second), overflow(second) <= 0) == ([], True)
    photograph(second, "draft-begun-elsewhere")
    second.click("[value=compare]")
    second.wait_for_selector(".both")
    assert (violations(second), overflow(second) <= 0) == ([], True)
    photograph(second, "draft-side-by-side")
    assert second.locator(".both ins").all_inner_texts() == ["المحطة", "السوق"]
    second.focus("[name='_take-text'][value=theirs]")
    second.keyboard.press("ArrowDown")  # by keyboard to the other side, and back
    second.keyboard.press("ArrowUp")
    second.fill("[name=unit]", town.rabat.code)
    second.click("main form.form .form__actions .button >> nth=0")
    second.wait_for_selector("#receipt")
    assert Claim.objects.get(amount=7).text == "سرق الهاتف قرب المحطة"
    with acting(town.clerk):
        assert not Draft.objects.exists()
    assert kept(second) == []


def test_what_left_with_the_page_is_offered_once(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    page = form(window)
    page.fill("[name=text]", "typed, and gone before the pause")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('hasila.draft.'))")
    window.go("/registers")
    page = window.go(OPENING)
    assert page.locator(".draft-offer:visible").count() == 1
    page.click("[data-draft-go]")
    assert page.input_value("[name=text]") == "typed, and gone before the pause"
    line(page, "Saved at")
    assert kept(page) == [] and page.locator(".draft-offer:visible").count() == 0


def test_what_left_with_the_page_of_a_file_is_gone_on_with_at_once(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    form(window)
    window.state_purpose(town.claims[1])
    url = f"/records/sample/claims/{town.claims[1].reference}/amend/"
    page = window.go(url)
    page.fill("[name=text]", "typed, and gone before the pause")
    page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('hasila.draft.'))")
    window.go("/registers")
    page = window.go(url)
    page.wait_for_function("() => !Object.keys(localStorage).some(key => key.startsWith('hasila.draft.'))")
    assert page.input_value("[name=text]") == "typed, and gone before the pause"
    assert page.locator(".draft-offer:visible").count() == 1 and "You go on here" in page.inner_text(".draft-offer")


def test_signing_out_saves_first_and_leaves_nothing_behind(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "wide")
    page = form(window)
    page.fill("[name=text]", "typed a moment ago")
    page.evaluate("localStorage.setItem('hasila.draft.left.behind', '{}')")
    page.click("form[action='/sign-out'] button")
    page.wait_for_selector(".hero")
    with acting(town.clerk):
        assert drafts.content(Draft.objects.get())["text"] == ["typed a moment ago"]
    assert page.evaluate("Object.keys(localStorage)") == []
    window.sign_in("clerk")
    page = window.go(OPENING)
    page.click(".draft-offer button")
    page.wait_for_load_state()
    assert page.locator(".draft-offer").count() == 0


def test_a_draft_is_saved_without_scripts(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en", "narrow", scripts=False)
    page = form(window)
    page.fill("[name=text]", "kept by a button")
    page.click("[name=_save]")
    assert page.input_value("[name=text]") == "kept by a button"
    assert "Saved at" in page.locator(".draft-line").inner_text()
    page.fill("[name=text]", "kept again")
    page.click("[name=_save]")
    assert page.input_value("[name=text]") == "kept again"
    with acting(town.clerk):
        assert Draft.objects.get().version == 2
