"""Acts from texts: what is typed on a command line goes to the one door, and its receipt is printed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import typer
from django.utils.timezone import get_current_timezone, is_naive, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, acting, visible
from hasila.kernel.perform import Receipt
from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused, no_record, no_such_object, no_unit
from hasila.plain.texts import western_digits
from hasila.surfaces.cli.printing import Format, print_json, print_refusals, print_rows
from hasila.surfaces.cli.who import signed_in
from hasila.surfaces.explain import find_step
from hasila.surfaces.trying import attempt, understood
from hasila.surfaces.web.forms import spoken_day
from hasila.surfaces.web.references import candidates, resolve


def no_step(name: str, known: str) -> Refusal:
    return Refusal(
        "cli.no_step",
        gettext_lazy("There is no step “%(name)s”; these are known: %(known)s."),
        remedy=gettext_lazy("Write it as application.procedure.step."),
        status=404,
        name=name,
        known=known,
    )


def not_a_pair(text: str) -> Refusal:
    return Refusal(
        "cli.not_a_pair",
        gettext_lazy("“%(text)s” is no field with its value."),
        remedy=gettext_lazy("Write --field name=value."),
        status=422,
        text=text,
    )


def no_moment(text: str) -> Refusal:
    return Refusal(
        "cli.no_moment",
        gettext_lazy("“%(text)s” is no moment."),
        field="occurred_at",
        remedy=gettext_lazy("Write a day and a time, such as 2024-10-09T14:05."),
        status=422,
        text=text,
    )


def step_named(name: str) -> Transition:
    """The step with this key.

    Raises:
        Refused: there is none; the reason names those that are known.
    """
    try:
        return find_step(name)
    except LookupError as error:
        raise Refused(no_step(name, str(error))) from None


def pairs(texts: list[str]) -> dict[str, str]:
    """`name=value` texts as a mapping.

    Raises:
        Refused: one of them has no equals sign.
    """
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise Refused(not_a_pair(text))
        found[name.strip().replace("-", "_")] = value
    return found


def moment(text: str | None) -> datetime | None:
    """A typed moment, in the service's time zone where it names no other; None for nothing.

    Raises:
        Refused: it is no moment.
    """
    if not text:
        return None
    try:
        found = datetime.fromisoformat(spoken_day(western_digits(text.strip())))
    except ValueError:
        raise Refused(no_moment(text)) from None
    return make_aware(found, get_current_timezone()) if is_naive(found) else found


def record_named(name: str, procedure: type[Procedure] | None, actor: Actor) -> Record:
    """The record that a reference, or an identifier within its procedure, names among those the actor may see.

    Raises:
        Refused: there is none to see.
    """
    prefix = name.partition("-")[0].upper()
    declared = procedure or next((one for one in registry.values() if one.prefix == prefix), None)
    if declared is None:
        raise Refused(no_record())
    rows = visible(declared, actor)
    try:
        found = rows.filter(pk=UUID(name)).first()
    except ValueError:
        found = rows.filter(reference=name.upper()[:32]).first()
    if found is None:
        raise Refused(no_record())
    return found


def unit_named(code: str | None) -> Unit | None:
    """The unit with this code; None for nothing.

    Raises:
        Refused: there is none.
    """
    if not code:
        return None
    found = Unit.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise Refused(no_unit())
    return found


def content(step: Transition, typed: dict[str, str], actor: Actor) -> tuple[dict[str, Any], list[Refusal]]:
    """Typed texts as the door takes them, and a refusal for each code that names nothing: what points to something may
    be named by the code that people know.
    """
    found: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for name, text in typed.items():
        asked = step.asked.get(name)
        if asked is None or asked.target is None or not text.strip():
            found[name] = text
            continue
        target = resolve(candidates(asked.target, actor), text)
        if target is None:
            wrong.append(no_such_object(name))
        else:
            found[name] = target.pk
    return found, wrong


def act(
    step: Transition,
    name: str | None,
    typed: dict[str, str],
    *,
    username: str | None,
    unit: str | None = None,
    at: str | None = None,
    key: str | None = None,
    form: Format = Format.TABLE,
) -> None:
    """Takes a step and prints its receipt; a refusal is printed with its reasons and ends with code 1."""
    try:
        actor = signed_in(username)
        with acting(actor.id):
            if step.opens:
                record = None
            elif name is None:
                raise Refused(no_record())
            else:
                record = record_named(name, step.procedure, actor)
            data, unread = content(step, typed, actor)
            owner = understood(unread, unit_named, unit) if step.opens else None
            when = understood(unread, moment, at)
            receipt = attempt(step, record, actor, data=data, unit=owner, at=when, key=key, unread=unread)
    except Refused as refused:
        print_refusals(refused.refusals, basis=step.basis)
        raise typer.Exit(1) from None
    _print(receipt, form)


def _print(receipt: Receipt, form: Format) -> None:
    record = receipt.record
    found = {
        "entry": receipt.entry_id,
        "transition": receipt.transition.key,
        "reference": record.reference,
        "state": record.state,
        "version": record.version,
        "replayed": receipt.replayed,
    }
    if form is Format.JSON:
        print_json(found)
        return
    if form is Format.CSV:
        print_rows(form, list(found), [], [list(found.values())])
        return
    done = _("Done before") if receipt.replayed else _("Done")
    print(f"{done}: {receipt.transition.label}. {record.reference}: {record.state_label}.")
    print(f"{_('Entry')}: {receipt.entry_id}")
