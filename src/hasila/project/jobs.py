"""The queue of jobs, in the same database as the acts, and the process that runs them.

`enqueue` is what the door calls in the act's own transaction (`settings.HASILA_JOBS`): a job exists exactly when its
act does. `python -m hasila.project.jobs` is the worker. The queue is procrastinate's; nothing else here knows it.
"""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import psycopg

from hasila.project.lifeline import leave_with_parent
from hasila.project.outward import confine
from hasila.project.settling import set_up

ENQUEUE = """
SELECT procrastinate_defer_jobs_v1(array_agg(ROW('acts', name, 0, NULL, NULL,
    jsonb_build_object('entry', entry, 'record', record), NULL)::procrastinate_job_to_defer_v1))
  FROM unnest(%s::text[], %s::uuid[], %s::uuid[]) AS wanted (name, entry, record)
"""
LOOK_SECONDS = 1.0
"""How often the worker looks for jobs: it isn't woken, since NOTIFY would slow every commit down."""
STALLED_SECONDS = 60.0
TRIES = 8
log = logging.getLogger("hasila.jobs")


def enqueue(raw: psycopg.Connection, wanted: Iterable[tuple[str, UUID, UUID]]) -> None:
    """Put jobs (name, entry, record) into the queue, on the connection and in the transaction of their acts."""
    names, entries, records = zip(*wanted, strict=True)
    raw.execute(ENQUEUE, [list(names), list(entries), list(records)])


def register(app: Any) -> None:
    """Make every declared job a task of procrastinate (`PROCRASTINATE_ON_APP_READY`)."""
    from procrastinate import RetryStrategy

    from hasila.institution.jobs import registry

    for name in registry:
        # 2, 4, 8 … seconds between tries, some four minutes in all; then it is failed, and `hasila doctor` says so.
        app.task(name=name, queue="acts", retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))(_runner(name))


def _runner(name: str) -> Any:
    def run(entry: str, record: str) -> None:
        from hasila.institution.jobs import registry

        try:
            as_system(lambda: registry[name](UUID(entry), UUID(record)))
        except Exception:
            # The queue tells of a failure at its last try, minutes later; somebody may wait for what this job says.
            log.warning("the job %s of the entry %s failed; it is tried again", name, entry, exc_info=True)
            raise

    return run


def as_system(work: Callable[[], Any], *, whole: bool = True) -> None:
    """Does a piece of work, in which the system acts; in one transaction where it is to be `whole`."""
    from django.db import connection, transaction

    from hasila.kernel.access import SYSTEM, identify

    try:
        if whole:
            with transaction.atomic():
                identify(SYSTEM)
                work()
        else:
            work()
    finally:
        connection.close()  # it is the one of a passing thread


def main() -> int:
    """Run jobs until asked to end (SIGTERM, SIGINT); the job at hand is finished first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
    set_up()
    confine()
    leave_with_parent()
    asyncio.run(work())
    return 0


async def work(*, wait: bool = True) -> None:
    """Run what waits; go on for as long as the process lives where `wait`."""
    from procrastinate.contrib.django import app

    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        async with running.open_async():
            beside = [asyncio.create_task(_rescue(running)), *(_rounds() if wait else ())]
            try:
                await running.run_worker_async(
                    wait=wait,
                    listen_notify=False,
                    fetch_job_polling_interval=LOOK_SECONDS,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=10,
                    install_signal_handlers=wait,
                )
            finally:
                for task in beside:
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task


def _rounds() -> list[asyncio.Task[None]]:
    """A task for each round that the modules declared."""
    from hasila.institution.jobs import rounds

    return [asyncio.create_task(_go_round(one)) for one in rounds.values()]


async def _go_round(one: Any) -> None:
    """Do a round again and again; what fails once is tried the next time."""
    while True:
        try:
            await asyncio.to_thread(as_system, one.run, whole=one.whole)
        except Exception:
            log.exception("the round %s failed; it is tried again", one.name)
        await asyncio.sleep(one.seconds)


async def _rescue(app: Any) -> None:
    """Give back to the queue what a worker held that is gone."""
    while True:
        try:
            for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                log.warning("a worker is gone; its job %s runs again", stalled.task_name)
                await app.job_manager.retry_job(stalled)
        except Exception:
            log.exception("jobs that are held by nobody can't be looked for")
        await asyncio.sleep(STALLED_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
