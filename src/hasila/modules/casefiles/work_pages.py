"""The pages of work: queues of files, who has how much, one tap to assign or to approve, the unit's figures."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hasila.assurance.steps import visible
from hasila.institution import law
from hasila.institution.offences import offence
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, authority
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import statistics
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import OffenceClass, Office, Way
from hasila.modules.casefiles.courts import courts
from hasila.modules.casefiles.handovers import Handover
from hasila.modules.casefiles.kinds import TaskKind
from hasila.modules.casefiles.missing import missing
from hasila.modules.casefiles.referral import Referral
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
    age,
    loads,
    page,
    standing,
)
from hasila.plain.texts import western_digits
from hasila.surfaces.formats import format_number
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import last_day, record_url, show_value
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import FieldError, problem_of
from hasila.surfaces.web.scope import few_units, units_of

FEW = 40
"""Units up to this number are offered as a list; beyond it the page asks for a code."""
REFUSED = "work_refused"
ACCEPTED_WITHIN = "casefiles.acceptance"
"""Days after which a file that nobody accepted is shown as late."""


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


class _Reader:
    """Who reads, for which unit and what is below it, and whether as its head."""

    def __init__(self, request: HttpRequest) -> None:
        self.actor, self.day = _actor(request), today()
        held = [str(role) for role in WORKERS]
        allowed = units_of(self.actor, held, self.day)
        code = western_digits(request.GET.get("unit", "").strip()).upper()[:24]
        few = few_units(self.actor, held, self.day, FEW)
        self.units = few if len(few) <= FEW else []
        self.unit = self._unit(allowed, few, code)
        unit = self.unit
        self.scope = Scope.of(self.actor, authority().units_below([unit.path]), self.day)
        chief = self.actor.paths([str(Role.UNIT_CHIEF)], self.day)
        self.chief = any(unit.path.startswith(path) for path in chief)
        self.inquires = bool(self.actor.paths([str(role) for role in INQUIRE], self.day))

    def _unit(self, allowed: Any, few: list[Unit], code: str) -> Unit:
        """The unit that the address names, or else the one of the reader's first mandate."""
        path = next(iter(self.actor.paths([str(role) for role in WORKERS], self.day)), "")
        found = next((unit for unit in few if (unit.code == code if code else unit.path == path)), None)
        if found is None and len(few) > FEW:
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
        return [*heads, *mine, "unit", *came, "due", "term", "silent", "returned", "prosecution", "handed"]


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
    numbers = standing(reader.scope, codes)
    officers = loads(reader.scope, reader.unit, numbers) if reader.chief else []
    context = {
        "unit": reader.unit,
        "units": reader.units,
        "queue": queue,
        "tabs": [_tab(QUEUES[name], numbers.queues[name], reader, name == code) for name in codes],
        "table": _table(request, queue, found.rows, reader, officers),
        "page": _pager(reader, code, found, begun=not (after or before)),
        "loads": [_load(load) for load in officers],
        "errors": _errors(request),
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
    make: Any = _file_cells
    if isinstance(rows[0], Task):
        make = _task_cells
    elif isinstance(rows[0], Referral):
        make = _referral_cells
    elif isinstance(rows[0], Handover):
        make = _handover_cells
    elif queue.code in ("arrived", "term"):
        make = {"arrived": _arrived_cells, "term": _term_cells}[queue.code]
    lines = []
    for row in rows:
        cells = make(row, reader)
        if queue.code == "nobody":
            cells.append((_("Assign"), _form(request, "assign", row, reader, officers), ""))
        if queue.code == "arrived" and reader.chief:
            cells.append((_("Accept or send back"), _form(request, "accept", row, reader, officers), ""))
        if queue.code == "approve":
            cells.append((_("Approve"), _form(request, "approve", row, reader, []), ""))
        lines.append((row, cells))
    columns = [SimpleNamespace(label=label, numeric=False) for label, _html, _tone in lines[0][1]]
    made = [
        SimpleNamespace(
            url=record_url(row.case if isinstance(row, Task) else row),
            cells=[SimpleNamespace(label=label, html=html, tone=tone, numeric=False) for label, html, tone in cells],
        )
        for row, cells in lines
    ]
    return SimpleNamespace(caption=queue.label, columns=columns, rows=made)


Cell = tuple[str, Any, str]
# Labels are looked up, and not asked of the fields: a field would make the whole catalogue of its choices for each row.


def _file_cells(file: Any, reader: _Reader) -> list[Cell]:
    lacks = len(missing(file)) if file.state in ("open", "returned") else 0
    quiet = age(file.acted_at, reader.day)
    silent = file.acted_at < reader.scope.silent_before
    cells = [
        (_("Case file"), boxed(file.reference), ""),
        (_("Offence"), offence(file.offence).label, "bad" if file.urgency == "danger" else ""),
        (_("Class"), OffenceClass(file.level).label, ""),
        (_("Officer in charge"), isolated(file.investigator.name) if file.investigator else "–", ""),
        (_("Opened on"), show_value(timezone.localtime(file.opened_at).date()), ""),
        (_("Days without an act"), boxed(format_number(quiet)), "late" if silent else ""),
        (
            _("Held"),
            boxed(format_number(file.in_custody)) if file.in_custody else "–",
            "late" if file.in_custody else "",
        ),
        (_("Still missing"), boxed(format_number(lacks)) if lacks else _("Nothing"), "" if lacks else "good"),
    ]
    if file.state == "referred":
        cells[-1] = (_("Addressed to"), Office(file.office).label, "")
    return cells + _unit_cell(file, reader)


def _arrived_cells(file: Any, reader: _Reader) -> list[Cell]:
    days = age(file.arrived_at, reader.day)
    late = days > int(law.value(ACCEPTED_WITHIN, reader.day))
    why = isolated(file.grounds)
    if file.to_unit_id != file.unit_id:
        why = format_html("{}: {}", _("Sent back to us"), why)
    return [
        (_("Case file"), boxed(file.reference), ""),
        (_("Offence"), offence(file.offence).label, "bad" if file.urgency == "danger" else ""),
        (_("From"), isolated(file.from_unit.name), ""),
        (_("Officer who handed it over"), isolated(file.sender.name) if file.sender else "–", ""),
        (_("Why"), why, ""),
        (_("Arrived on"), show_value(timezone.localtime(file.arrived_at).date()), ""),
        (_("Days waiting"), boxed(format_number(days)), "late" if late else ""),
        *_unit_cell(file, reader),
    ]


def _term_cells(file: Any, reader: _Reader) -> list[Cell]:
    cells = _file_cells(file, reader)
    late = file.limit_at <= timezone.now()
    term = (_("To be completed by"), show_value(last_day(file.limit_at)), "late" if late else "")
    return [*cells[:3], (_("Addressed to"), Office(file.office).label, ""), term, *cells[3:4], *cells[6:]]


def _handover_cells(handover: Any, reader: _Reader) -> list[Cell]:
    days = age(handover.opened_at, reader.day)
    late = days > int(law.value(ACCEPTED_WITHIN, reader.day))
    return [
        (_("Case file"), boxed(handover.file), ""),
        (_("Offence"), offence(handover.offence).label, ""),
        (_("Receiving unit"), isolated(handover.to_unit.name), ""),
        (_("Officer who handed it over"), isolated(handover.sender.name) if handover.sender else "–", ""),
        (_("Why"), isolated(handover.grounds), ""),
        (_("Handed over on"), show_value(timezone.localtime(handover.opened_at).date()), ""),
        (_("Days waiting"), boxed(format_number(days)), "late" if late else ""),
        *_unit_cell(handover, reader),
    ]


def _task_cells(task: Task, reader: _Reader) -> list[Cell]:
    late = task.due_at is not None and task.due_at < timezone.now()
    return [
        (_("Case file"), boxed(task.case.reference), ""),
        (_("Offence"), offence(task.case.offence).label, ""),
        (_("Act of investigation"), TaskKind(task.kind).label, ""),
        (_("Falls to"), isolated(task.owner.name) if task.owner else "–", ""),
        (_("Due"), show_value(last_day(task.due_at)), "late" if late else ""),
        *_unit_cell(task, reader),
    ]


def _referral_cells(referral: Referral, reader: _Reader) -> list[Cell]:
    return [
        (_("Referral"), boxed(referral.reference), ""),
        (_("Case file"), boxed(referral.case.reference), ""),
        (_("Offence"), offence(referral.case.offence).label, ""),
        (_("Court"), courts()[referral.court].label, ""),
        (_("Way"), Way(referral.way).label, ""),
        (_("Prepared on"), show_value(timezone.localtime(referral.opened_at).date()), ""),
        *_unit_cell(referral, reader),
    ]


def _unit_cell(row: Any, reader: _Reader) -> list[Cell]:
    """The unit, where the page shows more than one."""
    return [(_("Unit"), isolated(row.unit.name), "")] if len(reader.scope.units or ()) != 1 else []


def _form(request: HttpRequest, what: str, row: Any, reader: _Reader, officers: list[Load]) -> Any:
    label = {"assign": _("Assign"), "accept": _("Accept"), "approve": _("Approve")}[what]
    url = reverse(f"casefiles:{what}")
    back = reverse("web:step", args=["casefiles", "case_files", row.reference, "hand_back"]) if what == "accept" else ""
    context = {
        "back": back if what == "accept" and row.to_unit_id == row.unit_id else "",
        "row": row,
        "what": what,
        "url": url,
        "label": label,
        "unit": reader.unit,
        "loads": officers,
    }
    return render_to_string("casefiles/tap.html", context, request)


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
