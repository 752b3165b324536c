"""Grievances and pleas through the door, and what a decision brings about in the disciplinary file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hasila.institution.roles import Role
from hasila.modules.personnel.models import DisciplinaryFile, Discipline, Grievance
from hasila.modules.personnel.tests.conftest import START, YEAR

COMMISSION, GENERAL, CLERK = Role.GRIEVANCE_COMMISSION, Role.DIRECTOR_GENERAL, Role.PERSONNEL_CLERK


def sanctioned(service: Any, officer: Any, measure: str = "demotion", **details: Any) -> DisciplinaryFile:
    file = service.do(
        Discipline.open_file, by=CLERK, unit=officer.unit_id, officer=officer.pk, breach="conduct", facts="A quarrel."
    )
    service.do(Discipline.notify, file, by=CLERK, day=1)
    service.do(Discipline.propose, file, by=Role.COUNCIL_CLERK, day=15, proposal=measure, minutes="Heard.")
    return service.do(Discipline.decide, file, by=GENERAL, day=16, measure=measure, grounds="Proven.", **details)


def filed(service: Any, officer: Any, **data: Any) -> Any:
    given = {"kind": "plea", "contested": "sanction", "arguments": "I ask for clemency."} | data
    unit = service.unit("CCG")
    return service.do(Grievance.receive, by=officer.pk, unit=unit, day=20, officer=officer.pk, **given)


def recommended(service: Any, file: Any, recommendation: str) -> Any:
    service.do(Grievance.study, file, by=COMMISSION, day=25, report="The rapporteur's report.")
    return service.do(
        Grievance.recommend, file, by=COMMISSION, day=30, recommendation=recommendation, opinion="By the file."
    )


def test_annulment_reaches_the_sanction_and_the_career(service: Any, officer: Any, fresh: Any) -> None:
    sanction = sanctioned(service, officer, lower_grade=1)
    assert (fresh(officer).grade_id, Discipline.sanctions.recount(YEAR)) == (1, 1)
    file = recommended(service, filed(service, officer, sanction=sanction.pk), "annul")
    assert file.due_step == "decide"
    service.do(Grievance.decide, file, by=GENERAL, day=40, decision="annul", grounds="The proof fails.")
    assert (file.followed, fresh(officer).grade_id) == ("yes", 3)
    assert DisciplinaryFile.objects.get(pk=sanction.pk).state == "annulled"
    assert (Discipline.sanctions.recount(YEAR), Discipline.files_handled.recount(YEAR)) == (0, 1)


def test_review_lightens_the_sanction(service: Any, officer: Any, fresh: Any) -> None:
    sanction = sanctioned(service, officer, "dismissal")
    file = recommended(service, filed(service, officer, sanction=sanction.pk), "review")
    bare = service.refused(Grievance.decide, file, by=GENERAL, day=40, decision="review", grounds="Too hard.")
    assert (bare.code, bare.field) == ("grievance.new_measure", "new_measure")
    service.do(Grievance.decide, file, by=GENERAL, day=40, decision="review", grounds="Too hard.", new_measure="blame")
    revised = DisciplinaryFile.objects.get(pk=sanction.pk)
    assert (revised.state, revised.measure, fresh(officer).state) == ("revised", "blame", "active")


def test_review_may_lead_to_a_demotion(service: Any, officer: Any, fresh: Any) -> None:
    sanction = sanctioned(service, officer, "dismissal")
    file = recommended(service, filed(service, officer, sanction=sanction.pk), "review")
    given = {"by": GENERAL, "day": 40, "decision": "review", "grounds": "Too hard.", "new_measure": "demotion"}
    bare = service.refused(Grievance.decide, file, **given)
    assert (bare.code, bare.field) == ("discipline.lower_grade", "lower_grade")
    service.do(Grievance.decide, file, **given, lower_grade=1)
    assert (fresh(officer).state, fresh(officer).grade_id) == ("active", 1)


def test_figures_of_the_commission(service: Any, officer: Any) -> None:
    for recommendation, decision in [("confirm", "confirm"), ("annul", "confirm"), ("inadmissible", "inadmissible")]:
        file = recommended(service, filed(service, officer), recommendation)
        service.do(Grievance.decide, file, by=GENERAL, day=90, decision=decision, grounds="By the file.")
    assert Grievance.grievances_received.recount(YEAR) == Grievance.recommendations.recount(YEAR) == 3
    for share, part in [
        (Grievance.share_review_or_annul, 1),
        (Grievance.share_confirm, 1),
        (Grievance.share_followed, 2),
        (Grievance.decided_on_time, 0),
    ]:
        assert (share.part[0].recount(YEAR), share.whole[0].recount(YEAR)) == (part, 3)


def test_registered_with_the_commission(service: Any, officer: Any) -> None:
    data = {"officer": officer.pk, "kind": "plea", "contested": "other", "arguments": "…"}
    found = service.refused(Grievance.receive, by=officer.pk, unit=officer.unit_id, **data)
    assert (found.code, found.field) == ("grievance.not_the_commission", "unit")


@pytest.mark.parametrize(
    ("contested_on", "code"),
    [
        (None, "grievance.no_day"),
        (START - timedelta(days=100), "grievance.out_of_time"),
        (START + timedelta(days=40), "grievance.out_of_time"),
    ],
)
def test_a_grievance_has_a_term(service: Any, officer: Any, contested_on: Any, code: str) -> None:
    data = {"officer": officer.pk, "kind": "grievance", "contested": "transfer", "arguments": "…"}
    found = service.refused(
        Grievance.receive, by=COMMISSION, unit=service.unit("CCG"), contested_on=contested_on, **data
    )
    assert found.code == code


def test_someone_elses_sanction(service: Any, officer: Any) -> None:
    sanction = sanctioned(service, service.officer(), "blame")
    data = {"officer": officer.pk, "kind": "plea", "contested": "sanction", "arguments": "…", "sanction": sanction.pk}
    found = service.refused(Grievance.receive, by=officer.pk, unit=service.unit("CCG"), day=20, **data)
    assert found.code == "grievance.not_their_sanction"


def test_a_pending_appeal_comes_first(service: Any, officer: Any) -> None:
    sanction = sanctioned(service, officer, "blame")
    file = recommended(service, filed(service, officer, sanction=sanction.pk), "annul")
    service.do(Discipline.appeal_decision, sanction, by=officer.pk, day=35, appeal="Also this way.")
    found = service.refused(Grievance.decide, file, by=GENERAL, day=40, decision="annul", grounds="…")
    assert found.code == "kernel.wrong_state"


def test_whoever_recommended_does_not_decide(service: Any, officer: Any) -> None:
    service.give(service.holders[COMMISSION], GENERAL)
    file = recommended(service, filed(service, officer), "confirm")
    found = service.refused(Grievance.decide, file, by=COMMISSION, day=40, decision="confirm", grounds="…")
    assert found.code == "kernel.same_person"


def test_withdrawn(service: Any, officer: Any) -> None:
    file = filed(service, officer)
    assert service.refused(Grievance.withdraw, file, by=COMMISSION, day=21).code == "kernel.not_concerned"
    assert service.do(Grievance.withdraw, file, by=officer.pk, day=21).state == "withdrawn"
