"""The tree: tiles against the leaves that are sealed, checkpoints against the tree, signatures against keys.

Nodes are computed here from the leaves and nothing that is stored is built upon, so that a tile that was changed is
found beside the leaf that wasn't. A stretch of 65,536 leaves is one node of level 16; what stands above is the crown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import psycopg

from hasila.assurance.checking.findings import Finding, in_runs
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint
from hasila.tlog.cosignature import CosignatureVerifier, any_verifier
from hasila.tlog.note import Line, NoteError, Verifier, open_note, split_note, verified

TILE = 256
HASH = 32
STRETCH_LEVEL = 2
"""Level of the tiles whose hashes are the roots of stretches."""


@dataclass(frozen=True)
class Signed:
    """A checkpoint that is held against the tree.

    Attributes:
        size, root: what it says. partial: hash over those of its leaves that stand in the stretch it ends in.
        held: whether somebody outside the database holds it.
    """

    size: int
    root: bytes
    partial: bytes | None = None
    held: bool = False


def node(left: bytes, right: bytes) -> bytes:
    """RFC 6962, section 2.1: the hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def levels(leaves: Sequence[bytes]) -> list[Sequence[bytes]]:
    """The leaves, and above them the complete nodes of every level."""
    found = [leaves]
    while len(found[-1]) > 1:
        row = found[-1]
        found.append([sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row) - 1, 2)])
    return found


def partial(rows: list[Sequence[bytes]], count: int) -> bytes | None:
    """The hash over the first `count` leaves; None for none."""
    return fold(_peaks(rows, count), None)


def _peaks(rows: list[Sequence[bytes]], count: int) -> list[bytes]:
    """The complete subtrees that the first `count` hashes fall into, largest first."""
    found, at = [], 0
    for level in range(len(rows) - 1, -1, -1):
        if count & (1 << level):
            found.append(rows[level][at >> level])
            at += 1 << level
    return found


def fold(peaks: Iterable[bytes], right: bytes | None) -> bytes | None:
    """Complete subtrees, largest first, and what stands to their right, as one hash."""
    for peak in reversed(list(peaks)):
        right = peak if right is None else node(peak, right)
    return right


def check_tiles(raw: psycopg.Connection, start: int, stop: int, signed: int, rows: list) -> Iterator[Finding]:
    """The two lowest levels of tiles of a stretch. `signed`: the size up to which tiles must be there."""
    first, past = start // TILE, stop // TILE
    yield from in_runs(_lowest(raw, first, past, signed, rows[0], start))
    if past - first == TILE:
        yield from check_tile(raw, 1, first // TILE, b"".join(rows[8]), rows[16][0], stop <= signed)


def _lowest(
    raw: psycopg.Connection, first: int, past: int, signed: int, leaves: Sequence[bytes], start: int
) -> Iterator[Finding]:
    stored: dict[int, bytes] = {}
    for index, hashes in raw.execute(
        "SELECT index, hashes FROM ledger_tile WHERE level = 0 AND index >= %s AND index < %s", (first, past)
    ):
        stored[index] = bytes(hashes)
    for index in range(first, past):
        at = index * TILE - start
        hashes = stored.get(index)
        if hashes is None:
            if (index + 1) * TILE <= signed:
                yield Finding("tree.tile_missing", place=f"0/{index}")
        elif hashes != b"".join(leaves[at : at + TILE]):
            for n in range(TILE):
                if hashes[n * HASH : n * HASH + HASH] != leaves[at + n]:
                    yield Finding("tree.tile", index * TILE + n, place="0")


def check_tile(
    raw: psycopg.Connection, level: int, index: int, hashes: bytes, root: bytes, needed: bool
) -> Iterator[Finding]:
    """One tile above the lowest level."""
    row = raw.execute("SELECT hashes, root FROM ledger_tile WHERE level = %s AND index = %s", (level, index)).fetchone()
    place = f"{level}/{index}"
    if row is None:
        if needed:
            yield Finding("tree.tile_missing", place=place)
    elif (bytes(row[0]), bytes(row[1])) != (hashes, root):
        width = TILE**level
        stored = bytes(row[0])
        wrong = [n for n in range(TILE) if stored[n * HASH : n * HASH + HASH] != hashes[n * HASH : n * HASH + HASH]]
        first = (index * TILE + wrong[0]) * width if wrong else index * TILE * width
        last = (index * TILE + wrong[-1] + 1) * width - 1 if wrong else (index + 1) * TILE * width - 1
        yield Finding("tree.tile", first, until=last, place=place)


@dataclass
class Crown:
    """The tree above the stretches: for each level of tiles the hashes of the tile that isn't full yet.

    Attributes:
        rows: of level 2, 3 … `counts`: full tiles that each level has behind it.
    """

    rows: list[list[bytes]] = field(default_factory=lambda: [[]])
    counts: list[int] = field(default_factory=lambda: [0])

    @classmethod
    def stored(cls, raw: psycopg.Connection, stretches: int) -> Crown:
        """The crown over so many stretches, taken from the tiles at their word."""
        crown = cls([], [])
        level = STRETCH_LEVEL
        while True:
            full = stretches // TILE
            found = raw.execute(
                "SELECT root FROM ledger_tile WHERE level = %s AND index >= %s AND index < %s ORDER BY index",
                (level - 1, full * TILE, stretches),
            ).fetchall()
            crown.rows.append([bytes(row[0]) for row in found])
            crown.counts.append(full)
            stretches, level = full, level + 1
            if not stretches:
                return crown

    def add(self, raw: psycopg.Connection, root: bytes, signed: int) -> Iterator[Finding]:
        """Takes the next stretch in, and checks each tile that it fills."""
        for depth in range(len(self.rows) + 1):
            if depth == len(self.rows):
                self.rows.append([])
                self.counts.append(0)
            row, level = self.rows[depth], STRETCH_LEVEL + depth
            row.append(root)
            if len(row) < TILE:
                return
            index = self.counts[depth]
            root = levels(row)[-1][0]
            needed = (index + 1) * TILE ** (level + 1) <= signed
            yield from check_tile(raw, level, index, b"".join(row), root, needed)
            self.rows[depth], self.counts[depth] = [], index + 1

    def root(self, right: bytes | None) -> bytes:
        """The root over the stretches and what stands to their right."""
        for row in self.rows:
            right = fold(_peaks(levels(row), len(row)), right)
        return right if right is not None else sha256(b"").digest()


@dataclass
class Roots:
    """Checkpoints held against the tree, one after the other: between the last that holds and the first that doesn't
    lies what was changed.
    """

    good: int = 0
    bad: Finding | None = None

    def check(self, signed: Signed, root: bytes) -> Iterator[Finding]:
        """Compares one; what fails is told once for a run of failing ones."""
        place = "held" if signed.held else str(signed.size)
        if signed.root == root:
            yield from self.end()
            self.good = signed.size
        elif self.bad is None:
            self.bad = Finding(
                "checkpoint.root", self.good, until=signed.size - 1, place=place, found=root.hex(),
                expected=signed.root.hex(),
            )  # fmt: skip
        else:
            self.bad = replace(self.bad, place=f"{self.bad.place.partition(' ')[0]} … {signed.size}")

    def end(self) -> Iterator[Finding]:
        """What is still to be told."""
        if self.bad is not None:
            yield self.bad
            self.bad = None


_NOTES = "SELECT size, root, note FROM ledger_checkpoint WHERE size > %s AND size <= %s ORDER BY size"
_LINES = "SELECT size, vkey, line FROM ledger_cosignature WHERE size > %s AND size <= %s ORDER BY size"


def read_checkpoints(
    raw: psycopg.Connection, start: int, stop: int, log: Sequence[Verifier], findings: list[Finding]
) -> list[Signed]:
    """The checkpoints that end in a stretch, their notes and signatures checked."""
    found: list[Signed] = []
    texts: dict[int, str] = {}
    for size, root, note in raw.execute(_NOTES, (start, stop)):
        found.append(Signed(size, bytes(root)))
        try:
            texts[size] = split_note(note)[0]
            said = Checkpoint.parse(texts[size])
        except NoteError as error:
            findings.append(Finding("checkpoint.note", size, place=str(size), found=str(error)))
            continue
        if (said.size, said.root) != (size, bytes(root)):
            findings.append(
                Finding("checkpoint.note", size, place=str(size), found=f"{said.size} {said.root.hex()}",
                        expected=f"{size} {bytes(root).hex()}")
            )  # fmt: skip
        try:
            open_checkpoint(note, log)
        except NoteError as error:
            findings.append(Finding("checkpoint.signature", size, place=str(size), found=str(error)))
    for size, vkey, line in raw.execute(_LINES, (start, stop)):
        try:
            if not verified(texts.get(size, ""), [Line.parse(line.rstrip("\n"))], [any_verifier(vkey)]):
                raise NoteError("it is of another key")
        except NoteError as error:
            findings.append(Finding("checkpoint.cosignatures", size, place=f"{size} {vkey}", found=str(error)))
    return found


def open_held(notes: Iterable[str], log: Sequence[Verifier], size: int, findings: list[Finding]) -> list[Signed]:
    """Checkpoints that somebody outside holds: signed by this log, and of a size that it has."""
    found = []
    for note in notes:
        try:
            checkpoint, _opened = open_checkpoint(note, log)
        except NoteError as error:
            findings.append(Finding("checkpoint.signature", place="held", found=str(error)))
            continue
        if checkpoint.size > size:
            findings.append(
                Finding("checkpoint.ahead", size, until=checkpoint.size - 1, place="held", found=str(size),
                        expected=str(checkpoint.size))
            )  # fmt: skip
        elif checkpoint.size:
            found.append(Signed(checkpoint.size, checkpoint.root, held=True))
    return found


SHOWN = 120
"""Characters of what stands in a key's place that a finding shows."""

_LATELY = """
SELECT n.size, n.made_at > coalesce((
    SELECT max(c.made_at) FROM ledger_checkpoint c
     WHERE (SELECT count(*) FROM ledger_cosignature s WHERE s.size = c.size AND s.vkey = ANY(%s)) >= %s
    ), (SELECT min(made_at) FROM ledger_checkpoint)) + interval '1 hour'
  FROM ledger_checkpoint n ORDER BY n.size DESC LIMIT 1
"""


def check_witnessed(raw: psycopg.Connection, witnesses: Sequence[CosignatureVerifier], need: int) -> Iterator[Finding]:
    """Where witnesses are required: that some checkpoint of the last hour carries as many cosignatures."""
    if need:
        row = raw.execute(_LATELY, ([witness.public for witness in witnesses], need)).fetchone()
        if row is not None and row[1]:
            yield Finding("checkpoint.cosignatures", row[0], place=str(row[0]), expected=f"≥ {need}")


_BEHIND = """
SELECT c.size, to_timestamp(p.recorded_at / 1000000.0) < h.sealed_at - interval '10 minutes'
  FROM (SELECT coalesce(max(size), 0) AS size FROM ledger_checkpoint) c JOIN ledger_position p ON p.position = c.size,
       ledger_head h
 WHERE EXISTS (SELECT FROM ledger_log_key)
"""


def check_covered(raw: psycopg.Connection, size: int) -> Iterator[Finding]:
    """That what was sealed is also signed: a newer checkpoint taken away leaves entries that none covers."""
    row = raw.execute(_BEHIND).fetchone()
    if row is not None and row[1]:
        yield Finding("checkpoint.behind", row[0], until=size - 1, place="ledger_checkpoint")


def check_keys(raw: psycopg.Connection, findings: list[Finding]) -> tuple[list[Verifier], int]:
    """The log's keys of all times, and how many of them the key before didn't announce (it had been lost)."""
    rows: list[Any] = raw.execute("SELECT vkey, announced FROM ledger_log_key ORDER BY number").fetchall()
    origins = {origin for (origin,) in raw.execute("SELECT origin FROM ledger_log")}
    found: list[Verifier] = []
    unannounced = 0
    for vkey, announced in rows:
        if found:
            try:
                unannounced += vkey not in open_note(announced, found[-1:]).text
            except NoteError:
                unannounced += 1
        try:
            key = Verifier.parse(vkey)
        except NoteError as error:
            findings.append(Finding("log.key", place="ledger_log_key", found=f"{vkey[:SHOWN]} ({error})"))
            continue
        found.append(key)
        if origins - {key.name}:
            said = ", ".join(sorted(origins))[:SHOWN]
            findings.append(Finding("log.key", place="ledger_log.origin", found=said, expected=key.name))
    return found, unannounced
