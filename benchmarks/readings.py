"""Readings: `python -m benchmarks.readings [seconds] [rows]`.

How many consultations a second are kept, each in a transaction of its own, by processes that read different records
and by processes that open the same few again and again; how long sealing and verifying so many rows takes, and what
that makes of a hundred million.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from typing import Any
from uuid import UUID

from benchmarks.door import identifiers, openings, timed
from benchmarks.harness import bench_database, sealer, show

NAME = "bench_readings"
CLIENTS = 4
RECORDS = 20_000
TARGET = 100_000_000

FILL = """
INSERT INTO ledger_reading (slot, id, actor, record_id, kind, register, purpose, case_ref, basis, words, unit_id,
    mandate, results, salt, first_at, last_at)
SELECT slot, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'open', 'sample.claims', 'handling', '', '', '',
       1 + n %% 180, gen_random_uuid(), 0, substring(uuid_send(gen_random_uuid()) FROM 1 FOR 16),
       slot * 900000000::bigint + n, slot * 900000000::bigint + n
  FROM (SELECT n, %(slot)s - (n / 40000)::int AS slot FROM generate_series(1, %(rows)s) n) lines
"""


def client(name: str, number: int, few: int, ids: list[UUID], clerk: UUID, seconds: float, out: Any) -> None:
    """Consults until the time is over, and says how often."""
    import django

    django.setup()
    from django.db import connection
    from tests.sample.models import Claim

    from hasila.assurance.readings import consult
    from hasila.kernel.access import Actor

    connection.settings_dict["NAME"] = name
    chance = random.Random(number)
    chosen = chance.sample(ids, few)
    records = list(Claim._default_manager.filter(pk__in=chosen))
    reader = Actor.of(clerk)
    until, done = time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        consult(records[done % len(records)], reader, "handling", case=f"{number}/{done // len(records)}", found=True)
        done += 1
    out.put(done / seconds)


def rate(people: Any, ids: list[UUID], few: int, seconds: float) -> float:
    """Consultations a second of all clients together."""
    context = multiprocessing.get_context("spawn")
    out = context.Queue()
    started = [
        context.Process(target=client, args=(NAME, number, few, ids, people.clerk, seconds, out))
        for number in range(CLIENTS)
    ]
    for process in started:
        process.start()
    total = sum(out.get(timeout=seconds + 120) for _process in started)
    for process in started:
        process.join()
    return total


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    seconds, rows = (numbers + [10, 1_000_000][len(numbers) :])[:2]
    with bench_database(name=NAME) as people:
        from django.db import connections

        from hasila.assurance.reading_seal import seal_all_readings, verify_readings
        from hasila.assurance.readings import slot_of
        from hasila.institution.career import Officer
        from hasila.institution.units import Unit

        ids = identifiers(RECORDS, seed=3)
        officers = [officer for officer in Officer.objects.values_list("id", flat=True) if officer != people.clerk]
        with sealer(NAME):
            timed(openings(people, ids, officers, list(Unit.objects.values_list("id", flat=True))), RECORDS)
        figures: dict[str, Any] = {}
        figures["different records, consultations/s"] = rate(people, ids, 4000, seconds)
        figures["the same few records, consultations/s"] = rate(people, ids, 4, seconds)
        with connections["owner"].cursor() as cursor:
            cursor.execute(FILL, {"slot": slot_of(time.time_ns() // 1000) - 8, "rows": rows})
            cursor.execute("VACUUM ANALYZE ledger_reading")
        start = time.perf_counter()
        sealed = seal_all_readings()
        figures["sealed rows"] = sealed
        figures["sealed rows/s"] = sealed / (time.perf_counter() - start)
        connections["owner"].ensure_connection()
        start = time.perf_counter()
        failures = list(verify_readings(connections["owner"].connection))
        taken = time.perf_counter() - start
        figures["verified in s"] = taken
        figures["failures"] = len(failures)
        figures["a hundred million, verified in minutes (extrapolated)"] = taken * TARGET / sealed / 60
    show(figures)


if __name__ == "__main__":
    main()
