"""`hasila retention`: what is due for erasure, orders for all of it, keys whose term is over."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer
from django.db import connections
from django.utils.translation import gettext as _

from hasila.assurance import erasure
from hasila.institution.law import cite
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act
from hasila.kernel.records import reference_of
from hasila.kernel.refusals import Refusal
from hasila.modules.retention.due import Due, day_of, due, following, proposals, ruled
from hasila.modules.retention.models import Erasure
from hasila.plain.moments import today
from hasila.surfaces.cli.groups import application_group
from hasila.surfaces.cli.printing import Format, console, print_json, print_rows
from hasila.surfaces.cli.who import signed_in

retention = typer.Typer(cls=application_group("retention"), no_args_is_help=True)
BATCH = 500
SHOWN = 20

Register = Annotated[str | None, typer.Option(help="Key of one register, such as personnel.discipline.")]
Form = Annotated[Format, typer.Option("--format", help="How to print it.")]


class Step(StrEnum):
    """Which step is taken on every order."""

    PROPOSE = "propose"
    APPROVE = "approve"
    CARRY_OUT = "carry-out"


def register(app: typer.Typer) -> None:
    """Adds the group `retention` to the command."""
    app.add_typer(retention, name="retention", help="Erase what may be kept no longer.")


@retention.command("due", help="Count what is due in each register, under the rule in force today.")
def show_due(register: Register = None, form: Form = Format.TABLE) -> None:
    """Prints what is due."""
    _known(register)
    names = ("register", "rule", "basis", "last_act_until", "due", "oldest")
    heads = (_("Register"), _("Retention rule"), _("Legal basis"), _("Last act until"), _("Due"), _("Oldest"))
    print_rows(form, names, heads, [_row(found, form) for found in due(name=register)])


def _row(found: Due, form: Format) -> tuple[object, ...]:
    name = str(found.procedure.label) if form is Format.TABLE else found.procedure.key
    return name, found.rule, cite(found.rule), found.before, found.count, day_of(found.oldest)


def _known(register: str | None) -> None:
    try:
        ruled(register)
    except LookupError:
        said = _("There is no register %(key)s with a retention rule.") % {"key": register}
        console(error=True).print(said)
        raise typer.Exit(2) from None


@retention.command("run", help="Take one step on everything that is due: propose, approve by another hand, carry out.")
def run(
    username: Annotated[str | None, typer.Option("--as", help="Who acts; else the token in HASILA_TOKEN.")] = None,
    step: Annotated[Step, typer.Option(help="Which step.")] = Step.PROPOSE,
    register: Register = None,
    limit: Annotated[int | None, typer.Option(min=1, help="How many at most.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be done, and do nothing.")] = False,
    form: Form = Format.TABLE,
) -> None:
    """Takes a step on many orders; broken off, it is simply run again."""
    _known(register)
    actor = signed_in(username).id
    assert actor is not None
    acts = _acts(step, actor, register, limit)
    if dry_run:
        _print_plan(list(acts), form)
        return
    refused: list[tuple[str, str]] = []

    def note(_index: int, act: Act, reasons: list[Refusal]) -> None:
        refused.append((_named(act), "; ".join(f"{r} [{r.code}]" for r in reasons)))

    def told(done: int, failed: int) -> None:
        console(error=True).print(_done(done - failed, failed))

    outcome = perform_many(acts, batch=BATCH, progress=told, on_refused=note)
    if form is Format.JSON:
        why = [{"order": order, "why": why} for order, why in refused]
        print_json({"performed": outcome.performed, "refused": why})
    elif refused or form is Format.CSV:
        print_rows(form, ("order", "why"), (_("Order"), _("Reason")), refused)
    if form is Format.TABLE:
        console().print(_done(outcome.performed, len(refused)))
    if refused:
        raise typer.Exit(1)


def _named(act: Act) -> str:
    """The reference of the file to be erased, or of the order on which a step is taken."""
    if act.record_id is None:
        return str(act.data["file"])
    return reference_of(act.record_id, act.transition.procedure.prefix)


def _done(done: int, refused: int) -> str:
    return _("Done: %(done)s; refused: %(refused)s") % {"done": f"{done:,}", "refused": f"{refused:,}"}


def _acts(step: Step, actor: UUID, register: str | None, limit: int | None) -> Iterator[Act]:
    if step is Step.PROPOSE:
        return proposals(actor, register, today(), limit)
    return following(Erasure.approve if step is Step.APPROVE else Erasure.carry_out, actor, register, limit)


def _print_plan(acts: list[Act], form: Format) -> None:
    shown = acts if form is not Format.TABLE else acts[:SHOWN]
    rows = [(act.transition.key, _named(act)) for act in shown]
    print_rows(form, ("step", "record"), (_("Step"), _("Record")), rows)
    if form is Format.TABLE:
        console().print(_("To be done: %(count)s. Nothing was done.") % {"count": f"{len(acts):,}"})


@retention.command("purge-keys", help="Delete idempotency keys whose term is over; the sealer does it every hour too.")
def purge() -> None:
    """Deletes what is over."""
    connections["sealer"].ensure_connection()
    gone = erasure.purge_keys(connections["sealer"].connection)
    console().print(_("Keys deleted: %(count)s") % {"count": f"{gone:,}"})
