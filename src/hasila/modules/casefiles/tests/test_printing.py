"""What case files print: written records of any length, labels, the list of exhibits; as PDF/A in two languages."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override
from tests.print.conftest import words
from tests.stage import START, YEAR, Stage

from hasila.assurance.readings import PRINT, by_actor
from hasila.kernel.perform import perform
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exchange import dossier
from hasila.modules.casefiles.exchange.parts import parts
from hasila.modules.casefiles.parties import Parties
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tests.conftest import FACTS, SUSPECT, entered, opened
from hasila.modules.casefiles.tests.test_case_page import act, enter, now  # noqa: F401  (a fixture)
from hasila.modules.casefiles.tests.test_exhibits import DRUGS, sealed, seized
from hasila.modules.casefiles.tests.test_written_records import TOLD, drafted, heard, read, signed
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.plain.moments import today
from hasila.surfaces.print import preparing
from hasila.surfaces.print.documents import document_of, print_document
from hasila.surfaces.print.models import Prepared
from hasila.surfaces.web.display import record_url

__all__ = ["words"]
Words = Callable[[bytes], str]


def printed(record: Any, name: str) -> bytes:
    """A record's document."""
    document = document_of(record, name)
    assert document is not None
    pdf = print_document(record, document, now=START + timedelta(days=1))
    assert b"pdfaid:part" in pdf
    return pdf


def test_a_signed_record_is_printed_with_its_number_and_who_did_not_sign(
    stage: Stage, pilot: SimpleNamespace, words: Words
) -> None:
    case = opened(stage, pilot)
    french = {"translation": "Je n'ai rien fait.", "language": "français", "interpreter": "Karim Idrissi, assermenté"}
    record = heard(stage, pilot, case, entered(stage, pilot, case), **TOLD, **french)
    draft = words(printed(record, "record"))
    assert "Projet" in draft or "Draft" in draft
    read(stage, pilot, record, "by_interpreter")
    refused = {"signing": "refused", "reason": "Sans son avocat."}
    stage.do(WrittenRecords.sign, record, actor=pilot.officer, data=refused)
    said = " ".join(words(printed(record, "record")).split())
    for text in (f"1/{YEAR}", case.reference, "Je n'ai rien fait.", "Karim Idrissi", "Sans son avocat."):
        assert text in said, text


def test_a_record_of_two_hundred_pages_is_printed(stage: Stage, pilot: SimpleNamespace, words: Words) -> None:
    case = opened(stage, pilot)
    record = signed(stage, pilot, drafted(stage, pilot, case, text="جواب: لا، يوم 11/03/2026.\n" * 7_500))
    said = words(printed(record, "record"))
    last, of = re.findall(r"(\d+) / (\d+)", said)[-1]
    assert last == of
    assert int(of) > 200


def test_a_long_record_is_prepared_outside_the_request_and_kept(
    now: SimpleNamespace,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page answers at once and offers the paper once it is there; being given it is what is kept as a reading."""
    inside: dict[str, Any] = {"actor": now.officer, "unit": now.district}
    case = act(CaseFiles.open_file, **inside, **FACTS | {"happened_at": timezone.now()})
    act(Parties.enter, **inside, case=case.pk, **SUSPECT)
    record = act(WrittenRecords.draft, **inside, case=case.pk, kind="finding", text="عاينا.")
    perform(
        WrittenRecords.read_back,
        record,
        actor=now.officer,
        data={"how_read": "nobody_heard", "ended_at": record.began_at},
    )
    perform(WrittenRecords.sign, record, actor=now.officer, data={"signing": "nobody_heard"})
    path = f"/documents/casefiles/written_records/{record.reference}/record.pdf"
    monkeypatch.setattr(preparing, "LONG", 10)

    def printings() -> int:
        return sum(one.kind == PRINT and one.record == record.pk for one in by_actor(now.officer, today(), today()))

    client = enter(now.officer)
    assert client.get(path).status_code == 302 and not Prepared.objects.exists()  # no purpose was stated
    client.post(record_url(record), {"purpose": "inquiry"})
    asked = client.get(path)
    assert asked.status_code == 202 and asked["Content-Type"].startswith("text/html")
    assert '<noscript><meta http-equiv="refresh"' in asked.text and 'hx-trigger="every 3s"' in asked.text
    panel = client.get(path, HTTP_HX_REQUEST="true")
    assert panel.status_code == 200 and "It begins within" in panel.text and printings() == 0
    assert preparing.prepare() == 1
    panel = client.get(path, HTTP_HX_REQUEST="true")
    assert "The paper is ready" in panel.text and "hx-get" not in panel.text and printings() == 0
    given = client.get(path)
    assert given.content.startswith(b"%PDF") and given["Cache-Control"] == "private, no-store" and printings() == 1
    # The record was signed: whatever becomes of its file, its paper is the one that was made.
    perform(
        CaseFiles.amend,
        CaseFile.objects.get(pk=case.pk),
        actor=now.officer,
        data={"facts": "غير ذلك.", "happened_at": case.happened_at},
    )
    assert client.get(path).content == given.content and enter(now.rabat).get(path).status_code == 404
    # The file on paper, with the words of everything in it.
    referral = perform(
        Referrals.prepare, actor=now.officer, unit=now.district, data={"case": case.pk, "way": "paper"}
    ).record
    paper = f"/cases/referrals/{referral.reference}/paper"
    client.post(paper, {"purpose": "inquiry"})
    assert client.get(paper).status_code == 202 and preparing.prepare() == 1
    assert client.get(paper).content.startswith(b"%PDF")
    assert {case.pk, record.pk} < set(Prepared.objects.get(record=referral.pk).sources)
    with override("ar"):
        sections = dossier.pages(referral, parts(case), [], timezone.now())["sections"]
    people = next(one for one in sections if one["title"] == "الأطراف")
    assert ("الجنسية", "المغرب") in [(row["label"], row["text"]) for row in people["items"][0]["rows"]]


def test_exhibits_have_labels_and_a_list(stage: Stage, pilot: SimpleNamespace, words: Words) -> None:
    case = opened(stage, pilot)
    first = sealed(stage, pilot, seized(stage, pilot, case, **DRUGS))
    second = seized(stage, pilot, case)
    case = CaseFile.objects.get(pk=case.pk)
    labels = words(printed(case, "labels"))
    assert first.reference in labels
    assert second.reference in labels
    assert "S-1" in words(printed(first, "label"))
    assert "S-1" in words(printed(case, "exhibits"))
    assert "S-1" in words(printed(first, "chain"))
