"""`hasila claims`: reads an article against the register of figures, for the terminal and for other programs."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.text import Text

from hasila.institution.figures.editions import register as figures_register
from hasila.kernel.refusals import Refusal
from hasila.modules.communication.checker import Claim, check
from hasila.modules.communication.checker.intake import MOST, document_of
from hasila.surfaces.cli.printing import console, print_json, print_refusals

VERDICTS = {
    "confirmed": (gettext_lazy("confirmed"), "green", "✓"),
    "contradicted": (gettext_lazy("contradicted"), "bold red", "✗"),
    "unknown": (gettext_lazy("unknown"), "dim", "?"),
}


class Output(StrEnum):
    """How to print the claims."""

    TEXT = "text"
    JSON = "json"


class Language(StrEnum):
    """The languages that reasons are given in."""

    AR = "ar"
    FR = "fr"
    EN = "en"


def claims(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text or a web page; - for standard input.")],
    form: Annotated[Output, typer.Option("--format", help="How to print them.")] = Output.TEXT,
    language: Annotated[Language | None, typer.Option(help="The language of the reasons.")] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day on which the article was published.")
    ] = None,
    year: Annotated[int | None, typer.Option(min=1956, max=2999, help="The year that the article tells of.")] = None,
) -> None:
    """Prints each numerical claim with its verdict; ends with code 1 where the file can't be read."""
    document = document_of(_content(file))
    if isinstance(document, Refusal):
        print_refusals([document])
        raise typer.Exit(1)
    found = check(
        document.text,
        figures_register(),
        str(language or ""),
        day.date() if day else None,
        year=year,
        written=document.language,
    )
    if form is Output.JSON:
        print_json([claim.as_json() for claim in found])
    else:
        _print(found)


def _content(file: str) -> bytes:
    """The bytes of a file; a little more than what is read of one, so that what is too long is known to be."""
    if file == "-":
        return sys.stdin.buffer.read(4 * MOST + 1)
    path = Path(file)
    if not path.is_file():
        console(error=True).print(_("There is no file %(name)s.") % {"name": file})
        raise typer.Exit(2)
    with path.open("rb") as opened:
        return opened.read(4 * MOST + 1)


def _print(found: list[Claim]) -> None:
    out = console()
    for claim in found:
        said, style, sign = VERDICTS[str(claim.verdict)]
        line = Text(f"{sign} {said}", style=style)
        line.append(f"  {claim.text}", style="bold")
        if claim.indicator:
            line.append(f"  {claim.indicator} {claim.as_json()['year'] or ''}".rstrip(), style="cyan")
        out.print(line)
        out.print(f"    {claim.reason}")
    count = Counter(str(claim.verdict) for claim in found)
    out.print(
        _("Claims: %(all)s; confirmed: %(confirmed)s; contradicted: %(contradicted)s; unknown: %(unknown)s.")
        % {"all": len(found), **{verdict: count[verdict] for verdict in VERDICTS}}
    )
