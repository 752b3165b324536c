"""A Hasila of its own for a test: another VAR, and with it another embedded server."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The VAR of this test."""
    return tmp_path / "var"


@pytest.fixture
def surroundings(home: Path) -> dict[str, str]:
    """The environment of commands of this test."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("HASILA_", "DATABASE_URL", "PORT"))}
    return kept | {"HASILA_VAR": str(home), "LC_ALL": "C.UTF-8", "COLUMNS": "200"}


@pytest.fixture
def hasila(surroundings: dict[str, str]) -> Command:
    """Run the command to its end."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hasila.project.cli", *arguments],
            env=surroundings | more,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def python(surroundings: dict[str, str]) -> Callable[[str], str]:
    """Run lines of Python in the surroundings of this test and give what they print."""

    def run(lines: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", lines], env=surroundings, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


@pytest.fixture
def supervisor(python: Callable[[str], str]) -> Iterator[Callable[[str], str]]:
    """Run lines with the supervisor imported as `postgres`; its server is stopped and removed afterwards."""

    def run(lines: str) -> str:
        return python(f"from hasila.project import postgres\n{lines}")

    yield run
    run(
        "import shutil\npostgres.stop()\n"
        "[shutil.rmtree(f, ignore_errors=True) for f in (postgres.server().home, postgres.server().socket)]"
    )


@pytest.fixture
def background(
    surroundings: dict[str, str], supervisor: Callable[[str], str]
) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start the command and go on; what is left of it afterwards is killed, before its database goes."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "hasila.project.cli", *arguments],
            env=surroundings | {"PYTHONUNBUFFERED": "1"} | more,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if process.stdout:
            process.stdout.close()


@pytest.fixture
def port() -> int:
    """A port that is free now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])
