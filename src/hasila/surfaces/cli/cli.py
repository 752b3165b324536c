"""The commands of this surface: acts, registers, explanations, imports; each is thin over a module beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.apps import apps

from hasila.kernel.refusals import Refused
from hasila.surfaces.cli import keys, people
from hasila.surfaces.cli.groups import AS, AT, CASE, FORMAT, KEY, UNIT, application_group, applications
from hasila.surfaces.cli.printing import Format, print_refusals

FIELD = typer.Option("--field", metavar="NAME=VALUE", help="A field of the step; once for each.")


def register(app: typer.Typer) -> None:
    """Adds the commands, and a group for each application whose commands are made when they are named."""
    app.command("act", help="Take any step of any procedure.")(act)
    app.command("list", help="List the records of a procedure that you may see.")(list_records)
    app.command("show", help="Show a record, its timeline and the steps open to you.")(show)
    app.command("explain", help="Print states, steps, powers, terms, legal texts and figures of a procedure.")(explain)
    app.command("import", help="Take a step for each line of a CSV file; nothing is imported twice.")(import_file)
    own = {group.name for group in app.registered_groups}
    app.add_typer(keys.group(), name="keys", help="The master keys of sealed fields.")
    app.add_typer(people.group(), name="people", help="People: find their files by name.")
    for label in applications():
        if label in own:  # a module with commands of its own makes the group itself, on `application_group`
            continue
        group = typer.Typer(cls=application_group(label), no_args_is_help=True)
        group.callback()(_nothing)
        app.add_typer(group, name=label, help=f"Steps of: {apps.get_app_config(label).verbose_name}.")


def _nothing() -> None:
    """A group does nothing by itself."""


def act(
    transition: Annotated[str, typer.Argument(metavar="PROCEDURE.STEP", help="Such as personnel.discipline.decide.")],
    reference: Annotated[str | None, typer.Argument(metavar="[REF]", help="The record; none for an opening.")] = None,
    field: Annotated[list[str] | None, FIELD] = None,
    unit: Annotated[str | None, UNIT] = None,
    at: Annotated[str | None, AT] = None,
    key: Annotated[str | None, KEY] = None,
    username: Annotated[str | None, AS] = None,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Takes a step."""
    from hasila.surfaces.cli import acting

    try:
        step, typed = acting.step_named(transition), acting.pairs(field or [])
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    acting.act(step, reference, typed, username=username, unit=unit, at=at, key=key, form=form)


def list_records(
    procedure: Annotated[str, typer.Argument(help="Such as personnel.discipline.")],
    state: Annotated[str | None, typer.Option(help="Only in this state.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="Only of this unit and those below it.")] = None,
    search: Annotated[str | None, typer.Option("--search", "-q", help="Only with these words.")] = None,
    field: Annotated[list[str] | None, typer.Option("--filter", metavar="NAME=VALUE", help="A filter.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 50,
    purpose: Annotated[str | None, typer.Option(help="Why persons are searched for; sensitive files ask.")] = None,
    case: Annotated[str | None, CASE] = None,
    username: Annotated[str | None, AS] = None,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Prints a register, newest first."""
    from hasila.surfaces.cli import registers

    why = (purpose or "", case or "")
    registers.list_records(procedure, state, unit, search, field or [], limit, why, username, form)


def show(
    reference: Annotated[str, typer.Argument(metavar="REF", help="The record's reference.")],
    purpose: Annotated[str | None, typer.Option(help="Why the file is opened; sensitive files ask for it.")] = None,
    case: Annotated[str | None, CASE] = None,
    username: Annotated[str | None, AS] = None,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Prints a record."""
    from hasila.surfaces.cli import registers

    registers.show(reference, purpose, case, username, form)


def explain(
    procedure: Annotated[str | None, typer.Argument(help="Such as personnel.discipline; none: all.")] = None,
    role: Annotated[str | None, typer.Option(help="All that this role (its code) gives.")] = None,
    form: Annotated[str, typer.Option("--format", help="How to print: table, json, csv or md.")] = "table",
) -> None:
    """Prints a procedure; there is no magic without a printer."""
    from hasila.surfaces.cli import explaining

    explaining.command(procedure, role, form)


def import_file(
    transition: Annotated[str, typer.Argument(metavar="PROCEDURE.STEP", help="Such as institution.career.take_over.")],
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file.")],
    username: Annotated[str | None, AS] = None,
    unit: Annotated[str | None, typer.Option(metavar="CODE", help="The unit of lines that name none.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide every line, write nothing.")] = False,
    ignore_unknown: Annotated[bool, typer.Option("--ignore-unknown", help="Leave out columns of no meaning.")] = False,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Imports a file."""
    from hasila.surfaces.cli import importing

    importing.command(transition, file, username, unit, dry_run=dry_run, ignore_unknown=ignore_unknown, form=form)
