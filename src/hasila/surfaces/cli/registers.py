"""Registers and records on the command line."""

from __future__ import annotations

from typing import Any

import typer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance import steps as reading
from hasila.kernel.access import Actor, acting, authority, visible
from hasila.kernel.procedures import Procedure, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.api.registers import by_name, filters, narrowed, read
from hasila.surfaces.cli.acting import pairs, record_named, unit_named
from hasila.surfaces.cli.printing import Format, console, print_json, print_refusals, print_rows
from hasila.surfaces.cli.who import signed_in
from hasila.surfaces.explain import find
from hasila.surfaces.reading import keep, keep_search, search_is_reading
from hasila.surfaces.searching import page, search
from hasila.surfaces.web.display import columns_of, field_label, own_fields, plain_text, related_paths

CHUNK = 500


def no_procedure(name: str, known: str) -> Refusal:
    return Refusal(
        "cli.no_procedure",
        gettext_lazy("There is no procedure “%(name)s”; these are known: %(known)s."),
        status=404,
        name=name,
        known=known,
    )


def procedure_named(name: str) -> type[Procedure]:
    """The procedure with this key.

    Raises:
        Refused: there is none; the reason names those that are known.
    """
    try:
        return find(name)
    except LookupError as error:
        raise Refused(no_procedure(name, str(error))) from None


def list_records(
    name: str,
    state: str | None,
    unit: str | None,
    text: str | None,
    chosen: list[str],
    limit: int,
    why: tuple[str, str],
    username: str | None,
    form: Format,
) -> None:
    """Prints the lines of a register that the one signed in may see, newest first.

    A search in a register of persons' files is kept with all that it found before the first line is printed.
    """
    try:
        procedure = procedure_named(name)
        actor = signed_in(username)
        with acting(actor.id):
            columns = columns_of(procedure)
            paths = related_paths(procedure, [column.path for column in columns])
            rows = visible(procedure, actor).select_related(*paths).defer("search", "trail")
            wanted = unit_named(unit)
            if wanted is not None:
                rows = rows.filter(unit__in=wanted.below())
            given = {**pairs(chosen), **({"state": state} if state else {})}
            values = read(((key, [value]) for key, value in given.items()), filters(procedure))
            rows = narrowed(procedure, rows, values)
            names, labels = [column.path for column in columns], [column.label for column in columns]
            words = by_name(procedure, {**values, "q": text or ""})
            if words and search_is_reading(procedure, actor):
                ids = list(search(rows, text or "").order_by("-id").values_list("pk", flat=True)[:limit])
                keep_search(procedure, actor, why[0], ids, words, why[1])
                rows, text = rows.filter(pk__in=ids), None
        with acting(actor.id):
            print_rows(form, names, labels, _lines(rows, names, limit, text or ""))
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None


def _lines(rows: Any, names: list[str], limit: int, words: str) -> Any:
    """The lines of a register, read by keyset pages."""
    after = None
    while limit > 0:
        found = page(rows, words=words, after=after, size=min(CHUNK, limit))
        for record in found.rows:
            yield [plain_text(record, name) for name in names]
        limit -= len(found.rows)
        after = found.next
        if after is None:
            return


def show(name: str, purpose: str | None, case: str | None, username: str | None, form: Format) -> None:
    """Prints a record with its timeline and steps; of a sensitive procedure, the reading is kept."""
    try:
        actor = signed_in(username)
        with acting(actor.id):
            record = record_named(name, None, actor)
            keep(record, actor, purpose or "", case or "")
            found = _described(record, actor)
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    if form is Format.JSON:
        print_json(found)
    elif form is Format.CSV:
        print_rows(form, ["field", "value"], ["field", "value"], found["fields"].items())
    else:
        _print(found)


def _described(record: Record, actor: Actor) -> dict[str, Any]:
    names = ["reference", "state", "unit", *(field.name for field in own_fields(record.procedure))]
    entries = reading.timeline(record.pk)
    people = authority().names({entry.actor for entry in entries})
    return {
        "fields": {name: plain_text(record, name) for name in names},
        "labels": {name: field_label(type(record), name) for name in names},
        "timeline": [
            {
                "when": entry.when.isoformat(timespec="seconds"),
                "act": entry.act,
                "label": str(transitions[entry.act].label) if entry.act in transitions else entry.act,
                "actor": people.get(entry.actor, ""),
            }
            for entry in entries
        ],
        "steps": [
            {"name": step.name, "label": str(step.label), "closed": None if reason is None else str(reason)}
            for step, reason in reading.steps(record, actor)
        ],
    }


def _print(found: dict[str, Any]) -> None:
    out = console()
    for name, value in found["fields"].items():
        if value:
            out.print(f"{found['labels'][name]}: {value}")
    out.print(f"\n{_('Timeline')}")
    for entry in found["timeline"]:
        out.print(f"  {entry['when']}  {entry['label']} ({entry['actor']})")
    out.print(f"\n{_('Steps')}")
    for step in found["steps"]:
        mark = "+" if step["closed"] is None else "-"
        out.print(f"  {mark} {step['name']}: {step['label']}" + (f" ({step['closed']})" if step["closed"] else ""))
