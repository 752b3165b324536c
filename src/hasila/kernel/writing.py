"""The two writers: lean prepared statements for few acts, staged COPY for many. They write the same rows."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import psycopg
from django.conf import settings
from django.utils.module_loading import import_string

from hasila.kernel.access import authority
from hasila.kernel.ledger import CONTENT_COLUMNS, CONTENT_TYPES, ENTRY_TYPES, rows_of
from hasila.kernel.loading import Slot, Work
from hasila.kernel.records import Record
from hasila.kernel.rows import rows_of as table_rows
from hasila.kernel.schema import ENTRY_COLUMNS
from hasila.plain.moments import legal_day
from hasila.plain.statements import run

COPY_ENTRY = f"COPY ledger_entry ({', '.join(ENTRY_COLUMNS)}) FROM STDIN (FORMAT BINARY)"
COPY_CONTENT = f"COPY ledger_content ({', '.join(CONTENT_COLUMNS)}) FROM STDIN (FORMAT BINARY)"
INSERT_KEYS = "INSERT INTO ledger_key (actor, key, request, entry_id, record_id)"
COUNT = """
INSERT INTO ledger_counter (register, unit_id, year, value) VALUES (%s, %s, %s, %s)
ON CONFLICT (register, unit_id, year) DO UPDATE SET value = ledger_counter.value + EXCLUDED.value
RETURNING value
"""


class Stale(Exception):
    """Rows were changed by another transaction between loading and writing."""


def allocate_numbers(work: Work, recorded_at: int) -> None:
    """Gives gapless numbers last of all, one increment for each register, unit and year, in a fixed order."""
    groups: dict[tuple[str, int, int], list[tuple[Slot, Any]]] = defaultdict(list)
    year = legal_day(recorded_at).year
    for slot, draft in work.numbered:
        groups[(draft.act.rpartition(".")[0], draft.unit_id, year)].append((slot, draft))
    for group in sorted(groups):
        members = groups[group]
        last = run(work.raw, COUNT, [*group, len(members)])[0][0]
        for number, (slot, draft) in enumerate(members, last - len(members) + 1):
            slot.record.number = draft.number = number


def write_plain(work: Work, recorded_at: int, salts: Callable[[int], bytes]) -> None:
    """Writes a few acts by one prepared statement: entries, contents, rows and keys in one journey.

    Where a row has another version than the one loaded, no entry is written; a single row makes the statement whole
    by itself, several need the caller's transaction.

    Raises:
        Stale: a row had another version than the one loaded.
        psycopg.Error: a constraint refused a row.
    """
    allocate_numbers(work, recorded_at)
    salt = salts(len(work.drafts) * 64)
    slots = [slot for slot in work.slots.values() if slot.dirty]
    updated = [slot for slot in slots if slot.base]
    fresh = [slot for slot in slots if not slot.base]
    values: list[Any] = []
    for slot in updated:
        rows = table_rows(type(slot.record))
        values += rows.values(slot.record, rows.update_names[slot.reindexed])
        values += (slot.record.id, slot.base)
    pairs = [rows_of(draft, n, recorded_at, salt[n * 64 : n * 64 + 64]) for n, draft in enumerate(work.drafts)]
    for side in (0, 1):
        for pair in pairs:
            values += pair[side]
    for slot in fresh:
        values += table_rows(type(slot.record)).values(slot.record)
    for act, request, entry_id in work.keys:
        values += (act.actor, act.key, request, entry_id, act.record_id)
    statement = _statement(
        len(pairs),
        tuple((type(slot.record), slot.reindexed) for slot in updated),
        tuple(type(slot.record) for slot in fresh),
        len(work.keys),
        work.stamp is not None,
    )
    if work.stamp is not None:
        values.append(work.stamp)
    if run(work.raw, statement, values)[0][0] != len(updated):
        raise Stale
    _hand_over_jobs(work)


def _hand_over_jobs(work: Work) -> None:
    """Gives the jobs of these acts to `settings.HASILA_JOBS`, in their own transaction. A played act has none."""
    found = [(j, d.entry_id, d.record_id) for d in work.drafts if not d.simulated for j in d.jobs]
    if found:
        import_string(settings.HASILA_JOBS)(work.raw, found)


@cache
def _statement(entries: int, updated: tuple, fresh: tuple, keys: int, stamped: bool) -> str:
    """The statement of `write_plain` for so many entries, these updated and fresh rows, so many keys."""
    parts = [f"u{n} AS ({table_rows(m).update[again]} RETURNING 1)" for n, (m, again) in enumerate(updated)]
    found = " + ".join(f"(SELECT count(*) FROM u{n})" for n in range(len(updated))) or "0"
    only = f" WHERE {found} = {len(updated)}" if updated else ""
    for name, columns, types in (
        ("ledger_entry", ENTRY_COLUMNS, ENTRY_TYPES),
        ("ledger_content", CONTENT_COLUMNS, CONTENT_TYPES),
    ):
        row = f"({', '.join(f'%s::{t}' for t in types)})"
        parts.append(
            f"{name}s AS (INSERT INTO {name} ({', '.join(columns)}) "
            f"SELECT * FROM (VALUES {', '.join([row] * entries)}) v{only})"
        )
    parts += [f"i{n} AS ({table_rows(model).insert})" for n, model in enumerate(fresh)]
    if keys:
        line = "(%s::uuid, %s, %s, %s::uuid, %s::uuid)"
        parts.append(f"k AS ({INSERT_KEYS} VALUES {', '.join([line] * keys)})")
    check = f", {authority().stamp_check}(%s)" if stamped else ""
    return f"WITH {', '.join(parts)} SELECT {found}{check}"


def stage(work: Work, recorded_at: int, salts: Callable[[int], bytes]) -> None:
    """Brings many acts to the server by COPY: entries and contents into their tables, rows into staging tables."""
    allocate_numbers(work, recorded_at)
    salt = salts(len(work.drafts) * 64)
    pairs = [rows_of(draft, n, recorded_at, salt[n * 64 : n * 64 + 64]) for n, draft in enumerate(work.drafts)]
    cursor = psycopg.Cursor(work.raw)
    _copy(cursor, COPY_ENTRY, ENTRY_TYPES, (entry for entry, _content in pairs))
    _copy(cursor, COPY_CONTENT, CONTENT_TYPES, (content for _entry, content in pairs))
    if work.keys:
        cursor.executemany(
            f"{INSERT_KEYS} VALUES (%s, %s, %s, %s, %s)",
            [(act.actor, act.key, request, entry, act.record_id) for act, request, entry in work.keys],
        )
    by_model: dict[Any, list[Slot]] = defaultdict(list)
    for slot in work.slots.values():
        if slot.dirty:
            by_model[type(slot.record)].append(slot)
    # Records that others point to come first: a foreign key looks at the rows written before it.
    for model in sorted(by_model, key=lambda m: (_depth(m), m._meta.label)):
        slots = by_model[model]
        rows = table_rows(model)
        cursor.execute(rows.create_stage)
        _copy(cursor, rows.copy_stage, rows.stage_types, ([*rows.values(slot.record), slot.base] for slot in slots))
        work.staged.append((rows, len(slots), sum(slot.base == 0 for slot in slots)))
    _hand_over_jobs(work)


def unstage(work: Work) -> None:
    """Moves what `stage` brought into the records' tables: the server's work alone.

    Raises:
        Stale: a row had another version than the one loaded.
        psycopg.Error: a constraint refused a row of the batch.
    """
    cursor = psycopg.Cursor(work.raw)
    for rows, count, fresh in work.staged:
        if fresh:
            cursor.execute(rows.insert_staged)
        if fresh < count:
            cursor.execute(rows.update_staged)
            if cursor.rowcount != count - fresh:
                raise Stale
        cursor.execute(rows.empty_stage)


def _depth(model: Any) -> int:
    targets = {f.related_model for f in model._meta.concrete_fields if f.many_to_one}
    return 1 + max((_depth(t) for t in targets if t is not model and issubclass(t, Record)), default=-1)


def _copy(cursor: psycopg.Cursor, statement: str, types: Any, lines: Any) -> None:
    with cursor.copy(statement) as copy:
        copy.set_types(types)
        write = copy.write_row
        for line in lines:
            write(line)
