"""`hasila play`: a national year through the door."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from hasila.simulation.play import PlayRefused, Result, Watch, play

SEED = 2024

console = Console()


def register(app: typer.Typer) -> None:
    """Adds `play` to the command."""
    app.command("play", help="Play a national year through the door; an interrupted play goes on where it stopped.")(
        command
    )


def command(
    year: Annotated[int, typer.Argument(help="The year to play.")],
    scale: Annotated[
        str, typer.Option(help="Share of the year: registers over 10,000 are scaled by it, smaller ones never.")
    ] = "0.01",
    seed: Annotated[int, typer.Option(help="The same seed gives the same acts.")] = SEED,
) -> None:
    """Plays the year with a bar for each register."""
    try:
        wanted = Decimal(scale)
    except InvalidOperation:
        console.print(f"{scale} is no number.")
        raise typer.Exit(2) from None
    try:
        with _bars() as bars:
            result = play(year, wanted, seed, _watch(bars))
    except PlayRefused as refused:
        console.print(str(refused))
        raise typer.Exit(2) from None
    if result.already:
        console.print(f"The year {year} is already played.")
        return
    _summary(year, result)


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<26}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )


def _watch(bars: Progress) -> Watch:
    tasks: dict[str, TaskID] = {}

    def watch(name: str, done: int, total: int, refused: int) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(name, total=max(total, done))
        bars.update(tasks[name], completed=done, total=max(total, done))

    return watch


def _summary(year: int, result: Result) -> None:
    rate = result.performed / result.seconds if result.seconds else 0
    console.print(
        f"Played {year}: {result.performed:,} acts and {result.refused:,} refused lines "
        f"in {result.seconds / 60:.1f} min ({rate:,.0f} acts/s), {result.entries:,} entries; "
        f"sealed in {result.sealing:.1f} s."
    )
    if result.skipped:
        console.print(f"{result.skipped:,} acts had been done before.")
    if result.reasons:
        table = Table("Refused step", "Reason", "Lines", title="What the door refused", title_justify="left")
        for (key, code), lines in sorted(result.reasons.items(), key=lambda pair: -pair[1]):
            table.add_row(key, code, f"{lines:,}")
        console.print(table)
