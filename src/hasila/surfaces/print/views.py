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
from hasila.surfaces.print.documents import Document, document_of, paper_of, proof_file
from hasila.surfaces.print.giving import give
from hasila.surfaces.reading import in_emergency, keep, purpose_needed
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
    record, found = _found(request, f"{app}.{procedure}", reference, name)
    ask = redirect("web:record", *record.procedure.key.split("."), record.reference)
    if not _stated(request, record):
        return ask
    named = f"{record.reference}-{name}"
    try:
        paper = paper_of(record, found)
        return give(request, paper, named, read=lambda: _read(request, record), back=ask["Location"], label=found.label)
    except Refused:
        return ask


@require_safe
def proof(request: HttpRequest, app: str, procedure: str, reference: str, name: str) -> HttpResponse:
    """The proof that the document's act stands in the ledger, as a file (c2sp.org/tlog-proof@v1).

    It asks for what the document itself asks for, since it tells of the same act.

    Raises:
        Http404: as for the document.
    """
    record, found = _found(request, f"{app}.{procedure}", reference, name)
    try:
        _read(request, record)
    except Refused:
        return redirect("web:record", *record.procedure.key.split("."), record.reference)
    text = proof_file(record, found)
    if text is None:
        said = _("This act is not sealed yet. Ask for its proof again in a moment.")
        return HttpResponse(f"{said}\n", status=503, content_type=PLAIN, headers={"Retry-After": "5"})
    answer = HttpResponse(text, content_type=PLAIN)
    answer["Content-Disposition"] = f'attachment; filename="{record.reference}-{name}.tlog-proof"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _found(request: HttpRequest, procedure: str, reference: str, name: str) -> tuple[Record, Document]:
    """The record and its document."""
    record = _visible(procedure, reference, _actor(request))
    found = document_of(record, name)
    if found is None:
        raise Http404(_("This file has no such document in its present state."))
    return record, found


def _actor(request: HttpRequest) -> Actor:
    return getattr(request, "actor", None) or Actor.of(None)


def _stated(request: HttpRequest, record: Record) -> bool:
    """Whether a purpose of reading the record was stated, or none is needed."""
    actor = _actor(request)
    stated = not purpose_needed(record, actor) or bool(printing_purpose(request, record)[0])
    return stated or in_emergency(record.procedure, actor, record.unit_id)


def _read(request: HttpRequest, record: Record) -> None:
    """Keeps that the record is printed, where that is a reading.

    Raises:
        Refused: no purpose of the law's list was stated.
    """
    actor = _actor(request)
    if purpose_needed(record, actor):
        keep(record, actor, *printing_purpose(request, record), kind=PRINT)


def _visible(key: str, reference: str, actor: Actor) -> Record:
    procedure = registry.get(key)
    record = None
    if procedure is not None and reference.isprintable():
        record = visible(procedure, actor).select_related("unit").filter(reference=reference).first()
    if not isinstance(record, Record):
        raise Http404(_("There is no such file, or none that you may see."))
    return record
