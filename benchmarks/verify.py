"""How long a whole verification takes: `python -m benchmarks.verify [entries]`.

Acts by `perform_many`, sealed, with the tree over them; then every check of `hasila ledger verify`, by one process and
by two. The memory is that of the largest process.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.door import START, identifiers, openings
from benchmarks.harness import NAME, bench_database, show


def main() -> None:
    count = int(next((a for a in sys.argv[1:] if a.isdigit()), "300000"))
    with bench_database() as people:
        import psycopg
        from django.conf import settings
        from tests.sample.models import Claims

        from hasila.assurance import tree
        from hasila.assurance.verify import verify
        from hasila.institution.career import Officer
        from hasila.institution.staffing import recruit
        from hasila.institution.units import Unit
        from hasila.kernel.many import perform_many
        from hasila.kernel.procedures import Act
        from hasila.kernel.sealer import seal_all
        from hasila.project import connections as targets

        settings.VAR = Path(tempfile.mkdtemp())
        recruit(500)
        officers = list(
            Officer.objects.filter(state="active")
            .exclude(id__in=[people.clerk, people.other_clerk])
            .values_list("id", flat=True)
        )
        units = list(Unit.objects.filter(path__startswith=people.root.path).values_list("id", flat=True))
        ids, later = identifiers(count // 2, seed=7), START.replace(month=6)
        perform_many(openings(people, ids, officers, units), simulated=True)
        perform_many(
            (Act(Claims.amend, record_id=one, actor=people.clerk, data={"amount": 5}, occurred_at=later)
             for one in ids),
            simulated=True,
        )  # fmt: skip
        with psycopg.connect(targets.target("sealer").conninfo(dbname=NAME), autocommit=True) as raw:
            seal_all(raw)
            tree.extend(raw)
        with psycopg.connect(targets.target("owner").conninfo(dbname=NAME), autocommit=True) as raw:
            raw.execute("VACUUM ANALYZE")
        figures: dict[str, Any] = {}
        for workers in (1, 2):
            phases: dict[str, float] = {}
            begun = time.perf_counter()

            def told(phase: str, done: int, total: int, phases: Any = phases, begun: float = begun) -> None:
                phases[phase] = time.perf_counter() - begun

            report = verify(workers=workers, progress=told)
            assert report.good, report.findings[:5]
            figures["entries"] = report.size
            figures[f"seconds, {workers} process(es)"] = report.seconds
            figures[f"seconds a million, {workers} process(es)"] = report.seconds * 1e6 / report.size
            for phase, at in phases.items():
                figures[f"  {phase} reached at, {workers}"] = at
        for who, name in ((resource.RUSAGE_SELF, "parent"), (resource.RUSAGE_CHILDREN, "child")):
            figures[f"memory of the {name}, MiB"] = resource.getrusage(who).ru_maxrss // 1024
    show(figures)


if __name__ == "__main__":
    main()
