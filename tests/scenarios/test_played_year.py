"""A small year, played once: it meets every count, and then a newcomer walks through it in a browser.

A newcomer reads the report, opens a figure, signs in, hears an officer and sees a figure move.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from conftest import Kept, committing
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from hasila.institution.demo import PASSWORD
from hasila.kernel import indicators
from hasila.kernel.indicators import Tally
from hasila.kernel.sealer import seal_all
from hasila.modules.annual_report.models import PlayedYear
from hasila.modules.annual_report.report import as_json, build
from hasila.modules.annual_report.trace import standing
from hasila.modules.communication.items import PublishedItem
from hasila.modules.communication.statements import FactStatement
from hasila.plain.moments import today
from hasila.simulation.plan import setting_of, streams_of
from hasila.simulation.play import PlayRefused, Result, play
from tests.screens.browser import overflow, photograph, violations
from tests.simulation.conftest import SCALE, small_year

__all__ = ["small_year"]

SEED = 11
HEARD = "personnel.hearing.staff_heard"
CLERK = "clerk.personnel"
SHARES = {"F069", "F070"}  # so few recommendations in a small year that no whole per cent can be met
Targets = Callable[[Decimal], dict[str, int]]


@pytest.fixture(scope="module")
def ledger_db(_after_migrations: Kept, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The tests of this file commit to one database, in their order."""
    with committing(_after_migrations, django_db_blocker):
        yield


@pytest.fixture(autouse=True)
def _own_connections(ledger_db: None) -> Iterator[None]:
    """What was remembered goes, and connections too: with the browser, Django gives others."""
    cache.clear()
    yield
    cache.clear()
    connections.close_all()


def compared(targets: dict[str, int]) -> dict[str, tuple[int | None, int]]:
    """Counts of the report of 2024 that differ from their targets."""
    return {
        p.fact.id: (line.value, targets[p.fact.id])
        for line in build(2024).lines
        for p in line.published
        if line.indicator is not None and p.fact.kind == "count" and line.value != targets[p.fact.id]
    }


def entries() -> Counter[tuple]:
    """What stands in the ledger: acts on records, by day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, record_id, record_version, day FROM ledger_entry WHERE simulated")
        return Counter(cursor.fetchall())


class Stop(Exception):
    """The interruption."""


def goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> tuple[Result, list[Result]]:
    """A play that is interrupted three times; gives what its last run did, and what each of the runs had done."""
    runs: list[Result] = []
    monkeypatch.setattr("hasila.simulation.play.Result", lambda: runs.append(Result()) or runs[-1])
    batches = 0

    def interrupt(name: str, done: int, total: int, refused: int) -> None:
        nonlocal batches
        batches += 1
        if batches in (3, 9, 20):
            raise Stop

    for _run in range(3):
        with pytest.raises(Stop):
            play(2024, SCALE, SEED, interrupt, batch=400)
    assert PlayedYear.objects.get(year=2024).finished_at is None
    with translation.override("en"), pytest.raises(PlayRefused, match="was begun at scale"):
        play(2024, Decimal("0.5"), SEED)
    said: dict[str, tuple[int, int]] = {}
    result = play(2024, SCALE, SEED, lambda name, done, total, _refused: said.update({name: (done, total)}), batch=400)
    assert len(said) > 20 and all(done == total for done, total in said.values())  # no bar ends before its end
    assert result.skipped and not result.already
    stood = entries()
    assert max(stood.values()) == 1
    setting, needed = setting_of(2024, SCALE, SEED)
    planned = {act.record_id for stream in streams_of(setting, needed) for act in stream.acts()}
    assert planned - {record for _act, record, _version, _day in stood} == set()
    return result, runs


def test_an_interrupted_play_meets_every_count_and_its_figures_can_be_recounted(
    small_year: Targets, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, runs = goes_on_where_it_stopped(monkeypatch)
    assert compared(small_year(SCALE)) == {}
    assert result.refused == sum(result.reasons.values())
    reasons = {reason for run in runs for reason in run.reasons}
    assert {code for _key, code in reasons} >= {"kernel.wrong_state", "discipline.defence_open"}
    for indicator in indicators.registry.values():
        if isinstance(indicator, Tally):
            for year in (2023, 2024):
                assert indicator.recount(year) == indicators.value(indicator, year).value, indicator.key
    for key in ("personnel.discipline.sanctions", "documents.card.cards", "inspection.inquiry.staff_covered"):
        tally = indicators.registry[key]
        assert isinstance(tally, Tally)
        assert sum(1 for _entry in standing(tally, 2024)) == indicators.value(tally, 2024).value
    report = as_json(build(2024))
    change = next(f for f in report["figures"] if f["key"] == "personnel.discipline.sanctions_change")
    assert change["value"] == -50
    assert all(identity["holds"] for identity in report["identities"])
    assert build(2023).lines and all(line.value is None or line.key for line in build(2023).lines)
    assert play(2024, SCALE, SEED).already
    articles_are_followed(reasons)
    pages_are_quick()
    something_waits_for_a_decision()


def articles_are_followed(reasons: set[tuple[str, str]]) -> None:
    """Some of the statements are about an article that is followed, and none of its steps was refused."""
    assert not [key for key, _code in reasons if key.startswith("communication.published_items")]
    items = list(PublishedItem.objects.all())
    assert 0 < len(items) < FactStatement.objects.filter(state="published").count()
    assert {item.statements for item in items} == {1}
    assert "corrected" in {item.state for item in items}


def something_waits_for_a_decision() -> None:
    """Live matters of these weeks stand open for the demonstration, and count in the year that runs."""
    live = {line.key: line.value for line in build(datetime.now(UTC).year).lines}
    assert live["personnel.discipline.files_opened"] == 18
    assert live["personnel.transfer.requests"] == 22
    assert live["documents.card.requests"] == 20 and live["documents.card.cards"] == 12
    assert live["personnel.discipline.sanctions"] == 0
    assert live["districts.complaints.complaints"] == 10 and live["casefiles.case_files.cases"] == 12
    letters = indicators.registry["casefiles.case_files.letters_taken_in"]
    assert indicators.value(letters, datetime.now(UTC).year).value == 1  # a file beside these, and none of them
    assert live["casefiles.custodies.placed"] == 2 and live["casefiles.minor_retentions.retained"] == 1
    assert live["casefiles.custodies.overruns"] == 0


def pages_are_quick() -> None:
    """The public pages after a play: few queries, and what they say."""
    client = Client(HTTP_HOST="localhost")
    for path in ("/report/2024", "/report/2024.json", "/report/2024.csv", "/report/2023", "/report/methods"):
        assert client.get(path).status_code == 200, path
    page = client.get("/figures/personnel.discipline.sanctions/2024").content.decode()
    assert "/records/" not in page
    assert client.get("/figures/personnel.discipline.sanctions/1066").status_code == 404
    assert client.get("/figures/no.such.figure/2024").status_code == 404


@pytest.mark.browser
@pytest.mark.slow
def test_the_story_in_a_browser(
    chrome: Any, small_year: Targets, server_url: str, connect: Callable[[str], Any]
) -> None:
    play(2024, SCALE, SEED)  # nothing, where the test above has run
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
