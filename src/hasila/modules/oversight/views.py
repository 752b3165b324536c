"""Pages of oversight: what is unusual, an officer's week, an emergency's readings, use of files, who read mine."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.readings import PRINT, between, of_records, under_emergency
from hasila.assurance.readings import use as figures_of_use
from hasila.institution import law
from hasila.institution.career import Career, Officer
from hasila.institution.roles import INSPECTORS
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, elevated
from hasila.kernel.refusals import Refused
from hasila.modules.oversight import lines, queries, unusual
from hasila.modules.oversight.emergencies import Emergency
from hasila.modules.oversight.weeks import Week, content, proven_entry, week_of
from hasila.plain.moments import typed_day
from hasila.plain.texts import western_digits
from hasila.surfaces.formats import format_date
from hasila.surfaces.print.documents import proof_text, provenance_of
from hasila.surfaces.print.engine import render as pdf
from hasila.surfaces.print.sheet import sheet
from hasila.surfaces.reading import keep
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.forms import spoken_day
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import FieldError, problem_of
from hasila.surfaces.web.scope import own_unit
from hasila.surfaces.web.searched import IN, asked, named_by, sealed
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated

DAYS = 7
SHOWN = 50
"""Readings that one rule shows; beyond it the page says how many more there are."""
TYPED = 20
"""Characters of what is typed that are looked at and shown again."""
LOOKED_AT = 20_000
"""Readings that the rules look at, the newest; beyond it the page says so."""


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _inspected(request: HttpRequest) -> list[int] | None:
    """The units that the reader inspects; raises Http404 where there is none: the page doesn't exist for them."""
    units = queries.inspected_units(_actor(request))
    if units == []:
        raise Http404(_("This page is not open to you."))
    return units


def _day(text: str | None, otherwise: date) -> date:
    if not text:
        return otherwise
    try:
        return typed_day(text)
    except ValueError:
        raise Http404(_("There is no such day.")) from None


def _typed_day(text: str) -> tuple[date, str]:
    """The day that was typed; today, and what was typed, where it is none."""
    try:
        return (typed_day(spoken_day(text)) if text.strip() else today()), ""
    except ValueError:
        return today(), text[:TYPED]


def _whose_week(request: HttpRequest, given: Any, last: date) -> dict[str, Any] | HttpResponse:
    """The way to the week of the officer whose number was typed, or what the page shows again of it.

    No address says a number: it comes in the body of the form, or sealed. An old address is answered with the sealed
    one.
    """
    here = reverse("oversight:unusual")
    until = ("until", last.isoformat())
    number = western_digits(given.get("officer", "").strip())[:TYPED]
    if not number:
        return {"named": named_by(request, f"{here}?{urlencode([until])}")}
    kept = urlencode([(IN, sealed(Career, request.user.pk, [("officer", number), until]))])
    if given is request.GET:
        return redirect(f"{here}?{kept}")
    plain = number.isascii() and number.isdigit()
    officer = Officer.objects.filter(registration_number=number).first() if plain else None
    if officer is not None:
        return redirect("oversight:week", officer.reference, last.isoformat())
    return {"number": number, "named": named_by(request, f"{here}?{kept}")}


@require_http_methods(["GET", "HEAD", "POST"])
def unusual_reading(request: HttpRequest) -> HttpResponse:
    """What the rules list of seven days, each rule in words; from here an inspector goes to an officer's week."""
    units = _inspected(request)
    context: dict[str, Any] = {}
    try:
        given = asked(request, Career)
    except Refused as refused:
        given, context = {}, {"closed": [FieldError(problem_of(refused.refusal))]}
    last, wrong_day = _typed_day(given.get("until", ""))
    whose = _whose_week(request, given, last) if not wrong_day else {"number": given.get("officer", "")[:TYPED]}
    if isinstance(whose, HttpResponse):
        return whose
    status = 410 if context else 422 if wrong_day or "number" in whose else 200
    first = last - timedelta(days=DAYS - 1)
    readings = between(first, last, units)
    listed = unusual.listed(readings[:LOOKED_AT])
    shown = list({one.id: one for _rule, found in listed for one in found[:SHOWN]}.values())
    told = {one.id: line for one, line in zip(shown, lines.reading_lines(shown, _actor(request)), strict=True)}
    rules = [
        SimpleNamespace(
            code=rule.code,
            label=rule.label,
            words=str(rule.words) % rule.params(last),
            lines=[told[one.id] for one in found[:SHOWN]],
            number=len(found),
            more=max(0, len(found) - SHOWN),
        )
        for rule, found in listed
    ]
    context |= {
        "rules": rules,
        "first": first,
        "last": last,
        "before": (first - timedelta(days=1)).isoformat(),
        "total": len(readings),
        "looked_at": LOOKED_AT if len(readings) > LOOKED_AT else 0,
        "wrong_day": wrong_day,
        "unknown": not wrong_day and "number" in whose,
        **whose,
    }
    return render(request, "oversight/unusual.html", context, status=status)


def _inspected_officer(request: HttpRequest, named: str) -> Any:
    """The officer whose week is asked for; raises Http404 where the reader doesn't inspect them."""
    units = _inspected(request)
    officer = find(request, Career, named)
    if units is not None and officer.unit_id not in units:
        raise Http404(_("This page is not open to you."))
    if officer.pk == _actor(request).id:
        raise Http404(_("Nobody inspects their own week."))
    return officer


@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, named: str, day: str) -> HttpResponse:
    """One officer, one week: every act and every reading, each with its basis. To be printed for an unannounced visit.

    The page is itself a reading of the officer's file, and asks why.
    """
    officer = _inspected_officer(request, named)
    chosen = _day(day, today())
    if not purpose_stated(request, officer):
        return ask_purpose(request, officer)
    if request.method == "POST":
        return redirect(request.get_full_path())
    found = week_of(officer, chosen)
    monday = found.monday.isoformat()
    context = {
        "officer": officer,
        "head": [
            (_("Registration number"), boxed(officer.registration_number)),
            (_("Grade"), isolated(officer.grade)),
            (_("Unit"), isolated(officer.unit)),
        ],
        "monday": found.monday,
        "sunday": found.sunday,
        "acts": lines.act_lines(found.entries, _actor(request)),
        "readings": lines.reading_lines(found.readings, _actor(request)),
        "days": [(format_date(day, style="full"), *counts) for day, *counts in found.days],
        "paper": reverse("oversight:week_paper", args=[officer.reference, monday]),
        "proof": reverse("oversight:week_proof", args=[officer.reference, monday]),
        "before": _week_url(officer, found.monday - timedelta(days=7)),
        "after": _week_url(officer, found.monday + timedelta(days=7)) if found.sunday < today() else "",
    }
    return render(request, "oversight/week.html", context)


def _week_url(officer: Any, day: date) -> str:
    return reverse("oversight:week", args=[officer.reference, day.isoformat()])


@require_safe
def week_paper(request: HttpRequest, named: str, day: str) -> HttpResponse:
    """The week as a PDF, with the checkpoint and a proof. Printing it is a reading of its own."""
    found = _week_to_print(request, named, day)
    if isinstance(found, HttpResponse):
        return found
    actor = _actor(request)
    assert actor.id is not None
    data = sheet(
        content(found, actor.id),
        reference=found.officer.reference,
        unit=own_unit(actor, [str(role) for role in INSPECTORS], today()) or found.officer.unit,
        provenance=provenance_of(proven_entry(found)),
        today=today(),
    )
    name = f"{found.officer.reference}-{found.monday.isoformat()}.pdf"
    return _file(HttpResponse(pdf("act", data), content_type="application/pdf"), f'inline; filename="{name}"')


@require_safe
def week_proof(request: HttpRequest, named: str, day: str) -> HttpResponse:
    """The proof that the paper carries in its code, as a file (c2sp.org/tlog-proof@v1)."""
    found = _week_to_print(request, named, day)
    if isinstance(found, HttpResponse):
        return found
    text = proof_text(proven_entry(found))
    if text is None:
        raise Http404(_("This act is not sealed yet. Ask for its proof again in a moment."))
    name = f"{found.officer.reference}-{found.monday.isoformat()}.tlog-proof"
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return _file(answer, f'attachment; filename="{name}"')


def _week_to_print(request: HttpRequest, named: str, day: str) -> Week | HttpResponse:
    """The week; without a purpose that was stated and still holds, the way to the page that asks for one."""
    officer = _inspected_officer(request, named)
    chosen = _day(day, today())
    purpose, case = stated_purpose(request, officer)
    try:
        keep(officer, _actor(request), purpose, case, kind=PRINT)
    except Refused:
        return redirect(_week_url(officer, chosen))
    return week_of(officer, chosen)


def _file(answer: HttpResponse, disposition: str) -> HttpResponse:
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def emergency(request: HttpRequest, named: str) -> HttpResponse:
    """What was read under a stated emergency."""
    found = find(request, Emergency, named)
    with elevated():  # the emergency is one that the reader may see
        readings = under_emergency(found.pk, found.opened_at.date() - timedelta(days=1))
    context = {"record": found, "readings": lines.reading_lines(readings, _actor(request))}
    return render(request, "oversight/emergency.html", context)


@require_safe
def opened_register(request: HttpRequest, named: str) -> HttpResponse:
    """Leads from an emergency to the register that it opens, to the files of its unit."""
    found: Any = find(request, Emergency, named)
    register = reverse("web:register", args=found.register.split("."))
    return redirect(f"{register}?{urlencode({'unit': found.unit_id})}")


@require_safe
def use(request: HttpRequest) -> HttpResponse:
    """How often the registers were read, by month, purpose and unit: the sealed figures of a year."""
    units = _inspected(request)
    text = western_digits(request.GET.get("year") or str(today().year))
    year = int(text) if text.isdecimal() and len(text) == 4 else today().year
    rows: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    by_unit: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for figure in figures_of_use(year * 100 + 1, year * 100 + 12, units):
        for cell in rows[(figure.register, figure.purpose, figure.kind)], by_unit[figure.unit]:
            cell[0] += figure.readings
            cell[1] += figure.times
    named = Unit.objects.in_bulk(by_unit)
    context = {
        "year": year,
        "before": year - 1,
        "rows": [
            (lines.register_label(register), lines.purpose_label(register, purpose), lines.KINDS.get(kind, kind), *cell)
            for (register, purpose, kind), cell in sorted(rows.items())
        ],
        "units": [
            (isolated(named[unit]) if unit in named else _("The service"), *cell)
            for unit, cell in sorted(by_unit.items(), key=lambda item: -item[1][0])[:SHOWN]
        ],
    }
    return render(request, "oversight/use.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Who read the files of the one signed in, and why, save what an investigation lawfully withholds."""
    actor = _actor(request)
    assert actor.id is not None
    months = int(law.value("readings.retention", today()))
    since = today() - timedelta(days=31 * months)
    records = queries.records_about(actor.id)
    with elevated():  # the records are the reader's own
        readings = [one for one in of_records(records, since) if one.actor != actor.id]
    shown = queries.shown_to_the_person(readings, today())
    context = {
        "lines": lines.own_lines(shown[: 4 * SHOWN], records),
        "more": max(0, len(shown) - 4 * SHOWN),
        "months": months,
        "most": int(law.value("readings.withheld", today())),
        "files": len(records),
    }
    return render(request, "oversight/mine.html", context)
