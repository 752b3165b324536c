"""Children of `hasila run`: started again, told about, ended together."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.project import children
from hasila.project.children import Child, Family


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules that a child can run."""
    (tmp_path / "lasting.py").write_text("import time\nwhile True: time.sleep(0.1)\n")
    (tmp_path / "brief.py").write_text("raise SystemExit(0)\n")
    (tmp_path / "failing.py").write_text("raise SystemExit(3)\n")
    (tmp_path / "deaf.py").write_text(
        "import pathlib, signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path(__file__).with_suffix('.hears-nothing').touch()\nwhile True: time.sleep(0.1)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(children, "PAUSE", 0.0)
    monkeypatch.setattr(children, "OFTEN", 1)
    return tmp_path


@pytest.fixture
def told() -> list[str]:
    """What the family says."""
    return []


@pytest.fixture
def family(modules: Path, told: list[str]) -> Iterator[Family]:
    """An empty family; its children are ended afterwards."""
    kin = Family([], told.append)
    yield kin
    kin.stop(0.5)


def _add(family: Family, module: str, ends_with: str = "") -> Child:
    child = Child(module, [module], ends_with=ends_with)
    family.children.append(child)
    child.start()
    return child


def _pid(child: Child) -> int:
    assert child.process
    return child.process.pid


def _look(family: Family, until: Callable[[], bool] = lambda: False) -> str | None:
    """Looks after the family until one keeps failing or this holds: a child may take its time to start."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        failing = family.look()
        if failing or until():
            return failing
        time.sleep(0.02)
    raise AssertionError("nothing of the kind within a minute")


def test_a_killed_child_is_started_again(family: Family, told: list[str]) -> None:
    child = _add(family, "lasting")
    before = _pid(child)
    os.kill(before, signal.SIGKILL)
    assert _look(family, lambda: _pid(child) != before) is None
    assert told == ["The process “lasting” ended (killed by SIGKILL); it is started again."]


def test_a_child_that_keeps_failing_is_named(family: Family) -> None:
    _add(family, "failing")
    assert _look(family) == "failing"


def test_work_that_ends_well_is_told_once(family: Family, told: list[str]) -> None:
    _add(family, "brief", "It is done.")
    _look(family, lambda: bool(told))
    for _ in range(3):
        family.look()
    assert told == ["It is done."]


def test_work_that_keeps_failing_stops_nothing_else(family: Family, told: list[str]) -> None:
    child = _add(family, "failing", "It is done.")
    assert _look(family, lambda: child.done) is None
    assert told[-1] == "The process “failing” keeps ending; the next start goes on with it."


def test_a_deaf_child_is_killed(family: Family, modules: Path, told: list[str]) -> None:
    child = _add(family, "deaf")
    _look(family, (modules / "deaf.hears-nothing").exists)
    family.stop(0.3)
    assert child.process
    assert child.process.returncode == -signal.SIGKILL
    assert told == ["The process “deaf” doesn't end when asked; it is killed."]
