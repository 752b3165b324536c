"""The people who enrol, produce and lead, and a clock that a test moves forward."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from tests.beginnings import beginning
from tests.stage import Stage

from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder, give_mandate
from hasila.institution.units import Unit

HOLDER_DATA = {
    "kind": "first",
    "channel": "centre",
    "card_number": "ZT104452",
    "arabic_name": "سلمى بنعلي",
    "latin_name": "Salma Benali",
    "sex": "F",
    "born_on": date(1991, 4, 17),
    "born_at_arabic": "تازة",
    "born_at_latin": "Taza",
}


def enrolled(**changes: Any) -> dict[str, Any]:
    """The content of a request, with changes."""
    return {**HOLDER_DATA, **changes}


@pytest.fixture
def stage() -> Stage:
    return Stage()


@beginning
def staff() -> SimpleNamespace:
    """Units, and holders of the roles; `also` gives a holder a further mandate."""

    def holder(number: int, role: Role, unit: str) -> Any:
        return ensure_holder(Holder(f"documents.{number}", 900 + number, role, unit, 9, "F", "موظفة", "Agente"))

    def also(officer: Any, role: Role) -> None:
        root = Unit.objects.get(code="DGSN")
        give_mandate(officer, role, root)

    return SimpleNamespace(
        centre=Unit.objects.get(code="CEDI-RBT"),
        consulate=Unit.objects.get(code="CONS-PAR"),
        command=Unit.objects.get(code="PP-RBT"),
        enroller=holder(1, Role.ENROLMENT_OFFICER, "DGSN"),
        local=holder(2, Role.ENROLMENT_OFFICER, "PP-AGA"),
        producer=holder(3, Role.PRODUCTION_OFFICER, "DGSN"),
        director=holder(4, Role.DOCUMENTS_DIRECTOR, "DGSN"),
        chief=holder(5, Role.UNIT_CHIEF, "PP-RBT"),
        also=also,
    )


Asking = Callable[..., Any]


@pytest.fixture
def asked(staff: SimpleNamespace, stage: Stage) -> Asking:
    """Records a request and gives it."""
    from hasila.modules.documents.models import Card

    def ask(day: int = 0, unit: Any = None, **changes: Any) -> Any:
        return stage.do(
            Card.request, actor=staff.enroller, unit=unit or staff.centre, data=enrolled(**changes), day=day
        ).record

    return ask


@pytest.fixture
def made(asked: Asking, staff: SimpleNamespace, stage: Stage) -> Asking:
    """Records a request and the production of its card, and gives it."""
    from hasila.modules.documents.models import Card

    def make(day: int = 3, centre: str = "CE-RBT", **changes: Any) -> Any:
        return stage.do(Card.produce, asked(**changes), actor=staff.producer, data={"centre": centre}, day=day).record

    return make
