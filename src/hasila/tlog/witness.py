"""The witness of a log, as a program: `python -m hasila.tlog.witness`. It needs no database and no Django.

It looks at the log every few seconds and cosigns what continues what it saw before; and it answers add-checkpoint
(c2sp.org/tlog-witness) where the log asks for a cosignature itself. A fork or a rollback it refuses, says so, and
keeps both signed notes. Its key, its memory and its evidence lie in one folder.
"""

import argparse
import contextlib
import fcntl
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from hasila.tlog.cosignature import Cosigner
from hasila.tlog.following import GRACE, Follower, Log, Unreachable
from hasila.tlog.note import NoteError, Verifier
from hasila.tlog.witnessing import Declined, Misconduct, Request, StateError, Witness, own_key, write

BODY = 262_144  # bytes of a request: 63 hashes, and a checkpoint with 16 signatures of 5 kB and more
PATIENCE = 10.0  # seconds that a client may be silent
LIFETIME = 60.0  # seconds of a connection, whatever comes over it
CLIENTS = 32
AGAIN = 60.0  # seconds until the same trouble is told again
PINNED = "log.keys"


class Server(ThreadingHTTPServer):
    """The witness's HTTP interface: a thread for each of a bounded number of clients."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        self.witness = witness
        self._free = threading.BoundedSemaphore(CLIENTS)
        super().__init__(address, Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serves a client in a thread, or hangs up where too many are served."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serves a client, for a minute at most, and makes room for another."""
        limit = threading.Timer(LIFETIME, _hang_up, (request,))
        limit.daemon = True
        limit.start()
        try:
            super().process_request_thread(request, client_address)
        finally:
            limit.cancel()
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""


def _hang_up(link: socket.socket) -> None:
    with contextlib.suppress(OSError):
        link.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    """add-checkpoint, the checkpoint that was cosigned last, and a line about the witness itself."""

    protocol_version = "HTTP/1.1"
    server_version = "hasila-witness"
    sys_version = ""
    timeout = PATIENCE
    disable_nagle_algorithm = True
    server: Server

    def do_POST(self) -> None:
        """Answers add-checkpoint with a line of signature, or with the status of the refusal."""
        try:
            body = self._body()
            if self.path != "/add-checkpoint":
                raise Declined(404, "there is only /add-checkpoint\n")
            self._answer(200, self._cosigned(Request.parse(body)))
        except Declined as refusal:
            self._answer(refusal.status, refusal.text, refusal.content_type)

    def _cosigned(self, request: Request) -> str:
        try:
            return self.server.witness.add(request)
        except OSError as error:
            self.server.witness.tell(f"the state can't be written, nothing is cosigned: {error}")
            raise Declined(500, "the witness can't remember this, so it doesn't cosign it\n") from error

    def do_GET(self) -> None:
        """Answers with the last cosigned checkpoint, or with what this witness is."""
        witness = self.server.witness
        if self.path == f"/{witness.origin_hash}/checkpoint" and witness.note:
            self._answer(200, witness.note)
        elif self.path == "/":
            size = witness.latest.size if witness.latest else 0
            seen = f"{witness.origin}: {size} leaves cosigned, {len(witness.evidence())} refusals for misconduct\n"
            self._answer(200, f"{witness.cosigner.public}\n{seen}")
        else:
            self._answer(404, "there is nothing here\n")

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            raise Declined(411, "a request states its length\n")
        if len(length) > 9 or int(length) > BODY:
            self.close_connection = True
            raise Declined(413, f"a request has up to {BODY} bytes\n")
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            self.close_connection = True
            raise Declined(400, "the request ended too early\n")
        return body

    def _answer(self, status: int, text: str, content_type: str = "text/plain; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """What is asked isn't logged; what is refused for misconduct is told by the witness."""


class Teller:
    """Prints lines with the time, to the error stream and at once; the same line not more than once a minute."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._lock = threading.Lock()

    def __call__(self, said: str) -> None:
        with self._lock:
            now = time.monotonic()
            if now - self._told.get(said, -AGAIN) < AGAIN:
                return
            self._told = {line: at for line, at in self._told.items() if now - at < AGAIN} | {said: now}
        sys.stderr.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} witness: {said}\n")
        sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a witness until SIGTERM or Ctrl-C. Returns 0, or 1 where it couldn't begin."""
    options = _options(arguments)
    tell = Teller()
    leave = threading.Event()
    try:
        options.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(options.state):
            cosigner = own_key(options.state, options.name)
            if options.show_key:
                sys.stdout.write(cosigner.public + "\n")
                return 0
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda _number, _frame: leave.set())
            return _serve(options, cosigner, tell, leave)
    except OSError as error:
        tell(f"{error.filename} can't be used: {error.strerror}" if error.filename else error.strerror or str(error))
    except (StateError, NoteError, ValueError) as error:
        tell(str(error))
    return 1


def _serve(options: argparse.Namespace, cosigner: Cosigner, tell: Callable[[str], None], leave: threading.Event) -> int:
    log = Log(options.log)
    keys = [Verifier.parse(key) for key in options.log_key] or _pinned(options.state, log, tell, leave)
    if leave.is_set():
        return 0
    witness = Witness(options.state, cosigner, keys, tell)
    host, _colon, port = options.listen.rpartition(":")
    with Server((host.strip("[]") or "127.0.0.1", int(port)), witness) as server:
        threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
        at = f"{server.server_address[0]!s}:{server.server_address[1]}"
        tell(f"{cosigner.public} follows {witness.origin} at {log.url}, and answers at http://{at}/")
        follow(Follower(witness, log, options.grace), tell, leave, options.every)
        server.shutdown()
    return 0


def follow(follower: Follower, tell: Callable[[str], None], leave: threading.Event, every: float) -> None:
    """Looks at the log every so many seconds until asked to leave; trouble is told and never ends it."""
    while not leave.is_set():
        try:
            follower.once()
        except Unreachable as error:
            tell(f"the log doesn't answer: {error}")
        except Misconduct:
            pass  # the witness has told it, and kept the evidence
        except Declined as refusal:
            if refusal.status != 409:  # overtaken by a request of the log itself
                tell(f"the log's checkpoint is not accepted: {refusal}")
        except OSError as error:
            tell(f"the state can't be written, nothing is cosigned: {error}")
        leave.wait(every)


def _pinned(state: Path, log: Log, tell: Callable[[str], None], leave: threading.Event) -> list[Verifier]:
    """The log's keys that were believed at the first start; fetched then, once, from the log itself."""
    path = state / PINNED
    while not path.exists() and not leave.is_set():
        try:
            text = log.get("key", 4096).decode().split("\n")[0]
            Verifier.parse(text)
            write(path, text + "\n")
            tell(f"the log's key is believed from now on: {text}")
        except (Unreachable, UnicodeDecodeError, NoteError) as error:
            tell(f"waiting for the log's key: {error}")
            leave.wait(1)
    return [Verifier.parse(line) for line in path.read_text().split()] if path.exists() else []


class _alone:
    """Holds the state folder: two witnesses with one memory would contradict one another."""

    def __init__(self, state: Path) -> None:
        self._path = state / "lock"

    def __enter__(self) -> None:
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._handle)
            raise StateError(f"another witness is at work in {self._path.parent}") from None

    def __exit__(self, *_error: object) -> None:
        os.close(self._handle)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hasila witness", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--state", type=Path, required=True, help="the folder of its key, memory and evidence")
    parser.add_argument("--name", default="", help="name of its key, like witness.example/w1; needed at first")
    parser.add_argument("--show-key", action="store_true", help="print its public key, to hand out, and end")
    parser.add_argument("--log", metavar="URL", default="", help="the log's address, like https://hasila.example/log")
    parser.add_argument(
        "--log-key", action="append", default=[], metavar="VKEY",
        help="the log's public key; several after a rotation. Without it, the key that the log shows first is kept",
    )  # fmt: skip
    parser.add_argument("--listen", default="127.0.0.1:8400", metavar="HOST:PORT", help="where add-checkpoint answers")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="how often it looks at the log")
    parser.add_argument(
        "--grace", type=float, default=GRACE, metavar="SECONDS",
        help="how long the log may show less than was cosigned before that is a rollback",
    )  # fmt: skip
    found = parser.parse_args(arguments)
    if not found.show_key and not found.log:
        parser.error("--log is needed")
    return found


if __name__ == "__main__":
    sys.exit(main())
