"""The one door at work: `python -m benchmarks.door [acts]`.

Inserts, updates and acts with separation of duties through `perform_many`, beside a running sealer, with every check,
entry and index; then a bare COPY of the same rows into the same tables and indexes, as the limit.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from benchmarks.harness import NAME, bench_database, sealer, show

START = datetime(2026, 5, 1, 8, tzinfo=UTC)
WORDS = "طلب شكاية رخصة تجديد بطاقة ملف إداري موظف مصلحة ولاية أمن الرباط فاس مراكش طنجة وجدة أكادير".split()  # noqa: SIM905


def identifiers(count: int, seed: int) -> list[UUID]:
    """Identifiers of records, spread over a month."""
    from hasila.kernel.records import new_id

    noise = random.Random(seed)
    return [new_id(START + timedelta(seconds=i * 2_000_000 // count), noise.randbytes(10)) for i in range(count)]


def openings(people: SimpleNamespace, ids: list[UUID], officers: list[UUID], units: list[int]) -> Iterator[Any]:
    """Filing acts: a text of a few words, a holder, a kind, an amount."""
    from tests.sample.models import Claims

    from hasila.kernel.procedures import Act

    chance = random.Random(1)
    for i, identifier in enumerate(ids):
        yield Act(
            Claims.file,
            record_id=identifier,
            actor=people.clerk,
            unit_id=units[i % len(units)],
            occurred_at=START + timedelta(seconds=i % 1_000_000),
            data={
                "holder": officers[i % len(officers)],
                "text": " ".join(chance.choices(WORDS, k=6)),
                "kind": "urgent" if i % 7 == 0 else "plain",
                "amount": i % 900,
            },
        )


def steps(
    transition: Any, actor: UUID, ids: list[UUID], data: Callable[[int], dict[str, Any]], day: int
) -> Iterator[Any]:
    """One act on each record."""
    from hasila.kernel.procedures import Act

    for i, identifier in enumerate(ids):
        yield Act(
            transition, record_id=identifier, actor=actor, data=data(i),
            occurred_at=START + timedelta(days=day, seconds=i % 1_000_000),
        )  # fmt: skip


def timed(acts: Iterator[Any], count: int) -> float:
    """Acts a second of a stream through the door."""
    from hasila.kernel.many import perform_many

    start = time.perf_counter()
    outcome = perform_many(acts, simulated=True)
    taken = time.perf_counter() - start
    assert outcome.performed == count, outcome
    return count / taken


def bare_copy(count: int) -> float:
    """Rows with their entries a second by COPY of prebuilt tuples: what PostgreSQL itself takes."""
    import psycopg
    from psycopg.types.json import Jsonb
    from tests.sample.models import Claim

    from hasila.kernel.ledger import CONTENT_TYPES, ENTRY_TYPES
    from hasila.kernel.rows import rows_of
    from hasila.kernel.writing import COPY_CONTENT, COPY_ENTRY
    from hasila.project import connections as targets

    rows = rows_of(Claim)
    # As the owner: COPY is refused to whom row security holds, and this is what the server takes without it.
    raw = psycopg.connect(targets.target("owner").conninfo(dbname=NAME))
    columns = ", ".join(f'"{c}"' for c in rows.columns)
    entry_columns = COPY_ENTRY.split("(")[1].split(")")[0]
    listed = ", ".join(f'"{c}"::text' if c in rows.vectors else f'"{c}"' for c in rows.columns)
    reader = psycopg.Cursor(raw)

    def read(query: str) -> list[tuple]:
        return reader.execute(f"{query} LIMIT {count}", binary=True).fetchall()

    claims = read(f"SELECT {listed} FROM sample_claim")
    entries = read(f"SELECT {entry_columns} FROM ledger_entry WHERE act = 'sample.claims.file'")
    contents = read(
        "SELECT c.* FROM ledger_content c JOIN ledger_entry e ON e.id = c.entry_id WHERE e.act = 'sample.claims.file'"
    )
    raw.commit()
    new = identifiers(count, seed=99)
    new_entries = identifiers(count, seed=98)
    trail = rows.names.index("trail")
    claims = [[new[i], f"COPY-{i}", *row[2:]] for i, row in enumerate(claims)]
    version, state = rows.names.index("version"), rows.names.index("state")
    entries = [(new_entries[i], *row[1:5], new[i], 1, "filed", *row[8:]) for i, row in enumerate(entries)]
    contents = [(new_entries[i], *row[1:]) for i, row in enumerate(contents)]
    for row in claims:
        row[version], row[state], row[trail] = (
            1,
            "filed",
            Jsonb(json.loads(row[trail]) if isinstance(row[trail], str) else row[trail]),
        )
    gc.collect()
    start = time.perf_counter()
    for at in range(0, count, 5000):
        with raw.cursor() as cursor:
            raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for statement, types, lines in (
                (COPY_ENTRY, ENTRY_TYPES, entries),
                (COPY_CONTENT, CONTENT_TYPES, contents),
            ):
                with cursor.copy(statement) as copy:
                    copy.set_types(types)
                    for line in lines[at : at + 5000]:
                        copy.write_row(line)
            # The driver has no binary form of tsvector, so this table is fed as text.
            with cursor.copy(f"COPY sample_claim ({columns}) FROM STDIN") as copy:
                for line in claims[at : at + 5000]:
                    copy.write_row(line)
        raw.commit()
    taken = time.perf_counter() - start
    raw.close()
    return count / taken


def main() -> None:
    count = int(next((a for a in sys.argv[1:] if a.isdigit()), "100000"))
    with bench_database() as people:
        from django.db import connection
        from tests.sample.models import Claims

        from hasila.institution.career import Officer
        from hasila.institution.staffing import recruit
        from hasila.institution.units import Unit

        recruit(2000)
        officers = list(
            Officer.objects.filter(state="active")
            .exclude(id__in=[people.clerk, people.other_clerk])
            .values_list("id", flat=True)
        )
        units = list(Unit.objects.filter(path__startswith=people.root.path).values_list("id", flat=True))
        ids = identifiers(count, seed=7)
        figures: dict[str, Any] = {"acts": count}
        with sealer(NAME):
            figures["inserts/s"] = timed(openings(people, ids, officers, units), count)
            figures["updates/s"] = timed(
                steps(Claims.amend, people.clerk, ids, lambda i: {"amount": i % 800}, 13), count
            )
            figures["separated duties/s"] = timed(steps(Claims.study, people.other_clerk, ids, lambda i: {}, 14), count)
        figures["peak memory MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class "
                "WHERE relname ~ '^(ledger|sample)' AND relkind = 'r'"
            )
            figures["bytes an act"] = int(cursor.fetchone()[0]) // (3 * count)
            cursor.execute("SELECT size FROM ledger_head")
            figures["sealed"] = cursor.fetchone()[0]
        figures["bare COPY acts/s"] = bare_copy(min(count, 50_000))
        figures["ratio to bare COPY"] = figures["inserts/s"] / figures["bare COPY acts/s"]
    show(figures)


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
