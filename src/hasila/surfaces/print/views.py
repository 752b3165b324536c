"""The page that gives a document: the same right to see as the record's page, and an entry where reading leaves one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.assurance.readings import PRINT
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import registry
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refused
from hasila.surfaces.print.documents import Document, document_of, print_document, proof_file
from hasila.surfaces.reading import keep, purpose_needed
from hasila.surfaces.sending import as_pdf
from hasila.surfaces.stated import printing_purpose

PLAIN = "text/plain; charset=utf-8"


@require_safe
def document(request: HttpRequest, app: str, procedure: str, reference: str, name: str) -> HttpResponse:
    """The PDF of one document of a record that the reader may see, shown in the browser.

    Printing a record of a sensitive procedure is kept as a reading, unless it is the reader's own. It is printed for
    the purpose that was stated when it was opened; where none is, or it ran out, the way leads to the page that asks.

    Raises:
        Http404: no such record, none that the reader may see, or no such document in its present state.
    """
    record, found, refused = _asked(request, f"{app}.{procedure}", reference, name)
    if refused is not None:
        return refused
    return as_pdf(print_document(record, found), f"{record.reference}-{name}")


@require_safe
def proof(request: HttpRequest, app: str, procedure: str, reference: str, name: str) -> HttpResponse:
    """The proof that the document's act stands in the ledger, as a file (c2sp.org/tlog-proof@v1).

    It asks for what the document itself asks for, since it tells of the same act.

    Raises:
        Http404: as for the document.
    """
    record, found, refused = _asked(request, f"{app}.{procedure}", reference, name)
    if refused is not None:
        return refused
    text = proof_file(record, found)
    if text is None:
        said = _("This act is not sealed yet. Ask for its proof again in a moment.")
        return HttpResponse(f"{said}\n", status=503, content_type=PLAIN, headers={"Retry-After": "5"})
    answer = HttpResponse(text, content_type=PLAIN)
    answer["Content-Disposition"] = f'attachment; filename="{record.reference}-{name}.tlog-proof"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _asked(
    request: HttpRequest, procedure: str, reference: str, name: str
) -> tuple[Record, Document, HttpResponse | None]:
    """The record and its document, and the answer where no purpose of reading it was stated."""
    actor: Actor = getattr(request, "actor", None) or Actor.of(None)
    record = _visible(procedure, reference, actor)
    found = document_of(record, name)
    if found is None:
        raise Http404(_("This file has no such document in its present state."))
    if not purpose_needed(record, actor):
        return record, found, None
    try:
        keep(record, actor, *printing_purpose(request, record), kind=PRINT)
    except Refused:
        return record, found, redirect("web:record", *procedure.split("."), record.reference)
    return record, found, None


def _visible(key: str, reference: str, actor: Actor) -> Record:
    procedure = registry.get(key)
    record = None
    if procedure is not None and reference.isprintable():
        record = visible(procedure, actor).select_related("unit").filter(reference=reference).first()
    if not isinstance(record, Record):
        raise Http404(_("There is no such file, or none that you may see."))
    return record
