"""The bridge from the desk to the case file."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from hasila.assurance.steps import timeline
from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.modules.annual_report.trace import figures_of
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.districts.models import Complaints, Denunciations, Incidents, VictimFiles
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


def test_every_kind_of_matter_opens_a_file_and_keeps_its_secrets(desk: SimpleNamespace) -> None:
    stage = Stage()
    cell = ensure_holder(Holder("bridge.3", 763, Role.VICTIMS_OFFICER, "PP-RAK", 9, "F", "ضابطة", "Officière"))
    facts = {"facts": "ترويج المخدرات بالشقة.", "place": "زنقة ابن سينا 14", "town": "RAK", "happened_at": START}
    secret = "رشيد 0661000000"
    told = {
        Denunciations: {**facts, "source": "named", "denouncer": secret},
        Incidents: {**facts, "kind": "other"},
        VictimFiles: {
            "facts": "ضربها زوجها.", "in_private": True, "violence": ["physical"], "relation": "spouse",
            "arabic_name": "خديجة", "shelter": secret,
        },
    }  # fmt: skip
    for register, data in told.items():
        taker, opener = (cell, cell) if register is VictimFiles else (desk.officer, desk.judicial)
        matter = stage.do(register.receive, actor=taker, unit=desk.unit, data=data).record
        stage.do(register.open_case, matter, actor=opener, data={"offence": "other_misdemeanour"}, day=1)
        file = CaseFile.objects.get(pk=matter.case_id)
        assert (file.origin_reference, file.reference) == (matter.reference, matter.case_reference)
        assert secret not in str(file.__dict__)
    assert CaseFiles.cases.recount(YEAR) == 3


def test_matter_and_case_file_lead_to_each_other(desk: SimpleNamespace) -> None:
    """A reference is a link for whoever may read what it is of, and words for everybody else."""
    stage = Stage()
    complaint = stage.do(Complaints.receive, actor=desk.officer, unit=desk.unit, data=TOLD).record
    stage.do(Complaints.open_case, complaint, actor=desk.judicial, day=1)

    def page(who: Any, purpose: str, address: str) -> str:
        account, _made = Account.objects.get_or_create(id=who, defaults={"username": f"u{who.hex[-12:]}"})
        client = Client(HTTP_HOST="localhost")
        client.force_login(account)
        client.post(address, {"purpose": purpose})
        return client.get(address).content.decode()

    entry, case = f"/records/districts/complaints/{complaint.reference}/", f"/cases/{complaint.case_reference}/"
    read = page(desk.judicial, "inquiry", entry)
    assert f'<a href="{case}">' in read
    assert f'<a href="{entry}">' in page(desk.judicial, "inquiry", case)
    withdrawn = "تنازل المشتكي عن شكايته"
    assert withdrawn not in page(desk.judicial, "inquiry", case)
    words = {"withdrawal": "أتنازل عن شكايتي."}
    stage.do(Complaints.note_withdrawal, complaint, actor=desk.officer, data=words, day=2)
    told_there = page(desk.judicial, "inquiry", case)
    assert withdrawn in told_there and words["withdrawal"] not in told_there
    assert f'href="/districts/matters/{complaint.case_reference}/calls"' in told_there
    counter = page(desk.officer, "reception", entry)
    assert complaint.case_reference in counter and f'href="{case}"' not in counter


def test_an_act_is_said_to_count_only_where_it_adds_something(desk: SimpleNamespace) -> None:
    """Of a woman who was beaten no receipt says that she counts among those who suffered other violence."""
    cell = ensure_holder(Holder("bridge.4", 764, Role.VICTIMS_OFFICER, "PP-RAK", 9, "F", "ضابطة", "Officière"))
    told = {
        "facts": "ضربها زوجها.", "in_private": True, "violence": ["physical"], "relation": "spouse",
        "arabic_name": "خديجة",
    }  # fmt: skip
    file = Stage().do(VictimFiles.receive, actor=cell, unit=desk.unit, data=told).record
    said = [address for _label, address in figures_of(timeline(file.pk)[0])]
    assert any("physical" in address for address in said)
    assert not any(kind in address for address in said for kind in ("sexual", "psychological", "economic", "digital"))
