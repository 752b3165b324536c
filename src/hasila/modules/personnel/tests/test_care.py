"""Hearings, state protection, qualifications and training through the door."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hasila.institution.roles import Role
from hasila.modules.personnel.models import Hearing, Qualification, StateProtection, Training
from hasila.modules.personnel.tests.conftest import START, YEAR

CLERK, CHIEF, LEGAL, DIRECTOR = Role.PERSONNEL_CLERK, Role.UNIT_CHIEF, Role.LEGAL_OFFICER, Role.PERSONNEL_DIRECTOR


def test_hearing(service: Any, officer: Any) -> None:
    request = service.do(Hearing.request, by=officer.pk, unit=officer.unit_id, officer=officer.pk, topic="career")
    assert request.due_step == "receive"
    service.do(Hearing.receive, request, by=CHIEF, day=5, minutes="Wishes a course.")
    service.do(Hearing.answer_officer, request, by=CLERK, day=6, orientation="personnel", answer="Enrolled.")
    missed = service.do(Hearing.request, by=CLERK, unit=officer.unit_id, officer=officer.pk, topic="social")
    service.do(Hearing.note_absence, missed, by=CHIEF, day=9)
    (on_time,) = Hearing.heard_on_time.part
    assert (Hearing.staff_heard.recount(YEAR), on_time.recount(YEAR)) == (1, 1)


def test_nobody_hears_themselves(service: Any, officer: Any) -> None:
    service.give(officer, CHIEF, "PP-RBT")
    request = service.do(Hearing.request, by=officer.pk, unit=officer.unit_id, officer=officer.pk, topic="career")
    assert service.refused(Hearing.receive, request, by=officer.pk, day=1).code == "kernel.own_file"


def attacked(service: Any, officer: Any, by: Any = None, **data: Any) -> Any:
    given = {"attack": "insult", "attacked_on": START - timedelta(days=3), "facts": "Insulted on duty."} | data
    by = by or officer.pk
    return service.do(StateProtection.request, by=by, unit=officer.unit_id, officer=officer.pk, **given)


def test_protection(service: Any, officer: Any) -> None:
    file = attacked(service, officer)
    service.do(StateProtection.grant, file, by=LEGAL, day=4, lawyer="Me Benjelloun")
    service.do(StateProtection.go_to_court, file, by=LEGAL, day=8, court="Rabat", case_number="12/2101")
    service.do(StateProtection.close, file, by=LEGAL, day=90, outcome="conviction")
    assert (file.state, StateProtection.staff_defended.recount(YEAR)) == ("closed", 1)


def test_protection_refused(service: Any, officer: Any) -> None:
    file = attacked(service, officer, by=CHIEF)
    service.do(StateProtection.refuse, file, by=LEGAL, day=4, denial="not_on_duty")
    assert StateProtection.staff_defended.recount(YEAR) == 0


def test_attack_in_the_future(service: Any, officer: Any) -> None:
    data = {"officer": officer.pk, "attack": "threat", "attacked_on": START + timedelta(days=2), "facts": "…"}
    found = service.refused(StateProtection.request, by=CHIEF, unit=officer.unit_id, **data)
    assert (found.code, found.field) == ("protection.attack_in_the_future", "attacked_on")


def test_whoever_asked_does_not_protect(service: Any, officer: Any) -> None:
    service.give(service.holders[LEGAL], CHIEF)
    file = attacked(service, officer, by=LEGAL)
    assert service.refused(StateProtection.grant, file, by=LEGAL, day=1, lawyer="…").code == "kernel.same_person"


def granted(service: Any, officer: Any, **data: Any) -> Any:
    given = {"skill": "drone_pilot", "expires_on": START + timedelta(days=100)} | data
    return service.do(Qualification.grant, by=CLERK, unit=officer.unit_id, officer=officer.pk, **given)


def test_qualification(service: Any, officer: Any) -> None:
    held = granted(service, officer)
    early = service.refused(Qualification.expire, held, by=CLERK, day=50)
    assert early.code == "qualification.still_valid"
    service.do(Qualification.expire, held, by=CLERK, day=101)
    service.do(Qualification.renew, held, by=CLERK, day=120, expires_on=date(YEAR + 1, 12, 31))
    assert held.state == "valid"
    service.do(Qualification.withdraw, held, by=DIRECTOR, day=150, reason="medical")
    assert (Qualification.qualifications_granted.recount(YEAR), Qualification.qualifications_renewed.recount(YEAR)) == (
        1,
        1,
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"expires_on": START}, "qualification.expiry_past"), ({"skill": "alchemy"}, "kernel.invalid")],
)
def test_qualification_refused(service: Any, officer: Any, changed: dict[str, Any], code: str) -> None:
    data = {"officer": officer.pk, "skill": "diver"} | changed
    assert service.refused(Qualification.grant, by=CLERK, unit=officer.unit_id, **data).code == code


def test_one_file_for_a_qualification(service: Any, officer: Any) -> None:
    held = granted(service, officer, expires_on=None)
    assert service.refused(Qualification.expire, held, by=CLERK, day=5).code == "qualification.no_expiry"
    data = {"officer": officer.pk, "skill": "drone_pilot"}
    found = service.refused(Qualification.grant, by=CLERK, unit=officer.unit_id, day=6, **data)
    assert found.code == "qualification.already_held"


def enrolled(service: Any, officer: Any, session: str = "Kénitra 1") -> Any:
    return service.do(
        Training.enrol,
        by=CLERK,
        unit=officer.unit_id,
        officer=officer.pk,
        programme="shooting",
        session=session,
        starts_on=START + timedelta(days=10),
    )


def test_training(service: Any, officer: Any) -> None:
    place = enrolled(service, officer)
    assert service.refused(Training.complete, place, by=CLERK, day=5, hours=12).code == "training.not_started"
    assert service.refused(Training.complete, place, by=CLERK, day=15, hours=0).code == "kernel.invalid"
    service.do(Training.complete, place, by=CLERK, day=15, hours="١٢")
    other = enrolled(service, officer, "Kénitra 2")
    service.do(Training.fail, other, by=CLERK, day=20)
    assert (Training.trained.recount(YEAR), Training.training_hours.recount(YEAR)) == (1, 12)


def test_once_in_a_session(service: Any, officer: Any) -> None:
    place = enrolled(service, officer)
    service.do(Training.cancel, place, by=CLERK, day=1)
    data = {"programme": "shooting", "session": "Kénitra 1", "starts_on": START + timedelta(days=10)}
    found = service.refused(Training.enrol, by=CLERK, unit=officer.unit_id, officer=officer.pk, **data)
    assert found.code == "training.already_enrolled"
