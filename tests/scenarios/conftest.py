"""A clerk, a counter and the three ways in: page, API, command line."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from hasila.institution.accounts import Account
from hasila.institution.mandates import Mandate
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, Holder, ensure_holder, give_mandate
from hasila.institution.units import Unit
from hasila.surfaces.api.models import issue
from tests.api.conftest import Speaker
from tests.beginnings import beginning
from tests.cli.conftest import hasila

__all__ = ["hasila"]

COUNTER, CLERK, DIRECTOR = (
    Holder(f"scenario.{number}", 950 + number, role, unit, 9, "F", "موظفة", "Agente")
    for number, (role, unit) in enumerate(
        [
            (Role.ENROLMENT_OFFICER, "PP-RBT"),
            (Role.PERSONNEL_CLERK, "DGSN"),
            (Role.DOCUMENTS_DIRECTOR, "DGSN"),
        ]
    )
)


def staffed() -> None:
    """Units and the officers of these scenarios; one of them holds no power any more since yesterday."""
    cache.clear()
    for holder in (FOUNDER, COUNTER, CLERK, DIRECTOR):
        ensure_holder(holder)


def officer(role: Role, unit: str, *, until: date | None = None) -> UUID:
    """A further officer with one mandate, which may have ended."""
    number = 960 + Mandate.objects.count()
    found = ensure_holder(Holder(f"scenario.{number}", number, Role.STATISTICIAN, "DGSN", 9, "M", "موظف", "Agent"))
    give_mandate(found, role, Unit.objects.get(code=unit), until=until)
    return found


def account(identifier: UUID) -> Account:
    """The account of an officer, made where it is missing."""
    name = f"user-{identifier.hex[-12:]}"
    return Account.objects.get_or_create(id=identifier, defaults={"username": name})[0]


def browser(identifier: UUID, language: str = "ar") -> Client:
    """A client in which this officer is signed in."""
    client = Client(HTTP_HOST="localhost", raise_request_exception=True)
    client.force_login(account(identifier), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def speaker(identifier: UUID, language: str = "ar") -> Speaker:
    """A client of the API that speaks as this officer."""
    return Speaker(issue(account(identifier))[0], language)


def written() -> int:
    """Entries in the ledger, as far as this connection sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry")
        return cursor.fetchone()[0]


those_of_the_counter = beginning(staffed, "those_of_the_counter")


@pytest.fixture
def counter(those_of_the_counter: None) -> UUID:
    """The enrolment officer of Rabat."""
    cache.clear()
    return COUNTER.id


Run = Callable[..., Any]
