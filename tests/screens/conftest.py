"""The people, records and browser with which the pages are tried."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from hasila.institution.accounts import Account
from hasila.kernel.perform import perform
from tests.beginnings import beginning
from tests.kernel.conftest import people
from tests.sample.models import Claims

service = beginning(people, "service")


@pytest.fixture
def signed_in() -> Callable[[UUID], Client]:
    """A client in which the officer of this id is signed in, in English so that texts can be compared."""

    def enter(identifier: UUID, language: str = "en", **fields: Any) -> Client:
        account, _ = Account.objects.get_or_create(
            id=identifier, defaults={"username": f"u{identifier.hex[-12:]}", "latin_name": "Sara Test", **fields}
        )
        client = Client(HTTP_HOST="localhost")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = language
        return client

    return enter


@pytest.fixture
def claim(service: SimpleNamespace) -> Any:
    """A claim that the clerk has filed for the subject."""
    return perform(
        Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject.id, "text": "الطلب الأول"}
    ).record


@pytest.fixture
def town(ledger_db: None) -> SimpleNamespace:
    """Committed people with a few claims in several states, and the clerk's account."""
    service = people()
    texts = ("تأخر في صرف التعويضات", "طلب مراجعة النقطة السنوية", "التحاق بالزوجة في مدينة أخرى")
    service.claims = [
        perform(
            Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject.id, "text": text}
        ).record
        for text in texts
    ]
    perform(Claims.study, service.claims[0].pk, actor=service.other_clerk, data={})
    for name, identifier in (("clerk", service.clerk), ("general", service.general)):
        Account.objects.create_user(
            name,
            "a long password",
            id=identifier,
            demo=True,
            arabic_name="أمينة بنجلون",
            latin_name="Amina Benjelloun",
        )
    return service
