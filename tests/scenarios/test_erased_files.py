"""Erased files of real registers, wherever they are looked at: nothing personal is left, and nothing falls over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hasila.assurance import erasure
from hasila.assurance.verify import verify
from hasila.institution.accounts import Account
from hasila.institution.career import Career
from hasila.institution.roles import Role
from hasila.kernel.records import Record
from hasila.kernel.sealer import seal_all
from hasila.modules.documents.models import Card
from hasila.modules.inspection.models import Inquiry
from hasila.modules.personnel.models import Discipline
from hasila.modules.retention.models import Erasure
from hasila.surfaces.api.models import issue
from hasila.surfaces.web.display import record_url
from tests.assurance.test_erasure import COURT, Play

SECRET = "وقائع لا يجوز أن تبقى"


@pytest.fixture
def play(ledger_db: None) -> Play:
    return Play()


def signed_in(identifier: Any) -> Client:
    account, _made = Account.objects.get_or_create(id=identifier, defaults={"username": f"u{str(identifier)[-8:]}"})
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def look(client: Client, record: Record) -> str:
    """Everything that the register and the record's own pages say, one after another."""
    app, procedure = record.procedure.key.split(".")
    said = []
    purpose = next(iter(record.procedure.purposes), "")
    if purpose:
        assert client.post(record_url(record), {"purpose": purpose, "case": "12/26"}).status_code == 302
    register = reverse("web:register", args=[app, procedure])
    for url in (record_url(record), register, f"{register}export.csv"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        said.append(b"".join(answer) if answer.streaming else answer.content)
    token = issue(Account.objects.get(pk=client.session["_auth_user_id"]))[0]
    api, headers = f"/api/v1/{app}/{procedure}", {"authorization": f"Bearer {token}"}
    whole = f"{api}/{record.reference}"
    why = {"purpose": purpose, "case": "12/26"}
    told = client.post(f"{whole}/open", why, "application/json", headers=headers) if purpose else None
    for answer in (told or client.get(whole, headers=headers), client.get(f"{api}/", headers=headers)):
        assert answer.status_code == 200, (whole, answer.content)
        said.append(answer.content)
    return b"".join(said).decode()


def test_a_disciplinary_file_forgets_its_officer(play: Play, connect: Callable) -> None:
    staff = play.staff
    data = {"officer": staff.subject, "breach": "absence", "facts": SECRET}
    file = play.do(Discipline.open_file, by=staff.clerk, unit=staff.rabat, data=data).record
    closed = {"closing": "unfounded", "grounds": SECRET}
    play.do(Discipline.close, file, by=staff.general, day=3, data=closed)
    reader = signed_in(staff.director)
    name = staff.subject.latin_name
    assert SECRET in look(reader, file)
    play.erase(file, day=9, **COURT)
    assert (file.officer_id, file.facts, file.state, file.breach) == (None, erasure.MARK, "closed", "absence")
    said = look(reader, file)
    assert SECRET not in said and staff.subject.arabic_name not in said and name not in said
    # The career knows nothing of the file any more, and its page stands.
    sheet = reverse("personnel:career", args=[staff.subject.reference])
    reader.post(sheet, {"purpose": next(iter(Career.purposes)), "case": "12/26"})
    assert file.reference not in reader.get(sheet).content.decode()
    seal = connect("sealer")
    seal.autocommit = True
    seal_all(seal)
    report = verify(workers=1)
    assert report.good, report.findings


def test_a_request_for_a_card_forgets_its_holder(play: Play) -> None:
    enroller, producer = play.staff.holder(Role.ENROLMENT_OFFICER), play.staff.holder(Role.PRODUCTION_OFFICER)
    holder = {
        "kind": "first", "channel": "centre", "card_number": "ZT104452", "arabic_name": SECRET, "latin_name": "Salma Z",
        "sex": "F", "born_on": date(1991, 4, 17), "born_at_arabic": "تازة", "born_at_latin": "Taza",
    }  # fmt: skip
    card = play.do(Card.request, by=enroller, unit=play.staff.rabat, data=holder).record
    play.do(Card.reject, card, by=producer, data={"rejection": "doubtful"})
    assert SECRET in look(signed_in(enroller), card)
    play.erase(card, day=9, **COURT)
    said = look(signed_in(enroller), card)
    assert not any(word in said for word in (SECRET, "Salma Z", "ZT104452", "1991", "Taza"))
    assert card.kind == "first" and card.rejection == "doubtful" and card.state == "rejected"


def test_an_inquiry_forgets_whom_it_named(play: Play) -> None:
    staff = play.staff
    inspector, chief = staff.holder(Role.INSPECTOR), staff.holder(Role.CHIEF_INSPECTOR)
    data = {"origin": "denunciation", "subject": SECRET, "facts": SECRET, "concerned_unit": staff.rabat}
    data["denouncer"] = "سعيد المخبر"  # sealed in the row and in the ledger
    inquiry = play.do(Inquiry.open_inquiry, by=inspector, unit=staff.rabat, data=data).record
    play.do(Inquiry.name_officer, inquiry, by=inspector, data={"officer": staff.subject})
    play.do(Inquiry.report, inquiry, by=inspector, data={"findings": SECRET})
    play.do(Inquiry.conclude, inquiry, by=chief, data={"outcome": "no_fault", "grounds": SECRET})
    open_still = {"file": inquiry.reference, **COURT}
    assert play.refused(Erasure.propose, by=play.data, unit=staff.rabat, day=1, data=open_still) == (
        "retention.still_open"
    )
    play.do(Inquiry.close, inquiry, by=chief)
    play.erase(inquiry, day=9, **COURT)
    assert (inquiry.officer_id, inquiry.officers) == (None, [])
    assert inquiry.__dict__["denouncer"] == erasure.MARK
    assert SECRET not in look(signed_in(chief), inquiry)
