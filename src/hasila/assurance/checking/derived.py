"""Which fields of a record can be told from its entries, and how a stored value is held against a supplied one.

A step puts what was supplied on the record; then its effects may set fields. What an effect sets can't be told from the
entries alone, since it may have read what has changed since. So the effects' code is looked at for the attributes that
it sets, and those are left out from there on.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import orjson
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.kernel.records import Record

Same = Callable[[Any, Any], bool]
ANYTHING = None
UNTELLING = {"setattr", "__dict__", "__setattr__", "vars", "exec", "eval"}
BELOW = ("hasila.kernel", "django", "builtins")
OWN = frozenset(field.attname for field in Record._meta.get_fields() if isinstance(field, models.Field))


@cache
def sets(transition: Transition) -> frozenset[str] | None:
    """Names of the attributes that a step's effects may set; None where that can't be told."""
    found: set[str] = set()
    seen: set[CodeType] = set()
    for effect in transition.effects:
        for code in _reached(effect, transition.procedure.record, seen):
            if UNTELLING.intersection(code.co_names):
                return ANYTHING
            found.update(step.argval for step in dis.get_instructions(code) if step.opname == "STORE_ATTR")
            found.update(_changed_in_place(transition.procedure, code.co_names))
    return frozenset(found | {f"{name}_id" for name in found})


def _changed_in_place(procedure: type[Procedure], names: tuple[str, ...]) -> set[str]:
    """Lists and objects among the fields named: they can change without being set."""
    compared = comparisons(procedure.key)
    return {name for name in names if compared.get(name) is _nested}


def _reached(function: Any, model: type[Record], seen: set[CodeType]) -> Iterator[CodeType]:
    """The code of a function and of those above the kernel that it names, methods of the record included."""
    function = getattr(function, "__func__", function)
    if not isinstance(function, FunctionType) or function.__module__.startswith(BELOW):
        return
    held = [cell.cell_contents for cell in function.__closure__ or () if _filled(cell)]
    waiting = [function.__code__]
    while waiting:
        code = waiting.pop()
        if code in seen:
            continue
        seen.add(code)
        yield code
        waiting += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
        named = [function.__globals__.get(name) for name in code.co_names]
        holders = [*(value for value in named if isinstance(value, ModuleType)), model]
        named += [vars(holder).get(name) for holder in holders for name in code.co_names]
        for other in (*named, *held):
            yield from _reached(other, model, seen)


def _filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty cell raises
    except ValueError:
        return False
    return True


def _text(stored: Any, supplied: Any) -> bool:
    return bool(stored == supplied)


def _through_text(stored: Any, supplied: Any) -> bool:
    return (None if stored is None else str(stored)) == supplied


def _day(stored: date | None, supplied: Any) -> bool:
    return (None if stored is None else stored.isoformat()) == supplied


def _moment(stored: datetime | None, supplied: Any) -> bool:
    if stored is None or supplied is None:
        return stored is supplied
    return stored == datetime.fromisoformat(supplied)


def _amount(stored: Any, supplied: Any) -> bool:
    if stored is None or supplied is None:
        return stored is supplied
    return Decimal(str(stored)) == Decimal(str(supplied))


def _nested(stored: Any, supplied: Any) -> bool:
    return bool(orjson.loads(orjson.dumps(stored, default=str, option=orjson.OPT_NON_STR_KEYS)) == supplied)


def _comparison(field: models.Field) -> Same:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.DateTimeField):
        return _moment
    if isinstance(target, models.DateField):
        return _day
    if isinstance(target, models.UUIDField):
        return _through_text
    if isinstance(target, models.DecimalField | models.FloatField):
        return _amount
    if isinstance(target, models.CharField | models.TextField | models.IntegerField | models.BooleanField):
        return _text
    return _nested


@cache
def comparisons(key: str) -> dict[str, Same]:
    """How each field of the procedure's record that isn't every record's own is held against what was supplied."""
    return {
        field.attname: _comparison(field)
        for field in registry[key].record._meta.concrete_fields
        if field.attname not in OWN and not isinstance(field, SearchVectorField)
    }


@cache
def defaults(key: str) -> dict[str, Any]:
    """What the fields of a new record hold before anything is supplied, as it would stand in a content."""
    found: dict[str, Any] = {}
    for field in registry[key].record._meta.concrete_fields:
        if field.attname not in comparisons(key) or (field.has_default() and callable(field.default)):
            continue
        default = None if field.null or not field.empty_strings_allowed else ""
        if field.has_default():
            default = field.default
        found[field.attname] = orjson.loads(orjson.dumps(default, default=str))
    return found
