"""The two writers: lean prepared statements for few acts, staged COPY for many. They write the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import psycopg

from hasila.kernel.ledger import CONTENT_TYPES, ENTRY_TYPES, INSERT_CONTENT, INSERT_ENTRY, rows_of
from hasila.kernel.loading import Slot, Work
from hasila.kernel.moments import from_micros
from hasila.kernel.rows import rows_of as table_rows
from hasila.kernel.schema import ENTRY_COLUMNS

COPY_ENTRY = f"COPY ledger_entry ({', '.join(ENTRY_COLUMNS)}) FROM STDIN (FORMAT BINARY)"
COPY_CONTENT = "COPY ledger_content (entry_id, recorded_at, salt, body) FROM STDIN (FORMAT BINARY)"
INSERT_KEY = "INSERT INTO ledger_key (actor, key, request, entry_id, record_id) VALUES (%s, %s, %s, %s, %s)"
COUNT = """
INSERT INTO ledger_counter (register, unit_id, year, value) VALUES (%s, %s, %s, %s)
ON CONFLICT (register, unit_id, year) DO UPDATE SET value = ledger_counter.value + EXCLUDED.value
RETURNING value
"""


# Foreign keys are deferred; a refusal must come now, and who called us may still count on deferral afterwards.
CHECK_NOW, CHECK_LATER = "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"


class Stale(Exception):
    """Rows were changed by another transaction between loading and writing."""


def allocate_numbers(work: Work, recorded_at: int) -> None:
    """Gives gapless numbers last of all, one increment for each register, unit and year, in a fixed order."""
    groups: dict[tuple[str, int, int], list[tuple[Slot, Any]]] = defaultdict(list)
    year = from_micros(recorded_at).year
    for slot, draft in work.numbered:
        groups[(draft.act.rpartition(".")[0], draft.unit_id, year)].append((slot, draft))
    for group in sorted(groups):
        members = groups[group]
        cursor = psycopg.Cursor(work.raw)
        cursor.execute(COUNT, [*group, len(members)], prepare=True)
        last = cursor.fetchone()[0]  # type: ignore[index]
        for number, (slot, draft) in enumerate(members, last - len(members) + 1):
            slot.record.number = draft.number = number


def write_plain(work: Work, recorded_at: int, salts: Callable[[int], bytes]) -> None:
    """Writes a few acts by prepared statements in one pipeline: entries first, then rows.

    Raises:
        Stale: a row had another version than the one loaded.
        psycopg.Error: a constraint refused a row.
    """
    allocate_numbers(work, recorded_at)
    salt = salts(len(work.drafts) * 64)
    updates: list[psycopg.Cursor] = []
    with work.raw.pipeline() as pipeline:
        cursor = psycopg.Cursor(work.raw)
        for ordinal, draft in enumerate(work.drafts):
            entry, content = rows_of(draft, ordinal, recorded_at, salt[ordinal * 64 : ordinal * 64 + 64])
            cursor.execute(INSERT_ENTRY, entry, prepare=True, binary=True)
            cursor.execute(INSERT_CONTENT, content, prepare=True, binary=True)
        for slot in work.slots.values():
            if not slot.dirty:
                continue
            rows = table_rows(type(slot.record))
            if slot.base == 0:
                cursor.execute(rows.insert, rows.values(slot.record), prepare=True, binary=True)
            else:
                names = rows.update_names[slot.reindexed]
                values = [*rows.values(slot.record, names), slot.record.id, slot.base]
                update = psycopg.Cursor(work.raw)
                update.execute(rows.update[slot.reindexed], values, prepare=True, binary=True)
                updates.append(update)
        for act, request, entry_id in work.keys:
            cursor.execute(INSERT_KEY, (act.actor, act.key, request, entry_id, act.record_id), prepare=True)
        cursor.execute(CHECK_NOW)
        cursor.execute(CHECK_LATER)
        pipeline.sync()  # a constraint speaks here, not while the pipeline is being left
    if any(update.rowcount != 1 for update in updates):
        raise Stale


def write_copy(work: Work, recorded_at: int, salts: Callable[[int], bytes]) -> None:
    """Writes many acts by COPY: entries, contents, then rows through a staging table.

    Raises:
        Stale: a row had another version than the one loaded.
        psycopg.Error: a constraint refused a row of the batch.
    """
    allocate_numbers(work, recorded_at)
    salt = salts(len(work.drafts) * 64)
    pairs = [
        rows_of(draft, ordinal, recorded_at, salt[ordinal * 64 : ordinal * 64 + 64])
        for ordinal, draft in enumerate(work.drafts)
    ]
    cursor = psycopg.Cursor(work.raw)
    _copy(cursor, COPY_ENTRY, ENTRY_TYPES, (entry for entry, _content in pairs))
    _copy(cursor, COPY_CONTENT, CONTENT_TYPES, (content for _entry, content in pairs))
    by_model: dict[type, list[Slot]] = defaultdict(list)
    for slot in work.slots.values():
        if slot.dirty:
            by_model[type(slot.record)].append(slot)
    # Records that others point to come first: a foreign key looks at the rows written before it.
    for model in sorted(by_model, key=lambda m: (_depth(m), m._meta.label)):
        slots = by_model[model]
        rows = table_rows(model)
        cursor.execute(rows.create_stage)
        lines = ([*rows.values(slot.record), slot.base] for slot in slots)
        _copy(cursor, rows.copy_stage, rows.stage_types, lines)
        fresh = sum(slot.base == 0 for slot in slots)
        if fresh:
            cursor.execute(rows.insert_staged)
        if fresh < len(slots):
            cursor.execute(rows.update_staged)
            if cursor.rowcount != len(slots) - fresh:
                raise Stale
        cursor.execute(rows.empty_stage)
    cursor.execute(CHECK_NOW)
    cursor.execute(CHECK_LATER)
    if work.keys:
        cursor.executemany(
            INSERT_KEY, [(act.actor, act.key, request, entry, act.record_id) for act, request, entry in work.keys]
        )


def _depth(model: type) -> int:
    from hasila.kernel.records import Record

    targets = {f.related_model for f in model._meta.concrete_fields if f.many_to_one}  # type: ignore[attr-defined]
    return 1 + max((_depth(t) for t in targets if t is not model and issubclass(t, Record)), default=-1)


def _copy(cursor: psycopg.Cursor, statement: str, types: Any, lines: Any) -> None:
    with cursor.copy(statement) as copy:
        copy.set_types(types)
        write = copy.write_row
        for line in lines:
            write(line)
