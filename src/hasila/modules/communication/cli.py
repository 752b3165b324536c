"""`hasila figures` and `hasila claims`: the register of published figures, and an article read against it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hasila.institution.figures.editions import register as figures_register
from hasila.institution.figures.register import Entry
from hasila.institution.units import Unit
from hasila.kernel.refusals import Refused
from hasila.modules.communication.checker.cli import claims
from hasila.modules.communication.figures import Line, read, take
from hasila.modules.communication.wording import figure_words, in_language
from hasila.plain.texts import fold
from hasila.surfaces.cli.acting import unit_named
from hasila.surfaces.cli.groups import AS, FORMAT
from hasila.surfaces.cli.printing import Format, console, print_json, print_refusals, print_rows
from hasila.surfaces.cli.who import signed_in

UNIT = "DGSN"
"""The unit that answers for the register."""
STATUS = {"new": gettext_lazy("new"), "there": gettext_lazy("there already"), "refused": gettext_lazy("refused")}


def register(app: typer.Typer) -> None:
    """Adds `figures` and `claims` to the command."""
    group = typer.Typer(help="The register of published figures.", no_args_is_help=True)
    group.command("list", help="List the figures, with their latest published values.")(list_figures)
    group.command("show", help="Show a figure: definition, unit, aliases, every published value and its source.")(show)
    group.command("import", help="Bring in another year's published figures from a CSV file.")(import_figures)
    app.add_typer(group, name="figures")
    app.command("claims", help="Read an article against the register: each number, its verdict and why.")(claims)


def list_figures(
    words: Annotated[str | None, typer.Option("--search", "-q", help="Only with these words in their label.")] = None,
    year: Annotated[int | None, typer.Option(help="Only what was published of this year.")] = None,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Prints the register."""
    rows = []
    for entry in figures_register().entries.values():
        if words and fold(words) not in fold(" ".join((entry.label.arabic, entry.label.french, entry.label.english))):
            continue
        value = entry.of(year) if year is not None else entry.values[0]
        if value is not None:
            rows.append(
                (entry.id, str(entry.label), value.year, value.value, entry.unit.english, value.period, entry.indicator)
            )
    names = ("id", "label", "year", "value", "unit", "period", "indicator")
    labels = (_("Id"), _("Label"), _("Year"), _("Value"), _("Unit of measure"), _("Period"), _("Indicator"))
    print_rows(form, names, labels, rows)


def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Such as F001.")],
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Prints a figure."""
    entry = figures_register().find(identifier.strip().upper())
    if entry is None:
        said = _("The register has no figure “%(figure)s”.") % {"figure": identifier[:20]}
        console(error=True).print(said)
        raise typer.Exit(2)
    if form is Format.TABLE:
        _print_entry(entry)
    elif form is Format.JSON:
        print_json(_data(entry))
    else:
        names = ("fact", "year", "period", "value", "qualifier", "source")
        print_rows(form, names, names, [tuple(value.values()) for value in _data(entry)["values"]])


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "label": vars(entry.label),
        "definition": vars(entry.definition),
        "unit": entry.unit.english,
        "kind": entry.kind,
        "indicator": entry.indicator,
        "values": [
            {
                "fact": one.fact,
                "year": one.year,
                "period": one.period,
                "value": one.value,
                "qualifier": one.qualifier,
                "source": one.source.title,
            }
            for one in entry.values
        ],
        "aliases": {
            language: [f"{one.polarity}{one.text}" for one in aliases] for language, aliases in entry.aliases.items()
        },
    }


def _print_entry(entry: Entry) -> None:
    out, language = console(), (get_language() or "ar")[:2]
    out.print(f"{entry.id}  {entry.label}", style="bold")
    out.print(in_language(entry.definition, language))
    if entry.note:
        out.print(in_language(entry.note, language), style="dim")
    counted = _("Computed by: %(key)s") % {"key": entry.indicator}
    out.print(counted if entry.indicator else _("No module counts this yet."), style="dim")
    rows = [(one.year, figure_words(entry, one, language), one.period, one.source.title) for one in entry.values]
    print_rows(Format.TABLE, (), (_("Year"), _("Value"), _("Period"), _("Source")), rows)


def import_figures(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file.")],
    username: Annotated[str | None, AS] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Enters a file's figures, a figure for each line; ends with code 1 where a line was refused."""
    try:
        lines = read(file)
        actor = signed_in(username).id
        unit = unit_named(UNIT)
        assert actor is not None and isinstance(unit, Unit)
        take(lines, actor, unit, dry_run=dry_run)
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    _print_lines(lines, form, dry_run)
    if not dry_run:
        _warn({line.year for line in lines if line.status == "new"})
    if any(line.status == "refused" for line in lines):
        raise typer.Exit(1)


def _warn(years: set[int]) -> None:
    """Says which arithmetic rules the figures of these years break: they stand as printed, and somebody should look."""
    register, out = figures_register(), console(error=True)
    for year in sorted(years):
        for rule in register.failing(year):
            said = _("%(year)s doesn't add up: %(label)s (%(formula)s).")
            out.print(said % {"year": year, "label": rule.label, "formula": rule.formula})


def _print_lines(lines: list[Line], form: Format, dry_run: bool) -> None:
    if form is not Format.TABLE:
        names = ("line", "id", "value", "period", "status", "reference", "field", "code", "reason", "remedy")
        print_rows(form, names, names, [row for line in lines for row in _told(line)])
        return
    out = console()
    if dry_run:
        out.print(_("A dry run: nothing was written."))
    rows = [
        (line.number, line.cells.get("id", ""), line.cells.get("value", ""), line.cells.get("period", ""),
         str(STATUS[line.status]), line.reference)
        for line in lines
    ]  # fmt: skip
    heads = (_("Line of the file"), _("Id"), _("Value"), _("Period"), _("What becomes of it"), _("Reference"))
    print_rows(Format.TABLE, (), heads, rows)
    for line in lines:
        for refusal in line.refusals:
            out.print(_("Line %(line)s, %(field)s: %(reason)s [%(code)s]") % {
                "line": line.number, "field": refusal.field or "–", "reason": refusal, "code": refusal.code
            })  # fmt: skip
            if refusal.help:
                out.print(f"  {_('What helps')}: {refusal.help}")
    count = {status: sum(line.status == status for line in lines) for status in STATUS}
    out.print(_("New: %(new)s; there already: %(there)s; refused: %(refused)s.") % count)


def _told(line: Line) -> list[tuple[Any, ...]]:
    head = (
        line.number,
        line.cells.get("id", ""),
        line.cells.get("value", ""),
        line.cells.get("period", ""),
        line.status,
    )
    if not line.refusals:
        return [(*head, line.reference, "", "", "", "")]
    return [
        (*head, line.reference, refusal.field or "", refusal.code, str(refusal), refusal.help)
        for refusal in line.refusals
    ]
