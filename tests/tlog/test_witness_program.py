"""The witness over HTTP, with bounds on whoever asks; and as the program that its operator runs."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hasila.tlog import merkle, witness, witnessing
from hasila.tlog.cosignature import Cosigner
from hasila.tlog.following import Log, Unreachable
from hasila.tlog.witnessing import Witness
from tests.tlog.fake_log import NAME, ORIGIN, FakeLog, body


@pytest.fixture
def served(start: Callable[[], Witness]) -> Iterator[tuple[Witness, int]]:
    watching = start()
    with witness.Server(("127.0.0.1", 0), watching) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield watching, server.server_address[1]
        server.shutdown()
        thread.join()


def test_over_http(served: tuple[Witness, int], log: FakeLog) -> None:
    watching, port = served
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def said(method: str, path: str, data: bytes | None = None) -> tuple[int, str, str]:
        link.request(method, path, data)
        answer = link.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read().decode()

    checkpoint = f"/{watching.origin_hash}/checkpoint"
    assert said("GET", checkpoint)[0] == 404
    status, _type, line = said("POST", "/add-checkpoint", body(log, 0, 5))
    assert status == 200
    assert re.fullmatch(rf"— {NAME} [A-Za-z0-9+/=]+\n", line)
    assert said("POST", "/add-checkpoint", body(log, 0, 8)) == (409, "text/x.tlog.size", "5\n")
    assert said("POST", "/add-checkpoint", b"rubbish")[0] == 400
    assert said("POST", "/add-checkpoint", body(log, 5, 5, log.note(5, [bytes(32)] * 5)))[0] == 422
    assert said("POST", "/elsewhere", b"")[0] == 404
    assert said("GET", "/nothing")[0] == 404
    status, _type, note = said("GET", checkpoint)
    assert (status, note) == (200, watching.note)
    assert watching.cosigner.public in said("GET", "/")[2]
    assert "5 leaves cosigned, 1 refusals" in said("GET", "/")[2]
    link.close()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ("", 411), ("Content-Length: x\r\n", 411), ("Content-Length: -1\r\n", 411),
        ("Content-Length: 9999999\r\n", 413),
        ("Content-Length: 99999999999999999999\r\n", 413), ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 411),
    ],
)  # fmt: skip
def test_requests_without_bounds(served: tuple[Witness, int], headers: str, status: int) -> None:
    with socket.create_connection(("127.0.0.1", served[1]), timeout=30) as link:
        link.sendall(f"POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode())
        assert link.recv(4096).startswith(f"HTTP/1.1 {status} ".encode())


def test_a_silent_client_is_left(served: tuple[Witness, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness.Handler, "timeout", 0.2)
    with socket.create_connection(("127.0.0.1", served[1]), timeout=30) as link:
        link.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 5\r\n\r\nab")
        assert link.recv(4096) == b""


def test_a_slow_client_is_left_too(served: tuple[Witness, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is never silent for long, and never comes to its end."""
    monkeypatch.setattr(witness, "LIFETIME", 0.3)
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", served[1]), timeout=30) as link:
        link.sendall(b"POST /add-checkpoint HTTP/1.1\r\nContent-Length: 1000\r\n\r\n")
        with contextlib.suppress(OSError):
            while time.monotonic() - began < 30:
                link.sendall(b"x")
                time.sleep(0.05)
    assert time.monotonic() - began < 30


def test_a_full_disk_is_told(
    served: tuple[Witness, int], log: FakeLog, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(witnessing.os, "fsync", full)
    link = http.client.HTTPConnection("127.0.0.1", served[1], timeout=30)
    link.request("POST", "/add-checkpoint", body(log, 0, 5))
    assert link.getresponse().status == 500
    link.close()
    assert "no space" in told[-1]
    assert served[0].latest is None


def test_more_clients_than_places_wait_for_none(start: Callable[[], Witness], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "CLIENTS", 1)
    with witness.Server(("127.0.0.1", 0), start()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        address = server.server_address[:2]
        with socket.create_connection(address, timeout=30) as first:
            first.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert first.recv(4096).startswith(b"HTTP/1.1 200")
            with socket.create_connection(address, timeout=30) as second:
                assert second.recv(4096) == b""
        server.shutdown()
        thread.join()


def test_the_same_trouble_is_told_once_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    tell = witness.Teller()
    for said in ("one", "one", "two", "one"):
        tell(said)
    assert [line.split("witness: ")[1] for line in capsys.readouterr().err.splitlines()] == ["one", "two"]


def test_only_http(log: FakeLog) -> None:
    with pytest.raises(ValueError, match="http"):
        Log("file:///etc/passwd")
    with pytest.raises(Unreachable, match="more than"):
        Log(log.url).get("checkpoint", 10)
    with pytest.raises(Unreachable):
        Log("http://127.0.0.1:1").checkpoint()


class Program:
    """The witness as its operator runs it."""

    def __init__(self, state: Path, log: FakeLog, *more: str) -> None:
        command = [sys.executable, "-m", "hasila.tlog.witness", "--state", str(state), "--log", log.url]
        more = ("--name", NAME, "--listen", "127.0.0.1:0", "--every", "0.1", *more)
        self.process = subprocess.Popen(
            [*command, *more], stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "src"}
        )
        self.state = state

    def until(self, words: str) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if words in line:
                return line
        raise AssertionError(f"it ended without saying {words!r}")

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        self.process.communicate(timeout=20)
        return self.process.returncode


def wait_for(state: Path, log: FakeLog) -> None:
    """Until the witness has cosigned all that the log shows."""
    name = merkle.sha256(ORIGIN.encode()).hexdigest()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        file = state / f"{name}.checkpoint"
        if file.exists() and file.read_text().split("\n")[1] == str(len(log.leaves)):
            return
        time.sleep(0.05)
    raise AssertionError("nothing was cosigned")


def test_the_program(tmp_path: Path, log: FakeLog) -> None:
    """Started, killed, started again; then shown a fork."""
    running = Program(tmp_path, log)
    running.until("follows")
    wait_for(tmp_path, log)
    second = Program(tmp_path, log)
    second.until("another witness")
    assert second.wait() == 1
    running.end(signal.SIGKILL)
    log.grow(30)
    again = Program(tmp_path, log, "--log-key", log.signer.public)
    again.until("follows")
    wait_for(tmp_path, log)
    log.leaves[0] = bytes(32)
    again.until("REFUSED, fork")
    assert again.end() == 0
    assert list((tmp_path / "evidence").iterdir())


def test_the_program_says_its_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert witness.main(["--state", str(tmp_path / "w"), "--name", NAME, "--show-key"]) == 0
    assert capsys.readouterr().out.strip() == Cosigner.load(tmp_path / "w" / witnessing.KEY).public
    (tmp_path / "w" / witnessing.KEY).chmod(0o644)
    assert witness.main(["--state", str(tmp_path / "w"), "--show-key"]) == 1
    assert "0600" in capsys.readouterr().err
