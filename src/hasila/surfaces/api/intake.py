"""Bodies of requests: one JSON object each, bounded, its members of the shape that the schema says."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import orjson
from django.db import models
from django.http import HttpRequest

from hasila.kernel.fields import Asked
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.texts import western_digits
from hasila.surfaces.api import problems
from hasila.surfaces.api.wire import MOMENT_PATTERN, expected, fits, or_nothing, taken

LIMIT = 1024 * 1024
"""Bytes that a body may have."""


def json_object(request: HttpRequest, most: int = LIMIT) -> dict[str, Any]:
    """The object in a request's body of so many bytes at most.

    Raises:
        Refused: the body is too large, of another media type, not JSON, or no object.
    """
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > most:
        raise Refused(problems.too_large(most))
    body = request.body
    if not body.strip():
        return {}
    if request.content_type != "application/json":
        raise Refused(problems.wrong_media_type())
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused(problems.malformed(str(error))) from None
    if not isinstance(found, dict):
        raise Refused(problems.not_an_object())
    return found


def content(transition: Transition, data: dict[str, Any]) -> tuple[dict[str, Any], list[Refusal]]:
    """The data of a step that have the shape that the step takes, and a refusal for each that has another."""
    found: list[Refusal] = []
    kept = dict(data)
    for name, asked in transition.asked.items():
        if name not in data:
            continue
        kept[name] = _whole(asked, data[name])
        schema = taken(asked)
        if not fits(or_nothing(schema), kept[name]):
            found.append(problems.wrong_shape(name, expected(schema)))
            kept.pop(name)
    return kept, found


def _whole(asked: Asked, value: Any) -> Any:
    """1.0 is the whole number 1 in JSON Schema; the door takes no fractions."""
    column = asked.model_field if asked.target is None else asked.model_field.target_field  # type: ignore[attr-defined]
    if isinstance(column, models.IntegerField) and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def moment(value: Any) -> datetime | None:
    """The moment in an optional member; None where it is absent.

    Raises:
        Refused: it is no moment with its offset.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.search(MOMENT_PATTERN, western_digits(value)):
        try:
            return datetime.fromisoformat(western_digits(value))
        except ValueError:
            pass
    raise Refused(problems.wrong_shape("occurred_at", "date-time"))
