"""Case files by the million out of those that a play filled: each is copied so many times, by SQL.

A million played files take hours here, and what a page costs depends on how many rows stand around those it reads, not
on who wrote them. Copies have keys and references of their own and point to one another as the originals do; words,
units, officers, states and times are the originals', so that a name finds forty times as many. Of the ledger the
headers are copied (those of the files always, the others up to ten million in all), not their content, and they are no
leaves of the tree: this database is good for reading and for new acts, not for `ledger verify`.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg

from benchmarks.cases_settings import NAME

TABLES = (
    "casefiles_casefile", "casefiles_writtenrecord", "casefiles_referral", "casefiles_party", "casefiles_custody",
    "casefiles_exhibit", "casefiles_task", "casefiles_charge", "casefiles_thing", "casefiles_minorretention",
    "districts_complaint",
)  # fmt: skip
LOOSE = {
    "casefiles_casefile": ["origin_id", "severed_id"],
    "districts_complaint": ["case_id", "next_id", "party_id"],
}
"""Columns that point to copied rows without a foreign key."""
ENTRIES = 10_000_000
COLUMNS = (
    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
    "AND attgenerated = '' ORDER BY attnum"
)
KEYS = (
    "SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c "
    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
    "WHERE c.conrelid = %s::regclass AND c.contype = 'f'"
)
INDEXES = (
    "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
    "WHERE i.indrelid = %s::regclass "
    "AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid) "
    "AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)"
)
PARTS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ledger_entry'::regclass"


def multiply(count: int) -> dict[str, Any]:
    """Copies the files until there are so many; does nothing where there are."""
    from hasila.project import postgres

    began = time.monotonic()
    with psycopg.connect(postgres.server().conninfo(postgres.ADMIN, NAME), autocommit=True) as link:
        played = _number(link, "casefiles_casefile")
        times = count // max(1, played)
        if times > 1:
            link.execute("SET session_replication_role = replica")
            link.execute("SET synchronous_commit = off")
            link.execute("SET maintenance_work_mem = '1GB'")
            link.execute("SET work_mem = '256MB'")
            for table in TABLES:
                _copy(link, table, times - 1)
                print(f"{table}: {_number(link, table):,} rows, {time.monotonic() - began:,.0f} s", flush=True)
            _copy_entries(link, times - 1)
        numbers = {"files": _number(link, "casefiles_casefile"), "entries": _number(link, "ledger_entry")}
    return numbers | {"copied in s": round(time.monotonic() - began)}


def _number(link: psycopg.Connection, table: str) -> int:
    row = link.execute(f"SELECT count(*) FROM {table}").fetchone()
    return row[0] if row else 0


def _key(column: str) -> str:
    """A key's own copy: its time stays, and what is random in it is drawn anew from the key and the copy's number."""
    drawn = f"md5({column}::text || n)"
    parts = ("left({0}::text, 15)", "left({1}, 3)", "'-8'", "substr({1}, 4, 3)", "'-'", "substr({1}, 7, 12)")
    return f"({' || '.join(parts)})::uuid".format(column, drawn)


def _copy(link: psycopg.Connection, table: str, times: int) -> None:
    names = [name for (name,) in link.execute(COLUMNS, [table])]
    pointing = {name for name, target in link.execute(KEYS, [table]) if target in TABLES}
    turned = {"id", *pointing, *LOOSE.get(table, ())}
    chosen = [
        _key(name) if name in turned else "reference || '-' || n" if name == "reference" else f't."{name}"'
        for name in names
    ]
    listed = ", ".join(f'"{name}"' for name in names)
    with link.transaction():
        indexes = link.execute(INDEXES, [table]).fetchall()
        for index, _how in indexes:
            link.execute(f"DROP INDEX {index}")
        link.execute(
            f"INSERT INTO {table} ({listed}) SELECT {', '.join(chosen)} FROM {table} t, generate_series(1, {times}) n"
        )
        for _index, how in indexes:
            link.execute(how)


def _copy_entries(link: psycopg.Connection, times: int) -> None:
    """Headers of the files' own acts for every copy, of the others for as many copies as make the number."""
    joined = "LEFT JOIN casefiles_casefile f ON f.id = e.record_id"
    of_files = _number(link, f"ledger_entry e {joined} WHERE f.id IS NOT NULL")
    others = _number(link, "ledger_entry") - of_files
    left = max(0, min(times, (ENTRIES - of_files * (times + 1)) // max(1, others) - 1))
    for (part,) in link.execute(PARTS).fetchall():
        names = [name for (name,) in link.execute(COLUMNS, [part])]
        chosen = [_key(f"e.{name}") if name in ("id", "record_id") else f'e."{name}"' for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        for copies, whose in ((times, "IS NOT NULL"), (left, "IS NULL")):
            link.execute(
                f"INSERT INTO {part} ({listed}) SELECT {', '.join(chosen)} FROM {part} e {joined}, "
                f"generate_series(1, {copies}) n WHERE f.id {whose}"
            )
        print(f"{part}: {_number(link, part):,} entries", flush=True)
