"""A ledger with a tree over it, and the key that signs it, in a folder of the test's own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from hasila.kernel.perform import Door
from hasila.kernel.sealer import seal_all
from tests.beginnings import beginning
from tests.kernel.conftest import people


@pytest.fixture(autouse=True)
def own_key(tmp_path: Path, settings) -> Iterator[Path]:
    """The log's key of each test lies in the test's folder."""
    settings.VAR = tmp_path
    settings.HASILA_LOG_ORIGIN = "test.example/log"
    settings.HASILA_WITNESSES, settings.HASILA_WITNESS_NEED = "", None
    return tmp_path


@pytest.fixture
def committed(ledger_db: None) -> SimpleNamespace:
    """People that other connections see too."""
    return people()


@pytest.fixture
def raw(connect: Callable[[str], psycopg.Connection]) -> psycopg.Connection:
    """The sealer's connection."""
    connection = connect("sealer")
    connection.autocommit = True
    return connection


@pytest.fixture
def seal(raw: psycopg.Connection) -> Callable[[], object]:
    """Seals what is there, extends the tree and gives the new checkpoint."""
    from hasila.assurance import tree

    def once() -> object:
        seal_all(raw)
        return tree.extend(raw)

    return once


service = beginning(people, "service")


class Clock:
    """A door whose clock stands until it is moved."""

    def __init__(self, micros: int) -> None:
        self.now = micros
        self.door = Door(clock=lambda: self.now)

    def on(self, **span: int) -> None:
        """Moves the clock on, by minutes, hours or days."""
        self.now += int(timedelta(**span).total_seconds()) * 1_000_000


@pytest.fixture
def clock() -> Clock:
    """A clock that starts at the beginning of a quarter of an hour of this day."""
    return Clock(time.time_ns() // 1000 // 900_000_000 * 900_000_000 - 4 * 900_000_000)
