"""Collecting cosignatures: each new checkpoint is handed to every witness (c2sp.org/tlog-witness), and what it signs
is kept beside the checkpoint.

One thread for each witness, with a connection of its own: a witness that is slow or away delays neither the sealer nor
another witness.
"""

from __future__ import annotations

import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import psycopg

from hasila.assurance import tree
from hasila.assurance.keys import Witness
from hasila.tlog.cosignature import timestamp
from hasila.tlog.http import OPENER
from hasila.tlog.merkle import ProofError
from hasila.tlog.note import Line, NoteError, encode64, split_note, verified

PAUSE = 1.0
LONGEST = 60.0
STARTING = 30.0
"""Seconds in which a witness that was started together with the log may still be coming up."""
TIMEOUT = 10.0
ANSWER = 64 * 1024
OK, MISSING, CONFLICT = 200, 404, 409

log = logging.getLogger("hasila.witnesses")


class Declined(Exception):
    """A witness didn't cosign. The text says what it answered."""


class Away(Declined):
    """A witness can't be reached."""


@dataclass
class Asking:
    """What is asked of one witness.

    Attributes:
        seen: the size of the last checkpoint that the witness cosigned, as far as we know.
    """

    witness: Witness
    seen: int = 0

    def once(self, raw: psycopg.Connection) -> bool:
        """Hands the newest checkpoint to the witness where it hasn't cosigned it yet; tells whether it did.

        Args:
            raw: a connection of the sealer's role with autocommit. The request goes out in no transaction.

        Raises:
            Declined: the witness refused, answered something else, or can't be reached.
        """
        cursor = raw.cursor()
        self.seen = max(self.seen, self._last(cursor))
        for _attempt in range(3):
            newest = tree.latest(0, cursor)
            if newest is None or self._has_signed(cursor, newest.size):
                return False
            text, lines = split_note(newest.note)
            note = text + "\n" + "".join(str(line) for line in lines if line.name == text.split("\n")[0])
            status, answer = self._post(self._request(cursor, newest.size, note))
            if status == OK:
                self._keep(cursor, newest.size, text, answer)
                self.seen = newest.size
                return True
            if status != CONFLICT:
                break
            self.seen = self._known_size(answer)
        raise Declined(f"it answers {status}: {answer[:200].strip()}")

    def remembered(self, origin: str) -> str | None:
        """The checkpoint of the log of this name that the witness cosigned last; None where it never cosigned one.

        Raises:
            Away: it can't be reached, or answers what it hasn't signed.
        """
        address = f"{self.witness.url}/{sha256(origin.encode()).hexdigest()}/checkpoint"
        try:
            with OPENER.open(address, timeout=TIMEOUT) as response:
                note: str = response.read(ANSWER).decode("utf-8", "replace")
            if not verified(*split_note(note), [self.witness.verifier]):
                raise Away("its answer isn't signed by it")
            return note
        except NoteError as error:
            raise Away(f"it answers no checkpoint: {error}") from error
        except urllib.error.HTTPError as error:
            with error:
                if error.code == MISSING:
                    return None
                raise Away(f"it answers {error.code}") from error
        except (OSError, ValueError) as error:
            raise Away(f"it can't be reached: {error}") from error

    def _has_signed(self, cursor: Any, size: int) -> bool:
        cursor.execute(
            "SELECT 1 FROM ledger_cosignature WHERE vkey = %s AND size = %s", [self.witness.verifier.public, size]
        )
        return cursor.fetchone() is not None

    def _last(self, cursor: Any) -> int:
        cursor.execute(
            "SELECT coalesce(max(size), 0) FROM ledger_cosignature WHERE vkey = %s", [self.witness.verifier.public]
        )
        return int(cursor.fetchone()[0])

    def _request(self, cursor: Any, size: int, note: str) -> bytes:
        """The body of add-checkpoint: the old size, the proof that leads from it, the checkpoint."""
        try:
            proof = tree.tiles(size, cursor).consistency(self.seen) if self.seen else []
        except ProofError as error:
            raise Declined(f"it has cosigned {self.seen} entries, and this log has {size}") from error
        return (f"old {self.seen}\n" + "".join(f"{encode64(part)}\n" for part in proof) + "\n" + note).encode()

    def _known_size(self, answer: str) -> int:
        known = answer.strip()
        if not known.isascii() or not known.isdigit() or len(known) > 19:
            raise Declined(f"it names no size that it has seen: {known[:30]}")
        return int(known)

    def _post(self, body: bytes) -> tuple[int, str]:
        request = urllib.request.Request(f"{self.witness.url}/add-checkpoint", data=body, method="POST")
        request.add_header("Content-Type", "text/plain; charset=utf-8")
        try:
            with OPENER.open(request, timeout=TIMEOUT) as response:
                return response.status, response.read(ANSWER).decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read(ANSWER).decode("utf-8", "replace")
        except (OSError, ValueError) as error:
            raise Away(f"it can't be reached: {error}") from error

    def _keep(self, cursor: Any, size: int, text: str, answer: str) -> None:
        verifier = self.witness.verifier
        for told in answer.split("\n"):
            try:
                line = Line.parse(told)
                held = verified(text, [line], [verifier])
            except NoteError:
                continue
            if held:
                cursor.execute(
                    "INSERT INTO ledger_cosignature (size, vkey, witness, line, signed_at) "
                    "VALUES (%s, %s, true, %s, %s) ON CONFLICT DO NOTHING",
                    [size, verifier.public, str(line), datetime.fromtimestamp(timestamp(line.signature), UTC)],
                )
                return
        raise Declined("it answers without a cosignature of its key that holds")


def follow(witness: Witness, connect: Callable[[], psycopg.Connection], leave: threading.Event) -> None:
    """Hands every new checkpoint to a witness until asked to end; after a failure less and less often.

    A witness that can't be reached is told of once, and not while everything is only just starting.

    Args:
        connect: opens a connection of the sealer's role with autocommit.
    """
    asking, pause, said = Asking(witness), PAUSE, ""
    quiet = time.monotonic() + STARTING
    while not leave.is_set():
        try:
            with connect() as raw:
                while not leave.is_set():
                    if asking.once(raw) and said:
                        log.warning("witness %s cosigns again", witness.verifier.name)
                    pause, said = PAUSE, ""
                    leave.wait(PAUSE)
        except (Declined, psycopg.Error) as error:
            coming_up = isinstance(error, Away) and time.monotonic() < quiet
            if str(error) != said and not coming_up:
                log.warning("witness %s did not cosign: %s", witness.verifier.name, error)
                said = str(error)
            pause = min(pause * 2, LONGEST)
            leave.wait(pause)


def start(
    witnesses: list[Witness], connect: Callable[[], psycopg.Connection], leave: threading.Event
) -> list[threading.Thread]:
    """Follows each witness in a thread of its own; they end with `leave`, and never keep the process alive."""
    threads = [
        threading.Thread(target=follow, args=(witness, connect, leave), daemon=True, name=witness.verifier.name)
        for witness in witnesses
    ]
    for thread in threads:
        thread.start()
    return threads
