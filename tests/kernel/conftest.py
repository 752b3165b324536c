"""The people and powers that the kernel's tests act with."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from types import SimpleNamespace
from uuid import UUID

import pytest

from hasila.institution.career import Career, Officer
from hasila.institution.load import load_institution
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, ensure_holder, give_mandate
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from tests.beginnings import beginning

NOW = datetime.now(UTC).replace(microsecond=0)


def people() -> SimpleNamespace:
    """Units, a clerk, a second clerk, a director, the director general, two officers; all with mandates over all."""
    if not Unit.objects.exists():  # the tests' database has them, a benchmark's may not
        load_institution()
    founder = ensure_holder(FOUNDER)
    root = Unit.objects.get(code="DGSN")
    rabat = Unit.objects.get(code="PP-RBT")
    numbers = count(1)

    def officer(unit: Unit = rabat) -> Officer:
        n = next(numbers)
        return perform(
            Career.take_over,
            actor=founder,
            unit=unit,
            occurred_at=datetime(2019, 1, 2, 9, tzinfo=UTC),
            data={
                "registration_number": f"{3_000_000 + n}",
                "arabic_name": f"موظف {n}",
                "latin_name": f"Agent {n}",
                "sex": "M",
                "born_on": date(1985, 1, 1),
                "card_number": f"ZZ{900000 + n}",
                "grade": 1,
                "joined_on": date(2010, 1, 1),
            },
        ).record

    def holder(role: str, unit: Unit = root, until: date | None = None) -> UUID:
        person = officer()
        give_mandate(person.id, role, unit, since=date(2020, 1, 1), until=until)
        return person.id

    return SimpleNamespace(
        root=root,
        rabat=rabat,
        casablanca=Unit.objects.get(code="PP-CAS"),
        officer=officer,
        holder=holder,
        clerk=holder(Role.PERSONNEL_CLERK),
        other_clerk=holder(Role.PERSONNEL_CLERK),
        director=holder(Role.PERSONNEL_DIRECTOR),
        general=holder(Role.DIRECTOR_GENERAL),
        subject=officer(),
        second=officer(),
    )


service = beginning(people, "service")


@pytest.fixture
def committed(ledger_db: None) -> SimpleNamespace:
    """People that other connections see too."""
    return people()


@pytest.fixture
def refused() -> Callable[..., str]:
    """Performs an act that must be refused; gives the code of its refusal."""
    from hasila.kernel.refusals import Refused

    def attempt(*args: object, **kwargs: object) -> str:
        with pytest.raises(Refused) as caught:
            perform(*args, **kwargs)  # type: ignore[arg-type]
        return caught.value.refusal.code

    return attempt
