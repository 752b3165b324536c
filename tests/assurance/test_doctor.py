"""What the doctor says of the log, and the commands that look after it."""

from __future__ import annotations

import pytest
import typer
from django.utils import translation
from typer.testing import CliRunner

from hasila.assurance import keys, tree
from hasila.modules.transparency import cli
from hasila.project.commands.log_items import examine
from tests.assurance.test_rehoming import FAR, elsewhere, once_each
from tests.assurance.test_tree import synthetic
from tests.kernel.test_ledger import file_one


@pytest.fixture
def look(connect):
    owner = connect("owner")
    owner.autocommit = True
    return lambda: {name: (said, wrong) for name, said, wrong in examine(owner, expected=True)}


def run(*words: str):
    app = typer.Typer()
    cli.register(app)
    return CliRunner().invoke(app, ["ledger", *words])


def test_before_and_after_the_first_checkpoint(ledger_db, connect, raw, look):
    assert not any(wrong for _said, wrong in look().values())
    synthetic(connect, 0, 5)
    tree.extend(raw)
    found = look()
    assert not any(wrong for _said, wrong in found.values()) and "test.example/log+" in found["log key"][0]
    assert "5" in found["checkpoint"][0]


def test_a_ledger_from_elsewhere_is_noticed_and_brought_home(committed, connect, raw, look):
    file_one(committed)
    elsewhere(connect, FAR)
    assert look()["horizon"][1]
    told = run("rehome")
    assert told.exit_code == 0 and not look()["horizon"][1]
    once_each(raw)
    with translation.override("en"):
        assert "nothing to do" in run("rehome").stdout


def test_keys_that_are_open_lost_or_another(ledger_db, connect, raw, look, own_key):
    synthetic(connect, 0, 5)
    tree.extend(raw)
    held = own_key / "log.key"
    held.chmod(0o644)
    assert look()["log key"][1]
    held.chmod(0o600)
    held.rename(own_key / "away")
    assert look()["log key"][1]
    assert run("rotate-key").exit_code == 1
    told = run("rotate-key", "--lost")
    assert told.exit_code == 0 and told.stdout.strip() == keys.public_keys(raw.cursor())[0].vkey
    assert not look()["log key"][1]
    told = run("keys", "--format", "csv")
    assert told.stdout.startswith("vkey,since,announced\n") and told.stdout.count("test.example/log+") == 2


def test_a_witness_that_is_behind(ledger_db, connect, raw, look, settings):
    from hasila.tlog.cosignature import Cosigner

    settings.HASILA_WITNESSES = f"{Cosigner.generate('w.example/1').public} http://127.0.0.1:1"
    synthetic(connect, 0, 5)
    tree.extend(raw)
    assert look()["witness w.example/1"][1] is False  # it has had no time yet
    owner = connect("owner")
    owner.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_checkpoint SET made_at = now() - interval '1 hour'")
    owner.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
    owner.commit()
    assert look()["witness w.example/1"][1] is True
    settings.HASILA_WITNESSES = ""
    assert not [name for name in look() if name.startswith("witness")]
    key = Cosigner.generate("w.example/show").public
    raw.execute(
        "INSERT INTO ledger_cosignature (size, vkey, witness, line, signed_at) VALUES (5, %s, true, '', now())", [key]
    )
    assert look()["witness w.example/show"][1] is False
    synthetic(connect, 5, 10)
    tree.extend(raw)
    owner.execute("ALTER TABLE ledger_checkpoint DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_checkpoint SET made_at = now() - interval '1 hour'")
    owner.execute("ALTER TABLE ledger_checkpoint ENABLE TRIGGER USER")
    owner.commit()
    assert look()["witness w.example/show"][1] is True, "the command isn't told of the witness of `hasila run`"
    settings.HASILA_WITNESSES = "what"
    assert look()["witnesses"][1] is True
