"""A small service to play in: holders of the roles and an officer, on days of a year whose partitions are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.beginnings import beginning

from hasila.institution.career import Career, Officer
from hasila.institution.people import ranks
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder, give_mandate
from hasila.institution.units import Unit
from hasila.kernel.perform import Door, perform
from hasila.kernel.procedures import Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.moments import micros

YEAR = datetime.now(UTC).year + 1
START = date(YEAR, 3, 1)
ROLES = (
    Role.PERSONNEL_CLERK,
    Role.PERSONNEL_DIRECTOR,
    Role.DIRECTOR_GENERAL,
    Role.COUNCIL_CLERK,
    Role.PROMOTION_COMMISSION,
    Role.GRIEVANCE_COMMISSION,
    Role.UNIT_CHIEF,
    Role.LEGAL_OFFICER,
    Role.INSPECTOR,
)


@dataclass
class Service:
    """Acts in this service, on days of the test's own calendar."""

    holders: dict[Role, UUID] = field(default_factory=dict)
    recruited: int = 0

    def moment(self, day: int) -> datetime:
        """Noon of the day-th day from the start."""
        return datetime.combine(START + timedelta(days=day), time(12), UTC)

    def do(
        self,
        step: Transition,
        record: Record | None = None,
        *,
        by: Role | UUID,
        day: int = 0,
        unit: Unit | int | None = None,
        **data: Any,
    ) -> Record:
        """Takes a step and gives the record."""
        actor = self.holders[by] if isinstance(by, Role) else by
        when = self.moment(day)
        door = Door(clock=lambda: micros(when))
        return perform(step, record, actor=actor, data=data, unit=unit, occurred_at=when, door=door).record

    def refused(self, step: Transition, record: Record | None = None, **how: Any) -> Refusal:
        """The reason for which a step is refused; the record must stay as it was."""
        before = dict(record.__dict__) if record is not None else {}
        with pytest.raises(Refused) as caught:
            self.do(step, record, **how)
        if record is not None:
            assert {k: v for k, v in record.__dict__.items() if k != "_state"} == {
                k: v for k, v in before.items() if k != "_state"
            }
        return caught.value.refusal

    def officer(self, grade: int = 3, unit: str = "PP-RBT") -> Officer:
        """A new officer of a grade in a unit."""
        self.recruited += 1
        number = 5000 + self.recruited
        found = self.do(
            Career.take_over,
            by=Role.PERSONNEL_DIRECTOR,
            day=-40,
            unit=self.unit(unit),
            registration_number=str(number),
            arabic_name="كريم العلوي",
            latin_name="Karim Alaoui",
            sex="M",
            born_on=date(1985, 5, 5),
            card_number=f"AB{number}",
            grade=grade,
            joined_on=date(2008, 9, 1),
            grade_since=date(2016, 1, 1),
        )
        assert isinstance(found, Officer)
        return found

    def unit(self, code: str) -> Unit:
        """A unit by its code."""
        return Unit.objects.get(code=code)

    def give(self, officer: Officer | UUID, role: Role, code: str = "DGSN", *, until: date | None = None) -> None:
        """Gives an officer a mandate."""
        give_mandate(getattr(officer, "pk", officer), role, self.unit(code), until=until)


@beginning
def service() -> Service:
    """The service, with one holder of each role over all of it."""
    made = Service()
    top = max(ranks())
    for number, role in enumerate(ROLES, 50):
        holder = Holder(f"test.{role}", number, role, "DGSN", top, "M", "منصب", "Poste")
        made.holders[role] = ensure_holder(holder)
    return made


@pytest.fixture
def officer(service: Service) -> Officer:
    """An officer of Rabat: inspector, order 2."""
    return service.officer()


@pytest.fixture
def fresh(service: Service) -> Callable[[Officer], Officer]:
    """Reads an officer anew."""

    def read(officer: Officer) -> Officer:
        return Officer.objects.get(pk=officer.pk)

    return read
