"""The pages of oversight in a real Chromium, right to left, at two widths, with axe."""

from types import SimpleNamespace
from typing import Any

import pytest

from hasila.assurance.reading_seal import seal_all_readings
from hasila.assurance.readings import consult, consult_many
from hasila.institution.accounts import Account
from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.modules.oversight.models import Emergency
from hasila.plain.moments import today
from tests.sample.models import Claims
from tests.screens.browser import photograph
from tests.screens.test_browser import Visitor

pytestmark = pytest.mark.browser


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


@pytest.fixture
def inspected(town: SimpleNamespace) -> SimpleNamespace:
    """An inspector, some readings of the clerk and the director, an emergency with a reading under it."""
    town.inspector = town.holder(Role.INSPECTOR)
    town.local = town.holder(Role.PERSONNEL_CLERK, town.casablanca)
    for name, identifier in (("inspector", town.inspector), ("subject", town.subject.id), ("local", town.local)):
        Account.objects.create_user(
            name,
            "a long password",
            id=identifier,
            arabic_name="سعاد العلوي",
            latin_name="Souad Alaoui",
            demo=True,
        )
    for claim in town.claims:
        consult(claim, Actor.of(town.clerk), "handling", case="12/2026")
        consult(claim, Actor.of(town.director), "handling")
    consult_many(Claims, Actor.of(town.clerk), "handling", [claim.pk for claim in town.claims], words="العلوي")
    consult(town.subject, Actor.of(town.clerk), "personnel")
    stated = {"register": "sample.claims", "danger": "life", "statement": "شخص في خطر داهم الآن", "hours": 2}
    town.emergency = perform(
        Emergency.state_emergency, actor=town.local, unit=town.rabat, data={"officer": town.local, **stated}
    ).record
    seal_all_readings()
    return town


def test_the_pages_stand_in_both_widths(visit: Any, inspected: SimpleNamespace) -> None:
    """With axe in Arabic alone: what it finds depends on neither width nor language."""
    wrong = seen(visit("ar", "wide"), inspected, axe=True) + seen(visit("fr", "narrow"), inspected, axe=False)
    assert not wrong, "\n".join(wrong)


def seen(window: Visitor, inspected: SimpleNamespace, *, axe: bool) -> list[str]:
    """What is wrong with the pages, as each of those sees them whom they are for."""
    wrong = []
    window.sign_in("local")
    window.go("/mine")
    wrong += window.judge("own", axe=axe)
    window.go(f"/records/sample/claims/{inspected.claims[0].reference}/")
    wrong += window.judge("in-emergency", axe=axe)
    window.sign_in("subject")
    window.go("/mine/readings")
    wrong += window.judge("who-read", axe=axe)
    window.sign_in("inspector")
    clerk = Officer.objects.get(pk=inspected.clerk)
    emergency = f"/oversight/emergencies/{inspected.emergency.reference}/readings"
    for name, path in {"unusual": "/oversight/readings", "use": "/oversight/use", "emergency": emergency}.items():
        window.go(path)
        wrong += window.judge(name, axe=axe)
    page = window.go(f"/oversight/officers/{clerk.reference}/{today().isoformat()}")
    wrong += window.judge("week-purpose", axe=axe)
    page.check("[name=purpose][value=inspection]")
    page.click("main form button")
    wrong += window.judge("week", axe=axe)
    page.emulate_media(media="print")
    photograph(page, f"week-printed-{window.mark}")
    wrong += ["printed: the navigation stands on paper"] * page.locator(".masthead__nav").is_visible()
    page.emulate_media(media="screen")
    page.goto(f"{window.url}/records/oversight/emergency/{inspected.emergency.reference}/")
    wrong += window.judge("emergency-record", axe=axe)
    return wrong
