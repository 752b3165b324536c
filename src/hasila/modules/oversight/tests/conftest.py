"""An inspectorate, officers of two units, and clients that are signed in."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from tests.beginnings import beginning
from tests.kernel.conftest import people
from tests.sample.models import Claims

from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.kernel.perform import perform


@beginning
def service() -> SimpleNamespace:
    """People with mandates, an inspector over all and one over Casablanca, a clerk of Casablanca alone."""
    found = people()
    found.inspector = found.holder(Role.INSPECTOR)
    found.chief = found.holder(Role.CHIEF_INSPECTOR)
    found.elsewhere = found.holder(Role.INSPECTOR, found.casablanca)
    found.local = found.holder(Role.PERSONNEL_CLERK, found.casablanca)
    return found


@pytest.fixture
def claim(service: SimpleNamespace) -> Any:
    """A claim in Rabat that concerns the subject."""
    data = {"holder": service.subject.id, "text": "نص الطلب"}
    return perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data).record


@pytest.fixture
def signed_in() -> Callable[[UUID], Client]:
    """A client in which the holder of this id is signed in, in English so that texts can be compared."""

    def enter(identifier: UUID) -> Client:
        account, _made = Account.objects.get_or_create(id=identifier, defaults={"username": f"u{identifier.hex[-12:]}"})
        client = Client(HTTP_HOST="localhost")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = "en"
        return client

    return enter
