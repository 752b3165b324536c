"""Recovery of a lost second factor: by two, used by the person, told to the inspectorate; never by one alone."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from hasila.assurance.steps import timeline
from hasila.institution.accounts import Account
from hasila.institution.jobs import registry
from hasila.institution.notices import Notice
from hasila.institution.recovery import Recovery, open_recovery
from hasila.institution.roles import Role
from hasila.institution.second_factor import Authenticator, offered_secret
from hasila.institution.sessions import Session
from hasila.institution.staffing import give_mandate
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from tests.signing.conftest import SECRET, browser, code, enrolled, password

ABOUT = {"lost": "factor", "identity": "in_person", "grounds": "فقدان الهاتف"}


@pytest.fixture
def refused() -> Callable[..., str]:
    """Performs an act that must be refused; gives the code of its refusal."""

    def attempt(*args: Any, **kwargs: Any) -> str:
        with pytest.raises(Refused) as caught:
            perform(*args, **kwargs)
        return caught.value.refusal.code

    return attempt


@pytest.fixture
def people(service: SimpleNamespace) -> SimpleNamespace:
    """Two administrators, the chief of Rabat, the Inspector General, and an officer with an account."""
    service.one, service.two = service.holder(Role.ADMINISTRATOR), service.holder(Role.ADMINISTRATOR)
    service.chief = service.holder(Role.UNIT_CHIEF, service.rabat)
    service.inspector = service.holder(Role.CHIEF_INSPECTOR)
    service.account = enrolled(service.subject.pk)
    return service


def asked(people: SimpleNamespace, actor: Any = None) -> Any:
    data = {"officer": people.subject.pk, **ABOUT}
    return perform(Recovery.ask, actor=actor or people.chief, unit=people.rabat, data=data).record


def run_jobs() -> None:
    """Runs what waits in the queue, here and now, twice: a job may run again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, (args->>'entry')::uuid, (args->>'record')::uuid FROM procrastinate_jobs")
        for name, entry, record in cursor.fetchall():
            for _again in range(2):
                registry[name](entry, record)
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_asked_by_one_approved_by_another_used_by_the_person(people: SimpleNamespace, clock: SimpleNamespace) -> None:
    stolen = Client(HTTP_HOST="localhost")
    stolen.force_login(people.account)
    request = asked(people)
    perform(Recovery.approve, request, actor=people.one)
    run_jobs()
    assert not Session.objects.filter(account=people.account.pk).exists(), "whoever has the key may have a session"
    client = browser()
    password(client)
    assert "Your recovery was approved" in client.get("/sign-in/second").text
    assert client.post("/sign-in/second", {"recover": "1"}).status_code == 302
    assert client.get("/mine").headers["Location"] == "/account/", "it opens the enrolment alone"
    assert "Enrol a new passkey" in client.get("/account/").text, "the former ones end"
    client.get("/account/application")
    secret = offered_secret(client.session)
    assert secret != SECRET
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    shown = format_hotp_value(hotp_value(secret, int(clock.now) // 30))
    assert client.post("/account/application", {"code": shown}).status_code == 302
    assert client.get("/mine").status_code == 200
    run_jobs()
    assert open_recovery(people.account) is None
    assert Authenticator.objects.filter(user=people.account, type="totp").count() == 1
    assert [entry.act.rpartition(".")[2] for entry in timeline(request.pk)] == ["ask", "approve", "use"]
    assert Notice.objects.filter(recipient=people.inspector).count() == 3
    assert Notice.objects.filter(recipient=people.account.pk).count() == 3
    old = browser("10.0.0.2")
    password(old)
    clock.now += 30
    assert old.post("/sign-in/second", {"code": code(clock.now)}).status_code == 422, "what was lost opens nothing"


def test_one_administrator_alone_is_refused(people: SimpleNamespace, refused: Callable[..., str]) -> None:
    request = asked(people, people.one)
    assert refused(Recovery.approve, request, actor=people.one) == "kernel.same_person"
    assert refused(Recovery.approve, request, actor=people.chief) == "kernel.no_mandate"
    assert open_recovery(people.account) is None
    perform(Recovery.approve, request, actor=people.two)
    assert refused(Recovery.use, request, actor=people.two) == "kernel.not_concerned"


def test_nobody_asks_for_or_approves_their_own(people: SimpleNamespace, refused: Callable[..., str]) -> None:
    give_mandate(people.subject.pk, Role.ADMINISTRATOR, people.root, since=date(2020, 1, 1))
    data = {"officer": people.subject.pk, **ABOUT}
    assert refused(Recovery.ask, actor=people.subject.pk, unit=people.rabat, data=data) == "kernel.own_file"
    assert refused(Recovery.approve, asked(people), actor=people.subject.pk) == "kernel.own_file"


def test_guards(people: SimpleNamespace, refused: Callable[..., str]) -> None:
    elsewhere = {"officer": people.subject.pk, **ABOUT}
    with pytest.raises(Refused) as caught:
        perform(Recovery.ask, actor=people.one, unit=people.casablanca, data=elsewhere)
    told = caught.value.refusal
    assert told.code == "recovery.other_unit" and people.subject.unit.code in told.help
    request = asked(people)
    perform(Recovery.approve, request, actor=people.one)
    assert refused(Recovery.lapse, request, actor=people.one) == "recovery.still_open"
    second = asked(people)
    perform(Recovery.refuse, second, actor=people.one, data={"reason": "لم يحضر المعني بالأمر"})
    assert second.state == "refused"
    former = people.officer()
    late = perform(Recovery.ask, actor=people.chief, unit=people.rabat, data={"officer": former.pk, **ABOUT}).record
    from hasila.institution.career import Career

    perform(Career.retire, former, actor=people.director)
    assert refused(Recovery.approve, late, actor=people.one) == "recovery.not_in_service"


def test_whoever_let_the_day_pass_is_sent_back_to_the_sign_in(
    people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(Recovery.approve, asked(people), actor=people.one)
    client = browser()
    password(client)
    assert client.post("/sign-in/second", {"recover": "1"}).status_code == 302
    monkeypatch.setattr("hasila.surfaces.web.views.account.open_recovery", lambda account: None)
    page = client.get("/account/").text
    assert "Sign in again with your second factor" in page and "/account/key" not in page


def test_it_lapses_after_a_day(
    people: SimpleNamespace,
    refused: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from hasila.institution import recovery

    request = asked(people)
    monkeypatch.setattr(recovery, "OPEN_FOR", timedelta(seconds=-1))
    perform(Recovery.approve, request, actor=people.one)
    assert open_recovery(people.account) is None
    assert refused(Recovery.use, request, actor=people.subject.pk) == "recovery.too_late"
    client = browser()
    password(client)
    assert client.post("/sign-in/second", {"recover": "1"}).status_code == 422
    perform(Recovery.lapse, request, actor=people.two)
    assert request.state == "lapsed"


def test_a_key_that_is_found_again_stays(people: SimpleNamespace, clock: SimpleNamespace) -> None:
    perform(Recovery.approve, asked(people), actor=people.one)
    client = browser()
    password(client)
    client.post("/sign-in/second", {"code": code(clock.now)})
    assert client.get("/mine").status_code == 200
    assert Account.objects.get(pk=people.account.pk).authenticator_set.count() == 1
