"""Pages with a million records in a register: `python -m benchmarks.pages [records] [seconds]`.

The server runs as `hasila run` starts it; a client on loopback asks at 20 requests a second (an open loop: a slow
answer delays nobody else), in turns: list, search, open (with its stated purpose and reading entry), act.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from benchmarks.browsing import Client, expect, hidden, served, sessions
from benchmarks.door import WORDS, identifiers, openings, timed
from benchmarks.harness import bench_database, percentiles, sealer, show
from benchmarks.pages_settings import NAME

PORT = 8765
RATE = 20
CLIENTS = 33


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, seconds = (numbers + [1_000_000, 60][len(numbers) :])[:2]
    with bench_database(name=NAME) as people:
        from hasila.surfaces.web.purpose import SEARCHED

        figures: dict[str, Any] = {"records": count}
        with sealer(NAME):
            ids, figures["filled at acts/s"] = fill(people, count)
            stated = {SEARCHED: {"sample.claims": (time.time(), "handling", "")}}
            client = Client(PORT, sessions(people.clerk, CLIENTS, **stated))
            with served(PORT, "benchmarks.pages_settings"):
                figures |= load(client, ids, seconds)
    show(figures)


def fill(people: SimpleNamespace, count: int) -> tuple[list[Any], float]:
    """The identifiers of so many claims of all units, filed through the door, and how many a second."""
    from django.db import connections

    from hasila.institution.career import Officer
    from hasila.institution.staffing import recruit
    from hasila.institution.units import Unit

    recruit(5000)
    officers = list(Officer.objects.exclude(id__in=[people.clerk, people.other_clerk]).values_list("id", flat=True))
    units = list(Unit.objects.values_list("id", flat=True))
    ids = identifiers(count, seed=7)
    speed = timed(openings(people, ids, officers, units), count)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return ids, speed


def load(client: Client, ids: list[Any], seconds: int) -> dict[str, Any]:
    """Asks at the rate for so long; percentiles in milliseconds by kind."""
    chance = random.Random(3)
    register = "/registers/sample/claims/"

    def listing() -> None:
        query = urlencode(chance.choice([{"state": "filed"}, {}, {"unit": str(chance.randrange(1, 180))}]))
        expect(client.ask("GET", f"{register}?{query}"), 200)

    def search() -> None:
        words = " ".join(chance.sample(WORDS, chance.choice([1, 2, 3])))
        expect(client.ask("POST", register, {"q": words}), 200)

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


if __name__ == "__main__":
    main()
