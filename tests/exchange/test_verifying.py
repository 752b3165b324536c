"""A bundle checked offline with the command, down to the proof that it was sent; and the stand-in as a program."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from hasila.assurance import p256, tree
from hasila.assurance.bundles import Piece, build
from hasila.assurance.keys import public_keys
from hasila.kernel.sealer import seal_all
from hasila.modules.casefiles.exchange import handing, packing
from hasila.modules.casefiles.referral import Referral
from hasila.project.cli import build as command_line
from hasila.project.commands import prosecution
from hasila.project.prosecution.office import Office

runner = CliRunner()


def verify(*arguments: str) -> Any:
    return runner.invoke(command_line(["bundle"]), ["bundle", "verify", *arguments])


@pytest.fixture
def db(ledger_db: None) -> None:
    """Here the acts are committed, so that the sealer sees them."""


def test_a_bundle_carries_the_proof_that_it_was_sent(
    office: Office, sent: Callable[..., Referral], connect: Callable[[str], Any], tmp_path: Path,
    settings: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.VAR, settings.HASILA_LOG_ORIGIN, settings.HASILA_WITNESSES = tmp_path, "test.example/log", ""
    monkeypatch.setattr(handing, "UNSEALED", timedelta(minutes=5))
    referral = sent()
    assert handing.sweep()["office"].packed == 0, "it waits for the seal"
    raw = connect("sealer")
    raw.autocommit = True
    seal_all(raw)
    tree.extend(raw)
    assert handing.sweep()["office"].handed == 1
    (stored,) = (office.state / "bundles").iterdir()
    vkey = public_keys(raw.cursor())[0].vkey
    key = p256.public_text(next(iter(office.police.values())))
    told = verify(str(stored), "--key", key, "--log", vkey, "--format", "json")
    assert told.exit_code == 0, told.output
    said = json.loads(told.stdout)
    assert said["sending"]["act"] == "casefiles.referrals.send"
    assert said["sending"]["record"] == str(referral.pk) and said["sending"]["number"] == referral.number
    assert said["digest"] == Referral.objects.get().digest
    table = verify(str(stored), "--key", key)
    assert table.exit_code == 0 and referral.reference in table.stdout and packing.DOSSIER in table.stdout
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(stored.read_bytes()[:-9])
    assert verify(str(damaged), "--key", key).exit_code == 1
    other = p256.public_text(office.key)
    assert json.loads(verify(str(stored), "--key", other, "--format", "json").stdout)["code"] == "other_key"
    without = build({"key": "x"}, [Piece("a", "x", "", "", b"")], p256.load(tmp_path / "ours.pem"), referral.opened_at)
    (tmp_path / "without.zip").write_bytes(without[0])
    missing = verify(str(tmp_path / "without.zip"), "--key", key, "--log", vkey, "--format", "json")
    assert (missing.exit_code, json.loads(missing.stdout)["code"]) == (1, "proof.no_entry")
    assert verify(str(stored), "--key", "nonsense").exit_code == 2


def test_the_stand_in_is_a_program_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prosecution.main(["--state", str(tmp_path / "o"), "--show-key"]) == 0
    shown = capsys.readouterr().out.strip()
    assert p256.key_id(p256.parse_public(shown)) == p256.key_id(p256.load(tmp_path / "o" / "key.pem"))
    assert prosecution.main(["--state", str(tmp_path / "o"), "--police-key", "no key"]) == 1
    code = "import hasila.project.prosecution.server, sys; print(any(m.startswith('django') for m in sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False", "it needs no Django and no database"
