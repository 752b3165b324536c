"""How the fields of a record are shown: on its page, in a register, in an export."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hasila.assurance.erasure import MARK
from hasila.kernel.procedures import Procedure, State
from hasila.kernel.records import Record
from hasila.kernel.refusals import listed
from hasila.surfaces.choices import labels
from hasila.surfaces.formats import COUNTRY, format_country, format_date, format_datetime, format_number
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.nav import page_of, words_of

HIDDEN = {
    "id", "version", "procedure_version", "trail", "search", "due_step", "state", "reference", "number", "keys",
    "sounds",
}  # fmt: skip
HEAD = {"unit", "opened_at", "acted_at", "due_at"}
PLAIN = re.compile(r"[A-Za-z0-9-]+").fullmatch
"""A reference that stands in an address as it is: the address of one is that of any other with another reference."""
MARKED = "REFERENCE-0"
LONG = 2_000
"""Characters from which a text has a box of its own to scroll in."""
CODES = {"reference", "number", "registration", "registration_number", "card_number", "code", "year", "figure_year"}


def record_url(record: Record) -> str:
    """The address of a record's page: the one that its module made, or the one derived from its declaration."""
    return page_url(record.procedure, record.reference)


def page_url(procedure: type[Procedure], reference: str) -> str:
    """The same, where only the reference of a record is known."""
    if not PLAIN(reference):
        return _page_url(procedure.key, page_of(procedure.key), reference)
    return _page_url(procedure.key, page_of(procedure.key), MARKED).replace(MARKED, reference)


@lru_cache(1024)
def _page_url(key: str, own: str, reference: str) -> str:
    return reverse(own, args=[reference]) if own else reverse("web:record", args=[*key.split("."), reference])


def tone(record: Record) -> str:
    """The tone of a record's state: new, running or final."""
    return tone_of(record.current)


def tone_of(state: State) -> str:
    """The tone of a state: new, running or final."""
    if state.final:
        return "final"
    return "new" if state.initial else "running"


@lru_cache(4096)
def model_field(model: type[models.Model], path: str) -> models.Field | None:
    """The field at the end of a dotted path, or None where the path leads to something else."""
    found: Any = None
    for part in path.replace("__", ".").split("."):
        try:
            found = model._meta.get_field(part)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found


def field_label(model: type[models.Model], path: str) -> str:
    """What people read for a field, or for a property that the model's `labels` names."""
    found = model_field(model, path)
    if found is None:
        return str(getattr(model, "labels", {}).get(path, path))
    return str(found.verbose_name)


@dataclass(frozen=True)
class Closed:
    """What stands for another record that the reader may not see: a desk looks after somebody held, and sees no case
    file.
    """

    key: Any

    def __str__(self) -> str:
        return _("not open to you")


def raw_value(record: models.Model, path: str) -> Any:
    """The value at the end of a dotted path; None where a link on the way is empty, `Closed` where it leads to what
    the reader may not see.
    """
    value: Any = record
    for part in _parts(path):
        if value is None or isinstance(value, Closed):
            return value
        value = _linked(value, part)
    return value


@cache
def _parts(path: str) -> list[str]:
    return path.replace("__", ".").split(".")


def _linked(record: models.Model, name: str) -> Any:
    """A field's value; the fence of the database hides a record that it links to, as if there were none."""
    try:
        found = getattr(record, name)
    except ObjectDoesNotExist:
        return Closed(getattr(record, f"{name}_id"))
    key = getattr(record, f"{name}_id", None) if found is None else None
    return found if key is None else Closed(key)


def first_with(rows: models.QuerySet, paths: list[str]) -> Any:
    """The first row with what these links lead to, or None. A join drops a row whose link leads to what the reader may
    not see; it is then read without.
    """
    return rows.select_related(*paths).first() or rows.select_related(None).select_related("unit").first()


def last_day(due_at: datetime | None) -> date | None:
    """The last day of a legal term, which runs to the end of that day."""
    return timezone.localtime(due_at - timedelta(microseconds=1)).date() if due_at is not None else None


def plain_text(record: Record, path: str) -> str:
    """A field as plain text, for an export: words for codes, ISO dates, numbers without separators."""
    value = raw_value(record, path)
    if value is None:
        return ""
    if value == MARK:
        return _("erased")
    if path == "state":
        return str(record.state_label)
    found = model_field(type(record), path)
    if found is not None and found.choices:
        return labels(found).get(value, value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if path == "due_at":
        return str(last_day(value))
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    return str(value)


def shown(record: Record, path: str, *, link: bool = False, short: bool = False) -> SafeString | str:
    """A field as a page shows it, boxed so that neither direction disturbs the other.

    Args:
        record: the record. path: the field, dotted through foreign keys. link: whether another record is linked to.
        short: whether days are written in figures, for the columns of a register.
    """
    if path == "state":
        return str(record.state_label)
    if path == "due_step":
        step = record.procedure.transitions.get(record.due_step)
        return str(step.label) if step else ""
    value = raw_value(record, path)
    if value is None or value == "":
        return ""
    if value == MARK:
        return _("erased")
    if (words := words_of(record, path)) is not None:
        return words
    if path in HEAD and isinstance(value, datetime):
        value = last_day(value) if path == "due_at" else timezone.localtime(value).date()
    if short and isinstance(value, date) and not isinstance(value, datetime):
        return boxed(format_date(value, style="short"))
    chosen, country, code = _kind(type(record), path)
    if chosen is not None:
        words = labels(chosen)
        if isinstance(value, list):  # of codes, each is shown by its word
            return show_value([words.get(item, item) for item in value])
        return isolated(words.get(value, value))
    if country:
        return isolated(format_country(value))
    if code:
        return boxed(value)
    if link and isinstance(value, Record):
        return format_html('<a href="{}"><bdi>{}</bdi></a>', record_url(value), value)
    return show_value(value)


@lru_cache(4096)
def _kind(model: type[models.Model], path: str) -> tuple[models.Field | None, bool, bool]:
    """The field whose words stand for its values, or that of each value of a list; whether a country, or a code."""
    found: Any = model_field(model, path)
    chosen = next((one for one in (found, getattr(found, "base_field", None)) if getattr(one, "choices", None)), None)
    name = path.rpartition(".")[2]
    return chosen, name == COUNTRY, name in CODES


def show_value(value: Any) -> SafeString | str:
    """A value of any kind, boxed."""
    if value is None or value == "":
        return ""
    if value == MARK:
        return _("erased")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return isolated(format_datetime(value))
    if isinstance(value, date):
        return isolated(format_date(value))
    if isinstance(value, int | float | Decimal):
        return boxed(format_number(value))
    if isinstance(value, UUID):
        return boxed(value)
    if isinstance(value, list | tuple):
        return format_html_join(listed(["", ""]), "{}", ((show_value(item),) for item in value))
    if isinstance(value, str) and len(value) > LONG:
        return format_html('<div class="long" tabindex="0" role="group" dir="auto">{}</div>', value)
    if isinstance(value, dict):
        return format_html_join("\n", "{}: {}", ((key, show_value(item)) for key, item in value.items()))
    return isolated(value)


@dataclass(frozen=True)
class Column:
    """A column of a register."""

    path: str
    label: str
    numeric: bool


def columns_of(procedure: type[Procedure]) -> list[Column]:
    """The declared columns of a register; the reference always comes first, since it opens the record."""
    names = list(procedure.register.columns)
    if "reference" in names:
        names.remove("reference")
    found = []
    for name in ["reference", *names]:
        field = model_field(procedure.record, name)
        numeric = isinstance(field, models.IntegerField | models.DecimalField | models.FloatField) and not (
            field.choices or name.rpartition(".")[2] in CODES
        )
        found.append(Column(name, field_label(procedure.record, name), numeric))
    return found


def related_paths(procedure: type[Procedure], names: list[str]) -> list[str]:
    """The foreign keys that showing these fields follows, for select_related()."""
    paths = set()
    for name in names:
        parts = name.replace("__", ".").split(".")
        model: Any = procedure.record
        walked: list[str] = []
        for part in parts:
            try:
                field = model._meta.get_field(part)
            except FieldDoesNotExist:
                break
            if not isinstance(field, models.ForeignKey):
                break
            walked.append(part)
            paths.add("__".join(walked))
            model = field.related_model
    return sorted(paths)


def own_fields(procedure: type[Procedure]) -> list[models.Field]:
    """The fields that a record's own declaration adds: what its page lists. Identifiers and lists that the door
    alone sets say nothing to a reader.
    """
    return [
        field
        for field in procedure.record._meta.concrete_fields
        if field.name not in HIDDEN
        and field.name not in HEAD
        and (field.editable or not isinstance(getattr(field, "base_field", field), models.UUIDField | models.JSONField))
    ]
