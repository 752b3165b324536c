"""Querysets whose SQL is written once, and planned once where the way to the rows is the same for all values.

Django writes the statement of a queryset anew each time that it is read: half a millisecond of processor time for a
row by its key, more than ten for a union of ten registers; and the server reads and plans it anew, which behind row
security takes longer than finding a row. On a page of a dozen queries that was half of the time to answer. Where a
queryset depends on nothing but the values in it, the statement is the same each time; what is remembered here is the
statement, and what tells Django how to read its rows. Everything else stays Django's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from copy import copy
from datetime import UTC, date, datetime
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from psycopg import adapters
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.sql import Literal

from hasila.plain.statements import run

MOST = 512
"""Shapes of one queryset that are kept: roles and units make some dozens of them."""


def _marks(trial: int, values: tuple[Any, ...]) -> list[Any]:
    """Values that nobody else would think of, one for each value and of its type.

    Raises:
        TypeError: a type whose values can't be told from others.
    """
    return [_mark(trial * 1_000 + place, value) for place, value in enumerate(values, 1)]


def _mark(number: int, value: Any) -> Any:
    if value is None or value == []:
        return value
    if isinstance(value, list):
        return [_mark(number, value[0])]
    if isinstance(value, bool):
        raise TypeError("what is true or false shapes a queryset: give it by name")
    for kind, make in _MAKERS:
        if isinstance(value, kind):
            return make(number)
    raise TypeError(f"no queryset is remembered by {type(value).__name__}")


def _kind(value: Any) -> Hashable:
    if isinstance(value, list):
        return (list, *map(type, value[:1]))
    kind: type = type(value)
    return kind


_MAKERS: list[tuple[type, Callable[[int], Any]]] = [
    (UUID, lambda number: UUID(int=0xFACADE << 64 | number)),
    (datetime, lambda number: datetime(1492, 1, 1, 1, 1, 1, number, tzinfo=UTC)),
    (date, lambda number: date.fromordinal(number)),
    (str, lambda number: f" \N{FLORAL HEART} Ab {number} "),  # whoever folds or trims it makes another of it
    (int, lambda number: 1_800_000_000 + number),
]


def among(
    name: str, keys: Iterable[int] | Iterable[UUID], kind: type[models.Field] = models.IntegerField
) -> models.Func:
    """Whether a key is one of many, told in one parameter: placeholders of hundreds of units cost more to write and to
    read than the rows do to find.
    """
    listed = models.Value(list(keys), ArrayField(kind()))
    how = {"template": "(%(expressions)s))", "arg_joiner": " = ANY("}
    return models.Func(models.F(name), listed, output_field=models.BooleanField(), **how)


class _Keys(list[Any]):
    """A list of numbers or identifiers on its way to the server."""


class _KeysDumper(Dumper):
    """Writes such a list at once; the driver's own dumper asks of each item what it is, which for the units of a
    command took longer than the statement to run.
    """

    def dump(self, obj: list[Any]) -> bytes:
        """The text of an array."""
        return f"{{{','.join(map(str, obj))}}}".encode()


adapters.register_dumper(_Keys, _KeysDumper)


def _plain(keys: list[Any]) -> bool:
    return not keys or type(keys[0]) in (int, UUID)


class _Shape:
    """A statement, where each of its parameters comes from, and the compiler that reads its rows."""

    def __init__(
        self, build: Callable[..., QuerySet[Any]], values: tuple[Any, ...], shape: dict[str, Any], planned: bool
    ) -> None:
        self.planned = planned
        first, second = _marks(1, values), _marks(2, values)
        self.rows = build(*first, **shape)
        self.compiler = self.rows.query.get_compiler(self.rows.db)
        self.empty = False
        try:
            self.statement, given = self.compiler.as_sql()
        except EmptyResultSet:  # Django knows without asking that nothing is there
            self.empty = True
            return
        other = build(*second, **shape)
        again, changed = other.query.get_compiler(other.db).as_sql()
        if again != self.statement or len(given) != len(changed):
            raise TypeError(f"{build.__qualname__}: its statement depends on the values")
        self.given = tuple(given)
        self.converters = self.compiler.get_converters([s[0] for s in self.compiler.select[: self.compiler.col_count]])
        self.sources = [self._source(build, one, two, first, second) for one, two in zip(given, changed, strict=True)]
        if planned:
            self._write_constants()

    def _write_constants(self) -> None:
        """Writes what is always the same into the statement: a plan for any value can use an index of open files alone
        only where it is told that they are open.
        """
        here = connections[self.rows.db]
        here.ensure_connection()
        told = iter(zip(self.sources, self.given, strict=True))

        def written(mark: re.Match[str]) -> str:
            if mark[0] == "%%":
                return mark[0]
            (place, _kind), constant = next(told)
            return mark[0] if place >= 0 else Literal(constant).as_string(here.connection).replace("%", "%%")

        self.statement = re.sub("%[%s]", written, self.statement)
        self.sources = [source for source in self.sources if source[0] >= 0]
        self.given = (None,) * len(self.sources)

    @staticmethod
    def _source(build: Any, one: Any, two: Any, first: list[Any], second: list[Any]) -> tuple[int, Any]:
        """The place of the value that a parameter is, and how it is told the driver; -1 where it is always the same."""
        for place, (mark, changed) in enumerate(zip(first, second, strict=True)):
            if mark == changed:
                continue  # no value, which is always the same
            if one == mark and two == changed and isinstance(one, type(mark)):
                return place, None if type(one) is type(mark) else type(one)
        if one != two:
            raise TypeError(f"{build.__qualname__}: a parameter is made from the values, and not one of them")
        return -1, None

    def _fetched(self, compiler: SQLCompiler, parameters: tuple[Any, ...]) -> list[list[tuple[Any, ...]]]:
        """The rows of the prepared statement, in one chunk, as Django would have read them."""
        here = compiler.connection
        here.ensure_connection()
        here.validate_no_broken_transaction()
        with here.wrap_database_errors:
            rows = run(here.connection, self.statement, parameters, results=Format.TEXT)
        return [[row[: compiler.col_count] for row in rows] if compiler.has_extra_select else rows]

    def read(self, values: tuple[Any, ...]) -> QuerySet[Any]:
        """The queryset with these values; it runs when it is first looked at."""
        told = [_Keys(value) if type(value) is list and _plain(value) else value for value in values]
        parameters = tuple(
            constant if place < 0 else told[place] if kind is None else kind(told[place])
            for (place, kind), constant in zip(self.sources, self.given, strict=True)
        )
        rows = self.rows
        compiler: SQLCompiler = copy(self.compiler)
        compiler.connection = connections[rows.db]  # each thread has its own
        compiler.as_sql = lambda *_args, **_how: (self.statement, parameters)  # type: ignore[method-assign, assignment]
        compiler.get_converters = lambda _expressions: self.converters  # type: ignore[method-assign, assignment]
        if self.planned and not compiler.connection.queries_logged:  # whoever counts them counts what Django asks
            compiler.execute_sql = lambda *_args, **_how: self._fetched(compiler, parameters)  # type: ignore[method-assign, assignment]
        query = copy(rows.query)
        query.get_compiler = lambda *_args, **_how: compiler  # type: ignore[method-assign]
        found = type(rows)(model=rows.model, query=query, using=rows.db)
        found._iterable_class, found._fields = rows._iterable_class, rows._fields  # type: ignore[attr-defined]
        return found


class remembered:  # noqa: N801 (a decorator)
    """Makes a function that builds a queryset into one that gives its rows, by a statement written once.

    The values that the function takes in order stand in the queryset just as they come: a UUID, a moment, a day, a
    text, a whole number, or a list of such that is one parameter (`= ANY`). Whether a value is None, or a list
    is empty, and what is given by name, may shape the queryset; nothing else may, nor anything that changes while the
    program runs.

    A function that breaks this is refused when it is first called, by building it twice with values of our own: a
    parameter that is made from a value, or a statement that differs, raises TypeError.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], *, planned: bool = False) -> None:
        self.build, self.planned = build, planned
        self.shapes: dict[Hashable, _Shape] = {}
        update_wrapper(self, build)

    def __call__(self, *values: Any, **shape: Any) -> list[Any]:
        key = (*shape.items(), *map(_kind, values))
        known = self.shapes.get(key)
        if known is None:
            if len(self.shapes) >= MOST:
                self.shapes.clear()
            known = self.shapes[key] = _Shape(self.build, values, shape, self.planned)
        return [] if known.empty else list(known.read(values))

    def first(self, *values: Any, **shape: Any) -> Any:
        """The first of the rows, or None; the function itself limits them to one."""
        return next(iter(self(*values, **shape)), None)


def planned(build: Callable[..., QuerySet[Any]]) -> remembered:
    """As `remembered`, and each connection prepares the statement, whose plan the server then keeps. For what is found
    in the same way whatever the values: by a key, or in one unit. A list is planned as one of ten, and no index is
    chosen for a value that is many rows' or few rows'.
    """
    return remembered(build, planned=True)
