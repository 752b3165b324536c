"""What is said when something fails, what reaches the log, and to whom a weakness is told."""

import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hasila.institution.accounts import Account
from hasila.project.logs import Line
from hasila.surfaces.api.models import issue
from hasila.surfaces.web.views import home

PASSWORD = "correct-horse-battery"
TYPED = "نص لا يعرفه أحد غير الكاتب"
TELLING = re.compile(r"Traceback|File \"|psycopg|SELECT |INSERT |/src/|site-packages|Error\b|Exception|line \d+")


class Kept(logging.Handler):
    """Every line of every logger, as the site would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(Line())

    def emit(self, record: logging.LogRecord) -> None:
        # The console of the tests' server and of the database isn't the site's.
        if not record.name.startswith(("django.db", "psycopg", "asyncio", "faker", "factory")):
            self.lines.append(self.format(record))


@pytest.fixture
def log() -> Any:
    """What is logged meanwhile, at every level."""
    handler, root = Kept(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_no_secret_and_no_content_reaches_a_log_line(
    service: SimpleNamespace, log: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = Account.objects.create_user("amina", PASSWORD, id=service.clerk, latin_name="Amina Benjelloun")
    token = issue(account)[0]
    client = Client(HTTP_HOST="localhost", raise_request_exception=False)
    client.post("/sign-in", {"username": "amina", "password": f"{PASSWORD}-wrong"})
    client.post("/sign-in", {"username": "amina", "password": PASSWORD})
    client.force_login(account)
    session = client.cookies["sessionid"].value
    form = {"holder": str(service.subject.id), "text": TYPED, "unit": str(service.rabat.pk)}
    client.post("/registers/sample/claims/new/file/", form)
    client.post("/registers/sample/claims/new/file/", {**form, "holder": TYPED})
    client.post("/registers/sample/claims/", {"q": TYPED, "purpose": "handling"})
    client.post("/registers/sample/claims/", {"q": TYPED})
    client.get("/records/sample/claims/NONE-24-XXXXXXXXXX/")
    wrong = Client(HTTP_HOST="evil.example", raise_request_exception=False)
    assert wrong.get("/", headers={"cookie": f"sessionid={session}"}).status_code == 400
    api = Client(HTTP_HOST="localhost", raise_request_exception=False, headers={"authorization": f"Bearer {token}"})
    api.post("/api/v1/tokens", {"username": "amina", "password": f"{PASSWORD}-wrong"}, content_type="application/json")
    api.post("/api/v1/sample/claims/file", {"holder": TYPED, "text": TYPED}, content_type="application/json")

    def fails(*_arguments: Any, **_options: Any) -> Any:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("hasila.surfaces.api.acts.perform", fails, raising=False)
    monkeypatch.setattr("hasila.surfaces.web.views.acts.perform", fails, raising=False)
    api.post("/api/v1/sample/claims/file", {"holder": form["holder"], "text": TYPED}, content_type="application/json")
    client.post("/registers/sample/claims/new/file/", form)
    assert log.lines, "a refused host, at least, is logged"
    secrets = {"password": PASSWORD, "token": token, "session": session, "content": TYPED, "name": "Benjelloun"}
    assert [(what, line) for what, text in secrets.items() for line in log.lines if text in line] == []


def test_a_failure_tells_the_reader_nothing_and_the_log_what_failed(
    service: SimpleNamespace, signed_in: Callable[[UUID], Client], log: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_arguments: Any, **_options: Any) -> Any:
        raise RuntimeError("secret of the machine in /srv/hasila")

    monkeypatch.setattr(home, "render", fails)
    client = signed_in(service.clerk)
    client.raise_request_exception = False
    answer = client.get("/mine")
    assert answer.status_code == 500
    assert "secret of the machine" not in answer.text and not TELLING.findall(answer.text)
    assert any("RuntimeError: secret of the machine" in line and "ERROR django.request" in line for line in log.lines)


@pytest.mark.parametrize(
    "path", ["/nothing", "/records/sample/claims/NONE/", "/report/1", "/problems/none", "/api/v1/x"]
)
def test_what_is_not_found_tells_nothing(db: None, path: str) -> None:
    answer = Client(HTTP_HOST="localhost").get(path, follow=True)
    assert answer.status_code in (200, 404)
    assert not TELLING.findall(answer.text)


def test_a_weakness_can_be_told(db: None, settings: Any) -> None:
    client = Client(HTTP_HOST="localhost")
    settings.HASILA_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.HASILA_SECURITY_CONTACT = "mailto:security@hasila.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@hasila.example"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=179) < left < timedelta(days=366)
