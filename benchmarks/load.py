"""Many clients at once: `python -m benchmarks.load [seconds] [clients] [rounds]`: 32 clients, 3 rounds of 5 s.

Acts through `perform`, every check, entry, index and fence on, beside a running sealer; spread over the units of the
country, each client with records of its own. In turns of one run beside it, into tables with the same indexes and
nothing else (`load_peers`): a lean trial of a door, one transaction of prepared statements an act; bare inserts of the
same three rows, through the driver's cursor as anybody would; and those with a hash chain in the transaction (the head
of the ledger locked, read, written), which is what a ledger costs that every act has to queue for.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from benchmarks import load_peers
from benchmarks.harness import NAME, bench_database, percentiles, sealer, show
from hasila.project.web import workers

SECONDS, CLIENTS, ROUNDS = 5.0, 32, 3
PROCESSES = workers()
"""As many as the site itself has: more of them only take turns on the processors."""
TITLES = {
    "door": "door",
    "fenced": "door, from behind the fence",
    "counter": "door, one counter for all",
    "lean": "lean trial",
    "bare": "bare inserts",
    "chain": "chain in the transaction",
}
TICK = os.sysconf("SC_CLK_TCK")


def _door(people: SimpleNamespace, number: int, fenced: bool) -> Any:
    """A client that files a claim, then studies it (another actor): an opening and a step with separated duties."""
    from contextlib import nullcontext

    from tests.sample.models import Claims

    from hasila.kernel.access import acting
    from hasila.kernel.perform import perform

    unit = people.units[number % len(people.units)]
    data = {"holder": people.officers[number % len(people.officers)], "text": "نص الطلب", "kind": "plain"}
    waiting: list[Any] = []

    def act() -> None:
        who = people.other_clerk if waiting else people.clerk
        with acting(who) if fenced else nullcontext():
            if waiting:
                perform(Claims.study, waiting.pop(), actor=who)
            else:
                waiting.append(perform(Claims.file, actor=who, unit=unit, data=data).record.pk)

    return act


def _counter(people: SimpleNamespace, number: int) -> Any:
    """A client whose every third act takes a number without gaps, from one counter that all clients share."""
    from tests.sample.models import Claims

    from hasila.kernel.perform import perform

    data = {"holder": people.officers[number % len(people.officers)], "text": "نص", "kind": "plain"}
    state: list[Any] = [0, None]

    def act() -> None:
        state[0], turn = state[0] + 1, state[0] % 3
        if turn == 0:
            state[1] = perform(Claims.file, actor=people.clerk, unit=people.units[0], data=data).record.pk
        elif turn == 1:
            perform(Claims.study, state[1], actor=people.other_clerk)
        else:
            perform(Claims.decide, state[1], actor=people.general, data={"grounds": "تعليل"})

    return act


def _client_process(
    kind: str, people: SimpleNamespace, threads: int, first: int, begin: Any, seconds: float, out: Any
) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    if kind == "fenced":
        os.environ["HASILA_FENCED"] = "1"
    import django

    django.setup()
    from django.db import connection, connections

    from hasila.project.settling import settle

    settle()  # as the site's own processes do
    connections["default"].settings_dict["NAME"] = NAME
    times: list[float] = []
    ready = threading.Barrier(threads + 1)

    def run(number: int) -> None:
        client = {
            "door": lambda: _door(people, number, False),
            "fenced": lambda: _door(people, number, True),
            "counter": lambda: _counter(people, number),
            "lean": lambda: load_peers.lean(people),
            "bare": lambda: load_peers.bare(people, chained=False),
            "chain": lambda: load_peers.bare(people, chained=True),
        }[kind]()
        try:
            for _ in range(6):
                client()  # statements are prepared and powers known before anything is timed
        except BaseException:
            ready.abort()  # what fails now ends the run
            raise
        ready.wait()
        begin.wait()
        until = time.perf_counter() + seconds
        mine = []
        while (start := time.perf_counter()) < until:
            client()
            mine.append(time.perf_counter() - start)
        times.extend(mine)
        connection.close()

    workers = [threading.Thread(target=run, args=(first + n,)) for n in range(threads)]
    for worker in workers:
        worker.start()
    ready.wait()
    used = resource.getrusage(resource.RUSAGE_SELF)
    out.put("ready")
    for worker in workers:
        worker.join()
    now = resource.getrusage(resource.RUSAGE_SELF)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    out.put((len(times), cpu, times[:: max(1, len(times) // 5000)]))


def _server_cpu() -> float:
    """Processor seconds that the embedded server's processes have used, those that ended included."""
    from hasila.project import postgres

    head = postgres.pid(postgres.server())
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == head or int(stat.parent.name) == head:
            total += int(fields[11]) + int(fields[12])
            if int(stat.parent.name) == head:
                total += int(fields[13]) + int(fields[14])
    return total / TICK


class _Lag(threading.Thread):
    """Watches how old the oldest entry is that isn't sealed, five times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.worst, self.going = 0.0, True

    def run(self) -> None:
        import psycopg

        from hasila.project import connections as targets

        query = "SELECT min(recorded_at) FROM ledger_entry WHERE xid >= (SELECT horizon FROM ledger_head)"
        with psycopg.connect(targets.target("default").conninfo(dbname=NAME), autocommit=True) as raw:
            while self.going:
                oldest = raw.execute(query).fetchone()[0]  # type: ignore[index]
                if oldest is not None:
                    self.worst = max(self.worst, time.time() - oldest / 1_000_000)
                time.sleep(0.2)


def part(kind: str, people: SimpleNamespace, clients: int, seconds: float) -> dict[str, float]:
    """One part of the run: so many clients of one kind for so long."""
    context = multiprocessing.get_context("spawn")
    begin, out = context.Event(), context.Queue()
    threads = clients // PROCESSES
    processes = [
        context.Process(target=_client_process, args=(kind, people, threads, n * threads, begin, seconds, out))
        for n in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    for _ in processes:
        assert out.get(timeout=300) == "ready"
    lag, server = _Lag(), _server_cpu()
    lag.start()
    begin.set()
    start = time.perf_counter()
    results = [out.get(timeout=seconds + 120) for _ in processes]
    taken = time.perf_counter() - start
    used = _server_cpu() - server
    lag.going = False
    for process in processes:
        process.join()
    acts = sum(count for count, _cpu, _times in results)
    sampled = [moment for _count, _cpu, times in results for moment in times]
    return {
        "acts/s": acts / seconds,
        "p95 ms": percentiles(sampled)["p95"],
        "client µs an act": sum(cpu for _count, cpu, _times in results) / acts * 1e6,
        "server µs an act": used / acts * 1e6,
        "processors busy": (sum(cpu for _count, cpu, _times in results) + used) / taken,
        "lag s": lag.worst,
    }


def _prepare(people: SimpleNamespace) -> SimpleNamespace:
    """Plain values that the client processes can take with them."""
    from django.db import connections
    from tests.sample.models import Claim, Claims

    from hasila.institution.career import Officer
    from hasila.institution.staffing import recruit
    from hasila.institution.units import Unit
    from hasila.kernel.ledger import Entry
    from hasila.kernel.perform import perform
    from hasila.kernel.rows import rows_of
    from hasila.kernel.schema import ENTRY_COLUMNS

    recruit(500)
    acting = {people.clerk, people.other_clerk, people.general}
    officers = [pk for pk in Officer.objects.filter(state="active").values_list("pk", flat=True) if pk not in acting]
    units = list(Unit.objects.filter(path__startswith=people.root.path).values_list("id", flat=True))
    data = {"holder": officers[0], "text": "نص الطلب", "kind": "plain"}
    made = perform(Claims.file, actor=people.clerk, unit=units[0], data=data)
    entry = Entry.objects.get(pk=made.entry_id)
    with connections["owner"].cursor() as cursor:
        cursor.execute(load_peers.TABLES)
        cursor.execute("SELECT * FROM ledger_content WHERE entry_id = %s", [entry.pk])
        content = tuple(bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone())
    values = [getattr(entry, column) for column in ENTRY_COLUMNS]
    claim = Claim.objects.get(pk=made.record.pk)
    claim.search = made.record.search
    template = SimpleNamespace(
        columns=", ".join(ENTRY_COLUMNS),
        entry=[bytes(v) if isinstance(v, memoryview) else v for v in values],
        content=content,
        claim=rows_of(Claim).values(claim),
    )
    return SimpleNamespace(
        clerk=people.clerk, other_clerk=people.other_clerk, general=people.general, officers=officers, units=units,
        template=template,
    )  # fmt: skip


def main() -> None:
    numbers = [float(a) for a in sys.argv[1:] if a.replace(".", "").isdigit()]
    seconds = numbers[0] if numbers else SECONDS
    clients = int(numbers[1]) if len(numbers) > 1 else CLIENTS
    rounds = int(numbers[2]) if len(numbers) > 2 else ROUNDS
    figures: dict[str, Any] = {"clients": clients, "seconds a part": seconds, "rounds": rounds}
    seen: dict[str, list[dict[str, float]]] = defaultdict(list)
    with bench_database() as made:
        people = _prepare(made)
        with sealer(NAME):
            for _ in range(rounds):
                for kind in TITLES:
                    seen[kind].append(part(kind, people, clients, seconds))
    for kind, title in TITLES.items():
        for name in seen[kind][0]:
            if name != "lag s":
                figures[f"{title}: {name}"] = median(one[name] for one in seen[kind])
            elif kind in ("door", "fenced", "counter"):
                figures[f"{title}: worst {name}"] = max(one[name] for one in seen[kind])
    for kind in ("door", "fenced", "counter"):
        for other in ("lean", "bare", "chain"):
            of_rounds = [a["acts/s"] / b["acts/s"] for a, b in zip(seen[kind], seen[other], strict=True)]
            figures[f"{TITLES[kind]} to {TITLES[other]}"] = median(of_rounds)
    show(figures)


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
