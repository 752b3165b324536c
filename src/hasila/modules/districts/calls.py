"""Who is called in a matter: the summonses and appointments that name it, with what became of each."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hasila.institution.references import register_of
from hasila.kernel.access import Actor, visible
from hasila.modules.districts.appointments import Appointments
from hasila.modules.districts.desk.matters import keys_of
from hasila.modules.districts.desk.views import doors, name_of
from hasila.modules.districts.page_parts import actor_of
from hasila.modules.districts.summonses import Summonses
from hasila.surfaces.searching import search
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, show_value, tone
from hasila.surfaces.web.tables import table
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated

WHEN = {Summonses: "appear_at", Appointments: "starts_at"}
"""The registers in which somebody is called, and the field that says when."""
SHOWN = 50
"""Lines of each register, the latest first: nobody is called more often in one matter."""


@require_http_methods(["GET", "HEAD", "POST"])
def calls(request: HttpRequest, named: str) -> HttpResponse:
    """The page of one matter."""
    actor = actor_of(request)
    declared = register_of(named)
    if declared is None:
        raise Http404(_("There is no such file, or it is not open to you."))
    matter = find(request, declared, named)
    if not purpose_stated(request, matter):
        return ask_purpose(request, matter)
    if request.method == "POST":
        return redirect(request.path)
    context = {
        "matter": matter,
        "kind": matter._meta.verbose_name,
        "url": record_url(matter),
        "doors": _doors(request, matter.reference),
        "table": table(_("Who is called in this matter"), _heads(), [_line(one) for one in _called(matter, actor)]),
    }
    return render(request, "districts/calls.html", context)


def _doors(request: HttpRequest, reference: str) -> list[SimpleNamespace]:
    """The forms in which somebody is called, with the matter filled in, where they are the reader's to use."""
    given = urlencode({"matter": reference})
    mine = {door.matter.step.procedure: door for door in doors(actor_of(request), keys_of(request))}
    return [
        SimpleNamespace(label=mine[one].matter.step.label, url=f"{mine[one].url}?{given}")
        for one in WHEN
        if one in mine
    ]


def _called(matter: Any, actor: Actor) -> list[Any]:
    """Whoever is called under the reference of the matter, or of the case file that it became or came from."""
    names = {matter.reference, getattr(matter, "case_reference", ""), getattr(matter, "origin_reference", "")}
    found: dict[Any, Any] = {}
    for procedure, name in product(WHEN, sorted(filter(None, names))):
        rows = visible(procedure, actor).filter(matter__iexact=name).select_related("unit")
        found |= {one.pk: one for one in search(rows, name)[:SHOWN]}
    return sorted(found.values(), key=_when, reverse=True)


def _when(record: Any) -> Any:
    return getattr(record, WHEN[record.procedure])


def _heads() -> list[str]:
    return [_("Reference"), _("Register"), _("Name"), _("Date and time"), _("State"), _("Unit")]


def _line(record: Any) -> tuple[str, list[Any]]:
    return record_url(record), [
        boxed(record.reference),
        record._meta.verbose_name,
        isolated(name_of(record)),
        show_value(_when(record)),
        (record.state_label, tone(record)),
        isolated(record.unit),
    ]
