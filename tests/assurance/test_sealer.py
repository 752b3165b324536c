"""The sealer's process: it seals and extends, and goes on sealing where the tree or its key is in trouble."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import connections

from hasila.assurance import tree
from hasila.kernel.sealer import LIMIT
from hasila.project import sealer
from tests.assurance.test_rehoming import FAR, elsewhere, once_each
from tests.kernel.test_ledger import file_one


def until(holds: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


class Running:
    """The sealer at work on a connection of its own."""

    def __init__(self, connection) -> None:
        connection.autocommit = True
        self.leave = threading.Event()
        self.connection = connection
        self.thread = threading.Thread(target=self.work)

    def work(self) -> None:
        try:
            sealer.run(self.connection, self.leave)
        finally:
            connections.close_all()

    def __enter__(self) -> Running:
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.leave.set()
        self.thread.join(60)
        assert not self.thread.is_alive()


def sealed(raw) -> int:
    return raw.execute("SELECT size FROM ledger_head").fetchone()[0]


def test_an_act_is_under_a_signed_checkpoint_within_seconds(committed, connect, raw):
    with Running(connect("sealer")):
        file_one(committed)
        entries = raw.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
        assert until(lambda: tree.signed_size() == entries)


def test_it_seals_by_the_clock_and_at_once_where_more_waits(monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(threading.Event, "wait", lambda _event, seconds: waits.append(seconds))
    leave, began = threading.Event(), time.monotonic()
    for sealed_so_many in (0, 1, LIMIT - 1, LIMIT):
        sealer.rest(leave, sealed_so_many, began)
    assert len(waits) == 3 and all(0 < seconds <= sealer.PERIOD for seconds in waits)
    sealer.rest(leave, 1, began - 10)  # the pass took longer than the period
    assert waits[3] == 0


def test_without_its_key_it_goes_on_sealing_and_says_so_once(
    committed, connect, raw, seal, own_key, monkeypatch, caplog
):
    def said() -> list[logging.LogRecord]:
        return [one for one in caplog.records if "no checkpoint is signed" in one.message]

    monkeypatch.setattr(sealer, "WRONG", 0.2)
    seal()
    (own_key / "log.key").rename(own_key / "away")
    with caplog.at_level(logging.ERROR, "hasila.sealer"), Running(connect("sealer")):
        before = sealed(raw)
        file_one(committed)
        assert until(lambda: sealed(raw) == before + 1 and bool(said()))
        time.sleep(1)  # it looks again a few times, and says no more
        assert tree.signed_size() == before
        (own_key / "away").rename(own_key / "log.key")
        assert until(lambda: tree.signed_size() == before + 1)
    assert len(said()) == 1


def test_it_comes_home_by_itself(committed, connect, raw):
    file_one(committed)
    elsewhere(connect, FAR)
    file_one(committed)
    with Running(connect("sealer")):
        entries = raw.execute("SELECT count(*) FROM ledger_entry").fetchone()[0]
        assert until(lambda: tree.signed_size() == entries)
        file_one(committed)
        assert until(lambda: tree.signed_size() == entries + 1)
    once_each(raw)
