"""Forms of acts: a step on a record, the opening of one. What is sent goes to the door; what it says is shown."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hasila.assurance.steps import openings, own_act, positions, steps, timeline
from hasila.institution import identifying
from hasila.institution.people import Person
from hasila.kernel.access import Actor, authority, visible
from hasila.kernel.perform import Receipt
from hasila.kernel.procedures import SAME, Transition, transitions
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused, mandate_ended
from hasila.plain.days import said_day
from hasila.surfaces.stated import remember, stated_purpose
from hasila.surfaces.trying import attempt, further
from hasila.surfaces.web import begun, comparing, drafts, moved, references
from hasila.surfaces.web.display import model_field, record_url
from hasila.surfaces.web.forms import StepForm
from hasila.surfaces.web.frame import own_procedures, today
from hasila.surfaces.web.nav import form_of, sequel_of
from hasila.surfaces.web.refusing import attach, basis_words, problem_of
from hasila.surfaces.web.scope import units_of
from hasila.surfaces.web.suggesting import Known, cover_known, known
from hasila.surfaces.web.views.records import ask_purpose, crumbs, events, field_rows, find, head, purpose_stated
from hasila.surfaces.web.views.registers import procedure_or_404

METHODS = ["GET", "HEAD", "POST"]
CHANGED, REUSED = "kernel.changed_meanwhile", "kernel.key_reused"
_REFERENCE = re.compile(r"[A-Z]{2,6}-\d\d-[0-9A-Z]{10}")


@require_http_methods(METHODS)
def open_record(request: HttpRequest, app: str, procedure: str, step: str) -> HttpResponse:
    """The opening of a record."""
    declared = procedure_or_404(app, procedure)
    transition = declared.transitions.get(step)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if transition is None or not transition.opens:
        raise Http404(_("There is no such step."))
    if drafts.is_save(request):
        return _kept(request, transition, None)
    if transition not in openings(declared, actor):
        return closed(request, transition, None, None)
    told = known(transition, actor, None, request.GET)
    cover = cover_known(transition, told)
    if cover is not None and not purpose_stated(request, cover):
        return _ask_again(request, transition, cover, "")
    return _form(request, transition, None, told)


@require_http_methods(METHODS)
def step(request: HttpRequest, app: str, procedure: str, named: str, step: str) -> HttpResponse:
    """A step on a record."""
    declared = procedure_or_404(app, procedure)
    transition = declared.transitions.get(step)
    if transition is None or transition.opens or transition.consequent:
        raise Http404(_("There is no such step."))
    if drafts.is_save(request):  # what one types oneself is no reading of the file
        return _kept(request, transition, named)
    try:
        found = find(request, declared, named)
    except Http404:
        page = _in_vain(request, transition, named.upper())
        if page is None:
            raise
        return page
    if not purpose_stated(request, found):
        return _ask_again(request, transition, found, found.reference)
    if request.method == "POST":
        return _form(request, transition, found)
    if transition.name in identifying.STEPS and isinstance(found, identifying.Identified):
        return redirect("web:whose", app, procedure, found.reference)
    refusal = dict(steps(found, request.actor)).get(transition)  # type: ignore[attr-defined]
    if refusal is not None:
        return closed(request, transition, found, refusal)
    return _form(request, transition, found)


def _ask_again(request: HttpRequest, transition: Transition, found: Record, file: str) -> HttpResponse:
    """The page that asks why the file is read. Where the purpose ran out while somebody typed, what they sent becomes a
    draft, with which the form goes on.
    """
    typed = request.method == "POST" and "_key" in request.POST
    return ask_purpose(request, found, kept=typed and drafts.keep_aside(request, transition, file))


def _in_vain(request: HttpRequest, transition: Transition, named: str) -> HttpResponse | None:
    """The file went to another unit while somebody typed: nothing is done, they are told where it lies, and what they
    wrote is kept as a draft and shown, to be copied out. None where they wrote nothing.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        fields = {one.name: one.verbose_name for one in transition.procedure.record._meta.concrete_fields}
        typed = [(fields[name], said) for name, said in _in_words(transition, request.POST) if name in fields]
        drafts.keep_aside(request, transition, named)
    else:
        typed = begun.typed(actor.id, transition, named) if actor.id is not None else []
    if not typed and request.method != "POST":
        return None
    where = moved.where_now(transition.procedure, named, actor) if _REFERENCE.fullmatch(named) else None
    reason = moved.gone(where)
    kept = drafts.of(actor.id, step=transition.key, file=named) if actor.id is not None else []
    context = {
        "step": transition,
        "title": _("This file is no longer with you"),
        "problem": problem_of(reason),
        "typed": typed,
        "where": where,
        "call": moved.whom_to_call(where) if where is not None else "",
        "reference": named if where is not None else "",
        "kept": kept[0] if kept else None,
        "back": "",
    }
    return render(request, "web/step_closed.html", context, status=reason.status)


def _in_words(transition: Transition, sent: Any) -> list[tuple[str, str]]:
    """What was typed into each field, a choice by its words; what stood there when the form was opened is left out."""
    found, shown = [], comparing.marks(sent.get("_shown", ""))
    for name, text in sent.items():
        if str(text).strip() and comparing.mark(sent.getlist(name)) != shown.get(name):
            found.append((name, comparing.in_words(transition.asked.get(name), str(text))))
    return found


def _kept(request: HttpRequest, transition: Transition, named: str | None) -> HttpResponse:
    """A form that was sent to be kept. Where it can't be, and no script asked, it comes back with the reason."""
    file = (named or "").upper()
    quiet = request.POST.get(drafts.SAVE) == drafts.QUIETLY
    try:
        return drafts.answer(request, transition, file, _early(request, transition, file) if quiet else "")
    except Refused as refused:
        found = find(request, transition.procedure, named) if named is not None else None
        if found is not None and not purpose_stated(request, found):
            return ask_purpose(request, found)
        return _form(request, transition, found, refused=refused.refusals)


def _early(request: HttpRequest, transition: Transition, file: str) -> str:
    """What somebody who still types should know of the file at once: that it went elsewhere, or that a colleague
    changed it. Empty where nothing happened that touches what they type.
    """
    if not _REFERENCE.fullmatch(file):
        return ""
    rows = visible(transition.procedure, request.actor)  # type: ignore[attr-defined]
    found = rows.filter(reference=file).values_list("pk", "version").first()
    if found is None:
        return _("This file is no longer with you. What you write is kept as a draft, to be copied out.")
    seen = request.POST.get("_expects", "")
    if not seen.isdecimal() or found[1] <= int(seen):
        return ""
    since = [entry for entry in timeline(found[0]) if entry.record_version > int(seen)]
    if not since or _leaves_alone(_by_others(since, transition, request.actor)):  # type: ignore[attr-defined]
        return ""
    name = authority().names({since[-1].actor}).get(since[-1].actor, "")
    said = {"name": name, "time": f"{since[-1].when:%H:%M}"}
    return _("%(name)s changed this file at %(time)s. When you send, you see both texts and choose.") % said


def closed(request: HttpRequest, transition: Transition, found: Record | None, refusal: Refusal | None) -> HttpResponse:
    """The page that says why a step is closed."""
    reason = refusal or _no_power(transition, request.actor)  # type: ignore[attr-defined]
    declared = transition.procedure
    context = {
        "step": transition,
        "problem": problem_of(reason, basis=transition.basis),
        "typed": begun.typed(request.actor.id, transition, found.reference) if found else [],  # type: ignore[attr-defined]
        "record": found,
        "back": record_url(found) if found else "",
        "crumbs": crumbs(declared, found, transition.label),
    }
    return render(request, "web/step_closed.html", context, status=reason.status)


def _no_power(transition: Transition, actor: Actor) -> Refusal:
    """Why an opening is closed: whose it is; to whoever held the mandate on other days, that it doesn't run today."""
    from hasila.kernel.deciding import no_power

    day = today()
    other = [grant for grant in actor.grants if grant.role in transition.roles and not grant.runs_on(day)]
    if not other:
        return no_power(transition)
    last = max(other, key=lambda grant: grant.since)
    return mandate_ended(said_day(last.until if last.until is not None and last.until < day else last.since))


def _form(
    request: HttpRequest,
    transition: Transition,
    found: Record | None,
    told: Known | None = None,
    refused: list[Refusal] | None = None,
) -> HttpResponse:
    """The form of a step. told: what is known before anybody typed. refused: why what was sent is not even taken to
    the door.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    make: type[StepForm] = form_of(transition.key) or StepForm
    status = 200
    changes: list[Any] = []
    drafting = begun.Drafting(request, transition, found.reference if found is not None else "")
    if request.method == "POST":
        form = make(transition, actor, found, request.POST, files=request.FILES, told=told)
        passes = form.is_valid()
        chosen_theirs = passes and not refused and form.both and form.unchanged  # the colleague's text throughout
        if chosen_theirs and found is not None:
            drafts.performed(request, transition, drafting.file)
            return redirect(record_url(found))
        refusals = refused or take_step(request, form, found)
        if isinstance(refusals, Receipt):
            drafts.performed(request, transition, drafting.file)
            return _performed(request, form, refusals)
        attach(form, refusals, basis="" if drafting.clash or drafting.meets else transition.basis)
        status = refusals[0].status if refusals else 422
        changes = meanwhile(request, form, found, refusals)
    else:
        form = make(transition, actor, found, told=told)
        drafting.fill(form)
    context = {
        "changes": changes,
        "form": form,
        "drafting": drafting if not form.is_multipart() else None,  # a file to send is kept by nobody
        "step": transition,
        "record": found,
        "head": head(found) if found else None,
        "rows": field_rows(found, request.actor) if found else [],  # type: ignore[attr-defined]
        "basis": basis_words(transition.basis),
        "crumbs": crumbs(transition.procedure, found, transition.label, cover=form.cover),
        "back": record_url(found) if found else record_url(form.cover) if form.cover else "",
    }
    return render(request, "web/step.html", context, status=status)


def _performed(request: HttpRequest, form: StepForm, receipt: Receipt) -> HttpResponse:
    """On to the record, with the receipt; to the file that it belongs to where the reader came from there."""
    whole = form.cover if request.GET.get("from") == "file" else None
    if form.record is None:
        remember(request, receipt.record)
    whose = visible(form.step.procedure, request.actor)  # type: ignore[attr-defined]
    if whole is None and not whose.filter(pk=receipt.record.pk).exists():
        return redirect(f"{reverse('web:done', args=[receipt.entry_id])}?file={receipt.record.reference}")
    return redirect(f"{record_url(whole or receipt.record)}?receipt={receipt.entry_id}")


@require_safe
def done(request: HttpRequest, entry: UUID) -> HttpResponse:
    """What was recorded, where the act took the file out of the reader's hands: its page would say there is none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    act = own_act(entry, actor.id) if actor.id is not None else None
    if act is None or act.act not in transitions:
        raise Http404(_("There is no such act of yours."))
    file = request.GET.get("file", "")
    context = {
        "step": transitions[act.act],
        "act": act,
        "position": positions([act.id]).get(act.id),
        "file": file if _REFERENCE.fullmatch(file) else "",
        "register": transitions[act.act].procedure.label,
        "sequel": sequel_of(act.act),
    }
    return render(request, "web/step_done.html", context)


def meanwhile(request: HttpRequest, form: StepForm, found: Record | None, refusals: list[Refusal]) -> list[Any]:
    """What colleagues did on a record since the form was opened, where that is why it was refused; the form then shows
    what both changed.
    """
    if found is None or all(refusal.code != CHANGED for refusal in refusals):
        return []
    seen = form.cleaned_data.get("_expects") or 0
    found.refresh_from_db()
    told = comparing.Meanwhile(found, seen, request.actor, stated_purpose(request, found))  # type: ignore[attr-defined]
    form.see_anew(told)
    return events(told.since)


def _since(found: Record, form: StepForm) -> list[Any]:
    """What was done on a record since the reader saw it."""
    seen = form.cleaned_data.get("_expects") or 0
    return [entry for entry in timeline(found.pk) if entry.record_version > seen]


def _leaves_alone(entries: list[Any]) -> bool:
    """Whether all that was done is what other records told this one, in its state and in no field that is typed."""
    steps_done = [transitions.get(entry.act) for entry in entries]
    return all(step is not None and step.consequent and not step.asked and step.target is SAME for step in steps_done)


def _by_others(entries: list[Any], step: Transition, actor: Actor) -> list[Any]:
    """What was done since that whoever sends a form of this step has not done themselves, by another step. The same
    step a second time is told too: another window of theirs sent it, and they may not know.
    """
    return [entry for entry in entries if entry.actor != actor.id or entry.act == step.key]


def unchanged() -> Refusal:
    return Refusal(
        "web.unchanged",
        gettext_lazy("The file holds exactly this already: there is nothing to record."),
        remedy=gettext_lazy("Change what is to be changed, or go back to the file."),
        status=422,
    )


def take_step(request: HttpRequest, form: StepForm, found: Record | None) -> Receipt | list[Refusal]:
    """Takes what the form carries through the door; gives the receipt or the reasons of the refusal, beside those that
    the form itself has.

    What the reader typed stands where nothing happened meanwhile but that other records told this one of themselves,
    and that the reader did what was needed first: of that nobody has to tell them, unless the form shows it otherwise.
    """
    if not form.is_valid():
        return _beside(request, form, found)
    if form.unchanged:
        return [unchanged()]
    refused = _try(request, form, found, form.cleaned_data.get("_expects"))
    if found is None or isinstance(refused, Receipt) or all(refusal.code != CHANGED for refusal in refused):
        return refused
    since = _since(found, form)
    others = _by_others(since, form.step, request.actor)  # type: ignore[attr-defined]
    known = _leaves_alone(since) or (_leaves_alone(others) and form.shows_what_stands)
    return _try(request, form, found, since[-1].record_version) if since and known else refused


def _try(request: HttpRequest, form: StepForm, found: Record | None, expects: int | None) -> Receipt | list[Refusal]:
    sent = form.cleaned_data
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        with transaction.atomic() if form.writes else nullcontext():
            return attempt(
                form.step,
                found,
                actor,
                data=form.content(),
                unit=sent.get("unit") if form.step.opens else None,
                at=sent.get("occurred_at"),
                key=sent.get("_key") or None,
                expects=expects,
            )
    except Refused as refused:
        return reasons_of(form, refused)


def reasons_of(form: StepForm, refused: Refused) -> list[Refusal]:
    """Why the door refused a form, in words for who sent it. One that was sent already, since somebody came back to it
    or has it in two windows, gets a key of its own: it passes once its sender knows that.
    """
    if refused.refusal.code != REUSED:
        return refused.refusals
    form.put("_key", [uuid4().hex])
    remedy = gettext_lazy(
        "To correct what was recorded, open its file. Where this is another matter, send the form once more as it is."
    )
    message = gettext_lazy("This form was sent already, and what was in it then is recorded.")
    return [Refusal("web.sent_before", message, remedy=remedy)]


def _beside(request: HttpRequest, form: StepForm, found: Record | None) -> list[Refusal]:
    """What the door would say beside what the form itself could not read. A form that writes something is not asked."""
    if form.writes or form.is_multipart():
        return []
    sent = form.cleaned_data
    unit, at = sent.get("unit") if form.step.opens else None, sent.get("occurred_at")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return further(form.step, found, actor, data=form.content(), unit=unit, at=at, wrong=form.errors)


@require_POST
def lookup(request: HttpRequest, app: str, procedure: str, field: str) -> HttpResponse:
    """What a search for a field's object offers: a fragment for htmx. What is typed, a name perhaps, is in the body."""
    declared = procedure_or_404(app, procedure)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    column = model_field(declared.record, field)
    if column is None or column.related_model is None:
        raise Http404(_("There is no such field."))
    concerned = any(transition.subjects for transition in declared.transitions.values())
    if declared not in own_procedures(actor) and (not concerned or column.related_model is Person):
        raise Http404(_("There is no such field."))
    rows: Any = references.candidates(column.related_model, actor)
    step = declared.transitions.get(request.GET.get("step", ""))
    if field == "unit" and step is not None and actor.paths(step.roles, today()):
        rows = units_of(actor, step.roles, today())
    text = request.POST.get(field, "")
    context = {"offers": references.offers(rows, text, actor), "asked": bool(text.strip())}
    return render(request, "components/lookup_offers.html", context)
