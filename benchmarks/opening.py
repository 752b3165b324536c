"""What row security and readings add to opening a record: `python -m benchmarks.opening [records] [openings]`.

Three servers, each as `hasila run` starts it: one as it is, one without the fence of the database, one with neither
fence nor readings. Each opening is asked of all three, in an order that chance gives, so that whatever else the machine
does falls on all alike: a file opened for the first time, where the purpose is stated by a POST that keeps the reading
and the page follows; and one whose purpose was stated before, where the page itself keeps that it is read again. The
ratio is given as a whole and for each tenth of the run, so that one sees how far it can be trusted.
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
EARLIER, AGAINS = 60, 400
"""Seconds since the purposes of the files that are opened again were stated, and how many files those are."""
FIRST, AGAIN = "purpose and page", "opened again"
SERVERS = {"as it is": "", "without the fence": "fence", "without both": "fence reading"}
PARTS = 10

Times = dict[tuple[str, str], list[float]]


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, asked = (numbers + [50_000, 1_500][len(numbers) :])[:2]
    with bench_database(name=NAME) as people, sealer(NAME), ExitStack() as running:
        ids, _speed = fill(people, count)
        keys = sessions(people.clerk, asked // FILES + CLIENTS)
        chosen = random.Random(CLIENTS).sample(ids, AGAINS)
        opened = []
        for first in range(0, AGAINS, FILES):
            stated = {str(one): (time.time() - EARLIER, "handling", "") for one in chosen[first : first + FILES]}
            (session,) = sessions(people.clerk, 1, consulted=stated)
            opened += [(session, one) for one in chosen[first : first + FILES]]
        clients = {}
        for number, (server, without) in enumerate(SERVERS.items()):
            running.enter_context(served(PORT + number, "benchmarks.opening_settings", BENCH_WITHOUT=without))
            clients[server] = Client(PORT + number, [])
        run(clients, ids, keys, opened, 60)  # statements are known, caches filled
        seen = run(clients, ids, keys, opened, asked)
    figures: dict[str, Any] = {"records": count, "openings of each": asked}
    for (server, what), times in seen.items():
        figures |= {f"{server}: {what} {cut} ms": value for cut, value in percentiles(times).items()}
    for what in (FIRST, AGAIN):
        for server in ("without the fence", "without both"):
            for cut in ("p50", "p95"):
                whole, parts = ratios(seen["as it is", what], seen[server, what], cut)
                name = f"{what}, as it is to {server}, {cut}"
                figures |= {name: whole, f"{name}, lowest tenth": parts[0], f"{name}, highest tenth": parts[-1]}
    show(figures)


def run(
    clients: dict[str, Client], ids: list[Any], keys: list[str], opened: list[tuple[str, Any]], asked: int
) -> Times:
    """So many openings of each server and kind, by some clients at once, each with sessions of its own.

    Args:
        opened: the session in which the purpose of a record was stated before, and the record.
    """
    seen: Times = defaultdict(list)

    def shown(server: str, path: str, session: str) -> None:
        answer = clients[server].ask("GET", path, session=session)
        expect(answer, 200)
        assert 'name="purpose"' not in answer[1], "the question, not the file"

    def first(server: str, chance: random.Random, session: str) -> None:
        path = f"/records/sample/claims/{chance.choice(ids)}/"
        expect(clients[server].ask("POST", path, {"purpose": "handling"}, session=session), 302)
        shown(server, path, session)

    def again(server: str, chance: random.Random, _session: str) -> None:
        session, record = chance.choice(opened)
        shown(server, f"/records/sample/claims/{record}/", session)

    def browse(number: int) -> None:
        chance = random.Random(number)
        own = keys[number::CLIENTS]
        turns = [(server, what, ask) for server in clients for what, ask in ((FIRST, first), (AGAIN, again))]
        for turn in range(asked // CLIENTS):
            for server, what, ask in chance.sample(turns, len(turns)):
                start = time.perf_counter()
                ask(server, chance, own[turn // FILES % len(own)])
                seen[server, what].append(time.perf_counter() - start)

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
