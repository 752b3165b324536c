"""`hasila ledger verify` over a ledger that is as it should be."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import typer
from django.db import connection
from django.utils import translation
from typer.testing import CliRunner

from hasila.assurance import keys, tree
from hasila.assurance import verify as verification
from hasila.assurance.checking import leaves
from hasila.assurance.verify import verify
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.sealer import seal_all
from hasila.modules.transparency.cli import _note, register
from hasila.project import connections as targets
from hasila.tlog.witnessing import Request, Witness, own_key
from tests.assurance.test_tree import synthetic
from tests.kernel.conftest import people
from tests.kernel.test_many import filings
from tests.sample.models import Claims


def seal(connect: Callable) -> None:
    raw = connect("sealer")
    raw.autocommit = True
    seal_all(raw)
    raw.close()


@pytest.fixture
def lived(ledger_db: None, connect: Callable) -> SimpleNamespace:
    """A ledger with every kind of act on some forty records, sealed."""
    service = people()
    acts = list(filings(service, 40))
    perform_many(acts, batch=15)
    for act in acts[:10]:
        perform(Claims.amend, act.record_id, actor=service.clerk, data={"amount": 7, "text": "نص آخر"})
        perform(Claims.study, act.record_id, actor=service.other_clerk)
        perform(Claims.decide, act.record_id, actor=service.general, data={"grounds": "سبب"}, key=f"k{act.record_id}")
    for act in acts[:3]:
        perform(Claims.annul, act.record_id, actor=service.general)
    seal(connect)
    service.claims = [act.record_id for act in acts]
    return service


def test_a_whole_ledger_holds(lived: SimpleNamespace, tmp_path: Path) -> None:
    report = verify(cursor=tmp_path / "cursor")
    assert report.findings == []
    assert report.size == report.counted["entries"] >= 73 and report.waiting == 0
    assert not list(tmp_path.iterdir())


def test_the_command_says_size_and_root_and_exits_1_where_something_fails(lived: SimpleNamespace) -> None:
    run, app = CliRunner(), typer.Typer()
    register(app)
    done = run.invoke(app, ["ledger", "verify"])
    assert done.exit_code == 0, done.output
    assert verify().root.hex() in done.output
    said = json.loads(run.invoke(app, ["ledger", "verify", "--format", "json"]).stdout)
    assert said["good"] and said["size"] == verify().size and said["findings"] == []
    with psycopg.connect(targets.target("owner").conninfo(dbname=connection.settings_dict["NAME"])) as owner:
        owner.execute("UPDATE ledger_cell SET value = value + 1 WHERE act = 'sample.claims.annul'")
    failed = run.invoke(app, ["ledger", "verify", "--format", "json"])
    (found,) = json.loads(failed.stdout)["findings"]
    assert failed.exit_code == 1 and found["check"] == "figure.cell" and found["message"]
    failed = run.invoke(app, ["ledger", "verify", "--from", "0"])
    assert failed.exit_code == 1 and "sample.claims.annul" in failed.output


def test_an_empty_ledger_is_said_to_be_empty_and_an_emptied_one_fails(
    ledger_db: None, connect: Callable, settings: Any, tmp_path: Path
) -> None:
    run, app = CliRunner(), typer.Typer()
    register(app)
    settings.HASILA_WITNESS_STATE = tmp_path
    with translation.override("en"):
        done = run.invoke(app, ["ledger", "verify"])
    assert done.exit_code == 0 and "There is nothing to verify" in done.output and "Everything" not in done.output
    assert json.loads(run.invoke(app, ["ledger", "verify", "--format", "json"]).stdout)["empty"]
    synthetic(connect, 0, 3)
    raw = connect("sealer")
    raw.autocommit = True
    tree.extend(raw)
    with connection.cursor() as cursor:
        keys_known, note = keys.verifiers(cursor), tree.latest(0, cursor).note
    witness = Witness(tmp_path, own_key(tmp_path, "w.example/1"), keys_known)
    witness.add(Request(0, (), note))
    (tmp_path / "published").write_text(note)
    owner = connect("owner")
    owner.execute(
        "TRUNCATE ledger_entry, ledger_content, ledger_position, ledger_cell, ledger_tile, ledger_checkpoint,"
        " ledger_cosignature, ledger_log_key, ledger_log, ledger_leaf"
    )
    owner.execute("UPDATE ledger_head SET size = 0")
    owner.commit()
    for elsewhere in ([], ["--held", str(tmp_path / "published")]):
        failed = run.invoke(app, ["ledger", "verify", "--format", "json", *elsewhere])
        assert failed.exit_code == 1, failed.output
        found = json.loads(failed.stdout)["findings"]
        assert {(one["check"], one["expected"]) for one in found} == {("checkpoint.ahead", "3")}, found
        (tmp_path / f"{witness.origin_hash}.checkpoint").unlink(missing_ok=True)


def test_the_command_refuses_what_it_cannot_read_and_does_not_say_that_the_ledger_fails(
    ledger_db: None, settings: Any, tmp_path: Path
) -> None:
    run, app = CliRunner(), typer.Typer()
    register(app)
    for option, given in (("--held", tmp_path / "nothing"), ("--held", tmp_path), ("--key", "rubbish")):
        refused = run.invoke(app, ["ledger", "verify", option, str(given)])
        assert refused.exit_code == 2 and option in refused.output and "Traceback" not in refused.output
    settings.HASILA_WITNESSES = "what"
    refused = run.invoke(app, ["ledger", "verify"])
    assert refused.exit_code == 2 and "HASILA_WITNESSES" in refused.output and "Traceback" not in refused.output
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"\xff\x00" * 9)
    assert _note(rubbish)  # no checkpoint, and the verification says so


def test_what_waits_for_the_sealer_is_no_fault(lived: SimpleNamespace) -> None:
    perform(Claims.amend, lived.claims[20], actor=lived.clerk, data={"amount": 3})
    report = verify()
    assert report.good and report.waiting == 1


def test_an_interrupted_run_goes_on(lived: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (leaves, verification):
        monkeypatch.setattr(module, "STRETCH", 16)
    cursor, read = tmp_path / "cursor", leaves.read_stretch
    seen: list[int] = []

    def failing(raw: object, start: int, stop: int, known: object) -> object:
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(start)
        return read(raw, start, stop, known)

    monkeypatch.setattr(leaves, "read_stretch", failing)
    with pytest.raises(KeyboardInterrupt):
        verify(workers=1, cursor=cursor)
    assert json.loads(cursor.read_text())["done"] == 48 and seen == [0, 16, 32]

    def counting(raw: object, start: int, stop: int, known: object) -> object:
        seen.append(start)
        return read(raw, start, stop, known)

    monkeypatch.setattr(leaves, "read_stretch", counting)
    report = verify(workers=1, cursor=cursor)
    assert report.good and report.resumed == 48 and seen[3] == 48 and not cursor.exists()


def test_two_processes_find_the_same_as_one(lived: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "STRETCH", 32)
    one, two = verify(workers=1), verify(workers=2)
    assert one.good and two.good and one.size == two.size
