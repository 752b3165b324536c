"""The story in short: a newcomer reads the report, signs in, hears an officer and sees a figure move.

In a browser, and with a year that was played, it stands in `test_played_year`.
"""

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
from tests.simulation.conftest import small_year

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
