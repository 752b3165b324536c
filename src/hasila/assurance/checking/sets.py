"""What is asked of all rows at once, in SQL: places, order, figures, numbers, keys.

Columns are taken at their word here; that they are what the headers say is the work of `leaves`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg

from hasila.assurance.archiving.years import bounds
from hasila.assurance.checking.findings import Finding

BACK = 3_600_000_000
"""Microseconds by which an entry may say that it was recorded before another that is sealed ahead of it: a transaction
may run that long between its decision and its commit."""

FAR = 1_000
"""Positions beyond the number of entries that are looked at one by one; what is placed further is named by itself."""

_HEAD = """
SELECT h.size, (SELECT count(*) FROM ledger_position),
       (SELECT coalesce(max(position), -1)::numeric + 1 FROM ledger_position)::text
  FROM ledger_head h
"""
_FAR = "SELECT position, entry_id::text FROM ledger_position WHERE position >= %s ORDER BY position LIMIT 100"
# Below the horizon everything is sealed; and nothing waits for an hour while the sealer works, whatever its
# transaction's number says.
_UNPLACED = """
SELECT e.id::text, e.record_id::text, e.recorded_at
  FROM ledger_entry e JOIN ledger_head h
    ON e.xid < h.horizon OR e.recorded_at < extract(epoch FROM h.sealed_at)::bigint * 1000000 - 3600000000
 WHERE NOT EXISTS (SELECT 1 FROM ledger_position p WHERE p.entry_id = e.id AND p.recorded_at = e.recorded_at)
"""
_TWICE_PLACED = """
SELECT entry_id::text, min(position), max(position) FROM ledger_position GROUP BY entry_id HAVING count(*) > 1
"""
_TWICE = "SELECT id::text, min(record_id::text) FROM ledger_entry GROUP BY id HAVING count(*) > 1"
_BACKDATED = """
SELECT position, entry_id::text, recorded_at, top FROM (
    SELECT position, entry_id, recorded_at, max(recorded_at) OVER (ORDER BY position) AS top FROM ledger_position
     WHERE position >= %s) AS ordered
 WHERE recorded_at < top - %s ORDER BY position
"""
# Within one transaction acts may be written in several parts, each numbered from 0; so for every ordinal there are at
# least as many entries with the one before it.
_ORDINALS = """
SELECT xid, ordinal FROM (
    SELECT xid, ordinal, count(*) AS many,
           lag(ordinal) OVER (PARTITION BY xid ORDER BY ordinal) AS before,
           lag(count(*)) OVER (PARTITION BY xid ORDER BY ordinal) AS many_before
      FROM ledger_entry GROUP BY xid, ordinal) AS counted
 WHERE (before IS NULL AND ordinal <> 0) OR before <> ordinal - 1 OR many > many_before
"""
_STRAY = """
SELECT c.entry_id::text FROM ledger_content c
 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.id = c.entry_id AND e.recorded_at = c.recorded_at)
"""
_CELLS = """
WITH sealed AS NOT MATERIALIZED (
    SELECT e.act, e.day / 100 AS month, e.unit_id, e.facets, e.simulated, e.measures, e.correction
      FROM ledger_position p JOIN ledger_entry e ON e.id = p.entry_id AND e.recorded_at = p.recorded_at),
taken AS (
    SELECT j->>'act' AS act, (j->>'day')::int / 100 AS month, (j->>'unit')::bigint AS unit_id, j->>'facets' AS facets,
           simulated, j->>'measures' AS measures, -1 AS sign, count(*) AS many
      FROM (SELECT simulated, correction::jsonb AS j FROM sealed WHERE correction <> '') AS corrections
     GROUP BY 1, 2, 3, 4, 5, 6
    UNION ALL
    SELECT act, month, unit_id, facets, simulated, measures, 1, count(*) FROM sealed GROUP BY 1, 2, 3, 4, 5, 6),
recount AS (
    SELECT act, month, unit_id, facets, simulated, '' AS measure, sum(sign * many)::bigint AS value FROM taken
     GROUP BY 1, 2, 3, 4, 5
    UNION ALL
    SELECT act, month, unit_id, facets, simulated, m.key, sum(sign * many * m.value::bigint)::bigint
      FROM taken, jsonb_each_text(measures::jsonb) AS m WHERE measures <> '' GROUP BY 1, 2, 3, 4, 5, 6),
whole AS (
    SELECT act, month, unit_id, facets, simulated, measure, sum(value)::bigint AS value
      FROM (SELECT * FROM recount UNION ALL
            SELECT act, month, unit_id, facets, simulated, measure, value FROM ledger_archive_cell) AS both_parts
     GROUP BY 1, 2, 3, 4, 5, 6)
SELECT act, month, unit_id, facets, simulated, measure, c.value, r.value
  FROM ledger_cell c FULL JOIN whole r USING (act, month, unit_id, facets, simulated, measure)
 WHERE c.value IS DISTINCT FROM r.value AND (coalesce(c.value, 0) <> 0 OR coalesce(r.value, 0) <> 0)
 ORDER BY act, month, unit_id, facets, simulated, measure
"""
_KEYS = """
SELECT k.actor::text, k.entry_id::text, k.record_id::text FROM ledger_key k
 WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
                    WHERE e.id = k.entry_id AND e.record_id = k.record_id AND e.actor = k.actor)
   AND NOT EXISTS (SELECT 1 FROM ledger_archive_key a JOIN ledger_archive y USING (year)
                    WHERE a.entry_id = k.entry_id AND a.record_id = k.record_id AND y.state = 'moved')
"""
_ARCHIVED = """
SELECT (SELECT count(*) FROM ledger_position WHERE recorded_at >= %s AND recorded_at < %s),
       (SELECT count(*) FROM ledger_archive_key k JOIN ledger_position p ON p.entry_id = k.entry_id WHERE k.year = %s),
       (SELECT count(*) FROM ledger_entry WHERE recorded_at >= %s AND recorded_at < %s)
"""
_MOVED = "SELECT year FROM ledger_archive WHERE state = 'moved'"
_COUNTERS = "SELECT register, unit_id, year, value FROM ledger_counter"


def check_order(raw: psycopg.Connection, since: int = 0) -> Iterator[Finding]:
    """Every entry has exactly one position, positions have no gap, none is back-dated, ordinals are whole."""
    size, count, end = _one(raw, _HEAD)
    if not size == count == int(end):
        for position, entry in raw.execute(_FAR, (count + FAR,)):
            yield Finding("position.gap", count + FAR, until=position - 1, entry=entry, place="ledger_position")
        yield Finding("head.size", place="ledger_head", found=str(size), expected=f"{end} ({count})")
    for entry, record, _at in raw.execute(_UNPLACED):
        yield Finding("entry.unplaced", entry=entry, record=record, place="ledger_entry")
    for entry, first, last in raw.execute(_TWICE_PLACED):
        yield Finding("position.twice", first, entry=entry, place="ledger_position", found=f"{first}, {last}")
    for entry, record in raw.execute(_TWICE):
        yield Finding("entry.twice", entry=entry, record=record, place="ledger_entry")
    for position, entry, at, top in raw.execute(_BACKDATED, (since, BACK)):
        yield Finding("entry.backdated", position, entry=entry, place="recorded_at", found=str(at), expected=f"≥ {top}")
    for xid, ordinal in raw.execute(_ORDINALS):
        yield Finding("entry.ordinal", place=f"xid {xid}", found=str(ordinal))
    for (entry,) in raw.execute(_STRAY):
        yield Finding("entry.stray_content", entry=entry, place="ledger_content")


def check_archives(raw: psycopg.Connection) -> Iterator[Finding]:
    """A year counts as archived only whole: its tables are gone, and each of its positions has its place in the files.
    Whether the files hold is for a check of the archive.
    """
    for year, entries in raw.execute("SELECT year, entries FROM ledger_archive WHERE state = 'moved' ORDER BY year"):
        start, end = bounds(year)
        sealed, kept, left = raw.execute(_ARCHIVED, (start, end, year, start, end)).fetchone() or (0, 0, 0)
        if left or not sealed == kept == entries:
            found = f"{kept}, {entries}" + (f" (+{left})" if left else "")
            yield Finding("archive.incomplete", place=str(year), found=found, expected=str(sealed))


def check_cells(raw: psycopg.Connection) -> Iterator[Finding]:
    """Cells of figures against a count of the sealed entries, corrections taken back."""
    for *cell, found, expected in raw.execute(_CELLS):
        place = " ".join(str(part) for part in cell if part != "")
        yield Finding("figure.cell", place=place, found=str(found), expected=str(expected))


def check_keys(raw: psycopg.Connection) -> Iterator[Finding]:
    """Remembered requests against the entries that they name."""
    for actor, entry, record in raw.execute(_KEYS):
        yield Finding("key.entry", entry=entry, record=record, place=f"ledger_key {actor}")


Numbers = dict[tuple[str, int, int], tuple[int, int, int]]
"""For a register, unit and year of recording: how many numbers were given, their sum, and the largest."""


def check_counters(raw: psycopg.Connection, given: Numbers) -> Iterator[Finding]:
    """Counters against the numbers in the entries' headers: 1 to n, each once. Of a year that was moved to an archive
    no header is here; and a legal year begins before the year of UTC, by which archives go.
    """
    moved = {year for (year,) in raw.execute(_MOVED)}
    counted = {(register, unit, year): value for register, unit, year, value in raw.execute(_COUNTERS)}
    for key in sorted(counted.keys() | given.keys()):
        many, total, largest = given.get(key, (0, 0, 0))
        value = counted.get(key, 0)
        whole = key[2] not in moved and key[2] - 1 not in moved
        if not (value == many == largest and total == value * (value + 1) // 2 if whole else value >= largest):
            place = " ".join(str(part) for part in key)
            yield Finding("number.counter", place=place, found=str(value), expected=f"{many} (≤ {largest})")


def _one(raw: psycopg.Connection, query: LiteralString) -> tuple[Any, ...]:
    row = raw.execute(query).fetchone()
    assert row is not None
    return row
