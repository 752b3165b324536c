"""The annual report as a PDF: cover, contents, chapters with their figures and charts, notes and sources.

It prints what it is given and computes nothing: values arrive as numbers and are only formatted here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hasila.surfaces.charts import Chart
from hasila.surfaces.counting import counted
from hasila.surfaces.formats import NOTHING, direction, format_change, format_date, format_number, language
from hasila.surfaces.print.bilingual import Phrase, said
from hasila.surfaces.print.engine import render
from hasila.surfaces.print.sheet import DEMO_LINE, is_demo

WORDS = {
    "kingdom": _("Kingdom of Morocco"),
    "directorate": _("General Directorate of National Security"),
    "house": _("Hasila"),
    "contents": _("Contents"),
    "figure": _("Figure"),
    "value": _("Value"),
    "change": _("Change"),
    "published": _("Published"),
    "agreement": _("Agreement"),
    "flag": _("Status"),
    "sources": _("Sources of the published figures"),
    "notes": _("Notes"),
    "empty": _("This chapter has no figure yet."),
}
AGREES, DIFFERS, NOT_COMPARED = _("agrees"), _("differs"), _("not compared")
COUNTED = _("Every figure is counted from acts in the ledger; nobody keys one in.")
CHANGES = _("A change compares with the year before, in per cent.")
AT_POSITION = _("The figures are those of ledger position %(position)s, %(date)s.")
AT_DATE = _("The figures are those of %(date)s.")
AT_SCALE = _(
    "Scale: %(scale)s of the year. Registers over 10,000 are scaled; agreement compares with the scaled value."
)


def report(data: Mapping[str, Any], *, lang: str | None = None, made_at: datetime.datetime | None = None) -> bytes:
    """Print the report in one language (the active one where none is named).

    Args:
        data: ``title``, ``year``, ``scale`` (1 is the whole year), ``position`` (of the ledger, or None),
            ``day`` (that of the figures; without it the day of printing), ``chapters``: a list of ``title``,
            ``figures`` and charts. A figure has ``label``, ``value``, ``unit``,
            ``change`` (per cent), ``published`` (a number, a list of them, or None), ``agrees`` (True, False, None),
            ``flag``, ``definition`` and ``source``. A chapter's charts are ``charts`` (a list of `Chart`),
            ``chart`` (one), or ``chart_svg`` (a drawing with fixed colours).
        made_at: aware time of printing; None means now.

    Raises:
        PrintError: Typst refuses the document.
    """
    lang = language(lang)
    made_at = made_at or datetime.datetime.now(datetime.UTC)
    with override(lang):
        return render("report", pages(data, lang, made_at), made_at=made_at)


def pages(data: Mapping[str, Any], lang: str, made_at: datetime.datetime) -> dict[str, Any]:
    """The data of the template ``report``: every value said in ``lang``."""
    sources: list[str] = []
    chapters = [_chapter(chapter, lang, sources) for chapter in data["chapters"]]
    return {
        "lang": lang,
        "words": {name: said(word, lang) for name, word in WORDS.items()},
        "title": said(data["title"], lang),
        "year": str(data["year"]),
        "notes": [said(note, lang) for note in _notes(data, made_at)],
        "chapters": chapters,
        "sources": [{"text": source, "dir": direction(source)} for source in sources],
        "demo": {"line": said(DEMO_LINE, lang)} if is_demo() else None,
    }


def _notes(data: Mapping[str, Any], made_at: datetime.datetime) -> list[Any]:
    position, scale = data.get("position"), data.get("scale", 1)
    notes: list[Any] = [COUNTED]
    day = data.get("day") or (made_at.date() if made_at.tzinfo is None else made_at)
    if position is None:
        notes.append(Phrase(AT_DATE, {"date": lambda: format_date(day)}))
    else:
        notes.append(Phrase(AT_POSITION, {"position": position, "date": lambda: format_date(day)}))
    if scale != 1:
        notes.append(Phrase(AT_SCALE, {"scale": lambda: format_number(scale, decimals=None if scale >= 0.01 else 4)}))
    return [*notes, CHANGES, *data.get("notes", [])]


def _chapter(chapter: Mapping[str, Any], lang: str, sources: list[str]) -> dict[str, Any]:
    return {
        "title": said(chapter["title"], lang),
        "figures": [_figure(figure, lang, sources) for figure in chapter.get("figures", [])],
        "charts": _charts(chapter),
    }


def _figure(figure: Mapping[str, Any], lang: str, sources: list[str]) -> dict[str, Any]:
    agrees = figure.get("agrees")
    return {
        "label": said(figure["label"], lang),
        "definition": _text(figure.get("definition"), lang),
        "value": _number(figure.get("value"), lang),
        "unit": _unit(figure.get("unit"), figure.get("value"), lang),
        "change": format_change(figure.get("change"), lang),
        "published": _number(figure.get("published"), lang),
        "agrees": said(NOT_COMPARED if agrees is None else AGREES if agrees else DIFFERS, lang),
        "differs": agrees is False,
        "flag": _text(figure.get("flag"), lang),
        "note": _numbered(_text(figure.get("source"), lang), sources),
    }


def _unit(unit: Any, value: Any, lang: str) -> str:
    """What is counted, in the form that stands beside the value; the plain word where there is none."""
    return counted(value, unit, lang) if unit and isinstance(value, int | float | Decimal) else _text(unit, lang)


def _charts(chapter: Mapping[str, Any]) -> list[dict[str, Any]]:
    drawn: Sequence[Chart] = chapter.get("charts") or ([chapter["chart"]] if chapter.get("chart") else [])
    found: list[dict[str, Any]] = [
        {
            "title": chart.title,
            "alt": f"{chart.title}. {chart.summary}",
            "svg": chart.for_print,
            "legend": [{"name": name, "colour": colour} for name, colour in chart.legend],
        }
        for chart in drawn
    ]
    if chapter.get("chart_svg"):
        title = str(chapter["title"])
        found.append({"title": "", "alt": title, "svg": str(chapter["chart_svg"]), "legend": []})
    return found


def _number(value: Any, lang: str) -> str:
    if isinstance(value, list | tuple):
        return " / ".join(_number(item, lang) for item in value) or NOTHING
    return value if isinstance(value, str) else format_number(value, lang)


def _text(value: Any, lang: str) -> str:
    return "" if value in (None, "") else said(value, lang)


def _numbered(source: str, sources: list[str]) -> str:
    """The number of a source in the list at the end, where it is put once."""
    if not source:
        return ""
    if source not in sources:
        sources.append(source)
    return str(sources.index(source) + 1)
