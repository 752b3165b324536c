"""Locks between processes, kept by the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether this process alone does what is named; a lock that ends with the connection, however it ends.

    Args:
        name: what is done, with the module that does it (`hasila.exchange/…`): names of one database share one space.
    """
    number = int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        free = bool(cursor.fetchone()[0])
    try:
        yield free
    finally:
        if free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
