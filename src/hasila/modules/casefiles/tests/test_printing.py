"""What case files print: written records of any length, labels, the list of exhibits; as PDF/A in two languages."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from tests.print.conftest import words
from tests.stage import START, YEAR, Stage

from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.modules.casefiles.tests.test_exhibits import DRUGS, sealed, seized
from hasila.modules.casefiles.tests.test_written_records import TOLD, drafted, heard, read, signed
from hasila.modules.casefiles.written_records import WrittenRecords
from hasila.surfaces.print.documents import document_of, print_document

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
    line = "سؤال: أين كنتم يوم 11/03/2026 على الساعة 23:40؟ جواب: في منزلي.\n"
    record = signed(stage, pilot, drafted(stage, pilot, case, text=line * 8_000))
    said = words(printed(record, "record"))
    last, of = re.findall(r"(\d+) / (\d+)", said)[-1]
    assert last == of
    assert int(of) > 200


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
