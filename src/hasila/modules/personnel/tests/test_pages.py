"""The career sheet, the dry run, the reminders and what is printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hasila.institution.accounts import Account
from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.kernel.access import Actor
from hasila.modules.personnel import eligibility
from hasila.modules.personnel.models import Discipline, Grievance, Promotion, Qualification, StateProtection, Transfer
from hasila.modules.personnel.models.promotion_file import Obstacle
from hasila.modules.personnel.models.qualification import Skill
from hasila.modules.personnel.queries import career_sheet, expiring, not_returned
from hasila.modules.personnel.tests.conftest import START, YEAR
from hasila.surfaces.print.documents import documents_for, print_document

CLERK, GENERAL, DIRECTOR = Role.PERSONNEL_CLERK, Role.DIRECTOR_GENERAL, Role.PERSONNEL_DIRECTOR


def excluded(service: Any, officer: Any) -> Any:
    file = service.do(
        Discipline.open_file, by=CLERK, unit=officer.unit_id, officer=officer.pk, breach="absence", facts="Three days."
    )
    service.do(Discipline.notify, file, by=CLERK, day=1)
    service.do(Discipline.propose, file, by=Role.COUNCIL_CLERK, day=15, proposal="suspension", minutes="Heard.")
    return service.do(
        Discipline.decide, file, by=GENERAL, day=16, measure="suspension", grounds="Proven.", exclusion_days=15
    )


def promoted(service: Any, officer: Any) -> Any:
    file = service.do(
        Promotion.inscribe, by=CLERK, unit=officer.unit_id, officer=officer.pk, exercise=YEAR, kind="choice"
    )
    service.do(Promotion.study, file, by=Role.PROMOTION_COMMISSION, day=1)
    service.do(Promotion.propose, file, by=Role.PROMOTION_COMMISSION, day=2, grade=5)
    service.do(Promotion.decide, file, by=GENERAL, day=3)
    return service.do(Promotion.publish, file, by=DIRECTOR, day=4)


def moved(service: Any, officer: Any) -> Any:
    wish = service.unit("PP-CAS").pk
    request = service.do(
        Transfer.request_urgently, by=officer.pk, unit=officer.unit_id, officer=officer.pk, wish=wish, ground="social"
    )
    return service.do(Transfer.grant, request, by=DIRECTOR, day=8, assigned=wish)


def granted(service: Any, officer: Any) -> Any:
    data = {"skill": "first_aid", "expires_on": START + timedelta(days=50), "awarded_by": "الوقاية المدنية"}
    return service.do(Qualification.grant, by=CLERK, unit=officer.unit_id, officer=officer.pk, day=9, **data)


def reader(service: Any, role: Role = CLERK) -> Actor:
    return Actor.of(service.holders[role])


@pytest.fixture
def signed_in(service: Any) -> Any:
    """A client for the holder of a role, or an officer."""

    def make(who: Any) -> Client:
        identifier = service.holders[who] if isinstance(who, Role) else who.pk
        account = Account.objects.create(id=identifier, username=str(identifier)[-12:])
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return make


def test_sheet_tells_the_whole_career(
    service: Any, officer: Any, fresh: Any, django_assert_max_num_queries: Any
) -> None:
    promoted(service, officer)
    moved(service, officer)
    sanction = excluded(service, fresh(officer))
    service.do(Discipline.appeal_decision, sanction, by=officer.pk, day=20, appeal="No.")
    found = Officer.objects.select_related("grade", "unit").get(pk=officer.pk)
    granted(service, fresh(officer))
    with django_assert_max_num_queries(4):
        sheet = career_sheet(found, reader(service), START)
        assert [step.what.pk for step in sheet.grades] == [5, 3]
        assert [step.what.code for step in sheet.units] == ["PP-CAS", "PP-RBT"]
    assert [file.measure for file in sheet.sanctions] == ["suspension"]
    assert [(held.label, held.day) for held in sheet.qualifications] == [
        (Skill.FIRST_AID.label, START + timedelta(days=50))
    ]
    assert [matter.reference for matter in sheet.matters] == [sanction.reference]
    assert sheet.matters[0].state_label == Discipline.appealed.label


def test_a_stranger_sees_an_empty_sheet(service: Any, officer: Any) -> None:
    promoted(service, officer)
    sheet = career_sheet(officer, Actor.of(service.officer().pk), START)
    assert not sheet.promotions and not sheet.matters


def test_dry_run_names_every_reason(service: Any, officer: Any) -> None:
    clean, blamed = service.officer(), service.officer()
    excluded(service, blamed)
    Officer.objects.filter(pk=officer.pk).update(grade_since=START)
    actor = reader(service, Role.PROMOTION_COMMISSION)
    found = {c.officer.pk: c for c in eligibility.dry_run(actor, YEAR, START)}
    assert found[clean.pk].eligible and found[clean.pk].next == {5}
    assert found[officer.pk].obstacles == (Obstacle.SENIORITY,)
    assert found[blamed.pk].obstacles == (Obstacle.DISCIPLINE, Obstacle.SUSPENDED)
    general = found[service.holders[GENERAL]]
    assert Obstacle.NO_HIGHER_GRADE in general.obstacles
    totals = eligibility.summary(actor, YEAR, START, grade=3)
    assert (totals.officers, totals.eligible, totals.inscribed) == (3, 1, 0)
    assert totals.obstacles[Obstacle.DISCIPLINE] == 1
    assert not list(eligibility.dry_run(Actor.of(officer.pk), YEAR, START))
    assert not Promotion.record.objects.exists()


def test_reminders(service: Any, officer: Any) -> None:
    excluded(service, officer)
    held = granted(service, officer)
    actor = reader(service)
    assert [file.pk for file in expiring(actor, START)] == [held.pk]
    assert expiring(actor, START - timedelta(days=30)) == []
    assert [item.pk for item in not_returned(actor, START + timedelta(days=31))] == [officer.pk]
    assert not_returned(actor, START + timedelta(days=20)) == []


def test_sheet_page_asks_for_a_purpose(service: Any, officer: Any, signed_in: Any) -> None:
    promoted(service, officer)
    client = signed_in(CLERK)
    url = reverse("personnel:career", args=[officer.reference])
    assert b'name="purpose"' in client.get(url).content
    assert client.post(url, {"purpose": "curiosity"}).status_code == 422
    assert client.post(url, {"purpose": "personnel"}).status_code == 302
    page = client.get(url)
    assert page.status_code == 200
    assert officer.registration_number in page.content.decode()


def test_sheet_page_is_closed_to_strangers(service: Any, officer: Any, signed_in: Any) -> None:
    client = signed_in(service.officer())
    assert client.get(reverse("personnel:career", args=[officer.reference])).status_code == 404
    own = client.get(reverse("personnel:own_career"))
    assert own.status_code == 200
    assert client.get(reverse("personnel:dry_run")).status_code == 404
    assert client.get(reverse("personnel:reminders")).status_code == 404
    assert Client().get(reverse("personnel:own_career")).status_code == 302


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_of_work(service: Any, officer: Any, signed_in: Any, language: str) -> None:
    excluded(service, officer)
    client = signed_in(CLERK)
    client.cookies["django_language"] = language
    page = client.get(reverse("personnel:dry_run"), {"exercise": YEAR, "grade": "3"})
    assert officer.registration_number in page.content.decode()
    assert client.get(reverse("personnel:dry_run"), {"exercise": "99999"}).status_code == 404
    assert client.get(reverse("personnel:dry_run"), {"after": "nonsense"}).status_code == 404
    assert client.get(reverse("personnel:reminders")).status_code == 200


def test_few_queries_on_the_sheet(
    service: Any, officer: Any, fresh: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    promoted(service, officer)
    moved(service, officer)
    granted(service, fresh(officer))
    client = signed_in(CLERK)
    url = reverse("personnel:career", args=[officer.reference])
    client.post(url, {"purpose": "personnel"})
    client.get(url)
    with django_assert_max_num_queries(15):  # twelve; see tests/screens/test_query_ceiling.py for the other three
        client.get(url)


def names(record: Any) -> list[str]:
    return [document.name for document in documents_for(record)]


def printed(record: Any, name: str) -> bytes:
    (document,) = [document for document in documents_for(record) if document.name == name]
    return print_document(record, document)


def test_decisions_are_printed(service: Any, officer: Any, fresh: Any) -> None:
    promotion = promoted(service, officer)
    transfer = moved(service, officer)
    sanction = excluded(service, fresh(officer))
    assert names(sanction) == ["decision", "receipt"]
    for record, name in [(promotion, "decision"), (transfer, "decision"), (sanction, "decision"), (officer, "sheet")]:
        assert printed(type(record).objects.get(pk=record.pk), name).startswith(b"%PDF")
    service.do(Discipline.appeal_decision, sanction, by=officer.pk, day=20, appeal="No.")
    service.do(Discipline.annul, sanction, by=GENERAL, day=30, appeal_grounds="The proof fails.")
    assert printed(sanction, "revision").startswith(b"%PDF")


def test_letters_are_printed(service: Any, officer: Any) -> None:
    file = service.do(
        StateProtection.request,
        by=officer.pk,
        unit=officer.unit_id,
        officer=officer.pk,
        attack="assault",
        attacked_on=START,
        facts="A blow.",
    )
    service.do(StateProtection.grant, file, by=Role.LEGAL_OFFICER, day=1, lawyer="Me Benjelloun")
    assert printed(file, "assignment").startswith(b"%PDF")
    commission = Role.GRIEVANCE_COMMISSION
    data = {"officer": officer.pk, "kind": "plea", "contested": "other", "arguments": "…"}
    plea = service.do(Grievance.receive, by=officer.pk, unit=service.unit("CCG"), **data)
    service.do(Grievance.study, plea, by=commission, day=1, report="…")
    service.do(Grievance.recommend, plea, by=commission, day=2, recommendation="confirm", opinion="…")
    service.do(Grievance.decide, plea, by=GENERAL, day=3, decision="confirm", grounds="…")
    assert printed(plea, "decision").startswith(b"%PDF")
