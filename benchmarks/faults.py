"""Kill -9 at random points: `python -m benchmarks.faults [points] [lines] [--seconds N]`, a part of `make soak`.

A Hasila of its own (database, sealer, web server, a stream of a million lines) serves clients that post single acts
with idempotency keys. At random moments the web server, the sealer, the stream or PostgreSQL itself is killed with
SIGKILL and started again. In the end every act that was acknowledged is there once, none is half there, and the whole
ledger verifies.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

NAME = "hasila"
CURSOR = "faults"
START = datetime(2026, 5, 1, 8, tzinfo=UTC)
CLIENTS = 3
VICTIMS = ("web", "sealer", "stream", "postgres")
LATER = 0.8
"""Seconds, at most, from the moment at which everything is at work again to the next point."""
PATIENCE = 20.0
"""Seconds after which a point comes though something isn't at work yet."""
BATCH = 2_000


class Processes:
    """The processes of one Hasila, each in a session of its own, so that it can be killed with its workers."""

    def __init__(self, commands: dict[str, list[str]]) -> None:
        self.commands = commands
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.log = open(os.path.join(os.environ["HASILA_VAR"], "faults.log"), "ab")  # noqa: SIM115 - for its lifetime

    def start(self, name: str) -> None:
        """Starts a process; it ends with this one, however this one ends."""
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", *self.commands[name]],
            env={**os.environ, "HASILA_CHILD": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all it started."""
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):  # it had just left by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def look(self) -> None:
        """Starts again what ended because something else was killed."""
        for name, process in list(self.running.items()):
            if process.poll() not in (None, 0):
                self.start(name)

    def end(self) -> None:
        """Kills everything that is left."""
        for name in self.running:
            self.kill(name)
        self.log.close()


class Client(threading.Thread):
    """Files claims and amends them over HTTP, one act at a time, until each is acknowledged.

    Attributes:
        acknowledged: key, entry, record and version of each act that was answered. replayed: acts that had been done
        though their first answer never came. refused: answers that no fault explains.
    """

    def __init__(self, url: str, token: str, holder: UUID, leave: threading.Event) -> None:
        super().__init__(daemon=True)
        self.url, self.token, self.holder, self.leave = url, token, str(holder), leave
        self.acknowledged: list[tuple[str, str, str, int]] = []
        self.replayed = self.tries = 0
        self.refused: list[str] = []

    def run(self) -> None:
        """Acts until asked to leave; what was begun is brought to its end."""
        while not self.leave.is_set() and not self.refused:
            opening = {"holder": self.holder, "text": "طلب", "unit": "PP-RBT", "amount": 1}
            record = self._act("/sample/claims/file", opening)
            if record:
                self._act(f"/sample/claims/{record}/amend", {"amount": 2})

    def _act(self, path: str, data: dict[str, Any]) -> str:
        key = uuid4().hex
        while not self.refused:
            self.tries += 1
            try:
                status, said = self._post(path, data, key)
            except (OSError, http.client.HTTPException):  # killed before, or in the middle of, its answer
                status, said = 0, {}
            if status in (200, 201):
                self.replayed += said["replayed"]
                found = said["record"]
                self.acknowledged.append((key, said["entry"], found["id"], said.get("version") or found["version"]))
                return str(found["id"])
            if status and status < 500 and status not in (409, 429):
                self.refused.append(f"{status} {said}")
            time.sleep(0.1)
        return ""

    def _post(self, path: str, data: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            json.dumps(data).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key},
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, {"body": error.read()[:300].decode(errors="replace")}


def stream(lines: int) -> None:
    """The stream of many lines: goes on from its cursor, wherever it was killed. It tells when it is at work."""
    import django

    django.setup()
    from datetime import timedelta

    from tests.sample.models import Claims

    from hasila.institution.career import Officer
    from hasila.institution.mandates import Mandate
    from hasila.institution.units import Unit
    from hasila.kernel.many import cursor_at, perform_many
    from hasila.kernel.procedures import Act
    from hasila.kernel.records import new_id

    clerk = UUID(os.environ["FAULTS_CLERK"])
    bearers = Mandate.objects.values_list("officer_id", flat=True)
    officers = list(Officer.objects.exclude(id__in=bearers).order_by("id").values_list("id", flat=True))
    units = list(Unit.objects.order_by("id").values_list("id", flat=True))
    done = cursor_at(CURSOR)

    def acts() -> Iterator[Any]:
        for number in range(lines):
            if number == done:
                _beat().write_text(str(os.getpid()))
            moment = START + timedelta(seconds=number % 1_000_000)
            yield Act(
                Claims.file,
                record_id=new_id(moment, number.to_bytes(10, "big")),
                actor=clerk,
                unit_id=units[number % len(units)],
                occurred_at=moment,
                data={"holder": officers[number % len(officers)], "text": "طلب", "amount": number % 900},
            )

    perform_many(acts(), cursor=CURSOR, total=lines, simulated=True, batch=BATCH)


def _beat() -> Path:
    return Path(os.environ["HASILA_VAR"]) / "stream.pid"


def _prepare() -> tuple[UUID, UUID, str]:
    """Makes the database; gives a clerk for the stream, somebody to act for, and a token for the clients."""
    import django

    django.setup()
    from django.db import connections
    from tests.kernel.conftest import people

    from hasila.institution.accounts import Account
    from hasila.institution.staffing import recruit
    from hasila.project.database import ensure_ready
    from hasila.surfaces.api.models import issue

    ensure_ready()
    service = people()
    recruit(50)
    account = Account.objects.create(id=service.other_clerk, username="faults", arabic_name="اسم", latin_name="Name")
    token = issue(account)[0]
    connections.close_all()
    return service.clerk, service.subject.pk, token


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _await(url: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server doesn't answer; see faults.log.")


def _revive_database() -> float:
    """Starts PostgreSQL again after it was killed; gives the seconds until it answers."""
    from hasila.project import postgres
    from hasila.project.database import LOCK

    begun = time.perf_counter()
    with postgres.locked(LOCK):
        postgres.start()
    return time.perf_counter() - begun


def _at_work(processes: Processes, clients: list[Client], before: int) -> None:
    """Waits until an act was acknowledged since the last point and the stream is past its start."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        processes.look()
        streaming = processes.running["stream"]
        beating = _beat().exists() and _beat().read_text() == str(streaming.pid)
        if sum(len(client.acknowledged) for client in clients) > before and (beating or streaming.poll() == 0):
            return
        time.sleep(0.02)


def _rampage(processes: Processes, clients: list[Client], points: int, seconds: float) -> tuple[Counter[str], float]:
    """Kills until there were so many points or the time is over; counts by victim, and the longest recovery."""
    from hasila.project import postgres

    chance = random.Random(11)
    until = time.monotonic() + seconds
    killed: Counter[str] = Counter()
    longest, before = 0.0, 0
    while sum(killed.values()) < points and time.monotonic() < until:
        _at_work(processes, clients, before)
        time.sleep(chance.uniform(0, LATER))
        before = sum(len(client.acknowledged) for client in clients)
        victim = chance.choice(VICTIMS)
        if victim == "postgres":
            found = postgres.pid(postgres.server())
            assert found is not None
            os.kill(found, signal.SIGKILL)
            longest = max(longest, _revive_database())
        else:
            if processes.running[victim].poll() is not None:
                continue  # the stream has come to its end
            processes.kill(victim)
            processes.start(victim)
        killed[victim] += 1
    return killed, longest


def _settle() -> None:
    """Seals and signs what is left, as the next sealer would."""
    import psycopg

    from hasila.assurance import tree
    from hasila.kernel.sealer import seal_all
    from hasila.project import connections as targets

    with psycopg.connect(targets.target("sealer").conninfo(), autocommit=True) as raw:
        seal_all(raw)
        tree.extend(raw)


def _count(clients: list[Client], clerk: UUID) -> tuple[dict[str, Any], list[str]]:
    """What was acknowledged against what is there; the figures, and everything that is wrong."""
    import psycopg

    from hasila.project import connections as targets

    wrong = [said for client in clients for said in client.refused]
    acts = [act for client in clients for act in client.acknowledged]
    with psycopg.connect(targets.target("owner").conninfo()) as raw:
        rows = raw.execute(
            "SELECT k.key, e.id::text, e.record_id::text, e.record_version FROM ledger_key k"
            " JOIN ledger_entry e ON e.id = k.entry_id"
        ).fetchall()
        there = Counter(rows)
        wrong += [f"acknowledged and not there once: {act}" for act in acts if there[act] != 1]
        by_clients = raw.execute(
            "SELECT count(*) FROM ledger_entry WHERE act LIKE 'sample.claims.%%' AND actor <> %s", (clerk,)
        ).fetchone()
        streamed = raw.execute(
            "SELECT count(*), count(DISTINCT record_id), (SELECT done FROM ledger_cursor WHERE name = %s)"
            "  FROM ledger_entry WHERE act = 'sample.claims.file' AND actor = %s",
            (CURSOR, clerk),
        ).fetchone()
    assert by_clients is not None and streamed is not None
    if by_clients[0] != len(acts):
        wrong.append(f"{by_clients[0]} entries of {len(acts)} acknowledged acts")
    lines, distinct, done = streamed
    if not lines == distinct == (done or 0):
        wrong.append(f"the stream's cursor says {done}, there are {lines} entries on {distinct} records")
    figures = {
        "acts acknowledged": len(acts),
        "of them done before the answer was lost": sum(client.replayed for client in clients),
        "requests": sum(client.tries for client in clients),
        "lines of the stream": lines,
    }
    return figures, wrong


def _run(points: int, lines: int, seconds: float) -> None:
    from benchmarks.harness import show
    from hasila.project.database import database

    begun = time.perf_counter()
    with database(stop_always=True):
        clerk, holder, token = _prepare()
        os.environ["FAULTS_CLERK"] = str(clerk)
        port = _free_port()
        url = f"http://127.0.0.1:{port}"
        processes = Processes(
            {
                "web": ["hasila.project.web", "127.0.0.1", str(port)],
                "sealer": ["hasila.project.sealer"],
                "stream": ["benchmarks.faults", "--stream", str(lines)],
            }
        )
        try:
            for name in processes.commands:
                processes.start(name)
            _await(url)
            leave = threading.Event()
            clients = [Client(url, token, holder, leave) for _n in range(CLIENTS)]
            for client in clients:
                client.start()
            killed, longest = _rampage(processes, clients, points, seconds)
            processes.look()
            _await(url)
            leave.set()
            for client in clients:
                client.join(60)
            late = [client for client in clients if client.is_alive()]
        finally:
            processes.end()
        _settle()
        figures, wrong = _count(clients, clerk)
        wrong += ["a client's last act was never answered"] * len(late)
        from hasila.assurance.verify import verify

        report = verify()
        wrong += [str(finding) for finding in report.findings]
        figures = {
            "points (kill -9)": sum(killed.values()),
            **{f"  {name}": killed[name] for name in VICTIMS},
            "longest recovery of PostgreSQL, s": longest,
            **figures,
            "entries verified": report.size,
            "verified in, s": report.seconds,
            "minutes": (time.perf_counter() - begun) / 60,
            "wrong": len(wrong),
        }
    show(figures)
    if wrong:
        raise SystemExit("\n".join(wrong[:20]))


def main() -> None:
    if "--stream" in sys.argv:
        stream(int(sys.argv[-1]))
        return
    words = [word for word in sys.argv[1:] if word.isdigit()]
    seconds = 720.0
    if "--seconds" in sys.argv:
        seconds = float(sys.argv[sys.argv.index("--seconds") + 1])
        words.remove(sys.argv[sys.argv.index("--seconds") + 1])
    points, lines = ([int(word) for word in words] + [200, 1_000_000][len(words) :])[:2]
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    folder = Path(tempfile.mkdtemp(prefix="hasila-faults-"))
    os.environ["HASILA_VAR"] = str(folder)
    try:
        _run(points, lines, seconds)
    finally:
        from hasila.project import postgres

        for left in (postgres.server().home, postgres.server().socket, folder):
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    main()
