"""Pages of persons held: who is held now, the prosecutor's screen, one person's page, placing, the registers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hasila.assurance.erasure import is_erased
from hasila.assurance.steps import steps, timeline
from hasila.institution.roles import Role
from hasila.kernel.access import Actor, roles_of, visible
from hasila.kernel.perform import Receipt, perform
from hasila.kernel.procedures import Transition
from hasila.kernel.refusals import Refusal, Refused
from hasila.modules.casefiles import clocks, uploads
from hasila.modules.casefiles import custody_showing as showing
from hasila.modules.casefiles.attachments import Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import AgeBand, Category
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.custody_forms import NoteForm, PaperForm, PlacingForm, form_of
from hasila.modules.casefiles.custody_showing import KINDS
from hasila.modules.casefiles.holding import LIVING
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.kinds import RecordKind
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.rights_form import lines_of
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.print.documents import documents_for
from hasila.surfaces.stated import remember
from hasila.surfaces.trying import attempt
from hasila.surfaces.web import begun, drafts
from hasila.surfaces.web.display import shown
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.refusing import attach, basis_words, problem_of
from hasila.surfaces.web.views.acts import reasons_of
from hasila.surfaces.web.views.records import OTHER_STATE, ask_purpose, find, purpose_stated, receipt_of

WORDS = {"reasons": showing.reasons_of, "offence": showing.what_for, "overrun_at": showing.overrun_of}
"""What the page says of these fields in words of its own."""
METHODS = ["GET", "HEAD", "POST"]


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined]


def _closed() -> Http404:
    return Http404(_("This page is not open to you."))


def _held_by(actor: Actor) -> list[Any]:
    """Everybody held whom the reader may see, of all three registers; a query each."""
    day, roles = today(), actor.roles(today())
    return [
        one
        for procedure in KINDS
        if roles & roles_of(procedure)
        for one in visible(procedure, actor, day).filter(state__in=LIVING).select_related("unit").defer("search")
    ]


def _may_see(actor: Actor) -> bool:
    return any(actor.roles(today()) & roles_of(procedure) for procedure in KINDS)


@require_safe
def held(request: HttpRequest) -> HttpResponse:
    """Who is held now in the units under the reader's mandates, whoever's clock runs out first at the top."""
    actor = _actor(request)
    if not _may_see(actor):
        raise _closed()
    found = showing.lines(_held_by(actor))
    context = {
        "lines": found,
        "over": sum(line.clock.over for line in found),
        "here": reverse("casefiles:held"),
        "openings": _openings(actor),
    }
    return render(request, "casefiles/held_list.html" if request.htmx else "casefiles/held.html", context)  # type: ignore[attr-defined]


def _openings(actor: Actor) -> list[tuple[Any, str]]:
    """What somebody is held with that needs no case file."""
    step = IdentityChecks.begin
    if not actor.roles(today()) & step.roles:
        return []
    return [(step.label, reverse("web:open", args=[*IdentityChecks.key.split("."), step.name]))]


@require_safe
def prosecution(request: HttpRequest) -> HttpResponse:
    """The prosecutor's screen: requests that wait for an answer, then everybody held in the district."""
    actor = _actor(request)
    if Role.PROSECUTOR not in actor.roles(today()):
        raise _closed()
    found = showing.lines(_held_by(actor))
    context = {
        "lines": found,
        "waiting": [line for line in found if line.awaiting],
        "over": sum(line.clock.over for line in found),
        "here": reverse("casefiles:prosecution_held"),
        "prosecution": True,
    }
    template = "casefiles/prosecution_list.html" if request.htmx else "casefiles/prosecution.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def find_held(request: HttpRequest, named: str) -> Any:
    """Somebody held, by reference, among those whom the reader may see; the tables of the file stay unasked, since a
    desk may not read them.
    """
    for procedure in KINDS:
        if named.upper().startswith(f"{procedure.prefix}-"):
            rows = visible(procedure, _actor(request)).select_related("unit").defer("search")
            found = rows.filter(reference=named.upper()).first() if named.isprintable() else None
            if found is not None:
                return found
    raise Http404(_("There is no such file, or it is not open to you."))


@require_http_methods(METHODS)
def holding(request: HttpRequest, named: str) -> HttpResponse:
    """One person held: the clock, what is missing, what happened, and a line to note what happens next."""
    found = find_held(request, named)
    step = found.procedure.transitions["note"]
    answer, unkept = drafts.kept(request, step, found.reference)
    if answer is not None:
        return answer
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    whole = reverse("web:record", args=[*found.procedure.key.split("."), found.reference])
    if is_erased(found):
        return redirect(whole)
    actor = _actor(request)
    open_steps = [one for one, refusal in steps(found, actor) if refusal is None]
    drafting = begun.Drafting(request, step, found.reference)
    form, status = NoteForm(step, actor, found), 200
    drafting.fill(form)
    if request.method == "POST":
        if "note_kind" not in request.POST:  # the purpose was stated here a moment ago
            return redirect(request.get_full_path())
        form = NoteForm(step, actor, found, request.POST)
        reasons = unkept or _take(request, form, found)
        if isinstance(reasons, Receipt):
            drafts.performed(request, step, drafting.file)
            return _done(found, reasons)
        attach(form, reasons, basis=step.basis)
        status = reasons[0].status
    context = {
        "holding": found,
        "receipt": receipt_of(request, found, timeline(found.pk)) if "receipt" in request.GET else None,
        "title": showing.kind_of(found),
        "clock": showing.clock_of(found),
        "line": showing.lines([found])[0],
        "form": form if step in open_steps else None,
        "drafting": drafting if step in open_steps else None,
        "steps": _links(found, open_steps),
        "log": showing.log_lines(found),
        "requests": showing.request_lines(found),
        "facts": facts_of(found),
        "law": showing.law_lines(found),
        "rights": step in open_steps and _rights_are_open(found),
        "lawyer_by": _lawyer_by(found),
        "case": (case := _case_of(request, found)),
        "papers": _papers(found),
        "record_url": whole if case is not None or found.procedure is IdentityChecks else "",
    }
    return render(request, "casefiles/holding.html", context, status=status)


def _take(request: HttpRequest, form: Any, found: Any, **more: Any) -> Receipt | list[Refusal]:
    """Takes a form's step on a record; gives the receipt, or the reasons where it is refused."""
    if not form.is_valid():
        return [Refusal("kernel.invalid", _("Check what was entered."), status=422)]
    try:
        key = form.cleaned_data.get("_key") or None
        return attempt(form.step, found, _actor(request), data=form.content() | more, key=key)
    except Refused as refused:
        return reasons_of(form, refused)


def _done(found: Any, receipt: Receipt) -> HttpResponse:
    """On to the page of the person, which says what was recorded: the browser then forgets what it kept of the form."""
    return redirect(f"{showing.url_of(found)}?receipt={receipt.entry_id}")


def _rights_are_open(found: Any) -> bool:
    """Whether a right is left to be noted: of whoever is held still any of them, afterwards a duty of the law."""
    return bool(found.open_duties() or (found.held and lines_of(found)))


def _links(found: Any, open_steps: list[Transition]) -> list[SimpleNamespace]:
    """The steps open to the reader with the addresses of their forms."""
    links = [
        SimpleNamespace(label=one.label, url=showing.step_url(found, one.name), help=one.help, ends=one.name == "end")
        for one in open_steps
        if one.name != "note"
    ]
    over = found.minutes_left() is not None and found.minutes_left() < 0
    first = over or found.presented_with_file is not None or found.release_ordered_at is not None
    return sorted(links, key=lambda link: link.ends is not first)


def facts_of(found: Any) -> list[tuple[Any, Any]]:
    """What the record holds, as far as it is filled in."""
    names = [
        "number", "arabic_name", "latin_name", "alias", "born_on", "card_number", "nationality", "language", "offence",
        "framework", "regime", "reasons", "grounds", "consent", "guardian", "social_worker", "stopped_in",
        "description", "arrested_at", "began_at", "limit_at", "place", "condition", "ending", "ended_at", "ended_to",
        "signature", "overrun_at",
    ]  # fmt: skip
    rows = []
    for name in names:
        if name == "regime" and not found.measure.by_regime:
            continue
        field = next((one for one in found._meta.concrete_fields if one.name == name), None)
        if field is not None and getattr(found, name) not in (None, "", []):
            value = WORDS[name](found) if name in WORDS else shown(found, name)
            rows.append((field.verbose_name, value))
    return rows


def _lawyer_by(found: Any) -> Any:
    """By when the talk with the lawyer takes place, while it hasn't and the law sets a share of the term."""
    if not found.held or found.procedure is IdentityChecks or found.noted("lawyer_spoke"):
        return None
    return clocks.lawyer_by(found.arrested_at, found.first_limit, found.law_day)


def _case_of(request: HttpRequest, found: Any) -> SimpleNamespace | None:
    """The case file, for those who may read it."""
    if not hasattr(found, "case_id"):
        return None
    rows = visible(CaseFiles, _actor(request)).filter(pk=found.case_id)
    reference = rows.values_list("reference", flat=True).first()
    if reference is None:
        return None
    return SimpleNamespace(reference=reference, url=reverse("casefiles:case", args=[reference]))


def _papers(found: Any) -> list[tuple[Any, str]]:
    return [(paper.label, paper.address(found)) for paper in documents_for(found)]


# ---------------------------------------------------------------- placing


@require_http_methods(METHODS)
def of_file(request: HttpRequest, named: str) -> HttpResponse:
    """The persons held in a case file, and its suspects who could be."""
    case = find(request, CaseFiles, named)
    assert isinstance(case, CaseFile)
    if not purpose_stated(request, case):
        return ask_purpose(request, case)
    if request.method == "POST":
        return redirect(request.get_full_path())
    actor = _actor(request)
    living = showing.living_in(case, actor)
    unseen = case.in_custody - len(living)
    ended = [
        one
        for procedure in (Custodies, MinorRetentions)
        for one in visible(procedure, actor).filter(case_id=case.pk, state="ended").defer("search")
    ]
    held_parties = {one.party_id for one in living}
    cards = {one.card_number for one in living} - {""}
    suspects = visible(Parties, actor).filter(case_id=case.pk, category=Category.SUSPECT, state="entered")
    context = {
        "case": case,
        "lines": showing.lines(living),
        "unseen": max(unseen, 0),
        "ended": [(one, showing.url_of(one)) for one in ended],
        "suspects": [_suspect(one, actor, cards) for one in suspects.defer("search") if one.pk not in held_parties],
        "case_url": reverse("casefiles:case", args=[case.reference]),
    }
    return render(request, "casefiles/held_of_file.html", context)


def _suspect(party: Any, actor: Actor, cards: set[str]) -> SimpleNamespace:
    """A suspect with the way that is open for their age; none where one of these cards, of those held, is theirs."""
    step = _placing_of(party)
    url, twice = "", party.card_number in cards
    if step is not None and not twice and actor.roles(today()) & step.roles:
        url = reverse("casefiles:place", args=[party.reference])
    return SimpleNamespace(
        party=party,
        band=party.get_band_display(),
        url=url,
        label=step.label if step else "",
        twice=twice,
        child=(child := party.band == AgeBand.NOT_RESPONSIBLE),
        handing=_handing_over(party) if child and actor.roles(today()) & WrittenRecords.draft.roles else "",
        minor=party.band == AgeBand.PARTLY,
    )


def _handing_over(party: Any) -> str:
    """Where the record is drawn up by which a child is handed to the guardian, from its model."""
    draft = reverse("web:open", args=[*WrittenRecords.key.split("."), WrittenRecords.draft.name])
    given = {"case": party.case.reference, "kind": RecordKind.NOTIFICATION.value, "party": party.reference}
    return f"{draft}?{urlencode(given)}"


def _placing_of(party: Any) -> Transition | None:
    """Whether somebody is placed in custody or retained, by their age on the day of the facts; None for a child."""
    if party.band == AgeBand.NOT_RESPONSIBLE:
        return None
    return MinorRetentions.retain if party.band == AgeBand.PARTLY else Custodies.place_in_custody


@require_http_methods(METHODS)
def place(request: HttpRequest, named: str) -> HttpResponse:
    """The placing in custody, or the retention, of a suspect of a case file."""
    party = find(request, Parties, named)
    assert isinstance(party, Party)
    step, actor = _placing_of(party), _actor(request)
    if step is None or not actor.roles(today()) & step.roles:
        raise Http404(_("This person can't be held, or not by you."))
    answer, unkept = drafts.kept(request, step, party.reference)
    if answer is not None:
        return answer
    if not purpose_stated(request, party):
        return ask_purpose(request, party)
    drafting = begun.Drafting(request, step, party.reference)
    form, status = PlacingForm(step, actor, party), 200
    drafting.fill(form)
    if request.method == "POST":
        if "arrested_at" not in request.POST:
            return redirect(request.get_full_path())
        form = PlacingForm(step, actor, party, request.POST)
        placed = unkept or _place(request, form, party)
        if not isinstance(placed, list):
            drafts.performed(request, step, drafting.file)
            return placed
        attach(form, placed, basis=step.basis)
        status = placed[0].status
    context = {
        "form": form,
        "drafting": drafting,
        "step": step,
        "party": party,
        "further": shown(party, "charged"),
        "basis": basis_words(step.basis),
        "back": reverse("casefiles:held_of_file", args=[party.case.reference]),
    }
    return render(request, "casefiles/place.html", context, status=status)


def _place(request: HttpRequest, form: PlacingForm, party: Any) -> HttpResponse | list[Refusal]:
    if not form.is_valid():
        return [Refusal("kernel.invalid", _("Check what was entered."), status=422)]
    try:
        key = form.cleaned_data.get("_key") or None
        receipt = attempt(form.step, None, _actor(request), data=form.content(), unit=party.unit_id, key=key)
    except Refused as refused:
        return reasons_of(form, refused)
    remember(request, receipt.record)
    return _done(receipt.record, receipt)


@require_http_methods(METHODS)
def step(request: HttpRequest, named: str, step: str) -> HttpResponse:
    """The form of a step, with the clock and what was asked for in sight; a paper brings its scan."""
    found = find_held(request, named)
    taken = found.procedure.transitions.get(step)
    if taken is None or taken.opens or taken.consequent:
        raise Http404(_("There is no such step."))
    answer, unkept = drafts.kept(request, taken, found.reference)
    if answer is not None:
        return answer
    if not purpose_stated(request, found):
        return ask_purpose(request, found)
    actor = _actor(request)
    refusal = dict(steps(found, actor)).get(taken)
    if refusal is not None and refusal.code == OTHER_STATE:  # done meanwhile: the page of the person says so
        return redirect(showing.url_of(found))
    if refusal is not None:
        return _closed_step(request, found, taken, refusal)
    drafting = begun.Drafting(request, taken, found.reference)
    form, status = form_of(taken, actor, found), 200
    drafting.fill(form)
    if request.method == "POST":
        if "_key" not in request.POST:  # the purpose was stated here a moment ago
            return redirect(request.get_full_path())
        form = form_of(taken, actor, found, request.POST)
        reasons = unkept or (
            _enter_paper(request, form, found) if isinstance(form, PaperForm) else _take(request, form, found)
        )
        if isinstance(reasons, Receipt):
            drafts.performed(request, taken, drafting.file)
            return _done(found, reasons)
        attach(form, reasons, basis=taken.basis)
        status = reasons[0].status
    context = {
        "form": form,
        "drafting": drafting,
        "step": taken,
        "basis": basis_words(taken.basis),
        "clock": showing.clock_of(found),
        "line": showing.lines([found])[0],
        "request_line": showing.request_lines(found)[-1] if found.request else None,
        "facts": facts_of(found),
        "back": showing.url_of(found),
    }
    return render(request, "casefiles/holding_step.html", context, status=status)


def _closed_step(request: HttpRequest, found: Any, taken: Transition, refusal: Refusal) -> HttpResponse:
    """Why a step is closed: the limit passed, say, while its form was open; with what was typed for it."""
    if "_key" in request.POST:
        drafts.keep_aside(request, taken, found.reference)
    author = _actor(request).id
    context = {
        "step": taken,
        "problem": problem_of(refusal, basis=taken.basis),
        "typed": begun.typed(author, taken, found.reference) if author is not None else [],
        "back": showing.url_of(found),
    }
    return render(request, "web/step_closed.html", context, status=refusal.status)


def _enter_paper(request: HttpRequest, form: PaperForm, found: Any) -> Receipt | list[Refusal]:
    """Looks at the scan, attaches it where there is a case file, and enters the authorisation: all or nothing."""
    file = request.FILES.get("file")
    if file is None:
        missing = _("Add the scan of the authorisation.")
        return [Refusal("kernel.missing", missing, field="file", status=422)]
    try:
        if file.size is not None and file.size > uploads.MOST:
            raise Refused(uploads.too_large())
        sent = uploads.looked_at(file.name or "", file.read())
        with transaction.atomic():
            if hasattr(found, "case_id"):
                _attach(request, found, sent, str(form.data.get("authorisation", "")))
            taken = _take(request, form, found, paper=sent.digest)
            if not isinstance(taken, Receipt):
                raise Refused(*taken)
            return taken
    except Refused as refused:
        return refused.refusals


def _attach(request: HttpRequest, found: Any, sent: Any, number: str) -> None:
    identifier = uuid4()
    uploads.keep(sent, identifier)
    words = (_("Authorisation of more time %(number)s") % {"number": number})[:200]
    data = {"case": found.case_id, "description": words, **uploads.measured(sent, identifier)}
    perform(Attachments.attach, actor=_actor(request).id, unit=found.unit_id, data=data)  # type: ignore[arg-type]
