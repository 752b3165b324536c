"""Inspectors, the Inspector General, officers to inquire about, and a clock that a test moves forward."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tests.beginnings import beginning
from tests.stage import Stage

from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit


@pytest.fixture
def stage() -> Stage:
    return Stage()


@beginning
def staff() -> SimpleNamespace:
    """Units and the people of an inspection; `officers` are the ones inquired about."""

    def holder(number: int, role: Role, unit: str) -> Any:
        return ensure_holder(Holder(f"inspection.{number}", 800 + number, role, unit, 9, "M", "موظف", "Agent"))

    return SimpleNamespace(
        inspection=Unit.objects.get(code="INSP"),
        district=Unit.objects.get(code="PP-RBT"),
        judicial=Unit.objects.get(code="SPJ-RBT"),
        inspector=holder(1, Role.INSPECTOR, "INSP"),
        colleague=holder(2, Role.INSPECTOR, "INSP"),
        chief=holder(3, Role.CHIEF_INSPECTOR, "INSP"),
        general=holder(4, Role.DIRECTOR_GENERAL, "DGSN"),
        regional=holder(5, Role.INSPECTOR, "PP-RBT"),
        officers=[holder(n, Role.UNIT_CHIEF, "PP-RBT") for n in (6, 7, 8)],
    )


@pytest.fixture
def opened(staff: SimpleNamespace, stage: Stage) -> Callable[..., Any]:
    """Opens an inquiry and gives it."""
    from hasila.modules.inspection.models import Inquiry

    def make(actor: Any = None, **changes: Any) -> Any:
        data = {
            "origin": "denunciation",
            "subject": "ظروف استقبال المرتفقين",
            "facts": "رسالة غير موقعة تشير إلى سوء الاستقبال.",
            "concerned_unit": staff.district,
            **changes,
        }
        return stage.do(Inquiry.open_inquiry, actor=actor or staff.inspector, unit=staff.inspection, data=data).record

    return make


@pytest.fixture
def concluded(opened: Callable[..., Any], staff: SimpleNamespace, stage: Stage) -> Callable[..., Any]:
    """Opens, reports and concludes an inquiry, and gives it."""
    from hasila.modules.inspection.models import Inquiry

    def make(outcome: str, **options: Any) -> Any:
        file = opened(**options)
        stage.do(Inquiry.report, file, actor=staff.colleague, data={"findings": "خلاصات البحث"}, day=20)
        decided = {"outcome": outcome, "grounds": "استنادا إلى التقرير"}
        return stage.do(Inquiry.conclude, file, actor=staff.chief, data=decided, day=25).record

    return make
