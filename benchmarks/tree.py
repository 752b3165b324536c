"""The tree alone: `python -m benchmarks.tree [leaves]`, by default two million leaves that nobody acted for.

How fast it is built and with how much memory, what one more checkpoint costs at that size, and how long a proof takes.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.harness import NAME, bench_database, show

PROOFS = 300


def main() -> None:
    leaves = int(next((a for a in sys.argv[1:] if a.isdigit()), "2000000"))
    with bench_database():
        import psycopg
        from django.conf import settings

        from hasila.assurance import tree
        from hasila.project import connections as targets
        from hasila.tlog.merkle import verify_inclusion

        settings.VAR = Path(tempfile.mkdtemp())

        def seal(raw: psycopg.Connection, first: int, past: int) -> None:
            raw.execute(
                "INSERT INTO ledger_position SELECT n, gen_random_uuid(), 0, sha256(n::text::bytea) "
                "FROM generate_series(%s::bigint, %s::bigint) n",
                [first, past - 1],
            )
            raw.execute("UPDATE ledger_head SET size = %s", [past])

        figures: dict[str, Any] = {"leaves": leaves}
        with psycopg.connect(targets.target("owner").conninfo(dbname=NAME), autocommit=True) as owner:
            seal(owner, 0, leaves)
            owner.execute("VACUUM ANALYZE ledger_position")
            with psycopg.connect(targets.target("sealer").conninfo(dbname=NAME), autocommit=True) as raw:
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                begun = time.perf_counter()
                checkpoint = tree.extend(raw)
                seconds = time.perf_counter() - begun
                assert checkpoint is not None
                figures["seconds to build"] = seconds
                figures["leaves a second"] = leaves / seconds
                figures["memory before, MB"] = before / 1024
                figures["memory at most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                size, steps = leaves, []
                for _ in range(50):
                    seal(owner, size, size + 100)
                    size += 100
                    begun = time.perf_counter()
                    checkpoint = tree.extend(raw)
                    steps.append(time.perf_counter() - begun)
                assert checkpoint is not None
                figures["ms for one more checkpoint"] = sorted(steps)[len(steps) // 2] * 1000
            sizes = owner.execute(
                "SELECT pg_total_relation_size('ledger_tile'), pg_total_relation_size('ledger_position')"
            ).fetchone()
            assert sizes is not None
            figures["MB of tiles"], figures["MB of positions"] = (value / 2**20 for value in sizes)
        chance, times = Random(1), []
        for _ in range(PROOFS):
            index = chance.randrange(size)
            begun = time.perf_counter()
            proof = tree.tiles(size).inclusion(index)
            times.append(time.perf_counter() - begun)
            leaf = tree.tile(0, index // 256, min(256, size - index // 256 * 256))[index % 256 * 32 :][:32]
            verify_inclusion(leaf, index, size, proof, checkpoint.root)
        figures["ms for a proof, median"] = sorted(times)[PROOFS // 2] * 1000
        figures["ms for a proof, p95"] = sorted(times)[PROOFS * 95 // 100] * 1000
    show(figures)


if __name__ == "__main__":
    main()
