"""Exhibits through the door: seized, sealed, moved, examined, and out of the file; and refused."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.stage import START, YEAR, Stage

from hasila.kernel.access import Actor
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.tests.conftest import entered, opened
from hasila.surfaces.web.forms import StepForm

DRUGS = {"kind": "cannabis_resin", "description": "صفائح من مخدر الشيرا.", "quantity": "1.250", "measure": "kilogram"}
ORDER = {"order_number": "أمر عدد 12 لوكيل الملك", "ordered_on": START.date()}


def seized(stage: Stage, people: SimpleNamespace, case: Any, **changes: Any) -> Exhibit:
    """An exhibit of the file, a telephone unless said otherwise."""
    data = {"case": case.pk, "kind": "phone", "description": "هاتف محمول أسود.", **changes}
    return stage.do(Exhibits.seize, actor=people.officer, unit=case.unit_id, data=data).record  # type: ignore[return-value]


def sealed(stage: Stage, people: SimpleNamespace, exhibit: Exhibit) -> Exhibit:
    """Under seal, in the store of the district."""
    data = {"seal": f"S-{exhibit.item}", "store": "خزانة الدائرة"}
    stage.do(Exhibits.put_seal, exhibit, actor=people.officer, data=data)
    return exhibit


def test_an_exhibit_goes_its_way(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    phone, drugs = seized(stage, pilot, case), seized(stage, pilot, case, **DRUGS)
    case.refresh_from_db()
    assert (phone.item, drugs.item, case.exhibits, case.unsealed) == (1, 2, 2, 2)
    for exhibit in (phone, drugs):
        sealed(stage, pilot, exhibit)
    hands = {"handed_by": pilot.officer, "received_by": pilot.chief}
    there = {"left_store": "خزانة الدائرة", "next_store": "مستودع الولاية"}
    stage.do(Exhibits.move, drugs, actor=pilot.chief, data={**hands, **there})
    assert (drugs.store, drugs.left_store) == ("مستودع الولاية", "خزانة الدائرة")
    lab = {
        "laboratory": "المختبر الوطني للشرطة العلمية",
        "asked": "تحديد المادة ووزنها الصافي.",
        "recipient": "المختبر",
    }
    sent = {**lab, "left_store": "مستودع الولاية", "handed_by": pilot.chief}
    stage.do(Exhibits.send_to_laboratory, drugs, actor=pilot.chief, data=sent)
    assert (drugs.state, drugs.store) == ("at_laboratory", "")
    back = {
        "seal": "S-2bis",
        "store": "خزانة الدائرة",
        "received_by": pilot.officer,
        "result": "مخدر الشيرا، 1240 غراما.",
    }
    again = stage.refused(Exhibits.take_back, drugs, actor=pilot.officer, data=back | {"seal": " s-2 "})
    assert (again.code, again.field) == ("casefiles.seal_as_before", "seal")
    stage.do(Exhibits.take_back, drugs, actor=pilot.officer, data=back)
    assert (drugs.next_store, drugs.handed_by, drugs.recipient, drugs.result) == ("", None, "", back["result"])
    stage.do(Exhibits.give_back, phone, actor=pilot.officer, data={**ORDER, "recipient": "سلمى بنعلي، المالكة"})
    court = {"office": "appeal", "left_store": "خزانة الدائرة", "handed_by": pilot.officer, "recipient": "كتابة الضبط"}
    stage.do(Exhibits.hand_to_court, drugs, actor=pilot.officer, data=court)
    case.refresh_from_db()
    assert (drugs.state, case.exhibits, case.unsealed, case.seized) == ("handed", 0, 0, 2)
    went = [(move["step"], move["from"], move["to"]) for move in drugs.moves]
    assert went == [
        ("put_seal", "", "خزانة الدائرة"),
        ("move", "خزانة الدائرة", "مستودع الولاية"),
        ("send_to_laboratory", "مستودع الولاية", "المختبر الوطني للشرطة العلمية"),
        ("take_back", "", "خزانة الدائرة"),
        ("hand_to_court", "خزانة الدائرة", ""),
    ]
    assert [move["whom"] for move in drugs.moves[1:3]] == [str(pilot.chief), "المختبر"]
    assert phone.moves[-1]["order"] == ORDER["order_number"]
    assert seized(stage, pilot, case).item == 3
    assert (Exhibits.seizures.recount(YEAR), Exhibits.drugs.recount(YEAR)) == (3, 1250)


def test_one_that_was_never_sealed_leaves_no_trace_among_the_unsealed(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    phone, tablets = (
        seized(stage, pilot, case),
        seized(stage, pilot, case, kind="tablets", quantity="٤٠", measure="piece"),
    )
    stage.do(Exhibits.give_back, phone, actor=pilot.officer, data={**ORDER, "recipient": "المالك"})
    case.refresh_from_db()
    assert (case.exhibits, case.unsealed, tablets.quantity) == (1, 1, Decimal(40))
    assert Exhibits.tablets.recount(YEAR) == 40


def test_what_was_moved_twice_at_once_is_moved_once(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    exhibit = sealed(stage, pilot, seized(stage, pilot, case))
    seen = exhibit.version
    move = {"left_store": "خزانة الدائرة", "handed_by": pilot.officer, "received_by": pilot.chief}
    stage.do(Exhibits.move, exhibit.pk, actor=pilot.officer, data={**move, "next_store": "مستودع أ"}, expects=seen)
    second = {**move, "next_store": "مستودع ب"}
    told = stage.refused(Exhibits.move, exhibit.pk, actor=pilot.chief, data=second, expects=seen)
    assert (told.code, told.status) == ("kernel.changed_meanwhile", 409)
    said = stage.refused(Exhibits.move, exhibit.pk, actor=pilot.chief, data=second)
    assert said.code == "casefiles.exhibit_elsewhere"
    assert "مستودع أ" in str(said)
    exhibit.refresh_from_db()
    assert exhibit.store == "مستودع أ"


def test_an_exhibit_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case, other = opened(stage, pilot), opened(stage, pilot)
    stranger = entered(stage, pilot, other)

    def refused(**changes: Any) -> str:
        data = {"case": case.pk, "kind": "phone", "description": "هاتف", **changes}
        return stage.refused(Exhibits.seize, actor=pilot.officer, unit=pilot.district, data=data).code

    assert refused(quantity="3") == "casefiles.no_measure"
    assert refused(kind="cocaine") == "casefiles.not_weighed"
    assert refused(found_on=stranger.pk) == "casefiles.of_another_file"
    assert refused(quantity="-1", measure="gram") == "kernel.invalid"
    assert refused(quantity="كثير", measure="gram") == "kernel.invalid"
    assert refused(description="") == "kernel.missing"


def test_a_movement_is_refused(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    exhibit = seized(stage, pilot, case)
    move = {"left_store": "خزانة الدائرة", "next_store": "ب", "handed_by": pilot.officer, "received_by": pilot.chief}

    def refused(step: Any, actor: Any = pilot.officer, **data: Any) -> str:
        return stage.refused(step, exhibit, actor=actor, data=data).code

    assert refused(Exhibits.move, **move) == "kernel.wrong_state"
    sealed(stage, pilot, exhibit)
    assert refused(Exhibits.amend, description="غيره") == "kernel.wrong_state"
    assert refused(Exhibits.move, **{**move, "next_store": "خزانة الدائرة"}) == "casefiles.same_store"
    assert refused(Exhibits.move, **{**move, "received_by": pilot.officer}) == "casefiles.same_hands"
    assert refused(Exhibits.move, **{**move, "received_by": None}) == "kernel.missing"
    assert refused(Exhibits.move, pilot.rabat, **move) == "kernel.no_mandate"
    tomorrow = START.date() + timedelta(days=1)
    assert (
        refused(Exhibits.give_back, **{**ORDER, "ordered_on": tomorrow, "recipient": "م"}) == "casefiles.ordered_later"
    )
    assert refused(Exhibits.destroy, **ORDER, grounds="إتلاف.") == "kernel.same_person"
    stage.do(Exhibits.move, exhibit, actor=pilot.officer, data=move)
    stage.do(Exhibits.destroy, exhibit, actor=pilot.chief, data={**ORDER, "grounds": "أمر قضائي بالإتلاف."})
    assert refused(Exhibits.move, **move) == "kernel.wrong_state"
    of_the_move = (exhibit.next_store, exhibit.handed_by, exhibit.received_by, exhibit.where)
    assert (of_the_move, exhibit.left_store) == (("", None, None, ""), "ب")


def test_what_is_kept_moves_on_after_the_file_is_closed(stage: Stage, pilot: SimpleNamespace) -> None:
    file = stage.do(
        CaseFiles.open_file,
        actor=pilot.officer,
        unit=pilot.district,
        data={"origin": "flagrant", "offence": "theft_simple", "facts": "سرقة."},
    ).record
    exhibit = sealed(stage, pilot, seized(stage, pilot, file))
    stage.do(CaseFiles.join, file, actor=pilot.chief, data={"joined_to": opened(stage, pilot).pk, "grounds": "ضم."})
    assert stage.refused(
        Exhibits.seize, actor=pilot.officer, unit=pilot.district, data={**DRUGS, "case": file.pk}
    ).code == ("casefiles.file_not_open")
    stage.do(Exhibits.destroy, exhibit, actor=pilot.chief, data={**ORDER, "grounds": "إتلاف."})
    file.refresh_from_db()
    assert (exhibit.state, file.exhibits) == ("destroyed", 1)


def test_to_the_court_it_goes_where_the_file_goes(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    data = {"case": case.pk, "kind": "phone", "description": "هاتف محمول"}
    exhibit = stage.do(Exhibits.seize, actor=pilot.officer, unit=pilot.district, data=data).record
    form = StepForm(Exhibits.hand_to_court, Actor.of(pilot.officer), exhibit)
    assert form.fields["office"].initial == case.office == "appeal"
