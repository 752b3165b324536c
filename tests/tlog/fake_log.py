"""A log on loopback that can be told to misbehave: its leaves may be exchanged, and its checkpoint be an old one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hasila.tlog.checkpoint import Checkpoint
from hasila.tlog.note import Ed25519Signer, encode64, sign_note
from hasila.tlog.succession import announcement
from hasila.tlog.tiles import parse_path
from tests.tlog import naive

ORIGIN = "log.example/hasila"
NAME = "witness.example/w1"


class FakeLog:
    """What the log says; `leaves` are hashes."""

    def __init__(self, size: int) -> None:
        self.signer = Ed25519Signer.generate(ORIGIN)
        self.leaves = naive.leaves(size)
        self.shown = ""
        self.full_only = False
        self.url = ""
        self.announced: list[str] = []

    def note(self, size: int | None = None, leaves: list[bytes] | None = None) -> str:
        """The signed checkpoint over the first leaves."""
        held = (self.leaves if leaves is None else leaves)[:size]
        return sign_note(Checkpoint(ORIGIN, len(held), naive.root(held)).text(), self.signer)

    def grow(self, count: int, salt: str = "") -> None:
        """Adds leaves, which differ by the salt."""
        first = len(self.leaves)
        self.leaves += [naive.leaf(f"{salt}{number}") for number in range(first, first + count)]

    def rotate(self) -> None:
        """Takes a new key, which the old one announces."""
        old, self.signer = self.signer, Ed25519Signer.generate(ORIGIN)
        self.announced.insert(0, sign_note(announcement(ORIGIN, old.public, self.signer.public), old))

    def answer(self, path: str) -> bytes | None:
        """What stands at a path."""
        if path == "/log/checkpoint":
            return (self.shown or self.note()).encode()
        if path == "/log/key":
            return f"{self.signer.public}\n".encode()
        if path == "/log/keys":
            return json.dumps({"keys": [{"announced": note} for note in ["", *self.announced]]}).encode()
        try:
            level, index, width = parse_path(path.removeprefix("/log/"))
            if level is None or (self.full_only and width < 256):
                return None
            return naive.fetch(self.leaves)(level, index, width)
        except (ValueError, AssertionError):
            return None


@contextmanager
def serve(log: FakeLog) -> Iterator[FakeLog]:
    """The log at a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = log.answer(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        log.url = f"http://127.0.0.1:{server.server_address[1]}/log"
        try:
            yield log
        finally:
            server.shutdown()
            thread.join()


def body(log: FakeLog, old: int, size: int, note: str | None = None) -> bytes:
    """A request of the log itself, with a true proof."""
    proof = naive.proof(old, log.leaves[:size]) if 0 < old <= size else []
    lines = [f"old {old}", *map(encode64, proof), ""]
    return ("\n".join(lines) + "\n" + (note or log.note(size))).encode()
