"""The sealer gives entries their order, once each, and folds the figures in that order.

Commit order is not sequence order: a transaction that is still open may hold an older number than one that was
committed. So the sealer takes only entries of transactions below the oldest one still running; what it has taken is
everything up to its horizon, and a transaction held open across seals loses nothing.
"""

from collections import defaultdict
from typing import Any

import orjson
import psycopg

LOCK = 0x48415349  # "HASI": one sealer at a time
LIMIT = 50_000

# The oldest transaction of this database that still runs. Those of other databases write no entry here, nor does
# autovacuum (which runs as no user), and one held open for an hour must not hold up the ledger; what cannot be told
# apart counts as ours. One that ended since the snapshot is told by its status, which is asked after who runs.
OLDEST = """
SELECT coalesce(min(running::text::bigint), max(pg_snapshot_xmax(taken)::text::bigint))
  FROM (SELECT pg_current_snapshot() AS taken) s LEFT JOIN LATERAL pg_snapshot_xip(s.taken) AS running ON CASE
       WHEN EXISTS (SELECT 1 FROM pg_stat_activity a
                     WHERE a.backend_xid = running::xid
                       AND (a.usesysid IS NULL
                            OR a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())))
       THEN false ELSE pg_xact_status(running) = 'in progress' END
"""
_WINDOW = """
SELECT id, record_id, record_version, xid, recorded_at, leaf_hash,
       act, day, unit_id, facets, measures, correction, simulated
  FROM ledger_entry e WHERE xid >= %s AND xid < %s
   AND (SELECT p.position FROM ledger_position p WHERE p.entry_id = e.id) IS NULL ORDER BY xid, ordinal
"""


def seal_once(raw: psycopg.Connection, *, everything: bool = False, limit: int = LIMIT) -> int:
    """Seals what is ready, in one transaction of this connection, which must not be inside another.

    Args:
        raw: a connection of the sealer's role. everything: for tests inside one transaction: entries of running
            transactions too. limit: entries a pass, so that catching up after a stop stays small.

    Returns:
        how many entries were sealed; 0 when nothing is ready or another sealer is at work.
    """
    with raw.transaction():
        cursor = raw.cursor()
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,))
        if not cursor.fetchone()[0]:  # type: ignore[index]
            return 0
        cursor.execute("SELECT size, horizon FROM ledger_head")
        size, horizon = cursor.fetchone()  # type: ignore[misc]
        cursor.execute(OLDEST)
        oldest = (1 << 62) if everything else cursor.fetchone()[0]  # type: ignore[index]
        upper = _upper(cursor, horizon, oldest, limit)
        cursor.execute(_WINDOW, (horizon, upper), binary=True)
        entries = _in_version_order(cursor.fetchall())
        if entries:
            _place(cursor, size, entries)
            _fold(cursor, entries)
        cursor.execute(
            "UPDATE ledger_head SET size = %s, horizon = %s, sealed_at = now()",
            (size + len(entries), entries[-1][3] + 1 if everything and entries else (horizon if everything else upper)),
        )
    return len(entries)


# Entries in a window whose predecessor on the same record stands at or above its upper end, and isn't sealed: after a
# restore on another server a sealed one may stand anywhere.
_AHEAD = """
SELECT {} FROM ledger_entry e JOIN ledger_entry before
    ON before.record_id = e.record_id AND before.record_version = e.record_version - 1
 WHERE e.xid >= %s AND e.xid < %s AND e.record_version > 1 AND before.xid >= %s AND before.xid < %s
   AND (SELECT p.position FROM ledger_position p WHERE p.entry_id = before.id) IS NULL
"""


def _upper(cursor: psycopg.Cursor, horizon: int, oldest: int, limit: int) -> int:
    """The transaction number below which this pass seals; a whole transaction at least, never half of one.

    An entry may stand in an earlier transaction than its predecessor on the same record. A pass that is cut short is
    widened until those predecessors are in it; what waits for a transaction that still runs is left for a later pass.
    """
    cursor.execute(
        "SELECT xid FROM ledger_entry WHERE xid >= %s AND xid < %s ORDER BY xid OFFSET %s LIMIT 1",
        (horizon, oldest, limit),
    )
    row = cursor.fetchone()
    upper = oldest if row is None else row[0] + 1
    while upper < oldest:
        cursor.execute(_AHEAD.format("max(before.xid)"), (horizon, upper, upper, oldest))
        wider = cursor.fetchone()[0]  # type: ignore[index]
        if wider is None:
            break
        upper = wider + 1
    while True:
        cursor.execute(_AHEAD.format("min(e.xid)"), (horizon, upper, upper, 1 << 62))
        waiting = cursor.fetchone()[0]  # type: ignore[index]
        if waiting is None:
            return upper
        upper = waiting


def _in_version_order(entries: list[tuple]) -> list[tuple]:
    """The entries with those of one record in the order of its versions, in the places that they hold together."""
    places: dict[Any, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        if entry[2] > 0:  # readings have no version and stay where they are
            places[entry[1]].append(index)
    for held in places.values():
        if len(held) > 1:
            ordered = sorted((entries[index] for index in held), key=lambda entry: entry[2])
            for index, entry in zip(held, ordered, strict=True):
                entries[index] = entry
    return entries


def _place(cursor: psycopg.Cursor, size: int, entries: list[tuple]) -> None:
    with cursor.copy(
        "COPY ledger_position (position, entry_id, recorded_at, leaf_hash) FROM STDIN (FORMAT BINARY)"
    ) as copy:
        copy.set_types(("int8", "uuid", "int8", "bytea"))
        for position, entry in enumerate(entries, size):
            copy.write_row((position, entry[0], entry[4], entry[5]))


def _fold(cursor: psycopg.Cursor, entries: list[tuple]) -> None:
    """Adds the entries to their cells."""
    groups: dict[tuple, int] = defaultdict(int)
    for entry in entries:
        groups[entry[6:]] += 1
    cells = folded(groups)
    rows = sorted(cells.items())
    columns = list(zip(*[(*key, value) for key, value in rows], strict=True))
    cursor.execute(
        "INSERT INTO ledger_cell (act, month, unit_id, facets, simulated, measure, value) "
        "SELECT * FROM unnest(%s::text[], %s::int[], %s::bigint[], %s::text[], %s::bool[], %s::text[], %s::bigint[]) "
        "ON CONFLICT (act, month, unit_id, facets, simulated, measure) "
        "DO UPDATE SET value = ledger_cell.value + EXCLUDED.value",
        [list(column) for column in columns],
    )


def folded(groups: dict[tuple, int]) -> dict[tuple, int]:
    """Each entry in its cell (act, month, unit, facets, simulated, measure); a correction takes back what it corrects.

    Args:
        groups: how many entries there are of each (act, day, unit, facets, measures, correction, simulated).
    """
    cells: dict[tuple, int] = defaultdict(int)
    for (act, day, unit, facets, measures, correction, simulated), count in groups.items():
        _add(cells, (act, day // 100, unit, facets, simulated), measures, count)
        if correction:
            back = orjson.loads(correction)
            key = (back["act"], back["day"] // 100, back["unit"], back["facets"], simulated)
            _add(cells, key, back["measures"], -count)
    return cells


def _add(cells: dict[tuple, int], key: tuple, measures: str, count: int) -> None:
    cells[(*key, "")] += count
    if measures:
        for name, value in orjson.loads(measures).items():
            cells[(*key, name)] += value * count


def seal_all(raw: psycopg.Connection, *, everything: bool = False) -> int:
    """Seals until nothing is ready; returns how many entries were sealed."""
    total = 0
    while sealed := seal_once(raw, everything=everything):
        total += sealed
    return total
