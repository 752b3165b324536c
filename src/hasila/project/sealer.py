"""The process that gives the ledger its order, about once a second: `python -m hasila.project.sealer`.

After each seal it extends the Merkle tree and signs a checkpoint; threads beside it hand checkpoints to witnesses.
Where tree, key or witness fail it says so and goes on sealing: acts and figures never wait for them.
"""

import logging
import os
import signal
import sys
import threading
import time
from types import FrameType
from typing import Any

import psycopg

from hasila.project import connections
from hasila.project.lifeline import leave_with_parent
from hasila.project.outward import confine
from hasila.project.settling import set_up

PERIOD = 0.75
"""Seconds from one seal to the next, however many act meanwhile: a seal, the growth of the tree and its signature take
7 ms of a processor beside what each entry takes, and those who act need that processor.
"""
RETRY = 3.0
READINGS = 60.0
"""Seconds between two batches of readings."""
HOUR = 3600.0
"""Seconds between two looks for idempotency keys and drafts whose term is over."""
WRONG = 10.0
"""Seconds until a tree that couldn't be extended is looked at again."""

KEY = 0x4A517EA1
"""The advisory lock that keeps a second sealer waiting."""

log = logging.getLogger("hasila.sealer")


def main() -> int:
    """Seal until asked to end (SIGTERM, SIGINT). A lost database is waited for, nothing is lost meanwhile."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
    set_up()
    confine()
    leave = threading.Event()

    def asked(_number: int, _frame: FrameType | None) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, asked)
    signal.signal(signal.SIGINT, asked)
    leave_with_parent()
    while not leave.is_set():
        try:
            with connect() as connection:
                run(connection, leave)
        except psycopg.OperationalError as error:
            if not leave.is_set():
                log.warning("the sealer waits for the database: %s", str(error).strip().splitlines()[-1:])
                leave.wait(RETRY)
    return 0


def connect() -> psycopg.Connection:
    """A connection of the sealer's role, in which each statement is a transaction."""
    return psycopg.connect(connections.target("sealer").conninfo(), autocommit=True)


def run(connection: psycopg.Connection, leave: threading.Event) -> None:
    """Hold the lock, seal and extend the tree, until asked to end."""
    from hasila.assurance import collecting, keys
    from hasila.assurance.erasure import purge_keys
    from hasila.assurance.rehoming import misplaced, rehome
    from hasila.kernel.sealer import seal_once
    from hasila.surfaces.web import drafts

    while not leave.is_set():
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [KEY]).fetchone()
        if row and row[0]:
            break
        leave.wait(RETRY)
    if not leave.is_set() and misplaced(connection):
        sealed = rehome(connection)
        log.warning("this database came from another server: the sealer's horizon was set anew, %s sealed", sealed)
    done = threading.Event()
    try:
        collecting.start(keys.witnesses(), connect, done)
    except keys.KeyTrouble as trouble:
        log.error("no witness is asked: %s", trouble)
    # Readings have a thread of their own: however many they are, they must not delay the order of acts.
    reading = threading.Thread(target=_seal_readings, args=(done,), name="readings", daemon=True)
    reading.start()
    tree = Extending(connection)
    purged = 0.0
    try:
        while not leave.is_set():
            began = time.monotonic()
            sealed = seal_once(connection)
            tree.once()
            if time.monotonic() - purged > HOUR:
                purged = time.monotonic()
                purge_keys(connection)
                drafts.purge(connection)
            rest(leave, sealed, began)
    finally:
        done.set()
        reading.join(RETRY)


def rest(leave: Any, sealed: int, began: float) -> None:
    """Waits until the next seal is due: at once where one pass didn't take all that waited.

    Args:
        leave: ends the wait when set. sealed: how many entries this pass sealed. began: when, on the monotonic clock.
    """
    from hasila.kernel.sealer import LIMIT

    if sealed < LIMIT:
        leave.wait(max(0.0, PERIOD - (time.monotonic() - began)))


def _seal_readings(done: threading.Event) -> None:
    """Seals readings every minute, until the sealer ends."""
    from django.db import connection

    try:
        while True:
            try:
                seal_readings()
            except Exception:  # the thread lives on, whatever one minute brings
                log.exception("readings wait to be sealed")
            if done.wait(READINGS):
                return
    finally:
        connection.close()


def seal_readings() -> None:
    """Bring the readings of the last minute into the ledger, as the application. What fails now is done next time."""
    from django.db import Error
    from django.db import connections as django_connections

    from hasila.assurance.reading_seal import keep_ready, seal_all_readings

    try:
        keep_ready()
        seal_all_readings()
    except (Error, psycopg.Error) as error:
        log.warning("readings wait to be sealed: %s", str(error).strip().splitlines()[:1])
        django_connections["default"].close()


class Extending:
    """Extends the tree after each seal. What is wrong with it is said once, and looked at again a little later."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self.said = ""
        self.again = 0.0

    def once(self) -> None:
        """Extends the tree, unless something was wrong a moment ago."""
        from hasila.assurance.keys import KeyTrouble
        from hasila.assurance.tree import Inconsistent, extend
        from hasila.tlog.note import NoteError

        if time.monotonic() < self.again:
            return
        try:
            extend(self.connection)
        except (Inconsistent, KeyTrouble, NoteError, OSError) as trouble:
            if str(trouble) != self.said:
                log.error("no checkpoint is signed: %s", trouble)
            self.said, self.again = str(trouble), time.monotonic() + WRONG
        else:
            self.said = ""


if __name__ == "__main__":
    sys.exit(main())
