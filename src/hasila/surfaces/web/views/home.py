"""Home: for the public what this is; for staff the files that wait for them; the progress of long work."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.surfaces.formats import format_number
from hasila.surfaces.web import begun
from hasila.surfaces.web import progress as progressing
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import last_day, page_url, show_value, tone_of
from hasila.surfaces.web.frame import own_procedures, register_url, today
from hasila.surfaces.web.nav import front_figures, home_of, own_pages, places
from hasila.surfaces.web.scope import COUNTED, QUEUE, Own, Waiting, counts, own_files, own_openings, queue


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what one came for, whoever one is."""
    context: dict[str, Any] = {"progress": progressing.current(), "places": places()}
    actor = request.actor  # type: ignore[attr-defined]
    if not request.user.is_authenticated:
        context["figures"] = front_figures()
        return render(request, "web/home_public.html", context)
    first = home_of(actor, today()) if "all" not in request.GET else ""
    if first:
        return redirect(first)
    context["drafts"] = begun.listed(actor.id)
    if not own_procedures(actor):
        return render(request, "web/home_own.html", {**context, **_own(actor)})
    waiting = queue(actor, today())
    late = sum(1 for item in waiting if item.due_at < timezone.now())
    context["late"] = boxed(format_number(late) + ("+" if late >= QUEUE else "")) if late else ""
    context["table"] = _queue_table(waiting)
    context["tiles"] = [_tile(procedure, number) for procedure, number in counts(actor, today())]
    return render(request, "web/home_staff.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What concerns the one signed in, whatever office they hold: their files, and what they may ask for."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "web/home_own.html", {"drafts": begun.listed(actor.id), **_own(actor)})


def _own(actor: Actor) -> dict[str, Any]:
    asks = []
    for step in own_openings(actor):
        url = reverse("web:open", args=[*step.procedure.key.split("."), step.name])
        asks.append(SimpleNamespace(label=step.label, register=step.procedure.label, url=url))
    elsewhere = [(place.url, place.label) for place in places()]
    return {"table": _own_table(own_files(actor)), "asks": asks, "elsewhere": elsewhere, "own_pages": own_pages()}


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The panel of long work, asked for again and again; a page without scripts reads it on the home page."""
    return render(request, "web/progress_panel.html", {"progress": progressing.current()})


def _tile(procedure: Any, number: int) -> SimpleNamespace:
    more = "+" if number >= COUNTED else ""
    return SimpleNamespace(
        label=procedure.label, value=boxed(format_number(number) + more), url=f"{register_url(procedure)}?mine=1"
    )


def _queue_table(waiting: list[Waiting]) -> SimpleNamespace | None:
    if not waiting:
        return None
    units = Unit.objects.in_bulk({item.unit_id for item in waiting})
    heads = [_("Reference"), _("Next step"), _("Concerns"), _("Register"), _("Unit"), _("Due")]
    now = timezone.now()
    rows = []
    for item in waiting:
        late = item.due_at < now
        cells: list[Any] = [
            boxed(item.reference),
            item.step.label if item.step else "",
            isolated(item.whom) if item.whom else "",
            item.procedure.label,
            isolated(units.get(item.unit_id, "")),
            _due(item),
        ]
        rows.append(_row(page_url(item.procedure, item.reference), heads, cells, late))
    return SimpleNamespace(
        caption=_("Files that wait for you, the nearest deadline first"),
        columns=[SimpleNamespace(label=head, numeric=False) for head in heads],
        rows=rows,
    )


def _due(item: Waiting) -> SafeString:
    """The last day of the term, and how many days are left or have passed."""
    day = last_day(item.due_at)
    left = (day - today()).days if day is not None else 0
    words = _("Days left: %(days)s") if left > 0 else _("Days late: %(days)s")
    note = words % {"days": format_number(abs(left))} if left else _("Today")
    return format_html('<span>{} <span class="due-in">{}</span></span>', show_value(day), note)


def _row(url: str, heads: list[str], cells: list[Any], late: bool) -> SimpleNamespace:
    last = len(cells) - 1
    return SimpleNamespace(
        url=url,
        cells=[
            SimpleNamespace(label=head, html=html, numeric=False, tone="late" if late and at == last else "")
            for at, (head, html) in enumerate(zip(heads, cells, strict=True))
        ],
    )


def _own_table(files: list[Own]) -> SimpleNamespace | None:
    if not files:
        return None
    units = Unit.objects.in_bulk({file.unit_id for file in files})
    heads = [_("Reference"), _("Register"), _("Unit"), _("State"), _("Last act")]
    rows = []
    for file in files:
        state = file.procedure.states[file.state]
        cells = [
            boxed(file.reference),
            file.procedure.label,
            isolated(units.get(file.unit_id, "")),
            str(state.label),
            show_value(timezone.localtime(file.acted_at).date()),
        ]
        url = page_url(file.procedure, file.reference)
        row = _row(url, heads, cells, late=False)
        row.cells[3].tone = tone_of(state)
        rows.append(row)
    return SimpleNamespace(
        caption=_("Your files, newest first"),
        columns=[SimpleNamespace(label=head, numeric=False) for head in heads],
        rows=rows,
    )
