"""Cosignatures are collected from witnesses, kept beside the checkpoint, and required where that is set."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from hasila.assurance import collecting, keys, tree
from hasila.assurance.collecting import Asking, Away, Declined
from hasila.assurance.outside import held_outside
from hasila.tlog.checkpoint import open_checkpoint
from hasila.tlog.witness import Server
from hasila.tlog.witnessing import Witness, own_key
from tests.assurance.test_tree import synthetic


@pytest.fixture
def witness(ledger_db, tmp_path: Path, settings) -> Iterator[Callable[[str], keys.Witness]]:
    """Starts real witnesses of the log, each with a folder of its own, and asks them by the settings."""
    servers: list[Server] = []

    def make(name: str) -> keys.Witness:
        with connection.cursor() as cursor:
            known = keys.verifiers(cursor)
        cosigner = own_key(tmp_path / name, f"{name}.example/w")
        server = Server(("127.0.0.1", 0), Witness(tmp_path / name, cosigner, known))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        entry = f"{cosigner.public} http://127.0.0.1:{server.server_address[1]}"
        settings.HASILA_WITNESSES = ",".join(filter(None, [settings.HASILA_WITNESSES, entry]))
        return keys.witnesses()[-1]

    make.servers = servers
    yield make
    for server in servers:
        server.shutdown()
        server.server_close()


def opened(note: str, *witnesses: keys.Witness) -> set[str]:
    """Who signed, each signature verified."""
    with connection.cursor() as cursor:
        logs = keys.verifiers(cursor)
    return set(open_checkpoint(note, logs, [one.verifier for one in witnesses])[1].by)


def test_a_new_checkpoint_is_cosigned_and_published(ledger_db, connect, raw, witness):
    synthetic(connect, 0, 300)
    tree.extend(raw)
    one = witness("one")
    asking = Asking(one)
    origin = keys.origin(raw.cursor())
    assert asking.remembered(origin) is None
    assert asking.once(raw) and not asking.once(raw)
    assert opened(asking.remembered(origin) or "", one) >= {"one.example/w"}
    assert held_outside() == ([asking.remembered(origin)], [])
    synthetic(connect, 300, 700)
    tree.extend(raw)
    # Published is what the witness signed, until it has signed the newer one.
    assert tree.published().size == 300 and tree.latest().size == 700
    assert Asking(one).once(raw)  # another process, which knows nothing but the database
    kept = tree.published()
    assert kept.size == 700 and opened(kept.note, one) == {"test.example/log", "one.example/w"}
    assert [name for name, _when in kept.witnesses] == ["one.example/w"]


def test_a_witness_that_is_ahead_of_our_memory_is_asked_from_there(ledger_db, connect, raw, witness):
    synthetic(connect, 0, 300)
    tree.extend(raw)
    one = witness("one")
    Asking(one).once(raw)
    owner = connect("owner")
    owner.execute("TRUNCATE ledger_cosignature")  # as after a restore of a backup
    owner.commit()
    synthetic(connect, 300, 301)
    tree.extend(raw)
    assert Asking(one).once(raw)
    assert tree.published().size == 301


def test_k_of_n(ledger_db, connect, raw, witness, settings):
    synthetic(connect, 0, 10)
    root = tree.extend(raw).root
    one, two, three = (witness(name) for name in ("one", "two", "three"))
    assert keys.needed() == 2 and tree.cosigned(10, root) == 0
    Asking(one).once(raw)
    assert tree.cosigned(10, root) == 1 and tree.latest(2) is None
    Asking(three).once(raw)
    assert tree.cosigned(10, root) == 2 and opened(tree.latest(2).note, one, two, three) == {
        "test.example/log", "one.example/w", "three.example/w",
    }  # fmt: skip
    assert tree.cosigned(10, bytes(32)) is None and tree.cosigned(11, root) is None
    settings.HASILA_WITNESS_NEED = "3"
    assert keys.needed() == 3


def test_a_fork_is_not_cosigned(ledger_db, connect, raw, witness):
    synthetic(connect, 0, 10)
    tree.extend(raw)
    one = witness("one")
    Asking(one).once(raw)
    owner = connect("owner")
    owner.execute("TRUNCATE ledger_position, ledger_tile, ledger_checkpoint, ledger_cosignature")
    owner.commit()
    synthetic(connect, 1, 21)
    owner.execute("ALTER TABLE ledger_position DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_position SET position = position - 1")
    owner.execute("UPDATE ledger_head SET size = 20")
    owner.execute("ALTER TABLE ledger_position ENABLE TRIGGER USER")
    owner.commit()
    tree.extend(raw)  # the whole history is another one, signed with the log's own key
    with pytest.raises(Declined, match="422"):
        Asking(one).once(raw)
    assert tree.latest(1) is None


def test_a_new_key_of_the_log_is_cosigned_once_it_was_announced(ledger_db, connect, raw, witness):
    synthetic(connect, 0, 10)
    tree.extend(raw)
    one = witness("one")
    Asking(one).once(raw)
    key = keys.rotate(raw)
    synthetic(connect, 10, 20)
    tree.extend(raw)
    with pytest.raises(Declined, match="403"):
        Asking(one).once(raw)
    assert witness.servers[0].witness.believe([key.announced])
    assert Asking(one).once(raw) and tree.published().size == 20


def test_what_a_witness_answers_is_verified(ledger_db, connect, raw, witness):
    synthetic(connect, 0, 10)
    tree.extend(raw)
    one, two = witness("one"), witness("two")
    with pytest.raises(Declined, match="holds"):
        Asking(keys.Witness(two.verifier, one.url)).once(raw)  # one's signature under two's name
    with pytest.raises(Declined, match="reached"):
        Asking(keys.Witness(one.verifier, "http://127.0.0.1:1")).once(raw)
    with pytest.raises(Declined, match="404"):
        Asking(keys.Witness(one.verifier, one.url + "/elsewhere")).once(raw)


def test_a_silent_witness_delays_nobody(ledger_db, connect, raw, witness, database_name):
    """One witness never answers; sealing goes on and the other one's cosignature comes."""
    import socket

    from hasila.project import connections as targets

    synthetic(connect, 0, 10)
    tree.extend(raw)
    good = witness("one")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dead = keys.Witness(good.verifier, f"http://127.0.0.1:{silent.getsockname()[1]}")
        leave = threading.Event()

        def another() -> psycopg.Connection:
            return psycopg.connect(targets.target("sealer").conninfo(dbname=database_name), autocommit=True)

        threads = collecting.start([dead, good], another, leave)
        synthetic(connect, 10, 20)
        began = time.monotonic()
        tree.extend(raw)
        assert time.monotonic() - began < 5
        until = time.monotonic() + 60
        while (tree.latest(1) is None or tree.latest(1).size < 20) and time.monotonic() < until:
            time.sleep(0.05)
        assert tree.latest(1).size == 20
        leave.set()
        threads[1].join(60)
        assert not threads[1].is_alive()


def test_settings_that_cannot_be_read(settings):
    settings.HASILA_WITNESSES = "one.example+12345678+AAAA"
    with pytest.raises(keys.KeyTrouble, match="HASILA_WITNESSES"):
        keys.witnesses()
    settings.HASILA_WITNESSES = " , "
    assert keys.witnesses() == [] and keys.needed() == 0


def test_a_witness_that_is_only_starting_is_no_trouble(monkeypatch, caplog):
    """Whoever starts the log with its witness reads no warning; a refusal is told at once, and each once."""
    good = keys.Witness(SimpleNamespace(name="one.example/w"), "http://127.0.0.1:9")  # type: ignore[arg-type]
    answers = [Away("nobody there"), Declined("409: a fork"), Away("gone"), Away("gone")]
    leave = threading.Event()
    moment = iter([0.0, 1.0, 2.0, collecting.STARTING + 3, collecting.STARTING + 4])

    def once(asking: Asking, raw: object) -> bool:
        if not answers:
            leave.set()
            return True
        raise answers.pop(0)

    monkeypatch.setattr(collecting.Asking, "once", once)
    monkeypatch.setattr(collecting, "PAUSE", 0.001)
    monkeypatch.setattr(collecting.time, "monotonic", lambda: next(moment))
    collecting.follow(good, lambda: nullcontext(None), leave)  # type: ignore[arg-type,return-value]
    assert [one.getMessage() for one in caplog.records] == [
        "witness one.example/w did not cosign: 409: a fork",
        "witness one.example/w did not cosign: gone",
        "witness one.example/w cosigns again",
    ]
