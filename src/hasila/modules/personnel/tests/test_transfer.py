"""Transfers through the door."""

from __future__ import annotations

from typing import Any

import pytest

from hasila.institution.roles import Role
from hasila.modules.personnel.models import Transfer
from hasila.modules.personnel.tests.conftest import YEAR

CLERK, CHIEF, DIRECTOR = Role.PERSONNEL_CLERK, Role.UNIT_CHIEF, Role.PERSONNEL_DIRECTOR


def asked(service: Any, officer: Any, **data: Any) -> Any:
    wish = service.unit("PP-CAS").pk
    step = Transfer.request_urgently if "ground" in data else Transfer.request
    return service.do(step, by=officer.pk, unit=officer.unit_id, officer=officer.pk, wish=wish, **data)


def test_ordinary_course_moves_the_officer(service: Any, officer: Any, fresh: Any) -> None:
    request = asked(service, officer)
    assert (request.kind, request.due_at) == ("ordinary", None)
    early = service.refused(Transfer.grant, request, by=DIRECTOR, day=1, assigned=request.wish_id)
    assert early.code == "transfer.not_studied"
    service.do(Transfer.study, request, by=CHIEF, day=2, opinion="favourable")
    service.do(Transfer.grant, request, by=DIRECTOR, day=3, assigned=request.wish_id)
    assert fresh(officer).unit.code == "PP-CAS"
    assert (Transfer.granted_requests.recount(YEAR), Transfer.granted_urgently.recount(YEAR)) == (1, 0)


def test_urgent_request_has_a_term(service: Any, officer: Any) -> None:
    request = asked(service, officer, ground="health")
    assert (request.kind, request.due_step) == ("urgent", "grant")
    service.do(Transfer.grant, request, by=DIRECTOR, day=10, assigned=request.wish_id)
    other = service.officer()
    late = asked(service, other, ground="joining_spouse")
    service.do(Transfer.refuse, late, by=DIRECTOR, day=20, reason="no_post", reply="No post is vacant.")
    (on_time,), (whole,) = Transfer.urgent_on_time.part, Transfer.urgent_on_time.whole
    assert (on_time.recount(YEAR), whole.recount(YEAR)) == (1, 2)
    assert Transfer.granted_urgently.recount(YEAR) == 1


def test_only_urgency_asks_for_a_ground(service: Any, officer: Any) -> None:
    data = {"officer": officer.pk, "wish": service.unit("PP-CAS").pk}
    here = {"by": officer.pk, "unit": officer.unit_id}
    assert service.refused(Transfer.request, **here, **data, ground="social").code == "kernel.unknown_field"
    found = service.refused(Transfer.request_urgently, **here, **data)
    assert (found.code, found.field) == ("kernel.missing", "ground")


def test_one_open_request(service: Any, officer: Any) -> None:
    request = asked(service, officer)
    data = {"officer": officer.pk, "wish": service.unit("PP-CAS").pk}
    assert service.refused(Transfer.request, by=CLERK, unit=officer.unit_id, **data).code == "transfer.already_open"
    service.do(Transfer.withdraw, request, by=officer.pk, day=1)
    assert asked(service, officer).state == "requested"


@pytest.mark.parametrize(("step", "field"), [("request", "wish"), ("grant", "assigned")])
def test_same_unit(service: Any, officer: Any, step: str, field: str) -> None:
    if step == "request":
        data = {"officer": officer.pk, "wish": officer.unit_id}
        found = service.refused(Transfer.request, by=CLERK, unit=officer.unit_id, **data)
    else:
        request = asked(service, officer)
        service.do(Transfer.study, request, by=CHIEF, day=1, opinion="unfavourable")
        found = service.refused(Transfer.grant, request, by=DIRECTOR, day=2, assigned=officer.unit_id)
    assert (found.code, found.field) == ("transfer.same_unit", field)


def test_closed_unit(tree: None, service: Any, officer: Any) -> None:
    unit = service.unit("PP-CAS")
    type(unit).objects.filter(pk=unit.pk).update(opened_on=None, closed_on="2020-01-01")
    data = {"officer": officer.pk, "wish": unit.pk}
    assert service.refused(Transfer.request, by=CLERK, unit=officer.unit_id, **data).code == "institution.closed_unit"


def test_whoever_asked_does_not_grant(service: Any, officer: Any) -> None:
    service.give(service.holders[CLERK], DIRECTOR)
    data = {"officer": officer.pk, "wish": service.unit("PP-CAS").pk, "ground": "social"}
    request = service.do(Transfer.request_urgently, by=CLERK, unit=officer.unit_id, **data)
    found = service.refused(Transfer.grant, request, by=CLERK, day=1, assigned=request.wish_id)
    assert found.code == "kernel.same_person"


def test_a_suspended_officer_is_not_moved(service: Any, officer: Any) -> None:
    from hasila.modules.personnel.models import Discipline

    request = asked(service, officer, ground="social")
    file = service.do(
        Discipline.open_file, by=CLERK, unit=officer.unit_id, officer=officer.pk, breach="violence", facts="A blow."
    )
    service.do(Discipline.notify, file, by=CLERK, day=1)
    service.do(Discipline.suspend_meanwhile, file, by=Role.DIRECTOR_GENERAL, day=1, grounds="Grave.")
    found = service.refused(Transfer.grant, request, by=DIRECTOR, day=2, assigned=request.wish_id)
    assert found.code == "kernel.wrong_state"
