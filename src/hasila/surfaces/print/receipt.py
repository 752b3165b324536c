"""The receipt that every record has: what was filed, where, when and what became of it, from the declaration alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.kernel.records import Record
from hasila.surfaces.formats import COUNTRY, format_country
from hasila.surfaces.print.bilingual import Both
from hasila.surfaces.print.sheet import Content

LONGEST = 600


@dataclass(frozen=True)
class _Named:
    name: str
    label: Any


RECEIPT = _Named("receipt", _("Receipt"))
NOTE = _("This receipt proves that the file was recorded. It is no decision on its substance.")
CLOSED = _("The content of this file is not printed on its receipt.")


def receipt(record: Record) -> Content:
    """Give the receipt of a record: its unit, state and days, and what its opening asked for.

    A sensitive procedure's receipt leaves the content out: a receipt is carried about and left on tables.
    """
    procedure = record.procedure
    rows: list[tuple[Any, Any]] = []
    if record.number is not None:
        rows.append((_("Number"), str(record.number)))
    rows += [
        (_("Recorded at"), record.unit),
        (_("Recorded on"), record.opened_at),
        (_("State"), record.state_label),
    ]
    if record.acted_at != record.opened_at:
        rows.append((_("Last act"), record.acted_at))
    if record.due_at is not None and record.due_step in procedure.transitions:
        rows += [(_("Next step"), procedure.transitions[record.due_step].label), (_("Due"), record.due_at)]
    if not procedure.sensitive:
        rows += content_rows(record)
    notes = [NOTE, CLOSED] if procedure.sensitive else [NOTE]
    return Content(title=RECEIPT.label, subtitle=record._meta.verbose_name, rows=rows, notes=notes)


def content_rows(record: Record) -> list[tuple[Any, Any]]:
    """Label and value of each field that an opening asks for and that this record holds."""
    names = dict.fromkeys(name for step in record.procedure.openings() for name in (*step.asks, *step.may))
    rows = []
    for name in names:
        try:
            field = record._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        value = field_value(record, field)
        if value not in (None, "", [], ()):
            rows.append((getattr(field, "verbose_name", name), value))
    return rows


def field_value(record: Record, field: Any) -> Any:
    """What a document says for a field: the words of a choice, a year without separators, no endless text."""
    value = getattr(record, field.name)
    if value in (None, ""):
        return None
    if getattr(field, "choices", None):
        return dict(field.flatchoices).get(value, value)
    if isinstance(field, models.IntegerField) and (field.name == "year" or field.name.endswith("_year")):
        return str(value)
    if field.name == COUNTRY:
        return Both(format_country(value, "ar"), format_country(value, "fr"))
    if isinstance(value, Record):
        return Both(_label(value, "ar"), _label(value, "fr"))
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST].rstrip() + " …"
    return value


def _label(record: Record, lang: str) -> Any:
    """A record by the name of the person it is about, where it has one, and its reference."""
    names = ("arabic_name", "latin_name") if lang == "ar" else ("latin_name", "arabic_name")
    name = next((text for text in (getattr(record, name, "") for name in names) if text), "")
    return f"{name} ({record.reference})" if name else record.reference
