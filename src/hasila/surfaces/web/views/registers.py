"""Registers: lists of records with their declared columns and filters, searched, paged by key, exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.kernel.access import Actor, acting, visible
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.reading import openings
from hasila.kernel.registers import page, search
from hasila.surfaces.web.display import columns_of, plain_text, record_url, related_paths, shown, tone
from hasila.surfaces.web.filters import FilterForm
from hasila.surfaces.web.frame import own_procedures

CHUNK = 2000


def procedure_or_404(app: str, procedure: str) -> type[Procedure]:
    """The declared procedure, or Http404."""
    found = registry.get(f"{app}.{procedure}")
    if found is None:
        raise Http404(_("There is no such register."))
    return found


@require_safe
def registers(request: HttpRequest) -> HttpResponse:
    """The registers that concern the one signed in, by module."""
    return render(request, "web/registers.html")


@require_safe
def register(request: HttpRequest, app: str, procedure: str) -> HttpResponse:
    """One register: its rows, filters, search and neighbours."""
    declared = procedure_or_404(app, procedure)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(declared, actor, request.GET)
    rows = form.narrowed(visible(declared, actor))
    columns = columns_of(declared)
    rows = rows.select_related(*related_paths(declared, [column.path for column in columns]))
    rows = rows.defer("search", "trail")
    try:
        found = page(rows, words=form.words, after=request.GET.get("after"), before=request.GET.get("before"))
    except ValueError:
        raise Http404(_("There is no such page.")) from None
    query = form.query()
    here = reverse("web:register", args=[app, procedure])
    context = {
        "procedure": declared,
        "filters": form,
        "table": _table(declared, columns, found.rows),
        "page": _neighbours(here, query, found),
        "openings": [
            (step, reverse("web:open", args=[app, procedure, step.name])) for step in openings(declared, actor)
        ],
        "narrowed": bool(query),
        "clear_url": here if query else "",
        "export_url": _with(reverse("web:register_export", args=[app, procedure]), query),
        "concerned": declared in own_procedures(actor),
    }
    return render(request, "web/register.html", context)


def _with(url: str, query: list[tuple[str, str]]) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _neighbours(here: str, query: list[tuple[str, str]], found: Any) -> SimpleNamespace:
    previous = _with(here, [*query, ("before", found.previous)]) if found.previous else ""
    following = _with(here, [*query, ("after", found.next)]) if found.next else ""
    if not previous and not following:
        note = _("Shown: %(number)s, newest first") % {"number": len(found.rows)}
    else:
        note = _("On this page: %(number)s, newest first") % {"number": len(found.rows)}
    return SimpleNamespace(note=note, previous_url=previous, next_url=following)


def _table(declared: type[Procedure], columns: list[Any], records: list[Any]) -> SimpleNamespace | None:
    if not records:
        return None
    now = timezone.now()
    rows = []
    for record in records:
        cells = []
        for column in columns:
            mood = tone(record) if column.path == "state" else ""
            if column.path == "due_at" and record.due_at is not None and record.due_at < now:
                mood = "late"
            html = shown(record, column.path, short=True)
            cells.append(SimpleNamespace(label=column.label, html=html, tone=mood, numeric=column.numeric))
        rows.append(SimpleNamespace(url=record_url(record), cells=cells))
    return SimpleNamespace(caption=declared.label, columns=columns, rows=rows)


@require_safe
def export(request: HttpRequest, app: str, procedure: str) -> StreamingHttpResponse:
    """The register as CSV, streamed: the rows that the page shows, all of them, in UTF-8 with a byte-order mark."""
    declared = procedure_or_404(app, procedure)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(declared, actor, request.GET)
    rows = search(form.narrowed(visible(declared, actor)), form.words)
    paths = [column.path for column in columns_of(declared)]
    rows = rows.select_related(*related_paths(declared, paths)).defer("search", "trail").order_by("-id")
    lines = _lines(declared, rows, actor, get_language() or "ar")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{app}-{procedure}.csv"'
    return response


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, value: str) -> str:
        """The value itself."""
        return value


def _lines(declared: type[Procedure], rows: Any, actor: Actor, language: str) -> Iterator[str]:
    """The lines of an export, read through a cursor of the database in a transaction of their own."""
    writer = csv.writer(_Echo())
    with override(language), acting(actor.id):
        columns = columns_of(declared)
        yield "\ufeff" + writer.writerow([column.label for column in columns])
        for record in rows.iterator(chunk_size=CHUNK):
            yield writer.writerow([harmless(plain_text(record, column.path)) for column in columns])


def harmless(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
