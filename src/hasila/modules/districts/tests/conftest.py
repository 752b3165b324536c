"""Two police districts of Marrakech and those who work there, and a clock that a test moves forward."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from tests.stage import START, Stage

from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.modules.districts import following

TOLD = {
    "arabic_name": "سلمى بنعلي",
    "latin_name": "Salma Benali",
    "card_number": "EE104452",
    "born_on": date(1991, 4, 17),
    "sex": "F",
    "phone": "0612345678",
    "facts": "سرقت دراجتي النارية من أمام المنزل ليلا.",
    "happened_at": START - timedelta(hours=9),
    "place": "شارع محمد الخامس، قرب المحكمة",
    "town": "RAK",
    "offence": "motorcycle_theft",
}


def told(**changes: Any) -> dict[str, Any]:
    """What a complainant tells, with changes; None leaves a value out."""
    return {name: value for name, value in {**TOLD, **changes}.items() if value is not None}


@pytest.fixture(autouse=True)
def _no_case_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk alone: whatever a bridge registered is none of its business."""
    monkeypatch.setattr(following, "_follow", [])


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def staff(db: None) -> SimpleNamespace:
    """Two districts, and who holds which role over them."""

    def holder(number: int, role: Role, unit: str) -> Any:
        return ensure_holder(Holder(f"districts.{number}", 700 + number, role, unit, 9, "F", "موظفة", "Agente"))

    return SimpleNamespace(
        unit=Unit.objects.get(code="AP-RAK-01"),
        other=Unit.objects.get(code="AP-RAK-02"),
        command=Unit.objects.get(code="PP-RAK"),
        desk=holder(1, Role.DESK_OFFICER, "AP-RAK-01"),
        judicial=holder(2, Role.JUDICIAL_OFFICER, "AP-RAK-01"),
        chief=holder(3, Role.UNIT_CHIEF, "AP-RAK-01"),
        other_desk=holder(4, Role.DESK_OFFICER, "AP-RAK-02"),
        other_judicial=holder(5, Role.JUDICIAL_OFFICER, "AP-RAK-02"),
        prefect=holder(6, Role.UNIT_CHIEF, "PP-RAK"),
        prosecutor=holder(7, Role.PROSECUTOR, "PP-RAK"),
        inspector=holder(8, Role.INSPECTOR, "DGSN"),
        victims=holder(9, Role.VICTIMS_OFFICER, "PP-RAK"),
        minors=holder(10, Role.MINORS_OFFICER, "PP-RAK"),
        victims_second=holder(11, Role.VICTIMS_OFFICER, "PP-RAK"),
    )


Asking = Callable[..., Any]


@pytest.fixture
def taken(staff: SimpleNamespace, stage: Stage) -> Asking:
    """Takes a complaint and gives it."""
    from hasila.modules.districts.models import Complaints

    def take(day: int = 0, **changes: Any) -> Any:
        return stage.do(Complaints.receive, actor=staff.desk, unit=staff.unit, data=told(**changes), day=day).record

    return take
