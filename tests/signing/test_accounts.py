"""Accounts are made and passwords set anew by the operator; neither opens anything by itself."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone

from hasila.institution.accounts import Account
from hasila.institution.cli import create, sign_out
from hasila.institution.cli import password as set_password
from hasila.institution.second_factor import add_application
from hasila.institution.sessions import SECOND, Session, SessionStore
from hasila.kernel.refusals import Refused
from tests.signing.conftest import SECRET, browser, code, enrolled, password


def test_an_account_for_an_officer(service: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    create(service.subject.registration_number, "idris")
    word = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", capsys.readouterr().out)[0]  # type: ignore[index]
    account = Account.objects.get(username="idris")
    assert account.pk == service.subject.pk and account.enrol_until is not None
    client = browser()
    assert password(client, "idris", word).status_code == 302
    assert client.get("/mine").headers["Location"] == "/account/"
    for number, name in (
        ("0", "x"),
        (service.subject.registration_number, "y"),
        (service.second.registration_number, "idris"),
    ):
        with pytest.raises(Refused):
            create(number, name)


def test_a_new_password_does_not_pass_the_second_factor(
    service: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    client = browser()
    client.force_login(enrolled(service.clerk))
    set_password("amina")
    word = re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", capsys.readouterr().out)[0]  # type: ignore[index]
    assert client.get("/mine").status_code == 302
    assert password(client, "amina", word).headers["Location"] == "/sign-in/second"
    with pytest.raises(Refused):
        set_password("nobody")


def given(capsys: pytest.CaptureFixture[str]) -> str:
    return re.search(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}", capsys.readouterr().out)[0]  # type: ignore[index]


def test_a_given_password_opens_nothing_but_the_choice_of_another(
    service: SimpleNamespace, clock: SimpleNamespace, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    enrolled(service.clerk)
    set_password("amina")
    word = given(capsys)
    here = browser()
    password(here, word=word)
    here.post("/sign-in/second", {"code": code(clock.now)})
    for path in ("/", "/mine", "/registers/", "/account/sessions"):
        assert here.get(path).headers["Location"] == "/account/password", path
    clock.now += 30
    sent = {"username": "amina", "password": word, "code": code(clock.now)}
    token = client.post("/api/v1/tokens", sent, content_type="application/json")
    assert (token.status_code, token.json()["errors"][0]["code"]) == (403, "api.given_password")
    assert "Somebody else has seen your password" in here.get("/account/password").text
    same = here.post("/account/password", {"password": word})
    assert same.status_code == 422 and "choose another" in same.text
    changed = here.post("/account/password", {"password": "chosen by herself"}).headers["Location"]
    assert "Your new password is set" in here.get(changed).text
    assert "Your new password is set" not in here.get("/account/").text
    assert here.get("/mine").status_code == 200
    assert "Somebody else" not in here.get("/account/password").text
    again = browser()
    password(again, word="chosen by herself")
    clock.now += 30
    again.post("/sign-in/second", {"code": code(clock.now)})
    assert again.get("/mine").status_code == 200


def test_a_first_password_is_changed_after_the_first_factor_was_enrolled(
    service: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    create(service.subject.registration_number, "idris")
    here = browser()
    password(here, "idris", given(capsys))
    account = Account.objects.get(username="idris")
    assert here.get("/account/password").headers["Location"] == "/account/", "the factor first"
    add_application(account, SECRET, 0)
    session = here.session
    session[SECOND] = True
    session.save()
    assert here.get("/mine").headers["Location"] == "/account/password"


def test_a_given_password_ends(service: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    enrolled(service.clerk)
    set_password("amina")
    word = given(capsys)
    Account.objects.filter(username="amina").update(given_until=timezone.now() - timedelta(minutes=1))
    assert password(browser(), word=word).status_code == 422
    Account.objects.filter(username="amina").update(given_until=timezone.now() + timedelta(minutes=1))
    assert password(browser(), word=word).status_code == 302


def test_the_operator_ends_sessions(service: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    clients = {name: browser() for name in ("amina", "idris")}
    Account.objects.create_user("idris", "a long password", id=service.subject.pk)
    for name, client in clients.items():
        client.force_login(Account.objects.get(username=name) if name == "idris" else enrolled(service.clerk))
    assert Session.objects.count() == 2
    sign_out("amina")
    assert [Account.objects.get(pk=row.account).username for row in Session.objects.all()] == ["idris"]
    assert clients["amina"].get("/mine").status_code == 302
    sign_out(everybody=True)
    assert Session.objects.count() == 0
    assert re.findall(r"\d+", capsys.readouterr().out) == ["1", "1"]
    for given in ({}, {"username": "idris", "everybody": True}, {"username": "nobody"}):
        with pytest.raises(Refused):
            sign_out(**given)  # type: ignore[arg-type]


def test_a_session_that_is_there_is_written_by_one_statement(ledger_db: None) -> None:
    store = SessionStore()
    store["purpose"] = 1
    store.create()
    again = SessionStore(store.session_key)
    again["purpose"] = 2
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")  # tests of their own don't wait
        again.save()
        assert SessionStore(store.session_key)["purpose"] == 2
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",), "what comes next is waited for"
    store.delete()
    with pytest.raises(UpdateError):
        again.save()
    assert not Session.objects.exists(), "one that was ended doesn't come back"
