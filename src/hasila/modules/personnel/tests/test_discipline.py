"""A disciplinary file through the door: its course, its consequences, its refusals, its figures."""

from __future__ import annotations

from typing import Any

import pytest

from hasila.assurance.readings import consult, of_records
from hasila.assurance.steps import timeline
from hasila.institution.roles import Role
from hasila.kernel.access import Actor
from hasila.kernel.refusals import Refused
from hasila.modules.personnel.models import DisciplinaryFile, Discipline, Promotion, Reinstatement
from hasila.modules.personnel.tests.conftest import YEAR
from hasila.plain.moments import legal_day

CLERK, COUNCIL, GENERAL = Role.PERSONNEL_CLERK, Role.COUNCIL_CLERK, Role.DIRECTOR_GENERAL
DIRECTOR = Role.PERSONNEL_DIRECTOR


def notified(service: Any, officer: Any) -> DisciplinaryFile:
    file = service.do(
        Discipline.open_file, by=CLERK, unit=officer.unit_id, officer=officer.pk, breach="absence", facts="Three days."
    )
    return service.do(Discipline.notify, file, by=COUNCIL, day=1)


def proposed(service: Any, officer: Any, measure: str = "suspension") -> DisciplinaryFile:
    file = notified(service, officer)
    service.do(Discipline.defend, file, by=officer.pk, day=2, defence="I was ill.")
    return service.do(Discipline.propose, file, by=COUNCIL, day=20, proposal=measure, minutes="Heard.")


def decided(service: Any, officer: Any, measure: str, **details: Any) -> DisciplinaryFile:
    file = proposed(service, officer, measure)
    return service.do(Discipline.decide, file, by=GENERAL, day=25, measure=measure, grounds="Proven.", **details)


def test_light_sanction_after_the_term_of_defence(service: Any, officer: Any, fresh: Any) -> None:
    file = notified(service, officer)
    found = service.refused(Discipline.decide, file, by=GENERAL, day=11, measure="warning", grounds="Proven.")
    assert (found.code, found.basis) == ("discipline.defence_open", "personnel.discipline.defence")
    service.do(Discipline.decide, file, by=GENERAL, day=12, measure="warning", grounds="Proven.")
    assert (file.state, file.number, fresh(officer).state) == ("decided", 1, "active")
    assert Discipline.sanctions.recount(YEAR) == Discipline.files_handled.recount(YEAR) == 1


def test_numbers_leave_no_gap(service: Any, officer: Any) -> None:
    first = decided(service, officer, "warning")
    other = service.officer()
    file = proposed(service, other, "blame")
    service.refused(Discipline.decide, file, by=GENERAL, day=26, measure="suspension", grounds="No days given.")
    service.do(Discipline.decide, file, by=GENERAL, day=26, measure="blame", grounds="Proven.")
    assert (first.number, file.number) == (1, 2)


def test_exclusion_and_return(service: Any, officer: Any, fresh: Any) -> None:
    file = decided(service, officer, "suspension", exclusion_days=15)
    suspended = fresh(officer)
    assert (suspended.state, suspended.suspended_until) == ("suspended", file.excluded_until)
    early = service.refused(Reinstatement.resume, by=CLERK, unit=officer.unit_id, day=30, officer=officer.pk)
    assert early.code == "reinstatement.too_early"
    service.do(Reinstatement.resume, by=CLERK, unit=officer.unit_id, day=40, officer=officer.pk)
    assert (fresh(officer).state, fresh(officer).suspended_until) == ("active", None)
    again = service.refused(Reinstatement.resume, by=CLERK, unit=officer.unit_id, day=41, officer=officer.pk)
    assert again.code == "reinstatement.not_suspended"


def test_precaution_ends_with_the_decision(service: Any, officer: Any, fresh: Any) -> None:
    file = notified(service, officer)
    service.do(Discipline.suspend_meanwhile, file, by=GENERAL, day=2, grounds="Grave fault.")
    assert fresh(officer).state == "suspended"
    no_end = service.refused(Reinstatement.resume, by=CLERK, unit=officer.unit_id, day=3, officer=officer.pk)
    assert no_end.code == "reinstatement.no_end"
    service.do(Discipline.propose, file, by=COUNCIL, day=20, proposal="suspension", minutes="Heard.")
    service.do(Discipline.decide, file, by=GENERAL, day=21, measure="suspension", grounds="Proven.", exclusion_days=10)
    assert fresh(officer).state == "suspended"
    assert fresh(officer).suspended_until == file.excluded_until


def test_closing_ends_the_precaution(service: Any, officer: Any, fresh: Any) -> None:
    file = notified(service, officer)
    service.do(Discipline.suspend_meanwhile, file, by=GENERAL, day=2, grounds="Grave fault.")
    service.do(Discipline.close, file, by=DIRECTOR, day=3, closing="unfounded")
    assert fresh(officer).state == "active"
    assert (Discipline.files_handled.recount(YEAR), Discipline.sanctions.recount(YEAR)) == (1, 0)


@pytest.mark.parametrize(
    ("measure", "details", "state", "grade"),
    [
        ("demotion", {"lower_grade": 1}, "active", 1),
        ("early_retirement", {}, "retired", 3),
        ("dismissal", {}, "dismissed", 3),
    ],
)
def test_career_follows_and_annulment_gives_back(
    service: Any, officer: Any, fresh: Any, measure: str, details: dict[str, Any], state: str, grade: int
) -> None:
    file = decided(service, officer, measure, **details)
    assert (fresh(officer).state, fresh(officer).grade_id) == (state, grade)
    assert Discipline.sanctions.recount(YEAR) == 1
    service.do(Discipline.appeal_decision, file, by=officer.pk, day=40, appeal="It was not me.")
    assert file.due_step == "uphold"
    service.do(Discipline.annul, file, by=GENERAL, day=50, appeal_grounds="The proof fails.")
    assert (fresh(officer).state, fresh(officer).grade_id, fresh(officer).left_on) == ("active", 3, None)
    assert (Discipline.sanctions.recount(YEAR), Discipline.files_handled.recount(YEAR)) == (0, 1)
    causes = [entry for entry in timeline(officer.pk) if entry.cause is not None]
    assert len(causes) == 2


def test_revision_is_counted_once_as_revised(service: Any, officer: Any, fresh: Any) -> None:
    file = decided(service, officer, "dismissal")
    service.do(Discipline.appeal_decision, file, by=officer.pk, day=40, appeal="Too hard.")
    same = service.refused(Discipline.revise, file, by=GENERAL, day=50, new_measure="dismissal", appeal_grounds="…")
    assert same.code == "discipline.not_lighter"
    bare = service.refused(Discipline.revise, file, by=GENERAL, day=50, new_measure="demotion", appeal_grounds="…")
    assert bare.code == "discipline.lower_grade"
    service.do(
        Discipline.revise,
        file,
        by=GENERAL,
        day=50,
        new_measure="suspension",
        exclusion_days=30,
        appeal_grounds="Too hard.",
    )
    assert (file.measure, file.former_measure, fresh(officer).state) == ("suspension", "dismissal", "suspended")
    assert (Discipline.sanctions.recount(YEAR), Discipline.files_handled.recount(YEAR)) == (1, 1)


def test_upheld(service: Any, officer: Any) -> None:
    file = decided(service, officer, "blame")
    service.do(Discipline.appeal_decision, file, by=officer.pk, day=30, appeal="No.")
    service.do(Discipline.uphold, file, by=GENERAL, day=40, appeal_grounds="Nothing new.")
    assert file.state == "upheld"
    assert Discipline.sanctions.recount(YEAR) == 1


def test_a_letter_of_observation_is_no_sanction(service: Any, officer: Any) -> None:
    decided(service, officer, "observation")
    assert (Discipline.files_handled.recount(YEAR), Discipline.sanctions.recount(YEAR)) == (1, 0)


def test_facts_in_the_future(service: Any, officer: Any) -> None:
    data = {"officer": officer.pk, "breach": "absence", "facts": "…", "committed_on": f"{YEAR}-12-31"}
    found = service.refused(Discipline.open_file, by=CLERK, unit=officer.unit_id, **data)
    assert (found.code, found.field) == ("discipline.facts_in_the_future", "committed_on")


def test_late_defence_and_late_appeal(service: Any, officer: Any) -> None:
    file = notified(service, officer)
    assert (
        service.refused(Discipline.defend, file, by=officer.pk, day=12, defence="…").code == "discipline.defence_over"
    )
    service.do(Discipline.decide, file, by=GENERAL, day=13, measure="blame", grounds="Proven.")
    late = service.refused(Discipline.appeal_decision, file, by=officer.pk, day=75, appeal="…")
    assert late.code == "discipline.appeal_late"


def test_grave_sanction_needs_the_council(service: Any, officer: Any) -> None:
    file = notified(service, officer)
    found = service.refused(Discipline.decide, file, by=GENERAL, day=20, measure="dismissal", grounds="…")
    assert (found.code, found.field) == ("discipline.council_needed", "measure")


@pytest.mark.parametrize(
    ("measure", "details", "code"),
    [
        ("suspension", {}, "discipline.exclusion_days"),
        ("suspension", {"exclusion_days": 400}, "discipline.exclusion_days"),
        ("blame", {"exclusion_days": 5}, "discipline.exclusion_days"),
        ("demotion", {}, "discipline.lower_grade"),
        ("blame", {"lower_grade": 1}, "discipline.lower_grade"),
        ("demotion", {"lower_grade": 9}, "career.not_lower"),
        ("lashes", {}, "kernel.invalid"),
    ],
)
def test_incomplete_measure(service: Any, officer: Any, measure: str, details: dict[str, Any], code: str) -> None:
    file = proposed(service, officer)
    found = service.refused(Discipline.decide, file, by=GENERAL, day=25, measure=measure, grounds="Proven.", **details)
    assert found.code == code


def test_a_sanction_that_the_scale_does_not_have(service: Any, officer: Any, monkeypatch: Any) -> None:
    from hasila.modules.personnel.models import discipline_rules

    file = proposed(service, officer)
    monkeypatch.setattr(discipline_rules, "scale", lambda on: ("warning", "blame"))
    found = service.refused(Discipline.decide, file, by=GENERAL, day=25, measure="demotion", grounds="…", lower_grade=1)
    assert found.code == "discipline.not_on_the_scale"
    file = notified(service, service.officer())
    found = service.refused(Discipline.propose, file, by=COUNCIL, day=25, proposal="demotion", minutes="…")
    assert (found.code, found.field) == ("discipline.not_on_the_scale", "proposal")


def test_whoever_notified_does_not_decide(service: Any, officer: Any) -> None:
    service.give(service.holders[COUNCIL], GENERAL)
    file = notified(service, officer)
    found = service.refused(Discipline.decide, file, by=COUNCIL, day=20, measure="blame", grounds="…")
    assert found.code == "kernel.same_person"


def test_only_the_officer_answers(service: Any, officer: Any) -> None:
    file = notified(service, officer)
    assert service.refused(Discipline.defend, file, by=CLERK, day=2, defence="…").code == "kernel.not_concerned"


def test_own_file(service: Any, officer: Any) -> None:
    service.give(officer, GENERAL)
    file = proposed(service, officer)
    found = service.refused(Discipline.decide, file, by=officer.pk, day=25, measure="observation", grounds="…")
    assert found.code == "kernel.own_file"


def test_reading_states_a_purpose(service: Any, officer: Any) -> None:
    file = notified(service, officer)
    reader = Actor.of(service.holders[CLERK])
    with pytest.raises(Refused) as caught:
        consult(file, reader, "curiosity")
    assert caught.value.refusal.code == "kernel.no_purpose"
    consult(file, reader, "procedure")
    (kept,) = of_records([file.pk], legal_day(0))
    assert (kept.actor, kept.purpose) == (reader.id, "procedure")


def test_late_decision_counts_as_late(service: Any, officer: Any) -> None:
    file = notified(service, officer)
    service.do(Discipline.decide, file, by=GENERAL, day=130, measure="blame", grounds="Proven.")
    (on_time,) = Discipline.decided_on_time.part
    assert on_time.recount(YEAR) == 0


def test_who_left_gets_no_new_file(service: Any, officer: Any) -> None:
    decided(service, officer, "dismissal")
    data = {"officer": officer.pk, "exercise": YEAR, "kind": "choice"}
    found = service.refused(Promotion.inscribe, by=CLERK, unit=officer.unit_id, day=30, **data)
    assert found.code == "personnel.not_in_service"
