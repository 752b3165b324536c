"""The roles of the database, and the fixtures that tests of other areas stand on."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connections

from hasila.project import database
from hasila.project.commands import doctor
from hasila.project.connections import target as connected
from hasila.project.places import Trouble


def _value(cursor: Any, query: str) -> Any:
    cursor.execute(query)
    return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("alias", "role"), [("default", "hasila_app"), ("owner", "hasila_owner"), ("sealer", "hasila_sealer")]
)
def test_each_alias_is_its_role(ledger_db: None, alias: str, role: str) -> None:
    with connections[alias].cursor() as cursor:
        assert _value(cursor, "SELECT current_user") == role
        assert _value(cursor, "SELECT session_user") == role


def test_the_application_makes_no_tables_and_empties_none(ledger_db: None) -> None:
    for statement in ("CREATE TABLE own (n int)", "TRUNCATE institution_session", "DELETE FROM institution_unit"):
        with connections["default"].cursor() as cursor, pytest.raises(Exception, match="permission denied"):
            cursor.execute(statement)


def test_the_application_may_end_sessions(ledger_db: None) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM institution_session")


def test_the_database_orders_by_code_point(ledger_db: None) -> None:
    with connections["default"].cursor() as cursor:
        assert (
            _value(cursor, "SELECT string_agg(t, '' ORDER BY t) FROM unnest(ARRAY['é','b','Z','ا','a']) t") == "Zabéا"
        )


def test_each_test_begins_with_what_the_migrations_left(ledger_db: None) -> None:
    with connections["default"].cursor() as cursor:
        assert _value(cursor, "SELECT count(*) FROM ledger_cursor") == 0
        cursor.execute("INSERT INTO ledger_cursor (name, done, refused) VALUES ('k', 0, 0)")
        assert _value(cursor, "SELECT count(*) FROM institution_unit") > 600


test_and_the_next_one_too = test_each_test_begins_with_what_the_migrations_left


def test_further_connections(connect: Callable[[str], psycopg.Connection]) -> None:
    first, second = connect("default"), connect("sealer")
    assert first.execute("SELECT current_user").fetchone() == ("hasila_app",)
    assert second.execute("SELECT current_user").fetchone() == ("hasila_sealer",)


@pytest.mark.parametrize(
    ("url", "states"),
    [
        ("postgresql://u@db.example/hasila", ["good", "look"]),
        ("postgresql://u@db.example/hasila?sslmode=require", ["good", "look"]),
        ("postgresql://u@db.example,10.0.0.2/hasila?sslmode=verify-ca", ["good", "look"]),
        ("postgresql://u@db.example/hasila?sslmode=verify-full", ["good"]),
        ("postgresql://u@localhost/hasila", ["good"]),
        ("postgresql:///hasila?host=/run/postgresql", ["good"]),
    ],
)
def test_a_certificate_that_nobody_checks_is_refused(
    monkeypatch: pytest.MonkeyPatch, url: str, states: list[str]
) -> None:
    for name in ("PGHOST", "PGSSLMODE", "HASILA_APP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("HASILA_DEMO", "0")
    if states != ["good"]:
        with pytest.raises(Trouble, match="DATABASE_URL crosses a network"):
            connected("owner")
        monkeypatch.setenv("HASILA_DEMO", "1")  # in the demonstration it is said only
    items = list(doctor._connected("owner", connected("owner"), "hasila_owner"))
    assert [item.state for item in items] == states
    assert "verify-full" in items[-1].value or states == ["good"]


@pytest.mark.django_db
def test_the_usual_fixture_rolls_back() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO ledger_cursor (name, done, refused) VALUES ('gone', 0, 0)")


@pytest.mark.parametrize(
    ("names", "why"), [("%", "districts_shift_hours"), ("0003%", r"districts\.0003_papers_that_came_too_late")]
)
def test_tables_of_another_version_are_said_to_be_so(ledger_db: None, names: str, why: str) -> None:
    """A migration that meets what it would make, or lacks one that it replaces: advice, and all stands as it did."""
    with connections["owner"].cursor() as cursor:
        gone = "DELETE FROM django_migrations WHERE app = 'districts' AND name LIKE %s RETURNING name, applied"
        cursor.execute(gone, [names])
        applied = cursor.fetchall()
        try:
            assert database._migrations_wait()
            with pytest.raises(Trouble, match=f"{why}.*make clean DATA=1"):
                database.migrate()
        finally:
            cursor.executemany(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('districts', %s, %s)", applied
            )
    database.migrate()
    assert not database._migrations_wait()
