"""Acts: each step of each procedure as one POST, which goes to the one door and gives its receipt."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hasila.institution.units import Unit
from hasila.kernel.deciding import role_labels
from hasila.kernel.perform import Receipt, perform
from hasila.kernel.procedures import Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refused, listed, no_mandate, no_record, no_unit
from hasila.surfaces.api import intake, problems, represent
from hasila.surfaces.api.contents import content_of
from hasila.surfaces.api.registers import actor_of, named, parameters, rows_for
from hasila.surfaces.api.wire import Schema, taken

KEY: Schema = {"type": "string", "minLength": 8, "maxLength": 80, "pattern": "^[!-~]+$"}
VERSION: Schema = {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'}
UNIT: Schema = {
    "anyOf": [
        {"type": "string", "maxLength": 24, "minLength": 1, "pattern": "^[0-9A-Za-z._-]+$"},
        {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
    ],
    "description": "The unit that will own the record, by its code or its number.",
}
OCCURRED: Schema = {
    "anyOf": [{**represent.MOMENT, "pattern": intake.MOMENT_PATTERN}, {"type": "null"}],
    "description": "When it happened, with the offset; now where it is left out.",
}


def body_schema(step: Transition) -> Schema:
    """What the body of a step takes."""
    sent = content_of(step)
    fields = {name: asked for name, asked in step.asked.items() if sent is None or name not in sent.measured}
    properties: dict[str, Any] = {name: taken(asked) for name, asked in fields.items()}
    required = [name for name, asked in fields.items() if asked.required]
    if sent is not None:
        properties |= sent.members
        required += sent.members
    if step.opens and "unit" not in properties:
        properties["unit"] = UNIT
        required.append("unit")
    properties["occurred_at"] = OCCURRED
    return {
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def open_record(request: HttpRequest, step: Transition) -> HttpResponse:
    """Opens a record: 201 with its address."""
    data, occurred_at, sent = _taken(request, step)
    unit = _unit(data.pop("unit", None)) if "unit" not in step.asked else None
    return _answer(request, step, None, sent, data=data, unit=unit, occurred_at=occurred_at)


def act(request: HttpRequest, step: Transition, name: str) -> HttpResponse:
    """Takes a step on a record."""
    record = named(rows_for(step.procedure, actor_of(request), []), name).first()
    data, occurred_at, sent = _taken(request, step)
    if record is None:
        return _unseen(request, step, name, sent, data=data, occurred_at=occurred_at)
    return _answer(request, step, record, sent, data=data, occurred_at=occurred_at)


Sent = tuple[str, bytes] | None
"""Name and bytes of the content that came with a step, where it takes one."""


def _taken(request: HttpRequest, step: Transition) -> tuple[dict[str, Any], Any, Sent]:
    parameters(request, {})
    takes = content_of(step)
    body = intake.json_object(request, takes.body if takes is not None else intake.LIMIT)
    occurred_at = intake.moment(body.pop("occurred_at", None))
    unit = {"unit": body.pop("unit")} if "unit" in body and step.opens and "unit" not in step.asked else {}
    sent = takes.taken(body) if takes is not None else None
    return {**intake.content(step, body), **unit}, occurred_at, sent


def _unit(value: Any) -> Unit:
    found = None
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z._-]{1,24}", value):
        found = Unit.objects.filter(code=value.upper()).first()
    elif isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
        found = Unit.objects.filter(pk=value).first()
    if found is None:
        raise Refused(no_unit())
    return found


def _headers(request: HttpRequest) -> tuple[str | None, int | None]:
    """The idempotency key and the version that was seen.

    Raises:
        Refused: one of them has another form.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(r"[!-~]{8,80}", key):
        raise Refused(problems.wrong_header("Idempotency-Key"))
    seen = request.headers.get("If-Match")
    if seen is None:
        return key, None
    version = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', seen)
    if version is None:
        raise Refused(problems.wrong_header("If-Match"))
    return key, int(version[1])


def _answer(
    request: HttpRequest, step: Transition, record: Record | None, sent: Sent = None, **given: Any
) -> HttpResponse:
    key, expects = _headers(request)
    actor: Any = actor_of(request).id
    takes = content_of(step)
    try:
        with transaction.atomic() if takes is not None else nullcontext():
            if takes is not None and sent is not None:
                given["data"] = {**given["data"], **takes.keep(actor, key, *sent)}
            receipt = perform(step, record, actor=actor, key=key, expects=expects, **given)
    except Refused as refused:
        changed = expects is not None and refused.refusal.code == "kernel.changed_meanwhile"
        return problems.problem(refused.refusals, basis=step.basis, status=412 if changed else None)
    return _receipt(receipt)


def _receipt(receipt: Receipt) -> HttpResponse:
    record = receipt.record
    body = {
        "entry": str(receipt.entry_id),
        "position": receipt.position,
        "replayed": receipt.replayed,
        "transition": receipt.transition.key,
        "record": represent.head(record),
    }
    response = problems.as_json(body, 201 if receipt.transition.opens else 200)
    response.headers["ETag"] = f'"{record.version}"'
    if receipt.transition.opens:
        response.headers["Location"] = represent.href(record)
    return response


def _unseen(request: HttpRequest, step: Transition, name: str, sent: Sent, **given: Any) -> HttpResponse:
    """A step on a record that is not among those the actor may see: the door says why it is closed to them, and nothing
    of the record itself.
    """
    record = named(step.procedure.record._default_manager.only("pk"), name).first()
    if record is None:
        return problems.problem([no_record()])
    answer = _answer(request, step, record.pk, sent, **given)
    if answer.status_code in (200, 403):
        return answer
    return problems.problem([no_mandate(listed(role_labels(step)))], basis=step.basis)
