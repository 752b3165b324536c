"""`hasila people find`: people by a name in either script and what else is known, with what speaks for each file."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from django.utils.translation import gettext as _

from hasila.institution.finding import MOST
from hasila.kernel.access import acting
from hasila.kernel.refusals import Refused
from hasila.surfaces.cli.groups import AS, CASE, FORMAT
from hasila.surfaces.cli.printing import Format, print_json, print_refusals, print_rows
from hasila.surfaces.cli.who import signed_in
from hasila.surfaces.people import Match, search


def group() -> typer.Typer:
    """The commands about people."""
    made = typer.Typer(no_args_is_help=True)
    made.callback()(_nothing)
    made.command("find", help=_("Find people by name, in Arabic or Latin letters, with what else is known."))(find)
    return made


def _nothing() -> None:
    """Keeps `find` a command of a group."""


def find(
    name: Annotated[str, typer.Argument(help="The name, in either script; empty where only the card is known.")] = "",
    born: Annotated[str, typer.Option(help="Day or year of birth: 1984-03-12, 12/03/1984, 1984.")] = "",
    mother: Annotated[str, typer.Option(help="The mother's name.")] = "",
    father: Annotated[str, typer.Option(help="The father's name.")] = "",
    place: Annotated[str, typer.Option(help="The place of birth.")] = "",
    card: Annotated[str, typer.Option(help="The card number.")] = "",
    purpose: Annotated[str, typer.Option(help="Why the person is looked for; it is kept.")] = "",
    case: Annotated[str, CASE] = "",
    username: Annotated[str | None, AS] = None,
    form: Annotated[Format, FORMAT] = Format.TABLE,
) -> None:
    """Finds people. The likeness is of two names, the evidence of two descriptions; nobody is rated."""
    typed = {"name": name, "born": born, "mother": mother, "father": father, "place": place, "card": card}
    try:
        actor = signed_in(username)
        with acting(actor.id):
            matches, result = search(actor, typed, purpose, case)
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    if form is Format.JSON:
        print_json({"matches": [_described(match) for match in matches], "more_than_looked_at": result.full})
        return
    labels = [_("Reference"), _("Name in Arabic"), _("Name in Latin letters"), _("Born"), _("Unit"), _("Evidence")]
    labels += [_("Likeness of the names"), _("Why")]
    names = ["reference", "arabic_name", "latin_name", "born", "unit", "evidence", "likeness", "why"]
    print_rows(form, names, labels, [_line(match, "\n" if form is Format.TABLE else " ") for match in matches])
    if result.full and form is Format.TABLE:
        typer.echo(
            _("More than %(most)s files come near; add a date of birth, a mother's name or a place.") % {"most": MOST}
        )


def born(match: Match) -> str:
    """The day of birth where the file is open, else the year."""
    person = match.person
    if match.open and person.born_on is not None:
        return person.born_on.isoformat()
    year = person.description.year
    return str(year) if year is not None else ""


def _described(match: Match) -> dict[str, Any]:
    person = match.person
    found = {
        "reference": person.reference,
        "arabic_name": person.arabic_name,
        "latin_name": person.latin_name,
        "born": born(match),
        "unit": person.unit.code,
        "open": match.open,
        "evidence": match.level,
        "bits": match.bits,
        "name_likeness": match.likeness,
        "reasons": match.reasons,
        "found_by_merged_file": match.through or None,
    }
    if match.open:
        found |= {"mother": person.mother, "born_at": person.born_at, "card_number": person.card_number}
    return found


def _line(match: Match, apart: str) -> list[str]:
    person = match.person
    names = [person.reference, person.arabic_name, person.latin_name]
    said = [str(match.label), f"{match.likeness:.2f}", apart.join(match.reasons)]
    return [*names, born(match), person.unit.code, *said]
