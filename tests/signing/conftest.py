"""Staff as they are outside of the demonstration: with a password, and a second factor to enrol or to show."""

import time
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from hasila.institution import second_factor
from hasila.institution.accounts import Account
from hasila.institution.second_factor import add_application
from tests.beginnings import beginning
from tests.kernel.conftest import people

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "a long password"


served = beginning(people, "served")


@pytest.fixture
def service(served: SimpleNamespace, settings: Any) -> SimpleNamespace:
    """People with mandates, outside of the demonstration."""
    settings.DEMO = False
    return served


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A clock for the codes, so that a test can go on by thirty seconds."""
    at = SimpleNamespace(now=float(int(time.time()) // 30 * 30 + 1))
    monkeypatch.setattr(second_factor.time, "time", lambda: at.now)
    return at


def code(at: float, steps: int = 0) -> str:
    """What the application shows at a moment."""
    return format_hotp_value(hotp_value(SECRET, int(at) // 30 + steps))


def enrolled(identifier: UUID, name: str = "amina") -> Account:
    """An account with an application behind it."""
    account = Account.objects.create_user(name, PASSWORD, id=identifier)
    add_application(account, SECRET, 0)
    return account


def browser(address: str = "10.0.0.1") -> Client:
    """A browser at an address, in English."""
    client = Client(HTTP_HOST="localhost", REMOTE_ADDR=address)
    client.cookies["django_language"] = "en"
    return client


def password(client: Client, name: str = "amina", word: str = PASSWORD, wanted: str = "") -> Any:
    """Gives the password."""
    return client.post("/sign-in", {"username": name, "password": word, "next": wanted})
