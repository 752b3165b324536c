"""The log of security events: what is written at the gates, that nothing else is, and that nobody can flood it."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tools.events import PAGE, page

from hasila.institution import throttle
from hasila.institution.jobs import registry
from hasila.institution.powers import CHANGED
from hasila.institution.powers import Mandates as Powers
from hasila.institution.watching import name_mark
from hasila.plain import events
from hasila.plain.events import EVENTS, LOGGER, Thinning, record
from hasila.project import logs
from hasila.project import settings as site
from hasila.surfaces import limits
from tests.signing.conftest import PASSWORD, browser, code, enrolled, password

NO_POWER = {"propose", "take_over_high", "decline", "erase", "erase_entry"}
SOURCE = Path(events.__file__).parents[1]


class Lines(logging.Handler):
    """The events as a collecting system would read them."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[dict[str, Any]] = []

    def emit(self, line: logging.LogRecord) -> None:
        self.said.append(json.loads(line.getMessage()) | {"level": line.levelname})

    def names(self) -> list[str]:
        found = [one["event"] for one in self.said]
        self.last, self.said = self.said, []
        return found


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    monkeypatch.setattr(events, "THINNING", Thinning())
    handler, logger = Lines(), logging.getLogger(LOGGER)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_signing_in_and_out(service: SimpleNamespace, clock: SimpleNamespace, log: Lines) -> None:
    account = enrolled(service.clerk)
    client = browser()
    password(client, word="not the password")
    password(client, "nobody", "not the password")
    assert log.names() == ["sign_in.failed"] * 2
    assert [one["name"] for one in log.last] == [name_mark("AMINA"), name_mark("nobody")]
    assert all(one["address"] == "10.0.0.1" and one["level"] == "WARNING" for one in log.last)
    password(client)
    client.post("/sign-in/second", {"code": "000000"})
    clock.now += 30
    client.post("/sign-in/second", {"code": code(clock.now)})
    assert log.names() == ["sign_in.incomplete", "second_factor.failed", "sign_in.succeeded"]
    assert {one["account"] for one in log.last} == {str(account.pk)}
    assert (log.last[2]["factor"], log.last[2]["means"]) == ("totp", "web")
    client.post("/account/confirm", {"password": "not mine"})
    client.post("/account/codes")
    client.post("/account/password", {"password": "another long password"})
    assert log.names() == ["password.not_confirmed", "second_factor.added", "password.changed", "session.ended"]
    key = client.cookies["sessionid"].value
    client.post("/sign-out")
    assert log.names() == ["session.ended"]
    assert (log.last[0]["reason"], log.last[0]["account"]) == ("signed_out", str(account.pk))
    assert log.last[0]["session"] and key and key not in str(log.last)


def test_tries_that_wait_sessions_that_end_and_a_forgotten_password(
    service: SimpleNamespace, clock: SimpleNamespace, log: Lines, settings: Any
) -> None:
    account = enrolled(service.clerk)
    client = browser("10.0.0.2")
    for _try in range(throttle.PAIR.free + 8):
        password(client, word="wrong")
    found = log.names()
    assert found.count("sign_in.failed") == throttle.PAIR.free
    waits = [one for one in log.last if one["event"] == "sign_in.waits"]
    assert [one.get("times", 1) for one in waits] == [1, 2, 4, 8], "thinned"
    client = browser()
    client.force_login(account)
    log.names()
    settings.HASILA_IDLE_MINUTES = -1
    client.get("/mine")
    assert log.names() == ["session.ended"] and log.last[0]["reason"] == "over"
    assert log.last[0]["account"] == str(account.pk)
    client.post("/sign-in/forgotten", {"username": "amina"})
    client.post("/sign-in/new-password", {"username": "amina", "code": "000000", "password": "another long password"})
    assert log.names() == ["password.forgotten", "password.not_renewed"]


def test_powers_that_one_lacks_and_what_is_not_taken(
    service: SimpleNamespace, log: Lines, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = enrolled(service.clerk)
    client = browser()
    client.force_login(account)
    log.names()
    assert client.get("/registers/institution/mandates/new/give/").status_code == 403
    for number in range(3):
        assert client.get(f"/records/sample/claims/NONE-24-000000000{number}/").status_code == 404
    assert log.names() == ["access.refused", "access.unseen", "access.unseen"], "the third one is thinned"
    assert log.last[0]["codes"] == "kernel.no_mandate" and log.last[0]["account"] == str(account.pk)
    assert "NONE" not in str(log.last)
    form = {"holder": "x", "text": "a\u202eb", "unit": str(service.rabat.pk)}
    assert client.post("/registers/sample/claims/new/file/", form).status_code == 422
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert strict.post("/sign-in", {"username": "a", "password": "b"}).status_code == 403
    assert browser().get("/", HTTP_HOST="evil.example").status_code == 400
    assert log.names() == ["input.refused", "request.refused", "request.refused"]
    assert [one.get("reason") for one in log.last] == [None, "csrf", "unreadable"]
    assert "evil" not in str(log.last)
    settings.HASILA_LIMITS = True
    monkeypatch.setattr(limits, "BUCKETS", limits.Buckets(clock=lambda: 0.0))
    asked = [browser("10.0.0.9").get("/sign-in?q=x").status_code for _request in range(33)]
    assert asked == [200] * 30 + [429] * 3
    assert log.names() == ["limit.reached"] * 2 and log.last[1]["times"] == 2 and log.last[0]["means"] == "search"


def test_programmes(service: SimpleNamespace, clock: SimpleNamespace, log: Lines) -> None:
    account = enrolled(service.clerk)
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR="10.0.0.3")

    def ask(**sent: str) -> Any:
        body = {"username": "amina", "password": PASSWORD, **sent}
        return client.post("/api/v1/tokens", body, content_type="application/json")

    ask(password="not the password")
    ask()
    ask(code="000000")
    clock.now += 30
    token = ask(code=code(clock.now)).json()["token"]
    bearer = {"authorization": f"Bearer {token}"}
    assert client.post("/api/v1/sample/claims/file", {"x": 1}, "application/json", headers=bearer).status_code >= 400
    client.delete("/api/v1/tokens/current", headers=bearer)
    client.get("/api/v1/procedures", headers=bearer)
    assert log.names() == [
        "sign_in.failed",
        "sign_in.incomplete",
        "second_factor.failed",
        "sign_in.succeeded",
        "input.refused",
        "token.ended",
        "token.refused",
    ]
    assert [one.get("means") for one in log.last[:4]] == ["api"] * 4
    assert log.last[3]["account"] == log.last[4]["account"] == log.last[5]["account"] == str(account.pk)
    assert token not in str(log.last) and PASSWORD not in str(log.last)


def test_acts_that_give_or_take_power(service: SimpleNamespace, log: Lines) -> None:
    gives = {step.name for step in Powers.transitions.values() if CHANGED in step.jobs}
    assert {step.name for step in Powers.transitions.values()} - gives == NO_POWER
    registry[CHANGED](service.clerk, service.clerk)
    assert log.names() == ["powers.changed"] and log.last[0]["entry"] == str(service.clerk)


@pytest.mark.parametrize("bad", ["أمينة", "Amina Benjelloun", "a\nb", "x" * 200, "a@b", '"', "\x1b[2J"])
def test_no_content_can_be_written(log: Lines, bad: str) -> None:
    record("session.ended", reason=bad)
    assert log.said == [{"event": "session.ended", "reason": "?", "level": "INFO"}]
    with pytest.raises(ValueError, match="no listed event"):
        record("session.ended", text="x")
    with pytest.raises(ValueError, match="no listed event"):
        record("session.begun")


def test_what_is_thinned_is_still_counted(log: Lines) -> None:
    now = [0.0]
    thin = Thinning(most=10, clock=lambda: now[0])
    assert [number for _time in range(1000) if (number := thin.count(("a",)))] == [2**power for power in range(10)]
    assert thin.count(("b",)) == 1
    now[0] = 3601
    assert thin.count(("a",)) == 1, "an hour later it begins anew"
    for other in range(100):
        thin.count((other,))
    assert len(thin.seen) <= 10


def test_every_event_is_written_somewhere_and_told_in_the_inventory() -> None:
    """Each is named in a call, and each call names a listed one."""
    calls = re.compile(r"\b(?:saw|record|event)\(\s*\"([a-z_]+\.[a-z_]+)\"")
    files = list(SOURCE.rglob("*.py"))
    written = {name for file in files for name in calls.findall(file.read_text(encoding="utf-8"))}
    assert written == set(EVENTS) and len(files) > 300
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.events"


def test_the_site_writes_them() -> None:
    level = lambda demo: logs.configuration("", demo=demo)["loggers"][LOGGER]  # noqa: E731
    assert level(False) == {"level": "INFO"}
    assert level(True) == {"level": "WARNING"}, "the demonstration's terminal tells what is grave"
    assert site.LOGGING["loggers"][LOGGER] == level(site.DEMO)
    assert "hasila.surfaces.watch.Watch" in site.MIDDLEWARE
