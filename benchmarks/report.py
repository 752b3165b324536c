"""The annual report at the scale that was played: `python -m benchmarks.report [year]`, on the site's own database.

Builds the report ten times in one process, as the page does, and recounts one figure from its entries for comparison.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import Any

from benchmarks.harness import show


def main() -> None:
    year = int(next((a for a in sys.argv[1:] if a.isdigit()), "2024"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
    import django

    django.setup()
    from hasila.kernel.indicators import registry
    from hasila.modules.annual_report import report
    from hasila.project import database

    with database.database():
        database.ensure_ready()
        seconds = []
        for _ in range(10):
            start = time.perf_counter()
            built = report.build(year)
            seconds.append(time.perf_counter() - start)
        start = time.perf_counter()
        counted = registry["documents.card.cards"].recount(year)
        figures: dict[str, Any] = {
            "scale": float(built.scale),
            "ledger position": built.position,
            "report, median s": statistics.median(seconds),
            "report, worst s": max(seconds),
            "cards, recounted from entries": counted,
            "recount s": time.perf_counter() - start,
        }
    show(figures)


if __name__ == "__main__":
    main()
