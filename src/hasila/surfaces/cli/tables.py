"""Files of clerks: CSV as spreadsheets write it, whatever its encoding, delimiter and language of the header."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.texts import fold

CELL = 16 * 1024 * 1024
"""Characters that a cell may have before the file is given up; the door refuses far shorter ones by name."""
CHUNK = 1 << 20
DELIMITERS = ",;\t"
REFERENCE, UNIT, MOMENT = "reference", "unit", "occurred_at"
OWN_NAMES = {
    REFERENCE: (_("Reference"), _("Record")),
    UNIT: (_("Unit"), _("Unit code")),
    MOMENT: (_("When it happened"), _("Date of the act")),
}


def unreadable(detail: str) -> Refusal:
    return Refusal(
        "import.unreadable",
        _("The file is not readable as CSV: %(detail)s"),
        remedy=_("Save it as CSV in UTF-8."),
        status=422,
        detail=detail,
    )


def empty_file() -> Refusal:
    return Refusal("import.empty", _("The file has no header line."), status=422)


def missing_column(field: str, label: str) -> Refusal:
    return Refusal(
        "import.missing_column",
        _("The file has no column “%(label)s” (%(name)s)."),
        field=field,
        remedy=_("Add the column. Nothing was imported."),
        status=422,
        label=label,
        name=field,
    )


def unknown_column(name: str) -> Refusal:
    return Refusal(
        "import.unknown_column",
        _("The step does not ask for the column “%(name)s”."),
        field=name,
        remedy=_("Take the column out, or add --ignore-unknown. Nothing was imported."),
        status=422,
        name=name,
    )


def double_column(field: str) -> Refusal:
    return Refusal(
        "import.double_column",
        _("Two columns mean the same field: %(name)s."),
        field=field,
        remedy=_("Keep one of them. Nothing was imported."),
        status=422,
        name=field,
    )


@dataclass(frozen=True)
class Row:
    """A line of the file: its number as an editor counts, its cells, and the values by field."""

    number: int
    cells: list[str]
    values: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file whose header was understood.

    Attributes:
        path: where it lies. encoding, delimiter: as found. header: as written. fields: what each column means, None
            where it means nothing. lines: how many lines follow the header.
    """

    path: Path
    encoding: str
    delimiter: str
    header: list[str]
    fields: list[str | None]
    lines: int

    def rows(self) -> Iterator[Row]:
        """Every line that isn't empty, read as it is needed.

        Raises:
            Refused: a line can't be read as CSV.
        """
        with open(self.path, encoding=self.encoding, newline="") as file:
            reader = _reader(file, self.delimiter)
            next(reader, None)
            try:
                for cells in reader:
                    if any(cell.strip() for cell in cells):
                        named = zip(self.fields, cells, strict=False)
                        values = {field: cell.strip() for field, cell in named if field}
                        yield Row(reader.line_num, cells, values)
            except csv.Error as error:
                raise Refused(unreadable(str(error))) from None


def read(path: Path, step: Transition, *, ignore_unknown: bool, unit_given: bool) -> Table:
    """Finds out how a file is written and what its columns mean, before anything is imported.

    Args:
        ignore_unknown: whether columns without a meaning are left out. unit_given: whether lines need name no unit.

    Raises:
        Refused: the file can't be read, or its header lacks or doubles a column.
    """
    encoding = encoding_of(path)
    with open(path, encoding=encoding, newline="") as file:
        first = file.readline(CHUNK)
        if not first.strip():
            raise Refused(empty_file())
        delimiter = max(DELIMITERS, key=first.count)
        file.seek(0)
        reader = _reader(file, delimiter)
        try:
            header = [cell.strip() for cell in next(reader)]
            lines = sum(1 for _cells in reader)
        except csv.Error as error:
            raise Refused(unreadable(str(error))) from None
    fields = meanings(header, step)
    found = list(_faults(header, fields, step, unit_given=unit_given))
    if not ignore_unknown:
        found += [unknown_column(name) for name, field in zip(header, fields, strict=True) if field is None and name]
    if found:
        raise Refused(*found)
    return Table(path, encoding, delimiter, header, fields, lines)


def _reader(file: IO[str], delimiter: str) -> csv._reader:  # type: ignore[name-defined]
    csv.field_size_limit(CELL)
    return csv.reader(file, delimiter=delimiter, strict=False)


def encoding_of(path: Path) -> str:
    """The encoding of a file: UTF-8 or UTF-16 by its mark, UTF-16 by its zeros, UTF-8 where all of it is, else
    Windows-1256.

    Raises:
        Refused: it is binary.
    """
    with open(path, "rb") as file:
        head = file.read(4096)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        zeros = [head[offset::2].count(0) for offset in (0, 1)]
        if max(zeros) > len(head) // 8:
            return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
            raise Refused(unreadable("spreadsheet or PDF, not CSV"))
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1256"
    return "utf-8"


def meanings(header: list[str], step: Transition) -> list[str | None]:
    """Which field each column means: by its name, or by its label in any language of the interface."""
    known: dict[str, str] = {}
    names = [UNIT, MOMENT] if step.opens else [REFERENCE, MOMENT]
    for name in names:
        if name not in step.asked:
            known[_plain(name)] = name
    for name in step.asked:
        known[_plain(name)] = name
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            for name in names:
                for label in OWN_NAMES[name] if name not in step.asked else ():
                    known.setdefault(_plain(str(label)), name)
            for name, asked in step.asked.items():
                known.setdefault(_plain(str(asked.model_field.verbose_name)), name)
    return [known.get(_plain(name)) for name in header]


def _plain(text: str) -> str:
    return fold(text.replace("_", " ").replace("-", " ")).strip()


def _faults(header: list[str], fields: list[str | None], step: Transition, *, unit_given: bool) -> Iterator[Refusal]:
    needed = [name for name, asked in step.asked.items() if asked.required]
    if step.opens and not unit_given and UNIT not in step.asked:
        needed.append(UNIT)
    if not step.opens:
        needed.append(REFERENCE)
    for name in needed:
        if name not in fields:
            asked = step.asked.get(name)
            label = asked.model_field.verbose_name if asked else OWN_NAMES[name][0]
            yield missing_column(name, str(label))
    for name in sorted({field for field in fields if field and fields.count(field) > 1}):
        yield double_column(name)
