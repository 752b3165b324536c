"""The chief's screen: what has gone nowhere, who carries what, what to look at, what runs out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hasila.assurance.steps import openings
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import visible
from hasila.modules.districts.choices import Urgency
from hasila.modules.districts.desk import load
from hasila.modules.districts.desk.shared import actor_of, shown_line, unit_of
from hasila.modules.districts.desk.watching import watched
from hasila.modules.districts.page_parts import age_words
from hasila.modules.districts.samples import AuditSample, Samples
from hasila.surfaces.web import begun
from hasila.surfaces.web.display import last_day

CHIEFS = frozenset({str(Role.UNIT_CHIEF), str(Role.INSPECTOR), str(Role.CHIEF_INSPECTOR)})
OLDEST, SAMPLES = 25, 5


@require_safe
def chief(request: HttpRequest) -> HttpResponse:
    """The screen."""
    actor = actor_of(request, CHIEFS)
    unit = unit_of(request, actor, CHIEFS)
    now = timezone.now()
    classes = load.classes_of_age(actor, unit, now)
    waiting = load.waiting(actor, unit, now)
    further, carriers = load.carriers(actor, unit, waiting)
    context = {
        "unit": unit,
        "now": now,
        "classes": _bars(classes),
        "total": sum(number for _low, _high, number in classes),
        "waiting": [_waiting(one, now) for one in sorted(waiting, key=_danger_first)[:OLDEST]],
        "several_units": any(one.unit_id != unit.pk for one in waiting),
        "further": further,
        "carriers": carriers,
        "refusals": [shown_line(one, now) for one in load.unlooked_refusals(actor, unit, now)],
        "ending": [_ending(one, now) for one in load.ending(actor, unit, now)],
        "samples": _samples(actor),
        "draws": _draw_url(actor, unit),
        "watched": watched(actor, unit, now),
        "drafts": begun.listed(actor.id),
    }
    return render(request, "districts/chief.html", context)


def _bars(classes: list[tuple[int, int | None, int]]) -> list[SimpleNamespace]:
    most = max(number for _low, _high, number in classes) or 1
    return [
        SimpleNamespace(
            label=age_words(low, high),
            number=number,
            width=round(100 * number / most),
            late=low > load.AGES[1],
        )
        for low, high, number in classes
    ]


def _danger_first(one: load.Waiting) -> bool:
    return one.line.urgency != Urgency.DANGER


def _waiting(one: load.Waiting, now: Any) -> SimpleNamespace:
    shown = shown_line(one.line, now)
    shown.age = one.age
    shown.unit = one.unit
    return shown


def _ending(one: Any, now: Any) -> SimpleNamespace:
    shown = shown_line(one, now)
    shown.day = last_day(one.due_at)
    return shown


def _samples(actor: Any) -> list[AuditSample]:
    return list(visible(Samples, actor).select_related("audited").order_by("-id")[:SAMPLES])


def _draw_url(actor: Any, unit: Unit) -> str:
    """Where a new sample is drawn of a unit below this one, where the reader may: no unit audits itself."""
    draws = Samples.draw in openings(Samples, actor) and unit.below().exclude(pk=unit.pk).exists()
    return reverse("web:open", args=[*Samples.key.split("."), Samples.draw.name]) if draws else ""
