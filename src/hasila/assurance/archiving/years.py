"""Archiving a closed year: write its files, check them against the ledger, take its tables away, bring them back.

Each step can be broken off and taken again. Only the last one takes anything from the database, and only after the
files were read back whole. The owner's connection does it: no page and no act can.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import connection, connections
from django.utils.translation import gettext as _

from hasila.assurance.archiving import files
from hasila.assurance.archiving.files import ArchiveFault, File, Fold, Line, Manifest
from hasila.kernel.ledger import CONTENT_COLUMNS, CONTENT_TYPES, ENTRY_TYPES
from hasila.kernel.merkle import commitment
from hasila.kernel.schema import ENTRY_COLUMNS, install
from hasila.plain.moments import micros
from hasila.tlog.note import NoteError, Signer, Verifier, open_note, sign_note

PART = 20_000
Progress = Callable[[str, int, int], None]
Keys = dict[UUID, bytes | None]

# The copies of an entry's row, as its header gives them.
COPIES: dict[str, str] = {
    "id": "id", "recorded_at": "recorded_at", "occurred_at": "occurred_at", "day": "day", "act": "act",
    "record_id": "record", "record_version": "version", "state_to": "to", "unit_id": "unit", "actor": "actor",
    "cause": "cause", "facets": "facets", "measures": "measures", "correction": "correction", "simulated": "simulated",
}  # fmt: skip
_COPIED = ", ".join(f"e.{column}" for column in COPIES)
_READ = f"""
SELECT p.position, e.ordinal, e.xid, e.header, e.header_salt, e.content_commitment, p.leaf_hash, {_COPIED}
  FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id AND e.recorded_at = p.recorded_at
 WHERE p.recorded_at >= %s AND p.recorded_at < %s AND p.position > %s ORDER BY p.position LIMIT %s
"""
_LOCKED = """
SELECT entry_id, salt, body FROM ledger_content
 WHERE entry_id = ANY(%s) AND recorded_at >= %s AND recorded_at < %s FOR KEY SHARE
"""
_NEW_KEYS = """
INSERT INTO ledger_archive_key (year, entry_id, record_id, record_version, key)
SELECT %s, * FROM unnest(%s::uuid[], %s::uuid[], %s::int[], %s::bytea[]) ON CONFLICT (entry_id) DO NOTHING
"""
_KEYS = "SELECT entry_id, key FROM ledger_archive_key WHERE entry_id = ANY(%s)"


@dataclass
class Found:
    """What a check of an archive found: how many entries and readable contents, how many were erased, what fails."""

    entries: int = 0
    contents: int = 0
    erased: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing failed."""
        return not self.faults


@dataclass(frozen=True)
class Whereabouts:
    """Where entries of a record lie that are in the tables no longer."""

    year: int
    place: str
    entries: int


def bounds(year: int) -> tuple[int, int]:
    """The microseconds between which the year's partitions reach; years of recording are those of UTC."""
    start, end = (micros(datetime(y, 1, 1, tzinfo=UTC)) for y in (year, year + 1))
    return start, end


def owner() -> psycopg.Connection:
    """The owner's connection, which must not be inside a transaction."""
    connections["owner"].ensure_connection()
    return connections["owner"].connection


def archive(
    year: int,
    folder: Path,
    *,
    signer: Signer | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    size: int = PART,
) -> Manifest:
    """Writes the files of a closed year; a run that was broken off goes on with the part that was missing.

    Args:
        folder: is made where it isn't there. signer: the log's key; None leaves the manifest without a signature.
        today: None is today; the year must be over. progress: told the phase, what is done and how much there is.
        size: entries in a part.

    Raises:
        ArchiveFault: the year isn't over, sealed or in the tables, an older one is still there, or an entry isn't what
            its leaf says.
        OSError: the folder can't be written.
    """
    told = progress or (lambda phase, done, total: None)
    raw = owner()
    total = _ready(raw, year, today or datetime.now(UTC).date())
    folder.mkdir(parents=True, exist_ok=True)
    raw.execute(
        "INSERT INTO ledger_archive (year, state, place, entries) VALUES (%s, 'writing', %s, %s) ON CONFLICT (year) "
        "DO UPDATE SET state = 'writing', place = EXCLUDED.place, entries = EXCLUDED.entries, updated_at = now()",
        (year, str(folder.resolve()), total),
    )
    parts: list[File] = []
    fold, contents, last = Fold(), 0, -1
    told("write", 0, total)
    done = 0
    while True:
        path = folder / f"part-{len(parts):06}.jsonl.gz"
        lines = list(map(Line.load, files.read_lines(path))) if path.exists() else _part(raw, year, last, size, path)
        if not lines:
            break
        for line in lines:
            fold.add(line.head)
        contents += sum(line.content is not None for line in lines)
        parts.append(File(path.name, files.digest(path), len(lines), lines[0].position, lines[-1].position))
        last, done = lines[-1].position, done + len(lines)
        told("write", done, total)
    start, end = bounds(year)
    files.write_lines(folder / files.CELLS, fold.lines())
    cells = File(files.CELLS, files.digest(folder / files.CELLS), len(fold.cells))
    manifest = Manifest(year, start, end, done, contents, parts, cells)
    files.write_bytes(folder / files.README, (files.__doc__ or "").encode())
    text = manifest.text()
    if signer is not None:
        files.write_bytes(folder / files.NOTE, sign_note(_said(year, text), signer).encode())
    files.write_bytes(folder / files.MANIFEST, text)
    return manifest


def _said(year: int, text: bytes) -> str:
    return f"{files.FORMAT}\n{year}\n{files.sha256(text).hexdigest()}\n"


def _ready(raw: psycopg.Connection, year: int, today: date) -> int:
    """How many entries the year has; refuses one that can't be archived."""
    if year >= today.year:
        raise ArchiveFault(_("The year %(year)s is not over.") % {"year": year})
    if not _exists(raw, year):
        raise ArchiveFault(_("The ledger has no table of the year %(year)s.") % {"year": year})
    start, end = bounds(year)
    older = raw.execute("SELECT 1 FROM ledger_entry WHERE recorded_at < %s LIMIT 1", (start,)).fetchone()
    if older is not None:
        raise ArchiveFault(_("An older year is still in the tables: archive the oldest first."))
    row = raw.execute(
        "SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM ledger_position p WHERE p.entry_id = e.id)) "
        "FROM ledger_entry e WHERE recorded_at >= %s AND recorded_at < %s",
        (start, end),
    ).fetchone()
    assert row is not None
    if row[1]:
        raise ArchiveFault(_("Entries of this year wait to be sealed: %(count)s.") % {"count": row[1]})
    if not row[0]:
        empty = _("Nothing was recorded in %(year)s: an act belongs to the year of its recording, not of its date.")
        raise ArchiveFault(empty % {"year": year})
    return row[0]


def _exists(raw: psycopg.Connection, year: int) -> bool:
    row = raw.execute("SELECT to_regclass(%s)", (f"ledger_entry_{year}",)).fetchone()
    return row is not None and row[0] is not None


def _part(raw: psycopg.Connection, year: int, after: int, size: int, path: Path) -> list[Line]:
    """Writes the next part. Its contents are held until their keys are there, so that no erasure falls between."""
    start, end = bounds(year)
    with raw.transaction():
        rows = raw.execute(_READ, (start, end, after, size)).fetchall()
        if not rows:
            return []
        ids = [row[7] for row in rows]
        kept = {e: (salt, body) for e, salt, body in raw.execute(_LOCKED, (ids, start, end))}
        fresh = [os.urandom(32) if entry in kept else None for entry in ids]
        raw.execute(_NEW_KEYS, (year, ids, [row[12] for row in rows], [row[13] for row in rows], fresh))
        keys: Keys = dict(raw.execute(_KEYS, (ids,)).fetchall())
    lines = [_line(row, kept.get(row[7]), keys.get(row[7])) for row in rows]
    files.write_lines(path, (line.dump() for line in lines))
    return lines


def _line(row: tuple[Any, ...], content: tuple[bytes, bytes] | None, key: bytes | None) -> Line:
    """A row as its line, after its copies were held against its header and the header against its leaf."""
    position, ordinal, xid, header, header_salt, content_commitment, leaf = row[:7]
    box = None
    if content is not None:
        if commitment(*content) != content_commitment or key is None:
            raise ArchiveFault(_("Entry %(entry)s isn't what its leaf says: verify the ledger.") % {"entry": row[7]})
        box = files.seal(key, row[7], *content)
    line = Line(position, ordinal, xid, header, header_salt, content_commitment, leaf, box)
    head = line.head
    for found, name in zip(row[7:], COPIES.values(), strict=True):
        if (str(found) if isinstance(found, UUID) else found) != head[name]:
            raise ArchiveFault(_("Entry %(entry)s isn't what its leaf says: verify the ledger.") % {"entry": row[7]})
    if line.computed() != leaf:
        raise ArchiveFault(_("Entry %(entry)s isn't what its leaf says: verify the ledger.") % {"entry": row[7]})
    return line


def lines_of(folder: Path, manifest: Manifest) -> Iterator[Line]:
    """Every line of an archive, each file held against its digest first.

    Raises:
        ArchiveFault: a file isn't what the manifest says.
    """
    for part in manifest.parts:
        path = folder / part.name
        try:
            same = files.digest(path) == part.sha256
        except OSError as error:
            raise ArchiveFault(f"{path}: {error.strerror}") from error
        if not same:
            raise ArchiveFault(_("%(file)s isn't what the manifest says.") % {"file": part.name})
        yield from map(Line.load, files.read_lines(path))


def check(
    folder: Path,
    *,
    raw: psycopg.Connection | None = None,
    log: Verifier | None = None,
    progress: Progress | None = None,
) -> Found:
    """Checks an archive: files against the manifest, the manifest's signature, leaves against headers, cells against
    entries; with a connection also leaves against the ledger's positions and contents against their commitments.

    Args:
        raw: the owner's connection; None checks the files alone, contents unread. log: the log's public key; with it
            a manifest without its signature fails.
    """
    told = progress or (lambda phase, done, total: None)
    found = Found()
    try:
        manifest = Manifest.read(folder)
        _check_note(folder, manifest, log)
        fold, batch = Fold(), []
        for line in lines_of(folder, manifest):
            fold.add(line.head)
            batch.append(line)
            if len(batch) == PART:
                _check_lines(found, manifest, batch, raw)
                batch = []
                told("check", found.entries, manifest.entries)
        _check_lines(found, manifest, batch, raw)
        told("check", found.entries, manifest.entries)
        if found.entries != manifest.entries:
            found.faults.append(_("There are %(found)s entries; the manifest says %(said)s.") % {
                "found": found.entries, "said": manifest.entries,
            })  # fmt: skip
        if list(files.read_lines(folder / files.CELLS)) != fold.lines():
            found.faults.append(_("The cells of figures aren't those of the entries."))
    except ArchiveFault as fault:
        found.faults.append(str(fault))
    return found


def _check_note(folder: Path, manifest: Manifest, log: Verifier | None) -> None:
    if log is None:
        return
    text = (folder / files.MANIFEST).read_bytes()
    try:
        said = open_note((folder / files.NOTE).read_text(), [log]).text
    except (OSError, NoteError) as error:
        raise ArchiveFault(_("The manifest isn't signed by the log: %(why)s") % {"why": error}) from error
    if said != _said(manifest.year, text):
        raise ArchiveFault(_("The signature is that of another manifest."))


def _check_lines(found: Found, manifest: Manifest, lines: list[Line], raw: psycopg.Connection | None) -> None:
    ids = [UUID(line.head["id"]) for line in lines]
    sealed: dict[int, tuple[UUID, bytes]] = {}
    keys: Keys = {}
    if raw is not None:
        rows = raw.execute(
            "SELECT position, entry_id, leaf_hash FROM ledger_position WHERE position = ANY(%s)",
            ([line.position for line in lines],),
        )
        sealed = {position: (entry, leaf) for position, entry, leaf in rows}
        keys = dict(raw.execute(_KEYS, (ids,)).fetchall())
    for entry, line in zip(ids, lines, strict=True):
        found.entries += 1
        recorded = line.head["recorded_at"]
        fits = line.computed() == line.leaf_hash and manifest.recorded_from <= recorded < manifest.recorded_to
        if not fits or (raw is not None and sealed.get(line.position) != (entry, line.leaf_hash)):
            found.faults.append(_("Entry %(entry)s at position %(position)s isn't what its leaf says.") % {
                "entry": entry, "position": line.position,
            })  # fmt: skip
        if line.content is None or (raw is not None and keys.get(entry) is None):
            found.erased += 1
        elif raw is None:
            found.contents += 1
        else:
            _check_content(found, entry, line, keys[entry])


def _check_content(found: Found, entry: UUID, line: Line, key: bytes | None) -> None:
    assert key is not None and line.content is not None
    try:
        good = commitment(*files.unseal(key, entry, line.content)) == line.content_commitment
    except ArchiveFault:
        good = False
    found.contents += good
    if not good:
        found.faults.append(_("The content of entry %(entry)s isn't what it commits to.") % {"entry": entry})


def verified(folder: Path, *, log: Verifier | None = None, progress: Progress | None = None) -> Found:
    """Checks an archive against the ledger, and remembers it as verified where all holds."""
    raw = owner()
    found = check(folder, raw=raw, log=log, progress=progress)
    if found.good:
        manifest = Manifest.read(folder)
        raw.execute(
            "UPDATE ledger_archive SET state = 'verified', manifest = %s, place = %s, updated_at = now() "
            "WHERE year = %s AND state = 'writing'",
            (files.sha256(manifest.text()).digest(), str(folder.resolve()), manifest.year),
        )
    return found


# The public bundles of the log go on giving both commitments of each leaf.
_LEAVES = """
INSERT INTO ledger_leaf SELECT p.position, sha256(e.header_salt || e.header), e.content_commitment
  FROM ledger_position p JOIN ledger_entry_{} e ON e.id = p.entry_id AND e.recorded_at = p.recorded_at
    ON CONFLICT DO NOTHING
"""


def move(folder: Path) -> None:
    """Takes a year's tables away, in one transaction, once its archive was verified and holds all of them.

    Raises:
        ArchiveFault: it wasn't verified, or the tables hold what the archive doesn't.
    """
    raw, manifest = owner(), Manifest.read(folder)
    year = manifest.year
    with raw.transaction():
        raw.execute("SET LOCAL lock_timeout = '10s'")
        row = raw.execute("SELECT state, manifest FROM ledger_archive WHERE year = %s FOR UPDATE", (year,)).fetchone()
        if row is not None and row[0] == "moved":
            return
        if row is None or row[0] != "verified" or row[1] != files.sha256(manifest.text()).digest():
            raise ArchiveFault(_("This archive was not verified."))
        raw.execute(f"LOCK TABLE ledger_entry_{year}, ledger_content_{year} IN SHARE ROW EXCLUSIVE MODE")
        counts = raw.execute(
            f"SELECT (SELECT count(*) FROM ledger_entry_{year}), (SELECT count(*) FROM ledger_content_{year} c "
            "WHERE NOT EXISTS (SELECT 1 FROM ledger_archive_key k WHERE k.entry_id = c.entry_id AND k.key IS NOT NULL))"
        ).fetchone()
        if counts != (manifest.entries, 0):
            raise ArchiveFault(_("The tables hold what the archive doesn't: write it anew."))
        raw.execute(_LEAVES.format(year))
        raw.execute(f"DROP TABLE ledger_content_{year}")
        raw.execute(f"DROP TABLE ledger_entry_{year}")
        raw.execute("DELETE FROM ledger_archive_cell WHERE year = %s", (year,))
        with raw.cursor().copy("COPY ledger_archive_cell FROM STDIN") as copy:
            for text in files.read_lines(folder / files.CELLS):
                copy.write_row((year, *orjson.loads(text)))
        raw.execute("UPDATE ledger_archive SET state = 'moved', updated_at = now() WHERE year = %s", (year,))


def restore(folder: Path, *, log: Verifier | None = None, progress: Progress | None = None) -> Found:
    """Brings a year back into tables, in one transaction, after its files were checked against the ledger. Contents
    that were erased meanwhile stay erased.

    Raises:
        ArchiveFault: the year is in the tables, or the archive doesn't hold.
    """
    told = progress or (lambda phase, done, total: None)
    raw, manifest = owner(), Manifest.read(folder)
    year = manifest.year
    if _exists(raw, year):
        raise ArchiveFault(_("The year %(year)s is in the tables.") % {"year": year})
    found = check(folder, raw=raw, log=log, progress=progress)
    if not found.good:
        raise ArchiveFault(found.faults[0])
    with raw.transaction():
        raw.execute("SELECT 1 FROM ledger_archive WHERE year = %s FOR UPDATE", (year,))
        for table in ("ledger_entry", "ledger_content"):
            raw.execute(f"CREATE TABLE {table}_{year} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        _fill(raw, folder, manifest, told)
        start, end = bounds(year)
        for table in ("ledger_entry", "ledger_content"):
            raw.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_{year} FOR VALUES FROM ({start}) TO ({end})")
        raw.execute("DELETE FROM ledger_archive_cell WHERE year = %s", (year,))
        raw.execute("UPDATE ledger_archive SET state = 'verified', updated_at = now() WHERE year = %s", (year,))
    install(connections["owner"])
    return found


def _fill(raw: psycopg.Connection, folder: Path, manifest: Manifest, told: Progress) -> None:
    """Copies entries and readable contents into the year's tables, a part at a time."""
    done = 0
    lines = lines_of(folder, manifest)
    while batch := list(islice(lines, PART)):
        columns = f"COPY ledger_entry_{manifest.year} ({', '.join(ENTRY_COLUMNS)}, xid) FROM STDIN (FORMAT BINARY)"
        with raw.cursor().copy(columns) as copy:
            copy.set_types((*ENTRY_TYPES, "int8"))
            for line in batch:
                copy.write_row(_row(line))
        keys: Keys = dict(raw.execute(_KEYS, ([UUID(line.head["id"]) for line in batch],)).fetchall())
        columns = f"COPY ledger_content_{manifest.year} ({', '.join(CONTENT_COLUMNS)}) FROM STDIN (FORMAT BINARY)"
        with raw.cursor().copy(columns) as copy:
            copy.set_types(CONTENT_TYPES)
            for line in batch:
                entry, key = UUID(line.head["id"]), keys.get(UUID(line.head["id"]))
                if line.content is not None and key is not None:
                    copy.write_row((entry, line.head["recorded_at"], *files.unseal(key, entry, line.content)))
        done += len(batch)
        told("restore", done, manifest.entries)


def _row(line: Line) -> tuple[Any, ...]:
    """The row of an entry, in the order of `ENTRY_COLUMNS`, and its transaction."""
    head = line.head
    values: dict[str, Any] = {column: head[name] for column, name in COPIES.items()}
    for column in ("id", "record_id", "actor", "cause"):
        values[column] = UUID(values[column]) if values[column] is not None else None
    values |= {
        "ordinal": line.ordinal,
        "header_salt": line.header_salt,
        "header": line.header,
        "content_commitment": line.content_commitment,
        "leaf_hash": line.leaf_hash,
    }
    return (*(values[column] for column in ENTRY_COLUMNS), line.xid)


def whereabouts(record_id: UUID) -> list[Whereabouts]:
    """Where a record's archived entries lie, oldest year first; empty where all of them are in the tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT year, place, entries FROM hasila_whereabouts(%s)", [record_id])
        return [Whereabouts(*row) for row in cursor.fetchall()]


def archived(entry_ids: list[UUID], raw: psycopg.Connection) -> set[UUID]:
    """Of entries that aren't in the tables, those that lie in the archive of a year that was moved."""
    rows = raw.execute(
        "SELECT k.entry_id FROM ledger_archive_key k JOIN ledger_archive a USING (year) "
        "WHERE k.entry_id = ANY(%s) AND a.state = 'moved'",
        (entry_ids,),
    )
    return {row[0] for row in rows}


def archives() -> list[tuple[int, str, str, int]]:
    """Year, state, place and entries of each archive."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT year, state, place, entries FROM ledger_archive ORDER BY year")
        return cursor.fetchall()
