"""An audit visit from its plan to the last recommendation, and every reason why not."""

from datetime import timedelta

import pytest
from tests.stage import START, YEAR

from hasila.institution.staffing import give_mandate
from hasila.modules.inspection.models import Audit, AuditVisit

TODAY = START.date()


@pytest.fixture
def planned(staff, stage):
    """Plans a visit and gives it."""

    def make(**changes):
        data = {"audited_unit": staff.district, "theme": "custody", "planned_on": TODAY + timedelta(days=5), **changes}
        return stage.do(Audit.plan, actor=staff.chief, unit=staff.inspection, data=data).record

    return make


@pytest.fixture
def reported(planned, staff, stage):
    """A visit whose report makes two recommendations."""
    visit = planned()
    visited = {"visited_on": TODAY + timedelta(days=5)}
    stage.do(Audit.carry_out, visit, actor=staff.inspector, data=visited, day=6)
    report = {"findings": "سجلات غير مكتملة", "recommendations": "٢"}
    return stage.do(Audit.report, visit, actor=staff.inspector, data=report, day=20).record


def recount(name):
    return Audit.indicators[name].recount(YEAR)


def test_the_usual_course(staff, stage, reported):
    assert (reported.state, reported.recommendations, reported.implemented) == ("reported", 2, 0)
    for day in (40, 50):
        stage.do(Audit.implement, reported, actor=staff.inspector, data={"follow_up": "تم التحيين"}, day=day)
    assert stage.refused(Audit.implement, reported, actor=staff.inspector, data={"follow_up": "تم"}, day=51).code == (
        "inspection.all_implemented"
    )
    stage.do(Audit.close, reported, actor=staff.chief, day=55)
    assert reported.state == "closed"
    names = ("visits", "recommendations_made", "recommendations_implemented", "reports", "reports_on_time")
    assert [recount(name) for name in names] == [1, 2, 2, 1, 1]


def test_open_recommendations_need_a_reason(staff, stage, reported):
    refusal = stage.refused(Audit.close, reported, actor=staff.chief, day=30)
    assert (refusal.code, refusal.field, refusal.params["left"]) == (
        "inspection.recommendations_open",
        "closing_note",
        2,
    )
    stage.do(Audit.close, reported, actor=staff.chief, data={"closing_note": "أعيد تنظيم المصلحة"}, day=30)
    assert reported.state == "closed"


def test_a_visit_is_planned_ahead(staff, stage, planned):
    data = {"audited_unit": staff.district, "theme": "custody", "planned_on": TODAY - timedelta(days=1)}
    refusal = stage.refused(Audit.plan, actor=staff.chief, unit=staff.inspection, data=data)
    assert (refusal.code, refusal.field) == ("inspection.planned_in_the_past", "planned_on")
    assert not AuditVisit.objects.exists()


def test_a_visit_of_tomorrow(staff, stage, planned):
    visited = {"visited_on": TODAY + timedelta(days=7)}
    refusal = stage.refused(Audit.carry_out, planned(), actor=staff.inspector, data=visited, day=6)
    assert (refusal.code, refusal.field) == ("inspection.visited_later", "visited_on")


def test_a_cancelled_visit_counts_nowhere(staff, stage, planned):
    visit = planned()
    assert stage.refused(Audit.cancel, visit, actor=staff.chief).field == "closing_note"
    stage.do(Audit.cancel, visit, actor=staff.chief, data={"closing_note": "تعذر التنقل"})
    assert (visit.state, recount("visits")) == ("cancelled", 0)


@pytest.mark.parametrize("number", [-1, 201, "many", 2.5])
def test_the_number_of_recommendations(staff, stage, planned, number):
    visit = planned()
    stage.do(Audit.carry_out, visit, actor=staff.inspector, data={"visited_on": TODAY}, day=1)
    report = {"findings": "خلاصات", "recommendations": number}
    refusal = stage.refused(Audit.report, visit, actor=staff.inspector, data=report, day=2)
    assert (refusal.code, refusal.field) == ("kernel.invalid", "recommendations")


def test_whoever_reports_does_not_close(staff, stage, reported):
    give_mandate(staff.inspector, "chief_inspector", staff.inspection, since=TODAY)
    assert stage.refused(Audit.close, reported, actor=staff.inspector, day=30).code == "kernel.same_person"
