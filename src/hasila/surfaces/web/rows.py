"""The rows of a register, written without a template: a page has hundreds of cells."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hasila.surfaces.web.rendering import escaped

NUMERIC = ' class="numeric"'


def written(lines: Iterable[Any]) -> SafeString:
    """The rows of `components/register_table.html`: the first cell of each leads to its record, where it has a page.

    Args:
        lines: each with a `url` and `cells` (html, label, tone, numeric).
    """
    return SafeString("\n".join(_row(line) for line in lines))


def _row(line: Any) -> str:
    first, *others = line.cells
    said = escaped(first.html)
    link = f'<a href="{escaped(line.url)}">{said}</a>' if line.url else said
    head = f'<th scope="row" class="table__ref" data-label="{escaped(first.label)}">{link}</th>'
    return f"<tr>{head}{''.join(map(_cell, others))}</tr>"


def _cell(cell: Any) -> str:
    html = escaped(cell.html)
    if cell.tone:
        before, after = _badge(str(cell.tone))
        html = f"{before}{html}{after}"
    return f'<td data-label="{escaped(cell.label)}"{NUMERIC if cell.numeric else ""}>{html}</td>'


@cache
def _badge(tone: str) -> tuple[str, str]:
    """What stands before and after the word of a state with this tone."""
    before, _mark, after = render_to_string("components/state_badge.html", {"tone": tone, "label": "|"}).partition("|")
    return before, after
