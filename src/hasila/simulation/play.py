"""Plays a year: every stream through `perform_many`, each with a cursor, then the sealing of what is left."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

import psycopg
from django.db import connections
from django.utils.translation import gettext as _

from hasila.institution.figures import rows
from hasila.institution.staffing import recruit
from hasila.kernel.many import cursor_at, finish_cursor, perform_many
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal
from hasila.kernel.sealer import seal_once
from hasila.modules.annual_report.models import PlayedYear
from hasila.simulation.cast import RECRUITED
from hasila.simulation.crime import counts
from hasila.simulation.open_matters import leave_open
from hasila.simulation.plan import BASE, setting_of, streams_of
from hasila.simulation.streams import Setting, Stream

PLAN = 4  # rises when the streams change, so that a play never goes on with another plan than it began with
BATCH = 5_000
OFFICERS = "officers"
LOCK = 0x504C4159  # "PLAY": one play of a database at a time

Watch = Callable[[str, int, int, int], None]
"""Told after each batch: name of the stream, acts done, about how many there are, acts refused."""


class PlayRefused(Exception):
    """A play that can't be begun or gone on with; the text says why."""


@dataclass
class Result:
    """What a play did in this run.

    Attributes:
        skipped: acts that an earlier run had done. reasons: refused lines by transition and code.
    """

    performed: int = 0
    refused: int = 0
    entries: int = 0
    skipped: int = 0
    seconds: float = 0.0
    sealing: float = 0.0
    already: bool = False
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)


def play(year: int, scale: Decimal, seed: int, watch: Watch | None = None, *, batch: int = BATCH) -> Result:
    """Plays a year, or goes on with the play of it that was interrupted.

    Raises:
        PlayRefused: nothing is published for the year; the scale is out of range; the year was begun otherwise;
            another play of this database is under way.
    """
    with _alone():
        return _play(year, scale, seed, watch, batch)


def _play(year: int, scale: Decimal, seed: int, watch: Watch | None, batch: int) -> Result:
    result = Result()
    began = time.monotonic()
    played = _begin(year, scale, seed)
    if played.finished_at is not None:
        result.already = True
        return result
    setting, needed = setting_of(year, scale, seed)
    streams = streams_of(setting, needed)
    estimates = {stream.name: stream.estimate() for stream in streams}
    played.acts = needed.total + sum(estimates.values())
    played.save(update_fields=["acts"])
    _recruit(year, needed.total, seed, result, watch)
    for stream in streams:
        _stream(stream, year, estimates[stream.name], result, watch, batch)
    leave_open(setting, needed, f"play/{year}/open")
    result.seconds = time.monotonic() - began
    began = time.monotonic()
    seal_rest()
    result.sealing = time.monotonic() - began
    PlayedYear.objects.filter(digest=played.digest).update(finished_at=datetime.now(UTC))
    return result


@contextmanager
def _alone() -> Iterator[None]:
    """Holds the lock of plays on a connection of its own: no commit frees it, the end of the process does."""
    django = connections["default"]
    raw = django.get_new_connection({**django.get_connection_params(), "autocommit": True})
    try:
        with raw.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            (mine,) = cursor.fetchone()
        if not mine:
            raise PlayRefused(_("This database is already being played; let that play end, or end it first."))
        yield
    finally:
        raw.close()


def _digest(scale: Decimal, seed: int) -> str:
    plan = f"{PLAN}/{scale.normalize()}/{seed}/{rows('published.csv')}"
    return sha256(plan.encode()).hexdigest()


def _begin(year: int, scale: Decimal, seed: int) -> PlayedYear:
    """The row of the year, made where it is missing, with those of the years that it touches."""
    if not 0 < scale <= 1:
        raise PlayRefused(_("The scale lies above 0 and at most at 1."))
    if not any(row["year"] == str(year) and row["source"] for row in rows("published.csv") if row["kind"] == "change"):
        raise PlayRefused(_("Too little is published for %(year)s to play it.") % {"year": year})
    try:
        counts(Setting(year, scale, seed, cast=None, ground=None, officers=()))  # type: ignore[arg-type]
    except ValueError:
        raise PlayRefused(_("At this scale fewer cases are left than the printed changes need.")) from None
    digest = _digest(scale, seed)
    played, made = PlayedYear.objects.get_or_create(
        year=year, defaults={"scale": scale, "seed": seed, "digest": digest}
    )
    if played.digest != digest:
        raise PlayRefused(
            _(
                "The year %(year)s was begun at scale %(scale)s with seed %(seed)s. "
                "Go on with these, or start anew: make clean DATA=1."
            )
            % {"year": year, "scale": f"{played.scale.normalize():f}", "seed": played.seed}
        )
    if made:
        shared = {"scale": scale, "seed": seed, "digest": digest, "whole": False}
        PlayedYear.objects.get_or_create(year=year - 1, defaults={**shared, "covers": list(BASE)})
        for other in (year - 2, year + 1):
            PlayedYear.objects.get_or_create(year=other, defaults=shared)
    return played


def _cursor(year: int, name: str) -> str:
    return f"play/{year}/{name}"


def _recruit(year: int, count: int, seed: int, result: Result, watch: Watch | None) -> None:
    name = _cursor(year, OFFICERS)
    if cursor_at(name) >= count:
        result.skipped += count
        return

    def progress(done: int, refused: int) -> None:
        if watch is not None:
            watch(OFFICERS, done, count, refused)

    outcome = recruit(count, seed, on=RECRUITED, cursor=name, progress=progress)
    _add(result, outcome)
    finish_cursor(name)


def _stream(stream: Stream, year: int, estimate: int, result: Result, watch: Watch | None, batch: int) -> None:
    def progress(done: int, refused: int) -> None:
        if watch is not None:
            watch(stream.name, done, estimate, refused)

    def refused(_index: int, act: Act, reasons: list[Refusal]) -> None:
        result.reasons[act.transition.key, reasons[0].code] += 1

    name = _cursor(year, stream.name)
    outcome = perform_many(
        stream.acts(), batch=batch, cursor=name, total=estimate, progress=progress, on_refused=refused, simulated=True
    )
    _add(result, outcome)
    finish_cursor(name)
    if watch is not None:  # its acts were estimated: it has ended with as many as there were
        ended = outcome.skipped + outcome.performed + outcome.replayed + outcome.refused
        watch(stream.name, ended, ended, outcome.refused)


def _add(result: Result, outcome: object) -> None:
    for name in ("performed", "refused", "entries", "skipped"):
        setattr(result, name, getattr(result, name) + getattr(outcome, name))


def seal_rest(pause: float = 0.2, patience: float = 600.0) -> None:
    """Seals what isn't sealed yet, or waits for the sealer that is at work.

    Raises:
        TimeoutError: something held the ledger open for too long.
    """
    sealer = connections["sealer"]
    raw = sealer.get_new_connection({**sealer.get_connection_params(), "autocommit": True})
    raw.cursor_factory = psycopg.Cursor  # Django's own cursors bind on the client and read no binary
    try:
        _seal_rest(raw, pause, patience)
    finally:
        raw.close()


def _seal_rest(raw: psycopg.Connection, pause: float, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        if seal_once(raw):
            until = time.monotonic() + patience
            continue
        waiting = raw.execute(
            "SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE xid >= (SELECT horizon FROM ledger_head))"
        ).fetchone()
        if not waiting[0]:  # type: ignore[index]
            return
        if time.monotonic() > until:
            raise TimeoutError("A transaction holds the ledger open; the sealer can't go on.")
        time.sleep(pause)
