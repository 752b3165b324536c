"""Two police districts of Marrakech and those who work there, and a clock that a test moves forward."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.beginnings import beginning
from tests.stage import START, YEAR, Stage

from hasila.institution.accounts import Account
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


TODAY = START.date()
PARTY = {"arabic_name": "يوسف العلوي", "latin_name": "Youssef Alaoui", "card_number": "EE220011", "phone": "٠٦١٢٣٤٥٦٧٨"}
LOST = {**PARTY, "kind": "card", "serial": "EE220011", "lost_on": TODAY - timedelta(days=3), "lost_at": "الحافلة"}
ADDRESS = {**PARTY, "kind": "residence", "address": "حي المسيرة 3، رقم 12"}


def told(**changes: Any) -> dict[str, Any]:
    """What a complainant tells, with changes; None leaves a value out."""
    return {name: value for name, value in {**TOLD, **changes}.items() if value is not None}


def recount(procedure: Any, name: str) -> int:
    """A figure of the tests' year, counted from the entries."""
    return procedure.indicators[name].recount(YEAR)


@pytest.fixture(autouse=True)
def _no_case_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk alone: whatever a bridge registered is none of its business."""
    monkeypatch.setattr(following, "_follow", [])
    monkeypatch.setattr(following, "_join", [])


@pytest.fixture
def stage() -> Stage:
    return Stage()


HOLDERS = {
    "desk": (1, Role.DESK_OFFICER, "AP-RAK-01"),
    "judicial": (2, Role.JUDICIAL_OFFICER, "AP-RAK-01"),
    "chief": (3, Role.UNIT_CHIEF, "AP-RAK-01"),
    "other_desk": (4, Role.DESK_OFFICER, "AP-RAK-02"),
    "other_judicial": (5, Role.JUDICIAL_OFFICER, "AP-RAK-02"),
    "prefect": (6, Role.UNIT_CHIEF, "PP-RAK"),
    "prosecutor": (7, Role.PROSECUTOR, "PP-RAK"),
    "inspector": (8, Role.INSPECTOR, "DGSN"),
    "victims": (9, Role.VICTIMS_OFFICER, "PP-RAK"),
    "minors": (10, Role.MINORS_OFFICER, "PP-RAK"),
    "victims_second": (11, Role.VICTIMS_OFFICER, "PP-RAK"),
    "desk_second": (12, Role.DESK_OFFICER, "AP-RAK-01"),
    "chief_inspector": (13, Role.CHIEF_INSPECTOR, "DGSN"),
}


def holder(name: str) -> UUID:
    number, role, unit = HOLDERS[name]
    return ensure_holder(Holder(f"districts.{number}", 700 + number, role, unit, 9, "F", "موظفة", "Agente"))


@beginning
def staff() -> SimpleNamespace:
    """Two districts and their command, and who holds which role over them."""
    unit, other, command = (Unit.objects.get(code=code) for code in ("AP-RAK-01", "AP-RAK-02", "PP-RAK"))
    return SimpleNamespace(unit=unit, other=other, command=command, **{name: holder(name) for name in HOLDERS})


Asking = Callable[..., Any]


@pytest.fixture
def enter(staff: SimpleNamespace) -> Callable[[str], Client]:
    """A client in which somebody of the staff is signed in, in English."""

    def make(name: str) -> Client:
        identifier = getattr(staff, name)
        account, _made = Account.objects.get_or_create(id=identifier, defaults={"username": name, "latin_name": name})
        client = Client(HTTP_HOST="localhost")
        client.force_login(account)
        client.cookies["django_language"] = "en"
        return client

    return make


@pytest.fixture
def taken(staff: SimpleNamespace, stage: Stage) -> Asking:
    """Takes a complaint and gives it."""
    from hasila.modules.districts.models import Complaints

    def take(day: int = 0, **changes: Any) -> Any:
        return stage.do(Complaints.receive, actor=staff.desk, unit=staff.unit, data=told(**changes), day=day).record

    return take


@pytest.fixture
def do(staff: SimpleNamespace, stage: Stage) -> Asking:
    """Opens a record at the desk, or takes a step on one."""

    def act(step: Any, record: Any = None, actor: str = "desk", day: float = 0, **data: Any) -> Any:
        opening = {"unit": staff.unit} if record is None else {}
        return stage.do(step, record, actor=getattr(staff, actor), data=data, day=day, **opening).record

    return act


@pytest.fixture
def refused(staff: SimpleNamespace, stage: Stage) -> Asking:
    """The code of the first reason why an act is refused."""

    def act(step: Any, record: Any = None, actor: str = "desk", day: float = 0, **data: Any) -> Any:
        opening = {"unit": staff.unit} if record is None else {}
        return stage.refused(step, record, actor=getattr(staff, actor), data=data, day=day, **opening).code

    return act
