"""`hasila exchange`: one round at once, and the answers of the prosecution that fitted nothing. For the operator."""

from __future__ import annotations

from typing import Annotated

import orjson
import typer
from django.utils.translation import gettext as _

from hasila.modules.casefiles.exchange.answers import UNFIT
from hasila.modules.casefiles.exchange.handing import sweep
from hasila.modules.casefiles.exchange.tables import Answer
from hasila.modules.casefiles.exchange.vault import Shut, unseal
from hasila.surfaces.cli.printing import Format, console, print_json, print_rows

Form = Annotated[Format, typer.Option("--format", help="How to print it.")]
SHOWN = 50


def register(app: typer.Typer) -> None:
    """Adds the group `exchange` to the command."""
    exchange = typer.Typer(help=_("The exchange with the prosecution."), no_args_is_help=True)
    exchange.command(
        "round", help=_("Ask for answers and hand over what waits, once, without waiting for the worker.")
    )(once)
    exchange.command("unfit", help=_("Answers of the prosecution that fitted nothing, the newest first."))(unfit)
    app.add_typer(exchange, name="exchange")


def once(form: Form = Format.TABLE) -> None:
    """One round over every line; a line that is waited for is left alone until its time."""
    names = ("line", "packed", "handed", "refused", "taken", "silent")
    heads = (_("Line"), _("Packed"), _("Handed over"), _("Refused"), _("Answers"), _("Silent"))
    done = sweep()
    rows = [(name, one.packed, one.handed, one.refused, one.taken, one.silent) for name, one in done.items()]
    print_rows(form, names, heads, rows)
    if not rows and form is Format.TABLE:
        console().print(_("No line is described, or another process speaks over it at the moment."))


def unfit(
    show: Annotated[bool, typer.Option("--show", help="Open what they say; it speaks of persons.")] = False,
    form: Form = Format.TABLE,
) -> None:
    """Lists them; with --show each answer is unsealed."""
    found = list(Answer.objects.filter(outcome=UNFIT).order_by("-taken_at")[:SHOWN])
    if show:
        print_json([_opened(answer) for answer in found])
        return
    names = ("taken_at", "line", "name", "key", "kind", "why")
    heads = (_("Received"), _("Line"), _("Name"), _("Bundle"), _("Kind"), _("Reason"))
    rows = [(f"{a.taken_at:%Y-%m-%d %H:%M}", a.line, a.name, a.key, a.kind, a.why) for a in found]
    print_rows(form, names, heads, rows)


def _opened(answer: Answer) -> dict[str, object]:
    try:
        told = orjson.loads(unseal(f"{answer.line}/{answer.name}", bytes(answer.content or b"")))
    except Shut:
        told = None
    return {"taken_at": answer.taken_at.isoformat(), "line": answer.line, "why": answer.why, "answer": told}
