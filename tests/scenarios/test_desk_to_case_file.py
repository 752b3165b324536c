"""The bridge from the desk to the case file."""

from types import SimpleNamespace
from typing import Any

import pytest

from hasila.assurance.steps import timeline
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.districts.complaints import Complaints
from tests.stage import START, YEAR, Stage

TOLD = {
    "facts": "سرقت دراجتي النارية من أمام المنزل.",
    "arabic_name": "سلمى بنعلي",
    "latin_name": "Salma Benali",
    "offence": "motorcycle_theft",
    "happened_at": START,
    "place": "حي المسيرة، مراكش",
    "territory": "here",
    "urgency": "danger",
}


@pytest.fixture
def desk(db: None) -> SimpleNamespace:
    def holder(number: int, role: Role) -> Any:
        return ensure_holder(Holder(f"bridge.{number}", 760 + number, role, "AP-RAK-01", 9, "F", "ضابطة", "Officière"))

    rollout.forget()
    return SimpleNamespace(
        unit=Unit.objects.get(code="AP-RAK-01"),
        officer=holder(1, Role.DESK_OFFICER),
        judicial=holder(2, Role.JUDICIAL_OFFICER),
    )


def test_a_complaint_becomes_a_case_file_in_one_act(desk: SimpleNamespace) -> None:
    stage = Stage()
    taken = stage.do(Complaints.receive, actor=desk.officer, unit=desk.unit, data=TOLD)
    complaint = taken.record
    stage.do(Complaints.open_case, complaint, actor=desk.judicial, day=1)
    file = CaseFile.objects.get(pk=complaint.case_id)
    assert (complaint.state, file.state, file.origin, file.origin_reference) == (
        "followed", "open", "complaint", complaint.reference,
    )  # fmt: skip
    assert (file.offence, file.place, file.happened_at, file.unit_id) == (
        "motorcycle_theft", TOLD["place"], START, desk.unit.pk,
    )  # fmt: skip
    assert file.on_paper  # no command is switched on, and it counts all the same
    assert timeline(file.pk)[0].cause == timeline(complaint.pk)[-1].id
    assert CaseFiles.cases.recount(YEAR) == 1
