"""What row security and readings add to opening a record: `python -m benchmarks.opening [records] [openings]`.

Three servers, each as `hasila run` starts it: one as it is, one without the fence of the database, one with neither
fence nor readings. Each opening (the purpose stated by a POST, then the page) is asked of all three, in an order that
chance gives, so that whatever else the machine does falls on all alike. The ratio is given as a whole and for each
tenth of the run, so that one sees how far it can be trusted.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from benchmarks.browsing import Client, expect, served, sessions
from benchmarks.harness import bench_database, percentiles, sealer, show
from benchmarks.pages import fill
from benchmarks.pages_settings import NAME

PORT = 8766
CLIENTS = 2
FILES = 20
"""Openings for one session: as many files as somebody has in their hands within half an hour."""
SERVERS = {"as it is": "", "without the fence": "fence", "without both": "fence reading"}
PARTS = 10

Times = dict[tuple[str, str], list[float]]


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, asked = (numbers + [50_000, 1_500][len(numbers) :])[:2]
    with bench_database(name=NAME) as people, sealer(NAME), ExitStack() as running:
        ids, _speed = fill(people, count)
        keys = sessions(people.clerk, asked // FILES + CLIENTS)
        clients = {}
        for number, (server, without) in enumerate(SERVERS.items()):
            running.enter_context(served(PORT + number, "benchmarks.opening_settings", BENCH_WITHOUT=without))
            clients[server] = Client(PORT + number, [])
        run(clients, ids, keys, 60)  # statements are known, caches filled
        seen = run(clients, ids, keys, asked)
    figures: dict[str, Any] = {"records": count, "openings of each": asked}
    for (server, what), times in seen.items():
        figures |= {f"{server}: {what} {cut} ms": value for cut, value in percentiles(times).items()}
    for what in ("page", "purpose and page"):
        for server in ("without the fence", "without both"):
            for cut in ("p50", "p95"):
                whole, parts = ratios(seen["as it is", what], seen[server, what], cut)
                name = f"{what}, as it is to {server}, {cut}"
                figures |= {name: whole, f"{name}, lowest tenth": parts[0], f"{name}, highest tenth": parts[-1]}
    show(figures)


def run(clients: dict[str, Client], ids: list[Any], keys: list[str], asked: int) -> Times:
    """So many openings of each server, by some clients at once, each with sessions of its own."""
    seen: Times = defaultdict(list)

    def browse(number: int) -> None:
        chance = random.Random(number)
        own = keys[number::CLIENTS]
        for turn in range(asked // CLIENTS):
            session = own[turn // FILES % len(own)]
            for server in chance.sample(list(clients), len(clients)):
                path = f"/records/sample/claims/{chance.choice(ids)}/"
                start = time.perf_counter()
                expect(clients[server].ask("POST", path, {"purpose": "handling"}, session=session), 302)
                stated = time.perf_counter()
                answer = clients[server].ask("GET", path, session=session)
                end = time.perf_counter()
                expect(answer, 200)
                assert 'name="purpose"' not in answer[1], "the question, not the file"
                seen[server, "page"].append(end - stated)
                seen[server, "purpose and page"].append(end - start)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(browse, range(CLIENTS)))
    return seen


def ratios(times: list[float], others: list[float], cut: str) -> tuple[float, list[float]]:
    """The ratio of a percentile as a whole, and of each part of the run, sorted."""
    size = len(times) // PARTS
    parts = [
        percentiles(times[n : n + size])[cut] / percentiles(others[n : n + size])[cut]
        for n in range(0, size * PARTS, size)
    ]
    return percentiles(times)[cut] / percentiles(others)[cut], sorted(parts)


if __name__ == "__main__":
    main()
