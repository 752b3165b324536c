"""Lines of the log can't be forged and hold nothing that the database quotes of a row."""

import logging
import socket
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection

from hasila.project import settings
from hasila.project.logs import Line, System, configuration
from hasila.project.places import Trouble


def line(message: str, *arguments: Any, error: Any = None) -> str:
    return Line().format(logging.LogRecord("hasila.x", logging.ERROR, "f.py", 1, message, arguments, error))


def test_a_line_says_when_with_its_offset_how_grave_and_where() -> None:
    said = line("%s failed", "it")
    assert said.endswith("+00:00 ERROR hasila.x: it failed")
    assert said[4] == "-" and said[10] == "T"


@pytest.mark.parametrize("bad", ["\n", "\r\n", "\x1b[2J", "\x00", "\u2028", "\x85"])
def test_a_message_begins_no_line_of_its_own(bad: str) -> None:
    said = line("GET %s", f"/x{bad}2026-01-01T00:00:00 INFO forged")
    assert said.splitlines() == [said]
    assert said.isprintable()


def test_what_the_database_quotes_is_left_out(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE t (card text UNIQUE, name text NOT NULL)")
        cursor.execute("INSERT INTO t VALUES ('ZZ900001', 'Amina')")
        told = []
        for values in (["ZZ900001", "Fatima Zahra"], ["ZZ900002", None]):
            cursor.execute("SAVEPOINT s")
            try:
                cursor.execute("INSERT INTO t VALUES (%s, %s)", values)
            except DatabaseError:
                told.append(line("/x failed", error=sys.exc_info()))
            cursor.execute("ROLLBACK TO SAVEPOINT s")
    assert len(told) == 2
    for text in told:
        assert "ZZ90000" not in text and "Fatima" not in text
        assert "DETAIL: (not logged)" in text
        assert "IntegrityError" in text and "test_logs.py" in text
        assert all(row.startswith("  | ") for row in text.splitlines()[1:])


SAID = "the connection is lost\nDETAIL:  of 10.0.0.1\nCONTEXT:  a\nName: Amina\nHINT:  wait"


def test_the_text_of_other_errors_stays() -> None:
    try:
        try:
            raise psycopg.OperationalError(SAID)
        except psycopg.OperationalError as first:
            raise ValueError("second") from first
    except ValueError:
        told = line("x", error=sys.exc_info())
    assert "the connection is lost" in told and "ValueError: second" in told
    assert "HINT:  wait" in told
    assert "10.0.0.1" not in told and "CONTEXT:  a" not in told and "Amina" not in told


def test_the_site_writes_its_log_by_it() -> None:
    assert settings.LOGGING["formatters"] == {"line": {"()": "hasila.project.logs.Line"}}
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}


def test_the_machines_own_log_gets_every_line(tmp_path: Path) -> None:
    """A socket like /dev/log: lines of every logger of the site, one datagram each; without the socket no start."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(tmp_path / "log"))
        log.settimeout(5)
        made = configuration(str(tmp_path / "log"), demo=False)
        assert made["root"]["handlers"] == ["stderr", "system"]
        about = {key: value for key, value in made["handlers"]["system"].items() if key == "address"}
        handler = System(**about)
        handler.setFormatter(Line())
        handler.handle(logging.LogRecord("hasila.security", logging.INFO, "f.py", 1, "{}", (), None))
        handler.close()
        said = log.recv(10_000).decode()
        assert said.startswith("<86>hasila: 20") and said.endswith("+00:00 INFO hasila.security: {}")
    with pytest.raises(Trouble, match="HASILA_SYSLOG"):
        configuration(str(tmp_path / "none"), demo=False)
