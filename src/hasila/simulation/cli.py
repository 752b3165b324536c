"""`hasila play`: a national year through the door."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from hasila.simulation.play import OFFICERS, PlayRefused, Result, Watch, play
from hasila.surfaces.cli.printing import Format, console, print_json, print_rows

SEED = 2024


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
    form: Annotated[Format, typer.Option("--format", help="How to print the summary.")] = Format.TABLE,
) -> None:
    """Plays the year with a bar for each register; beside JSON and CSV the bars go to the error stream."""
    try:
        wanted = Decimal(scale)
    except InvalidOperation:
        console(error=True).print(_("%(text)s is no number.") % {"text": scale})
        raise typer.Exit(2) from None
    try:
        with _bars(form) as bars:
            result = play(year, wanted, seed, _watch(bars))
    except PlayRefused as refused:
        console(error=True).print(str(refused))
        raise typer.Exit(2) from None
    if form is Format.JSON:
        print_json(_data(year, wanted, seed, result))
    elif form is Format.CSV:
        print_rows(form, ["part", "step", "reason", "value"], [], _rows(_data(year, wanted, seed, result)))
    elif result.already:
        console().print(_("The year %(year)s is already played.") % {"year": year})
    else:
        _summary(year, result)


def _bars(form: Format) -> Progress:
    return Progress(
        TextColumn("{task.description:<26}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console(error=form is not Format.TABLE),
    )


def _registers() -> dict[str, str]:
    """The streams of a play, in words."""
    return {
        OFFICERS: _("Officers"),
        "personnel.discipline.base": _("Discipline, year before"),
        "personnel.discipline": _("Discipline"),
        "personnel.grievances": _("Grievances and pleas"),
        "personnel.promotions": _("Promotions"),
        "personnel.promotion_lists": _("Promotion lists"),
        "personnel.transfers": _("Transfers"),
        "personnel.hearings": _("Hearings of staff"),
        "personnel.protection": _("State protection"),
        "personnel.training": _("Training"),
        "inspection.inquiries": _("Administrative inquiries"),
        "inspection.audits": _("Audit visits"),
        "communication.statements": _("Fact statements and reminders"),
        "casefiles.rollout": _("Rollout of the case files"),
        "casefiles.cases.base": _("Cases, year before"),
        "casefiles.cases": _("Cases"),
        "casefiles.letters": _("Letters rogatory"),
        "districts.desk": _("Desks"),
        "documents.mobile": _("Cards, mobile units"),
        "documents.abroad": _("Cards, abroad"),
        "documents.centres": _("Cards, centres"),
        "documents.units": _("Mobile units"),
    }


def _watch(bars: Progress) -> Watch:
    tasks: dict[str, TaskID] = {}
    words = _registers()

    def watch(name: str, done: int, total: int, refused: int) -> None:
        if name not in tasks:
            tasks[name] = bars.add_task(words.get(name, name), total=max(total, done))
        bars.update(tasks[name], completed=done, total=max(total, done))

    return watch


def _data(year: int, scale: Decimal, seed: int, result: Result) -> dict[str, Any]:
    """The summary for programs; seconds are those of this run."""
    return {
        "year": year,
        "scale": str(scale),
        "seed": seed,
        "already": result.already,
        "performed": result.performed,
        "refused": result.refused,
        "skipped": result.skipped,
        "entries": result.entries,
        "seconds": round(result.seconds, 3),
        "sealing": round(result.sealing, 3),
        "reasons": [
            {"step": step, "reason": code, "lines": lines} for (step, code), lines in result.reasons.most_common()
        ],
    }


def _rows(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    reasons = data.pop("reasons")
    return [(name, "", "", value) for name, value in data.items()] + [
        ("reason", row["step"], row["reason"], row["lines"]) for row in reasons
    ]


def _summary(year: int, result: Result) -> None:
    out = console()
    rate = result.performed / result.seconds if result.seconds else 0
    out.print(
        _(
            "Played %(year)s: %(performed)s acts and %(refused)s refused lines in %(minutes)s min (%(rate)s acts/s), "
            "%(entries)s entries; sealed in %(sealing)s s."
        )
        % {
            "year": year,
            "performed": f"{result.performed:,}",
            "refused": f"{result.refused:,}",
            "minutes": f"{result.seconds / 60:.1f}",
            "rate": f"{rate:,.0f}",
            "entries": f"{result.entries:,}",
            "sealing": f"{result.sealing:.1f}",
        }
    )
    if result.skipped:
        out.print(_("%(count)s acts had been done before.") % {"count": f"{result.skipped:,}"})
    if result.reasons:
        title = _("What the door refused")
        table = Table(_("Refused step"), _("Reason"), _("Lines"), title=title, title_justify="left")
        for (key, code), lines in result.reasons.most_common():
            table.add_row(key, code, f"{lines:,}")
        out.print(table)
