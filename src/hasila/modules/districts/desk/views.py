"""The screen of the desk: the day, the choice of what brings somebody, the form of it, its receipt, the finder."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.steps import openings, steps
from hasila.institution import identifying
from hasila.institution.offences import offences
from hasila.kernel.access import Actor
from hasila.kernel.perform import Receipt
from hasila.kernel.procedures import Procedure
from hasila.kernel.records import Record
from hasila.modules.districts import child_files, victim_files
from hasila.modules.districts.appointments import Appointment
from hasila.modules.districts.certificates import CertificateRequest
from hasila.modules.districts.complaints import Complaint
from hasila.modules.districts.denunciations import Denunciation
from hasila.modules.districts.desk import day as days
from hasila.modules.districts.desk.forms import DeskForm
from hasila.modules.districts.desk.matters import (
    FREE,
    KEYS,
    MATTERS,
    REGISTERS,
    Matter,
    keys_of,
    matter_of,
    valid_keys,
)
from hasila.modules.districts.desk.shared import actor_of, shown_line, unit_of
from hasila.modules.districts.desk.watching import watched
from hasila.modules.districts.duty import Duty, DutyShift
from hasila.modules.districts.follow_up import address_of, code_of
from hasila.modules.districts.judicial_papers import JudicialPaper
from hasila.modules.districts.party import is_minor
from hasila.modules.districts.queries import on_duty
from hasila.modules.districts.summonses import Summons
from hasila.surfaces.print.documents import documents_for
from hasila.surfaces.stated import remember
from hasila.surfaces.web import begun, drafts
from hasila.surfaces.web.display import last_day, page_url, record_url
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import attach, basis_words
from hasila.surfaces.web.scope import own_unit, queue
from hasila.surfaces.web.suggesting import known
from hasila.surfaces.web.views.acts import closed, take_step
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated

WAITS = 6
FOLLOWED = (Complaint, Denunciation, CertificateRequest)
"""Of what the person asks later what became of it."""
HARM = ("01", "02", "03")
"""Sections of the ICCS: acts leading to death, causing harm to a person, of a sexual nature."""
YEAR = 365 * 86400


def doors(actor: Actor, keys: dict[str, str]) -> list[SimpleNamespace]:
    """What the reader may take in at the counter, with its address and key."""
    open_steps = {step for procedure in REGISTERS for step in openings(procedure, actor)}
    return [
        SimpleNamespace(matter=matter, url=reverse("districts:take", args=[matter.code]), key=keys[matter.code])
        for matter in MATTERS
        if matter.step in open_steps
    ]


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The screen."""
    actor = actor_of(request)
    unit = unit_of(request, actor)
    now = timezone.now()
    found = days.day_of_desk(actor, unit, now)
    waiting = queue(actor, today(), limit=WAITS + 1)
    context = {
        "day": found,
        "now": now,
        "doors": doors(actor, keys_of(request)),
        "comers": [_comer(one) for one in found.appointments],
        "taken": [shown_line(one, now) for one in found.taken],
        "waiting": [_wait(one, now) for one in waiting[:WAITS]],
        "more_waits": len(waiting) > WAITS,
        "cell": bool(actor.roles(today()) & {*child_files.BY, *victim_files.BY}),
        "drafts": begun.listed(actor.id),
        "watched": watched(actor, unit, now),
    }
    return render(request, "districts/desk.html", context)


def _comer(one: Any) -> Any:
    one.who = name_of(one)
    return one


def name_of(one: Any) -> str:
    """Who came, in the script of the page where the name is known in it; nobody who denounces is named."""
    if isinstance(one, Denunciation):
        return ""
    names = (getattr(one, "arabic_name", ""), getattr(one, "latin_name", ""))
    return next(filter(None, names if (get_language() or "ar").startswith("ar") else names[::-1]), "")


def _wait(one: Any, now: Any) -> SimpleNamespace:
    day = last_day(one.due_at)
    return SimpleNamespace(
        url=page_url(one.procedure, one.reference),
        reference=one.reference,
        step=one.step.label if one.step else "",
        late=one.due_at < now,
        day=day,
    )


# ---------------------------------------------------------------- taking something in


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a matter; what is sent goes through the door, and its receipt follows."""
    actor = actor_of(request)
    matter = matter_of(code)
    if matter is None:
        raise Http404(_("There is no such page."))
    answer, refused = drafts.kept(request, matter.step)
    if answer is not None:
        return answer
    if matter.step not in openings(matter.step.procedure, actor):
        return closed(request, matter.step, None, None)
    return _form(request, matter, actor, refused)


def _form(request: HttpRequest, matter: Matter, actor: Actor, refused: list[Any]) -> HttpResponse:
    status = 200
    unit = own_unit(actor, matter.step.roles, today())
    drafting = begun.Drafting(request, matter.step)
    if request.method == "POST":
        form = DeskForm(matter, actor, unit, request.POST)
        result = refused or take_step(request, form, None)
        if isinstance(result, Receipt):
            drafts.performed(request, matter.step)
            remember(request, result.record)
            return redirect("districts:receipt", result.record.reference)
        attach(form, result, basis=matter.step.basis)
        status = result[0].status if result else 422
    else:
        form = DeskForm(matter, actor, unit, told=known(matter.step, actor, None, request.GET))
        drafting.fill(form)
    context = {
        "form": form,
        "matter": matter,
        "unit": unit,
        "drafting": drafting,
        "basis": basis_words(matter.step.basis),
        "back": SimpleNamespace(url=reverse("districts:desk"), label=_("Back to the desk")),
        "place": (_("Desk"), reverse("districts:desk")),
        "others": [door for door in doors(actor, keys_of(request)) if door.matter is not matter],
    }
    return render(request, "districts/take.html", context, status=status)


# ---------------------------------------------------------------- the receipt


def procedure_of(reference: str) -> type[Procedure]:
    """The register of the desk that a reference is of, by its prefix.

    Raises:
        Http404: it is of none.
    """
    prefix = reference.upper().partition("-")[0]
    found = next((procedure for procedure in REGISTERS if procedure.prefix == prefix), None)
    if found is None:
        raise Http404(_("There is no such file, or it is not open to you."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, named: str) -> HttpResponse:
    """The receipt of what was taken in, for the person: number, code to ask with, by when."""
    actor = actor_of(request)
    record = find(request, procedure_of(named), named)
    if not purpose_stated(request, record):
        return ask_purpose(request, record)
    if request.method == "POST":
        return redirect("districts:receipt", record.reference)
    matter = next(one for one in MATTERS if one.step.procedure is record.procedure)
    followed = isinstance(record, FOLLOWED)
    when_label, when = _awaited(record)
    context = {
        "record": record,
        "kind": record._meta.verbose_name,
        "matter": matter,
        "name": name_of(record),
        "name_label": _("Addressee") if isinstance(record, JudicialPaper) else _("Name"),
        "sent_by": _sent_by(record),
        "late": getattr(record, "came_late", ""),
        "when_label": when_label,
        "when": when,
        "due_on": last_day(record.due_at) if when is None else None,
        "code": code_of(record) if followed else "",
        "qr": _qr(address_of(record, request.build_absolute_uri("/"))) if followed else "",
        "papers": _papers(record),
        "url": record_url(record),
        "whose": _whose(record, actor),
        "to_the_cell": _on_call(record, actor) if _is_for_the_cell(record) else None,
        "again": next((door for door in doors(actor, keys_of(request)) if door.matter is matter), None),
    }
    return render(request, "districts/receipt.html", context)


def _is_for_the_cell(record: Record) -> bool:
    """Whether a complaint tells of violence against somebody who may be a woman or a child."""
    if not isinstance(record, Complaint) or not record.offence or record.current.final:
        return False
    harmed = offences()[record.offence].iccs[:2] in HARM
    return harmed and (record.sex != "M" or is_minor(record.born_on, today()))


def _on_call(record: Record, actor: Actor) -> list[DutyShift]:
    """Who of the victims' cell is on call at the unit now."""
    return [shift for shift in on_duty(actor, record.unit, timezone.now()) if shift.duty == Duty.CELL]


def _awaited(record: Record) -> tuple[str, Any]:
    """When the person is awaited, and what that is called; nothing for other matters."""
    if isinstance(record, Appointment):
        return _("Appointment"), record.starts_at
    if isinstance(record, JudicialPaper):
        return _("To be served before"), record.serve_by
    return (_("To appear on"), record.appear_at) if isinstance(record, Summons) else ("", None)


def _sent_by(record: Record) -> list[tuple[Any, str]]:
    """Of a judicial paper, what the court's messenger looks for on the receipt."""
    if not isinstance(record, JudicialPaper):
        return []
    return [
        (_("Kind of paper"), record.get_kind_display()),
        (_("Court or prosecution that sends it"), record.court),
        (_("Number of the paper"), record.paper_number),
    ]


def _whose(record: Record, actor: Actor) -> str:
    """The page on which the taker says whose file it is, where that is theirs to say."""
    step = record.procedure.transitions.get(identifying.LINK)
    may = step is not None and any(refusal is None for one, refusal in steps(record, actor) if one is step)
    return reverse("web:whose", args=[*record.procedure.key.split("."), record.reference]) if may else ""


def _qr(text: str) -> SafeString:
    """The code as a drawing in the page; its words are our own."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(scale=1, border=2, omitsize=True, svgclass="qr")
    return mark_safe(drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))


def _papers(record: Record) -> list[SimpleNamespace]:
    return [SimpleNamespace(label=one.label, url=one.address(record)) for one in documents_for(record)]


# ---------------------------------------------------------------- keys


@require_http_methods(["GET", "HEAD", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the screen, which each computer may change."""
    actor_of(request)
    chosen, wrong = keys_of(request), ""
    if request.method == "POST":
        if "usual" in request.POST:
            answer = redirect("districts:desk")
            answer.delete_cookie(KEYS)
            return answer
        chosen = {matter.code: request.POST.get(matter.code, "").strip().lower() for matter in MATTERS}
        wrong = valid_keys(chosen) or ""
        if not wrong:
            answer = redirect("districts:desk")
            kept = ",".join(f"{code}:{key}" for code, key in chosen.items())
            answer.set_cookie(KEYS, kept, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
            return answer
    rows = [SimpleNamespace(matter=one, key=chosen[one.code], wrong=one.code == wrong) for one in MATTERS]
    context = {"rows": rows, "wrong": wrong, "free": " ".join(sorted(FREE))}
    return render(request, "districts/keys.html", context, status=422 if wrong else 200)
