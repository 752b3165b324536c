"""`perform_many`: the same door for a stream of acts.

One batch is one transaction. While a batch is being written by one connection, the next is loaded and decided on
another: records of the first that the second touches are taken from memory, newer than the database shows them. If
the database refuses a line of the first, the second is decided again from what was truly saved.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg
from django.db import connection

from hasila.kernel import refusals
from hasila.kernel.access import APPLICATION, elevated
from hasila.kernel.deciding import Repeated, decide
from hasila.kernel.loading import Slot, Work
from hasila.kernel.perform import DOOR, RETRIES, Door, meaning, prepare, raw_connection, request_hash
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal, Refused
from hasila.kernel.writing import Stale, stage, unstage
from hasila.plain.statements import run

Line = tuple[int, Act, dict[str, Any]]
Raw = psycopg.Connection
Overlay = dict[UUID, Slot] | None
OnRefused = Callable[[int, Act, list[Refusal]], None]
BATCH = 5_000
COLLECT_EVERY = 100


@dataclass
class Outcome:
    """What became of a stream.

    Attributes:
        performed: acts done, or found done by an earlier try. refused: lines refused. entries: entries written
        (consequences included). skipped: acts that an earlier run had already done, by the cursor.
        replayed: those of `performed` that an earlier try had done, by their key.
    """

    performed: int = 0
    refused: int = 0
    entries: int = 0
    skipped: int = 0
    replayed: int = 0


@dataclass
class _Batch:
    lines: list[Line]
    refused: list[tuple[int, Act, list[Refusal]]] = field(default_factory=list)
    work: Work | None = None
    performed: int = 0
    replayed: int = 0
    entries: int = 0
    last: int = 0
    clean: bool = True
    raw: Any = None


class _Stream:
    """One run of perform_many."""

    def __init__(self, door: Door, cursor: str | None, total: int | None, simulated: bool) -> None:
        self.door = door
        self.cursor = cursor
        self.total = total
        self.simulated = simulated
        self.outcome = Outcome()

    def decide(self, raw: Raw, lines: list[Line], overlay: Overlay, batch: _Batch, *, optimistic: bool = False) -> Work:
        """Loads and decides lines; refused ones are noted in the batch. It stops, with the `rest`, where a line must
        see in the database what the lines before it have done: a record under a rule of the database, a key.
        """
        now = self.door.clock()
        work = Work(raw, overlay, optimistic=optimistic)
        work.recorded_at = now
        lines = self._without_replays(raw, lines, batch)
        work.load([(act, values) for _i, act, values in lines])
        asked: set[tuple[UUID | None, str]] = set()
        for number, (index, act, values) in enumerate(lines):
            try:
                if act.key is not None and (act.actor, act.key) in asked:
                    raise Repeated
                entry_id = decide(work, act, values, now, self.door.ids)
            except Refused as refused:
                batch.refused.append((index, act, refused.refusals))
                continue
            except Repeated:
                work.rest = lines[number:]
                break
            batch.performed += 1
            if act.key is not None:
                asked.add((act.actor, act.key))
                work.keys.append((act, request_hash(act, values), entry_id))
        batch.entries += len(work.drafts)
        return work

    def attempt(self, raw: Raw, batch: _Batch, overlay: Overlay) -> None:
        """Decides a batch without locking its rows (the writing compares versions); one in parts is for `recover`."""
        batch.work = self.decide(raw, batch.lines, overlay, batch, optimistic=True)
        batch.clean = not batch.work.rest

    def _without_replays(self, raw: Raw, lines: list[Line], batch: _Batch) -> list[Line]:
        """Leaves out the lines whose key was used before; the same key with other content is refused."""
        keyed = [(act.actor, act.key) for _i, act, _v in lines if act.key is not None]
        if not keyed:
            return lines
        found = psycopg.Cursor(raw).execute(
            "SELECT k.actor, k.key, k.request FROM ledger_key k "
            "JOIN unnest(%s::uuid[], %s::text[]) AS w(actor, key) ON w.actor = k.actor AND w.key = k.key",
            ([actor for actor, _k in keyed], [key for _a, key in keyed]),
        )
        known = {(actor, key): bytes(request) for actor, key, request in found}
        fresh: list[Line] = []
        for index, act, values in lines:
            before = known.get((act.actor, act.key)) if act.key is not None else None
            if before is None:
                fresh.append((index, act, values))
            elif before == request_hash(act, values):
                batch.performed += 1
                batch.replayed += 1
            else:
                batch.refused.append((index, act, [refusals.key_reused()]))
        return fresh

    def stage(self, raw: Raw, batch: _Batch, *, commit: bool) -> None:
        """Sends a decided batch to the server. Where it refuses, the batch is marked unclean and nothing is left."""
        batch.raw = raw
        if batch.clean and not commit:
            raw.execute("SAVEPOINT hasila_batch")
        self._unless_refused(batch, commit, lambda work: stage(work, work.recorded_at, self.door.salts))

    def finish(self, batch: _Batch, *, commit: bool) -> _Batch:
        """Writes a staged batch and its cursor, and commits: waiting for the server, beside the next decision."""

        def write(work: Work) -> None:
            unstage(work)
            self._advance(batch.raw, batch)
            if commit:
                batch.raw.commit()

        self._unless_refused(batch, commit, write)
        return batch

    def _unless_refused(self, batch: _Batch, commit: bool, write: Callable[[Work], None]) -> None:
        if batch.clean and batch.work is not None:
            try:
                write(batch.work)
            except (psycopg.IntegrityError, psycopg.DataError, Stale, psycopg.errors.DeadlockDetected):
                batch.clean = False
                if not commit:
                    batch.raw.execute("ROLLBACK TO SAVEPOINT hasila_batch")
        if not batch.clean and commit:
            batch.raw.rollback()

    def recover(self, batch: _Batch, *, commit: bool) -> _Batch:
        """Decides an unclean batch again, from what is truly saved, and bisects what the database refuses."""
        raw = batch.raw
        lines = {index for index, _act, _values in batch.lines}
        for attempt in range(RETRIES):
            try:
                batch.refused = [line for line in batch.refused if line[0] not in lines]
                batch.performed = batch.replayed = batch.entries = 0
                self.settle(raw, batch.lines, batch)
                self._advance(raw, batch)
                if commit:
                    raw.commit()
                break
            except (Stale, psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure):
                if not commit or attempt == RETRIES - 1:
                    raise
                raw.rollback()
        return batch

    def settle(self, raw: Raw, lines: list[Line], batch: _Batch) -> None:
        """Saves what can be saved, part by part: a part that fails is halved, down to the line that the database
        refuses; one that stops early is written as far as it came.
        """
        size = len(lines)
        while lines:
            part, lines = lines[:size], lines[size:]
            trial = _Batch(part)
            raw.execute("SAVEPOINT hasila_part")
            try:
                work = self.decide(raw, part, None, trial)
                stage(work, work.recorded_at, self.door.salts)
                unstage(work)
            except (psycopg.IntegrityError, psycopg.DataError) as error:
                raw.execute("ROLLBACK TO SAVEPOINT hasila_part")
                if len(part) == 1:
                    index, act, _values = part[0]
                    batch.refused.append((index, act, [meaning(error, act.transition.procedure)]))
                else:
                    middle = len(part) // 2
                    self.settle(raw, part[:middle], batch)
                    self.settle(raw, part[middle:], batch)
                continue
            raw.execute("RELEASE SAVEPOINT hasila_part")
            size = max(2, 2 * (len(part) - len(work.rest)))
            lines = work.rest + lines
            batch.performed += trial.performed
            batch.replayed += trial.replayed
            batch.entries += trial.entries
            batch.refused.extend(trial.refused)

    def _advance(self, raw: Raw, batch: _Batch) -> None:
        """Moves the cursor in the batch's own transaction, so that a run resumes exactly where it stopped."""
        if self.cursor is not None:
            raw.execute(
                "INSERT INTO ledger_cursor (name, done, refused, total) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT (name) DO UPDATE SET done = EXCLUDED.done, "
                "refused = ledger_cursor.refused + EXCLUDED.refused, total = EXCLUDED.total, updated_at = now()",
                (self.cursor, batch.last, len(batch.refused), self.total),
            )


def perform_many(
    acts: Iterable[Act],
    *,
    batch: int = BATCH,
    cursor: str | None = None,
    total: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    on_refused: OnRefused | None = None,
    simulated: bool = False,
    door: Door = DOOR,
) -> Outcome:
    """Performs a stream of acts in batches; a refused line never harms its neighbours.

    Args:
        acts: any iterable; it is read once, a batch at a time. batch: acts in a transaction.
        cursor: name under which the run is remembered: acts that an earlier run did are skipped.
        total: how many acts there are, where known; kept with the cursor for whoever watches.
        progress: called after each batch with the acts done and refused so far.
        on_refused: called with the line's index, the act and its refusals, in order of batches.
        simulated: marks the entries as simulated and lifts the bound on late recording.

    Raises:
        django.db.Error: the database failed; every batch before is saved, nothing of the failing one.
    """
    stream = _Stream(door, cursor, total, simulated)
    done = cursor_at(cursor) if cursor is not None else 0
    source = iter(acts)
    if done:
        for _skipped in islice(source, done):
            pass
        stream.outcome.skipped = done
    batches = _batches(stream, source, batch, done)
    runner = _inline if connection.in_atomic_block else _overlapped
    for finished in _collected_by_hand(runner(stream, batches)):
        outcome = stream.outcome
        outcome.performed += finished.performed
        outcome.replayed += finished.replayed
        outcome.refused += len(finished.refused)
        outcome.entries += finished.entries
        if on_refused is not None:
            for index, act, reasons in sorted(finished.refused, key=lambda r: r[0]):
                on_refused(index, act, reasons)
        if progress is not None:
            progress(finished.last, outcome.refused)
    return stream.outcome


def _collected_by_hand(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """Keeps Python's cycle collector off the batches (walking them took a third of the time); they die by counts."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        for number, batch in enumerate(batches, 1):
            yield batch
            if number % COLLECT_EVERY == 0:
                gc.collect()
    finally:
        if was_on:
            gc.enable()


def _batches(stream: _Stream, source: Iterator[Act], size: int, start: int) -> Iterator[_Batch]:
    """Cleans acts and cuts them into batches; what is unclean is refused before anything is loaded."""
    index = start
    while True:
        chunk = list(islice(source, size))
        if not chunk:
            return
        now = stream.door.clock()
        batch = _Batch([])
        for act in chunk:
            if stream.simulated:
                act.simulated = True
            values, found = prepare(act, now)
            if act.record_id is None and not found:
                found = [refusals.no_record()]
            if found:
                batch.refused.append((index, act, found))
            else:
                batch.lines.append((index, act, values))
            index += 1
        batch.last = index
        yield batch


def _inline(stream: _Stream, batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """Inside the caller's transaction: one batch after another on its connection."""
    raw = raw_connection()
    for batch in batches:
        with elevated():
            stream.attempt(raw, batch, None)
            stream.stage(raw, batch, commit=False)
            stream.finish(batch, commit=False)
            if not batch.clean:
                batch = stream.recover(batch, commit=False)
        yield batch


def _overlapped(stream: _Stream, batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """Decides a batch while the one before is being written."""
    raws = [_dedicated(), _dedicated()]
    pending: Future[_Batch] | None = None
    held: _Batch | None = None

    def ended(writing: Future[_Batch]) -> _Batch:
        batch = writing.result()
        return batch if batch.clean else stream.recover(batch, commit=True)

    try:
        with ThreadPoolExecutor(1, thread_name_prefix="hasila-writer") as pool:
            for turn, batch in enumerate(batches):
                raw = raws[turn % 2]
                unclean = list(batch.refused)
                if pending is not None and held is not None and held.work and _awaited(held.work, batch):
                    yield ended(pending)
                    pending = held = None
                overlay = held.work.slots if held is not None and held.work is not None else None
                stream.attempt(raw, batch, overlay)
                stream.stage(raw, batch, commit=True)
                if pending is not None:
                    before = ended(pending)
                    yield before
                    if not before.clean:
                        raw.rollback()
                        batch.refused, batch.performed, batch.replayed, batch.entries = unclean, 0, 0, 0
                        stream.attempt(raw, batch, None)
                        stream.stage(raw, batch, commit=True)
                pending, held = pool.submit(stream.finish, batch, commit=True), batch
            if pending is not None:
                yield ended(pending)
    finally:
        for raw in raws:
            raw.close()


def _awaited(work: Work, batch: _Batch) -> bool:
    """Whether a batch must see in the database what the one before has done: numbers are given at the writing, of one
    written in parts only the database knows what became, and powers that it changes are asked of the database.
    """
    changed = work.empowered
    return bool(work.rest or work.numbered or (changed and any(act.actor in changed for _i, act, _v in batch.lines)))


def _dedicated() -> psycopg.Connection:
    """A connection of our own with Django's settings and the application's role, on this side of the fence."""
    raw = connection.get_new_connection({**connection.get_connection_params(), "autocommit": True})
    raw.execute(f"SET ROLE {APPLICATION}")
    raw.autocommit = False
    return raw


def cursor_at(name: str) -> int:
    """How many acts a named run has behind it."""
    rows = run(raw_connection(), "SELECT done FROM ledger_cursor WHERE name = %s", [name])
    return rows[0][0] if rows else 0


def finish_cursor(name: str) -> None:
    """Marks a named run as finished."""
    run(raw_connection(), "UPDATE ledger_cursor SET finished = true, updated_at = now() WHERE name = %s", [name])
