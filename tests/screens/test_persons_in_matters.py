"""Whose file it is, the matters on a person's page, and the two finders: what they show, keep, hide and refuse."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hasila.assurance.readings import by_actor
from hasila.institution.accounts import Account
from hasila.institution.persons import PersonFile, Persons
from hasila.institution.units import Unit
from hasila.kernel.perform import perform
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.districts.models import Complaints
from hasila.plain.moments import today
from tests.scenarios.test_persons_in_matters import IDRISSI, TOLD, desk, staff  # noqa: F401
from tests.screens.test_browser import visit  # noqa: F401

FACTS = TOLD | {"happened_at": datetime.now(UTC) - timedelta(days=2)}


def take(desk: SimpleNamespace, **changes: Any) -> Any:  # noqa: F811
    return perform(Complaints.receive, actor=desk.officer, unit=desk.unit, data=IDRISSI | FACTS | changes).record


def enter(desk: SimpleNamespace, actor: Any = None, **data: Any) -> Any:  # noqa: F811
    return perform(Persons.enter, actor=actor or desk.officer, unit=desk.unit, data=data).record


def whose(record: Any) -> str:
    return reverse("web:whose", args=[*record.procedure.key.split("."), record.reference])


def opened(client: Client, url: str, purpose: str, case: str = "") -> str:
    """A page behind the question why it is read."""
    assert "Why do you" in client.get(url).content.decode()
    answer = client.post(url, {"purpose": purpose, "case": case}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def searches(officer: Any) -> list[tuple[str, str, str]]:
    return [
        (one.register, one.purpose, one.case) for one in by_actor(officer, today(), today()) if one.kind == "search"
    ]


def test_an_officer_says_whose_file_it_is(desk: SimpleNamespace, signed_in: Callable[..., Client]) -> None:  # noqa: F811
    there = enter(desk, latin_given="Mohamed", latin_family="El Idrissi", born_on="1988-05-02", card_number="EE334455")
    complaint = take(desk)
    client = signed_in(desk.officer)
    step = reverse("web:step", args=["districts", "complaints", complaint.reference, "link_person"])
    page = opened(client, whose(complaint), "reception")
    assert client.get(step)["Location"] == whose(complaint), "the step leads to the files that come near"
    assert "the same name in the other script" in page and "Date of birth: the same." in page
    assert "Very strong evidence" in page and "no person is rated" in page
    assert searches(desk.officer)[0] == (Persons.key, "identification", complaint.reference)
    # What is typed wrong is said; looking with less finds others.
    wrong = client.post(whose(complaint), {"find": "1", "name": "Idrissi", "born": "31/02/1988"})
    assert wrong.status_code == 422 and "Enter a year, such as 1984" in wrong.content.decode()
    none = client.post(whose(complaint), {"find": "1", "name": "Bennani"}).content.decode()
    assert "No file comes near" in none
    gone = client.post(whose(complaint), {"act": "link", "person": "0", "expects": str(complaint.version)})
    assert gone.status_code == 422
    stale = client.post(whose(complaint), {"act": "link", "person": str(there.pk), "expects": "0"})
    assert stale.status_code == 409 and Complaints.record.objects.get(pk=complaint.pk).person_id is None
    done = client.post(whose(complaint), {"act": "link", "person": str(there.pk), "expects": str(complaint.version)})
    assert done.status_code == 302 and "receipt=" in done["Location"]
    again = client.get(whose(complaint)).content.decode()
    assert "Linked now" in again and there.reference in again and "None of these is the person" not in again
    # The person's page lists it, behind the purpose, and the listing is a reading of the register of complaints.
    url = reverse("web:person", args=[there.reference])
    shown = opened(client, url, "reception", "").partition('id="matters-title"')[2]
    assert complaint.reference in shown and "محمد الإدريسي" in shown
    assert (Complaints.key, "reception", there.reference) in searches(desk.officer)
    undone = client.post(whose(complaint), {"act": "unlink", "expects": "2"})
    assert undone.status_code == 302
    assert complaint.reference not in client.get(url).content.decode().partition('id="matters-title"')[2]
    # Another unit's officer reads the file's outline at most, and none of the matters.
    assert signed_in(desk.elsewhere).get(whose(complaint)).status_code == 404
    assert signed_in(desk.elsewhere).get(url).status_code == 404


def test_a_file_is_opened_where_none_fits_and_matters_keep_to_the_purpose(
    desk: SimpleNamespace,  # noqa: F811
    signed_in: Callable[..., Client],
) -> None:
    complaint = take(desk, card_number="")
    client = signed_in(desk.judicial)
    assert "No file comes near" in opened(client, whose(complaint), "inquiry", "PV 12")
    done = client.post(whose(complaint), {"act": "open", "expects": "1"})
    assert done.status_code == 302
    complaint = Complaints.record.objects.get(pk=complaint.pk)
    person = PersonFile.objects.get(pk=complaint.person_id)
    perform(Complaints.open_case, complaint.pk, actor=desk.judicial, data={})
    party = Party.objects.get(pk=Complaints.record.objects.get(pk=complaint.pk).party_id)
    url = reverse("web:person", args=[person.reference])
    shown = opened(client, url, "inquiry", "PV 12").partition('id="matters-title"')[2]
    assert complaint.reference in shown and party.reference in shown and party.case.reference in shown
    assert "Victim" in shown and person.keys and str(person.keys[0]) not in shown
    # A merged file's matters stand with the one that stands for the person, and say by which file.
    other = enter(desk, desk.judicial, arabic_given="محمد", arabic_family="إدريسي")
    perform(Persons.merge, person.pk, actor=desk.judicial, data={"merged_into": other.pk, "grounds": "واحد"})
    second = signed_in(desk.judicial)
    shown = opened(second, reverse("web:person", args=[other.reference]), "inquiry", "PV 12")
    assert f"({person.reference})" in shown.partition('id="matters-title"')[2]
    # For a purpose that the law doesn't list for a register, its matters aren't listed.
    third = signed_in(desk.judicial)
    shown = opened(third, reverse("web:person", args=[other.reference]), "identification")
    assert "may not be read for the purpose" in shown and party.reference not in shown
    # Who has just opened a file themselves states why before matters are shown.
    own = enter(desk, desk.judicial, latin_family="Tazi")
    session = third.session
    session["consulted"] = {str(own.pk): (datetime.now(UTC).timestamp(), "", "")}
    session.save()
    mine = third.get(reverse("web:person", args=[own.reference])).content.decode()
    assert "State the purpose" in mine
    assert "Why do you open this file?" in third.get(reverse("web:person", args=[own.reference]) + "?why=1").text


def test_the_finders_find_in_the_other_script(desk: SimpleNamespace, signed_in: Callable[..., Client]) -> None:  # noqa: F811
    complaint = take(desk)
    other = take(desk, arabic_name="سلمى بنعلي", card_number="EE1")
    perform(Complaints.open_person, complaint.pk, actor=desk.officer)
    alias = enter(desk, latin_given="Simo", latin_family="Lidrissi", aliases=["Brahim Zeroual"])
    perform(Complaints.link_person, other.pk, actor=desk.officer, data={"person": alias.pk})
    perform(Complaints.open_case, complaint.pk, actor=desk.judicial, data={})
    party = Party.objects.get()
    client = signed_in(desk.officer)
    find = reverse("districts:find")
    assert "Why do you look" in client.post(find, {"q": "Mohamed El Idrissi"}).content.decode()
    found = client.post(find, {"q": "Mohamed El Idrissi", "purpose": "reception"}).content.decode()
    assert complaint.reference in found and "the same name in the other script" in found
    assert "Persons&#x27; files that come near" in found or "Persons' files that come near" in found
    assert other.reference not in found
    assert {register for register, _purpose, _case in searches(desk.officer)} >= {Complaints.key, Persons.key}
    # Another name, which only the linked person's file has.
    through = client.post(find, {"q": "إبراهيم زروال"}).content.decode()
    assert other.reference in through and "Linked to the file of" in through
    assert complaint.reference in client.post(find, {"q": "EE334455"}).content.decode()
    assert "Nothing found" in client.post(find, {"q": "Fatima Bennis"}).content.decode()
    # In the case files, and in each register's own search.
    officer = signed_in(desk.judicial)
    cases = reverse("casefiles:find")
    assert "Why do you look" in officer.post(cases, {"q": "Idrissi Mohammed"}).content.decode()
    refused = officer.post(cases, {"q": "Idrissi Mohammed", "purpose": "sport"})
    assert refused.status_code == 422
    found = officer.post(cases, {"q": "Idrissi Mohammed", "purpose": "inquiry", "case": "PV 12"}).content.decode()
    assert party.reference in found and party.case.reference in found and "the other order" in found
    assert (Parties.key, "inquiry", "PV 12") in searches(desk.judicial)
    assert "Nobody comes near" in officer.post(cases, {"q": "Fatima Bennis"}).content.decode()
    assert signed_in(desk.elsewhere).get(cases).status_code == 404
    register = reverse("web:register", args=["casefiles", "parties"])
    officer.post(register, {"q": "Idrissi", "purpose": "inquiry", "case": "PV 12"})
    assert party.reference in officer.post(register, {"q": "Idrissi"}).content.decode()


@pytest.mark.browser
def test_the_pages_in_a_browser(
    visit: Any,  # noqa: F811
    ledger_db: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wide and narrow, from right to left: whose file it is, the person's page, both finders."""
    town = staff(monkeypatch)
    for name, holder in (("counter", town.officer), ("inquirer", town.judicial)):
        Account.objects.create_user(
            name, "a long password", id=holder, demo=True, arabic_name="سعاد الفاسي", latin_name="Souad"
        )
    enter(town, latin_given="Mohamed", latin_family="El Idrissi", born_on="1988-05-02", mother="Fatima Bennani")
    elsewhere = {"latin_given": "Mohammed", "latin_family": "Drissi", "birth_year": 1988}
    perform(Persons.enter, actor=town.elsewhere, unit=Unit.objects.get(code="PP-CAS"), data=elsewhere)
    complaint, second = take(town), take(town, arabic_name="محمد أمين الإدريسي", card_number="", born_on=None)
    perform(Complaints.open_case, second.pk, actor=town.judicial, data={})
    window = visit("ar", "wide")
    window.sign_in("counter")
    page = window.go(whose(complaint))
    page.check("[name=purpose][value=reception]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".match")
    wrong = window.judge_at_both("whose")
    page.click("button[value=link] >> nth=0")
    page.wait_for_selector("#receipt")
    page = window.go(whose(complaint))
    assert page.locator("button[value=unlink]").count() == 1
    wrong += window.judge_at_both("whose-linked", axe=False)
    page = window.go("/people/" + PersonFile.objects.get(mother="Fatima Bennani").reference + "/")
    page.check("[name=purpose][value=reception]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#matters-title")
    wrong += window.judge_at_both("person")
    page = window.go(reverse("districts:find"))
    page.fill("[name=q]", "Mohamed El Idrissi")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=purpose]")
    page.check("[name=purpose][value=reception]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".match")
    wrong += window.judge_at_both("desk-find")
    window.sign_in("inquirer")
    page = window.go("/cases/find")
    page.fill("[name=q]", "Idrissi Mohamed Amine")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=purpose]")
    wrong += window.judge_at_both("case-find-why", axe=False)
    page.check("[name=purpose][value=inquiry]")
    page.fill("[name=case]", "PV 12")
    page.keyboard.press("Enter")
    page.wait_for_selector("#found-title")
    wrong += window.judge_at_both("case-find")
    assert not wrong, "\n".join(wrong)
