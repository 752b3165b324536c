"""Whoever asks too often is told to wait: by address where nobody is signed in, else by person."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hasila.surfaces import limits
from hasila.surfaces.limits import Buckets, Kind, Rate, kind_of

RATE = Rate(3, 0.5)


@pytest.fixture
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Limits that are on, with empty buckets and a clock of the test's own."""
    settings.HASILA_LIMITS = True
    at = SimpleNamespace(now=0.0)
    monkeypatch.setattr(limits, "BUCKETS", Buckets(clock=lambda: at.now))
    yield at


def visitor(address: str = "10.0.0.1", language: str = "en") -> Client:
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR=address)
    client.cookies["django_language"] = language
    return client


def spend(client: Client, path: str, times: int) -> Any:
    answers = [client.get(path) for _time in range(times)]
    assert {answer.status_code for answer in answers} <= {200, 302, 404}
    return client.get(path)


def test_a_bucket_empties_and_fills_again() -> None:
    at = SimpleNamespace(now=0.0)
    buckets = Buckets(clock=lambda: at.now)
    assert [buckets.take(Kind.PAGE, "a", RATE) for _time in range(3)] == [0, 0, 0]
    assert buckets.take(Kind.PAGE, "a", RATE) == 2
    assert buckets.take(Kind.PAGE, "b", RATE) == 0
    assert buckets.take(Kind.SEARCH, "a", RATE) == 0
    at.now = 2
    assert buckets.take(Kind.PAGE, "a", RATE) == 0
    assert buckets.take(Kind.PAGE, "a", RATE) > 0


def test_waiting_is_not_lengthened_by_asking() -> None:
    at = SimpleNamespace(now=0.0)
    buckets = Buckets(clock=lambda: at.now)
    for _time in range(50):
        buckets.take(Kind.PAGE, "a", RATE)
    at.now = 2
    assert buckets.take(Kind.PAGE, "a", RATE) == 0


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    buckets = Buckets(most=100)
    for number in range(1000):
        buckets.take(Kind.PAGE, f"10.0.{number // 256}.{number % 256}", RATE)
    assert len(buckets.left) <= 100


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "طلبات كثيرة"), ("fr", "Trop de requêtes"), ("en", "Too many requests")]
)
def test_a_page_says_so_in_the_readers_language(db: None, clock: SimpleNamespace, language: str, text: str) -> None:
    answer = spend(visitor(language=language), "/sign-in", Kind.PAGE.anybody.burst)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["Cache-Control"] == "no-store"
    assert text in answer.text
    assert visitor("10.0.0.2").get("/sign-in").status_code == 200
    clock.now += int(answer.headers["Retry-After"])
    assert visitor().get("/sign-in").status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/report/2024.csv", Kind.COUNT),
        ("/figures/nothing/2024", Kind.COUNT),
        ("/log/checkpoint", Kind.FILE),
        ("/log/tile/0/000", Kind.FILE),
        ("/api/v1/procedures", Kind.CALL),
    ],
)
def test_what_costs_more_may_be_asked_less_often(db: None, clock: SimpleNamespace, path: str, kind: Kind) -> None:
    limits.BUCKETS.left[kind, "10.0.0.1"] = (0.0, clock.now)
    answer = visitor().get(path)
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    assert visitor("10.0.0.2").get(path).status_code != 429
    assert visitor().get("/sign-in").status_code == 200


def test_a_person_counts_for_themselves(
    service: SimpleNamespace, signed_in: Callable[[UUID], Client], clock: SimpleNamespace
) -> None:
    clerk, general = signed_in(service.clerk), signed_in(service.general)
    limits.BUCKETS.left[Kind.SEARCH, str(service.clerk)] = (0.0, clock.now)
    register = "/registers/sample/claims/"
    assert clerk.post(register, {"q": "x"}).status_code == 429
    assert {clerk.get(f"{register}?{words}").status_code for words in ("q=x", "in=x")} == {429}
    assert clerk.get("/").status_code == clerk.get(register).status_code == 200
    assert general.post(register, {"q": "x"}).status_code != 429


def test_kinds() -> None:
    assert kind_of("web:register", "/registers/a/b/") is Kind.PAGE
    assert kind_of("web:register", "/registers/a/b/", searching=True) is Kind.SEARCH
    assert kind_of("web:lookup", "/lookup/a/b/c/") is Kind.SEARCH
    assert kind_of("web:register_export", "/", searching=True) is Kind.PAPER
    assert kind_of("print:document", "/") is Kind.PAPER
    assert kind_of("annual_report:pdf", "/") is Kind.PAPER
    assert kind_of("api:listing", "/api/v1/x/") is Kind.CALL


def test_the_limits_are_on_unless_a_site_turns_them_off() -> None:
    from hasila.project import settings

    assert settings.HASILA_LIMITS is True
