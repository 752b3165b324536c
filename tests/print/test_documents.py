"""Documents of real records: who gets them, what they say, what a reading leaves."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import include, path
from tests.kernel.conftest import people
from tests.sample.models import Claims, Dossier

from hasila.assurance.readings import of_records
from hasila.kernel.access import Actor
from hasila.kernel.moments import legal_day
from hasila.kernel.perform import perform
from hasila.kernel.reading import timeline
from hasila.kernel.records import Record
from hasila.surfaces.print import documents
from hasila.surfaces.print.bilingual import Both, said
from hasila.surfaces.print.documents import document_of, documents_for, print_document, register_document
from hasila.surfaces.print.receipt import receipt
from hasila.surfaces.print.views import document

urlpatterns = [path("print/", include("hasila.surfaces.print.urls"))]


@pytest.fixture
def service(db: None) -> SimpleNamespace:
    return people()


@pytest.fixture
def claim(service: SimpleNamespace) -> Record:
    data = {"holder": service.subject, "text": "نص الطلب #panic()", "kind": "urgent"}
    return perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data).record


@pytest.fixture
def dossier(service: SimpleNamespace) -> Record:
    return perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "Titre #read('/x')"}).record


@pytest.fixture
def declared() -> Iterator[dict[tuple[str, str], Any]]:
    """The declarations, as they were after the test."""
    documents.discover()
    before = dict(documents._declared)
    yield documents._declared
    documents._declared.clear()
    documents._declared.update(before)


def get(record: Record, actor: UUID | None, name: str = "receipt", **query: str) -> HttpResponse:
    request = RequestFactory().get("/", query)
    request.actor = Actor.of(actor)
    return document(request, *record.procedure.key.split("."), record.reference, name)


def test_every_record_has_a_receipt(dossier: Record, words: Callable[[bytes], str]) -> None:
    (only,) = documents_for(dossier)
    text = words(print_document(dossier, only))
    entry = timeline(dossier.pk)[-1]
    assert dossier.reference in text
    assert str(entry.id) in text
    assert "#read('/x')" in text
    assert str(dossier.unit.french) in text


def test_the_receipt_of_a_sensitive_file_leaves_its_content_out(claim: Record) -> None:
    told = " ".join(f"{said(label, 'en')} {said(value, 'en')}" for label, value in receipt(claim).rows)
    assert "panic" not in told
    assert "Filed" in told
    assert said(claim.unit, "fr") in told


def test_a_declared_document_stands_in_its_states(claim: Record, service: SimpleNamespace, declared: dict) -> None:
    def decision(record: Any) -> dict[str, Any]:
        return {"title": Both("قرار", "Décision"), "rows": [(Both("السبب", "Motif"), record.grounds)]}

    register_document("sample.claims", "decision", "Decision", data=decision, states=["decided"], act="decide")
    assert [found.name for found in documents_for(claim)] == ["receipt"]
    perform(Claims.study, claim, actor=service.director)
    perform(Claims.decide, claim, actor=service.general, data={"grounds": "سبب"})
    assert [found.name for found in documents_for(claim)] == ["decision", "receipt"]
    found = document_of(claim, "decision")
    assert found is not None
    assert documents.provenance(claim, "decide").entry == str(timeline(claim.pk)[2].id)
    assert print_document(claim, found).startswith(b"%PDF")


def test_a_document_is_declared_once(declared: dict) -> None:
    register_document("sample.claims", "decision", "Decision", data=receipt)
    with pytest.raises(ValueError, match="already"):
        register_document("sample.claims", "decision", "Decision", data=receipt)


@pytest.mark.parametrize(
    ("procedure", "states", "act"),
    [("sample.nothing", [], ""), ("sample.claims", ["gone"], ""), ("sample.claims", [], "vanish")],
)
def test_a_broken_declaration_is_refused(declared: dict, procedure: str, states: list[str], act: str) -> None:
    register_document(procedure, "broken", "Broken", data=receipt, states=states, act=act)
    documents.discover.cache_clear()
    with pytest.raises(LookupError, match="broken"):
        documents.discover()


def test_the_page_gives_the_pdf_to_who_may_see_the_file(dossier: Record, service: SimpleNamespace) -> None:
    answer = get(dossier, service.clerk)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert dossier.reference in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")


def test_others_are_told_that_there_is_no_such_file(dossier: Record, service: SimpleNamespace) -> None:
    for actor in (None, service.second.pk):
        with pytest.raises(Http404):
            get(dossier, actor)
    with pytest.raises(Http404):
        get(dossier, service.clerk, "decision")


def test_printing_a_sensitive_file_states_a_purpose_and_leaves_an_entry(
    claim: Record, service: SimpleNamespace
) -> None:
    refused = get(claim, service.clerk)
    assert refused.status_code == 422
    assert refused["Content-Type"].startswith("text/plain")
    assert of_records([claim.pk], legal_day(0)) == []
    answer = get(claim, service.clerk, purpose="handling")
    assert answer.content.startswith(b"%PDF")
    (reading,) = of_records([claim.pk], legal_day(0))
    assert (reading.kind, reading.actor, reading.purpose) == ("print", service.clerk, "handling")


def test_the_address_of_a_document(dossier: Record, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    (only,) = documents_for(dossier)
    assert only.address(dossier) == f"/print/sample/dossier/{dossier.reference}/receipt.pdf"
