"""Tables that a module makes of what it counted or gathered, shown as the registers are."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any


def table(caption: Any, heads: Iterable[str], lines: Iterable[tuple[str, list[Any]]]) -> SimpleNamespace | None:
    """A table for ``components/register_table.html``; None where it has no line. A line is an address and its cells; a
    cell is its content, or a pair of content and tone.
    """
    columns = [SimpleNamespace(label=head, numeric=False) for head in heads]
    rows = [
        SimpleNamespace(
            url=url,
            cells=[
                _cell(column.label, *(cell if isinstance(cell, tuple) else (cell, "")))
                for column, cell in zip(columns, cells, strict=True)
            ],
        )
        for url, cells in lines
    ]
    return SimpleNamespace(caption=caption, columns=columns, rows=rows) if rows else None


def _cell(label: str, html: Any, mood: str) -> SimpleNamespace:
    return SimpleNamespace(label=label, html=html, tone=mood, numeric=False)
