"""A forgotten password: the page tells the way and nothing about names; two people and a code renew it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hasila.institution.accounts import Account
from hasila.institution.career import Career
from hasila.institution.forgotten import account_of
from hasila.institution.notices import Notice
from hasila.institution.recovery import Lost, Recovery, open_recovery
from hasila.institution.roles import Role
from hasila.institution.second_factor import paper_codes
from hasila.institution.sessions import Session
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from tests.signing.conftest import PASSWORD, browser, code, enrolled, password
from tests.signing.test_recovery import run_jobs

NEW = "another long password"
WAY, RENEW = "/sign-in/forgotten", "/sign-in/new-password"


@pytest.fixture
def people(service: SimpleNamespace) -> SimpleNamespace:
    """Two administrators, chiefs of Rabat and of Casablanca, an officer with an account and an application."""
    service.one, service.two = service.holder(Role.ADMINISTRATOR), service.holder(Role.ADMINISTRATOR)
    service.chief = service.holder(Role.UNIT_CHIEF, service.rabat)
    service.elsewhere = service.holder(Role.UNIT_CHIEF, service.casablanca)
    service.account = enrolled(service.subject.pk)
    return service


def approved(people: SimpleNamespace, lost: Lost = Lost.FORGOTTEN) -> Any:
    data = {"officer": people.subject.pk, "identity": "in_person", "grounds": "نسي كلمة المرور", "lost": lost}
    request = perform(Recovery.ask, actor=people.chief, unit=people.rabat, data=data).record
    perform(Recovery.approve, request, actor=people.one)
    return request


def renew(client: Any, shown: str, name: str = "amina", word: str = NEW) -> Any:
    return client.post(RENEW, {"username": name, "code": shown, "password": word})


def test_the_sign_in_leads_to_the_way(people: SimpleNamespace) -> None:
    client = browser()
    assert f'href="{WAY}"' in client.get("/sign-in").text
    page = client.get(WAY).text
    assert "Go in person to your chief" in page and f'href="{RENEW}"' in page


def test_those_who_can_help_are_told_and_the_owner(people: SimpleNamespace) -> None:
    client = browser()
    assert client.post(WAY, {"username": "amina"})["Location"] == f"{WAY}?said"
    client.post(WAY, {"username": "amina"})
    run_jobs()
    told = set(Notice.objects.filter(text__contains="has forgotten").values_list("recipient", flat=True))
    assert told == {people.chief, people.one, people.two}
    assert Notice.objects.filter(recipient=people.chief).count() == 1, "once a day, however often it is said"
    own = Notice.objects.get(recipient=people.account.pk)
    assert "you have forgotten your password" in own.text
    assert authenticate(username="amina", password=PASSWORD), "nothing has changed"


def test_nothing_tells_whether_a_name_is_that_of_an_account(people: SimpleNamespace) -> None:
    """The answer, its length and what is asked of the database are the same for every name."""
    perform(Career.retire, people.second, actor=people.director)
    enrolled(people.second.pk, "retired")
    Account.objects.create_user("citizen", PASSWORD, kind="citizen")
    seen = []
    for number, name in enumerate(("amina", "nobody", "retired", "citizen", "أمينة", "x" * 60)):
        client = browser(f"10.0.1.{number}")
        steps = []
        for path, form in ((WAY, {}), (RENEW, {"code": "123456", "password": NEW})):
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(path, {"username": name, **form})
            text = answer.content.decode().replace(name, "NAME")
            steps.append((answer.status_code, answer.get("Location"), len(text), len(asked)))
        seen.append(steps)
    assert all(steps == seen[0] for steps in seen), seen
    run_jobs()
    assert not Notice.objects.exclude(recipient__in=[people.chief, people.one, people.two, people.account.pk]).exists()


def test_it_can_be_said_five_times_from_an_address(people: SimpleNamespace) -> None:
    client = browser()
    answers = [client.post(WAY, {"username": f"name{number}"}).status_code for number in range(6)]
    assert answers == [302] * 5 + [429]
    assert browser("10.0.0.9").post(WAY, {"username": "amina"}).status_code == 302


def test_two_and_a_code_renew_it(people: SimpleNamespace, clock: SimpleNamespace) -> None:
    at_work = browser("10.0.0.5")
    password(at_work)
    at_work.post("/sign-in/second", {"code": code(clock.now)})
    assert at_work.get("/mine").status_code == 200
    request = approved(people)
    clock.now += 30
    client = browser()
    assert renew(client, "000000").status_code == 422
    assert authenticate(username="amina", password=PASSWORD)
    assert renew(client, code(clock.now))["Location"] == "/sign-in?renewed"
    assert "Your new password is set" in client.get("/sign-in?renewed").text
    assert authenticate(username="amina", password=NEW)
    assert authenticate(username="amina", password=PASSWORD) is None
    assert not Session.objects.filter(account=people.account.pk).exists()
    assert at_work.get("/mine").status_code == 302
    request.refresh_from_db()
    assert request.state == "used" and open_recovery(people.account, Lost.FORGOTTEN) is None
    assert client.get("/mine").status_code == 302, "it signs nobody in"
    clock.now += 30
    assert renew(client, code(clock.now), word="a third long password").status_code == 422, "it serves once"


def test_a_code_on_paper_does_as_well(people: SimpleNamespace) -> None:
    approved(people)
    assert renew(browser(), paper_codes(people.account)[0]).status_code == 302


@pytest.mark.parametrize("lost", [None, Lost.FACTOR])
def test_a_code_alone_renews_nothing(people: SimpleNamespace, clock: SimpleNamespace, lost: Lost | None) -> None:
    if lost is not None:
        approved(people, lost)
    assert renew(browser(), code(clock.now)).status_code == 422
    assert authenticate(username="amina", password=PASSWORD)


def test_a_recovery_of_the_password_gives_no_second_factor(people: SimpleNamespace) -> None:
    approved(people)
    client = browser()
    password(client)
    assert client.post("/sign-in/second", {"recover": "1"}).status_code == 422
    assert open_recovery(people.account) is None


def test_a_weak_password_is_refused_before_a_code_is_used_up(people: SimpleNamespace, clock: SimpleNamespace) -> None:
    approved(people)
    client = browser()
    assert renew(client, code(clock.now), word="amina amina").status_code == 422
    assert renew(client, code(clock.now)).status_code == 302


def test_tries_for_a_new_password_make_nobody_wait_at_the_sign_in(
    people: SimpleNamespace, clock: SimpleNamespace
) -> None:
    for number in range(30):
        renew(browser(f"10.1.0.{number}"), "000000")
    assert renew(browser("10.1.1.1"), "000000").status_code == 429
    client = browser()
    assert password(client).status_code == 302
    assert client.post("/sign-in/second", {"code": code(clock.now)}).status_code == 302


def test_an_officer_out_of_service_renews_nothing(people: SimpleNamespace, clock: SimpleNamespace) -> None:
    approved(people)
    perform(Career.retire, people.subject, actor=people.director)
    assert account_of("amina").pk != people.account.pk
    assert renew(browser(), code(clock.now)).status_code == 422


def test_nobody_asks_for_their_own(people: SimpleNamespace) -> None:
    data = {"officer": people.chief, "identity": "in_person", "grounds": "x", "lost": Lost.FORGOTTEN}
    with pytest.raises(Refused) as caught:
        perform(Recovery.ask, actor=people.chief, unit=people.rabat, data=data)
    assert caught.value.refusal.code == "kernel.own_file"
