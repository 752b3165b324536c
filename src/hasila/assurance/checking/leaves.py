"""One stretch of the ledger: entries against their leaves, columns against headers, contents against commitments.

A stretch is 65,536 positions: 256 tiles of the lowest level and one of the next. It is read by one COPY in the order of
positions, and needs the memory of its hashes only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
import psycopg

from hasila.assurance.archiving.years import archived
from hasila.assurance.checking import trees
from hasila.assurance.checking.findings import Finding, in_runs
from hasila.assurance.checking.trees import Signed
from hasila.assurance.erasure import lawfully_absent
from hasila.kernel.ledger import HEADER_FORMAT
from hasila.tlog.note import Verifier

HEIGHT = 16
STRETCH = 1 << HEIGHT
NOTHING = bytes(32)

# Columns that are copies of the header: the header's key, the column, and how it is read to compare with JSON.
COPIES = (
    ("id", "id", "id::text"),
    ("recorded_at", "recorded_at", "recorded_at"),
    ("occurred_at", "occurred_at", "occurred_at"),
    ("day", "day", "day"),
    ("act", "act", "act"),
    ("record", "record_id", "record_id::text"),
    ("version", "record_version", "record_version"),
    ("to", "state_to", "state_to"),
    ("unit", "unit_id", "unit_id"),
    ("actor", "actor", "actor::text"),
    ("cause", "cause", "cause::text"),
    ("facets", "facets", "facets"),
    ("measures", "measures", "measures"),
    ("correction", "correction", "correction"),
    ("simulated", "simulated", "simulated"),
)
_heads = itemgetter(*(key for key, _column, _sql in COPIES))
_READ = f"""
COPY (SELECT p.position, p.entry_id::text, p.leaf_hash, e.leaf_hash, e.header_salt, e.header, e.content_commitment,
             c.salt, c.body, {", ".join(f"e.{sql}" for _key, _column, sql in COPIES)}
        FROM ledger_position p
        LEFT JOIN ledger_entry e ON e.id = p.entry_id AND e.recorded_at = p.recorded_at
        LEFT JOIN ledger_content c ON c.entry_id = p.entry_id AND c.recorded_at = p.recorded_at
       WHERE p.position >= %s AND p.position < %s ORDER BY p.position) TO STDOUT (FORMAT BINARY)
"""
_TYPES = (
    "int8", "text", "bytea", "bytea", "bytea", "bytea", "bytea", "bytea", "bytea",
    "text", "int8", "int8", "int4", "text", "text", "int4", "text", "int8", "text", "text", "text", "text", "text",
    "bool",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What a reader of stretches is told.

    Attributes:
        signed: size of the newest checkpoint. log: the log's keys. held: checkpoints that others hold.
    """

    signed: int = 0
    log: tuple[Verifier, ...] = ()
    held: tuple[Signed, ...] = ()


@dataclass
class Stretch:
    """What was found in one stretch.

    Attributes:
        start, stop: its positions, `stop` excluded. findings: what fails. erased: entries whose content was lawfully
        erased. archived: entries that lie in files, which a check of the archive reads. root: the hash over its
        leaves. checkpoints: those that end in it, each with the hash up to there.
    """

    start: int
    stop: int
    findings: list[Finding] = field(default_factory=list)
    erased: int = 0
    archived: int = 0
    root: bytes | None = None
    checkpoints: list[Signed] = field(default_factory=list)


def read_stretch(raw: psycopg.Connection, start: int, stop: int, known: Known) -> Stretch:
    """Reads and checks the positions from `start` to `stop`, which is excluded."""
    stretch = Stretch(start, stop)
    missing: list[tuple[int, str]] = []
    leaves: list[bytes] = []
    found = list(_gaps_and_faults(raw, stretch, leaves, missing))
    absent = [UUID(finding.entry) for finding in found if finding.check == "entry.content_missing"]
    lawful = {str(entry) for entry in lawfully_absent(absent, raw)}
    stretch.erased = len(lawful)
    stretch.findings += in_runs(f for f in found if f.check != "entry.content_missing" or f.entry not in lawful)
    moved = {str(entry) for entry in archived([UUID(entry) for _position, entry in missing], raw)}
    stretch.archived = len(moved)
    stretch.findings += _lost(raw, [one for one in missing if one[1] not in moved])
    rows = trees.levels(leaves)
    if known.signed:
        stretch.findings += trees.check_tiles(raw, start, stop, known.signed, rows)
    checkpoints = trees.read_checkpoints(raw, start, stop, known.log, stretch.findings)
    checkpoints += [held for held in sorted(known.held, key=lambda held: held.size) if start < held.size <= stop]
    stretch.checkpoints = [replace(one, partial=trees.partial(rows, one.size - start)) for one in checkpoints]
    stretch.root = trees.partial(rows, stop - start)
    return stretch


def _gaps_and_faults(
    raw: psycopg.Connection, stretch: Stretch, leaves: list[bytes], missing: list[tuple[int, str]]
) -> Iterator[Finding]:
    """What is wrong with rows; the leaves that are sealed, and the entries that aren't there, are noted."""
    awaited = stretch.start
    for row in _rows(raw, stretch.start, stretch.stop):
        position = row[0]
        while awaited < position:
            yield Finding("position.gap", position=awaited)
            leaves.append(NOTHING)
            awaited += 1
        awaited += 1
        leaves.append(row[2])
        if row[5] is None:
            missing.append((position, row[1]))
        elif not _sound(row):
            yield from _faults(row)
    for position in range(awaited, stretch.stop):
        yield Finding("position.gap", position=position)
        leaves.append(NOTHING)


def _rows(raw: psycopg.Connection, start: int, stop: int) -> Iterator[tuple[Any, ...]]:
    with psycopg.Cursor(raw).copy(_READ, (start, stop)) as copy:
        copy.set_types(_TYPES)
        yield from copy.rows()


def _sound(row: tuple[Any, ...]) -> bool:
    """Whether nothing is wrong with a row; the quick way that nearly every row goes."""
    sealed, leaf, header_salt, header, commitment, salt, body = row[2:9]
    if body is None or salt is None:
        return False
    header_commitment = sha256(header_salt + header).digest()
    if sealed != leaf or leaf != sha256(b"\x00\x01" + header_commitment + commitment).digest():
        return False
    if sha256(salt + body).digest() != commitment:
        return False
    try:
        head = orjson.loads(header)
        return head["v"] == HEADER_FORMAT and _heads(head) == row[9:]
    except (ValueError, KeyError, TypeError):
        return False


def _faults(row: tuple[Any, ...]) -> Iterator[Finding]:
    """Everything that is wrong with a row, check by check."""
    position, entry = row[0], row[1]
    sealed, leaf, header_salt, header, commitment, salt, body = row[2:9]
    computed = sha256(b"\x00\x01" + sha256(header_salt + header).digest() + commitment).digest()
    if computed != sealed:
        yield Finding("entry.leaf", position, entry=entry, place="header", found=computed.hex(), expected=sealed.hex())
    if leaf != sealed:
        yield Finding("entry.leaf", position, entry=entry, place="leaf_hash", found=leaf.hex(), expected=sealed.hex())
    if salt is None or body is None:
        yield Finding("entry.content_missing", position, entry=entry, place="ledger_content")
    elif sha256(salt + body).digest() != commitment:
        yield Finding("entry.content", position, entry=entry, place="ledger_content")
    try:
        head = orjson.loads(header)
        if head["v"] != HEADER_FORMAT:
            raise ValueError
        said = _heads(head)
    except (ValueError, KeyError, TypeError):
        yield Finding("entry.header", position, entry=entry, place="header")
        return
    for (_key, column, _sql), expected, found in zip(COPIES, said, row[9:], strict=True):
        if expected != found:
            yield Finding(
                "entry.copy", position, entry=entry, record=str(head["record"]), place=column,
                found=str(found), expected=str(expected),
            )  # fmt: skip


_ELSEWHERE = "SELECT id::text, recorded_at FROM ledger_entry WHERE id = ANY(%s::uuid[])"


def _lost(raw: psycopg.Connection, missing: list[tuple[int, str]]) -> Iterator[Finding]:
    """Sealed entries that aren't where their position says; whether they stand at another time."""
    for at in range(0, len(missing), 1000):
        part = missing[at : at + 1000]
        moved: dict[str, int] = dict(raw.execute(_ELSEWHERE, ([entry for _position, entry in part],)).fetchall())
        for position, entry in part:
            if entry in moved:
                found = str(moved[entry])
                yield Finding("entry.copy", position, entry=entry, place="recorded_at", found=found)
            else:
                yield Finding("entry.missing", position, entry=entry, place="ledger_entry")
