"""Opening a sealed value: for those whom its field names, each time with an entry."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hasila.assurance.sealed import is_own, may_reveal, reveal, sealed_fields
from hasila.kernel.access import Actor
from hasila.kernel.refusals import Refused
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.purpose import PurposeForm
from hasila.surfaces.web.refusing import problem_of
from hasila.surfaces.web.views.records import crumbs, find, purpose_stated
from hasila.surfaces.web.views.registers import procedure_or_404


@require_POST
def opened(request: HttpRequest, app: str, procedure: str, named: str, field: str) -> HttpResponse:
    """One sealed value in clear, on a page that is kept nowhere."""
    declared = procedure_or_404(app, procedure)
    found = find(request, declared, named)
    column = next((one for one in sealed_fields(declared.record) if one.name == field), None)
    if column is None:
        raise Http404(_("There is no such sealed value."))
    if not purpose_stated(request, found):
        return redirect(record_url(found))
    actor: Actor = request.actor  # type: ignore[attr-defined]
    purpose, case = stated_purpose(request, found)
    form = PurposeForm(declared, request.POST if "purpose" in request.POST else None)
    if not purpose and form.is_bound:
        purpose, case = form.stated
    context: dict[str, Any] = {
        "form": form,
        "title": column.verbose_name,
        "record": found,
        "back": record_url(found),
        "crumbs": crumbs(declared, found, column.verbose_name),
    }
    page, status = "web/sealed.html", 200
    try:
        asks = not (purpose or form.is_bound or is_own(found, column, actor))
        if asks and may_reveal(found, column, actor) is None:
            page = "web/purpose.html"
        else:
            context["text"] = reveal(found, field, actor, purpose, case)
    except Refused as refused:
        context["problem"] = problem_of(refused.refusal)
        status = refused.refusal.status
    response = render(request, page, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
