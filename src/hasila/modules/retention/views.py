"""The page of an order that names what belongs to its file, each part with its own order or the way to one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hasila.assurance.erasure import is_erased
from hasila.assurance.steps import openings
from hasila.institution.references import named_by
from hasila.kernel.access import elevated, visible
from hasila.modules.retention import rules
from hasila.modules.retention.due import RUNNING
from hasila.modules.retention.models import COURT, Erasure, ErasureOrder, Scope
from hasila.surfaces.web.boxes import boxed
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.suggesting import Known
from hasila.surfaces.web.views.records import find


def same_decision(told: Known) -> dict[str, Any]:
    """The form of an order whose file is given stands in the unit of that file: no other is taken."""
    with elevated():
        found = named_by(str(told.given.get("file", "")))
    return {"unit": found.unit} if found is not None else {}


@require_safe
def parts(request: HttpRequest, named: str) -> HttpResponse:
    """What belongs to the file of an order: erased, under an order, or with the way to one by the same decision."""
    order: Any = find(request, Erasure, named)
    actor: Any = request.actor  # type: ignore[attr-defined]
    target = rules.target_of(order) if order.scope == Scope.RECORD else None
    belonging = rules.parts_of(target) if target is not None else []
    rows = visible(Erasure, actor).filter(target__in=[part.pk for part in belonging], state__in=RUNNING)
    running = {one.target: one for one in rows.filter(entry__isnull=True)}
    may = Erasure.propose in openings(Erasure, actor) and not order.current.final
    context = {
        "order": order,
        "file": boxed(order.file),
        "back": record_url(order),
        "left": sum(not is_erased(part) for part in belonging),
        "rows": [
            SimpleNamespace(
                reference=boxed(part.reference),
                register=part.procedure.label,
                state=part.state_label,
                erased=is_erased(part),
                order=running.get(part.pk),
                page=record_url(running[part.pk]) if part.pk in running else "",
                next=_next(order, part.reference) if may and part.pk not in running else "",
            )
            for part in belonging
        ],
    }
    return render(request, "retention/parts.html", context)


def _next(order: ErasureOrder, reference: str) -> str:
    """The form of an order for a part, filled in with the decision of this one."""
    values = {"file": reference, "ground": order.ground}
    values |= {name: str(getattr(order, name)) for name in COURT if getattr(order, name)}
    return f"{reverse('web:open', args=['retention', 'erasure', 'propose'])}?{urlencode(values)}"
