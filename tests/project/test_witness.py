"""`hasila witness`, and the witness that `hasila run` starts for show."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hasila.project.commands import witness
from hasila.project.places import ROOT, Trouble
from hasila.tlog.cosignature import CosignatureVerifier


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(witness, "VAR", tmp_path)
    monkeypatch.setenv("HASILA_WITNESSES", "")
    monkeypatch.delenv("HASILA_WITNESSES")
    return tmp_path


def test_one_for_show_is_named_to_the_other_processes(var: Path) -> None:
    child = witness.for_show("http://127.0.0.1:8000")
    assert child is not None
    key, url = os.environ["HASILA_WITNESSES"].split()
    assert CosignatureVerifier.parse(key).name == witness.NAME
    assert url.removeprefix("http://") in child.arguments
    assert "http://127.0.0.1:8000/log" in child.arguments
    assert (var / "witness" / "witness.key").stat().st_mode & 0o777 == 0o600
    assert child.ends_with, "where it keeps failing, the pages go on without it"


@pytest.mark.parametrize("named", ["", "key http://elsewhere"])
def test_a_site_that_named_its_witnesses_gets_none(var: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("HASILA_WITNESSES", named)
    assert witness.for_show("http://127.0.0.1:8000") is None
    assert not (var / "witness").exists()


def test_a_key_that_others_may_read_is_said_plainly(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    witness.for_show("http://127.0.0.1:8000")
    monkeypatch.delenv("HASILA_WITNESSES")
    (var / "witness" / "witness.key").chmod(0o644)
    with pytest.raises(Trouble, match="0600"):
        witness.for_show("http://127.0.0.1:8000")


def test_the_command_is_the_program(tmp_path: Path) -> None:
    """It hands its options on, and needs neither settings nor a database."""
    done = subprocess.run(
        [sys.executable, "-m", "hasila.project.cli", "witness", "--state", str(tmp_path), "--name", "w", "--show-key"],
        capture_output=True, text=True, timeout=60, cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": "src", "DATABASE_URL": "postgresql://nowhere.invalid/x"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert CosignatureVerifier.parse(done.stdout).name == "w"
