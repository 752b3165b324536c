"""`hasila readings`: figures of use, verification, and the end of the retention of readings."""

from __future__ import annotations

from typing import Annotated

import typer
from django.db import connections
from django.utils.translation import gettext as _

from hasila.assurance.reading_seal import expired_months, remove_month, verify_readings
from hasila.assurance.readings import use
from hasila.institution import law
from hasila.institution.units import Unit
from hasila.plain.moments import today
from hasila.surfaces.cli.printing import Format, console, print_rows

RETENTION = "readings.retention"
COLUMNS = ("month", "unit", "register", "purpose", "kind", "readings", "times")

readings = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the group `readings` to the command."""
    app.add_typer(readings, name="readings", help="Who read what: figures of use, verification, retention.")


@readings.command("figures", help="Print how often registers were read, by month, unit, purpose and kind.")
def figures(
    year: Annotated[int, typer.Argument(min=2000, max=2499, help="The year.")],
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Prints the figures of use, from sealed readings."""
    found = use(year * 100 + 1, year * 100 + 12)
    codes = dict(Unit.objects.values_list("id", "code"))
    rows = [
        (one.month, codes.get(one.unit, ""), one.register, one.purpose, one.kind, one.readings, one.times)
        for one in found
    ]
    heads = (_("Month"), _("Unit"), _("Register"), _("Purpose"), _("Kind"), _("Readings"), _("Times"))
    print_rows(format, COLUMNS, heads, rows)


@readings.command("verify", help="Hold every reading against the ledger; exit 1 naming each place that fails.")
def verify(format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE) -> None:
    """Verifies the readings alone."""
    connections["default"].ensure_connection()
    failures = list(verify_readings(connections["default"].connection))
    if failures:
        print_rows(format, ("where", "what"), (_("Place"), _("Finding")), [(one.where, one.what) for one in failures])
        raise typer.Exit(1)
    console(error=True).print(_("Every reading is as it was sealed."))


@readings.command("expire", help="Remove the months of readings whose retention is over, each by an entry.")
def expire() -> None:
    """Removes what is older than the law lets readings be kept. Run it as who may reach the owner's role."""
    rule = law.in_force(RETENTION, today())
    months = expired_months(int(rule.value))
    for month in months:
        remove_month(month, connections["owner"], basis=rule.key)
    console(error=True).print(_("Months removed: %(number)s.") % {"number": len(months)})
