"""A ledger that was restored on another server, whose transactions count from elsewhere."""

from __future__ import annotations

import threading

from django.db import connections, transaction

from hasila.assurance.rehoming import misplaced, rehome
from hasila.kernel.indicators import Cells
from hasila.kernel.perform import perform
from hasila.kernel.sealer import seal_all
from tests.kernel.conftest import NOW
from tests.kernel.test_ledger import file_one
from tests.sample.models import Claims

FAR = 1 << 40


def elsewhere(connect, shift: int) -> None:
    """As a logical dump of another server leaves it: each entry and the horizon with that server's numbers."""
    owner = connect("owner")
    owner.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_entry SET xid = xid + %s", [shift])
    owner.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
    owner.execute("UPDATE ledger_head SET horizon = horizon + %s", [shift])
    owner.commit()


def once_each(raw) -> None:
    entries, positions, distinct, last = raw.execute(
        "SELECT (SELECT count(*) FROM ledger_entry), count(*), count(DISTINCT entry_id), max(position) + 1 "
        "FROM ledger_position"
    ).fetchone()
    assert entries == positions == distinct == last == raw.execute("SELECT size FROM ledger_head").fetchone()[0]
    cells = Cells.read([NOW.year])
    assert Claims.filings.total(NOW.year, cells) == Claims.filings.recount(NOW.year)


def test_a_ledger_at_home_is_left_as_it_is(committed, raw):
    file_one(committed)
    assert not misplaced(raw)
    assert rehome(raw) > 0 and seal_all(raw) == 0
    assert rehome(raw) == 0
    file_one(committed)
    assert seal_all(raw) == 1
    once_each(raw)


def test_without_it_new_acts_would_never_be_sealed(committed, raw, connect):
    claim = file_one(committed)
    seal_all(raw)
    file_one(committed)  # waits when the dump is taken
    elsewhere(connect, FAR)
    perform(
        Claims.amend, claim.pk, actor=committed.clerk, data={"amount": 2}
    )  # on the new server, its predecessor above
    assert seal_all(raw) == 0
    assert misplaced(raw)
    assert rehome(raw) == 2
    assert not misplaced(raw)
    perform(Claims.amend, claim.pk, actor=committed.clerk, data={"amount": 3})
    file_one(committed)
    assert seal_all(raw) == 2
    once_each(raw)


def test_new_numbers_that_pass_old_ones_double_nothing(committed, raw, connect):
    for _ in range(3):
        file_one(committed)
    seal_all(raw)
    elsewhere(connect, 30)  # the new server will soon give the same numbers again
    for _ in range(2):
        file_one(committed)
    rehome(raw)
    for _ in range(40):
        file_one(committed)
        seal_all(raw)
    seal_all(raw)
    once_each(raw)


def test_what_runs_meanwhile_is_sealed_later(committed, raw, connect):
    file_one(committed)
    elsewhere(connect, FAR)
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                file_one(committed)
                written.set()
                go_on.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    file_one(committed)
    rehome(raw)
    go_on.set()
    thread.join()
    assert seal_all(raw) == 1
    once_each(raw)
