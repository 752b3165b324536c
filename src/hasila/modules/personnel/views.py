"""Pages that no single record has: an officer's career on one sheet, the dry run of an exercise, reminders."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.institution.career import Career, Officer
from hasila.institution.law import LawMissing
from hasila.institution.people import Grade
from hasila.kernel.access import Actor
from hasila.kernel.procedures import Procedure
from hasila.kernel.registers import page
from hasila.modules.personnel import eligibility, tables
from hasila.modules.personnel.models import Promotion, Qualification, Reinstatement
from hasila.modules.personnel.queries import career_sheet, expiring, not_returned
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated

EXERCISES = range(2018, 2100)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _only_for(request: HttpRequest, procedure: type[Procedure]) -> None:
    """Raises Http404 where the reader holds no role of the procedure: the page does not exist for them."""
    roles = {role for step in procedure.transitions.values() for role in step.roles}
    if not _actor(request).roles(today()) & roles:
        raise Http404(_("This page is not open to you."))


@require_safe
def own_career(request: HttpRequest) -> HttpResponse:
    """The reader's own sheet, where they are an officer; no purpose is asked for."""
    reader = _actor(request).id
    officer = Officer.objects.select_related("unit", "grade").filter(pk=reader).first() if reader else None
    if officer is None:
        raise Http404(_("You have no personnel file here."))
    return _sheet(request, officer)


@require_http_methods(["GET", "HEAD", "POST"])
def career(request: HttpRequest, named: str) -> HttpResponse:
    """The sheet of an officer, named by reference; the purpose of the reading is stated and entered."""
    officer = find(request, Career, named)
    assert isinstance(officer, Officer)
    if not purpose_stated(request, officer):
        return ask_purpose(request, officer)
    if request.method == "POST":
        return redirect(request.get_full_path())
    return _sheet(request, officer)


def _sheet(request: HttpRequest, officer: Officer) -> HttpResponse:
    found = career_sheet(officer, _actor(request), today())
    context = {
        "officer": officer,
        "identity": tables.identity(officer),
        "sections": [*(sections := tables.sections(found)), tables.mandates(officer, len(sections))],
        "events": tables.events(officer),
    }
    return render(request, "personnel/career.html", context)


@require_safe
def dry_run(request: HttpRequest) -> HttpResponse:
    """Who is eligible for an exercise, and why the others are not; nothing is recorded."""
    _only_for(request, Promotion)
    day, actor = today(), _actor(request)
    exercise = _whole(request.GET.get("exercise"), day.year)
    grade = _whole(request.GET.get("grade"), 0) or None
    if exercise not in EXERCISES:
        raise Http404(_("There is no such exercise."))
    try:
        terms = eligibility.Terms.of(exercise)
        rows = eligibility.candidates(actor, exercise, day, grade=grade).select_related("grade", "unit")
        found = page(rows.defer("search", "trail"), after=request.GET.get("after"), before=request.GET.get("before"))
    except LawMissing as missing:
        raise Http404(str(missing)) from missing
    except ValueError:
        raise Http404(_("There is no such page.")) from None
    grades = list(Grade.objects.all())
    judged = [eligibility.judge(officer, terms) for officer in found.rows]
    context = {
        "exercise": exercise,
        "grade": grade,
        "grades": grades,
        "terms": terms,
        "summary": eligibility.summary(actor, exercise, day, grade=grade),
        "table": tables.candidates(judged, {item.pk: item for item in grades}),
        "page": _neighbours(found, exercise, grade),
    }
    return render(request, "personnel/dry_run.html", context)


@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """What no deadline of a file reminds of: qualifications about to expire, exclusions that have ended."""
    _only_for(request, Reinstatement)
    day, actor = today(), _actor(request)
    context = {
        "expiring": tables.expiring(expiring(actor, day), day),
        "not_returned": tables.not_returned(not_returned(actor, day)),
        "register_url": reverse("web:register", args=Qualification.key.split(".")),
        "resume_url": reverse("web:open", args=[*Reinstatement.key.split("."), Reinstatement.resume.name]),
    }
    return render(request, "personnel/reminders.html", context)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 6 else otherwise


def _neighbours(found: Any, exercise: int, grade: int | None) -> dict[str, Any]:
    chosen: dict[str, Any] = {"exercise": exercise} | ({"grade": grade} if grade else {})

    def url(**more: str) -> str:
        return f"?{urlencode(chosen | more)}"

    return {
        "note": "",
        "previous_url": url(before=found.previous) if found.previous else "",
        "next_url": url(after=found.next) if found.next else "",
    }
