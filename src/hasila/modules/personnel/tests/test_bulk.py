"""The same courses as a stream: many officers in one batch, with everything that follows in their careers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.kernel.many import perform_many
from hasila.kernel.procedures import Act, Transition
from hasila.kernel.records import new_id
from hasila.kernel.refusals import Refusal
from hasila.modules.personnel.models import DisciplinaryFile, Discipline, Grievance, Promotion, Transfer
from hasila.modules.personnel.rules import unit_of_code

FIRST = datetime(2024, 2, 1, 10, tzinfo=UTC)
CLERK, GENERAL, DIRECTOR = Role.PERSONNEL_CLERK, Role.DIRECTOR_GENERAL, Role.PERSONNEL_DIRECTOR
COMMISSION, COUNCIL, GRIEVANCES = Role.PROMOTION_COMMISSION, Role.COUNCIL_CLERK, Role.GRIEVANCE_COMMISSION


class Course:
    """Acts on one record, each some days after the one before."""

    def __init__(self, service: Any, unit: int, salt: int) -> None:
        self.service, self.unit = service, unit
        self.when = FIRST + timedelta(minutes=salt)
        self.record: UUID = new_id(self.when)

    def act(self, step: Transition, by: Role | UUID, days: int = 1, **data: Any) -> Act:
        self.when += timedelta(days=days)
        actor = self.service.holders[by] if isinstance(by, Role) else by
        unit = self.unit if step.opens else None
        return Act(step, record_id=self.record, actor=actor, data=data, occurred_at=self.when, unit_id=unit)


def promotion(service: Any, officer: Officer, salt: int) -> Iterator[Act]:
    course = Course(service, officer.unit_id, salt)
    yield course.act(Promotion.inscribe, CLERK, officer=officer.pk, exercise=2024, kind="choice")
    yield course.act(Promotion.study, COMMISSION, obstacles=[])
    yield course.act(Promotion.propose, COMMISSION, grade=5)
    yield course.act(Promotion.decide, GENERAL)
    yield course.act(Promotion.publish, DIRECTOR)


def transfer(service: Any, officer: Officer, salt: int, to: int) -> Iterator[Act]:
    course = Course(service, officer.unit_id, salt)
    yield course.act(Transfer.request_urgently, officer.pk, 10, officer=officer.pk, wish=to, ground="social")
    yield course.act(Transfer.grant, DIRECTOR, assigned=to)


def sanction(service: Any, officer: Officer, salt: int) -> Iterator[Act]:
    course = Course(service, officer.unit_id, salt)
    data = {"officer": officer.pk, "breach": "conduct", "facts": "A quarrel."}
    yield course.act(Discipline.open_file, CLERK, 20, **data)
    yield course.act(Discipline.notify, CLERK)
    yield course.act(Discipline.defend, officer.pk, defence="Not me.")
    yield course.act(Discipline.propose, COUNCIL, proposal="demotion", minutes="Heard.")
    yield course.act(Discipline.decide, GENERAL, 5, measure="demotion", grounds="Proven.", lower_grade=1)
    plea = Course(service, unit_of_code("CCG"), salt)
    plea.when = course.when
    data = {"officer": officer.pk, "kind": "plea", "contested": "sanction", "arguments": "…", "sanction": course.record}
    yield plea.act(Grievance.receive, officer.pk, **data)
    yield plea.act(Grievance.study, GRIEVANCES, report="…")
    yield plea.act(Grievance.recommend, GRIEVANCES, recommendation="annul", opinion="…")
    if salt % 2:
        yield plea.act(Grievance.decide, GENERAL, decision="annul", grounds="…")


def test_a_year_in_one_stream(service: Any) -> None:
    officers = [service.officer() for _number in range(6)]
    Officer.objects.update(acted_at=FIRST - timedelta(days=60))
    to = service.unit("PP-CAS").pk
    acts = [act for salt, officer in enumerate(officers) for act in promotion(service, officer, salt)]
    acts += [act for salt, officer in enumerate(officers) for act in transfer(service, officer, salt + 10, to)]
    for officer in officers:
        officer.unit_id = to
    acts += [act for salt, officer in enumerate(officers) for act in sanction(service, officer, salt + 20)]
    refused: list[tuple[int, list[Refusal]]] = []
    outcome = perform_many(
        iter(acts),
        batch=40,
        simulated=True,
        on_refused=lambda index, act, reasons: refused.append((index, [str(reason) for reason in reasons])),
    )
    assert refused == []
    assert outcome.performed == len(acts)
    found = {officer.pk: officer for officer in Officer.objects.filter(pk__in=[o.pk for o in officers])}
    assert [found[officer.pk].grade_id for officer in officers] == [1, 5] * 3
    assert {officer.unit_id for officer in found.values()} == {to}
    assert sorted(DisciplinaryFile.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert (Discipline.sanctions.recount(2024), Discipline.files_handled.recount(2024)) == (3, 6)
    assert (Promotion.promoted.recount(2024), Transfer.granted_urgently.recount(2024)) == (6, 6)
