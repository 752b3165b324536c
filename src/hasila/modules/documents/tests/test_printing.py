"""The receipt that a citizen takes home."""

from datetime import timedelta

from tests.stage import START

from hasila.modules.documents.models import Card
from hasila.modules.documents.printing import AMAZIGH_NAME, receipt
from hasila.surfaces.print.bilingual import said
from hasila.surfaces.print.documents import document_of, documents_for, print_document


def test_the_receipt_names_the_holder_in_both_scripts_and_the_day_it_is_due(asked):
    request = asked()
    rows = [(said(value, "ar"), said(value, "fr")) for _label, value in receipt(request).rows]
    assert ("سلمى بنعلي", "Salma Benali") in rows
    assert ("ZT104452", "ZT104452") in rows
    assert (AMAZIGH_NAME, AMAZIGH_NAME) in rows
    due = START.date() + timedelta(days=30)
    assert said(due, "ar") in rows[-1][0]


def test_the_receipt_is_printed(asked):
    request = asked(kind="minor", born_on=START.date() - timedelta(days=3000), campaign="floods")
    document = document_of(request, "receipt")
    assert document is not None
    assert document.act == "request"
    assert print_document(request, document).startswith(b"%PDF")


def test_a_rejected_request_has_the_common_receipt_only(staff, stage, asked):
    request = asked()
    stage.do(Card.reject, request, actor=staff.director, data={"rejection": "image"})
    assert [document.data is receipt for document in documents_for(request)] == [False]
