"""Content: how the values that a step asks for are read, cleaned and refused.

Django's fields say what a value is; this module compiles each asked field once into one function, because a national
year passes here a million times. What is cleaned here is what a form, the API, a CSV line and a play all send.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from hasila.kernel import refusals
from hasila.kernel.refusals import Refusal
from hasila.plain.texts import FORBIDDEN, MAX_TEXT, western_digits

EMPTY: tuple[Any, ...] = (None, "", [], {})
_KINDS: tuple[tuple[type[models.Field], type, Any], ...] = (  # what is said of a value that can't be read
    (models.DateTimeField, datetime, _("Enter a day and a time, such as 2024-10-09T14:05.")),
    (models.DateField, date, _("Enter a day, such as 2024-10-09.")),
    (models.BooleanField, bool, _("Choose one of the values offered.")),
    (models.IntegerField, int, _("Enter a whole number.")),
)


class Unclean(Exception):
    """Carries the refusal of one value."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a transition asks for.

    Attributes:
        name: the field's name. attname: the attribute that holds its value. required: whether it must be given.
        model_field: the Django field. clean: raw value to stored value; raises Unclean.
        target: for a foreign key, the model that it points to. seal: binds a cleaned value to the record it is for.
    """

    name: str
    attname: str
    required: bool
    model_field: models.Field
    clean: Callable[[Any], Any]
    target: type[models.Model] | None
    seal: Callable[[Any, UUID], Any] | None = None


def compile_asked(model_field: models.Field, *, required: bool) -> Asked:
    """The compiled form of one asked field."""
    target = model_field.related_model if isinstance(model_field, models.ForeignKey) else None
    clean = getattr(model_field, "sealing", lambda usual: usual)(_cleaner(model_field))
    seal = getattr(model_field, "seal", None)
    return Asked(model_field.name, model_field.attname, required, model_field, clean, target, seal)


def clean_data(
    asked: dict[str, Asked], data: dict[str, Any], record: UUID | None = None
) -> tuple[dict[str, Any], list[Refusal]]:
    """Cleans what was supplied for a step on a record; without one, on trial, nothing is sealed.

    Returns:
        the values by attribute name, and every refusal found (all of them, so that a form shows all at once).
    """
    values: dict[str, Any] = {}
    found: list[Refusal] = []
    left = len(data)
    for name, field in asked.items():
        if name in data:
            raw = data[name]
            left -= 1
        elif field.attname in data:
            raw = data[field.attname]
            left -= 1
        else:
            raw = None
        if raw is None or raw == "":
            kind = field.model_field
            if field.required or (name in data and not (kind.null or kind.has_default() or kind.empty_strings_allowed)):
                found.append(refusals.missing(name))
            elif name in data:
                values[field.attname] = empty_value(field.model_field)
            continue
        try:
            value = field.clean(raw)
        except Unclean as unclean:
            found.append(unclean.refusal)
            continue
        if field.required and value in EMPTY:
            found.append(refusals.missing(name))
        sealing = field.seal is not None and record is not None and value
        values[field.attname] = field.seal(value, record) if sealing else value  # type: ignore[misc, arg-type]
    if left > 0:
        known = set(asked) | {field.attname for field in asked.values()}
        found.extend(refusals.unknown_field(str(name)) for name in data if name not in known)
    return values, found


def empty_value(model_field: models.Field) -> Any:
    """What an empty optional field stores."""
    return None if model_field.null else model_field.get_default() if model_field.has_default() else ""


def _cleaner(model_field: models.Field) -> Callable[[Any], Any]:
    name = model_field.name
    if isinstance(model_field, models.ForeignKey):
        return _foreign_key(model_field)
    if model_field.choices:
        return _choice(model_field)
    if isinstance(model_field, models.CharField | models.TextField):
        return _text(model_field)
    validators = model_field.validators
    kinds = ((kind, words) for column, kind, words in _KINDS if isinstance(model_field, column))
    exact, wrong = next(kinds, (type(None), ""))
    deep = isinstance(model_field, models.JSONField | ArrayField)

    def clean(raw: Any) -> Any:
        if type(raw) is exact:
            value = raw
        else:
            if isinstance(raw, str):
                if FORBIDDEN.search(raw):
                    raise Unclean(refusals.control_characters(name))
                raw = western_digits(raw.strip()).replace("\u00a0", "").replace("\u202f", "")
            elif isinstance(raw, float | bool) and exact is int:
                raise Unclean(refusals.invalid(name, wrong))
            try:
                value = model_field.to_python(raw)
                if isinstance(model_field, ArrayField) and not isinstance(value, list | tuple):
                    raise TypeError("no list")  # which to_python lets pass
            except (ValidationError, ValueError, TypeError, OverflowError) as error:
                raise Unclean(refusals.invalid(name, wrong or _message(error))) from error
        if isinstance(value, date) and not 1800 <= value.year < 2200:  # a slip, and no calendar's end is near
            raise Unclean(refusals.invalid(name, _("Enter a day between the years 1800 and 2200.")))
        if isinstance(value, datetime) and is_naive(value):
            value = make_aware(value)
        if deep and _unclean_inside(value):
            raise Unclean(refusals.control_characters(name))
        for validator in validators:
            try:
                validator(value)
            except ValidationError as error:
                raise Unclean(refusals.invalid(name, _message(error))) from error
        return value

    return clean


def _message(error: Exception) -> Any:
    if isinstance(error, ValidationError):
        return " ".join(str(text) for text in error.messages)
    return _("Enter a valid value.")


def _unclean_inside(value: Any) -> bool:
    """Whether any text inside a nested value holds forbidden characters or is out of measure."""
    if isinstance(value, str):
        return bool(FORBIDDEN.search(value)) or len(value) > MAX_TEXT
    if isinstance(value, dict):
        return any(_unclean_inside(item) for pair in value.items() for item in pair)
    if isinstance(value, list | tuple):
        return any(_unclean_inside(item) for item in value)
    return False


def _text(model_field: models.Field) -> Callable[[Any], Any]:
    name = model_field.name
    limit = model_field.max_length or MAX_TEXT
    validators = [v for v in model_field.validators if type(v).__name__ != "MaxLengthValidator"]
    search = FORBIDDEN.search

    def clean(raw: Any) -> str:
        if not isinstance(raw, str):
            raise Unclean(refusals.invalid(name, _("Enter a text.")))
        # The length comes first: nobody should pay a scan of ten megabytes.
        if len(raw) > limit:
            raise Unclean(refusals.too_long(name, limit))
        if search(raw):
            raise Unclean(refusals.control_characters(name))
        value = raw.strip()
        if validators:
            value = model_field.to_python(value)
        for validator in validators:
            try:
                validator(value)
            except ValidationError as error:
                raise Unclean(refusals.invalid(name, _message(error))) from error
        return value

    return clean


def _choice(model_field: models.Field) -> Callable[[Any], Any]:
    name = model_field.name
    values = {str(value): value for value, _label in model_field.flatchoices}

    def clean(raw: Any) -> Any:
        try:
            return values[str(raw)]
        except KeyError:
            raise Unclean(refusals.invalid(name, _("Choose one of the values offered."))) from None

    return clean


def _foreign_key(model_field: models.ForeignKey) -> Callable[[Any], Any]:
    name = model_field.name
    target = model_field.target_field
    exact: type = UUID if isinstance(target, models.UUIDField) else int

    def clean(raw: Any) -> Any:
        if type(raw) is exact:
            return raw
        if isinstance(raw, models.Model):
            return raw.pk
        try:
            return target.to_python(western_digits(raw.strip()) if isinstance(raw, str) else raw)
        except (ValidationError, ValueError, TypeError):
            raise Unclean(refusals.no_such_object(name)) from None

    return clean


def content_bytes(values: dict[str, Any]) -> bytes:
    """The canonical bytes of an act's content: JSON with sorted keys, UTF-8."""
    return orjson.dumps(values, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
