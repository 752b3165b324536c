"""`hasila report` and `hasila trace`: the same figures as the pages, for the terminal and for other programs."""

from __future__ import annotations

import csv
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer
from django.utils.translation import gettext as _
from rich.table import Table
from rich.text import Text

from hasila.assurance import tree
from hasila.modules.annual_report import trace as tracing
from hasila.modules.annual_report.report import Line, Report, as_csv, as_json, marked, why_none
from hasila.surfaces.cli.printing import Format, console
from hasila.surfaces.counting import quantity

if TYPE_CHECKING:
    from hasila.kernel.ledger import Entry

SHOWN = 20


def register(app: typer.Typer) -> None:
    """Adds `report` and `trace` to the command."""
    app.command("report", help="Print the annual report; exit 1 where a figure differs or an identity fails.")(report)
    app.command("trace", help="Show where a figure comes from: its definition, units and the acts behind it.")(trace)


def report(
    year: Annotated[int, typer.Argument(help="The year of the report.", min=2000, max=2999)],
    at: Annotated[int | None, typer.Option(min=0, metavar="SIZE", help="At the checkpoint of this size.")] = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Prints the report of a year, at the present position or as it stood at a checkpoint."""
    kept = None if at is None else tree.at(at)
    if at is not None and kept is None:
        console(error=True).print(_("No checkpoint was signed at this size of the ledger."))
        raise typer.Exit(2)
    try:
        built = marked(year, kept)
    except LookupError as error:
        console(error=True).print(str(error))
        raise typer.Exit(2) from None
    if format is Format.JSON:
        sys.stdout.write(orjson.dumps(as_json(built), option=orjson.OPT_INDENT_2).decode() + "\n")
    elif format is Format.CSV:
        sys.stdout.write(as_csv(built))
    else:
        _table(built)
    if not built.good:
        raise typer.Exit(1)


def _table(built: Report) -> None:
    out = console()
    said = _("%(year)s, ledger position %(position)s") % {"year": built.year, "position": f"{built.position:,}"}
    if built.scale != 1:
        said += _(", scale %(scale)s") % {"scale": f"{built.scale:f}"}
    out.print(said, style="bold")
    if built.root:
        out.print(_("Root of the signed tree at this position: %(root)s") % {"root": b64encode(built.root).decode()})
    for chapter, lines in built.chapters:
        heads = (_("Figure"), _("Value"), _("Change"), _("Published"), _("Agrees"))
        table = Table(*heads, title=str(chapter.title), title_justify="left")
        for column in (1, 2, 3):
            table.columns[column].justify = "right"
        for line in lines:
            change = "" if line.change is None else f"{line.change:+.1f}%"
            table.add_row(str(line.label), _value(line), change, _published(line), _agrees(line.agrees))
        out.print(table)
    if built.identities:
        title = _("What must add up")
        table = Table(_("Arithmetic rule"), _("Formula"), _("Holds"), title=title, title_justify="left")
        for held in built.identities:
            table.add_row(f"{held.id} {held.label}", held.formula, _agrees(held.holds))
        out.print(table)
    counts = {"compared": built.compared, "differing": len(built.differing), "failing": len(built.failing)}
    out.print(
        _("Figures compared: %(compared)s; differing: %(differing)s; arithmetic rules that fail: %(failing)s.") % counts
    )


def _value(line: Line) -> Text:
    if line.value is None:
        return Text(why_none(line), style="dim")
    return Text(f"{line.value:,}{line.flag and ' ' + line.flag}")


def _published(line: Line) -> str:
    said = []
    for p in line.published:
        value = f"{p.fact.number:,}" if p.fact.number is not None else str(p.fact.value or "?")
        scaled = f" → {p.expected:,}" if p.expected not in (None, p.fact.number) else ""
        said.append(f"{p.fact.id} {value}{scaled}")
    return "\n".join(said)


def _agrees(value: bool | None) -> Text:
    if value is None:
        return Text("")
    return Text(_("Yes"), style="green") if value else Text(_("No"), style="bold red")


def trace(
    key: Annotated[str, typer.Argument(help="Key of the figure, such as personnel.discipline.sanctions.")],
    year: Annotated[int, typer.Option(help="The year.", min=2000, max=2999)],
    format: Annotated[Format, typer.Option(help="How to print it; csv and json give every entry.")] = Format.TABLE,
) -> None:
    """Shows a figure's definition, its parts, its counts by unit and the acts behind it."""
    indicator = tracing.find(key)
    if indicator is None:
        said = _("There is no figure %(key)s. `hasila explain PROCEDURE` lists those of a procedure.")
        console(error=True).print(said % {"key": key})
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
    out, indicator = console(), found.indicator
    value = found.figure.rounded
    said = f"{value} {indicator.unit}" if value is None else quantity(value, indicator.unit)
    out.print(f"{indicator.label}, {found.year}: {said}", style="bold")
    out.print(str(indicator.definition))
    position = _("ledger position %(position)s") % {"position": f"{found.figure.position:,}"}
    out.print(f"{indicator.key}, {position}", style="dim")
    if len(found.parts) > 1:
        table = Table(_("Part"), _("Year"), _("Value"), title=_("Its parts"), title_justify="left")
        for part in found.parts:
            table.add_row(("÷ " if part.sign < 0 else "") + str(part.label), str(part.year), f"{part.value:,}")
        out.print(table)
    for breakdown in (found.units, *found.classes):
        if breakdown.known:
            out.print(_breakdown(breakdown))
    table = Table(_("Reference"), _("Act"), _("Date"), _("Unit"), title=_("The acts behind it"), title_justify="left")
    count = 0
    for count, row in enumerate(islice(_rows(found, entries), SHOWN), 1):  # noqa: B007 - the last number is used
        table.add_row(row[3], row[1], row[4], str(row[5]))
    out.print(table)
    rest = sum(1 for _entry in entries)
    if rest:
        out.print(_("… and %(count)s more; --format csv gives them all.") % {"count": f"{rest:,}"})
    out.print(_("Acts: %(count)s") % {"count": f"{count + rest:,}"})


def _breakdown(breakdown: tracing.Breakdown) -> Table:
    table = Table(str(breakdown.title), _("Value"))
    table.columns[1].justify = "right"
    for label, value in breakdown.rows[:SHOWN]:
        table.add_row(str(label), f"{value:,}")
    left = breakdown.rows[SHOWN:]
    if left:
        more = _("… %(count)s more") % {"count": len(left)}
        table.add_row(more, f"{sum(value for _label, value in left):,}")
    return table
