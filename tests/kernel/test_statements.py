"""Statements that a connection prepares once give the same rows and errors as the driver's cursor."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.types.json import Jsonb

from hasila.kernel.access import elevated
from hasila.kernel.perform import raw_connection
from hasila.plain.statements import command, run

VALUES = "SELECT %s::uuid, %s::int8, %s::text, %s::bytea, %s::timestamptz, %s::date, %s::bool, %s::jsonb, %s::uuid[]"
PREPARED = "SELECT name FROM pg_prepared_statements WHERE name LIKE 'hasila_%'"


@pytest.mark.parametrize("small", [1, None, 2**40])
def test_values_come_back_as_the_cursor_brings_them(db: None, small: int | None) -> None:
    raw = raw_connection()
    identifier = UUID(int=7)
    values = [
        identifier, small, "نص 100%", b"\x00\xff", datetime(2026, 3, 1, 8, 30, tzinfo=UTC), date(2026, 3, 1), True,
        Jsonb({"a": [1, None]}), [identifier],
    ]  # fmt: skip
    usual = psycopg.Cursor(raw).execute(VALUES, values, binary=True).fetchall()
    for _ in range(3):
        assert run(raw, VALUES, values) == usual


def test_a_statement_is_prepared_once_for_values_of_one_kind(connect: Callable[..., psycopg.Connection]) -> None:
    with connect("default") as raw:
        raw.autocommit = True
        for number in (1, 2, 3):
            assert run(raw, "SELECT %s + 1", [number]) == [(number + 1,)]
        assert len(raw.execute(PREPARED).fetchall()) == 1
        assert run(raw, "SELECT %s + 1", [2**40]) == [(2**40 + 1,)]
        assert len(raw.execute(PREPARED).fetchall()) == 2
        assert run(raw, "SELECT 1 WHERE false") == []


def test_an_error_is_the_drivers_and_leaves_the_connection_usable(db: None) -> None:
    raw = raw_connection()
    for bad, values, kind in (
        ("SELECT 1 / %s", [0], psycopg.errors.DivisionByZero),
        ("SELECT nothing FROM nowhere", [], psycopg.errors.UndefinedTable),
    ):
        for _ in range(2):
            with pytest.raises(kind), transaction.atomic():
                run(raw, bad, values)
    assert run(raw, "SELECT 1 / %s", [1]) == [(1,)]
    with pytest.raises(psycopg.errors.UndefinedTable) as caught, transaction.atomic():
        command(raw, "SELECT 1; SELECT * FROM nowhere; SELECT 2")
    assert caught.value.sqlstate == "42P01"
    assert run(raw, "SELECT 1 / %s", [1]) == [(1,)]


def test_where_the_driver_begins_transactions_one_is_begun(connect: Callable[..., psycopg.Connection]) -> None:
    with connect("default") as raw:
        raw.autocommit = False
        assert run(raw, "SELECT set_config('hasila.actor', %s, true)", ["x"]) == [("x",)]
        assert run(raw, "SELECT current_setting('hasila.actor')") == [("x",)]
        raw.rollback()
        assert run(raw, "SELECT current_setting('hasila.actor', true)") == [("",)]


def test_what_takes_long_can_be_interrupted(connect: Callable[..., psycopg.Connection]) -> None:
    with connect("default") as raw:
        raw.autocommit = True
        watching = connect("default")
        watching.autocommit = True

        def interrupt() -> None:
            asked = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event = 'PgSleep'"
            for _look in range(1500):
                if watching.execute(asked, [raw.info.backend_pid]).fetchone():
                    raw.cancel_safe()
                    break
                time.sleep(0.01)

        thread = threading.Thread(target=interrupt)
        thread.start()
        with pytest.raises(psycopg.errors.QueryCanceled):
            run(raw, "SELECT pg_sleep(%s)", [20])
        thread.join()
        assert run(raw, "SELECT 1") == [(1,)]


def test_stepping_out_of_the_fence_undoes_what_failed(db: None) -> None:
    from hasila.kernel.access import READER, acting

    told = "SELECT current_user::text, current_setting('hasila.tried', true)"
    with acting(UUID(int=1)):
        raw = connection.connection
        with pytest.raises(psycopg.errors.DivisionByZero), elevated():
            run(raw, "SELECT set_config('hasila.tried', 'yes', true)")
            run(raw, "SELECT 1 / 0")
        assert run(raw, told) == [(READER, "")]
        with elevated():
            run(raw, "SELECT set_config('hasila.tried', 'yes', true)")
        assert run(raw, told) == [(READER, "yes")]
