"""The page of a case file, and the contents of its attachments."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hasila.assurance.erasure import is_erased
from hasila.assurance.readings import PRINT
from hasila.assurance.steps import recorded_days
from hasila.institution.law import cite
from hasila.institution.offences import offence
from hasila.kernel.access import Actor, elevated, visible
from hasila.modules.casefiles import case_rules, letters, severance_form
from hasila.modules.casefiles import custody_showing as showing
from hasila.modules.casefiles.attachments import Attachment, Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import JOINED, SEVERED
from hasila.modules.casefiles.choices import LinkKind
from hasila.modules.casefiles.contents import contents
from hasila.modules.casefiles.handovers import Handover, Handovers
from hasila.modules.casefiles.kinds import Media
from hasila.modules.casefiles.missing import missing
from hasila.modules.casefiles.sections import Page
from hasila.modules.casefiles.uploads import given_back
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.reading import keep
from hasila.surfaces.sending import as_sent
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated, reference_shown, shown_whole

PICTURES = (Media.JPEG, Media.PNG)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, named: str) -> HttpResponse:
    """One case file, whole: what it is about, who is in it, what was done, what it lacks."""
    try:
        file = find(request, CaseFiles, named)
    except Http404:
        gone = _handed_over(request, named)
        if gone is None:
            raise
        return redirect(record_url(gone))
    assert isinstance(file, CaseFile)
    if not purpose_stated(request, file):
        return ask_purpose(request, file)
    whole = reverse("web:record", args=[*CaseFiles.key.split("."), file.reference])
    if request.method == "POST":
        return redirect(request.get_full_path())
    if is_erased(file):
        return redirect(whole)
    context = shown_whole(request, file)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = contents(file)
    signed = [UUID(row["id"]) for row in rows["records"] if row["number"]]
    with elevated() if file.holds_by_reference else nullcontext():
        days = recorded_days(signed, WrittenRecords.sign.key) if signed else {}
    page = Page(file, actor, rows, {str(key): day.year for key, day in days.items()})
    amend = next((step for step in context["open_steps"] if step.name == CaseFiles.amend.name), None)
    context |= {
        "case": file,
        "amend": amend,
        "offence": offence(file.offence).label,
        "article": cite(offence(file.offence).basis),
        "iccs": offence(file.offence).iccs,
        "sections": page.sections(),
        "asked": _asked(file),
        "heir": visible(CaseFiles, actor).filter(pk=file.joined_to_id).first() if file.joined_to_id else None,
        "held": showing.lines(showing.living_in(file, actor)) if file.in_custody else [],
        "arrived": file.arrived_at is not None,
        "lacks": missing(file) if page.grows else [],
        "untold": page.untold() if page.grows else [],
        "grows": page.grows,
        "paper": case_rules.on_paper_refusal() if file.on_paper and file.state in ("open", "returned") else None,
        "ties": _ties(file, actor),
        "parted": severance_form.shown(file, actor, rows),
        "origin": reference_shown(file.origin_reference, actor) if file.origin_reference else "",
        "whole": whole,
    }
    return render(request, "casefiles/case.html", context)


def _handed_over(request: HttpRequest, named: str) -> Handover | None:
    """The last hand-over of a file that isn't the reader's unit's any more, where the reader may see it."""
    rows = visible(Handovers, request.actor).filter(file=named.upper())  # type: ignore[attr-defined]
    return rows.order_by("-id").first()


def _asked(file: CaseFile) -> dict[str, Any]:
    """What a magistrate asked for: by when, whether that is over, where the judge sits, what is to be kept in mind."""
    late = file.limit_at is not None and file.limit_at <= timezone.now() and file.state in ("open", "returned")
    return {
        "letter": letters.is_letter(file),
        "court": file.get_court_display() if file.court else "",
        "late": late,
        "remark": letters.remark(file),
    }


def _ties(file: CaseFile, actor: Actor) -> list[dict[str, Any]]:
    """The files that this one is tied to, those that the reader may see by their reference."""
    ties = [*file.ties, *([[str(file.joined_to_id), JOINED]] if file.joined_to_id else [])]
    if not ties:
        return []
    wanted = {UUID(key) for key, _kind in ties}
    found = {one.pk: one for one in visible(CaseFiles, actor).filter(pk__in=wanted).defer("search", "trail")}
    words = {JOINED: _("Joined"), SEVERED: _("Severed"), **dict(LinkKind.choices)}
    return [
        {"file": found.get(UUID(key)), "kind": words.get(kind, kind)}
        for key, kind in dict.fromkeys((key, kind) for key, kind in ties)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def attachment(request: HttpRequest, named: str) -> HttpResponse:
    """The content of an attachment, as a file to save."""
    return _content(request, named, inline=False)


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, named: str) -> HttpResponse:
    """The content of an attachment that is a picture, shown in the browser."""
    return _content(request, named, inline=True)


def _content(request: HttpRequest, named: str, *, inline: bool) -> HttpResponse:
    """A content under the rules of what somebody sent us: saved, or as a picture shown in a sandbox.

    Raises:
        Http404: no such attachment, none that the reader may see, none any more, or no picture.
    """
    paper = find(request, Attachments, named)
    assert isinstance(paper, Attachment)
    if not purpose_stated(request, paper):
        return ask_purpose(request, paper)
    if request.method == "POST":
        return redirect(request.get_full_path())
    given = given_back(paper)
    if given is None or (inline and given.media not in PICTURES):
        raise Http404(_("This content is not there, or can't be shown here."))
    purpose, stated = stated_purpose(request, paper)
    if purpose:
        keep(paper, request.actor, purpose, stated, kind=PRINT)  # type: ignore[attr-defined]
    return as_sent(given, inline=inline)
