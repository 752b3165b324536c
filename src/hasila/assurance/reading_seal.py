"""Readings are sealed into the ledger: each batch is one entry that commits to the Merkle root over its readings.

A reading is sealed within about a minute of being written. How often it was repeated is sealed again once its quarter
of an hour has ended, since it may grow until then. The entry is a leaf of the ledger's tree like any other, so what the
tree proves holds for the readings beneath it: whoever alters, removes or adds one is found by `verify_readings`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import orjson
import psycopg
from django.db import transaction

from hasila.assurance.readings import QUARTER, make_months, slot_of
from hasila.kernel.access import SYSTEM
from hasila.kernel.ledger import Draft
from hasila.kernel.loading import Work
from hasila.kernel.merkle import commitment, leaf_hash
from hasila.kernel.perform import DOOR, Door, raw_connection
from hasila.kernel.writing import write_plain
from hasila.plain.moments import day_number, from_micros, legal_day

ACT = "kernel.readings"
EXPIRED = "kernel.readings_expired"
FORMAT = b"\x02"
LOCK = 0x52454144  # "READ": one at a time
LIMIT = 50_000
GRACE = 30_000_000
"""Microseconds after its end for which a quarter of an hour is left open: a transaction may still be running."""
PATIENCE = 600_000_000
"""Microseconds after which an unsealed reading is reported."""
CHUNK = 20_000

SEALED = (
    "id, slot, actor, record_id, kind, register, purpose, case_ref, basis, words, unit_id, mandate, emergency, "
    "results, digest, first_at, salt"
)
_FIELDS = SEALED.count(",") + 1
_SALT = _FIELDS - 1
_DIGEST = _FIELDS - 3


def reading_leaf(row: tuple) -> bytes:
    """The leaf of a reading: RFC 6962's hash of the format and a salted commitment to all that never changes in it.

    Args:
        row: the columns `SEALED`.
    """
    return leaf_hash(FORMAT + commitment(bytes(row[_SALT]), _bytes(row)))


def count_leaf(row: tuple, times: int, last_at: int) -> bytes:
    """The leaf of a reading's count, once its quarter of an hour has ended."""
    said = _bytes(row) + orjson.dumps([times, last_at])
    return leaf_hash(FORMAT + commitment(bytes(row[_SALT]), said))


def _bytes(row: tuple) -> bytes:
    values: list[Any] = list(row[:_SALT])
    if values[_DIGEST] is not None:
        values[_DIGEST] = bytes(values[_DIGEST]).hex()
    return orjson.dumps(values)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The RFC 6962 root over leaf hashes, in one pass with one hash kept for each level."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        level, node = 0, leaf
        while stack and stack[-1][0] == level:
            node = sha256(b"\x01" + stack.pop()[1] + node).digest()
            level += 1
        stack.append((level, node))
    if not stack:
        return sha256(b"").digest()
    node = stack.pop()[1]
    while stack:
        node = sha256(b"\x01" + stack.pop()[1] + node).digest()
    return node


_READY = f"""
SELECT {SEALED}, times, last_at, batch FROM ledger_reading
 WHERE (batch IS NULL OR (times > 1 AND closing IS NULL)) AND (batch IS NULL OR slot < %s)
 ORDER BY slot, id LIMIT %s
"""


def seal_readings(*, door: Door = DOOR, limit: int = LIMIT) -> int:
    """Seals what is ready as one batch, in one transaction of Django's connection (the application's role).

    Returns:
        how many readings and counts were sealed; 0 when nothing is ready or another sealer is at work.
    """
    now = door.clock()
    with transaction.atomic():
        cursor = psycopg.Cursor(raw_connection())
        if not cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,)).fetchone()[0]:  # type: ignore[index]
            return 0
        closed_before = slot_of(now - GRACE)
        fetched = cursor.execute(_READY, (closed_before, limit), binary=True).fetchall()
        if not fetched:
            return 0
        month = _month(fetched[0][1])
        rows = [row for row in fetched if _month(row[1]) == month]
        opened = [row for row in rows if row[-1] is None]
        closed = [row for row in rows if row[-3] > 1 and row[1] < closed_before]
        _commit(cursor, month, opened, closed, len(fetched) == limit, now, door)
    return len(opened) + len(closed)


def seal_all_readings(*, door: Door = DOOR) -> int:
    """Seals until nothing is ready; returns how much was sealed."""
    total = 0
    while sealed := seal_readings(door=door):
        total += sealed
    return total


def _commit(
    cursor: psycopg.Cursor, month: int, opened: list[tuple], closed: list[tuple], full: bool, now: int, door: Door
) -> None:
    number = cursor.execute("SELECT coalesce(max(number), 0) + 1 FROM ledger_reading_batch").fetchone()[0]  # type: ignore[index]
    root = root_of(reading_leaf(row) for row in opened)
    closing = root_of(count_leaf(row, row[-3], row[-2]) for row in closed)
    cells = _cells(opened, closed)
    entry = door.ids(now)
    kinds: dict[str, int] = defaultdict(int)
    for (_unit, _register, _purpose, kind), (readings, _times) in cells.items():
        kinds[kind] += readings
    body = {
        "batch": number,
        "month": month,
        "readings": len(opened),
        "root": root.hex(),
        "closed": len(closed),
        "closing_root": closing.hex(),
        "full": full,
    }
    _enter(entry, ACT, body, {kind: count for kind, count in sorted(kinds.items()) if count}, now, door)
    keys = list(cells)
    cursor.execute(
        "SELECT hasila_seal_readings(%s::int, %s, %s::int, %s, %s, %s::int[], %s::uuid[], %s::int[], %s::uuid[], "
        "%s::int[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bigint[])",
        (
            number, entry, month, root, closing, [row[1] for row in opened], [row[0] for row in opened],
            [row[1] for row in closed], [row[0] for row in closed], [row[-3] for row in closed],
            *([key[part] for key in keys] for part in range(4)),
            [cells[key][0] for key in keys], [cells[key][1] for key in keys],
        ),
    )  # fmt: skip


def _enter(entry: UUID, act: str, body: dict[str, Any], measures: dict[str, int], now: int, door: Door) -> None:
    """Writes an entry of the system, through the writer of every entry."""
    work = Work(raw_connection())
    work.drafts.append(
        Draft(
            entry_id=entry,
            act=act,
            actor=SYSTEM,
            record_id=entry,
            unit_id=0,
            occurred_at=now,
            day=day_number(legal_day(now)),
            procedure_version=1,
            state_from="",
            state_to="",
            body=orjson.dumps(body),
            measures=orjson.dumps(measures).decode() if measures else "",
        )
    )
    write_plain(work, now, door.salts)


Cells = dict[tuple[int, str, str, str], list[int]]


def _cells(opened: list[tuple], closed: list[tuple]) -> Cells:
    """What a batch adds to the figures of use: a reading when it is sealed, its repetitions when its count is."""
    cells: Cells = defaultdict(lambda: [0, 0])
    for row in opened:
        cell = cells[(row[10], row[5], row[6], row[4])]
        cell[0] += 1
        cell[1] += 1
    for row in closed:
        cells[(row[10], row[5], row[6], row[4])][1] += row[-3] - 1
    return cells


def _month(slot: int) -> int:
    moment = from_micros(slot * QUARTER)
    return moment.year * 100 + moment.month


# ---------------------------------------------------------------- verification


@dataclass(frozen=True, slots=True)
class Failure:
    """A place that fails, and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def verify_readings(raw: psycopg.Connection, *, now: int | None = None) -> Iterator[Failure]:
    """Holds every reading against its batch, every batch against its entry, and the figures against a recount.

    It trusts the entries: that they are in the tree, unaltered, is the ledger's verification. Readings whose month was
    lawfully removed (an entry says so) are left out.

    Args:
        raw: a connection that may read the ledger's tables. now: microseconds, to tell what is overdue.
    """
    now = DOOR.clock() if now is None else now
    batches: Batches = {}
    removed = set()
    for entry, act, recorded_at, body in raw.execute(
        "SELECT e.id, e.act, e.recorded_at, c.body FROM ledger_entry e LEFT JOIN ledger_content c "
        "ON c.entry_id = e.id AND c.recorded_at = e.recorded_at WHERE e.act IN (%s, %s)",
        (ACT, EXPIRED),
    ):
        said = orjson.loads(bytes(body)) if body is not None else {}
        if act == EXPIRED:
            removed.add(said.get("month"))
        else:
            batches[said.get("batch")] = (entry, said, recorded_at)
    yield from _batch_rows(raw, batches)
    moved = _moved(raw)
    batches |= moved
    removed |= {said["month"] for _entry, said, _at in moved.values() if not _month_stands(raw, said["month"])}
    standing = {number: known for number, known in batches.items() if known[1].get("month") not in removed}
    yield from _against(raw, standing, "batch, place", "batch", "readings", "root")
    yield from _against(raw, standing, "closing, closing_place", "closing", "closed", "closing_root")
    yield from _overdue(raw, now)
    yield from _results(raw)
    yield from _figures(raw, removed)


_ARCHIVED = (
    "EXISTS (SELECT 1 FROM ledger_archive_key k JOIN ledger_archive a USING (year) "
    "WHERE k.entry_id = b.entry_id AND a.state = 'moved')"
)
Batches = dict[Any, tuple[UUID, dict[str, Any], int]]
"""By number: the entry, its content, when it was recorded."""


def _moved(raw: psycopg.Connection) -> Batches:
    """The batches whose entries lie in the archive of a year that was moved to files: what they say stands here in the
    row of the batch alone, and the check of the archive holds the entry.
    """
    rows = raw.execute(
        "SELECT b.number, b.entry_id, b.month, b.readings, b.root, b.closed, b.closing_root, p.recorded_at "
        f"FROM ledger_reading_batch b JOIN ledger_position p ON p.entry_id = b.entry_id WHERE {_ARCHIVED}"
    )
    return {
        number: (
            entry,
            {
                "batch": number, "month": month, "readings": readings, "root": bytes(root).hex(), "closed": closed,
                "closing_root": bytes(closing_root).hex(), "full": True,  # nobody knows: none is blamed for the next
            },
            recorded_at,
        )
        for number, entry, month, readings, root, closed, closing_root, recorded_at in rows
    }  # fmt: skip


def _month_stands(raw: psycopg.Connection, month: int) -> bool:
    found = raw.execute("SELECT to_regclass(%s)", (f"ledger_reading_{month // 100}_{month % 100:02d}",)).fetchone()
    return bool(found and found[0])


def _batch_rows(raw: psycopg.Connection, batches: Batches) -> Iterator[Failure]:
    rows = raw.execute(
        "SELECT b.number, b.entry_id, b.month, b.readings, b.root, b.closed, b.closing_root "
        f"FROM ledger_reading_batch b WHERE NOT {_ARCHIVED}"
    ).fetchall()
    for number, entry, month, readings, root, closed, closing_root in rows:
        known = batches.get(number)
        if known is None or known[0] != entry:
            yield Failure(f"readings, batch {number}", "no entry of the ledger stands for it")
            continue
        kept = {
            "batch": number, "month": month, "readings": readings, "root": bytes(root).hex(), "closed": closed,
            "closing_root": bytes(closing_root).hex(),
        }  # fmt: skip
        if kept != {name: value for name, value in known[1].items() if name != "full"}:
            yield Failure(f"readings, batch {number}", "it says something else than its entry")
    for number in sorted(set(batches) - {row[0] for row in rows}, key=str):
        yield Failure(f"readings, batch {number}", "the ledger has its entry, the batch is gone")


def _against(
    raw: psycopg.Connection, batches: Batches, order: str, column: str, count: str, root: str
) -> Iterator[Failure]:
    """Recomputes the roots of all batches in one pass over the readings, in the memory of one batch."""
    found: dict[int, tuple[int, bytes, int]] = {}
    with raw.transaction(), raw.cursor(name="readings", binary=True) as cursor:
        cursor.itersize = CHUNK
        cursor.execute(f"SELECT {SEALED}, times, last_at, {column} FROM ledger_reading WHERE {column} IS NOT NULL "
                       f"ORDER BY {order}")  # fmt: skip
        for number, rows in groupby(cursor, key=itemgetter(-1)):
            leaves, earliest = [], 1 << 62
            for row in rows:
                if column == "batch":
                    leaves.append(reading_leaf(row))
                    ready = row[_SALT - 1]
                else:
                    leaves.append(count_leaf(row, row[-3], row[-2]))
                    ready = (row[1] + 1) * QUARTER
                earliest = min(earliest, ready)
            found[number] = (len(leaves), root_of(leaves), earliest)
    empty = (0, root_of(()), 1 << 62)
    for number, (_entry, said, _at) in batches.items():
        size, made, earliest = found.pop(number, empty)
        if size != said.get(count):
            yield Failure(f"readings, batch {number}", f"{size} of {said.get(count)} {count} are there")
        elif made.hex() != said.get(root):
            yield Failure(f"readings, batch {number}", f"a reading was altered ({root} differs)")
        elif earliest < _missed(batches, number, said):
            yield Failure(f"readings, batch {number}", "it holds what the batch before should have: written afterwards")
    for number in found:
        yield Failure(f"readings, batch {number}", "readings name a batch that the ledger does not know")


def _missed(batches: Batches, number: Any, said: dict[str, Any]) -> int:
    """Microseconds before which nothing that a batch holds may lie: the one before it took all that was ready."""
    before = batches.get(number - 1) if isinstance(number, int) else None
    if before is None or before[1].get("month") != said.get("month") or before[1].get("full"):
        return 0  # it left some
    return before[2] - PATIENCE


def _overdue(raw: psycopg.Connection, now: int) -> Iterator[Failure]:
    rows = raw.execute(
        "SELECT id, first_at FROM ledger_reading WHERE (batch IS NULL AND first_at < %s) "
        "OR (times > 1 AND closing IS NULL AND slot < %s)",
        (now - PATIENCE, slot_of(now - PATIENCE)),
    )
    for identifier, first_at in rows:
        yield Failure(f"reading {identifier}", f"of {from_micros(first_at):%Y-%m-%d %H:%M} UTC is not sealed")


def _results(raw: psycopg.Connection) -> Iterator[Failure]:
    """What searches and exports found, against the digest in the sealed reading."""
    rows = raw.execute(
        "SELECT id FROM ledger_reading WHERE digest IS NOT NULL AND digest <> hasila_found_digest(slot, id, salt)"
    )
    for (identifier,) in rows:
        yield Failure(f"reading {identifier}", "what it found is not what was sealed")


def _figures(raw: psycopg.Connection, removed: set) -> Iterator[Failure]:
    counted: dict[tuple, tuple[int, int]] = {}
    low = "to_char(to_timestamp(slot * 900.0) AT TIME ZONE 'UTC', 'YYYYMM')::int"
    for *key, readings, times in raw.execute(
        f"SELECT {low}, unit_id, register, purpose, kind, count(*), "
        "sum(CASE WHEN closing IS NULL THEN 1 ELSE times END) FROM ledger_reading WHERE batch IS NOT NULL "
        "GROUP BY 1, 2, 3, 4, 5"
    ):
        counted[tuple(key)] = (int(readings), int(times))
    for *key, readings, times in raw.execute(
        "SELECT month, unit_id, register, purpose, kind, readings, times FROM ledger_reading_cell"
    ):
        recounted = counted.pop(tuple(key), (0, 0))
        if key[0] not in removed and recounted != (readings, times):
            yield Failure(f"figures of use, {key}", f"{(readings, times)} stands, {recounted} is counted")
    for missing in counted:
        yield Failure(f"figures of use, {list(missing)}", "counted, and no figure stands")


# ---------------------------------------------------------------- retention


def expired_months(keep: int, now: datetime | None = None) -> list[int]:
    """The months (YYYYMM) whose readings are older than `keep` whole months."""
    today = (now or datetime.now(UTC)).date()
    last = today.year * 12 + today.month - 1 - keep
    cursor = psycopg.Cursor(raw_connection())
    months = cursor.execute("SELECT DISTINCT month FROM ledger_reading_batch ORDER BY 1").fetchall()
    return [month for (month,) in months if (month // 100) * 12 + month % 100 - 1 < last]


def remove_month(month: int, owner: Any, *, basis: str, door: Door = DOOR) -> None:
    """Removes the readings of a month whose retention has ended: first the entry that says so, then the partitions.

    Every batch of it stays in the ledger, so that it can be said how many readings there were.

    Args:
        month: YYYYMM. owner: Django's connection of the owner, who alone may drop tables. basis: key of the rule.
    """
    now = door.clock()
    with transaction.atomic():
        _enter(door.ids(now), EXPIRED, {"month": month, "basis": basis}, {}, now, door)
    with owner.cursor() as cursor:
        for table in ("ledger_reading", "ledger_reading_result"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}_{month // 100}_{month % 100:02d}")


def keep_ready(door: Door = DOOR) -> None:
    """Makes the months to come; the sealer's process asks for it once a day."""
    with transaction.atomic():
        make_months(psycopg.Cursor(raw_connection()), from_micros(door.clock()))
