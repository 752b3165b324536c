"""Documents of real records: who gets them, what they say, what a reading leaves."""

import datetime
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import include, path
from tests.assurance.sample_proof import Sample
from tests.beginnings import beginning
from tests.kernel.conftest import people
from tests.sample.models import Claims, Dossier

from hasila.assurance import keys, proofs, tree
from hasila.assurance.papers import check, compact
from hasila.assurance.readings import of_records
from hasila.assurance.steps import timeline
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.kernel.records import Record
from hasila.kernel.sealer import seal_all
from hasila.plain.moments import legal_day
from hasila.surfaces.print import documents
from hasila.surfaces.print.bilingual import Both, both, said
from hasila.surfaces.print.documents import document_of, documents_for, print_document, register_document
from hasila.surfaces.print.receipt import receipt
from hasila.surfaces.print.sheet import PROVEN, UNPROVEN, sheet
from hasila.surfaces.print.views import document, proof
from hasila.surfaces.stated import remember
from hasila.tlog.note import split_note

urlpatterns = [path("print/", include("hasila.surfaces.print.urls"))]


service = beginning(people, "service")


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


def get(record: Record, actor: UUID | None, name: str = "receipt", *, purpose: str = "") -> HttpResponse:
    request = RequestFactory().get("/")
    request.actor, request.session = Actor.of(actor), {}
    if purpose:
        remember(request, record, purpose)
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
    for purpose in ("", "curiosity"):  # not stated, or none of the law's list
        away = get(claim, service.clerk, purpose=purpose)
        assert (away.status_code, away["Location"]) == (302, f"/records/sample/claims/{claim.reference}/")
    assert of_records([claim.pk], legal_day(0)) == []
    answer = get(claim, service.clerk, purpose="handling")
    assert answer.content.startswith(b"%PDF")
    (reading,) = of_records([claim.pk], legal_day(0))
    assert (reading.kind, reading.actor, reading.purpose) == ("print", service.clerk, "handling")


def test_the_address_of_a_document(dossier: Record, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    (only,) = documents_for(dossier)
    assert only.address(dossier) == f"/print/sample/dossier/{dossier.reference}/receipt.pdf"
    assert only.proof_address(dossier) == f"/print/sample/dossier/{dossier.reference}/receipt.tlog-proof"


@pytest.fixture
def sealed(ledger_db: None, connect: Callable[[str], psycopg.Connection], settings: Any, tmp_path: Path) -> Callable:
    """Seals what is there and signs a checkpoint over it."""
    settings.VAR, settings.HASILA_WITNESSES = tmp_path, ""
    raw = connect("sealer")
    raw.autocommit = True

    def once() -> list:
        seal_all(raw)
        tree.extend(raw)
        return keys.verifiers(raw.cursor())

    return once


def test_a_sealed_act_carries_its_proof(sealed: Callable, words: Callable[[bytes], str]) -> None:
    service = people()
    first, second = (
        perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": title}).record
        for title in ("one", "two")
    )
    logs = sealed()
    for record in (first, second):
        (only,) = documents_for(record)
        entry = timeline(record.pk)[-1]
        found = documents.provenance(record)
        checked = check(found.proof, logs)
        assert checked.said == entry.head
        assert checked.index == found.position
        answer = ask(record, service.clerk, proof)
        assert answer["Content-Disposition"] == f'attachment; filename="{record.reference}-receipt.tlog-proof"'
        assert check(answer.content.decode(), logs).said == entry.head
        assert f"n° {found.position}" in words(print_document(record, only))
        assert sheet_of(record)["words"]["verify"] == both(PROVEN)
    with pytest.raises(Http404):
        ask(first, service.second.pk, proof)


def test_an_act_that_is_not_sealed_says_so(sealed: Callable, words: Callable[[bytes], str]) -> None:
    service = people()
    sealed()
    record = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "three"}).record
    assert documents.provenance(record).proof == ""
    answer = ask(record, service.clerk, proof)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    data = sheet_of(record)
    assert data["proven"] is False
    assert data["words"]["verify"] == both(UNPROVEN)


def test_printing_waits_for_the_sealer(sealed: Callable, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    service = people()
    sealed()
    record = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "four"}).record
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            sealed()

    monkeypatch.setattr(proofs.time, "sleep", sleep)
    settings.HASILA_PROOF_WAIT = 30.0
    assert documents.provenance(record).proof
    assert len(slept) == 3


def test_nothing_is_waited_for_where_no_sealer_works(
    sealed: Callable, settings: Any, connect: Callable[[str], psycopg.Connection]
) -> None:
    service = people()
    sealed()
    record = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "five"}).record
    owner = connect("owner")
    owner.execute("UPDATE ledger_head SET sealed_at = now() - interval '1 hour'")
    owner.commit()
    settings.HASILA_PROOF_WAIT = 30.0
    began = time.monotonic()
    assert documents.provenance(record).proof == ""
    assert time.monotonic() - began < 20


def test_the_code_carries_two_witnesses_at_most() -> None:
    whole = Sample().proof(signed=3)
    short = proofs.for_code(whole)
    assert [line.name for line in split_note(short.checkpoint)[1]] == [
        "hasila.example/log", "witness.example/w1", "witness.example/w2",
    ]  # fmt: skip
    assert len(compact(short)) < len(compact(whole))


def ask(record: Record, actor: UUID | None, view: Callable) -> HttpResponse:
    request = RequestFactory().get("/")
    request.actor = Actor.of(actor)
    return view(request, *record.procedure.key.split("."), record.reference, "receipt")


def sheet_of(record: Record) -> dict[str, Any]:
    return sheet(
        receipt(record),
        reference=record.reference,
        unit=record.unit,
        provenance=documents.provenance(record),
        today=datetime.date(2026, 1, 1),
    )
