"""The process that gives the ledger its order, about once a second: `python -m hasila.project.sealer`."""

import logging
import os
import signal
import sys
import threading
from types import FrameType

import psycopg

from hasila.project import connections
from hasila.project.lifeline import leave_with_parent

PAUSE = 1.0
RETRY = 3.0
KEY = 0x4A517EA1
"""The advisory lock that keeps a second sealer waiting."""

log = logging.getLogger("hasila.sealer")


def main() -> int:
    """Seal until asked to end (SIGTERM, SIGINT). A lost database is waited for, nothing is lost meanwhile."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
    import django

    django.setup()
    leave = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    leave_with_parent()
    while not leave.is_set():
        try:
            with psycopg.connect(connections.target("sealer").conninfo(), autocommit=True) as connection:
                run(connection, leave)
        except psycopg.OperationalError as error:
            if not leave.is_set():
                log.warning("the sealer waits for the database: %s", str(error).strip().splitlines()[-1:])
                leave.wait(RETRY)
    return 0


def run(connection: psycopg.Connection, leave: threading.Event) -> None:
    """Hold the lock and seal, until asked to end. After a full batch it goes on at once."""
    from hasila.kernel.sealer import seal_once

    while not leave.is_set():
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
        if row and row[0]:
            break
        leave.wait(RETRY)
    while not leave.is_set():
        if not seal_once(connection):
            leave.wait(PAUSE)


if __name__ == "__main__":
    sys.exit(main())
