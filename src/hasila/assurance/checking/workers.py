"""The processes that read for a verification: each with a connection of its own, their results in order.

A new process imports this module before Django is set up in it, so what needs models is imported where it is used.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from uuid import UUID

    from hasila.assurance.checking.leaves import Known, Stretch
    from hasila.assurance.checking.records import Span

_raw: psycopg.Connection | None = None


def connect() -> psycopg.Connection:
    """A connection of the tables' owner, which sees every row; it reads only."""
    from django.db import connections

    owner = connections["owner"]
    raw = owner.get_new_connection({**owner.get_connection_params(), "autocommit": True})
    raw.execute("SET default_transaction_read_only = on")
    return raw


def _begin(database: str) -> None:
    """Sets a new process up."""
    import django

    django.setup()
    from django.db import connections

    connections["owner"].settings_dict["NAME"] = database


def _connection() -> psycopg.Connection:
    global _raw
    if _raw is None or _raw.closed:
        _raw = connect()
        # A stretch is a small part of the ledger, found by its keys; the planner would read all of it for each.
        _raw.execute("SET enable_hashjoin = off")
        _raw.execute("SET enable_mergejoin = off")
    return _raw


def _stretch(span: tuple[int, int, Known]) -> Stretch:
    from hasila.assurance.checking.leaves import read_stretch

    return read_stretch(_connection(), *span)


def _span(part: tuple[str, str, UUID, UUID | None]) -> Span:
    from hasila.assurance.checking.records import read_span

    snapshot, key, start, end = part
    raw = _connection()
    raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        # The same view in every process: between a record and its entries nothing may happen.
        raw.execute(sql.SQL("SET TRANSACTION SNAPSHOT {}").format(sql.Literal(snapshot)))
        return read_span(raw, key, start, end)
    finally:
        raw.execute("ROLLBACK")


class Workers:
    """A pool of processes; with one everything is done in this process.

    Args:
        count: processes; None for one each core, two at most. worth: how many there is work for.
    """

    def __init__(self, count: int | None, worth: int) -> None:
        self.count = count or min(2, os.cpu_count() or 1, worth)
        self.pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self.count > 1:
            from django.db import connections

            name = connections["owner"].settings_dict["NAME"]
            context = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(self.count, context, _begin, (name,))
        return self

    def __exit__(self, *raised: object) -> None:
        global _raw
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
        if _raw is not None:
            _raw.close()
            _raw = None

    def stretches(self, spans: Sequence[tuple[int, int, Known]]) -> Iterator[Stretch]:
        """Each span's result, in order."""
        yield from (map if self.pool is None else self.pool.map)(_stretch, spans)

    def spans(self, snapshot: str, parts: Sequence[tuple[str, UUID, UUID | None]]) -> Iterator[Span]:
        """Each part's records checked, in order, as they are in an exported snapshot."""
        yield from (map if self.pool is None else self.pool.map)(_span, [(snapshot, *part) for part in parts])
