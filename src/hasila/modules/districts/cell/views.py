"""The pages of the cell: who is in its care, the intake in private, one file with what is still to be done."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.erasure import MARK, is_erased
from hasila.assurance.steps import done_on, openings, steps, supplied
from hasila.institution import law
from hasila.kernel.access import Actor, visible
from hasila.kernel.perform import Receipt
from hasila.kernel.procedures import Procedure
from hasila.kernel.records import Record
from hasila.modules.districts.cell.matters import CARE, MATTERS, PROCEDURES, ROLES, matter_of
from hasila.modules.districts.desk.forms import DeskForm
from hasila.modules.districts.desk.matters import Matter
from hasila.modules.districts.desk.shared import actor_of
from hasila.modules.districts.victims import Level, Referral, Victim
from hasila.surfaces.formats import format_datetime
from hasila.surfaces.stated import remember
from hasila.surfaces.web import begun, drafts
from hasila.surfaces.web.display import last_day, record_url, show_value, shown, tone
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import attach, basis_words
from hasila.surfaces.web.scope import own_unit
from hasila.surfaces.web.views.acts import closed, meanwhile, take_step
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated, shown_whole

METHODS = ["GET", "HEAD", "POST"]
SHOWN = 60
GRAVEST = {str(level): at for at, level in enumerate(reversed(Level.values))}
"""The gravest level first; a file without a level stands before all, since nobody knows."""
TONES = {"immediate": "bad", "high": "late", "medium": "running", "low": "good"}


@require_safe
def cell(request: HttpRequest) -> HttpResponse:
    """Who is in the care of the cell: those in danger first, and whoever nobody has asked about risk yet."""
    actor = actor_of(request, ROLES)
    now = timezone.now()
    open_steps = {step for procedure in PROCEDURES for step in openings(procedure, actor)}
    files = [file for procedure in PROCEDURES for file in _open_files(procedure, actor)]
    files.sort(key=lambda file: (GRAVEST.get(file.risk, -1), file.opened_at))
    context = {
        "doors": [
            SimpleNamespace(matter=one, url=reverse("districts:cell_intake", args=[one.code]))
            for one in MATTERS
            if one.step in open_steps
        ],
        "files": [_line(file, now) for file in files[:SHOWN]],
        "more": len(files) > SHOWN,
        "drafts": [one for one in begun.listed(actor.id) if one.draft.step.rpartition(".")[0] in _KEYS],
    }
    return render(request, "districts/cell.html", context)


_KEYS = {procedure.key for procedure in PROCEDURES}


def _open_files(procedure: type[Procedure], actor: Actor) -> list[Any]:
    rows = visible(procedure, actor).exclude(state="closed").select_related("unit").defer("search")
    return list(rows.order_by("-id")[: SHOWN + 1])


def _line(file: Any, now: Any) -> SimpleNamespace:
    due = file.next_contact_at or file.due_at
    step = file.procedure.transitions[file.due_step].label if file.due_step else ""
    return SimpleNamespace(
        file=file,
        url=record_url(file),
        kind=file._meta.verbose_name,
        name=file.arabic_name or file.latin_name,
        risk=file.get_risk_display() or _("Not asked yet"),
        tone=TONES.get(file.risk, "late"),
        next=step or next((label for label, done in to_do(file) if not done), ""),
        due=file.next_contact_at,
        day=last_day(file.due_at) if file.next_contact_at is None else None,
        late=due is not None and due < now,
        state=file.state_label,
        state_tone=tone(file),
    )


# ---------------------------------------------------------------- the intake


@require_http_methods(METHODS)
def intake(request: HttpRequest, code: str) -> HttpResponse:
    """The form of somebody who is received; what is sent goes through the door, and their file follows."""
    actor = actor_of(request, ROLES)
    matter = matter_of(code)
    if matter is None:
        raise Http404(_("There is no such page."))
    answer, refused = drafts.kept(request, matter.step)
    if answer is not None:
        return answer
    if matter.step not in openings(matter.step.procedure, actor):
        return closed(request, matter.step, None, None)
    back = SimpleNamespace(url=reverse("districts:cell"), label=_("The cell"))
    return _form(request, matter, None, refused, back)


def _form(request: HttpRequest, matter: Matter, file: Record | None, refused: list[Any], back: Any) -> HttpResponse:
    """The form of a step, on a file or opening one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit = own_unit(actor, matter.step.roles, today()) if file is None else None
    drafting = begun.Drafting(request, matter.step, file.reference if file is not None else "")
    status, changes = 200, []
    if request.method == "POST":
        form = DeskForm(matter, actor, unit, request.POST, record=file)
        _narrow(form, file)
        result = refused or take_step(request, form, file)
        if isinstance(result, Receipt):
            drafts.performed(request, matter.step, drafting.file)
            if file is None:
                remember(request, result.record)
            return redirect(f"{record_url(result.record)}?receipt={result.entry_id}")
        attach(form, result, basis=matter.step.basis)
        status = result[0].status if result else 422
        changes = meanwhile(request, form, file, result)
    else:
        form = DeskForm(matter, actor, unit, record=file)
        _narrow(form, file)
        drafting.fill(form)
    context = {
        "form": form,
        "changes": changes,
        "matter": matter,
        "unit": unit,
        "drafting": drafting,
        "basis": basis_words(matter.step.basis),
        "back": back,
        "place": (_("The cell"), reverse("districts:cell")),
        "file": file,
    }
    return render(request, "districts/take.html", context, status=status)


def _narrow(form: DeskForm, file: Record | None) -> None:
    """Offers the measures that the law of the day names for such a victim, and none else. A step of care begins empty:
    what was answered before is read on the file, not sent again unread.
    """
    if not isinstance(file, Victim):
        return
    for name in form.step.asked:
        if name != "prosecutor":
            form.fields[name].initial = None
        if name in ("measures_asked", "measures_ordered"):
            known = law.value(file.MEASURES, today())
            widget: Any = form.fields[name].widget
            widget.choices = [(code, label) for code, label in widget.choices if code in known]


# ---------------------------------------------------------------- a file


@require_http_methods(METHODS)
def file(request: HttpRequest, named: str) -> HttpResponse:
    """One file: what was told, what is still to be done, what was done; the address stays sealed."""
    found = _find(request, named)
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    if request.method == "POST":
        return redirect(request.get_full_path())
    whole = reverse("web:record", args=[*found.procedure.key.split("."), found.reference])
    if is_erased(found):
        return redirect(whole)
    context = shown_whole(request, found)
    for one in context["open_steps"]:
        if f"{found.procedure.key}.{one.name}" in CARE:
            one.url = reverse("districts:cell_step", args=[found.reference, one.name])
    context |= {
        "file": found,
        "name": found.arabic_name or found.latin_name,
        "risk": found.get_risk_display(),
        "risk_tone": TONES.get(found.risk, "late"),
        "to_do": to_do(found),
        "told": _rows(found, TOLD),
        "answers": [row for row in _rows(found, _questions(found)) if row[1]],
        "care": [*_rows(found, CARED), *_ordered_nothing(found), *_helped(found)],
        "address": any(name.name == "shelter" for name in _sealed(found)),
        "whole": whole,
    }
    return render(request, "districts/cell_file.html", context)


TOLD = (
    "arabic_name", "latin_name", "sex", "born_on", "card_number", "phone", "children_count", "guardian", "guardian_tie",
    "guardian_suspected", "relation", "aggressor", "violence", "facts", "happened_at", "place", "offence", "urgency",
)  # fmt: skip
CARED = (
    "risk", "risk_grounds", "measures_asked", "asked_at", "measures_ordered", "answered_at", "prosecutor",
    "next_contact_at", "case_reference", "closing",
)  # fmt: skip


def _questions(found: Any) -> tuple[str, ...]:
    return CARE[f"{found.procedure.key}.assess"].parts[0].fields


def _sealed(found: Any) -> list[Any]:
    return [field for field in found._meta.concrete_fields if found.__dict__.get(field.attname) not in (None, "", MARK)]


def _rows(found: Any, names: tuple[str, ...]) -> list[tuple[Any, Any]]:
    """Label and value of what is filled in, of these fields."""
    fields = {field.name: field for field in found._meta.concrete_fields}
    return [
        (fields[name].verbose_name, shown(found, name))
        for name in names
        if name in fields and getattr(found, name) not in (None, "", [])
    ]


def _ordered_nothing(found: Any) -> list[tuple[Any, Any]]:
    """That the prosecutor answered and ordered no measure: an answer that no list of measures shows."""
    if found.answered_at is None or found.measures_ordered:
        return []
    return [(found._meta.get_field("measures_ordered").verbose_name, _("No measure was ordered"))]


def _helped(found: Any) -> list[tuple[Any, Any]]:
    """Each referral and each contact with its moment, in their order: the file's own fields hold the last one alone."""
    refer, contact = (found.procedure.transitions[name] for name in ("refer", "record_contact"))
    done = done_on([found.pk], [refer, contact])
    given = supplied(done)
    rows = []
    for entry in done:
        told = given.get(entry.pk, {})
        name = "referral" if entry.act == refer.key else "contact_note"
        said = Referral(told[name]).label if told.get("referral") else told.get(name)
        if said:
            words = [part for part in (said, told.get("referred_where"), format_datetime(entry.when)) if part]
            parts = format_html_join(" · ", "{}", ((show_value(str(part)),) for part in words))
            rows.append((found._meta.get_field(name).verbose_name, parts))
    return rows


def to_do(found: Any) -> list[tuple[Any, bool]]:
    """What the care of a victim asks for, and whether it is done."""
    if found.current.final:
        return []
    return [
        (_("The risk questions are put, and a level is stated"), bool(found.risk)),
        (_("Protection measures are asked of the prosecutor"), found.asked_at is not None),
        (_("The prosecutor has answered"), found.answered_at is not None),
        (_("Medical, social or legal help is arranged"), bool(found.referral)),
        (_("The next contact is set"), found.next_contact_at is not None),
        (_("The address is sealed"), any(field.name == "shelter" for field in _sealed(found))),
    ]


def _find(request: HttpRequest, named: str) -> Any:
    """A file of the cell, by reference, among those that the reader may see.

    Raises:
        Http404: there is none, or it is not theirs.
    """
    for procedure in PROCEDURES:
        if named.upper().startswith(f"{procedure.prefix}-"):
            return find(request, procedure, named)
    raise Http404(_("There is no such file, or it is not open to you."))


@require_http_methods(METHODS)
def step(request: HttpRequest, named: str, step: str) -> HttpResponse:
    """The form of a step of care."""
    reference = named.upper()
    procedure = next((one for one in PROCEDURES if reference.startswith(f"{one.prefix}-")), None)
    matter = CARE.get(f"{procedure.key}.{step}") if procedure is not None else None
    if matter is None:
        raise Http404(_("There is no such step."))
    answer, refused = drafts.kept(request, matter.step, reference)
    if answer is not None:
        return answer
    found = _find(request, named)
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    if request.method == "POST" and "_key" not in request.POST:  # the purpose was stated here a moment ago
        return redirect(request.get_full_path())
    refusal = dict(steps(found, request.actor)).get(matter.step)  # type: ignore[attr-defined]
    if request.method != "POST" and refusal is not None:
        return closed(request, matter.step, found, refusal)
    back = SimpleNamespace(url=record_url(found), label=_("Back to the file"))
    return _form(request, matter, found, refused, back)
