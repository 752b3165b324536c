"""A complaint from the counter to where it ends, and every reason why not."""

from datetime import date, timedelta

import pytest
from tests.stage import START, YEAR

from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.districts import following
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.tests.conftest import told

HOUR = timedelta(hours=1)


def recount(name: str) -> int:
    """A figure of the tests' year, counted from the entries."""
    return Complaints.indicators[name].recount(YEAR)


@pytest.fixture
def case_files(monkeypatch):
    """A stand-in for the case module: the opening that follows is that of another complaint."""
    monkeypatch.setattr(following, "_follow", [lambda record, act: Complaints.arrive])
    seen = []

    def data(record, act):
        seen.append(following.case_data(record, act))
        return {
            "unit": record.unit_id,
            "facts": record.facts,
            "came_from": record.id,
            "came_from_reference": record.reference,
        }

    object.__setattr__(following.CASE, "data", data)
    yield seen
    object.__setattr__(following.CASE, "data", following.case_data)


def test_a_complaint_is_taken_and_waits_for_what_becomes_of_it(staff, stage, taken):
    complaint = taken()
    assert (complaint.state, complaint.level) == ("received", "misdemeanour")
    assert complaint.reference.startswith("PL-")
    assert complaint.due_at is not None
    assert (complaint.due_at.date() - START.date()).days in (30, 31)
    stage.do(Complaints.complete, complaint, actor=staff.desk, data={"suspect": "جار يعرفه"}, day=1)
    assert complaint.suspect == "جار يعرفه"
    assert complaint.facts == told()["facts"]
    assert recount("complaints") == 1


def test_it_becomes_a_case_file(staff, stage, taken, case_files):
    complaint = taken()
    assert stage.refused(
        Complaints.record_on_paper, complaint, actor=staff.judicial, data={"paper_number": "12/2027"}
    ).code == ("districts.case_files_here")
    stage.do(Complaints.open_case, complaint, actor=staff.judicial, day=2)
    assert (complaint.state, complaint.due_at) == ("followed", None)
    assert Complaint.objects.get(pk=complaint.case_id).reference == complaint.case_reference
    (asked,) = case_files
    assert asked == {
        "origin": "complaint",
        "origin_reference": complaint.reference,
        "origin_id": complaint.id,
        "offence": "motorcycle_theft",
        "facts": complaint.facts,
        "happened_at": complaint.happened_at,
        "place": "شارع محمد الخامس، قرب المحكمة، مراكش",
        "urgency": "ordinary",
    }
    stage.do(Complaints.note_withdrawal, complaint, actor=staff.desk, data={"withdrawal": "أتنازل"}, day=3)
    assert complaint.state == "followed"
    assert (recount("cases"), recount("withdrawals"), recount("ended_on_time")) == (1, 1, 1)


def test_without_case_files_it_is_followed_on_paper(staff, stage, taken, case_files, monkeypatch):
    monkeypatch.setattr(following, "_follow", [])
    complaint = taken(offence=None)
    refused = stage.refused(Complaints.open_case, complaint, actor=staff.judicial)
    assert refused.code == "districts.no_case_files"
    data = {"paper_number": "12/2027"}
    assert stage.refused(Complaints.record_on_paper, complaint, actor=staff.judicial, data=data).field == "offence"
    stage.do(
        Complaints.record_on_paper, complaint, actor=staff.judicial, data=data | {"offence": "motorcycle_theft"}, day=40
    )
    assert (complaint.state, recount("on_paper_cases"), recount("ended_on_time")) == ("on_paper", 1, 0)
    monkeypatch.setattr(following, "_follow", [lambda record, act: None])
    assert stage.refused(Complaints.open_case, complaint, actor=staff.chief, day=41).code == "districts.no_case_files"
    monkeypatch.setattr(following, "_follow", [lambda record, act: Complaints.arrive])
    stage.do(Complaints.open_case, complaint, actor=staff.chief, day=41)
    assert complaint.state == "followed"


def test_another_unit_gets_an_entry_of_its_own(staff, stage, taken):
    complaint = taken(territory="elsewhere", town="CAS")
    assert stage.refused(Complaints.record_on_paper, complaint, actor=staff.chief, data={"paper_number": "1"}).code == (
        "districts.not_ours"
    )
    ours = {"paper_number": "1", "territory": "here"}
    assert stage.refused(Complaints.record_on_paper, complaint, actor=staff.chief, data=ours).code == (
        "districts.other_town"
    )
    same = stage.refused(Complaints.hand_to_unit, complaint, actor=staff.desk, data={"to_unit": staff.unit.pk})
    assert same.code == "districts.same_unit"
    laboratory = {"to_unit": Unit.objects.get(code="LPTS").pk}  # where nobody would see it
    lost = stage.refused(Complaints.hand_to_unit, complaint, actor=staff.desk, data=laboratory)
    assert lost.code == "institution.follows_up_nothing"
    stage.do(Complaints.hand_to_unit, complaint, actor=staff.desk, data={"to_unit": staff.other.pk}, day=1)
    theirs = Complaint.objects.get(pk=complaint.next_id)
    assert (theirs.unit_id, theirs.state, theirs.how) == (staff.other.pk, "received", "unit")
    assert (theirs.came_from, theirs.came_from_reference) == (complaint.id, complaint.reference)
    assert theirs.reference == complaint.next_reference
    assert (theirs.arabic_name, theirs.facts, theirs.born_on) == (
        complaint.arabic_name,
        complaint.facts,
        complaint.born_on,
    )
    assert theirs.due_at is not None
    assert theirs in visible(Complaints, Actor.of(staff.other_desk))
    assert theirs not in visible(Complaints, Actor.of(staff.desk))
    assert complaint in visible(Complaints, Actor.of(staff.desk))
    assert (recount("complaints"), recount("handed_over")) == (1, 1)


def test_a_closed_unit_receives_nothing(tree, staff, stage, taken):
    Unit.objects.filter(pk=staff.other.pk).update(opened_on=date(2000, 1, 1), closed_on=date(2020, 1, 1))
    code = stage.refused(Complaints.hand_to_unit, taken(), actor=staff.desk, data={"to_unit": staff.other.pk}).code
    assert code == "institution.closed_unit"


def test_what_lies_outside_the_perimeter_goes_to_the_gendarmerie(staff, stage, taken):
    complaint = taken()
    data = {"gendarmerie": "المركز الترابي للدرك الملكي أولاد حسون"}
    assert stage.refused(Complaints.hand_to_gendarmerie, complaint, actor=staff.judicial, data=data).code == (
        "districts.in_the_perimeter"
    )
    outside = {"territory": "outside", "place": "دوار أولاد حسون"}
    stage.do(Complaints.hand_to_gendarmerie, complaint, actor=staff.judicial, data=data | outside)
    assert complaint.state == "gendarmerie_s"
    assert recount("to_gendarmerie") == 1


def test_a_refusal_has_a_reason_and_the_prosecutor_is_told(staff, stage, taken):
    complaint = taken(day=1)
    data = {"refusal": "civil", "grounds": "نزاع حول كراء محل.", "prosecutor_told_at": START + timedelta(days=2)}
    assert stage.refused(Complaints.refuse, complaint, actor=staff.judicial, data=data, day=1).code == (
        "districts.told_out_of_time"
    )
    early = data | {"prosecutor_told_at": START - timedelta(days=1)}
    assert stage.refused(Complaints.refuse, complaint, actor=staff.judicial, data=early, day=3).code == (
        "districts.told_out_of_time"
    )
    stage.do(Complaints.refuse, complaint, actor=staff.judicial, data=data, day=3)
    assert (complaint.state, recount("refusals")) == ("refused", 1)


def test_who_took_a_complaint_does_not_refuse_it(staff, stage):
    complaint = stage.do(Complaints.receive, actor=staff.judicial, unit=staff.unit, data=told()).record
    data = {"refusal": "civil", "grounds": "نزاع مدني.", "prosecutor_told_at": START}
    assert stage.refused(Complaints.refuse, complaint, actor=staff.judicial, data=data).code == "kernel.same_person"
    assert stage.refused(Complaints.refuse, complaint, actor=staff.desk, data=data).code == "kernel.no_mandate"


def test_a_withdrawal_does_not_end_the_matter(staff, stage, taken, case_files):
    first, second = taken(), taken()
    for complaint in (first, second):
        stage.do(Complaints.withdraw, complaint, actor=staff.desk, data={"withdrawal": "أتنازل عن شكايتي"}, day=1)
        assert (complaint.state, complaint.due_step) == ("withdrawn", "close")
    stage.do(Complaints.open_case, first, actor=staff.judicial, day=2)
    data = {"prosecutor_told_at": START + timedelta(hours=1)}  # of something else, the day before
    assert stage.refused(Complaints.close, second, actor=staff.chief, data=data, day=3).code == (
        "districts.told_before_withdrawal"
    )
    data = {"prosecutor_told_at": START + timedelta(days=2)}
    stage.do(Complaints.close, second, actor=staff.chief, data=data, day=3)
    assert (first.state, second.state) == ("followed", "closed")
    assert recount("withdrawals") == 2


NOT_TAKEN = [
    ({"arabic_name": None, "latin_name": None}, "districts.no_name"),
    ({"arabic_name": "Souad"}, "districts.not_arabic"),
    ({"latin_name": "سعاد"}, "districts.not_latin"),
    ({"born_on": START.date() + timedelta(days=1), "happened_at": None}, "districts.not_born"),
    ({"born_on": START.date().replace(year=1850)}, "persons.born_too_early"),
    (
        {"born_on": START.date() - timedelta(days=1), "happened_at": START - timedelta(days=9)},
        "districts.born_after",
    ),
    ({"happened_at": START + HOUR}, "districts.not_yet"),
    ({"happened_until": START + HOUR}, "districts.not_yet"),
    ({"happened_until": START - 10 * HOUR}, "districts.span_reversed"),
    ({"happened_at": None, "happened_until": START}, "districts.span_reversed"),
    ({"born_on": START.date() - timedelta(days=3000)}, "districts.minor_alone"),
    ({"born_on": START.date() - timedelta(days=3000), "guardian": "أمينة"}, "districts.minor_alone"),
    ({"town": "CAS"}, "districts.other_town"),
    ({"territory": "outside", "place": None}, "districts.place_unnamed"),
    ({"card_number": "12"}, "kernel.invalid"),
    ({"phone": "call me"}, "kernel.invalid"),
    ({"facts": None}, "kernel.missing"),
    ({"facts": "\u202eسرقة"}, "kernel.control_characters"),
    ({"offence": "boredom"}, "kernel.invalid"),
    ({"urgency": "very"}, "kernel.invalid"),
]


def test_what_is_not_taken(staff, stage):
    for changes, code in NOT_TAKEN:
        with pytest.raises(Refused) as caught:
            stage.do(Complaints.receive, actor=staff.desk, unit=staff.unit, data=told(**changes))
        assert code in [refusal.code for refusal in caught.value.refusals], changes
        assert all(str(refusal) for refusal in caught.value.refusals)
    assert not Complaint.objects.exists()


def test_a_minor_is_heard_with_somebody_of_age(staff, taken):
    born = START.date().replace(year=START.year - 18) + timedelta(days=1)
    complaint = taken(born_on=born, guardian="أمينة بنعلي", guardian_tie="mother")
    assert complaint.guardian_tie == "mother"
    assert taken(born_on=START.date().replace(year=START.year - 18)).guardian == ""


def test_others_see_what_their_work_needs(staff, stage, taken):
    complaint = taken()
    seen = {name: visible(Complaints, Actor.of(getattr(staff, name))).filter(pk=complaint.pk).exists() for name in (
        "desk", "judicial", "chief", "prefect", "prosecutor", "inspector", "other_desk", "victims", "minors",
    )}  # fmt: skip
    assert [name for name, does in seen.items() if not does] == ["other_desk", "victims", "minors"]
    with pytest.raises(Refused):
        stage.do(Complaints.complete, complaint, actor=staff.other_desk, data={"suspect": "x"})


def test_nothing_opens_at_another_unit_by_itself(staff, stage):
    act = Act(Complaints.arrive)
    assert act.transition.consequent
    refused = stage.refused(Complaints.arrive, actor=staff.chief, unit=staff.unit, data={"facts": "x"})
    assert refused.code == "kernel.only_consequent"
