"""Case files over HTTP: `python -m benchmarks.cases [files] [seconds] [--played FILES] [--keep]`.

A database of its own with so many case files (a million by default) and about ten acts each, its entries sealed. The
server runs as `hasila run` starts it; a client on loopback asks in an open loop (a slow answer delays nobody else):
search at the desk, open a file with its stated purpose and reading entry, take a complaint with its entry, look at the
queue of work.

The load: 1,150 users on twelve processors, as OpenCRVS publishes, are 96 a processor; one request in ten seconds from
each, a desk that never rests, makes 9.6 a second for each processor.

Filling a million files takes some hours on two processors: with `--played` so many are played, and the others are
copies of them (`benchmarks.cases_copies`). An interrupted run goes on where it stopped, and with `--keep` the database
stays for the next run (`--drop` drops it).
"""

from __future__ import annotations

import os
import random
import socket
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from benchmarks.browsing import Client, expect, hidden, served, sessions
from benchmarks.cases_settings import NAME
from benchmarks.harness import bench_database, percentiles, sealer, show

USERS_A_PROCESSOR = 1_150 / 12
REST = 10.0
"""Seconds between two requests of one user."""
CLIENTS = 32
SAMPLE = 4_000
SOME = "hashtext(id::text) %% 17 = 0"
"""Which rows are drawn: spread over time and units."""
WARMED, ALONE = 6, 30
"""Requests of each kind before anything is timed; then one after another; then the load."""
ROLES = ("desk_officer", "judicial_officer", "unit_chief")
DISTRICTS = 60
"""Police districts whose own officers ask; one request in five comes from the command above them."""
FROM_COMMAND = 0.2
NUMBERS = 20_000


def rate() -> float:
    """Requests a second for this machine's processors."""
    return USERS_A_PROCESSOR / REST * (os.cpu_count() or 1)


def main() -> None:
    words = sys.argv[1:]
    played = int(words.pop(words.index("--played") + 1)) if "--played" in words else 0
    numbers = [int(a) for a in words if a.isdigit()]
    count, seconds = (numbers + [1_000_000, 120][len(numbers) :])[:2]
    keep = "--drop" not in sys.argv
    with bench_database(name=NAME, keep=keep):
        if not keep:
            return
        from benchmarks.cases_copies import multiply
        from benchmarks.cases_fill import fill

        figures: dict[str, Any] = {"files": count, "requests a second": rate()}
        with sealer(NAME):
            figures |= fill(played or count)
            if played:
                figures |= multiply(count)
            print("filled; statistics are gathered", flush=True)
            analyze()
            sample = Sample()
            port = free_port()
            with served(port, "benchmarks.cases_settings"):
                figures |= load(sample, seconds, port)
        figures["load of the machine"] = os.getloadavg()[0]
    show(figures)
    if "--keep" not in sys.argv:
        with bench_database(name=NAME):
            pass


def free_port() -> int:
    """A port on loopback that nobody listens on: servers of two runs would share one and answer for each other."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def analyze() -> None:
    """Statistics and visibility of every table, as a day of work would have left them."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


class Sample:
    """Whom the load asks as and what for: files, people and places by district, a session for each officer."""

    def __init__(self) -> None:
        from django.db import connection

        from hasila.institution.units import Unit, UnitKind

        districts = list(Unit.objects.filter(kind=UnitKind.POLICE_DISTRICT, closed_on__isnull=True).order_by("id"))
        self.districts = random.Random(11).sample(districts, DISTRICTS)
        above = {unit.pk: unit.code for unit in Unit.objects.all()}
        self.command = {unit.pk: above[int(unit.path.strip("/").split("/")[1])] for unit in self.districts}
        self.sessions = self._sessions()
        ids = [unit.pk for unit in self.districts]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT unit_id, id FROM casefiles_casefile WHERE unit_id = ANY(%s) AND {SOME}", [ids])
            self.files = cursor.fetchmany(SAMPLE)
            cursor.execute(
                "SELECT unit_id, arabic_name, latin_name, card_number FROM districts_complaint "
                f"WHERE unit_id = ANY(%s) AND {SOME}",
                [ids],
            )
            self.people = [(unit, words) for unit, *words in cursor.fetchmany(SAMPLE)]

    def _sessions(self) -> dict[tuple[str, int | str], list[str]]:
        """Sessions of the officers of these districts, and of the commands above them, by role and unit."""
        from hasila.institution.mandates import Mandate
        from hasila.institution.roles import Role
        from hasila.institution.staffing import Holder, ensure_holders

        holders = [
            Holder(
                f"bench.{role}.{unit.code}", NUMBERS + place * 3 + nth, Role(role), unit.code, 9, "M", "ضابط", "Agent"
            )
            for place, unit in enumerate(self.districts)
            for nth, role in enumerate(ROLES)
        ]
        ensure_holders(holders)
        found: dict[tuple[str, int | str], list[str]] = defaultdict(list)
        for holder, unit in zip(holders, (unit for unit in self.districts for _role in ROLES), strict=True):
            found[holder.role.value, unit.pk].append(_session(holder.id))
        rows = Mandate.objects.filter(unit__code__in=set(self.command.values()), role__in=ROLES).order_by("id")
        for officer, role, code in rows.values_list("officer_id", "role", "unit__code"):
            found[role, code].append(_session(officer))
        return found

    def session(self, role: str, unit: int, chance: random.Random) -> str:
        """An officer in a role of a district, or of the command above it."""
        place = self.command[unit] if chance.random() < FROM_COMMAND else unit
        return chance.choice(self.sessions[role, place])


def _session(officer: Any) -> str:
    from hasila.surfaces.web.purpose import SEARCHED

    stated = (time.time(), "inquiry", "")
    registers = ("districts.complaints", "casefiles.parties", "casefiles.case_files")
    return sessions(officer, 1, **{SEARCHED: dict.fromkeys(registers, stated)})[0]


def load(sample: Sample, seconds: int, port: int) -> dict[str, Any]:
    """Asks at the rate for so long; percentiles in milliseconds by kind."""
    chance = random.Random(3)
    desk = Desk(sample, chance, port)
    seen: dict[str, list[float]] = defaultdict(list)

    def timed(name: str, request: Callable[[], float | None]) -> None:
        start = time.perf_counter()
        own = request()
        seen[name].append(own if own is not None else time.perf_counter() - start)

    kinds = [("search", desk.search), ("open", desk.open), ("complaint", desk.complain), ("queue", desk.queue)]
    every = 1 / rate()
    with ThreadPoolExecutor(CLIENTS) as pool:
        for name, request in kinds * (WARMED + ALONE):
            pool.submit(timed, name, request).result()
        alone = {f"{name} alone, median ms": percentiles(times[WARMED:])["p50"] for name, times in seen.items()}
        seen.clear()
        begin = time.perf_counter()
        futures = []
        for n in range(int(rate() * seconds)):
            time.sleep(max(0.0, begin + n * every - time.perf_counter()))
            futures.append(pool.submit(timed, *kinds[n % 4]))
        for future in futures:
            future.result()
    return alone | {f"{name} {cut} ms": value for name in seen for cut, value in percentiles(seen[name]).items()}


class Desk:
    """What is asked; each gives the seconds that count, or None where all of it does."""

    def __init__(self, sample: Sample, chance: random.Random, port: int) -> None:
        self.sample = sample
        self.chance = chance
        self.client = Client(port, [])

    def ask(self, session: str, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body of one request of an officer."""
        return self.client.ask(method, path, form, session=session)

    def search(self) -> None:
        """The desk looks for a complaint by a name in either script, or by the card."""
        unit, words = self.chance.choice(self.sample.people)
        wanted = self.chance.choice([word for word in words if word])
        session = self.sample.session("desk_officer", unit, self.chance)
        expect(self.ask(session, "POST", "/registers/districts/complaints/", {"q": wanted}), 200)

    def open(self) -> None:
        """An officer opens a file: the purpose with its reading entry, then the whole file on one page."""
        unit, file = self.chance.choice(self.sample.files)
        session = self.sample.session("judicial_officer", unit, self.chance)
        path = f"/cases/{file}/"
        expect(self.ask(session, "POST", path, {"purpose": "inquiry"}), 302)
        expect(self.ask(session, "GET", path), 200)

    def complain(self) -> float:
        """A complaint is taken; what counts is the sending, with its record, entry and receipt."""
        unit = self.chance.choice(self.sample.districts)
        session = self.sample.session("desk_officer", unit.pk, self.chance)
        path = "/registers/districts/complaints/new/receive/"
        status, page = self.ask(session, "GET", path)
        expect((status, page), 200)
        _unit, words = self.chance.choice(self.sample.people)
        told = {
            "unit": str(unit.pk),
            "arabic_name": words[0],
            "latin_name": words[1],
            "facts": "سرق هاتفه المحمول قرب محطة الحافلات.",
            "how": "counter",
            "urgency": "ordinary",
            "territory": "here",
            "town": unit.place,
            "offence": "theft_simple",
        }
        start = time.perf_counter()
        expect(self.ask(session, "POST", path, {**hidden(page), **told}), 302)
        return time.perf_counter() - start

    def queue(self) -> None:
        """An officer's own files, or the queues of the unit."""
        unit, _file = self.chance.choice(self.sample.files)
        role = self.chance.choice(ROLES[1:])
        code = self.chance.choice(["nobody" if role == "unit_chief" else "mine", "unit", "silent", "due"])
        expect(self.ask(self.sample.session(role, unit, self.chance), "GET", f"/cases/work?queue={code}"), 200)


if __name__ == "__main__":
    main()
