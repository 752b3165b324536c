"""Acts: each step of each procedure as one POST, which goes to the one door and gives its receipt."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hasila.institution.units import Unit
from hasila.kernel.deciding import no_power
from hasila.kernel.perform import Receipt
from hasila.kernel.procedures import Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused, no_record, no_unit
from hasila.surfaces.api import intake, problems, represent
from hasila.surfaces.api.contents import content_of
from hasila.surfaces.api.registers import actor_of, named, parameters, rows_for
from hasila.surfaces.api.wire import Schema, share, taken
from hasila.surfaces.trying import attempt, understood

KEY: Schema = {"type": "string", "minLength": 8, "maxLength": 80, "pattern": "^[!-~]+$"}
VERSION: Schema = {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'}
UNIT = share(
    "OwningUnit",
    {
        "anyOf": [
            {"type": "string", "maxLength": 24, "minLength": 1, "pattern": "^[0-9A-Za-z._-]+$"},
            {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        ],
        "description": "The unit that will own the record, by its code or its number.",
    },
)
OCCURRED = share(
    "Occurred",
    {
        "anyOf": [{**represent.MOMENT, "pattern": intake.MOMENT_PATTERN}, {"type": "null"}],
        "description": "When it happened, with the offset; now where it is left out.",
    },
)


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


@dataclass
class _Sent:
    """A request for a step, as far as it could be read.

    Attributes:
        data, unit, at, key, expects: as the door takes them. content: name and bytes, where the step takes a content.
        faults: what could not be read; all of them, since they are told together.
    """

    faults: list[Refusal] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)
    unit: Unit | None = None
    at: datetime | None = None
    key: str | None = None
    expects: int | None = None
    content: tuple[str, bytes] | None = None


def open_record(request: HttpRequest, step: Transition) -> HttpResponse:
    """Opens a record: 201 with its address."""
    return _answer(request, step, None, _sent(request, step))


def act(request: HttpRequest, step: Transition, name: str) -> HttpResponse:
    """Takes a step on a record."""
    record = named(rows_for(step.procedure, actor_of(request), []), name).first()
    sent = _sent(request, step)
    return _unseen(request, step, name, sent) if record is None else _answer(request, step, record, sent)


def _sent(request: HttpRequest, step: Transition) -> _Sent:
    """What a request asks for.

    Raises:
        Refused: its body can't be read at all.
    """
    takes = content_of(step)
    body = intake.json_object(request, takes.body if takes is not None else intake.LIMIT)
    found = _Sent()
    understood(found.faults, parameters, request, {})
    found.key = understood(found.faults, _key, request)
    found.expects = understood(found.faults, _version, request)
    found.at = understood(found.faults, intake.moment, body.pop("occurred_at", None))
    if takes is not None:
        found.content = understood(found.faults, takes.taken, body)
    if step.opens and "unit" not in step.asked:
        found.unit = understood(found.faults, _unit, body.pop("unit", None))
    found.data, misshapen = intake.content(step, body)
    found.faults += misshapen
    return found


def _unit(value: Any) -> Unit:
    found = None
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z._-]{1,24}", value):
        found = Unit.objects.filter(code=value.upper()).first()
    elif isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31:
        found = Unit.objects.filter(pk=value).first()
    if found is None:
        raise Refused(no_unit())
    return found


def _key(request: HttpRequest) -> str | None:
    """The idempotency key.

    Raises:
        Refused: it has another form.
    """
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(r"[!-~]{8,80}", key):
        raise Refused(problems.wrong_header("Idempotency-Key"))
    return key


def _version(request: HttpRequest) -> int | None:
    """The version that was seen.

    Raises:
        Refused: it has another form.
    """
    seen = request.headers.get("If-Match")
    if seen is None:
        return None
    version = re.fullmatch(r'(?:W/)?"([0-9]{1,9})"', seen)
    if version is None:
        raise Refused(problems.wrong_header("If-Match"))
    return int(version[1])


def _answer(request: HttpRequest, step: Transition, record: Record | UUID | None, sent: _Sent) -> HttpResponse:
    takes = content_of(step)
    try:
        with transaction.atomic() if takes is not None else nullcontext():
            receipt = _performed(request, step, record, sent)
    except Refused as refused:
        changed = sent.expects is not None and refused.refusal.code == "kernel.changed_meanwhile"
        return problems.problem(refused.refusals, basis=step.basis, status=412 if changed else None)
    return _receipt(receipt)


def _performed(request: HttpRequest, step: Transition, record: Record | UUID | None, sent: _Sent) -> Receipt:
    """Takes the step. A content is written first; whatever is refused takes it back.

    Raises:
        Refused: with every reason.
    """
    actor, takes = actor_of(request), content_of(step)
    if takes is not None and sent.content is not None:
        sent.data |= understood(sent.faults, takes.keep, actor.id, sent.key, *sent.content) or {}
    return attempt(
        step,
        record,
        actor,
        data=sent.data,
        unit=sent.unit,
        at=sent.at,
        key=sent.key,
        expects=sent.expects,
        unread=sent.faults,
        unknown=takes.measured if takes is not None and sent.faults else (),
    )


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


def _unseen(request: HttpRequest, step: Transition, name: str, sent: _Sent) -> HttpResponse:
    """A step on a record that is not among those the actor may see: the door says why it is closed to them, and nothing
    of the record itself.
    """
    record = named(step.procedure.record._default_manager.only("pk"), name).first()
    if record is None:
        return problems.problem([no_record()])
    answer = _answer(request, step, record.pk, sent)
    if answer.status_code in (200, 403):
        return answer
    return problems.problem([no_power(step)], basis=step.basis)
