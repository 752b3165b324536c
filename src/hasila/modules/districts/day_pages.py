"""The page of a unit's day: who is on duty, and all that was done, in its order; it prints as the day's sheet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.institution.roles import Role
from hasila.modules.districts import queries
from hasila.modules.districts.day_log import DayLog
from hasila.modules.districts.page_parts import actor_of, chosen_unit
from hasila.plain.moments import typed_day
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.tables import table

ROLES = (Role.DESK_OFFICER, Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF)


def _day(text: str | None) -> date:
    if not text:
        return today()
    try:
        return typed_day(text)
    except ValueError:
        raise Http404(_("There is no such day.")) from None


@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """All acts of a unit on a day that the reader may see, and who is on duty now."""
    unit, units = chosen_unit(request, ROLES)
    chosen, actor = _day(request.GET.get("day")), actor_of(request)
    lines = queries.day_of(actor, unit, chosen)
    context = {
        "unit": unit,
        "units": units,
        "day": chosen,
        "before": (chosen - timedelta(days=1)).isoformat(),
        "after": (chosen + timedelta(days=1)).isoformat() if chosen < today() else "",
        "table": table(_("What was done"), _heads(), [_line(line) for line in lines]),
        "number": len(lines),
        "duty": queries.on_duty(actor, unit, timezone.now()) if chosen == today() else [],
        "write_url": reverse("web:open", args=[*DayLog.key.split("."), DayLog.write.name]),
    }
    return render(request, "districts/day.html", context)


def _heads() -> list[str]:
    return [_("Reference"), _("Time"), _("Register"), _("Act"), _("Officer")]


def _line(line: queries.DayLine) -> tuple[str, list[Any]]:
    procedure = line.step.procedure
    act = isolated(f"{line.step.label}: {line.text}") if line.text else line.step.label
    cells = [boxed(line.reference), boxed(f"{line.when:%H:%M}"), procedure.label, act, isolated(line.officer)]
    return reverse("web:record", args=[*procedure.key.split("."), line.reference]), cells
