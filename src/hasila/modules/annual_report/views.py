"""The pages of the report: public, Arabic first, quick (two queries for a whole year)."""

from __future__ import annotations

from base64 import b64encode
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from hasila.assurance import tree
from hasila.institution.figures import LARGE, facts, latest_year, sources
from hasila.kernel.access import Actor
from hasila.kernel.indicators import Indicator
from hasila.kernel.procedures import transitions
from hasila.kernel.refusals import listed
from hasila.modules.annual_report import presenting
from hasila.modules.annual_report import trace as tracing
from hasila.modules.annual_report.classification import all_classed, classed, definition_of
from hasila.modules.annual_report.disclosure import THRESHOLD
from hasila.modules.annual_report.drawing import charts_of
from hasila.modules.annual_report.editions import editions_of
from hasila.modules.annual_report.report import FLAGS, Line, Report, as_csv, as_json, marked, today, why_none
from hasila.surfaces import charts
from hasila.surfaces.counting import quantity
from hasila.surfaces.formats import format_change, format_number, format_percent
from hasila.surfaces.print.report import report as print_report
from hasila.surfaces.web import progress as progressing

FIRST_YEAR = 2010
SEALED = _lazy("Root of the signed tree at this position: %(root)s")
FAR = 200_000
"""Entries that a public page reads at most to show a year at a checkpoint that no edition stands on."""


def _built(request: HttpRequest, year: int) -> Report:
    """The report of a year at the present position, or at the checkpoint that `at` names."""
    if not FIRST_YEAR <= year <= today().year:
        raise Http404
    asked = request.GET.get("at", "")
    if not asked:
        return marked(year)
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    kept = tree.at(int(asked))
    if kept is None or (tree.away(kept.size) > FAR and not any(one.size == kept.size for one in editions_of(year))):
        raise Http404
    try:
        return marked(year, kept)
    except LookupError as error:
        raise Http404 from error


def _at(request: HttpRequest, built: Report) -> str:
    """What keeps links at the checkpoint that was asked for."""
    return f"?at={built.position}" if request.GET.get("at") else ""


@require_safe
def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year."""
    built = _built(request, year)
    chapters = [presenting.chapter_of(built, chapter, lines) for chapter, lines in built.chapters]
    context = {
        "report": built,
        "at": _at(request, built),
        "root": b64encode(built.root).decode() if built.root else "",
        "editions": editions_of(year),
        "chapters": chapters,
        "headlines": presenting.headlines(built),
        "identities": [presenting.identity(held, built) for held in built.identities],
        "progress": progressing.current(),
        "years": _years(year),
        "sources": list(sources().values()),
        "flags": FLAGS,
        "live": year >= today().year,
        "live_year": today().year,
        "scale": _scale(built),
        "large": LARGE,
        "latest": latest_year(),
        "crumbs": [(_("Home"), "/"), (_("Annual report of %(year)s") % {"year": year}, "")],
    }
    return render(request, "annual_report/report.html", context)


def _years(year: int) -> list[tuple[int, bool]]:
    """The years offered, with whether each is the present one: those published, those lived, the one asked for."""
    known = {fact.year for fact in facts().values() if fact.year >= latest_year() - 2}
    return [(one, one == year) for one in sorted(known | {today().year, year}, reverse=True)]


def _scale(built: Report) -> str:
    return "" if built.scale == 1 else format_percent(built.scale * 100, decimals=None)


@require_safe
def report_json(request: HttpRequest, year: int) -> HttpResponse:
    """The report as JSON, at a stable address."""
    return JsonResponse(as_json(_built(request, year)), json_dumps_params={"ensure_ascii": False})


@require_safe
def report_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The report as CSV, at a stable address."""
    answer = HttpResponse(as_csv(_built(request, year)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'inline; filename="hasila-{year}.csv"'
    return answer


@require_safe
def report_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The report as a document."""
    answer = HttpResponse(print_report(for_print(_built(request, year))), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="hasila-{year}-{get_language()}.pdf"'
    return answer


def for_print(built: Report) -> dict[str, Any]:
    """The report as the printer takes it."""
    chapters = []
    for chapter, lines in built.chapters:
        figures = [
            {
                "label": line.label,
                "value": line.value,
                "unit": line.unit,
                "change": line.change,
                "published": [_("number lost") if p.fact.value is None else p.fact.value for p in line.published[:1]],
                "agrees": line.agrees,
                "flag": line.flag,
                "definition": _defined(line),
                "source": _cited(line.published[0].source) if line.published else "",
            }
            for line in lines
            if line.published or line.value  # on paper nobody looks for what there was none of
        ]
        chapters.append({"title": chapter.title, "figures": figures, "charts": charts_of(built, chapter.code)})
    return {
        "title": _("Annual report"),
        "year": built.year,
        "scale": float(built.scale),
        "position": built.position,
        "day": built.day,
        "notes": [SEALED % {"root": b64encode(built.root).decode()}] if built.root else [],
        "chapters": chapters,
    }


def _defined(line: Line) -> str:
    """The definition of a figure, with the counts behind a change; why it has no value where it has none."""
    said = str(line.definition or why_none(line))
    if line.behind is None:
        return said
    before, now = (format_number(value) for value in line.behind)
    return f"{said} ({_('from %(before)s to %(now)s') % {'before': before, 'now': now}})"


def _cited(source: Any) -> str:
    return listed(part for part in (source.title, source.publisher, source.date) if part)


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """How a figure comes about, and what the letters and marks mean."""
    context = {
        "flags": FLAGS,
        "threshold": THRESHOLD,
        "large": LARGE,
        "latest": latest_year(),
        "classes": all_classed(),
        "crumbs": [
            (_("Home"), "/"),
            (_("Annual report"), reverse("annual_report:report", args=[latest_year()])),
            (_("Methods"), ""),
        ],
    }
    return render(request, "annual_report/methods.html", context)


@require_safe
def trace(request: HttpRequest, key: str, year: int) -> HttpResponse:
    """A figure, opened: for the public its definition and counts, for staff with a mandate its entries too."""
    indicator = tracing.find(key)
    if indicator is None or not FIRST_YEAR <= year <= today().year:
        raise Http404
    actor: Actor = request.actor  # type: ignore[attr-defined]
    may_see, units = tracing.units_seen(indicator, actor)
    found = tracing.explain(indicator, year, full=may_see and units is None)
    beside = [fact for fact in facts().values() if fact.indicator == key and fact.year == year and not fact.repeats]
    context: dict[str, Any] = {
        "trace": found,
        "value": found.figure.rounded,
        "exact": _exact(found),
        "parts": [(part, tracing.known(part.tally)) for part in found.parts] if len(found.parts) > 1 else [],
        "beside": presenting.beside(beside[0], found.figure.rounded) if beside else None,
        "acts": listed(sorted({str(transition.label) for transition in _counted(indicator)})),
        "months": charts.months(_("By month"), [(str(found.entries_year), found.months)])
        if any(found.months)
        else None,
        "breakdowns": [presenting.breakdown(b) for b in (*found.classes, found.units) if b.known],
        "definition": definition_of(indicator) or indicator.label,
        "classed": classed(indicator),
        "threshold": THRESHOLD,
        "may_see": may_see,
        "crumbs": [
            (_("Home"), "/"),
            (_("Annual report of %(year)s") % {"year": year}, reverse("annual_report:report", args=[year])),
            (indicator.label, ""),
        ],
    }
    if may_see:
        context |= _entries(request, found, units)
    return render(request, "annual_report/trace.html", context)


def _counted(indicator: Indicator) -> list[Any]:
    return [transitions[act] for act in tracing.acts_of(indicator) if act in transitions]


def _exact(found: tracing.Trace) -> str:
    """A share, change or rate with one decimal; nothing where the figure is whole."""
    value = found.figure.value
    if value is None or isinstance(value, int):
        return ""
    decimal = round(float(value), 1)
    if decimal == int(decimal):
        return ""  # the figure itself says as much
    if found.indicator.kind == "rate":
        return format_number(decimal, decimals=1)
    return format_change(decimal) if found.indicator.kind == "change" else format_percent(decimal, decimals=1)


def _entries(request: HttpRequest, found: tracing.Trace, units: list[int] | None) -> dict[str, Any]:
    try:
        page = tracing.entry_page(found.tally, found.entries_year, units, request.GET.get("after", ""))
    except ValueError as error:
        raise Http404 from error
    app, procedure = found.indicator.procedure.key.split(".")
    names = tracing.unit_names(entry.unit_id for entry, _gone in page.entries)
    rows = [
        SimpleNamespace(
            when=entry.when,
            act=transitions[entry.act].label if entry.act in transitions else entry.act,
            unit=names.get(entry.unit_id, entry.unit_id),
            url=reverse("web:record", args=[app, procedure, str(entry.record_id)]),
            reference=tracing.reference(found.indicator, entry.record_id),
            simulated=entry.simulated,
            gone=gone,
        )
        for entry, gone in page.entries
    ]
    return {
        "entries": rows,
        "partial": units is not None,
        "page": SimpleNamespace(
            previous_url="",
            next_url=f"?after={page.next}" if page.next else "",
            note=_("%(acts)s on this page, in order of day") % {"acts": quantity(len(rows), "acts")},
        ),
    }
