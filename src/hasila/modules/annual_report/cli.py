"""`hasila report` and `hasila trace`: the same figures as the pages, for the terminal and for other programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from hasila.modules.annual_report import trace as tracing
from hasila.modules.annual_report.report import Line, Report, as_csv, as_json, build, why_none

if TYPE_CHECKING:
    from hasila.kernel.ledger import Entry

SHOWN = 20

console = Console()


class Format(StrEnum):
    """How data are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def register(app: typer.Typer) -> None:
    """Adds `report` and `trace` to the command."""
    app.command("report", help="Print the annual report; exit 1 where a figure differs or an identity fails.")(report)
    app.command("trace", help="Show where a figure comes from: its definition, units and the acts behind it.")(trace)


def report(
    year: Annotated[int, typer.Argument(help="The year of the report.", min=2000, max=2999)],
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Prints the report of a year."""
    built = build(year)
    if format is Format.JSON:
        sys.stdout.write(orjson.dumps(as_json(built), option=orjson.OPT_INDENT_2).decode() + "\n")
    elif format is Format.CSV:
        sys.stdout.write(as_csv(built))
    else:
        _table(built)
    if not built.good:
        raise typer.Exit(1)


def _table(built: Report) -> None:
    scale = "" if built.scale == 1 else f", scale {built.scale:f}"
    console.print(f"[bold]{built.year}[/bold], ledger position {built.position:,}{scale}")
    for chapter, lines in built.chapters:
        table = Table(
            "Figure", "Value", "Change", "Published", "Agrees", title=str(chapter.title), title_justify="left"
        )
        for column in (1, 2, 3):
            table.columns[column].justify = "right"
        for line in lines:
            change = "" if line.change is None else f"{line.change:+.1f}%"
            table.add_row(str(line.label), _value(line), change, _published(line), _agrees(line.agrees))
        console.print(table)
    table = Table("Identity", "Formula", "Holds", title="Identities", title_justify="left")
    for held in built.identities:
        table.add_row(f"{held.id} {held.label}", held.formula, _agrees(held.holds))
    if built.identities:
        console.print(table)
    console.print(
        f"{built.compared} figures compared, {len(built.differing)} differ; {len(built.failing)} identities fail."
    )


def _value(line: Line) -> str:
    return f"[dim]{why_none(line)}[/dim]" if line.value is None else f"{line.value:,}{line.flag and ' ' + line.flag}"


def _published(line: Line) -> str:
    said = []
    for p in line.published:
        value = f"{p.fact.number:,}" if p.fact.number is not None else str(p.fact.value or "?")
        scaled = f" → {p.expected:,}" if p.expected not in (None, p.fact.number) else ""
        said.append(f"{p.fact.id} {value}{scaled}")
    return "\n".join(said)


def _agrees(value: bool | None) -> str:
    return "" if value is None else ("[green]yes[/green]" if value else "[bold red]no[/bold red]")


def trace(
    key: Annotated[str, typer.Argument(help="Key of the figure, such as personnel.discipline.sanctions.")],
    year: Annotated[int, typer.Option(help="The year.", min=2000, max=2999)],
    format: Annotated[Format, typer.Option(help="How to print it; csv and json give every entry.")] = Format.TABLE,
) -> None:
    """Shows a figure's definition, its parts, its counts by unit and the acts behind it."""
    indicator = tracing.find(key)
    if indicator is None:
        console.print(f"There is no figure {key}. `hasila explain PROCEDURE` lists those of a procedure.")
        raise typer.Exit(2)
    found = tracing.explain(indicator, year, full=True)
    entries = tracing.standing(found.tally, found.entries_year)
    if format is Format.JSON:
        _json(found, entries)
    elif format is Format.CSV:
        writer = csv.writer(sys.stdout)
        writer.writerow(COLUMNS)
        writer.writerows(_rows(found, entries))
    else:
        _explained(found, entries)


COLUMNS = ("entry", "act", "record", "reference", "day", "unit", "facets", "measures", "simulated")


def _rows(found: tracing.Trace, entries: Iterable[Entry]) -> Iterator[list[Any]]:
    prefix = found.tally.of[0].procedure.prefix
    for entry in entries:
        yield [
            str(entry.id), entry.act, str(entry.record_id), tracing.reference_of(entry.record_id, prefix),
            f"{entry.day // 10000}-{entry.day // 100 % 100:02d}-{entry.day % 100:02d}", entry.unit_id, entry.facets,
            entry.measures, entry.simulated,
        ]  # fmt: skip


def _json(found: tracing.Trace, entries: Iterable[Entry]) -> None:
    """Written as it is read: a figure may have millions of entries."""
    head = {
        "key": found.indicator.key,
        "year": found.year,
        "label": str(found.indicator.label),
        "definition": str(found.indicator.definition),
        "kind": found.indicator.kind,
        "value": found.figure.rounded,
        "position": found.figure.position,
        "parts": [{"label": str(p.label), "year": p.year, "value": p.value, "sign": p.sign} for p in found.parts],
        "units": [{"unit": name, "value": value} for name, value in found.units.rows],
    }
    out = sys.stdout
    out.write(orjson.dumps(head).decode()[:-1] + ',"entries":[')
    for number, row in enumerate(_rows(found, entries)):
        out.write((",\n" if number else "\n") + orjson.dumps(dict(zip(COLUMNS, row, strict=True))).decode())
    out.write("\n]}\n")


def _explained(found: tracing.Trace, entries: Iterator[Entry]) -> None:
    indicator = found.indicator
    console.print(f"[bold]{indicator.label}[/bold], {found.year}: {found.figure.rounded} {indicator.unit}")
    console.print(str(indicator.definition))
    console.print(f"[dim]{indicator.key}, ledger position {found.figure.position:,}[/dim]")
    if len(found.parts) > 1:
        table = Table("Part", "Year", "Value", title="Parts", title_justify="left")
        for part in found.parts:
            table.add_row(("÷ " if part.sign < 0 else "") + str(part.label), str(part.year), f"{part.value:,}")
        console.print(table)
    for breakdown in (found.units, *found.classes):
        if breakdown.known:
            _breakdown(breakdown)
    table = Table("Reference", "Act", "Day", "Unit", title="Acts behind it", title_justify="left")
    count = 0
    for count, row in enumerate(islice(_rows(found, entries), SHOWN), 1):  # noqa: B007 - the last number is used
        table.add_row(row[3], row[1], row[4], str(row[5]))
    console.print(table)
    rest = sum(1 for _entry in entries)
    if rest:
        console.print(f"… and {rest:,} more; --format csv gives them all.")
    console.print(f"{count + rest:,} acts.")


def _breakdown(breakdown: tracing.Breakdown) -> None:
    table = Table(str(breakdown.title), "Value", title_justify="left")
    table.columns[1].justify = "right"
    for label, value in breakdown.rows[:SHOWN]:
        table.add_row(str(label), f"{value:,}")
    left = breakdown.rows[SHOWN:]
    if left:
        table.add_row(f"… {len(left)} more", f"{sum(value for _label, value in left):,}")
    console.print(table)
