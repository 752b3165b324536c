"""The pages of work: queues of files, who has how much, one tap to assign or to approve, the unit's figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from hasila.assurance.steps import visible
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import statistics
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Task
from hasila.modules.casefiles.work import (
    COUNTED,
    INQUIRE,
    QUEUES,
    WORKERS,
    Load,
    Page,
    Queue,
    Scope,
    counts,
    loads,
    page,
)
from hasila.modules.casefiles.work_columns import COLUMNS, FILE, UNIT, Column
from hasila.plain.texts import western_digits
from hasila.surfaces.formats import format_number, language
from hasila.surfaces.web import begun
from hasila.surfaces.web.boxes import boxed
from hasila.surfaces.web.display import MARKED, record_url
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import FieldError, problem_of
from hasila.surfaces.web.scope import few_units, units_of

FEW = 40
"""Units up to this number are offered as a list; beyond it the page asks for a code."""
REFUSED = "work_refused"
TAPS = {
    "nobody": ("assign", gettext_lazy("Assign"), gettext_lazy("Assign")),
    "arrived": ("accept", gettext_lazy("Accept or send back"), gettext_lazy("Accept")),
    "approve": ("approve", gettext_lazy("Approve"), gettext_lazy("Approve")),
}
"""What a row of these queues offers: its name, the label of its column and that of its button."""
CHOOSING = ("nobody", "arrived")
"""Queues where an officer is chosen for a file."""


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


class _Reader:
    """Who reads, for which unit and what is below it, and whether as its head."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor, self.day, self.lang = _actor(request), today(), language()
        held = [str(role) for role in WORKERS]
        code = western_digits(request.GET.get("unit", "").strip()).upper()[:24]
        few = few_units(self.actor, held, self.day, FEW)
        self.units = few if len(few) <= FEW else []
        self.unit = self._unit(held, few, code)
        unit = self.unit
        self.scope = Scope.of(self.actor, authority().units_below([unit.path]), self.day)
        chief = self.actor.paths([str(Role.UNIT_CHIEF)], self.day)
        self.chief = any(unit.path.startswith(path) for path in chief)
        self.inquires = bool(self.actor.paths([str(role) for role in INQUIRE], self.day))

    def _unit(self, held: list[str], few: list[Unit], code: str) -> Unit:
        """The unit that the address names, or else the one of the reader's first mandate."""
        path = next(iter(self.actor.paths([str(role) for role in WORKERS], self.day)), "")
        found = next((unit for unit in few if (unit.code == code if code else unit.path == path)), None)
        if found is None and len(few) > FEW:
            allowed = units_of(self.actor, held, self.day)
            found = allowed.filter(**({"code": code} if code else {"path": path})).first()
        if found is None:
            raise Http404(_("This page is not open to you."))
        return found

    @property
    def queues(self) -> list[str]:
        """The queues that concern the reader, the first of them first."""
        mine = ["mine"] if self.inquires else []
        heads = ["approve", "arrived", "nobody"] if self.chief else []
        came = [] if self.chief else ["arrived"]
        return [*heads, *mine, "unit", *came, "due", "term", "silent", "twice", "returned", "prosecution", "handed"]


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """One queue of a unit, the others by their number, and for its head the load of each officer."""
    reader = _Reader(request)
    codes = reader.queues
    code = request.GET.get("queue") or ("mine" if "mine" in codes else codes[0])
    if code not in codes:
        raise Http404(_("There is no such page."))
    queue, after, before = QUEUES[code], request.GET.get("after", ""), request.GET.get("before", "")
    try:
        found = page(queue, reader.scope, after, before)
    except (ValueError, OverflowError):
        raise Http404(_("There is no such page.")) from None
    numbers = counts(reader.scope, codes)
    # Across a command they are a hundred officers: where a file is assigned, or asked for.
    asked = len(reader.scope.units or ()) == 1 or code in CHOOSING or "loads" in request.GET
    officers = loads(reader.scope, reader.unit) if reader.chief and asked else []
    context = {
        "unit": reader.unit,
        "units": reader.units,
        "queue": queue,
        "tabs": [_tab(QUEUES[name], numbers[name], reader, name == code) for name in codes],
        "table": _table(request, queue, found.rows, reader, officers),
        "page": _pager(reader, code, found, begun=not (after or before)),
        "loads": [_load(load) for load in officers],
        "loads_url": "" if asked or not reader.chief else f"{_url(reader, code)}&loads=1",
        "errors": _errors(request),
        "drafts": [] if request.GET else begun.listed(reader.actor.id),  # on the first page, not on each list
        "statistics_url": f"{reverse('casefiles:statistics')}?unit={reader.unit.code}",
    }
    return render(request, "casefiles/work.html", context)


def _pager(reader: _Reader, code: str, found: Page, *, begun: bool) -> SimpleNamespace:
    """The neighbours of a page; from one that has emptied meanwhile the way leads to the beginning."""
    previous = _url(reader, code, before=found.before) if found.before else ""
    if not (found.rows or begun):
        previous = _url(reader, code)
    return SimpleNamespace(
        note=_("On this page: %(number)s") % {"number": format_number(len(found.rows))},
        previous_url=previous,
        next_url=_url(reader, code, after=found.after) if found.after else "",
    )


def _url(reader: _Reader, code: str, **more: str) -> str:
    return f"{reverse('casefiles:work')}?{urlencode({'unit': reader.unit.code, 'queue': code, **more})}"


def _tab(queue: Queue, number: int, reader: _Reader, here: bool) -> SimpleNamespace:
    shown = format_number(min(number, COUNTED)) + ("+" if number > COUNTED else "")
    return SimpleNamespace(label=queue.label, number=boxed(shown), url=_url(reader, queue.code), here=here)


def _table(
    request: HttpRequest, queue: Queue, rows: list[Any], reader: _Reader, officers: list[Load]
) -> SimpleNamespace | None:
    if not rows:
        return None
    several = len(reader.scope.units or ()) != 1
    columns = [*COLUMNS.get(queue.code, FILE), *([UNIT] if several else [])]
    if queue.code in TAPS and reader.chief:
        show = _tap_form(request, queue.code, reader, officers)
        columns.append(Column(TAPS[queue.code][1], lambda row, _reader: show(row)))
    labels = [str(column.label) for column in columns]
    made = [
        SimpleNamespace(
            url=record_url(row.case if isinstance(row, Task) else row),
            cells=[
                SimpleNamespace(
                    label=label, html=column.show(row, reader), tone=column.tone(row, reader), numeric=False
                )
                for label, column in zip(labels, columns, strict=True)
            ],
        )
        for row in rows
    ]
    heads = [SimpleNamespace(label=label, numeric=False) for label in labels]
    return SimpleNamespace(caption=queue.label, columns=heads, rows=made)


def _tap_form(request: HttpRequest, queue: str, reader: _Reader, officers: list[Load]) -> Callable[[Any], SafeString]:
    """What writes the form of a row: it is rendered once, and of each row differ its key, version and reference."""
    what, _column, label = TAPS[queue]
    chosen = format_html_join(
        "",
        '<option value="{}">{} ({})</option>',
        ((load.officer.pk, load.officer.name, format_number(load.files)) for load in officers),
    )
    same = {
        "what": what,
        "url": reverse(f"casefiles:{what}"),
        "label": label,
        "unit": reader.unit,
        "officers": chosen if what != "approve" else "",
    }

    marks = {"pk": "@KEY@", "version": "@VERSION@", "reference": MARKED}
    back = reverse("web:step", args=["casefiles", "case_files", MARKED, "hand_back"])

    @cache
    def form(back: str) -> str:
        return render_to_string("casefiles/tap.html", {**same, "row": marks, "back": back}, request)

    def show(row: Any) -> SafeString:
        html = form(back if what == "accept" and row.to_unit_id == row.unit_id else "")
        for name, mark in marks.items():
            html = html.replace(mark, str(getattr(row, name)))
        return SafeString(html)

    return show


def _load(load: Load) -> SimpleNamespace:
    return SimpleNamespace(
        name=load.officer.name, files=load.files, silent=load.silent, held=load.held, overdue=load.overdue
    )


def _errors(request: HttpRequest) -> list[FieldError]:
    """What the door said to the last tap."""
    from hasila.surfaces.web.refusing import Problem

    told = request.session.pop(REFUSED, [])
    return [FieldError(Problem(message, basis, remedy)) for message, basis, remedy in told]


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Assigns a file to an officer, and leads back to the list."""
    return _tap(request, CaseFiles.assign, "nobody", {"investigator": request.POST.get("officer", "")})


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Accepts a file that arrived, in the charge of the officer chosen, and leads back to the list."""
    officer = request.POST.get("officer", "")
    return _tap(request, CaseFiles.accept, "arrived", {"investigator": officer} if officer else {})


@require_POST
def approve(request: HttpRequest) -> HttpResponse:
    """Approves a referral, and leads back to the list."""
    return _tap(request, Referrals.approve, "approve", {})


def _tap(request: HttpRequest, step: Transition, queue: str, data: dict[str, Any]) -> HttpResponse:
    actor = _actor(request)
    try:
        key = UUID(request.POST.get("record", ""))
        seen = int(request.POST.get("version", ""))
    except ValueError:
        raise Http404(_("There is no such file, or it is not open to you.")) from None
    record = visible(step.procedure, actor).filter(pk=key).first()
    if record is None or actor.id is None:
        raise Http404(_("There is no such file, or it is not open to you."))
    try:
        perform(step, record, actor=actor.id, data=data, expects=seen)
    except Refused as refused:
        problems = [problem_of(refusal, basis=step.basis) for refusal in refused.refusals]
        request.session[REFUSED] = [
            (f"{record.reference}: {problem.message}", problem.basis, problem.remedy) for problem in problems
        ]
    unit = western_digits(request.POST.get("unit", ""))[:24]
    return redirect(f"{reverse('casefiles:work')}?{urlencode({'unit': unit, 'queue': queue})}")


@require_safe
def unit_statistics(request: HttpRequest) -> HttpResponse:
    """The figures of a unit and what is below it, from the same cells as the annual report."""
    reader = _Reader(request)
    text = western_digits(request.GET.get("year", "")) or str(reader.day.year)
    if not (text.isdecimal() and len(text) == 4):
        raise Http404(_("There is no such page."))
    year = int(text)
    context = {
        "unit": reader.unit,
        "units": reader.units,
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < reader.day.year else 0,
        "groups": statistics.figures(reader.scope.units, year),
        "work_url": f"{reverse('casefiles:work')}?unit={reader.unit.code}",
    }
    return render(request, "casefiles/statistics.html", context)
