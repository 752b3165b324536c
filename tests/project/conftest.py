"""A Hasila of its own for a test: another VAR, and with it another embedded server."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    return around(home)


def around(home: Path) -> dict[str, str]:
    """The environment of commands whose VAR this is."""
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


FORKS = """
import json, os, sys, traceback
from hasila.project import postgres
for line in sys.stdin:
    lines, said = json.loads(line)
    child = os.fork()
    if not child:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
            os.dup2(1, 2)
            exec(lines, {"postgres": postgres})
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Loads the supervisor once, and runs what it is given each in a process of its own."""


@contextmanager
def supervising(home: Path) -> Iterator[Callable[[str], str]]:
    """Runs lines in that VAR with the supervisor imported as `postgres`, and gives what they print.

    Its server is stopped and removed afterwards.
    """
    command = [sys.executable, "-c", FORKS]
    said = home.with_name("said.txt")
    with subprocess.Popen(command, env=around(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as loop:
        assert loop.stdin and loop.stdout

        def run(lines: str) -> str:
            assert loop.stdin and loop.stdout
            print(json.dumps([lines, str(said)]), file=loop.stdin, flush=True)
            code = loop.stdout.readline().strip()
            assert code == "0", said.read_text()
            return said.read_text().strip()

        yield run
        run(
            "import shutil\npostgres.stop()\n"
            "[shutil.rmtree(f, ignore_errors=True) for f in (postgres.server().home, postgres.server().socket)]"
        )
        loop.stdin.close()


@pytest.fixture
def supervisor(home: Path) -> Iterator[Callable[[str], str]]:
    """Run lines with the supervisor imported as `postgres`; its server is stopped and removed afterwards."""
    with supervising(home) as run:
        yield run


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
