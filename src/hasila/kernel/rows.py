"""Rows: how records and what they point to come out of, and go into, the tables.

Both writers and the loader share one description of each model, made once, so that a single act is a handful of
prepared statements and a batch a handful of COPY streams.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import orjson
import psycopg
from django.db import models
from django.db.models.base import ModelState
from psycopg.types.json import Jsonb, set_json_loads

from hasila.plain.statements import run

set_json_loads(orjson.loads)  # for binary results; Django reads its own JSON as text

_COPY_NAMES = {"varchar": "varchar", "timestamp with time zone": "timestamptz", "double precision": "float8"}
FROZEN = ("id", "reference", "opened_at")


def dump_json(value: Any) -> bytes:
    """JSON for a jsonb column."""
    return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)


def _wrap_json(value: Any) -> Any:
    return None if value is None else Jsonb(value, dumps=dump_json)


def _type_name(field: models.Field, connection: Any) -> str:
    base, array, _size = (field.db_type(connection) or "text").partition("[")  # integer[] or, with a size, integer[3]
    base = base.split("(")[0].strip()
    base = {"integer": "int4", "bigint": "int8", "smallint": "int2", "boolean": "bool"}.get(
        base, _COPY_NAMES.get(base, base)
    )
    return f"{base}[]" if array else base


class Rows:
    """How one model's rows are read and written.

    Attributes:
        names: attribute names in column order. columns: column names. types: PostgreSQL types for binary COPY.
    """

    def __init__(self, model: type[models.Model], connection: Any) -> None:
        self.model = model
        fields: list[Any] = list(model._meta.concrete_fields)
        self.table = model._meta.db_table
        self.names = [field.attname for field in fields]
        self.columns: list[str] = [field.column for field in fields]
        # tsvector has no binary form in the driver: it travels as text and is cast on arrival.
        self.types = [
            "text" if f.get_internal_type() == "SearchVectorField" else _type_name(f, connection) for f in fields
        ]
        self.vectors: list[str] = [f.column for f in fields if f.get_internal_type() == "SearchVectorField"]
        self.wrappers: dict[int, Callable[[Any], Any]] = {
            i: _wrap_json for i, f in enumerate(fields) if isinstance(f, models.JSONField)
        }
        self.readers: list[tuple[str, Callable[[Any], Any]]] = []
        for field in fields:
            if isinstance(field, models.JSONField):
                self.readers.append((field.attname, lambda raw: orjson.loads(raw) if isinstance(raw, str) else raw))
        self.constants: dict[str, Any] = {}
        self.factories: list[tuple[str, Callable[[], Any]]] = []
        for field in fields:
            default = field.default
            if field.has_default() and callable(default):
                self.factories.append((field.attname, default))
            elif field.has_default():
                self.constants[field.attname] = default
            else:
                self.constants[field.attname] = "" if field.empty_strings_allowed and not field.null else None
        loaded = [column for column in self.columns if column not in self.vectors]
        self.loaded = [
            name for name, column in zip(self.names, self.columns, strict=True) if column not in self.vectors
        ]
        quoted = ", ".join(f'"{column}"' for column in loaded)
        self.select = f'SELECT {quoted} FROM "{self.table}" WHERE "{model._meta.pk.column}" = ANY(%s)'
        self.select_locked = f'{self.select} ORDER BY "{model._meta.pk.column}" FOR NO KEY UPDATE'
        # One key has a statement of its own, whose plan is made once: an array's is made anew at every call.
        self.select_one = self.select.replace("= ANY(%s)", "= %s")
        self.select_one_locked = f"{self.select_one} FOR NO KEY UPDATE"
        if "version" in self.names and "search" in self.names:
            self._statements()

    def _statements(self) -> None:
        """SQL of both writers for a record's table."""
        cast = {column: "%s::tsvector" if column in self.vectors else "%s" for column in self.columns}
        quoted = {column: f'"{column}"' for column in self.columns}
        listed = ", ".join(quoted.values())
        self.insert = f'INSERT INTO "{self.table}" ({listed}) VALUES ({", ".join(cast.values())})'
        self.stage = f"stage_{self.table}"[:63]
        selected = ", ".join(f"s.{q}::tsvector" if c in self.vectors else f"s.{q}" for c, q in quoted.items())
        shape = ", ".join(f"{quoted[c]} {t}" for c, t in zip(self.columns, self.types, strict=True))
        self.create_stage = (
            f'CREATE TEMP TABLE IF NOT EXISTS "{self.stage}" ({shape}, base_version int4) ON COMMIT DELETE ROWS'
        )
        self.copy_stage = f'COPY "{self.stage}" ({listed}, base_version) FROM STDIN (FORMAT BINARY)'
        self.stage_types = [*self.types, "int4"]
        self.insert_staged = (
            f'INSERT INTO "{self.table}" ({listed}) SELECT {selected} FROM "{self.stage}" s WHERE s.base_version = 0'
        )
        changing = [c for c in self.columns if c not in FROZEN]
        self.changing = [n for n, c in zip(self.names, self.columns, strict=True) if c not in FROZEN]
        plain = [c for c in changing if c not in self.vectors]
        self.update_names = {
            True: self.changing,
            False: [n for n, c in zip(self.names, self.columns, strict=True) if c in plain],
        }
        self.update = {True: self._update(changing, cast, quoted), False: self._update(plain, cast, quoted)}
        sets = ", ".join(f"{quoted[c]} = s.{quoted[c]}" for c in plain)
        vectors = "".join(f', "{c}" = coalesce(s."{c}"::tsvector, t."{c}")' for c in self.vectors)
        self.update_staged = (
            f'UPDATE "{self.table}" t SET {sets}{vectors} FROM "{self.stage}" s '
            f"WHERE t.id = s.id AND s.base_version > 0 AND t.version = s.base_version"
        )
        self.empty_stage = f'DELETE FROM "{self.stage}"'

    def _update(self, columns: list[str], cast: dict[str, str], quoted: dict[str, str]) -> str:
        sets = ", ".join(f"{quoted[c]} = {cast[c]}" for c in columns)
        return f'UPDATE "{self.table}" SET {sets} WHERE id = %s AND version = %s'

    def blank(self) -> models.Model:
        """A new instance with the fields' defaults; far cheaper than the model's own constructor."""
        instance = self.model.__new__(self.model)
        state = instance._state = ModelState()
        state.db = "default"
        attributes = instance.__dict__
        attributes.update(self.constants)
        for name, factory in self.factories:
            attributes[name] = factory()
        return instance

    def build(self, row: tuple) -> models.Model:
        """An instance from a row of `select`."""
        instance = self.model.__new__(self.model)
        state = instance._state = ModelState()
        state.adding = False
        state.db = "default"
        attributes = instance.__dict__
        attributes.update(zip(self.loaded, row, strict=True))
        for name, read in self.readers:
            attributes[name] = read(attributes[name])
        for vector in self.vectors:
            attributes[vector] = None
        return instance

    def values(self, instance: models.Model, names: Iterable[str] | None = None) -> list[Any]:
        """The instance's values in column order, ready for the driver."""
        attributes = instance.__dict__
        if names is None:
            values = [attributes[name] for name in self.names]
            for index, wrap in self.wrappers.items():
                values[index] = wrap(values[index])
            return values
        wrapped = {self.names[index] for index in self.wrappers}
        return [_wrap_json(attributes[name]) if name in wrapped else attributes[name] for name in names]


@cache
def rows_of(model: type[models.Model]) -> Rows:
    """The description of a model's rows, made once."""
    from django.db import connection

    return Rows(model, connection)


def fetch(raw: psycopg.Connection, model: type[models.Model], keys: list[Any], *, lock: bool) -> list[models.Model]:
    """Instances by primary key, in one prepared query; locked in the order of their keys where asked."""
    rows = rows_of(model)
    if len(keys) == 1:
        found = run(raw, rows.select_one_locked if lock else rows.select_one, keys)
    else:
        found = run(raw, rows.select_locked if lock else rows.select, [keys])
    return [rows.build(row) for row in found]
