"""Registers: lists of records with their declared columns and filters, searched, paged by key, exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.readings import EXPORT, check_stated
from hasila.assurance.steps import openings
from hasila.institution.mandates import unit_of
from hasila.kernel.access import Actor, acting, visible
from hasila.kernel.procedures import Procedure, registry
from hasila.kernel.refusals import Refused
from hasila.surfaces.reading import in_emergency, keep_search, search_is_reading
from hasila.surfaces.searching import page, search, unfinished
from hasila.surfaces.web.display import columns_of, plain_text, record_url, related_paths, shown, tone
from hasila.surfaces.web.filters import FilterForm
from hasila.surfaces.web.frame import own_procedures, register_url
from hasila.surfaces.web.nav import is_offered
from hasila.surfaces.web.purpose import PurposeForm, remember_search, searching_for
from hasila.surfaces.web.references import unlisted
from hasila.surfaces.web.refusing import FieldError, problem_of
from hasila.surfaces.web.rendering import escaped
from hasila.surfaces.web.searched import IN, Pairs, asked, named_by, sealed

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


Stated = tuple[str, str]


def _why(request: HttpRequest, declared: type[Procedure], filters: FilterForm, query: Pairs) -> Stated | HttpResponse:
    """Why a register of persons' files is searched or exported: what was stated, or the page that asks for it.

    Args:
        filters: what is searched for; the page that asks says it in words. query: the same as an address carries it;
            the page that asks keeps it.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not search_is_reading(declared, actor) or in_emergency(declared, actor):
        return "", ""
    form = PurposeForm(
        declared,
        request.POST if {IN, "purpose"} & set(request.POST) else None,
        question=_("Why do you search in this register?"),
    )
    status = 200
    if form.is_bound:
        try:
            check_stated(declared, actor, *form.stated)
        except Refused as refused:
            form.refuse(refused)
            status = 422
        else:
            remember_search(request, declared, *form.stated)
            return redirect(_with(request.path, query))
    else:
        stated = searching_for(request, declared)
        if stated is not None:
            with suppress(Refused):  # the law's list may have changed meanwhile
                check_stated(declared, actor, *stated)
                return stated
    crumbs = [(_("Registers"), reverse("web:registers")), (declared.label, register_url(declared))]
    held = dict(query).get(IN) or sealed(declared, request.user.pk, query)
    context = {"form": form, "title": declared.label, "crumbs": crumbs, "held": held, "asked": filters.in_words()}
    context["named"] = named_by(request, _with(request.path, query))
    return render(request, "web/purpose.html", context, status=status)


def _asked(request: HttpRequest, declared: type[Procedure], paging: Pairs) -> tuple[FilterForm, Pairs] | HttpResponse:
    """The filters that are asked for, and the query by which an address names them; or another answer.

    Whatever came in a body or sealed stays sealed. A plain address that names somebody, such as an old bookmark, is
    answered with the sealed one; one that only chooses (a state, a unit) may stay.
    """
    account = request.user.pk
    try:
        given = asked(request, declared)
    except Refused as refused:
        return _closed(request, declared, refused)
    form = FilterForm(declared, request.actor, given)  # type: ignore[attr-defined]
    query, plain = form.query(), given is request.GET
    if query and declared.sensitive and (not plain or form.tells):
        query = [(IN, sealed(declared, account, query))]
        if plain:
            return redirect(_with(request.path, [*query, *paging]))
    return form, query


def _closed(request: HttpRequest, declared: type[Procedure], refused: Refused) -> HttpResponse:
    """The register without a row, with why the search of an address isn't shown, and the form to search again."""
    refusal = refused.refusals[0]
    context = {
        "procedure": declared,
        "filters": FilterForm(declared, request.actor, {}),  # type: ignore[attr-defined]
        "filters_url": register_url(declared),
        "closed": [FieldError(problem_of(refusal))],
    }
    return render(request, "web/register.html", context, status=refusal.status)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, app: str, procedure: str) -> HttpResponse:
    """One register: its rows, filters, search and neighbours. Where it holds persons' files, searching asks why."""
    declared = procedure_or_404(app, procedure)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    paging = [(name, request.GET[name]) for name in ("after", "before") if name in request.GET]
    answer = _asked(request, declared, paging)
    if isinstance(answer, HttpResponse):
        return answer
    form, query = answer
    words = form.by_name()
    why = _why(request, declared, form, query) if words else ("", "")
    if isinstance(why, HttpResponse):
        return why
    rows = form.narrowed(visible(declared, actor))
    columns = columns_of(declared)
    paths = related_paths(declared, [column.path for column in columns])
    joined = [path for path in paths if path != "unit"]  # which this process knows
    rows = (rows.select_related(*joined) if joined else rows).defer(*unlisted(declared.record))
    try:
        found = page(rows, words=form.words, after=request.GET.get("after"), before=request.GET.get("before"))
    except ValueError:
        raise Http404(_("There is no such page.")) from None
    for row in found.rows if "unit" in paths else ():
        row.unit = unit_of(row.unit_id)
    if words:
        keep_search(declared, actor, why[0], [row.pk for row in found.rows], words, why[1])
    here = reverse("web:register", args=[app, procedure])
    context = {
        "procedure": declared,
        "filters": form,
        "filters_url": here if declared.sensitive else "",
        "named": named_by(request, _with(here, query)),
        "table": _table(declared, columns, found.rows),
        "page": _neighbours(here, query, found),
        "openings": [
            (step, reverse("web:open", args=[app, procedure, step.name]))
            for step in openings(declared, actor)
            if is_offered(step.key, actor)
        ],
        "narrowed": bool(query),
        "clear_url": here if query else "",
        "export_url": _with(reverse("web:register_export", args=[app, procedure]), query),
        "concerned": declared in own_procedures(actor),
        "begun": [] if found.rows else _begun(here, declared, request, form),
    }
    return render(request, "web/register.html", context)


def _begun(here: str, declared: type[Procedure], request: HttpRequest, form: FilterForm) -> list[tuple[str, str]]:
    """Where nothing was found: the short words of the search, each with the address of the search in which it is only
    begun. Whether that finds more is asked when it is followed.
    """
    offers = []
    for word, words in unfinished(form.words):
        query = [(name, words if name == "q" else value) for name, value in form.query()]
        if declared.sensitive:
            query = [(IN, sealed(declared, request.user.pk, query))]
        offers.append((_with(here, query), _("Words that begin with “%(word)s”") % {"word": word}))
    return offers


def _with(url: str, query: Pairs) -> str:
    return f"{url}?{urlencode(query)}" if query else url


def _neighbours(here: str, query: Pairs, found: Any) -> SimpleNamespace:
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
    labels = [SafeString(escaped(column.label)) for column in columns]
    rows = []
    for record in records:
        cells = []
        for column, label in zip(columns, labels, strict=True):
            mood = tone(record) if column.path == "state" else ""
            if column.path == "due_at" and record.due_at is not None and record.due_at < now:
                mood = "late"
            html = shown(record, column.path, short=True)
            cells.append(SimpleNamespace(label=label, html=html, tone=mood, numeric=column.numeric))
        rows.append(SimpleNamespace(url=record_url(record), cells=cells))
    return SimpleNamespace(caption=declared.label, columns=columns, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, app: str, procedure: str) -> HttpResponse | StreamingHttpResponse:
    """The register as CSV, streamed: the rows that the page shows, all of them, in UTF-8 with a byte-order mark.

    Of a register of persons' files, the reading that names every record of it is committed before a line leaves, and
    no line leaves that it doesn't name.
    """
    declared = procedure_or_404(app, procedure)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    answer = _asked(request, declared, [])
    if isinstance(answer, HttpResponse):
        return answer
    form, query = answer
    why = _why(request, declared, form, query)
    if isinstance(why, HttpResponse):
        return why
    rows = search(form.narrowed(visible(declared, actor)), form.words).order_by("-id")
    ids: list[UUID] | None = None
    if declared.sensitive:
        ids = list(rows.values_list("pk", flat=True))
        keep_search(declared, actor, why[0], ids, form.by_name(), why[1], kind=EXPORT)
    paths = [column.path for column in columns_of(declared)]
    rows = rows.select_related(*related_paths(declared, paths)).defer(*unlisted(declared.record))
    lines = _lines(declared, rows, ids, actor, get_language() or "ar")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{app}-{procedure}.csv"'
    return response


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, value: str) -> str:
        """The value itself."""
        return value


def _lines(declared: type[Procedure], rows: Any, ids: list[UUID] | None, actor: Actor, language: str) -> Iterator[str]:
    """The lines of an export, in a transaction of their own: of these records, or of all the rows."""
    writer = csv.writer(_Echo())
    with override(language), acting(actor.id):
        columns = columns_of(declared)
        yield "\ufeff" + writer.writerow([column.label for column in columns])
        for record in rows.iterator(chunk_size=CHUNK) if ids is None else _of(rows, ids):
            yield writer.writerow([harmless(plain_text(record, column.path)) for column in columns])


def _of(rows: Any, ids: list[UUID]) -> Iterator[Any]:
    for start in range(0, len(ids), CHUNK):
        yield from rows.filter(pk__in=ids[start : start + CHUNK])


def harmless(text: str) -> str:
    """A cell that a spreadsheet will not run as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
