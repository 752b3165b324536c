"""A case file is one with what belongs to it: opened whole in an emergency, never said to be empty where a part isn't
shown, not erased by a court's order while its parties stand.
"""

import html
import re
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from hasila.assurance import erasure
from hasila.assurance.readings import under_emergency
from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.parties import Parties
from hasila.modules.oversight.emergencies import registers
from hasila.modules.oversight.models import Emergency
from hasila.modules.retention.models import Erasure, ErasureOrder, Ground
from hasila.modules.retention.rules import parts_are_erased
from hasila.plain.moments import today
from tests.beginnings import beginning

FACTS = {"origin": "flagrant", "offence": "theft_violence", "facts": "سلب هاتف قرب المحطة.", "place": "جليز، مراكش"}
STATED = {"danger": "child", "statement": "طفلة مختفية منذ ساعة قرب الساحة", "hours": 2}
SHUT = "This part of the file is not open to you."


@beginning
def service() -> SimpleNamespace:
    """Officers of two districts of Marrakech and of the victims' cell of their prefecture."""

    def holder(number: int, role: Role, unit: str) -> UUID:
        return ensure_holder(Holder(f"emergency.{number}", 780 + number, role, unit, 9, "M", "ضابط", "Officier"))

    return SimpleNamespace(
        unit=Unit.objects.get(code="AP-RAK-01"),
        officer=holder(1, Role.JUDICIAL_OFFICER, "AP-RAK-01"),
        elsewhere=holder(2, Role.JUDICIAL_OFFICER, "AP-RAK-02"),
        cell=holder(3, Role.VICTIMS_OFFICER, "PP-RAK"),
    )


@pytest.fixture
def file(service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A case file with a suspect and an exhibit."""
    monkeypatch.setattr(rollout, "_switches", lambda: [(service.unit.path, today(), None)])
    how: dict[str, Any] = {"actor": service.officer, "unit": service.unit}
    case = perform(CaseFiles.open_file, **how, data=FACTS).record
    suspect = {"category": "suspect", "arabic_name": "ياسين الحداوي", "latin_name": "Yassine El Haddaoui", "sex": "M"}
    perform(Parties.enter, **how, data={"case": case.pk, **suspect})
    perform(Exhibits.seize, **how, data={"case": case.pk, "kind": "phone", "description": "هاتف محمول"})
    return case


def signed_in(identifier: UUID) -> Client:
    account, _made = Account.objects.get_or_create(
        id=identifier, defaults={"username": f"u{identifier.hex[-12:]}", "latin_name": "Sara Test"}
    )
    client = Client(HTTP_HOST="localhost")
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def test_an_emergency_opens_the_file_with_all_that_belongs_to_it(service: SimpleNamespace, file: Any) -> None:
    client, page = signed_in(service.elsewhere), f"/cases/{file.reference}/"
    assert client.get(page).status_code == 404
    stated = {"officer": service.elsewhere, "register": CaseFiles.key, **STATED}
    emergency = perform(Emergency.state_emergency, actor=service.elsewhere, unit=service.unit, data=stated).record
    shown = client.get(page).text
    assert "Yassine El Haddaoui" in shown and "هاتف محمول" in shown and SHUT not in shown
    party = Parties.record._default_manager.get(case=file)
    assert client.get(f"/records/casefiles/parties/{party.reference}/").status_code == 200
    assert {file.pk, party.pk} <= {one.record for one in under_emergency(emergency.pk, today())}
    register = client.get(f"/oversight/emergencies/{emergency.reference}/register", follow=True).text
    assert file.reference in register and f'value="{service.unit.pk}" selected' in register
    with connection.cursor() as cursor:  # the fence opens the same
        cursor.execute("SELECT set_config('hasila.actor', %s, true)", [str(service.elsewhere)])
        cursor.execute("SELECT unit_id FROM hasila_emergencies(ARRAY['emergency:casefiles.parties'])")
        assert cursor.fetchall() == [(service.unit.pk,)]
        cursor.execute("SELECT unit_id FROM hasila_emergencies(ARRAY['emergency:districts.complaints'])")
        assert cursor.fetchall() == []


def test_what_is_not_shown_is_not_said_to_be_none(service: SimpleNamespace, file: Any) -> None:
    client, page = signed_in(service.cell), f"/cases/{file.reference}/"
    assert client.post(page, {"purpose": "inquiry"}).status_code == 302
    shown = client.get(page).text
    assert "Yassine El Haddaoui" in shown and SHUT in shown
    assert "Nothing was seized" not in shown and "Nobody is or was" not in shown
    assert "No written record yet." in shown  # a part that is open to the cell, and empty


def test_no_emergency_opens_the_files_about_officers(service: SimpleNamespace) -> None:
    offered = {key for key, _label in registers()}
    assert {"casefiles.case_files", "institution.persons"} <= offered
    assert offered.isdisjoint({"personnel.discipline", "inspection.inquiry", "personnel.grievance"})


def test_a_court_erases_no_file_while_its_parties_stand(service: SimpleNamespace, file: Any) -> None:
    act = Act(Erasure.propose, actor=service.officer)
    order = ErasureOrder(file=file.reference, ground=Ground.COURT)
    refused = parts_are_erased(order, act)
    assert refused is not None and refused.code == "retention.parts_first"
    party = Parties.record._default_manager.get(case=file)
    exhibit = Exhibits.record._default_manager.get(case=file)
    assert party.reference in str(refused) and exhibit.reference in str(refused)
    assert parts_are_erased(ErasureOrder(file=file.reference, ground=Ground.RULE), act) is None
    assert parts_are_erased(ErasureOrder(file=file.reference, ground=Ground.COURT, entry=file.pk), act) is None
    assert parts_are_erased(ErasureOrder(file=party.reference, ground=Ground.COURT), act) is None


def test_an_order_leads_to_those_for_the_parts(
    service: SimpleNamespace, file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "settled", lambda procedure: tuple(procedure.states))
    holders = {
        role: ensure_holder(Holder(f"erasing.{role}", 790 + number, role, "DGSN", 9, "M", "موظف", "Agent"))
        for number, role in enumerate((Role.DATA_OFFICER, Role.LEGAL_OFFICER))
    }
    decision = {"court": "المحكمة الابتدائية بمراكش", "court_reference": "1234/26", "court_date": today()}
    data = {"file": file.reference, "ground": "court", **decision}
    order = perform(Erasure.propose, actor=holders[Role.DATA_OFFICER], unit=service.unit, data=data).record
    with pytest.raises(Refused) as early:
        perform(Erasure.approve, order, actor=holders[Role.LEGAL_OFFICER])
    assert early.value.refusal.code == "retention.parts_first"
    client = signed_in(holders[Role.DATA_OFFICER])
    page = client.get(f"/retention/orders/{order.reference}/parts").text
    party = Parties.record._default_manager.get(case=file)
    assert party.reference in page and "Not erased yet:" in page
    links = [html.unescape(one) for one in re.findall(r'href="([^"]+/propose/[^"]+)"', page)]
    form = client.get(next(one for one in links if party.reference in one)).text
    for value in (party.reference, "المحكمة الابتدائية بمراكش", "1234/26", service.unit.code):
        assert f'value="{value}"' in form, value
    about = {**data, "file": party.reference}
    perform(Erasure.propose, actor=holders[Role.DATA_OFFICER], unit=service.unit, data=about)
    page = client.get(f"/retention/orders/{order.reference}/parts").text
    assert not any(party.reference in one for one in re.findall(r'href="([^"]+/propose/[^"]+)"', page))
    assert client.get(f"/records/retention/erasure/{order.reference}/").text.count("What belongs to the file") == 1
    assert signed_in(service.officer).get(f"/retention/orders/{order.reference}/parts").status_code == 404
