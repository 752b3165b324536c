"""What every benchmark needs: a database of its own on the embedded server, durable, with people and a sealer.

A benchmark prints figures as ratios taken in one run, because machines are noisy and absolutes travel badly.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

NAME = "bench_hasila"


@contextmanager
def bench_database(
    *, keep: bool = False, name: str = NAME, settings: str = "tests.settings"
) -> Iterator[SimpleNamespace]:
    """A migrated database with the institution and some people; dropped afterwards unless `keep`."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django

    django.setup()
    import psycopg
    from django.db import connections
    from tests.kernel.conftest import people

    from hasila.institution.load import load_institution
    from hasila.project import connections as targets
    from hasila.project import database, postgres

    with database.database():
        administrator = postgres.server().conninfo(postgres.ADMIN, "postgres")
        with psycopg.connect(administrator, autocommit=True) as admin:
            exists = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
            fresh = not (keep and exists)
            if fresh:
                admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
                database.provision(name)
            for alias in targets.ALIASES:
                connections[alias].close()
                connections[alias].settings_dict["NAME"] = name
            database.migrate()
            if fresh:
                load_institution()
            try:
                yield people() if fresh else SimpleNamespace()
            finally:
                for alias in targets.ALIASES:
                    connections[alias].close()
                if not keep:
                    admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _seal(name: str, stop: Any) -> None:
    import django

    django.setup()
    import psycopg

    from hasila.assurance.tree import extend
    from hasila.kernel.sealer import seal_once
    from hasila.project import connections as targets
    from hasila.project.sealer import rest

    own = (
        threading.Event()
    )  # one shared with another process hangs for good where a process that waits for it is killed
    with psycopg.connect(targets.target("sealer").conninfo(dbname=name), autocommit=True) as raw:
        while not stop.is_set():
            began = time.monotonic()
            sealed = seal_once(raw)
            extend(raw)
            rest(own, sealed, began)
        while seal_once(raw):
            pass
        extend(raw)


@contextmanager
def sealer(name: str = NAME) -> Iterator[None]:
    """A sealer in a process of its own, as in production."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=_seal, args=(name, stop))
    process.start()
    time.sleep(2)  # it has imported Django before anything is timed
    try:
        yield
    finally:
        stop.set()
        process.join(600)


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median, p95 and p99 in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    return {"p50": cuts[49] * 1000, "p95": cuts[94] * 1000, "p99": cuts[98] * 1000}


def show(figures: dict[str, Any]) -> None:
    """Prints figures as a table, or as JSON with `--json`."""
    if "--json" in sys.argv:
        print(json.dumps(figures, indent=2))
        return
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:,.2f}" if isinstance(value, float) else f"{name:<{width}}  {value:,}")
