"""The victims' cell: its files are its own; risk, measures, referrals and contact; every reason why not."""

from datetime import timedelta

import pytest
from tests.stage import START, YEAR

from hasila.assurance.sealed import reveal
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.districts import following, printing
from hasila.modules.districts.child_files import ChildFile, ChildFiles
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.victim_files import VictimFile, VictimFiles
from hasila.modules.districts.victims import CHILD_QUESTIONS, QUESTIONS
from hasila.surfaces.print.bilingual import said

DAY = timedelta(days=1)
TOLD = {
    "in_private": True,
    "arabic_name": "خديجة الإدريسي",
    "card_number": "EE901177",
    "relation": "spouse",
    "violence": ["physical", "psychological"],
    "facts": "ضربها زوجها وهددها.",
    "happened_at": START - DAY,
    "shelter": "عند أختها، حي أزلي 44",
    "offence": "blows_on_spouse",
}
CHILD = {
    "in_private": True,
    "sex": "M",
    "born_on": START.date() - timedelta(days=3000),
    "relation": "relative",
    "guardian": "أمينة",
    "guardian_tie": "mother",
    "violence": ["sexual"],
    "facts": "ما قاله الطفل بكلماته.",
}
ANSWERS = dict.fromkeys(QUESTIONS, "no") | {"weapon": "yes", "afraid": "none"}
CHILD_ANSWERS = dict.fromkeys(CHILD_QUESTIONS, "no") | {"alone": "yes"}
LEVEL = {"risk": "high", "risk_grounds": "يحمل سلاحا أبيض."}


def said_by(content):
    """All that a paper says, in both languages."""
    parts = [content.title, *content.notes, *(part for row in content.rows for part in row)]
    return " ".join(said(part, lang) for part in parts for lang in ("ar", "fr"))


@pytest.fixture
def received(staff, stage):
    def receive(**changes):
        data = {name: value for name, value in {**TOLD, **changes}.items() if value is not None}
        return stage.do(VictimFiles.receive, actor=staff.victims, unit=staff.unit, data=data).record

    return receive


def recount(name, procedure=VictimFiles):
    return procedure.indicators[name].recount(YEAR)


def test_a_victim_in_the_care_of_the_cell(staff, stage, received):
    file = received()
    assert (file.state, file.due_step) == ("received", "assess")
    left = {**ANSWERS, **LEVEL, "weapon": ""}
    assert stage.refused(VictimFiles.assess, file, actor=staff.victims, data=left).field == "weapon"
    stage.do(VictimFiles.assess, file, actor=staff.victims, data={**ANSWERS, **LEVEL})
    assert (file.state, file.weapon, file.afraid, file.risk) == ("assessed", "yes", "none", "high")

    answer = {"answered_at": START + DAY, "measures_ordered": ["warning"]}
    assert stage.refused(VictimFiles.record_answer, file, actor=staff.victims, data=answer, day=1).code == (
        "districts.nothing_asked"
    )
    asked = {"measures_asked": ["warning", "shelter"], "asked_at": START}
    early = asked | {"asked_at": START + DAY}
    assert stage.refused(VictimFiles.ask_measures, file, actor=staff.victims, data=early).field == "asked_at"
    stage.do(VictimFiles.ask_measures, file, actor=staff.victims, data=asked)
    before = answer | {"answered_at": START - DAY}
    assert (
        stage.refused(VictimFiles.record_answer, file, actor=staff.victims, data=before, day=1).field == "answered_at"
    )
    stage.do(VictimFiles.record_answer, file, actor=staff.victims, data=answer, day=1)
    assert file.measures_ordered == ["warning"]

    for referral in ("hospital", "association"):
        stage.do(VictimFiles.refer, file, actor=staff.victims, data={"referral": referral}, day=1)
    past = {"next_contact_at": START}
    assert stage.refused(VictimFiles.set_contact, file, actor=staff.victims, data=past, day=1).code == (
        "districts.contact_past"
    )
    stage.do(VictimFiles.set_contact, file, actor=staff.victims, data={"next_contact_at": START + 5 * DAY}, day=1)
    assert file.due_step == "record_contact"
    stage.do(VictimFiles.record_contact, file, actor=staff.victims, data={"contact_note": "بخير"}, day=4)
    assert (file.next_contact_at, file.due_at) == (None, None)

    stage.do(VictimFiles.assess_again, file, actor=staff.victims, data=ANSWERS | LEVEL | {"risk": "immediate"}, day=5)
    closing = {"closing": "استقرت بمدينة أخرى."}
    assert stage.refused(VictimFiles.close, file, actor=staff.victims_second, data=closing, day=6).code == (
        "districts.in_danger"
    )
    stage.do(VictimFiles.assess_again, file, actor=staff.victims, data=ANSWERS | LEVEL | {"risk": "low"}, day=6)
    assert stage.refused(VictimFiles.close, file, actor=staff.victims, data=closing, day=7).code == "kernel.same_person"
    stage.do(VictimFiles.close, file, actor=staff.victims_second, data=closing, day=7)
    assert [recount(name) for name in ("victims", "physical", "psychological", "sexual", "digital")] == [1, 1, 1, 0, 0]
    assert [recount(name) for name in ("measures_asked_for", "referrals")] == [1, 2]


def test_nobody_else_sees_the_cell(staff, received):
    file = received()
    others = ("desk", "judicial", "chief", "prefect", "prosecutor", "inspector", "minors")
    assert not [name for name in others if visible(VictimFiles, Actor.of(getattr(staff, name))).exists()]
    assert visible(VictimFiles, Actor.of(staff.victims_second)).get() == file
    stored = VictimFile.objects.get()
    assert str(stored.shelter) == "●●●"
    assert reveal(stored, "shelter", Actor.of(staff.victims), "care") == TOLD["shelter"]
    carried = said_by(printing.neutral_receipt(stored))
    assert not [word for word in ("ضحية", "عنف", "victime", "violence", "خديجة", "VCT") if word in carried]
    with pytest.raises(Refused) as caught:
        reveal(stored, "shelter", Actor.of(staff.desk), "care")
    assert caught.value.refusal.code == "sealed.not_named"


def test_a_case_file_is_opened_without_the_address(staff, stage, received, monkeypatch):
    file = received()
    refused = stage.refused(VictimFiles.open_case, file, actor=staff.victims, data={"offence": "blows_on_spouse"})
    assert refused.code == "districts.no_case_files"
    monkeypatch.setattr(following, "_follow", [lambda record, act: Complaints.arrive])

    def data(record, act):
        told = following.case_data(record, act)
        assert TOLD["shelter"] not in str(told)
        assert (told["origin"], told["origin_reference"]) == ("reception", file.reference)
        return {
            "unit": record.unit_id, "facts": "x", "came_from": record.id, "came_from_reference": record.reference,
        }  # fmt: skip

    monkeypatch.setitem(following.CASE.__dict__, "data", data)
    stage.do(VictimFiles.open_case, file, actor=staff.victims, data={"offence": "blows_on_spouse"})
    assert Complaint.objects.filter(pk=file.case_id).exists()
    assert (file.state, recount("cases")) == ("received", 1)
    again = stage.refused(VictimFiles.open_case, file, actor=staff.victims, data={"offence": "blows_on_spouse"})
    assert again.code == "districts.case_open_already"


def test_what_is_not_received(staff, stage, received):
    for changes, code in (
        ({"in_private": False}, "districts.not_private"),
        ({"violence": []}, "kernel.missing"),
        ({"violence": ["boredom"]}, "kernel.invalid"),
        ({"violence": ["physical", "physical"]}, "kernel.invalid"),
        ({"arabic_name": None}, "districts.no_name"),
        ({"happened_at": START + DAY}, "districts.not_yet"),
        ({"born_on": START.date(), "happened_at": START - 9 * DAY}, "districts.born_after"),
        ({"born_on": START.date() - timedelta(days=6000)}, "districts.victim_under_age"),
        ({"phone": "?"}, "kernel.invalid"),
    ):
        with pytest.raises(Refused) as caught:
            received(**changes)
        assert code in [refusal.code for refusal in caught.value.refusals], changes
    with pytest.raises(Refused) as caught:
        stage.do(VictimFiles.receive, actor=staff.desk, unit=staff.unit, data=TOLD)
    assert caught.value.refusal.code == "kernel.no_mandate"


def test_the_law_names_the_measures(staff, stage, received, monkeypatch):
    from hasila.institution import law

    file = received()
    known = law.value
    monkeypatch.setattr(law, "value", lambda key, on: ("care",) if key.endswith("measures") else known(key, on))
    asked = {"measures_asked": ["warning"], "asked_at": START}
    assert stage.refused(VictimFiles.ask_measures, file, actor=staff.victims, data=asked).code == (
        "districts.unknown_measure"
    )


def test_child_victims(staff, stage):
    file = stage.do(ChildFiles.receive, actor=staff.minors, unit=staff.unit, data=CHILD).record
    assert visible(ChildFiles, Actor.of(staff.victims)).get() == file
    assert not visible(ChildFiles, Actor.of(staff.judicial)).exists()
    stage.do(ChildFiles.assess, file, actor=staff.minors, data={**CHILD_ANSWERS, **LEVEL})
    stage.do(ChildFiles.refer, file, actor=staff.victims, data={"referral": "psychologist"})
    asked = {"measures_asked": ["trusted", "treatment"], "asked_at": START}
    of_women = asked | {"measures_asked": ["property"]}
    assert (
        stage.refused(ChildFiles.ask_measures, file, actor=staff.minors, data=of_women).code
        == "districts.unknown_measure"
    )
    stage.do(ChildFiles.ask_measures, file, actor=staff.minors, data=asked)
    assert not hasattr(file, "pregnant") and file.measures_asked == asked["measures_asked"]
    stage.do(ChildFiles.close, file, actor=staff.victims, data={"closing": "تكفلت به جدته بأمر وكيل الملك."}, day=9)
    suspected = CHILD | {"guardian_suspected": True}
    for wrong, code in (
        (CHILD | {"born_on": START.date() - timedelta(days=9000)}, "districts.victim_of_age"),
        (suspected, "districts.guardian_suspected"),
        (CHILD | {"in_private": False}, "districts.not_private"),
    ):
        refused = stage.refused(ChildFiles.receive, actor=staff.minors, unit=staff.unit, data=wrong)
        assert refused.code == code
    stage.do(ChildFiles.receive, actor=staff.minors, unit=staff.unit, data=suspected | {"guardian_tie": "officer"})
    assert (recount("children", ChildFiles), recount("referrals", ChildFiles)) == (2, 1)
    assert ChildFile.objects.count() == 2


def test_a_child_stays_a_child_of_the_register_when_it_grows_up(staff, stage):
    nearly = START.date().replace(year=START.year - 18) + timedelta(days=20)
    file = stage.do(ChildFiles.receive, actor=staff.minors, unit=staff.unit, data=CHILD | {"born_on": nearly}).record
    stage.do(ChildFiles.complete, file, actor=staff.minors, data={"phone": "0600000000"}, day=60)
    assert file.phone == "0600000000"
    assert Act(ChildFiles.complete).transition.key == "districts.child_files.complete"
