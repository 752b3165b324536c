"""Pages with a million records in a register: `python -m benchmarks.pages [records] [seconds]`.

The server runs as `hasila run` starts it; a client on loopback asks at 20 requests a second (an open loop: a slow
answer delays nobody else), in turns: list, search, open (with its stated purpose and reading entry), act.
"""

from __future__ import annotations

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

from benchmarks.browsing import expect, hidden
from benchmarks.door import WORDS, identifiers, openings, timed
from benchmarks.harness import bench_database, percentiles, sealer, show
from benchmarks.pages_settings import NAME

PORT = 8765
RATE = 20
CLIENTS = 33


class Client:
    """Signed-in browsers without a screen, one for each thread."""

    def __init__(self, sessions: list[str]) -> None:
        self.free = list(sessions)
        self.own = threading.local()

    @property
    def cookie(self) -> str:
        """This thread's session."""
        if not hasattr(self.own, "session"):
            self.own.session = self.free.pop()
        return f"sessionid={self.own.session}; csrftoken={'a' * 32}"

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        headers = {"Cookie": self.cookie}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": "a" * 32})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, seconds = (numbers + [1_000_000, 60][len(numbers) :])[:2]
    with bench_database(name=NAME) as people:
        from django.conf import settings
        from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
        from django.db import connections

        from hasila.institution.accounts import Account
        from hasila.institution.career import Officer
        from hasila.institution.sessions import SessionStore
        from hasila.institution.staffing import recruit
        from hasila.institution.units import Unit
        from hasila.surfaces.web.purpose import SEARCHED

        recruit(5000)
        officers = list(Officer.objects.exclude(id__in=[people.clerk, people.other_clerk]).values_list("id", flat=True))
        units = list(Unit.objects.values_list("id", flat=True))
        ids = identifiers(count, seed=7)
        figures: dict[str, Any] = {"records": count}
        with sealer(NAME):
            figures["filled at acts/s"] = timed(openings(people, ids, officers, units), count)
            with connections["owner"].cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            account, _made = Account.objects.get_or_create(
                id=people.clerk, defaults={"username": "bench", "kind": "staff", "is_active": True}
            )
            sessions = []
            for _ in range(CLIENTS):
                session = SessionStore()
                session[SESSION_KEY] = str(account.pk)
                session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
                session[HASH_SESSION_KEY] = account.get_session_auth_hash()
                session["second"] = True
                session["began"] = session["seen"] = time.time()
                session[SEARCHED] = {"sample.claims": (time.time(), "handling", "")}
                session.create()
                sessions.append(session.session_key)
            environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.pages_settings"}
            server = subprocess.Popen(
                [sys.executable, "-m", "hasila.project.web", "127.0.0.1", str(PORT)], env=environment
            )
            try:
                figures |= load(Client(sessions), ids, seconds)
            finally:
                server.terminate()
                server.wait(30)
    show(figures)


def load(client: Client, ids: list[Any], seconds: int) -> dict[str, Any]:
    """Asks at the rate for so long; percentiles in milliseconds by kind."""
    chance = random.Random(3)
    register = "/registers/sample/claims/"

    def listing() -> None:
        query = urlencode(chance.choice([{"state": "filed"}, {}, {"unit": str(chance.randrange(1, 180))}]))
        expect(client.ask("GET", f"{register}?{query}"), 200)

    def search() -> None:
        words = " ".join(chance.sample(WORDS, chance.choice([1, 2, 3])))
        expect(client.ask("GET", f"{register}?{urlencode({'q': words})}"), 200)

    def opening() -> None:
        path = f"/records/sample/claims/{chance.choice(ids)}/"
        expect(client.ask("POST", path, {"purpose": "handling"}), 302)
        expect(client.ask("GET", path), 200)

    def acting() -> float:
        path = f"/records/sample/claims/{chance.choice(ids)}/"
        client.ask("POST", path, {"purpose": "handling"})
        status, page = client.ask("GET", path + "amend/")
        expect((status, page), 200)
        start = time.perf_counter()
        expect(client.ask("POST", path + "amend/", {**hidden(page), "amount": str(chance.randrange(900))}), 302)
        return time.perf_counter() - start

    seen: dict[str, list[float]] = defaultdict(list)

    def timed_ask(name: str, ask: Any) -> None:
        start = time.perf_counter()
        own = ask()
        seen[name].append(own if own is not None else time.perf_counter() - start)

    wait_for(client)
    kinds = [("list", listing), ("search", search), ("open", opening), ("act", acting)]
    with ThreadPoolExecutor(CLIENTS - 1) as pool:
        for name, ask in kinds * 5:
            pool.submit(timed_ask, name, ask).result()
        seen.clear()
        begin = time.perf_counter()
        futures = []
        for n in range(RATE * seconds):
            time.sleep(max(0.0, begin + n / RATE - time.perf_counter()))
            futures.append(pool.submit(timed_ask, *kinds[n % 4]))
        for future in futures:
            future.result()
    return {f"{name} {cut} ms": value for name in seen for cut, value in percentiles(seen[name]).items()}


def wait_for(client: Client) -> None:
    """Waits until the server answers."""
    until = time.monotonic() + 30
    while True:
        try:
            client.ask("GET", "/sign-in")
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    main()
