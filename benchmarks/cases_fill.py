"""A database with so many case files, each followed to the prosecution or still open: about ten acts a file.

The files are made by the simulation of a year, with every command switched on, so that the mix of matters, people and
states is the one of the play; those of the last weeks stay open, as queues need them. Filling goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hasila.kernel import deciding
from hasila.kernel.many import cursor_at, finish_cursor, perform_many
from hasila.kernel.procedures import Act
from hasila.simulation.beats import Beats
from hasila.simulation.cases import Cases, Pilots
from hasila.simulation.cast import assemble, survey
from hasila.simulation.hours import Year
from hasila.simulation.streams import Setting, shuffled

SEED = 7
OPEN_SHARE = 0.12
"""Of the files, the last ones, which are left as their first acts leave them."""
FIRST_ACTS = 5
LINE_EVERY = 50_000


class Files(Cases):
    """So many files of one year, in the shares of the series of 2024."""

    name = "bench.cases"

    def __init__(self, setting: Setting, beats: Beats, count: int) -> None:
        self.wanted = count
        super().__init__(setting, beats)
        shares = self.plan(setting)
        whole = sum(shares.values())
        kinds = {series: value * count // whole for series, value in shares.items()}
        kinds["other"] += count - sum(kinds.values())
        self.kinds = shuffled(kinds, SEED)
        self.count = count
        self.year = Year(setting.year)

    def course(self, number: int) -> list[Act]:
        acts = super().course(number)
        return acts[:FIRST_ACTS] if number >= self.count * (1 - OPEN_SHARE) else acts


class EveryCommand(Pilots):
    """Every command above the units is switched on, from the first day of the year."""

    name = "bench.rollout"

    def __init__(self, setting: Setting, beats: Beats) -> None:
        super().__init__(setting)
        self.pilots = [{"unit": code, "since": f"{setting.year}-01-01"} for code in sorted(beats.teams)]
        self.count = len(self.pilots)


@contextmanager
def as_lived() -> Iterator[None]:
    """Acts of a play may be old; here they are written down as lived, since pages leave out what a play made."""
    written = deciding._draft

    def lived(*given: Any) -> Any:
        draft = written(*given)
        draft.simulated = False
        return draft

    deciding._draft = lived  # type: ignore[assignment]
    try:
        yield
    finally:
        deciding._draft = written


def fill(count: int) -> dict[str, Any]:
    """Fills the database, or goes on with it; tells every fifty thousand acts how far it is."""
    setting = Setting(2024, Decimal(1), SEED, assemble(), survey(), ())
    beats = Beats()
    here = date(setting.year, 1, 1)
    beats.beats = {unit: replace(beat, here_from=here) for unit, beat in beats.beats.items()}
    files = Files(setting, beats, count)
    began, estimate = time.monotonic(), files.estimate()
    before = cursor_at(files.name)
    told = before

    def progress(done: int, refused: int) -> None:
        nonlocal told
        if done - told >= LINE_EVERY:
            told = done
            rate = (done - before) / (time.monotonic() - began)
            left = (estimate - done) / rate / 60 if rate else 0
            print(f"{done:,} of about {estimate:,} acts, {rate:,.0f}/s, {left:.0f} min left", flush=True)

    with as_lived():
        for stream in (EveryCommand(setting, beats), files):
            done = perform_many(stream.acts(), cursor=stream.name, total=estimate, progress=progress, simulated=True)
            finish_cursor(stream.name)
    seconds = time.monotonic() - began
    return {"acts filled": done.performed, "filled at acts/s": done.performed / seconds, "entries": done.entries}
