"""Typst behind one function: a template of the house and data give a PDF.

Data reaches the template as JSON and is set there as text, never as markup: what a citizen or a clerk typed cannot
become a command of the document. A template reads no file outside its own folder and fetches no package.
"""

from __future__ import annotations

import datetime
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise

from hasila.surfaces.print.fonts import FontSet, font_set

TEMPLATES = Path(__file__).parent / "templates"
# PDF/A-2a: for the archive (fonts inside, nothing fetched) and for a screen reader (tagged, in reading order).
STANDARD: Final = "a-2a"
SANS = ("IBM Plex Sans Arabic", "Noto Sans Arabic", "Noto Kufi Arabic", "DejaVu Sans")
SERIF = ("Amiri", "Noto Naskh Arabic", "Scheherazade New", "Libertinus Serif", "DejaVu Sans")
TIFINAGH = ("Noto Sans Tifinagh", "DejaVu Sans")


class PrintError(RuntimeError):
    """A document could not be made: the template is unknown or broken."""


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        return str(o) if isinstance(o, Promise | Path) else super().default(o)


def templates() -> list[str]:
    """The names that `render` takes."""
    return sorted(path.stem for path in TEMPLATES.glob("*.typ") if not path.stem.startswith("_"))


def render(template: str, data: dict[str, Any], *, made_at: datetime.datetime | None = None) -> bytes:
    """Make the PDF of ``template`` filled with ``data`` (anything JSON can carry, dates and lazy texts too).

    The same data and ``made_at`` (the time the file states for itself) give the same bytes.

    Raises:
        PrintError: there is no such template, or Typst refuses it; the message is Typst's, without the data.
    """
    return typeset(template, packed(data), made_at or datetime.datetime.now(datetime.UTC))


def packed(data: dict[str, Any]) -> str:
    """Data of a document as the text that `typeset` takes."""
    return json.dumps(data, cls=_Encoder, ensure_ascii=False)


def typeset(template: str, words: str, made_at: datetime.datetime) -> bytes:
    """Make the PDF of ``template`` from what `packed` gave.

    Raises:
        PrintError: as for `render`.
    """
    compiler = _compiler(template)
    try:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=[STANDARD],
            sys_inputs={"data": words, "fonts": _families()},
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise PrintError(f"{template}: {error.message}") from error
    if not isinstance(pdf, bytes):
        raise PrintError(f"{template}: Typst made no single file.")
    return pdf


def _compiler(template: str) -> typst.Compiler:
    """A compiler of its own for each document: Typst keeps its caches below it, and threads share nothing."""
    if not re.fullmatch(r"[a-z][a-z_]*", template) or template not in templates():
        raise PrintError(f"There is no template {template!r}; there are {', '.join(templates())}.")
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts())


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return _load(font_set())


def _load(found: FontSet) -> typst.Fonts:
    if found.folder is None:
        return typst.Fonts(include_system_fonts=True)
    return typst.Fonts(include_system_fonts=False, font_paths=[str(found.folder)])


@lru_cache(maxsize=1)
def _families() -> str:
    """The families to ask for, of those that are there: Typst warns about each that is not."""
    there = set(_fonts().families())
    wanted = {"sans": SANS, "serif": SERIF, "tifinagh": TIFINAGH}
    return json.dumps({use: [f for f in names if f in there] or ["DejaVu Sans Mono"] for use, names in wanted.items()})
