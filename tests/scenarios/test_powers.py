"""The pages on powers: who holds power over a unit on a day, and what each role gives. For staff alone."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from hasila.institution.career import Career, Officer
from hasila.institution.mandates import Mandate
from hasila.institution.powers import Mandates
from hasila.institution.roles import Role
from hasila.kernel.perform import perform
from hasila.plain.moments import today
from hasila.surfaces.web.display import record_url
from tests.beginnings import beginning
from tests.institution.test_mandates import OFFICER, given, lent
from tests.kernel.conftest import people
from tests.scenarios.conftest import browser

served = beginning(people, "served")


@pytest.fixture
def staff(served: SimpleNamespace) -> SimpleNamespace:
    cache.clear()
    return served


def shown(staff: SimpleNamespace, query: str = "", language: str = "en", who: str = "director") -> str:
    answer = browser(getattr(staff, who), language).get(f"/powers{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_lists_those_whose_mandate_reaches_the_unit(staff) -> None:
    perform(Mandates.give, actor=staff.director, unit=staff.rabat, data=given(staff))
    name = staff.subject.latin_name
    assert name in shown(staff, "?unit=PP-RBT")
    assert name not in shown(staff, "?unit=PP-CAS")
    assert name not in shown(staff, "?unit=DGSN")
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert name not in shown(staff, f"?unit=PP-RBT&day={yesterday}")
    assert Officer.objects.get(pk=staff.general).latin_name in shown(staff, f"?unit=PP-RBT&day={yesterday}")


def test_a_replacement_says_for_whom_on_the_page_and_in_the_timeline(staff) -> None:
    replaced = Mandate.objects.get(officer_id=staff.clerk)
    perform(Mandates.lend, actor=staff.director, unit=staff.root, data=lent(staff, replaced))
    name = Officer.objects.get(pk=staff.clerk).latin_name
    text = shown(staff, "?unit=DGSN")
    assert text.count(name) == 2  # as a holder, and as the one stood in for
    done = perform(Career.appoint, actor=staff.subject.pk, unit=staff.rabat, data=OFFICER).record
    client = browser(staff.director, "en")
    client.post(record_url(done), {"purpose": "personnel"})
    assert f"Standing in for {name}" in client.get(record_url(done)).content.decode()


def test_who_is_out_of_service_or_ended_is_not_listed(staff) -> None:
    name = Officer.objects.get(pk=staff.clerk).latin_name
    held = Mandate.objects.get(officer_id=staff.clerk)
    perform(Mandates.end, held, actor=staff.director, data={"grounds": "انتهاء المهمة"})
    assert name not in shown(staff, "?unit=DGSN")
    yesterday = (today() - timedelta(days=1)).isoformat()
    assert name in shown(staff, f"?unit=DGSN&day={yesterday}")


@pytest.mark.parametrize("query", ["?unit=NOWHERE", "?unit=DGSN&day=soon", "?unit=DGSN&day=2024-02-31"])
def test_what_is_no_unit_or_no_day_is_said(staff, query: str) -> None:
    answer = browser(staff.director, "en").get(f"/powers{query}")
    assert answer.status_code == 422


def test_only_staff_see_them(staff) -> None:
    nobody = browser(staff.officer().pk)
    for path in ("/powers", "/roles", "/roles/inspector"):
        assert nobody.get(path).status_code == 404
        assert browser(staff.director).get(path).status_code == 200
    assert browser(staff.director).get("/roles/sheriff").status_code == 404


def test_the_page_of_a_role_tells_all_that_it_gives(staff) -> None:
    client = browser(staff.director, "en")
    text = client.get(f"/roles/{Role.CHIEF_INSPECTOR}").content.decode()
    for words in ("Administrative inquiries", "Who denounced", "Not by whoever did", "File the report"):
        assert words in text
    listed = client.get("/roles").content.decode()
    assert "Proposed by one, confirmed by another" in listed


def test_the_career_sheet_lists_mandates(staff) -> None:
    client = browser(staff.clerk, "en")
    held = Mandate.objects.get(officer_id=staff.clerk)
    text = client.get("/personnel/career/").content.decode()
    assert record_url(held) in text
