"""A long trial: `make soak`, or `python -m benchmarks.soak [acts] [kills]`.

A stream of acts is performed by a process that is killed (-9) at random moments and goes on each time from its cursor,
beside a sealer that is killed as well. At the end every act is there once: records, entries, positions and the figure
are counted against each other. The memory of the last, longest run is sampled as it goes.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import sys
import time
from typing import Any
from uuid import UUID

from benchmarks.door import identifiers, openings
from benchmarks.harness import _seal, bench_database, show

NAME = "bench_soak"
CURSOR = "soak"


def _perform(name: str, count: int, clerk: UUID, memory: Any) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from types import SimpleNamespace

    from django.db import connections

    for alias in ("default", "owner", "sealer"):
        connections[alias].settings_dict["NAME"] = name
    from hasila.institution.career import Officer
    from hasila.institution.units import Unit
    from hasila.kernel.many import perform_many

    officers = list(Officer.objects.exclude(id=clerk).order_by("id").values_list("id", flat=True)[:2000])
    units = list(Unit.objects.order_by("id").values_list("id", flat=True))

    def sample(done: int, refused: int) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        if memory[0] == 0 and done > count // 10:
            memory[0] = used
        memory[1] = used

    acts = openings(SimpleNamespace(clerk=clerk), identifiers(count, seed=7), officers, units)
    perform_many(acts, cursor=CURSOR, total=count, simulated=True, progress=sample)


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, kills = (numbers + [1_000_000, 20][len(numbers) :])[:2]
    chance = random.Random(5)
    spawn = multiprocessing.get_context("spawn")
    with bench_database(name=NAME) as people:
        from django.db import connection
        from tests.sample.models import Claims

        from hasila.institution.staffing import recruit
        from hasila.kernel import indicators
        from hasila.kernel.many import cursor_at

        recruit(2000)
        memory = spawn.Array("l", [0, 0])
        stop = spawn.Event()
        killed = 0
        start = time.perf_counter()
        sealing = spawn.Process(target=_seal, args=(NAME, stop))
        sealing.start()
        while True:
            memory[0] = memory[1] = 0
            worker = spawn.Process(target=_perform, args=(NAME, count, people.clerk, memory))
            worker.start()
            if killed < kills:
                worker.join(4 + chance.random() * 6)
            else:
                worker.join(3600)
            if worker.exitcode == 0:
                break
            worker.kill()
            worker.join()
            killed += 1
            if chance.random() < 0.5:
                sealing.kill()
                sealing.join()
                sealing = spawn.Process(target=_seal, args=(NAME, stop))
                sealing.start()
        stop.set()
        sealing.join(600)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM sample_claim), "
                "(SELECT count(*) FROM ledger_entry WHERE act = 'sample.claims.file'), "
                "(SELECT count(DISTINCT record_id) FROM ledger_entry WHERE act = 'sample.claims.file'), "
                "(SELECT count(*) FROM ledger_entry), (SELECT count(DISTINCT entry_id) FROM ledger_position), "
                "(SELECT max(position) + 1 FROM ledger_position)"
            )
            records, acts, distinct, entries, placed, size = cursor.fetchone()
        figures: dict[str, Any] = {
            "acts": count,
            "kills -9": killed,
            "minutes": (time.perf_counter() - start) / 60,
            "cursor": cursor_at(CURSOR),
            "records": records,
            "entries of them": acts,
            "entries sealed": placed,
            "figure": indicators.value(Claims.filings, 2026).value,
            "memory at a tenth, MiB": memory[0],
            "memory at the end, MiB": memory[1],
        }
    show(figures)
    if not (records == acts == distinct == count == figures["figure"] and entries == placed == size):
        raise SystemExit("Something was lost, or is there twice.")


if __name__ == "__main__":
    main()
