"""An administrative inquiry from its opening to the judicial police or to its end, and every reason why not."""

from datetime import timedelta

import pytest
from django.utils import translation
from tests.stage import START, YEAR

from hasila.assurance.readings import consult
from hasila.institution.law import cite
from hasila.institution.staffing import give_mandate
from hasila.kernel.access import Actor
from hasila.kernel.many import perform_many
from hasila.kernel.perform import Door
from hasila.kernel.procedures import Act
from hasila.kernel.records import new_id
from hasila.kernel.refusals import Refused
from hasila.modules.inspection.models import Audit, Inquiry, InquiryFile
from hasila.plain.moments import micros


def recount(name: str) -> int:
    """A figure of the tests' year, counted from the entries."""
    return Inquiry.indicators[name].recount(YEAR)


def test_the_usual_course(staff, stage, opened):
    file = opened()
    assert (file.state, file.due_step) == ("under_way", "report")
    for day, officer in enumerate(staff.officers, 1):
        stage.do(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": officer}, day=day)
    assert file.officers == staff.officers
    stage.do(Inquiry.report, file, actor=staff.inspector, data={"findings": "تأخر في الاستقبال"}, day=30)
    decided = {"outcome": "administrative_fault", "grounds": "ثبوت التأخر"}
    stage.do(Inquiry.conclude, file, actor=staff.chief, data=decided, day=35)
    stage.do(Inquiry.close, file, actor=staff.chief, day=36)
    assert (file.state, file.due_at) == ("closed", None)


def test_the_figures_count_acts(staff, stage, opened, concluded):
    file = opened()
    opened(origin="ex_officio")
    concluded("offence", origin="complaint")
    for officer in staff.officers:
        stage.do(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": officer})
    names = ("inquiries", "on_denunciation", "staff_covered", "conclusions", "with_offence", "referrals")
    assert [recount(name) for name in names] == [3, 1, 3, 1, 1, 0]


def test_a_report_after_its_term_is_late(staff, stage, opened):
    for day in (60, 61):
        stage.do(Inquiry.report, opened(), actor=staff.inspector, data={"findings": "خلاصات"}, day=day)
    assert (recount("reports"), recount("reports_on_time")) == (2, 1)


def test_a_report_that_is_sent_back_does_not_count(staff, stage, opened):
    file = opened()
    stage.do(Inquiry.report, file, actor=staff.inspector, data={"findings": "ناقص"}, day=10)
    stage.do(Inquiry.send_back, file, actor=staff.chief, data={"remarks": "يستكمل"}, day=12)
    assert (file.state, recount("reports"), recount("reports_on_time")) == ("under_way", 0, 0)
    stage.do(Inquiry.report, file, actor=staff.inspector, data={"findings": "كامل"}, day=15)
    assert (recount("reports"), recount("reports_on_time")) == (1, 1)


def test_an_officer_is_named_once(staff, stage, opened):
    file = opened()
    naming = {"actor": staff.inspector, "data": {"officer": staff.officers[0]}}
    stage.do(Inquiry.name_officer, file, **naming)
    refusal = stage.refused(Inquiry.name_officer, file, **naming)
    assert (refusal.code, refusal.field) == ("inspection.named_already", "officer")
    assert InquiryFile.objects.get().officers == staff.officers[:1]


def test_a_naming_in_error_is_taken_back_once(staff, stage, opened):
    file = opened()
    refusal = stage.refused(Inquiry.strike_officer, file, actor=staff.inspector)
    assert refusal.code == "inspection.nobody_to_strike"
    for officer in staff.officers[:2]:
        stage.do(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": officer})
    stage.do(Inquiry.strike_officer, file, actor=staff.inspector)
    assert (file.officers, file.officer_id, recount("staff_covered")) == (staff.officers[:1], None, 1)
    refusal = stage.refused(Inquiry.strike_officer, file, actor=staff.inspector)
    assert refusal.code == "inspection.nobody_to_strike"
    stage.do(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": staff.officers[1]})
    assert recount("staff_covered") == 2


def test_an_officer_who_is_not_there(staff, stage, opened):
    refusal = stage.refused(
        Inquiry.name_officer, opened(), actor=staff.inspector, data={"officer": "00000000-0000-7000-8000-000000000000"}
    )
    assert (refusal.code, refusal.field) == ("kernel.no_such_object", "officer")


def test_an_inspector_who_is_concerned_takes_no_part(staff, stage, opened):
    file = opened()
    for officer in (staff.colleague, staff.officers[0]):
        stage.do(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": officer})
    refusal = stage.refused(Inquiry.report, file, actor=staff.colleague, data={"findings": "لا شيء"})
    assert refusal.code == "kernel.own_file"
    refusal = stage.refused(Inquiry.name_officer, file, actor=staff.inspector, data={"officer": staff.inspector})
    assert refusal.code == "kernel.own_file"


def test_whoever_reports_does_not_conclude(staff, stage, opened):
    give_mandate(staff.inspector, "chief_inspector", staff.inspection, since=START.date())
    file = opened()
    stage.do(Inquiry.report, file, actor=staff.inspector, data={"findings": "خلاصات"}, day=2)
    decided = {"outcome": "no_fault", "grounds": "لا خلل"}
    for step, data in ((Inquiry.conclude, decided), (Inquiry.send_back, {"remarks": "يستكمل"})):
        assert stage.refused(step, file, actor=staff.inspector, data=data, day=3).code == "kernel.same_person"


def test_an_offence_goes_to_the_judicial_police_before_the_file_closes(staff, stage, concluded):
    file = concluded("offence")
    assert stage.refused(Inquiry.close, file, actor=staff.chief, day=26).code == "inspection.refer_first"
    to = {"judicial_unit": staff.judicial}
    stage.do(Inquiry.refer, file, actor=staff.chief, data=to, day=26)
    assert (file.state, recount("referrals")) == ("referred", 1)
    stage.do(Inquiry.close, file, actor=staff.chief, day=40)
    assert file.state == "closed"


def test_whoever_opened_does_not_refer(staff, stage, concluded):
    file = concluded("offence", actor=staff.chief)
    to = {"judicial_unit": staff.judicial}
    assert stage.refused(Inquiry.refer, file, actor=staff.chief, data=to, day=26).code == "kernel.same_person"
    stage.do(Inquiry.refer, file, actor=staff.general, data=to, day=26)
    assert file.state == "referred"


def test_without_an_offence_there_is_no_referral(staff, stage, concluded):
    file = concluded("no_fault")
    refusal = stage.refused(Inquiry.refer, file, actor=staff.chief, data={"judicial_unit": staff.judicial}, day=26)
    assert refusal.code == "inspection.no_offence"


def test_the_unit_concerned_is_open(tree, staff, opened):
    closing = START.date() - timedelta(days=3)
    type(staff.district).objects.filter(pk=staff.district.pk).update(closed_on=closing)
    with pytest.raises(Refused) as caught:
        opened()
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("inspection.unit_closed", "concerned_unit")


def test_a_denunciation_of_tomorrow(staff, stage, opened):
    with pytest.raises(Refused) as caught:
        opened(received_on=START.date() + timedelta(days=1))
    assert (caught.value.refusal.code, caught.value.refusal.field) == ("inspection.received_later", "received_on")
    assert not InquiryFile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"origin": "rumour"}, "kernel.invalid", "origin"),
        ({"subject": ""}, "kernel.missing", "subject"),
        ({"subject": "س" * 201}, "kernel.too_long", "subject"),
        ({"facts": "أ\u202eب"}, "kernel.control_characters", "facts"),
        ({"concerned_unit": 999_999}, "kernel.no_such_object", "concerned_unit"),
        ({"concerned_unit": "nowhere"}, "kernel.no_such_object", "concerned_unit"),
        ({"officers": ["x"]}, "kernel.unknown_field", "officers"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(opened, changes, code, field):
    with pytest.raises(Refused) as caught:
        opened(**changes)
    assert (caught.value.refusal.code, caught.value.refusal.field) == (code, field)
    assert not InquiryFile.objects.exists()


def test_a_mandate_elsewhere_opens_nothing(staff, stage, opened):
    with pytest.raises(Refused) as caught:
        opened(actor=staff.regional)
    assert caught.value.refusal.code == "kernel.no_mandate"


def test_a_state_skipped(staff, stage, opened):
    decided = {"outcome": "no_fault", "grounds": "لا خلل"}
    assert stage.refused(Inquiry.conclude, opened(), actor=staff.chief, data=decided).code == "kernel.wrong_state"


def test_reading_an_inquiry_asks_for_a_purpose(staff, opened):
    file = opened()
    with pytest.raises(Refused) as caught:
        consult(file, Actor.of(staff.chief), "curiosity")
    assert caught.value.refusal.code == "kernel.no_purpose"
    assert consult(file, Actor.of(staff.chief), "decision")
    with pytest.raises(Refused):
        consult(file, Actor.of(staff.officers[0]), "inquiry")


def test_a_stream_of_courses_counts_as_the_same_acts_one_by_one(staff):
    acts = []
    for number in range(6):
        at = START + timedelta(hours=number)
        key = new_id(at)
        data = {
            "origin": "denunciation" if number % 2 else "ex_officio",
            "subject": f"بحث {number}",
            "facts": "وقائع",
            "concerned_unit": staff.district.pk,
        }
        acts.append(Act(Inquiry.open_inquiry, key, staff.inspector, data, at, staff.inspection.pk))
        for officer in staff.officers:
            at += timedelta(minutes=1)
            acts.append(Act(Inquiry.name_officer, key, staff.inspector, {"officer": officer}, at))
        acts.append(Act(Inquiry.strike_officer, key, staff.inspector, {}, at))
        acts.append(Act(Inquiry.report, key, staff.inspector, {"findings": "خلاصات"}, at + timedelta(days=9)))
    clock = micros(START + timedelta(days=12))
    outcome = perform_many(acts, batch=7, door=Door(clock=lambda: clock))
    assert (outcome.performed, outcome.refused) == (len(acts), 0)
    assert (recount("inquiries"), recount("on_denunciation"), recount("staff_covered")) == (6, 3, 12)
    assert all(file.officers == staff.officers[:2] for file in InquiryFile.objects.all())


def test_every_step_cites_a_text_that_there_is():
    for procedure in (Inquiry, Audit):
        for transition in procedure.transitions.values():
            with translation.override("fr"):
                assert cite(transition.basis)
