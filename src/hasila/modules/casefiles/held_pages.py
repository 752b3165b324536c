"""What a severed part holds by reference, opened from the part: read as it stands, by whoever may see the part."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hasila.assurance.erasure import is_erased
from hasila.assurance.readings import PRINT
from hasila.kernel.access import elevated
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.held_by_reference import open_records
from hasila.modules.casefiles.uploads import given_back
from hasila.surfaces.print.documents import document_of, paper_of
from hasila.surfaces.print.giving import give
from hasila.surfaces.reading import keep
from hasila.surfaces.sending import as_sent
from hasila.surfaces.stated import stated_purpose
from hasila.surfaces.web.display import record_url
from hasila.surfaces.web.views.records import ask_purpose, find, purpose_stated


@require_http_methods(["GET", "HEAD", "POST"])
def held_record(request: HttpRequest, named: str, reference: str) -> HttpResponse:
    """A signed record as its PDF, or an attachment as it was added; reading it is kept, with the part as its case.

    Raises:
        Http404: no such part, none that the reader may see, or nothing of this reference that it holds.
    """
    part = find(request, CaseFiles, named)
    assert isinstance(part, CaseFile)
    if not purpose_stated(request, part):
        return ask_purpose(request, part)
    held = (row for rows in open_records(part).values() for row in rows)
    record = next((row for row in held if row.reference == reference.upper()), None)
    if record is None or is_erased(record):
        raise Http404(_("This file holds nothing of this number by reference."))
    purpose, stated = stated_purpose(request, part)
    if not purpose:  # the reader opened the part themselves, and said for it nothing that covers another file
        return ask_purpose(request, part)
    if request.method == "POST":
        return redirect(request.get_full_path())

    def read() -> None:
        keep(record, request.actor, purpose, stated or part.reference, kind=PRINT)  # type: ignore[attr-defined]

    if isinstance(record, Attachment):
        read()
        return _attachment(record)
    with elevated():
        document = document_of(record, "record")
        assert document is not None, "a record that is held by reference is signed"
        paper = paper_of(record, document)
    return give(request, paper, record.reference, read=read, back=record_url(part), label=document.label)


def _attachment(paper: Attachment) -> HttpResponse:
    with elevated():
        given = given_back(paper)
    if given is None:
        raise Http404(_("This content is not there, or can't be shown here."))
    return as_sent(given, inline=False)
