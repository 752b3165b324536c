"""The Merkle tree over the ledger's positions (RFC 6962), kept as tiles in the database and signed as checkpoints.

The sealer's process calls `extend` after it has sealed. Full tiles of 256 hashes are stored at every level, each with
the one hash that it has in the level above; partial tiles are read from positions and from those hashes when they are
asked for. So memory is that of a few tiles however large the tree, and whatever was interrupted goes on where the
stored tiles end. Formats: c2sp.org/tlog-tiles, tlog-checkpoint, signed-note.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg
from django.db import connection

from hasila.assurance import keys
from hasila.kernel.merkle import leaf_data
from hasila.kernel.sealer import LOCK
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint
from hasila.tlog.note import NoteError, Signer, sign_note
from hasila.tlog.tiles import HEIGHT, WIDTH, Tiles, bundle

HASH = 32
BATCH = 256
"""Tiles of the lowest level that one transaction stores: 65,536 leaves, 2 MB."""

LEVELS = 8


class Inconsistent(Exception):
    """What lies in the database is no continuation of what was signed; nothing more is signed until it is mended."""


@dataclass(frozen=True)
class Kept:
    """A checkpoint as it is kept.

    Attributes:
        note: the text that the log signed, with every signature known: the log's and the witnesses'. witnesses: name
            of each witness that cosigned, and when.
    """

    size: int
    root: bytes
    note: str
    made_at: datetime
    witnesses: tuple[tuple[str, datetime], ...] = ()


def extend(raw: psycopg.Connection, signer: Signer | None = None) -> Checkpoint | None:
    """Brings the tree up to what is sealed, and signs a checkpoint where it has grown.

    Args:
        raw: a connection of the sealer's role with autocommit, outside of a transaction. signer: the log's key; by
            default the one that is configured.

    Returns:
        the new checkpoint; None where nothing was sealed since the last one, or another process is at it.

    Raises:
        Inconsistent: the positions or tiles don't continue the last checkpoint.
        keys.KeyTrouble: the log's key is missing or another one than the database knows.
    """
    while _store_tiles(raw):
        pass
    with raw.transaction():
        cursor = raw.cursor()
        if not _alone(cursor):
            return None
        size = _sealed(cursor)
        last = _newest(cursor, 0)
        if last is not None and last.size == size:
            return None
        if last is not None:
            _continues(cursor, last, size)
        signer = signer or keys.signer(cursor)
        checkpoint = Checkpoint(keys.origin(cursor), size, tiles(size, cursor).root())
        cursor.execute(
            "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s, %s, %s)",
            [size, checkpoint.root, sign_note(checkpoint.text(), signer)],
        )
    return checkpoint


def _alone(cursor: Any) -> bool:
    return bool(_row(cursor, "SELECT pg_try_advisory_xact_lock(%s)", [LOCK])[0])


def _sealed(cursor: Any) -> int:
    return int(_row(cursor, "SELECT size FROM ledger_head")[0])


def _row(cursor: Any, statement: str, values: list[Any] | None = None) -> Any:
    cursor.execute(statement, values)
    return cursor.fetchone()


def _continues(cursor: Any, last: Kept, size: int) -> None:
    """Holds that the tree still begins with what was signed: a log never signs two histories."""
    if size < last.size:
        raise Inconsistent(f"{size} entries are sealed, and a checkpoint of {last.size} was signed")
    if tiles(last.size, cursor).root() != last.root:
        raise Inconsistent(f"the tree of {last.size} entries has another root than the checkpoint that was signed")


def _store_tiles(raw: psycopg.Connection) -> bool:
    """Stores the next full tiles, lower levels first, in one transaction; tells whether there may be more."""
    with raw.transaction():
        cursor = raw.cursor()
        if not _alone(cursor):
            return False
        below, more = _sealed(cursor), False
        for level in range(LEVELS):
            have = _stored(cursor, level)
            new = min(below // WIDTH, have + BATCH)
            more = more or new < below // WIDTH
            if new == have:
                break
            rows = [(level, index, hashes, _top(hashes)) for index, hashes in _full(raw, level, have, new)]
            with cursor.copy("COPY ledger_tile (level, index, hashes, root) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(("int2", "int8", "bytea", "bytea"))
                for row in rows:
                    copy.write_row(row)
            below = new
    return more


def _stored(cursor: Any, level: int) -> int:
    return int(_row(cursor, "SELECT coalesce(max(index) + 1, 0) FROM ledger_tile WHERE level = %s", [level])[0])


_LEAVES = (
    "SELECT position / 256, string_agg(leaf_hash, ''::bytea ORDER BY position) FROM ledger_position "
    "WHERE position >= %s AND position < %s GROUP BY 1 ORDER BY 1"
)
_ROOTS = (
    "SELECT index / 256, string_agg(root, ''::bytea ORDER BY index) FROM ledger_tile "
    "WHERE level = %s AND index >= %s AND index < %s GROUP BY 1 ORDER BY 1"
)


def _full(raw: psycopg.Connection, level: int, first: int, past: int) -> Iterator[tuple[int, bytes]]:
    """Index and hashes of the full tiles of a level from `first` to before `past`."""
    cursor = raw.cursor()
    if level:
        cursor.execute(_ROOTS, [level - 1, first * WIDTH, past * WIDTH], binary=True)
    else:
        cursor.execute(_LEAVES, [first * WIDTH, past * WIDTH], binary=True)
    expected = first
    for index, hashes in cursor:
        if index != expected or len(hashes) != WIDTH * HASH:
            break
        yield index, hashes
        expected += 1
    if expected != past:
        raise Inconsistent(f"positions are missing below {(expected + 1) * WIDTH ** (level + 1)}")


def _top(hashes: bytes) -> bytes:
    """The root of a full tile: its 256 hashes folded eight times."""
    while len(hashes) > HASH:
        hashes = b"".join(
            [sha256(b"\x01" + hashes[at : at + 2 * HASH]).digest() for at in range(0, len(hashes), 2 * HASH)]
        )
    return hashes


def tile(level: int, index: int, width: int, cursor: Any = None) -> bytes:
    """The hashes of a tile, full or partial.

    Args:
        cursor: where to read; by default the application's connection.

    Raises:
        LookupError: so many hashes aren't there.
    """
    if cursor is None:
        with connection.cursor() as mine:
            return tile(level, index, width, mine)
    first = index * WIDTH
    found = _row(
        cursor,
        "SELECT substring(hashes FROM 1 FOR %s) FROM ledger_tile WHERE level = %s AND index = %s",
        [width * HASH, level, index],
    )
    if found is None and level:
        cursor.execute(_ROOTS, [level - 1, first, first + width])
        found = (cursor.fetchone() or (0, b""))[1:]
    elif found is None:
        cursor.execute(_LEAVES, [first, first + width])
        found = (cursor.fetchone() or (0, b""))[1:]
    hashes = bytes(found[0])
    if len(hashes) != width * HASH:
        raise LookupError(f"tile {level}/{index} has no {width} hashes")
    return hashes


def tiles(size: int, cursor: Any = None) -> Tiles:
    """The tree of a size: its root and proofs, read tile by tile."""
    return Tiles(lambda level, index, width: tile(level, index, width, cursor), size)


def entries(index: int, width: int) -> bytes:
    """An entry bundle: of each entry the 65 bytes that are hashed into its leaf, two salted commitments.

    Raises:
        LookupError: so many entries aren't there.
    """
    first = index * WIDTH
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, header_commitment, content_commitment FROM hasila_leaves(%s, %s)", [first, first + width]
        )
        rows = cursor.fetchall()
    if [row[0] for row in rows] != list(range(first, first + width)):
        raise LookupError(f"bundle {index} has no {width} entries")
    return bundle([leaf_data(bytes(header), bytes(content)) for _place, header, content in rows])


def covered(level: int, index: int, width: int, size: int) -> bool:
    """Whether a tree of that size has the tile, full or partial at that width."""
    return index * WIDTH + width <= size >> (HEIGHT * level)


_KEPT = """
SELECT c.size, c.root, c.note, c.made_at,
       (SELECT string_agg(s.line, '' ORDER BY s.signed_at, s.vkey) FROM ledger_cosignature s WHERE s.size = c.size),
       (SELECT array_agg(split_part(s.vkey, '+', 1) ORDER BY s.signed_at, s.vkey)
          FROM ledger_cosignature s WHERE s.size = c.size AND s.witness),
       (SELECT array_agg(s.signed_at ORDER BY s.signed_at, s.vkey)
          FROM ledger_cosignature s WHERE s.size = c.size AND s.witness)
  FROM ledger_checkpoint c
"""
_SIGNED_BY = """
(SELECT size FROM ledger_cosignature WHERE witness GROUP BY size HAVING count(*) >= %s ORDER BY size DESC LIMIT 1)
"""


def _kept(row: Any) -> Kept | None:
    if row is None:
        return None
    size, root, note, made_at, lines, names, times = row
    witnesses = tuple(zip(names or (), times or (), strict=True))
    return Kept(size, bytes(root), note + (lines or ""), made_at, witnesses)


def _newest(cursor: Any, need: int) -> Kept | None:
    if need:
        return _kept(_row(cursor, f"{_KEPT} WHERE c.size = {_SIGNED_BY}", [need]))
    return _kept(_row(cursor, f"{_KEPT} ORDER BY c.size DESC LIMIT 1"))


def latest(need: int = 0, cursor: Any = None) -> Kept | None:
    """The newest checkpoint that at least `need` witnesses cosigned; None where there is none."""
    if cursor is not None:
        return _newest(cursor, need)
    with connection.cursor() as mine:
        return _newest(mine, need)


def published(cursor: Any = None) -> Kept | None:
    """The checkpoint that the log shows: the newest with as many cosignatures as are required, else the newest."""
    need = keys.needed()
    return (latest(need, cursor) if need else None) or latest(0, cursor)


def waiting_since(size: int) -> datetime | None:
    """When the log signed the first checkpoint beyond this size; None where it is the newest."""
    with connection.cursor() as cursor:
        row = _row(cursor, "SELECT min(made_at) FROM ledger_checkpoint WHERE size > %s", [size])
    return row[0] if row else None


def at(size: int, cursor: Any = None) -> Kept | None:
    """The checkpoint of a size; None where none was signed at it."""
    if cursor is None:
        with connection.cursor() as mine:
            return at(size, mine)
    return _kept(_row(cursor, f"{_KEPT} WHERE c.size = %s", [size]))


def size_and_root(cursor: Any = None) -> tuple[int, bytes]:
    """Size and root of the newest checkpoint; of the empty tree before there is one."""
    newest = latest(0, cursor)
    return (newest.size, newest.root) if newest else (0, sha256(b"").digest())


def signed_size() -> int:
    """The size of the newest checkpoint; 0 before there is one."""
    with connection.cursor() as cursor:
        return int(_row(cursor, "SELECT coalesce(max(size), 0) FROM ledger_checkpoint")[0])


def cosigned(size: int, root: bytes) -> int | None:
    """How many of the witnesses that are asked signed the checkpoint of this size and root; each is verified anew.

    Returns:
        None where there is no such checkpoint, or one of its signatures doesn't hold.
    """
    kept = at(size)
    with connection.cursor() as cursor:
        logs = keys.verifiers(cursor)
    witnesses = [witness.verifier for witness in keys.witnesses()]
    if kept is None or kept.root != root:
        return None
    try:
        checkpoint, opened = open_checkpoint(kept.note, logs, witnesses)
    except NoteError:
        return None
    if (checkpoint.size, checkpoint.root) != (size, root):
        return None
    return sum(verifier in witnesses for verifier, _signature in opened.signatures)


def away(size: int) -> int:
    """How many entries lie between a position and the nearer of the ledger's two ends."""
    with connection.cursor() as cursor:
        return min(size, abs(_sealed(cursor) - size))
