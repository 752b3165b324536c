"""Accounts are made and passwords set anew by the operator; neither opens anything by itself."""

import re
from types import SimpleNamespace

import pytest

from hasila.institution.accounts import Account
from hasila.institution.cli import create, sign_out
from hasila.institution.cli import password as set_password
from hasila.institution.sessions import Session
from hasila.kernel.refusals import Refused
from tests.signing.conftest import browser, enrolled, password


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
