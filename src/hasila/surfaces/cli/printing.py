"""Printing: tables for people, JSON and CSV for programmes, refusals with what helps."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from hasila.kernel.refusals import Refusal
from hasila.surfaces.explain import citation

WIDE = 160


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def console(*, error: bool = False) -> Console:
    """A console as wide as the terminal; into a file or a pipe, as wide as a table needs."""
    stream = sys.stderr if error else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else WIDE, highlight=False, markup=False)


def print_rows(form: Format, names: Sequence[str], labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints rows as they come; JSON and CSV name the columns by their stable names, a table by their labels."""
    if form is Format.JSON:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif form is Format.CSV:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
    else:
        table = Table(*labels)
        for row in rows:
            table.add_row(*("" if value is None else str(value) for value in row))
        console().print(table)


def print_json(value: Any) -> None:
    """Prints a value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def print_refusals(refusals: Iterable[Refusal], *, basis: str = "") -> None:
    """Prints every reason with its field, its code, what helps and its legal text, to the error stream."""
    for refusal in refusals:
        print("\n".join(refusal_lines(refusal, basis=basis)), file=sys.stderr)


def refusal_lines(refusal: Refusal, *, basis: str = "") -> list[str]:
    """A refusal in a few lines."""
    field = f"{refusal.field}: " if refusal.field else ""
    lines = [f"{_('Refused')}: {field}{refusal} [{refusal.code}]"]
    if refusal.help:
        lines.append(f"  {_('What helps')}: {refusal.help}")
    key = refusal.basis or (basis if not refusal.code.startswith(("kernel.", "api.", "cli.", "import.")) else "")
    if key:
        lines.append(f"  {_('Legal basis')}: {citation(key)}")
    return lines
