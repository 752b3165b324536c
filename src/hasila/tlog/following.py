"""Reading a log over HTTP, and following it: fetch its checkpoint and tiles, prove, let the witness cosign."""

import json
import time
from collections.abc import Callable, Sequence
from http.client import HTTPException

from hasila.tlog.checkpoint import Checkpoint
from hasila.tlog.http import OPENER
from hasila.tlog.merkle import HASH_SIZE, ProofError
from hasila.tlog.note import LIMIT
from hasila.tlog.tiles import WIDTH, Tiles, tile_path
from hasila.tlog.witnessing import Declined, Witness

TIMEOUT = 10.0  # seconds
GRACE = 60.0  # seconds


class Unreachable(Exception):
    """The log didn't give what was asked for: no answer, an error, or more than it may be."""


class Log:
    """A log at an address below which the paths of c2sp.org/tlog-tiles stand.

    Raises:
        ValueError: the address isn't one of HTTP.
    """

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        if not url.startswith(("http://", "https://")):
            raise ValueError("a log's address begins with http:// or https://")
        self.url = url.rstrip("/")
        self._timeout = timeout

    def get(self, path: str, limit: int) -> bytes:
        """What stands at a path; raises Unreachable where nothing does, or more than `limit` bytes."""
        try:
            # The scheme was held to http and https above.
            with OPENER.open(f"{self.url}/{path}", timeout=self._timeout) as answer:
                body: bytes = answer.read(limit + 1)
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(f"{self.url}/{path}: {error}") from error
        if len(body) > limit:
            raise Unreachable(f"{self.url}/{path}: more than {limit} bytes")
        return body

    def checkpoint(self) -> str:
        """The signed checkpoint that the log shows now."""
        try:
            return self.get("checkpoint", LIMIT).decode()
        except UnicodeDecodeError as error:
            raise Unreachable("the checkpoint is not UTF-8") from error

    def announcements(self) -> list[str]:
        """The notes by which the log's keys announce their successors, as its list of keys has them."""
        try:
            listed = json.loads(self.get("keys", LIMIT))
            return [str(one["announced"]) for one in listed["keys"] if one["announced"]]
        except (ValueError, KeyError, TypeError) as error:
            raise Unreachable(f"the list of keys can't be read: {error}") from error

    def tile(self, level: int, index: int, width: int) -> bytes:
        """The hashes of a tile. A partial tile that is gone is taken from the full one, as the specification has it."""
        try:
            return self.get(tile_path(level, index, width), width * HASH_SIZE)
        except Unreachable:
            if width == WIDTH:
                raise
            return self.get(tile_path(level, index), WIDTH * HASH_SIZE)[: width * HASH_SIZE]

    def prove(self, old: int, checkpoint: Checkpoint) -> Sequence[bytes]:
        """The consistency proof from a size to a checkpoint, made from the log's tiles.

        Raises:
            ProofError: the tiles lead to another root than the checkpoint's. Unreachable: a tile is missing.
        """
        tiles = Tiles(self.tile, checkpoint.size)
        if tiles.root() != checkpoint.root:
            raise ProofError(f"the tiles of {checkpoint.size} leaves have another root than the checkpoint")
        return tiles.consistency(old) if old else ()


class Follower:
    """Looks at a log again and again for a witness.

    A log may for a moment show less than the witness knows: it asks for cosignatures first and publishes afterwards,
    and caches lie between. What it shows must then be the beginning of what is known; and when it stays so for
    longer than `grace` seconds, the log was set back.
    """

    def __init__(
        self, witness: Witness, log: Log, grace: float = GRACE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.witness = witness
        self.log = log
        self.grace = grace
        self._clock = clock
        self._smaller_since: float | None = None

    def once(self) -> None:
        """Looks once, and cosigns what the log shows where that continues what is known.

        Raises:
            Misconduct: a fork or a rollback, of which the evidence is kept.
            Declined: the checkpoint isn't the log's. Unreachable: the log doesn't answer.
        """
        note = self.log.checkpoint()
        self._look_for_keys()
        offered, known = self._opened(note), self.witness.latest
        if known and offered.size < known.size:
            self._smaller(note, offered, known)
            return
        self._smaller_since = None
        self.witness.advance(note, self.log.prove)

    def _opened(self, note: str) -> Checkpoint:
        """The checkpoint of a note. Where an unknown key signed it, an announcement of that key is looked for first."""
        try:
            return self.witness.open(note)
        except Declined:
            if not self._look_for_keys():
                raise
            return self.witness.open(note)

    def _look_for_keys(self) -> bool:
        """Looks for new keys of the log where a checkpoint by an unknown one was seen; whether there were any.

        The log itself may have shown it, asking for a cosignature, while it still publishes an older checkpoint.
        """
        if not self.witness.key_wanted:
            return False
        self.witness.key_wanted = False
        return self.witness.believe(self.log.announcements())

    def _smaller(self, note: str, offered: Checkpoint, known: Checkpoint) -> None:
        now = self._clock()
        if self._smaller_since is None:
            self._smaller_since = now
        waited = now - self._smaller_since
        if waited >= self.grace:
            why = f"the log shows {offered.size} leaves, {known.size} were cosigned, and {waited:.0f} s didn't mend it"
            raise self.witness.accuse("rollback", why, note)
        self.witness.recall(note, self.log.prove)
