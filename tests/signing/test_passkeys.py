"""Passkeys in a real Chromium with a virtual authenticator, and every page of the sign-in as it is seen."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from hasila.institution.accounts import Account
from hasila.institution.notices import notify
from hasila.institution.recovery import GRANTED, Lost, Recovery
from hasila.institution.roles import Role
from hasila.institution.second_factor import Authenticator
from hasila.kernel.perform import perform
from tests.kernel.conftest import people
from tests.screens.browser import overflow, photograph, violations
from tests.signing.conftest import PASSWORD

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
WIDTHS = {"wide": (1280, 900), "narrow": (390, 844)}


class Window:
    """A browser window with a key of its own in its port."""

    def __init__(self, chrome: Any, url: str, language: str = "ar", width: str = "wide", scripts: bool = True) -> None:
        wide, high = WIDTHS[width]
        self.url, self.mark = url, f"{language}-{width}"
        self.context = chrome.new_context(
            viewport={"width": wide, "height": high}, java_script_enabled=scripts, reduced_motion="reduce"
        )
        self.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda m: self.wrong.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        if scripts:
            self.port = self.context.new_cdp_session(self.page)
            self.port.send("WebAuthn.enable")
            self.key = self.port.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def go(self, path: str) -> Any:
        self.page.goto(self.url + path)
        return self.page

    def password(self, name: str = "amina") -> None:
        self.go("/sign-in")
        self.page.fill("[name=username]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main form button")

    def show_key(self) -> None:
        with self.page.expect_navigation():
            self.page.click("form[data-passkey] button")

    def at(self) -> str:
        return str(self.page.url).removeprefix(self.url)

    def judge(self, name: str, *, axe: bool = True) -> list[str]:
        photograph(self.page, f"sign-{name}-{self.mark}")
        found = [f"{name}: {line}" for line in violations(self.page)] if axe else []
        if overflow(self.page) > 0:
            found.append(f"{name}: wider than the window by {overflow(self.page)} px")
        found += [f"{name}: {line}" for line in self.wrong if "status of 4" not in line]
        self.wrong.clear()
        return found


@pytest.fixture
def town(ledger_db: None, settings: Any) -> SimpleNamespace:
    """Committed people outside of the demonstration, one with a new account."""
    settings.DEMO = False
    world = people()
    world.account = Account.objects.create_user(
        "amina", PASSWORD, id=world.clerk, arabic_name="أمينة بنجلون", latin_name="Amina Benjelloun"
    )
    return world


@pytest.fixture
def visit(chrome: Any, town: SimpleNamespace, server_url: str) -> Any:
    """Opens windows at a name, since no browser makes a passkey for a number."""
    opened: list[Window] = []

    def make(*arguments: Any, url: str = "", **how: Any) -> Window:
        opened.append(Window(chrome, url or server_url.replace("127.0.0.1", "localhost"), *arguments, **how))
        return opened[-1]

    yield make
    for window in opened:
        window.context.close()


def enrol(window: Window, name: str = "هاتفي") -> None:
    window.go("/account/key")
    window.page.fill("[name=name]", name)
    window.show_key()


def test_a_key_is_enrolled_and_then_opens(visit: Any, town: SimpleNamespace) -> None:
    window = visit()
    window.password()
    assert window.at() == "/account/"
    enrol(window)
    assert window.at() == "/account/codes"
    (held,) = Authenticator.objects.filter(user=town.account, type="webauthn")
    assert held.wrap().name == "هاتفي"
    window.page.click("form[action='/sign-out'] button")
    window.password()
    assert window.at() == "/sign-in/second"
    window.go("/mine")
    assert window.at().startswith("/sign-in?")
    window.go("/sign-in/second")
    window.show_key()
    assert window.at() == "/"
    window.go("/mine")
    assert window.at() == "/mine"


def test_a_key_without_a_name_and_one_that_is_there_already(visit: Any, town: SimpleNamespace) -> None:
    window = visit("en")
    window.password()
    window.go("/account/key")
    window.page.click("form[data-passkey] button")
    assert window.page.inner_text("[data-passkey-failed]") == "Give the key a name first."
    enrol(window)
    window.go("/account/key")
    window.page.fill("[name=name]", "again")
    window.page.click("form[data-passkey] button")
    window.page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert "This device holds a passkey of your account already" in window.page.inner_text("[data-passkey-failed]")


def test_anothers_key_opens_nothing(visit: Any, town: SimpleNamespace) -> None:
    owner = visit()
    owner.password()
    enrol(owner)
    thief = visit()
    thief.password()
    assert thief.at() == "/sign-in/second"
    thief.port.send("WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": thief.key, "enabled": True})
    thief.page.click("form[data-passkey] button")
    thief.page.wait_for_selector("[data-passkey-failed]:not([hidden])")
    assert thief.at() == "/sign-in/second"
    thief.go("/mine")
    assert thief.at().startswith("/sign-in?")


def test_an_answer_serves_once(visit: Any, town: SimpleNamespace) -> None:
    window = visit()
    window.password()
    enrol(window)
    window.page.click("form[action='/sign-out'] button")
    window.password()
    sent: list[str] = []
    window.page.on("request", lambda r: sent.append(r.post_data or "") if r.method == "POST" else None)
    window.show_key()
    assert window.at() == "/"
    credential = next(part for part in sent if "credential=" in part)
    from urllib.parse import parse_qs

    again = visit()
    again.password()
    with again.page.expect_navigation():
        again.page.evaluate(
            "answer => { const form = document.querySelector('form[data-passkey]');"
            " form.elements.credential.value = answer; form.submit(); }",
            parse_qs(credential)["credential"][0],
        )
    assert "422" in "".join(again.wrong) or again.at() == "/sign-in/second"
    again.go("/mine")
    assert again.at().startswith("/sign-in?")


def test_without_scripts_or_at_a_number_the_application_serves(
    visit: Any, town: SimpleNamespace, server_url: str
) -> None:
    window = visit("en", scripts=False)
    window.password()
    window.go("/account/key")
    assert "Passkeys need JavaScript" in window.page.content()
    number = visit("en", url=server_url)
    number.password()
    number.go("/account/key")
    assert "Passkeys don't work at this address" in number.page.inner_text("main").replace("\u2019", "'")
    assert number.page.query_selector("form[data-passkey]") is None


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width", "axe"), [("ar", "narrow", True)])
def test_the_pages_as_they_are_seen(visit: Any, town: SimpleNamespace, language: str, width: str, axe: bool) -> None:
    window, wrong = visit(language, width), []

    def look(name: str, path: str = "") -> None:
        if path:
            window.go(path)
        wrong.extend(window.judge(name, axe=axe))

    look("sign-in", "/sign-in?ended")
    window.password()
    look("must-enrol")
    look("key", "/account/key")
    look("application", "/account/application")
    window.page.fill("[name=code]", "000000")
    window.page.click("main form button")
    look("application-refused")
    enrol(window)
    window.page.click("main form.form button")
    look("codes")
    look("account", "/account/")
    look("password", "/account/password")
    key = Authenticator.objects.get(user=town.account, type="webauthn")
    look("rename", f"/account/key/{key.pk}/name")
    look("remove-last", f"/account/key/{key.pk}/remove")
    other = visit()
    other.password()
    other.port.send("WebAuthn.disable")
    look("sessions", "/account/sessions")
    params = {"reference": "RSF-26-7K3MQ9XZ2A", "officer": "3000005", "lost": Lost.FACTOR.label}
    notify(GRANTED, actor=town.clerk, roles=[Role.PERSONNEL_CLERK], params=params, link="/mine")
    look("notices", "/notices")
    window.page.click("main header form button")
    look("notices-read")
    window.page.click("form[action='/sign-out'] button")
    window.password()
    look("second")
    window.page.fill("[name=code]", "000000")
    window.page.click("main form:not([data-passkey]) button")
    look("second-refused")
    administrator, chief = town.holder(Role.ADMINISTRATOR), town.holder(Role.UNIT_CHIEF)
    request = perform(
        Recovery.ask,
        actor=chief,
        unit=_unit_of(town.clerk),
        data={"officer": town.clerk, "lost": "factor", "identity": "by_chief", "grounds": "فقدان الهاتف"},
    ).record
    perform(Recovery.approve, request, actor=administrator)
    look("second-recovery", "/sign-in/second")
    window.page.click("[name=recover]")
    look("recovering")
    stranger = visit(language, width)
    for _try in range(5):
        Client(HTTP_HOST=urlsplit(stranger.url).netloc).post("/sign-in", {"username": "nobody", "password": "wrong"})
    stranger.go("/sign-in")
    stranger.page.fill("[name=username]", "nobody")
    stranger.page.fill("[name=password]", "wrong")
    stranger.page.click("main form button")
    assert "429" in "".join(stranger.wrong), "the sixth is told to wait"
    wrong += stranger.judge("wait", axe=axe)
    assert not wrong, "\n".join(wrong)


def _unit_of(officer: Any) -> int:
    from hasila.institution.career import Officer

    return Officer.objects.get(pk=officer).unit_id
