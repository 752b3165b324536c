"""Signed-in browsers without a screen, and the server that they ask."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
START_SECONDS = 30


def sessions(account_id: UUID, number: int, **kept: Any) -> list[str]:
    """Keys of so many sessions of an account, with both factors shown; `kept` is what they hold besides."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from hasila.institution.accounts import Account
    from hasila.institution.sessions import SessionStore

    account, _made = Account.objects.get_or_create(
        id=account_id, defaults={"username": f"bench.{account_id}", "kind": "staff", "is_active": True}
    )
    keys: list[str] = []
    for _ in range(number):
        session = SessionStore()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session["second"] = True
        session["began"] = session["seen"] = time.time()
        for name, value in kept.items():
            session[name] = value
        session.create()
        keys.append(str(session.session_key))
    return keys


class Client:
    """Browsers of one server: each thread has a session of its own, unless a request names one."""

    def __init__(self, port: int, keys: list[str]) -> None:
        self.port = port
        self.free = list(keys)
        self.own = threading.local()

    def session(self) -> str:
        """This thread's session."""
        if not hasattr(self.own, "key"):
            self.own.key = self.free.pop()
        return self.own.key

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, *, session: str = "") -> tuple[int, str]:
        """Status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": f"sessionid={session or self.session()}; csrftoken={'a' * 32}"}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": "a" * 32})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text or answer.headers.get("Location", "")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a form: idempotency key, version seen."""
    found = {}
    for tag in HIDDEN.findall(page):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    return found


def expect(answer: tuple[int, str], status: int) -> None:
    """Refuses an answer of another status: a quick error page is no speed."""
    if answer[0] != status:
        said = " ".join(re.findall(r"error-summary.*?</div>", answer[1], re.S)) or answer[1]
        raise RuntimeError(f"{answer[0]} instead of {status}: {said[:900]}")


@contextmanager
def served(port: int, settings: str, **environment: str) -> Iterator[None]:
    """The server's own process on a port, as `hasila run` starts it, from its first answer on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "hasila.project.web", "127.0.0.1", str(port)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings, **environment},
    )
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                Client(port, []).ask("GET", "/sign-in", session="none")
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(30)
