"""The form of values on the wire: JSON Schema from Django fields, and whether a value fits it.

The schema says which JSON a field takes, no more; what a value may mean is the door's to judge.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import connection, models

from hasila.assurance.sealed import Sealed
from hasila.kernel.fields import Asked
from hasila.plain.texts import MAX_TEXT

Schema = dict[str, Any]

MAX_KEY = 200
UUID_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"
DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
TEXT_PATTERN = (
    "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u202a-\\u202e"
    "\\u2066-\\u2069\\ufeff\\ufff9-\\ufffb]*$"
)
MOMENT_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
UUID_SCHEMA: Schema = {"type": "string", "format": "uuid", "pattern": UUID_PATTERN}
MOMENT: Schema = {"type": "string", "format": "date-time"}
SHARED: dict[str, Schema] = {}
"""What the description says once, under `components/schemas`, by name."""
KINDS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def share(name: str, schema: Schema) -> Schema:
    """Describes a schema once for all who name it, and gives what names it; `fits` reads no names."""
    SHARED[name] = schema
    return {"$ref": f"#/components/schemas/{name}"}


def taken(asked: Asked) -> Schema:
    """What a step takes for one of its fields."""
    schema = _named(asked.model_field, _input(asked.model_field, required=asked.required))
    return schema if asked.required else or_nothing(schema)


def taken_as_filter(field: models.Field) -> Schema:
    """What a register's filter takes: one plain value."""
    schema = _input(field.base_field if isinstance(field, ArrayField) else field, required=True)
    options = schema.get("anyOf")
    return _named(field, options[0] if options else schema)


def given(field: models.Field) -> Schema:
    """What an answer gives for a field."""
    if isinstance(field, models.ForeignKey):
        schema = _link(_key(field.target_field, answer=True))
    else:
        schema = _output(field)
    schema = _named(field, schema)
    return {"anyOf": [schema, {"type": "null"}]} if field.null else schema


def _link(identifier: Schema) -> Schema:
    properties = {"id": identifier, "label": {"type": "string"}}
    kind = str(identifier.get("format", identifier["type"]))
    return share(f"LinkBy{kind.title()}", {"type": "object", "properties": properties, "required": list(properties)})


def _named(field: models.Field, schema: Schema) -> Schema:
    # The words stay lazy: the description is given in the language of whoever asks for it.
    return {**schema, "title": field.verbose_name, **({"description": field.help_text} if str(field.help_text) else {})}


def or_nothing(schema: Schema) -> Schema:
    """An optional field may be left out, null or empty."""
    plain = {name: value for name, value in schema.items() if name not in ("title", "description")}
    named = {name: value for name, value in schema.items() if name not in plain}
    return {"anyOf": [plain, {"type": "null"}, {"type": "string", "maxLength": 0}], **named}


def _input(field: models.Field, *, required: bool) -> Schema:
    if isinstance(field, models.ForeignKey):
        return _key(field.target_field)
    if isinstance(field, ArrayField):
        return {
            "type": "array",
            "items": _input(field.base_field, required=True),
            **({"minItems": 1} if required else {}),
        }
    if field.choices:
        return {"enum": [value for value, _label in field.flatchoices if value not in ("", None)]}
    if isinstance(field, models.CharField | models.TextField):
        return _text(field, required=required)
    if isinstance(field, models.IntegerField):
        return _whole(field)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return {"type": "string", "format": "date", "pattern": f"^{DIGIT}{{4}}-{DIGIT}{{2}}-{DIGIT}{{2}}$"}
    if isinstance(field, models.DateTimeField):
        return {**MOMENT, "pattern": MOMENT_PATTERN}
    if isinstance(field, models.DecimalField):
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[+-]?[0-9]+(\\.[0-9]+)?$"}]}
    return _output(field)


def _text(field: models.Field, *, required: bool) -> Schema:
    patterns = [_pattern(v) for v in field.validators if type(v) is RegexValidator and not v.inverse_match]
    found: Schema = {"type": "string", "maxLength": field.max_length or MAX_TEXT}
    found["pattern"] = patterns[0] if len(patterns) == 1 and patterns[0].isascii() else TEXT_PATTERN
    if required:
        found["minLength"] = 1
    return found


def _pattern(validator: RegexValidator) -> str:
    return validator.regex if isinstance(validator.regex, str) else validator.regex.pattern


def _whole(field: models.Field) -> Schema:
    low, high = connection.ops.integer_field_range(field.get_internal_type())
    whole: Schema = {"type": "integer"}
    for name, limit in (("minimum", low), ("maximum", high)):
        if limit is not None:
            whole[name] = limit
    return {"anyOf": [whole, {"type": "string", "pattern": f"^{DIGIT}{{1,18}}$"}]}


def _key(field: models.Field, *, answer: bool = False) -> Schema:
    if isinstance(field, models.UUIDField):
        return {"type": "string", "format": "uuid"} if answer else UUID_SCHEMA
    if isinstance(field, models.IntegerField | models.AutoField):
        return {"type": "integer"} if answer else _whole(field)
    return {"type": "string"} if answer else {"type": "string", "pattern": TEXT_PATTERN, "minLength": 1}


def _output(field: models.Field) -> Schema:
    for kind, schema in (
        (models.BooleanField, {"type": "boolean"}),
        (models.DateTimeField, MOMENT),
        (models.DateField, {"type": "string", "format": "date"}),
        (models.UUIDField, {"type": "string", "format": "uuid"}),
        (models.IntegerField, {"type": "integer"}),
        (models.AutoField, {"type": "integer"}),
        (models.FloatField, {"type": "number"}),
        (models.JSONField, {}),
    ):
        if isinstance(field, kind):
            return dict(schema)
    if isinstance(field, ArrayField):
        return {"type": "array", "items": _output(field.base_field)}
    return {"type": "string"}


def fits(schema: Schema, value: Any) -> bool:
    """Whether a JSON value has the shape of a schema: types, choices, patterns; lengths are left to the door."""
    if "anyOf" in schema:
        return any(fits(option, value) for option in schema["anyOf"])
    if "enum" in schema:
        return any(value == item and type(value) is type(item) for item in schema["enum"])
    kind = schema.get("type")
    if kind is not None and (not isinstance(value, KINDS[kind]) or (isinstance(value, bool) and kind != "boolean")):
        return False
    if isinstance(value, str):
        if "maxLength" in schema:  # of a text, the door says better what is wrong
            return bool(schema["maxLength"]) or not value
        pattern = schema.get("pattern")
        return pattern is None or (len(value) <= MAX_KEY and re.search(pattern, value) is not None)
    if isinstance(value, int):
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    return not isinstance(value, list) or all(fits(schema.get("items", {}), item) for item in value)


def expected(schema: Schema) -> str:
    """In a few words, what a schema asks for."""
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(filter(None, (expected(option) for option in schema["anyOf"]))))
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    return "" if schema.get("maxLength") == 0 else str(schema.get("format") or schema.get("type") or "JSON")


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Sealed):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, models.Model):
        return {"id": plain(value.pk), "label": str(value)}
    if isinstance(value, UUID | Decimal):
        return str(value)
    return str(value)
