"""Verifying the whole ledger: entries, order, figures, records; and saying where each fails.

What is sealed never changes, so its part is read stretch by stretch, by several processes, and goes on after an
interruption where it stopped. What changes (figures, records, counters) is looked at in one snapshot.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

from hasila.assurance import keys
from hasila.assurance.checking import envelopes, records, sets, trees
from hasila.assurance.checking.findings import Finding
from hasila.assurance.checking.leaves import STRETCH, Known
from hasila.assurance.checking.workers import Workers, connect
from hasila.assurance.reading_seal import verify_readings
from hasila.tlog.note import NoteError, Verifier

WORTH = 30_000
"""Entries for which a process is worth its start."""

FRESH_SECONDS = 24 * 3600
"""For how long an interrupted run may be gone on with: what was read before is taken as read."""

Progress = Callable[[str, int, int], None]
Look = Callable[[], Iterable[Finding]]


@dataclass
class Report:
    """What a verification gives.

    Attributes:
        size: sealed entries. root: of the tree over them. since: position from which leaves were read. resumed:
        position at which an interrupted run went on, else None. waiting: entries that are written and wait for the
        sealer. opened: keys of sealed values that the master keys were tried on; None where those aren't here. counted:
        what was looked at, by kind. findings: what fails. seconds: how long it took.
    """

    size: int = 0
    root: bytes = b""
    since: int = 0
    resumed: int | None = None
    waiting: int = 0
    opened: int | None = None
    counted: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        """Whether nothing failed."""
        return not self.findings


def verify(
    *,
    since: int = 0,
    workers: int | None = None,
    cursor: Path | None = None,
    held: Sequence[str] = (),
    log: Sequence[Verifier] = (),
    progress: Progress | None = None,
) -> Report:
    """Verifies the ledger and everything that is computed from it.

    Args:
        since: read leaves from this position on (rounded down to a stretch of 65,536); what stands before is taken
            from the tree. workers: processes; None takes one for each core, two at most.
        cursor: file that remembers how far an interrupted run came; None remembers nothing.
        held: signed checkpoints that somebody outside holds, such as a witness; the ledger must still begin with them.
        log: the log's keys, where they come from outside; by default those that the database names.
        progress: told the phase, how much of it is done and how much there is.

    Raises:
        psycopg.Error: the database failed or may not be read.
    """
    begun = time.monotonic()
    told = progress or (lambda phase, done, total: None)
    report = Report()
    with connect() as raw, _snapshot(raw) as snapshot:
        report.size, report.waiting = _size(raw)
        first = min(since, report.size) // STRETCH * STRETCH
        parts = records.spans(raw)
        with Workers(workers, report.size // WORTH) as pool:
            _leaves(report, raw, pool, _known(report, raw, held, log), first, cursor, told)
            numbers = _records(report, pool, snapshot, parts, told)
        witnesses = [w.verifier for w in keys.witnesses()]
        looks: list[tuple[str, str, Look]] = [
            ("order", "checkpoints", lambda: trees.check_covered(raw, report.size)),
            ("order", "cosignatures", lambda: trees.check_witnessed(raw, witnesses, keys.needed())),
            ("order", "order", lambda: sets.check_order(raw, report.since)),
            ("figures", "archives", lambda: sets.check_archives(raw)),
            ("figures", "figures", lambda: sets.check_cells(raw)),
            ("figures", "keys", lambda: sets.check_keys(raw)),
            ("figures", "counters", lambda: sets.check_counters(raw, numbers)),
            ("figures", "records", lambda: records.check_missing(raw)),
            ("figures", "sealed values", lambda: envelopes.check_sealed(raw)),
            ("figures", "sealed values", lambda: _opened(report, raw)),
            ("readings", "readings", lambda: _readings(raw)),
        ]
        for phase, place, look in looks:
            told(phase, 0, 1)
            report.findings.extend(_looked(raw, place, look))
        report.counted["readings"] = _count(raw, "ledger_reading")
        report.counted["cells"] = _count(raw, "ledger_cell")
    if cursor is not None:
        cursor.unlink(missing_ok=True)
    report.seconds = time.monotonic() - begun
    return report


def _looked(raw: psycopg.Connection, place: str, look: Look) -> list[Finding]:
    """What a check over all rows finds. A value in its way that can't be read is found too, and the others go on."""
    found: list[Finding] = []
    try:
        with raw.transaction():
            for finding in look():
                found.append(finding)  # noqa: PERF402 - what was found before it stopped counts
    except psycopg.DataError as error:
        found.append(Finding("check.stopped", place=place, found=error.diag.message_primary or ""))
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        found.append(Finding("check.stopped", place=place, found=type(error).__name__))
    return found


def _opened(report: Report, raw: psycopg.Connection) -> list[Finding]:
    report.opened, spoilt = envelopes.check_keys_open(raw)
    return spoilt


def _readings(raw: psycopg.Connection) -> Iterator[Finding]:
    return (Finding("reading.sealed", place=failure.where, found=failure.what) for failure in verify_readings(raw))


@contextmanager
def _snapshot(raw: psycopg.Connection) -> Iterator[str]:
    """One view of the database, and its name for the other processes. It holds up neither door nor sealer."""
    raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        row = raw.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        yield row[0]
    finally:
        raw.execute("ROLLBACK")


def _size(raw: psycopg.Connection) -> tuple[int, int]:
    row = raw.execute(
        "SELECT (SELECT least(coalesce(max(position), -1)::numeric + 1, count(*) + %s)::bigint FROM ledger_position),"
        " (SELECT count(*) FROM ledger_entry e WHERE xid >= (SELECT horizon FROM ledger_head)"
        " AND NOT EXISTS (SELECT FROM ledger_position p WHERE p.entry_id = e.id))",
        (sets.FAR,),
    ).fetchone()
    assert row is not None
    return row[0], row[1]


def _count(raw: psycopg.Connection, table: str) -> int:
    row = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return row[0]


def _known(report: Report, raw: psycopg.Connection, held: Sequence[str], log: Sequence[Verifier]) -> Known:
    """Keys and checkpoints by which the tree is judged."""
    stored, report.counted["keys unannounced"] = trees.check_keys(raw, report.findings)
    log = tuple(log or stored or _at_hand(raw))
    row = raw.execute("SELECT coalesce(max(size), 0), count(*) FROM ledger_checkpoint").fetchone()
    assert row is not None
    signed, report.counted["checkpoints"] = row
    if signed > report.size:
        place = "ledger_checkpoint"
        said = {"found": str(report.size), "expected": str(signed)}
        report.findings.append(Finding("checkpoint.ahead", report.size, until=signed - 1, place=place, **said))
    return Known(signed, log, tuple(trees.open_held(held, log, report.size, report.findings)))


def _at_hand(raw: psycopg.Connection) -> list[Verifier]:
    """The key that signs, where the database names none: by it a checkpoint from before it was emptied is read."""
    try:
        return [Verifier.parse(keys.present(raw.cursor()).public)]
    except (keys.KeyTrouble, NoteError, OSError, ValueError):
        return []


def _leaves(
    report: Report,
    raw: psycopg.Connection,
    pool: Workers,
    known: Known,
    first: int,
    cursor: Path | None,
    told: Progress,
) -> None:
    """Reads every stretch that isn't read yet, and remembers after each how far it came."""
    report.since = first
    report.counted["erased"] = report.counted["archived"] = 0
    state = _remembered(cursor, first) or _State(first, first, crown=trees.Crown.stored(raw, first // STRETCH))
    if state.done != first:
        report.resumed = state.done
    report.findings += state.findings
    kept = len(report.findings) - len(state.findings)
    spans = [(at, min(at + STRETCH, report.size), known) for at in range(state.done, report.size, STRETCH)]
    told("leaves", state.done, report.size)
    roots, outside, crown = trees.Roots(state.good), trees.Roots(), state.crown
    root = crown.root(None)
    for stretch in pool.stretches(spans):
        report.findings += stretch.findings
        report.counted["erased"] += stretch.erased
        report.counted["archived"] += stretch.archived
        for signed in stretch.checkpoints:
            judge = outside if signed.held else roots
            report.findings += judge.check(signed, crown.root(signed.partial))
        root = crown.root(stretch.root)
        if stretch.stop - stretch.start == STRETCH and stretch.root is not None:
            report.findings += crown.add(raw, stretch.root, known.signed)
            state = _State(first, stretch.stop, roots.good, report.findings[kept:], crown)
            if cursor is not None:
                _remember(cursor, state)
        told("leaves", stretch.stop, report.size)
    report.findings += [*roots.end(), *outside.end()]
    report.root = root
    report.counted["entries"] = report.size - first


def _records(report: Report, pool: Workers, snapshot: str, parts: list, told: Progress) -> sets.Numbers:
    """Checks every record; gives the numbers that their entries were given."""
    numbers: sets.Numbers = {}
    report.counted["records"] = 0
    for done, span in enumerate(pool.spans(snapshot, parts), 1):
        report.findings.extend(span.findings)
        report.counted["records"] += span.records
        for key, given in span.numbers.items():
            many, total, largest = numbers.get(key, (0, 0, 0))
            numbers[key] = (many + given[0], total + given[1], max(largest, given[2]))
        told("records", done, len(parts))
    return numbers


@dataclass
class _State:
    """How far a run came: from where, to which position, the last checkpoint that held, what failed, the tree above."""

    first: int
    done: int
    good: int = 0
    findings: list[Finding] = field(default_factory=list)
    crown: trees.Crown = field(default_factory=trees.Crown)


def _database() -> str:
    return str(connections["owner"].settings_dict["NAME"])


def _remember(cursor: Path, state: _State) -> None:
    draft = cursor.with_name(f"{cursor.name}.new")
    text = json.dumps(
        {
            "database": _database(),
            "from": state.first,
            "done": state.done,
            "good": state.good,
            "findings": [asdict(finding) for finding in state.findings],
            "rows": [[one.hex() for one in row] for row in state.crown.rows],
            "counts": state.crown.counts,
        }
    )
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(cursor)


def _remembered(cursor: Path | None, first: int) -> _State | None:
    """How far an interrupted run from the same start came, unless it is too long ago."""
    try:
        if cursor is None or time.time() - cursor.stat().st_mtime > FRESH_SECONDS:
            return None
        said: dict[str, Any] = json.loads(cursor.read_text(encoding="utf-8"))
        if said["database"] != _database() or said["from"] != first:
            return None
        crown = trees.Crown([[bytes.fromhex(one) for one in row] for row in said["rows"]], said["counts"])
        findings = [Finding(**finding) for finding in said["findings"]]
        return _State(first, said["done"], said["good"], findings, crown)
    except (OSError, ValueError, KeyError, TypeError):
        return None
