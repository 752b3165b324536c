"""What the command says when something is in the way."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def test_help_lists_the_commands(hasila: Command) -> None:
    done = hasila("--help")
    assert done.returncode == 0
    assert {"run", "doctor"} <= set(done.stdout.split())


def test_a_taken_port_is_said_before_anything_starts(hasila: Command, port: int, home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        done = hasila("run", PORT=str(port))
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert "PORT=" in done.stderr
    assert not (home / "postgres").exists()


def test_a_second_run_says_where_the_first_is(hasila: Command, home: Path, port: int) -> None:
    import fcntl

    home.mkdir()
    with open(home / "run.lock", "w+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write(json.dumps({"pid": 4711, "url": "http://127.0.0.1:8000"}))
        lock.flush()
        done = hasila("run", PORT=str(port))
    assert done.returncode == 2
    assert "already running at http://127.0.0.1:8000 (pid 4711)" in done.stderr


@pytest.mark.parametrize("command", ["run", "doctor"])
def test_an_unreachable_database_is_said_without_its_password(hasila: Command, port: int, command: str) -> None:
    url = f"postgresql://clerk:secretword@127.0.0.1:{port}/hasila"
    done = hasila(command, DATABASE_URL=url, PORT=str(port))
    said = done.stdout + done.stderr
    assert done.returncode != 0
    assert f"clerk@127.0.0.1:{port}/hasila" in said
    assert "secretword" not in said
    assert "Traceback" not in said


def test_an_unreadable_url_is_said(hasila: Command) -> None:
    done = hasila("run", DATABASE_URL="no such thing")
    assert done.returncode == 2
    assert "DATABASE_URL can't be read" in done.stderr


def test_doctor_speaks_json_and_starts_nothing(hasila: Command, home: Path) -> None:
    done = hasila("doctor", "--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == (0 if said["ok"] else 1)
    assert {"versions", "places", "running"} <= {item["area"] for item in said["items"]}
    assert not (home / "postgres").exists()


def test_doctor_finds_an_open_secret_and_a_list_it_cannot_search(hasila: Command, home: Path) -> None:
    home.mkdir()
    (home / "secret.key").write_text("known to all")
    (home / "secret.key").chmod(0o644)
    unsorted = home / "pwned.txt"
    unsorted.write_text(f"{'F' * 40}:3\n{'0' * 40}:7\n")
    done = hasila("doctor", "--format", "csv", HASILA_LEAKED_PASSWORDS=str(unsorted))
    assert done.returncode == 1
    for name in ("secret key", "leaked passwords"):
        assert any(name in line and line.endswith("wrong") for line in done.stdout.splitlines()), name


def test_doctor_says_what_embedded_mode_means(hasila: Command, home: Path) -> None:
    home.mkdir()
    assert "one user of this machine can reach every role" in hasila("doctor", "--format", "json").stdout


@pytest.mark.slow
def test_a_run_serves_is_killed_recovers_and_stops_in_order(
    background: Callable[..., "subprocess.Popen[str]"], hasila: Command, supervisor: Callable[[str], str], port: int
) -> None:
    first = background("run", "--no-play", PORT=str(port))
    _wait_for(port, first)
    refused = hasila("run", PORT=str(port + 1))
    assert f"already running at http://127.0.0.1:{port} (pid {first.pid})" in refused.stderr
    said = json.loads(hasila("doctor", "--format", "json").stdout)
    states = {item["name"]: item for item in said["items"]}
    assert states["sealer"]["value"] == "seals"
    assert states["migrations"]["value"] == "all applied"

    database = int(supervisor("print(postgres.pid(postgres.server()))"))
    first.kill()
    first.wait()
    os.kill(database, signal.SIGKILL)
    until = time.monotonic() + 60
    while _open(port) and time.monotonic() < until:
        time.sleep(0.2)
    assert not _open(port)

    second = background("run", "--no-play", PORT=str(port))
    _wait_for(port, second)
    second.send_signal(signal.SIGINT)
    assert second.wait(60) == 0
    assert supervisor("print(postgres.pid(postgres.server()))") == "None"
    assert not _open(port)


def _open(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def _wait_for(port: int, process: "subprocess.Popen[str]", seconds: float = 180) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            assert process.stdout
            raise AssertionError(process.stdout.read())
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("no page in time")
