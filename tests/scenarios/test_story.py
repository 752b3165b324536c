"""The whole story: a newcomer reads the report, opens a figure, signs in, decides a file and sees a figure move."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from hasila.institution.career import Officer
from hasila.institution.demo import PASSWORD, actor, ensure_demo
from hasila.institution.roles import Role
from hasila.kernel.perform import perform
from hasila.kernel.sealer import seal_all
from hasila.modules.personnel.models import Hearing
from hasila.plain.moments import today
from hasila.simulation.play import play
from tests.screens.browser import overflow, photograph, violations
from tests.simulation.conftest import SCALE, small_year

__all__ = ["small_year"]

HEARD = "personnel.hearing.staff_heard"
CLERK = "clerk.personnel"
SHARES = {"F069", "F070"}  # so few recommendations in a small year that no whole per cent can be met
Targets = Callable[[Decimal], dict[str, int]]


@pytest.fixture
def demonstration(ledger_db: None) -> Iterator[None]:
    """A database as the first start makes it: units, and a sign-in for each role."""
    cache.clear()
    ensure_demo()
    yield
    cache.clear()


def waiting_officer() -> None:
    """An officer asks to be received."""
    officer = Officer.objects.get(pk=actor(Role.STATISTICIAN))
    data = {"officer": officer.pk, "topic": "career"}
    before = timezone.now() - timedelta(days=3)
    perform(Hearing.request, actor=officer.pk, unit=officer.unit_id, data=data, occurred_at=before)


def figure(client: Client, key: str) -> int | None:
    """A figure of the year that runs, as the report gives it to programs."""
    figures = client.get(f"/report/{today().year}.json").json()["figures"]
    return next((one["value"] for one in figures if one["key"] == key), None)


def test_the_story_without_a_browser(demonstration: None, connect: Callable[[str], Any]) -> None:
    waiting_officer()
    seal_all(connect("sealer"))
    client = Client(HTTP_HOST="localhost")
    page = client.get("/report/2024").text
    assert '<html lang="ar" dir="rtl">' in page
    assert 'id="F072"' in page
    assert "الوثائق التعريفية" in page
    trace = client.get(f"/figures/{HEARD}/{today().year}").text
    assert str(Hearing.staff_heard.definition) in trace or "الموظف" in trace
    assert "/records/" not in trace
    before = figure(client, HEARD)
    assert client.post("/sign-in", {"username": CLERK, "password": PASSWORD}).status_code == 302
    record = re.search(r"/records/personnel/hearing/[A-Z0-9-]+/", client.get("/").text)
    assert record, "the clerk's queue names the file"
    assert client.post(record[0], {"purpose": "handling"}).status_code == 302
    answer = client.post(f"{record[0]}receive/", {"minutes": "استقبل الموظف واستمع إليه."}, follow=True)
    assert 'id="receipt"' in answer.text
    assert figure(client, HEARD) == before
    seal_all(connect("sealer"))
    assert figure(client, HEARD) == (before or 0) + 1
    assert record[0].rstrip("/").rpartition("/")[2] in client.get(f"/figures/{HEARD}/{today().year}").text


@pytest.mark.browser
@pytest.mark.slow
def test_the_story_in_a_browser(
    chrome: Any, demonstration: None, small_year: Targets, server_url: str, connect: Callable[[str], Any]
) -> None:
    play(2024, SCALE, 2024)
    seal_all(connect("sealer"))
    context = chrome.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="ar-MA")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    try:
        read_the_report(page, server_url, small_year(SCALE))
        sign_in(page, server_url)
        receive_an_officer(page)
        seal_all(connect("sealer"))
        see_it_move(page, server_url)
    finally:
        context.close()
    assert complaints == []


def judged(page: Any, name: str) -> None:
    """Nothing is wider than the window, and axe finds nothing."""
    photograph(page, f"story-{name}")
    assert overflow(page) <= 0, name
    assert violations(page) == [], name


def number_in(text: str) -> int:
    """The number in a text, however its thousands are set apart."""
    return int(re.sub(r"\D", "", text))


def read_the_report(page: Any, url: str, targets: dict[str, int]) -> None:
    """Every figure that can be compared agrees, and one of them is opened."""
    page.goto(f"{url}/report/2024")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
    assert page.locator("tr[id^=F] .badge--good").count() >= 20
    differing = page.locator("tr[id^=F]:has(.badge--bad)").evaluate_all("rows => rows.map(row => row.id)")
    assert set(differing) <= SHARES
    sanctions = page.locator("#F072")
    assert number_in(sanctions.locator("strong").first.inner_text()) == targets["F072"]
    assert "[001]" in sanctions.inner_text()
    judged(page, "report")
    sanctions.locator("th a").click()
    page.wait_for_url("**/figures/personnel.discipline.sanctions/2024")
    assert number_in(page.locator("main .figure-card__value").inner_text().split("\n")[0]) == targets["F072"]
    assert page.locator("main a[href*='/records/']").count() == 0
    judged(page, "figure")


def sign_in(page: Any, url: str) -> None:
    """As the page of the demonstration says."""
    page.goto(f"{url}/demo")
    assert page.get_by_text(CLERK).first.is_visible()
    page.goto(f"{url}/sign-in")
    page.fill("[name=username]", CLERK)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(f"{url}/")
    judged(page, "queue")


def receive_an_officer(page: Any) -> None:
    """The next request in the queue is heard, and a receipt is given."""
    page.locator("main a[href*='/records/personnel/hearing/']").first.click()
    page.wait_for_url("**/records/personnel/hearing/*/")
    page.check("[name=purpose][value=handling]")
    page.click("main form button")
    page.locator("a[href$='/receive/']").first.click()
    page.fill("[name=minutes]", "استقبل الموظف واستمع إليه.")
    page.click("main form.form button.button")
    page.wait_for_selector("#receipt")
    judged(page, "receipt")


def see_it_move(page: Any, url: str) -> None:
    """The figure of the year that runs counts the act, and leads back to it."""
    page.goto(f"{url}/figures/{HEARD}/{today().year}")
    assert number_in(page.locator("main .figure-card__value").inner_text().split("\n")[0]) == HEARD_BEFORE + 1
    assert page.locator("main a[href*='/records/personnel/hearing/']").count() == HEARD_BEFORE + 1
    page.goto(f"{url}/report/{today().year}")
    judged(page, "report-of-the-year")


HEARD_BEFORE = 4  # of the matters that a play leaves open, those that were heard already
