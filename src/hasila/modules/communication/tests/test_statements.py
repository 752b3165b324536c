"""Fact statements and what is followed: one usual course of each, one refusal for each guard, and the figures."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from hasila.institution.figures import facts
from hasila.institution.figures.editions import PublishedFigures
from hasila.kernel.indicators import value
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.kernel.sealer import seal_all
from hasila.modules.communication.items import PublishedItem, PublishedItems
from hasila.modules.communication.statements import FactStatement, FactStatements
from hasila.modules.communication.tests.conftest import people
from hasila.surfaces.print.documents import document_of, print_document

DRAFT = {
    "kind": "fact",
    "language": "ar",
    "outlet": "منبر",
    "quotation": "تراجعت السرقات بالعنف بنسبة 21 في المائة.",
    "figure": "F028",
    "figure_year": "2024",
    "headline": "بيان حقيقة",
    "body": "خلافا لما نشر، بلغ التراجع 12 في المائة.\nوقد نشر في الحصيلة السنوية.",
}
ITEM = {
    "outlet": "منبر",
    "headline": "حصيلة",
    "address": "https://example.org/1",
    "published_on": "2024-12-26",
    "language": "ar",
    "text": "نص المقال",
    "claim": "خطأ في نسبة",
}


def draft(desk: SimpleNamespace, **changes: Any) -> FactStatement:
    data = {name: given for name, given in (DRAFT | changes).items() if given is not None}
    return perform(FactStatements.draft, actor=desk.writer, unit=desk.unit, data=data).record


def code(step: Any, record: Any, actor: Any, **data: Any) -> str:
    with pytest.raises(Refused) as caught:
        perform(step, record, actor=actor, data=data)
    return caught.value.refusal.code


def test_a_statement_goes_out_and_is_counted(ledger_db: None, connect: Callable[..., Any]) -> None:
    desk = people()
    found = perform(PublishedItems.follow, actor=desk.writer, unit=desk.unit, data=ITEM).record
    made = draft(desk, item=found.pk)
    assert (made.figure, made.official) == ("F028", "−12%")
    assert made.definition
    assert made.source.startswith(facts()["F028"].source.title)
    assert code(FactStatements.publish, made, desk.writer, channel="press") == "kernel.wrong_state"
    perform(FactStatements.submit, made, actor=desk.writer)
    perform(FactStatements.send_back, made, actor=desk.head, data={"remarks": "يراجع العنوان"})
    perform(FactStatements.redraft, made, actor=desk.writer, data=DRAFT | {"headline": "توضيح", "item": found.pk})
    perform(FactStatements.submit, made, actor=desk.writer)
    assert code(FactStatements.sign, made, desk.writer) == "kernel.no_mandate"
    perform(FactStatements.sign, made, actor=desk.head)
    perform(FactStatements.publish, made, actor=desk.second, data={"channel": "press"})
    found.refresh_from_db()
    assert found.statements == 1
    perform(FactStatements.withdraw, made, actor=desk.head, data={"grounds": "خطأ في البيان"})
    seal_all(connect("sealer"))
    year = datetime.now(UTC).year
    assert value(FactStatements.issued, year).value == value(FactStatements.withdrawals, year).value == 1
    assert facts()["F086"].indicator == facts()["F087"].indicator == FactStatements.issued.key
    with override("ar"):
        paper = document_of(made, "statement")
        assert paper is not None and print_document(made, paper).startswith(b"%PDF")


def test_whoever_drafted_it_does_not_sign_it(desk: SimpleNamespace) -> None:
    from hasila.institution.roles import Role
    from hasila.institution.staffing import give_mandate

    made = draft(desk)
    perform(FactStatements.submit, made, actor=desk.writer)
    give_mandate(desk.writer, Role.COMMUNICATION_HEAD, desk.unit)
    assert code(FactStatements.sign, made, desk.writer) == "kernel.same_person"


def test_a_statement_rests_on_the_register(desk: SimpleNamespace) -> None:
    for changes in ({"figure": None}, {"figure_year": "1999"}, {"figure_year": None}, {"figure": "F005"}):
        with pytest.raises(Refused) as caught:
            draft(desk, **changes)
        assert caught.value.refusal.code == "communication.no_such_figure"
    entered = {"figure": "F028", "value": "-9", "measure": "%", "period": "2023", "source": "حصيلة 2023"}
    item = perform(PublishedFigures.enter, actor=desk.second, unit=desk.unit, data=entered).record
    made = draft(desk, figure_year="2023")
    assert made.official == "−9%" and made.source == "حصيلة 2023"
    perform(FactStatements.submit, made, actor=desk.writer)
    perform(PublishedFigures.withdraw, item, actor=desk.head, data={"grounds": "قرئت خطأ"})
    assert code(FactStatements.sign, made, desk.head) == "communication.figure_changed"
    reminder = draft(desk, kind="reminder", figure=None, figure_year=None)
    assert reminder.official == reminder.source == ""
    perform(FactStatements.drop, reminder, actor=desk.writer, data={"grounds": "لا حاجة إليه"})


def test_an_article_is_followed_to_its_end(desk: SimpleNamespace) -> None:
    found: PublishedItem = perform(PublishedItems.follow, actor=desk.writer, unit=desk.unit, data=ITEM).record
    with pytest.raises(Refused) as caught:
        perform(PublishedItems.follow, actor=desk.second, unit=desk.unit, data=ITEM)
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("communication.followed_already", "address")
    assert code(PublishedItems.ask, found, desk.writer, request="تصحيح", way="mail") == "kernel.no_mandate"
    perform(PublishedItems.ask, found, actor=desk.head, data={"request": "تصحيح النسبة", "way": "mail"})
    assert found.due_at is not None and found.asked_on is not None
    perform(PublishedItems.note_silence, found, actor=desk.writer, data={"outcome": "لم يجب"})
    perform(PublishedItems.ask, found, actor=desk.head, data={"request": "تذكير", "way": "letter"})
    assert code(PublishedItems.note_correction, found, desk.writer, corrected_on="2024-12-20") == (
        "communication.corrected_when"
    )
    today = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    perform(PublishedItems.note_correction, found, actor=desk.writer, data={"corrected_on": today})
    assert found.state == "corrected"
    other = ITEM | {"address": "", "published_on": "2090-01-01"}
    with pytest.raises(Refused) as caught:
        perform(PublishedItems.follow, actor=desk.writer, unit=desk.unit, data=other)
    assert caught.value.refusal.code == "communication.published_later"
    paper = perform(PublishedItems.follow, actor=desk.writer, unit=desk.unit, data=ITEM | {"address": ""}).record
    perform(PublishedItems.close, paper, actor=desk.head, data={"outcome": "خبر غير رقمي"})
    assert PublishedItem.objects.count() == 2
