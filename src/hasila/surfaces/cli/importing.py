"""`hasila import`: an act for each line of a file, through the one door in batches.

Nothing is imported twice: the idempotency key of a line is a digest of the step, the unit and the line's values, with
its turn among lines alike in the same file. So an interrupted import goes on by running it again, the same line in
another file is found done, and refused lines are tried again once what they lacked is there.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import typer
from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.refusals import Refusal, Refused, no_record, no_such_object, no_unit
from hasila.plain.texts import FORBIDDEN, fold, western_digits
from hasila.surfaces.cli.acting import moment, step_named, unit_named
from hasila.surfaces.cli.printing import Format, console, print_json, print_refusals, print_rows, refusal_lines
from hasila.surfaces.cli.tables import MOMENT, REFERENCE, UNIT, Row, Table, read
from hasila.surfaces.cli.who import signed_in
from hasila.surfaces.trying import every, of_content, understood
from hasila.surfaces.web.forms import spoken_day
from hasila.surfaces.web.references import candidates, codes

BATCH = 2_000


@dataclass
class Result:
    """What became of a file."""

    lines: int
    performed: int = 0
    replayed: int = 0
    refused: int = 0
    refused_file: str = ""
    dry_run: bool = False


@dataclass
class Refusals:
    """The refused lines, written beside the file in their order once a batch is behind."""

    table: Table
    path: Path
    waiting: list[tuple[Row, list[Refusal]]] = field(default_factory=list)
    written: int = 0

    def add(self, row: Row, reasons: list[Refusal]) -> None:
        """Notes a refused line."""
        self.waiting.append((row, reasons))

    def flush(self) -> None:
        """Writes what waits. The file is made with the first line, so that none stays behind where all went well."""
        if not self.waiting:
            return
        mode = "a" if self.written else "w"
        with open(self.path, mode, encoding="utf-8" if self.written else "utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=self.table.delimiter)
            if not self.written:
                writer.writerow([*self.table.header, _("line"), _("reasons")])
            for row, reasons in sorted(self.waiting, key=lambda pair: pair[0].number):
                width = len(self.table.header)
                cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
                said = " / ".join("; ".join(line.strip() for line in refusal_lines(reason)) for reason in reasons)
                writer.writerow([*cells, row.number, said])
        self.written += len(self.waiting)
        self.waiting.clear()


class Import:
    """One run over one file."""

    def __init__(self, step: Transition, table: Table, actor: Actor, unit: Unit | None) -> None:
        self.step = step
        self.table = table
        self.actor = actor
        self.unit = unit
        self.sent: dict[int, Row] = {}
        self.turns: Counter[bytes] = Counter()
        self.labels = _choices(step)
        self.refusals = Refusals(table, table.path.with_name(table.path.name + ".refused.csv"))

    def acts(self) -> Iterator[Act]:
        """An act for each line that names what exists; the others are noted as refused."""
        rows = self.table.rows()
        index = 0
        while chunk := list(islice(rows, BATCH)):
            found = _Found(self, chunk)
            for row in chunk:
                act, faults = self._act(row, found)
                if faults:
                    self.refusals.add(row, self._every(act, faults))
                    continue
                self.sent[index] = row
                index += 1
                yield act

    def _act(self, row: Row, found: _Found) -> tuple[Act, list[Refusal]]:
        """The act of a line, and why some of it could not be read."""
        faults: list[Refusal] = []

        values = dict(row.values)
        occurred_at = understood(faults, moment, values.pop(MOMENT, ""))
        unit_id = record_id = None
        if self.step.opens and UNIT not in self.step.asked:
            unit_id = understood(faults, found.unit, values.pop(UNIT, ""))
        if not self.step.opens:
            record_id = understood(faults, found.record, values.pop(REFERENCE, ""))
        act = Act(
            self.step,
            record_id=record_id,
            actor=self.actor.id,
            data={name: understood(faults, self._value, name, text, found) for name, text in values.items() if text},
            occurred_at=occurred_at,
            unit_id=unit_id,
            key=self._key(row, unit_id),
        )
        return act, faults

    def _every(self, act: Act, faults: list[Refusal]) -> list[Refusal]:
        """All that is wrong with a line, as far as it can be told at once."""
        record: Any = None
        if not self.step.opens:
            record = visible(self.step.procedure, self.actor).filter(pk=act.record_id).first()
            if record is None:  # which record the line means is among the faults
                return faults
        at = act.occurred_at if act.claimed or not act.micros else None  # else the door filled in the present
        return every(faults, self.step, record, self.actor, data=act.data, unit=act.unit_id, at=at)

    def _value(self, name: str, text: str, found: _Found) -> Any:
        asked = self.step.asked[name]
        if asked.target is not None:
            return found.target(name, text)
        if name in self.labels:
            return self.labels[name].get(fold(text).strip(), text)
        if isinstance(asked.model_field, models.DateField):
            return spoken_day(text)
        return text

    def _key(self, row: Row, unit_id: int | None) -> str:
        """The same line under the same step and unit has the same key in every file; a second one alike has another."""
        said = [self.step.key, unit_id, sorted((name, text) for name, text in row.values.items() if text)]
        digest = sha256(orjson.dumps(said)).digest()
        self.turns[digest] += 1
        return f"import:{digest.hex()}:{self.turns[digest]}"

    def run(self, *, dry_run: bool, progress: Progress) -> Result:
        """Performs every line; a dry run decides them all and leaves nothing behind."""
        result = Result(self.table.lines, dry_run=dry_run)
        bar = progress.add_task(_("Importing"), total=self.table.lines)

        def on_refused(index: int, act: Act, reasons: list[Refusal]) -> None:
            self.refusals.add(self.sent[index], self._every(act, reasons) if of_content(reasons) else reasons)

        def on_progress(done: int, _refused: int) -> None:
            last = self.sent.get(done - 1)
            for index in [index for index in self.sent if index < done]:
                del self.sent[index]
            self.refusals.flush()
            progress.update(bar, completed=last.number - 1 if last else done)

        with transaction.atomic() if dry_run else _nothing():
            outcome = perform_many(self.acts(), batch=BATCH, progress=on_progress, on_refused=on_refused)
            if dry_run:
                transaction.set_rollback(True)
        self.refusals.flush()
        progress.update(bar, completed=self.table.lines)
        result.replayed = outcome.replayed
        result.performed = outcome.performed - outcome.replayed
        result.refused = self.refusals.written
        result.refused_file = str(self.refusals.path) if result.refused else ""
        return result


class _Found:
    """What the lines of one chunk point to, found in one query for each field."""

    def __init__(self, run: Import, chunk: list[Row]) -> None:
        step = run.step
        self.default = run.unit
        self.units = _by_code(Unit.objects.all(), {row.values.get(UNIT, "") for row in chunk})
        self.records: dict[str, Any] = {}
        if not step.opens:
            names = {row.values.get(REFERENCE, "") for row in chunk}
            self.records = _by_code(visible(step.procedure, run.actor), names)
        self.targets = {
            name: _by_code(candidates(asked.target, run.actor), {row.values.get(name, "") for row in chunk})
            for name, asked in step.asked.items()
            if asked.target is not None
        }

    def unit(self, text: str) -> int:
        if not text and self.default is not None:
            return self.default.pk
        return self._one(self.units, text, no_unit())

    def record(self, text: str) -> UUID:
        return self._one(self.records, text, no_record())

    def target(self, name: str, text: str) -> Any:
        return self._one(self.targets[name], text, no_such_object(name))

    @staticmethod
    def _one(known: dict[str, Any], text: str, otherwise: Refusal) -> Any:
        found = known.get(_code(text))
        if found is None:
            raise Refused(otherwise)
        return found


def _code(text: str) -> str:
    return western_digits(text).replace(" ", "").upper()


def _by_code(rows: models.QuerySet, texts: set[str]) -> dict[str, Any]:
    """Keys of the objects that texts name by a code that people know, by their own key, or by their names."""
    wanted = {_code(text) for text in texts if text and len(text) <= 120 and not FORBIDDEN.search(text)}
    found: dict[str, Any] = {}
    if not wanted:
        return found
    # What stands first has the last word: a unit's code before a name that reads like it.
    names = [column.name for column in codes(rows.model)]
    spoken = [column.name for column in rows.model._meta.concrete_fields if column.name in ("arabic", "french")]
    if spoken and rows.model._meta.pk.get_internal_type() != "UUIDField":
        for key, *said in rows.values_list("pk", *spoken):
            found.update({_code(text): key for text in said if _code(text) in wanted})
    found.update(_by_key(rows, wanted))
    for name in reversed(names):
        found.update({_code(text): key for key, text in rows.filter(**{f"{name}__in": wanted}).values_list("pk", name)})
    return found


def _by_key(rows: models.QuerySet, wanted: set[str]) -> dict[str, Any]:
    keys: dict[Any, str] = {}
    uuids = rows.model._meta.pk.get_internal_type() == "UUIDField"
    for text in wanted:
        if uuids and len(text) == 36:
            try:
                keys[UUID(text)] = text
            except ValueError:
                continue
        elif not uuids and text.isascii() and text.isdigit() and len(text) < 10:
            keys[int(text)] = text
    return {keys[key]: key for key in rows.filter(pk__in=list(keys)).values_list("pk", flat=True)} if keys else {}


def _choices(step: Transition) -> dict[str, dict[str, Any]]:
    """For each field of choices, its values by code and by label in every language of the interface."""
    found: dict[str, dict[str, Any]] = {}
    for name, asked in step.asked.items():
        if not asked.model_field.choices:
            continue
        known: dict[str, Any] = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                for value, label in asked.model_field.flatchoices:
                    known.setdefault(fold(str(label)).strip(), value)
        for value, _label in asked.model_field.flatchoices:
            known[fold(str(value)).strip()] = value
        found[name] = known
    return found


class _nothing:
    """No transaction of ours: each batch has its own."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_error: object) -> None:
        return None


def command(
    name: str,
    path: Path,
    username: str | None,
    unit_code: str | None,
    *,
    dry_run: bool,
    ignore_unknown: bool,
    form: Format,
) -> None:
    """Imports a file and says what became of it; ends with code 1 where a line was refused."""
    try:
        step = step_named(name)
        unit = unit_named(unit_code)
        table = read(path, step, ignore_unknown=ignore_unknown, unit_given=unit is not None)
        actor = signed_in(username)
        with _progress() as progress:
            result = Import(step, table, actor, unit).run(dry_run=dry_run, progress=progress)
    except Refused as refused:
        print_refusals(refused.refusals)
        raise typer.Exit(1) from None
    _print(result, form)
    if result.refused:
        raise typer.Exit(1)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    out = console(error=True)
    return Progress(*columns, console=out, disable=not out.is_terminal)


def _print(result: Result, form: Format) -> None:
    if form is Format.JSON:
        print_json(vars(result))
    elif form is Format.CSV:
        print_rows(form, list(vars(result)), [], [list(vars(result).values())])
    else:
        out = console()
        if result.dry_run:
            out.print(_("A dry run: nothing was written."))
        out.print(_("%(number)s lines imported.") % {"number": result.performed})
        if result.replayed:
            out.print(_("%(number)s lines had been imported before.") % {"number": result.replayed})
        if result.refused:
            words = _("%(number)s lines refused; they stand with their reasons in %(file)s.")
            out.print(words % {"number": result.refused, "file": result.refused_file})
