"""Records, entries, steps and procedures as JSON, and the schemas of what is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from hasila.assurance.steps import positions
from hasila.institution.units import Unit
from hasila.kernel.access import authority
from hasila.kernel.procedures import Procedure, Transition, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.plain.moments import from_micros
from hasila.surfaces.api.problems import error
from hasila.surfaces.api.wire import UUID_SCHEMA, Schema, given, plain, share
from hasila.surfaces.web.display import Closed, model_field, own_fields, raw_value

BASE = "/api/v1"

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
HEAD_FIELDS = {"id", "reference", "number", "unit", "state", "version", "opened_at", "acted_at", "due_at", "due_step"}


def maybe(schema: Schema) -> Schema:
    """What may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def members(**properties: Schema) -> Schema:
    """An object whose members are all there."""
    return {"type": "object", "properties": properties, "required": list(properties)}


UNIT = share("Unit", members(id=WHOLE, code=TEXT, name=TEXT))
LABELLED = share("Labelled", members(key=TEXT, label=TEXT))
HEAD: dict[str, Schema] = {
    "id": {"type": "string", "format": "uuid"},
    "reference": TEXT,
    "number": maybe(WHOLE),
    "procedure": TEXT,
    "unit": UNIT,
    "state": LABELLED,
    "version": WHOLE,
    "opened_at": MOMENT,
    "acted_at": MOMENT,
    "due_at": maybe(MOMENT),
    "due_step": maybe(TEXT),
    "href": TEXT,
}
ANY_RECORD = share("AnyRecord", members(**HEAD))


def prefix(procedure: type[Procedure]) -> str:
    """The address of a procedure's register, without the last slash."""
    return f"{BASE}/{procedure.key.replace('.', '/')}"


def href(record: Record) -> str:
    """The address of a record."""
    return f"{prefix(record.procedure)}/{record.reference}"


def head(record: Record) -> dict[str, Any]:
    """What every record has."""
    return {
        "id": str(record.pk),
        "reference": record.reference,
        "number": record.number,
        "procedure": record.procedure.key,
        "unit": unit(record.unit),
        "state": {"key": record.state, "label": str(record.state_label)},
        "version": record.version,
        "opened_at": plain(record.opened_at),
        "acted_at": plain(record.acted_at),
        "due_at": plain(record.due_at),
        "due_step": record.due_step or None,
        "href": href(record),
    }


def unit(of: Unit) -> dict[str, Any]:
    """A unit by its identifier, its code and its name."""
    return {"id": of.pk, "code": of.code, "name": of.name}


def row(record: Record) -> dict[str, Any]:
    """A line of a register: the head, and the columns that the register shows."""
    return {**head(record), "fields": {name: _value(record, name) for name in columns(record.procedure)}}


def whole(record: Record) -> dict[str, Any]:
    """A record with everything that its declaration adds."""
    names = [field.name for field in own_fields(record.procedure)]
    return {**head(record), "fields": {name: _value(record, name) for name in names}}


def _value(record: Record, name: str) -> Any:
    """A field as JSON; a record that isn't open to the one who asks keeps its identifier alone."""
    value = raw_value(record, name)
    return {"id": plain(value.key), "label": str(value)} if isinstance(value, Closed) else plain(value)


def columns(procedure: type[Procedure]) -> list[str]:
    """The columns of a register that are not of the head."""
    return [name for name in procedure.register.columns if name not in HEAD_FIELDS]


def row_schema(procedure: type[Procedure]) -> Schema:
    """The schema of `row`."""
    fields = {name: _of_path(procedure.record, name) for name in columns(procedure)}
    return share(f"{procedure.key}.row", _with_fields(fields))


def whole_schema(procedure: type[Procedure]) -> Schema:
    """The schema of `whole`."""
    fields = {field.name: given(field) for field in own_fields(procedure)}
    return share(f"{procedure.key}.record", _with_fields(fields))


def _of_path(model: type[models.Model], path: str) -> Schema:
    field = model_field(model, path)
    return {} if field is None or "." in path else given(field)


def _with_fields(fields: dict[str, Schema]) -> Schema:
    return {"allOf": [ANY_RECORD, members(fields=members(**fields))]}


def page_schema(procedure: type[Procedure]) -> Schema:
    """The schema of a keyset page of a register."""
    items = {"type": "array", "items": row_schema(procedure)}
    return share(f"{procedure.key}.page", members(items=items, next=maybe(TEXT), previous=maybe(TEXT)))


ENTRY = members(
    id={"type": "string", "format": "uuid"},
    position=maybe(WHOLE),
    act=LABELLED,
    version=WHOLE,
    state=maybe(LABELLED),
    occurred_at=MOMENT,
    recorded_at=MOMENT,
    actor=members(id={"type": "string", "format": "uuid"}, name=TEXT),
    cause=maybe({"type": "string", "format": "uuid"}),
    simulated={"type": "boolean"},
)


def entries(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Entries of a record's timeline: two queries however many there are."""
    listed = list(found)
    names = authority().names({entry.actor for entry in listed})
    places = positions([entry.id for entry in listed])
    return [
        {
            "id": str(entry.id),
            "position": places.get(entry.id),
            "act": _act(entry.act),
            "version": entry.record_version,
            "state": _state(entry),
            "occurred_at": plain(from_micros(entry.occurred_at)),
            "recorded_at": plain(from_micros(entry.recorded_at)),
            "actor": {"id": str(entry.actor), "name": names.get(entry.actor, "")},
            "cause": str(entry.cause) if entry.cause else None,
            "simulated": entry.simulated,
        }
        for entry in listed
    ]


def _act(key: str) -> dict[str, str]:
    step = transitions.get(key)
    return {"key": key, "label": str(step.label) if step else key.rpartition(".")[2]}


def _state(entry: Any) -> dict[str, str] | None:
    step = transitions.get(entry.act)
    if step is None or entry.state_to not in step.procedure.states:
        return None
    return {"key": entry.state_to, "label": str(step.procedure.states[entry.state_to].label)}


ENTRIES = share("Entries", members(items={"type": "array", "items": share("Entry", ENTRY)}))
REASON = share(
    "Reason",
    members(code=TEXT, detail=TEXT, field=maybe(TEXT), remedy=maybe(TEXT), basis=maybe(TEXT), citation=maybe(TEXT)),
)
STEP = members(key=TEXT, name=TEXT, label=TEXT, help=TEXT, open={"type": "boolean"}, reason=maybe(REASON), href=TEXT)
STEPS = share("Steps", members(items={"type": "array", "items": share("Step", STEP)}))


def step(record: Record, transition: Transition, reason: Refusal | None) -> dict[str, Any]:
    """A step on a record, and why it is closed to the one who asks."""
    return {
        "key": transition.key,
        "name": transition.name,
        "label": str(transition.label),
        "help": str(transition.help),
        "open": reason is None,
        "reason": None if reason is None else error(reason, transition.basis),
        "href": f"{href(record)}/{transition.name}",
    }


RECEIPT = share(
    "Receipt",
    members(
        entry={"type": "string", "format": "uuid"},
        position=maybe(WHOLE),
        replayed={"type": "boolean"},
        transition=TEXT,
        record=ANY_RECORD,
    ),
)
PROBLEM = share(
    "Problem",
    members(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, errors={"type": "array", "items": REASON, "minItems": 1}),
)
TOKEN = members(
    token=TEXT,
    expires_at=MOMENT,
    account=members(id={"type": "string", "format": "uuid"}, username=TEXT, name=TEXT),
)
RECORD_NAME: Schema = {
    "anyOf": [UUID_SCHEMA, {"type": "string", "pattern": "^[A-Za-z]{2,8}-[0-9]{2}-[0-9A-Za-z]{10}$"}]
}
