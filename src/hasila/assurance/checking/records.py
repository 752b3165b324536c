"""Records against their entries: state, version, owner, times, number, trail, fields, and whether each act was lawful.

What an entry holds is taken at its word here; that it is what was sealed is the work of `leaves`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import psycopg
from psycopg.types.datetime import DateBinaryLoader, TimestamptzBinaryLoader

from hasila.assurance.checking.derived import comparisons, defaults, sets
from hasila.assurance.checking.findings import Finding
from hasila.assurance.checking.sets import Numbers
from hasila.kernel.deciding import ENTERED, ERASED
from hasila.kernel.procedures import SAME, Procedure, Transition, registry, transitions
from hasila.kernel.records import reference_of
from hasila.kernel.rows import Rows, rows_of
from hasila.plain.moments import legal_day, micros

SPAN = 5_000
"""Records that are held in memory at once."""

_ARCHIVED = """
SELECT DISTINCT k.record_id FROM ledger_archive_key k JOIN ledger_archive a USING (year)
 WHERE k.record_id = ANY(%s) AND k.record_version > 0 AND a.state = 'moved'
"""


class Deed(NamedTuple):
    """An entry on a record, as much of it as is compared."""

    record_id: UUID
    entry_id: str
    version: int
    act: str
    state_to: str
    unit_id: int
    actor: UUID | None
    cause: UUID | None
    occurred_at: int
    recorded_at: int
    facets: str
    measures: str
    body: bytes | None
    header: bytes | None


@dataclass
class Span:
    """What was found among some records of one procedure. numbers: see `sets.check_counters`."""

    records: int = 0
    findings: list[Finding] = field(default_factory=list)
    numbers: Numbers = field(default_factory=dict)


def spans(raw: psycopg.Connection) -> list[tuple[str, UUID, UUID | None]]:
    """The work: a procedure's key, the first record of a span, the first of the next (None at the end)."""
    found: list[tuple[str, UUID, UUID | None]] = []
    for key, procedure in registry.items():
        rows = raw.execute(
            f'SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM "{_table(procedure)}") AS numbered'
            f" WHERE n %% {SPAN} = 1 ORDER BY id",
            (),
        ).fetchall()
        starts = [row[0] for row in rows]
        found += [(key, start, end) for start, end in zip(starts, [*starts[1:], None], strict=False)]
    return found


def check_missing(raw: psycopg.Connection) -> Iterator[Finding]:
    """Records that entries speak of and that aren't there."""
    for key, procedure in registry.items():
        gone = raw.execute(
            "SELECT e.id::text, e.record_id::text FROM ledger_entry e"
            " WHERE e.act >= %s AND e.act < %s AND e.record_version = 1"
            f' AND NOT EXISTS (SELECT 1 FROM "{_table(procedure)}" r WHERE r.id = e.record_id)',
            (f"{key}.", f"{key}/"),
        )
        for entry, record in gone:
            yield Finding("record.missing", entry=entry, record=record, place=_table(procedure))


def read_span(raw: psycopg.Connection, key: str, start: UUID, end: UUID | None) -> Span:
    """Reads and checks the records of a procedure from `start` on, up to `end`, which is excluded."""
    procedure = registry[key]
    bound, limits = ("", (start,)) if end is None else (" AND r.id < %s", (start, end))
    records = _records(raw, procedure, bound, limits)
    span = Span(len(records))
    moved = _moved(raw, list(records))
    deeds: list[Deed] = []
    for deed in _deeds(raw, procedure, bound, limits):
        if deeds and deed.record_id != deeds[0].record_id:
            _judge(procedure, records.pop(deeds[0].record_id), deeds, span, moved)
            deeds = []
        deeds.append(deed)
    if deeds:
        _judge(procedure, records.pop(deeds[0].record_id), deeds, span, moved)
    for left in records.keys() - moved:
        span.findings.append(Finding("record.without_entry", record=str(left), place=_table(procedure)))
    return span


def _table(procedure: type[Procedure]) -> str:
    return procedure.record._meta.db_table


def _records(raw: psycopg.Connection, procedure: type[Procedure], bound: str, limits: tuple) -> dict[UUID, dict]:
    rows: Rows = rows_of(procedure.record)
    listed = ", ".join(f'r."{c}"' for c in rows.columns if c not in rows.vectors)
    query = f'SELECT {listed} FROM "{rows.table}" r WHERE r.id >= %s{bound}'
    cursor = psycopg.Cursor(raw)
    try:
        loaded = cursor.execute(query, limits, binary=True).fetchall()
    except psycopg.DataError:  # PostgreSQL's calendar is longer than Python's, and knows infinity
        cursor.adapters.register_loader("date", _Day)
        cursor.adapters.register_loader("timestamptz", _Moment)
        loaded = cursor.execute(query, limits, binary=True).fetchall()
    found = (dict(zip(rows.loaded, row, strict=True)) for row in loaded)
    return {row["id"]: row for row in found}


class _Day(DateBinaryLoader):
    """A day, the first of Python's calendar where it is outside of that: whatever was supplied, it wasn't this."""

    def load(self, data: Any) -> date:
        try:
            return super().load(data)
        except psycopg.DataError:
            return date.min


class _Moment(TimestamptzBinaryLoader):
    """The same of a moment."""

    def load(self, data: Any) -> datetime:
        try:
            return super().load(data)
        except psycopg.DataError:
            return datetime.min.replace(tzinfo=UTC)


def _deeds(raw: psycopg.Connection, procedure: type[Procedure], bound: str, limits: tuple) -> Iterator[Deed]:
    numbered = f"{procedure.key}.{procedure.numbered.at}" if procedure.numbered else ""
    query = f"""
    COPY (SELECT e.record_id, e.id::text, e.record_version, e.act, e.state_to, e.unit_id, e.actor, e.cause,
                 e.occurred_at, e.recorded_at, e.facets, e.measures, c.body,
                 CASE WHEN e.act = %s OR r.procedure_version <> %s THEN e.header END
            FROM "{_table(procedure)}" r JOIN ledger_entry e ON e.record_id = r.id AND e.record_version > 0
            LEFT JOIN ledger_content c ON c.entry_id = e.id AND c.recorded_at = e.recorded_at
           WHERE r.id >= %s{bound} ORDER BY e.record_id, e.record_version) TO STDOUT (FORMAT BINARY)
    """
    with psycopg.Cursor(raw).copy(query, (numbered, procedure.version, *limits)) as copy:
        copy.set_types((
            "uuid", "text", "int4", "text", "text", "int8", "uuid", "uuid", "int8", "int8", "text", "text", "bytea",
            "bytea",
        ))  # fmt: skip
        yield from map(Deed._make, copy.rows())


def _moved(raw: psycopg.Connection, ids: list[UUID]) -> set[UUID]:
    """The records whose first entries lie in the archive of a year."""
    return {row[0] for row in raw.execute(_ARCHIVED, (ids,))}


def _judge(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed], span: Span, moved: set[UUID]) -> None:
    """Everything about one record; where something in it is of another kind than it should be, that."""
    try:
        _check(procedure, row, deeds, span, moved)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, ArithmeticError) as error:
        place, found = _table(procedure), type(error).__name__
        span.findings.append(Finding("record.unreadable", record=str(row["id"]), place=place, found=found))


def _check(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed], span: Span, moved: set[UUID]) -> None:
    """Everything about one record; of one whose first entries are archived, what the last of them says."""
    columns = list(_columns(procedure, row, deeds, span.numbers))
    if row["id"] in moved:
        begun = {f"{_table(procedure)}.{name}" for name in ("opened_at", "number")}
        span.findings += [one for one in columns if one.place not in begun]
        return
    found = [*_versions(row, deeds), *columns]
    found += _steps(procedure, row, deeds)
    found += _trail(procedure, row, deeds)
    found += _fields(procedure, row, deeds)
    span.findings += found


def _versions(row: dict[str, Any], deeds: list[Deed]) -> Iterator[Finding]:
    if deeds[-1].version == len(deeds) and all(deed.version == n for n, deed in enumerate(deeds, 1)):
        return
    said = [deed.version for deed in deeds]
    gap = next((n for n, version in enumerate(said, 1) if version != n), len(said))
    yield Finding(
        "record.versions", entry=deeds[gap - 1].entry_id, record=str(row["id"]), place="record_version",
        found=str(said[gap - 1]), expected=str(gap),
    )  # fmt: skip


def _columns(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed], numbers: Numbers) -> Iterator[Finding]:
    """What every record says of itself."""
    last = deeds[-1]
    expected: dict[str, Any] = {
        "state": last.state_to,
        "version": last.version,
        "unit_id": last.unit_id,
        "acted_at": last.occurred_at,
        "opened_at": deeds[0].occurred_at,
        "number": _number(deeds, numbers),
        "reference": reference_of(row["id"], procedure.prefix),
    }
    if row["procedure_version"] != procedure.version:  # which keeps the steps from being judged: so it must be true
        expected["procedure_version"] = orjson.loads(last.header or b"{}").get("procedure")
    for name, value in expected.items():
        stored = row[name]
        if isinstance(stored, datetime):
            stored = micros(stored)
        if stored != value:
            yield Finding(
                "record.column", entry=last.entry_id, record=str(row["id"]), place=f"{_table(procedure)}.{name}",
                found=str(stored), expected=str(value),
            )  # fmt: skip


def _number(deeds: list[Deed], numbers: Numbers) -> int | None:
    """The number that the entries give; each one given is noted."""
    given = None
    for deed in deeds:
        if deed.header is None:
            continue
        number = orjson.loads(deed.header)["number"]
        if number is not None:
            given = number
            key = (deed.act.rpartition(".")[0], deed.unit_id, legal_day(deed.recorded_at).year)
            many, total, largest = numbers.get(key, (0, 0, 0))
            numbers[key] = (many + 1, total + number, max(largest, number))
    return given


def _steps(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed]) -> Iterator[Finding]:
    """Whether the door could have let these acts pass: from state to state, by other hands where the law asks it."""
    if row["procedure_version"] != procedure.version:
        return
    before = ""
    hands: dict[Transition, set[UUID | None]] = defaultdict(set)
    for deed in deeds:
        step = transitions.get(deed.act)
        if step is not None:
            target = before if step.target is SAME else step.target.name
            lawful = (step.opens if before == "" else before in step.source_names) and deed.state_to == target
            if not lawful or step.procedure is not procedure:
                yield Finding(
                    "record.chain", entry=deed.entry_id, record=str(row["id"]), place=deed.act,
                    found=f"{before} → {deed.state_to}", expected=f"{'|'.join(sorted(step.source_names))} → {target}",
                )  # fmt: skip
            if not step.consequent and any(deed.actor in hands[other] for other in step.not_by):
                yield Finding(
                    "record.duties", entry=deed.entry_id, record=str(row["id"]), place=deed.act, found=str(deed.actor)
                )
            if step.remembered:
                hands[step].add(deed.actor)
        before = deed.state_to


def _trail(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed]) -> Iterator[Finding]:
    """The record's memory, by which the door keeps duties apart, counts terms and takes figures back."""
    trail = row["trail"]
    if isinstance(trail, str | bytes):
        trail = orjson.loads(trail)
    done: dict[str, list[list[Any]]] = defaultdict(list)
    entered: set[int] = set()
    before = ""
    for deed in deeds:
        name = deed.act.rpartition(".")[2]
        done[name].append([str(deed.actor), deed.occurred_at, deed.facets, deed.measures, deed.unit_id])
        if deed.state_to != before:
            entered.add(deed.occurred_at)
        before = deed.state_to
    for name, said in trail.items():
        good = said in entered if name == ENTERED else _remembers(said, done[name])
        if not good:
            yield Finding("record.trail", record=str(row["id"]), place=f"{_table(procedure)}.trail.{name}")
    if row["procedure_version"] == procedure.version:
        for name, step in procedure.transitions.items():
            if step.remembered and done[name] and name not in trail and ERASED not in trail:
                yield Finding("record.trail", record=str(row["id"]), place=f"{_table(procedure)}.trail.{name}")


def _remembers(said: Any, done: list[list[Any]]) -> bool:
    return (
        isinstance(said, list) and len(said) == len(done)
        and all(one[:2] == other[:2] and one[2:] in ([], other[2:]) for one, other in zip(said, done, strict=True))
    )  # fmt: skip


def _fields(procedure: type[Procedure], row: dict[str, Any], deeds: list[Deed]) -> Iterator[Finding]:
    """Each field against what was last supplied for it, where that is still known."""
    compared = comparisons(procedure.key)
    known: dict[str, Any] = defaults(procedure.key).copy()
    by: dict[str, str] = {}
    for deed in deeds:
        step = transitions.get(deed.act)
        if deed.body is not None:
            for name, value in orjson.loads(deed.body).items():
                known[name], by[name] = value, deed.entry_id
        elif step is not None:
            for asked in step.asked.values():
                known.pop(asked.attname, None)
        changed = sets(step) if step is not None else None
        if changed is None or (deed.body is None and step is None):
            known.clear()
        elif changed:
            for name in changed:
                known.pop(name, None)
    for name, value in known.items():
        same = compared.get(name)
        if same is not None and not same(row[name], value):
            yield Finding(
                "record.field", entry=by.get(name, ""), record=str(row["id"]), place=f"{_table(procedure)}.{name}"
            )
