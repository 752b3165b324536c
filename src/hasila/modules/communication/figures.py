"""A file of another year's published figures, read line by line: what is new, what stands already, what is refused.

Columns: id, value, unit, period, source; and, where the file has them, qualifier and day of the source. The file may be
as spreadsheets write it: UTF-8, UTF-16 or Windows-1256, with commas, semicolons or tabs, with digits of either script.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution.figures import facts
from hasila.institution.figures.editions import (
    PublishedFigure,
    PublishedFigures,
    Qualifier,
    figure_is_known,
    period_fits,
    printed_of,
    standing,
    unit_is_the_figures,
)
from hasila.institution.figures.reading import Unread, period_of, unit_of, value_of
from hasila.institution.figures.register import figure_of
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refusal, Refused, missing
from hasila.plain.texts import fold
from hasila.surfaces.cli.tables import empty_file, encoding_of, unreadable
from hasila.surfaces.web.forms import spoken_day
from hasila.surfaces.web.frame import today

NEEDED = ("id", "value", "unit", "period", "source")
FURTHER = ("qualifier", "source_day")
FIELDS = {"figure": "id", "measure": "unit"}
"""How the file calls what the register's record calls otherwise."""
_NAMES = {
    "id": ("id", "figure", "رقم المؤشر", "المعرف", "identifiant"),
    "value": ("value", "القيمة", "valeur"),
    "unit": ("unit", "measure", "الوحدة", "unité", "unite"),
    "period": ("period", "year", "الفترة", "السنة", "période", "année"),
    "source": ("source", "المصدر"),
    "qualifier": ("qualifier", "القيد", "qualificatif"),
    "source_day": ("source day", "day", "date", "تاريخ المصدر", "date de la source"),
}
_KNOWN = {fold(name): field for field, names in _NAMES.items() for name in names}
MOST = 5_000
"""Lines of a file: the register has a hundred figures, and the service a few dozen years."""


def no_column(name: str) -> Refusal:
    """The refusal of a file that lacks a column."""
    return Refusal(
        "figures.no_column",
        gettext_lazy("The file has no column “%(name)s”."),
        remedy=gettext_lazy("The first line names the columns: id, value, unit, period, source. Nothing was imported."),
        status=422,
        name=name,
    )


def too_many_lines() -> Refusal:
    """The refusal of a file that can't be an edition."""
    return Refusal(
        "figures.too_many_lines",
        gettext_lazy("The file has more than %(most)s lines."),
        remedy=gettext_lazy("One line for each figure and period. Nothing was imported."),
        status=422,
        most=MOST,
    )


def other_value(line: Line, known: str) -> Refusal:
    """The refusal of a value that differs from the one that stands, in the register or earlier in the file."""
    return Refusal(
        "figures.other_value",
        gettext_lazy("%(figure)s of %(period)s has the value %(known)s already; this line says %(value)s."),
        field="value",
        remedy=gettext_lazy("Compare the documents. A value that was misread is withdrawn first, with the reason."),
        figure=line.figure,
        period=line.period,
        known=known,
        value=f"{line.value:f}",
    )


@dataclass
class Line:
    """A line of the file and what becomes of it.

    Attributes:
        number: as an editor counts. status: new, there (the register says the same already) or refused.
    """

    number: int
    cells: dict[str, str]
    figure: str = ""
    value: Decimal = Decimal(0)
    measure: str = ""
    period: str = ""
    year: int = 0
    status: str = "new"
    reference: str = ""
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Notes why the line isn't taken."""
        self.status = "refused"
        self.refusals.append(refusal)


def read(path: Path) -> list[Line]:
    """The lines of a file, each with its cells by column.

    Raises:
        Refused: the file can't be read as CSV, lacks a column, or has no line at all.
    """
    with open(path, encoding=encoding_of(path), newline="") as file:
        text = file.read()
    rows = list(_rows(text))
    if not rows:
        raise Refused(empty_file())
    header = [_KNOWN.get(fold(cell.replace("_", " ")).strip(), "") for cell in rows[0][1]]
    lacking = [name for name in NEEDED if name not in header]
    if lacking:
        raise Refused(*(no_column(name) for name in lacking))
    if len(rows) > MOST + 1:
        raise Refused(too_many_lines())
    return [
        Line(number, {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name})
        for number, cells in rows[1:]
    ]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=max(",;\t", key=first.count))
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise Refused(unreadable(str(error))) from None


class Known:
    """What stands already: in the data files, in the register, and taken from this file."""

    def __init__(self) -> None:
        self.standing = {(one.figure, one.year): one for one in standing()}
        self.taken: dict[tuple[str, int], Line] = {}

    def judge(self, line: Line) -> None:
        """Reads a line and says what would become of it, as far as it can be known before the door is asked."""
        _understand(line)
        if line.status == "refused":
            return
        place = (line.figure, line.year)
        printed = printed_of(line.figure, line.period)
        if printed is not None:
            _beside(line, Decimal(printed.value), f"{printed.value}")  # type: ignore[arg-type]
        elif (stands := self.standing.get(place)) is not None:
            _beside(line, stands.value, f"{stands.amount} ({stands.reference})")
            line.reference = stands.reference
        elif (first := self.taken.get(place)) is not None:
            words = _("%(value)s (line %(line)s)") % {"value": f"{first.value:f}", "line": first.number}
            _beside(line, first.value, words)

    def take(self, line: Line) -> None:
        """Remembers a line that was taken."""
        self.taken[line.figure, line.year] = line


def _beside(line: Line, value: Decimal, said: str) -> None:
    """A line beside a value that stands: the same again is no harm, another one is refused."""
    if line.value == value:
        line.status = "there"
    else:
        line.refuse(other_value(line, said))


def _understand(line: Line) -> None:
    """Reads a line's cells. All that is wrong with it is told at once, by the register's own rules."""
    for name in NEEDED:
        if not line.cells.get(name):
            line.refuse(missing(name))
    item = PublishedFigure(
        figure=line.cells.get("id", ""), measure=line.cells.get("unit", ""), period=line.cells.get("period", "")
    )
    act = Act(PublishedFigures.enter, today=today())
    for guard, field_name in ((figure_is_known, "id"), (unit_is_the_figures, "unit"), (period_fits, "period")):
        refusal = guard(item, act) if line.cells.get(field_name) else None
        if refusal is not None:
            line.refuse(_renamed(refusal))
    fact = facts().get(item.figure.strip().upper())
    if fact is None or not line.cells.get("value"):
        return
    try:
        line.value = value_of(fact, line.cells["value"])
    except Unread as unread:
        line.refuse(unreadable_value(unread))
    if line.status != "refused":
        line.figure, line.measure = figure_of(fact.id), unit_of(fact, item.measure)
        line.year, line.period = period_of(fact, item.period)


def unreadable_value(unread: Unread) -> Refusal:
    """The refusal of a value that is no number, or could be two."""
    return Refusal(
        "figures.value",
        gettext_lazy("The value can't be read: %(detail)s"),
        field="value",
        remedy=unread.remedy,
        status=422,
        detail=unread.said,
    )


def _renamed(refusal: Refusal) -> Refusal:
    """A refusal of the register under the name that the file has for its field."""
    refusal.field = FIELDS.get(refusal.field or "", refusal.field)
    return refusal


def content_of(line: Line) -> dict[str, Any]:
    """What the door is given for a line."""
    said = {
        "figure": line.figure,
        "value": line.value,
        "measure": line.measure,
        "period": line.period,
        "source": line.cells["source"],
    }
    if line.cells.get("qualifier"):
        said["qualifier"] = _qualifier(line.cells["qualifier"])
    if line.cells.get("source_day"):
        said["source_day"] = spoken_day(line.cells["source_day"])
    return said


def _qualifier(text: str) -> str:
    """The code of a qualifier, by its code or its label in the active language."""
    labels = {fold(str(label)): value for value, label in Qualifier.choices}
    return labels.get(fold(text).strip(), text)


def take(lines: list[Line], actor: UUID, unit: Unit, *, dry_run: bool) -> None:
    """Enters the new lines, each as an act of its own: a refused line leaves its neighbours alone. A dry run asks the
    door all the same and leaves nothing behind.
    """
    known = Known()
    with transaction.atomic():
        for line in lines:
            known.judge(line)
            if line.status == "new":
                _enter(line, actor, unit)
            if line.status == "new":
                known.take(line)
        if dry_run:
            transaction.set_rollback(True)
            for line in known.taken.values():
                line.reference = ""


def _enter(line: Line, actor: UUID, unit: Unit) -> None:
    try:
        receipt = perform(PublishedFigures.enter, actor=actor, unit=unit, data=content_of(line))
    except Refused as refused:
        for refusal in refused.refusals:
            line.refuse(_renamed(refusal))
    else:
        line.reference = receipt.record.reference
