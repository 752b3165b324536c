"""Loads the units and grades of the data files into the database. Safe to repeat; takes a fraction of a second."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from hasila.institution.people import Grade
from hasila.institution.places import rows
from hasila.institution.units import Unit
from hasila.kernel.access import APPLICATION, READER

Row = dict[str, Any]


def load_institution(*, using: str = "owner") -> int:
    """Writes every unit and grade of `data/*.csv`, updating those already there. The owner of the tables does: whose
    units are open to whom hangs on the tree, so the application may not write it.

    Returns:
        the number of units. Units made by other means, and the closing dates given since, are left alone.
    """
    units = all_units()
    grades = [
        Grade(
            id=int(row["id"]),
            order=int(row["order"]),
            arabic=row["arabic"],
            french=row["french"],
            corps=row["corps"],
        )
        for row in rows("grades.csv")
    ]
    with transaction.atomic(using=using):
        _upsert(Unit, units, using, keep={"closed_on"})
        _upsert(Grade, grades, using)
    return len(units)


def all_units() -> list[Unit]:
    """The units of the data files, unsaved, parents before children, with their paths."""
    listed: list[Row] = [*rows("units.csv"), *rows("synthetic_units.csv")]
    by_code: dict[str, Unit] = {}
    for row in listed:
        parent = by_code[row["parent"]] if row["parent"] else None
        by_code[row["code"]] = Unit(
            id=int(row["id"]),
            code=row["code"],
            kind=row["kind"],
            arabic=row["arabic"],
            french=row["french"],
            parent_id=parent.id if parent else None,
            path=f"{parent.path if parent else '/'}{row['id']}/",
            place=row["place"],
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            synthetic="source" not in row,
            # Sources give the year of opening only; the first of January stands for it.
            opened_on=date(int(row["opened"]), 1, 1) if row.get("opened") else None,
            source=row.get("source", ""),
        )
    return list(by_code.values())


def _upsert(model: Any, objects: list[Any], using: str, keep: frozenset[str] | set[str] = frozenset()) -> None:
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in keep]
    model.objects.using(using).bulk_create(
        objects, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=1000
    )


NOTICES = Path(__file__).parent / "sql" / "notices.sql"


def keep_from_pages(connection: Any) -> None:
    """Who serves pages sees its own reader's notices alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('institution_notice') IS NOT NULL AND"
            " (SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)) = 2",
            [APPLICATION, READER],
        )
        if cursor.fetchone()[0]:
            cursor.execute(NOTICES.read_text().format(application=APPLICATION, reader=READER))
