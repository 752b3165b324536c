"""A client that speaks JSON as one officer or another."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from hasila.institution.accounts import Account
from hasila.surfaces.api.models import issue
from tests.beginnings import beginning
from tests.kernel.conftest import people

served = beginning(people, "served")


@pytest.fixture
def staff(served: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """Units, officers and mandates."""
    cache.clear()
    yield served
    cache.clear()


class Speaker:
    """Asks as one account; answers are Django's responses."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token
        self.headers = {"accept-language": language, **({"authorization": f"Bearer {token}"} if token else {})}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", query or {}, headers={**self.headers, **headers})

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        wanted = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        kind = wanted.pop("content-type", "application/json")
        return self.client.post(f"/api/v1{path}", {} if data is None else data, content_type=kind, headers=wanted)

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", headers=self.headers)


def parameter_names(described: dict[str, Any], path: str, method: str) -> list[str]:
    """What an address takes besides a body; a parameter that many addresses share is described once, by its name."""
    shared = described["components"]["parameters"]
    taken = described["paths"][path][method]["parameters"]
    return [(shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one)["name"] for one in taken]


@pytest.fixture
def speak(staff: SimpleNamespace) -> Callable[..., Speaker]:
    """Makes a speaker for an officer."""

    def make(officer: UUID, language: str = "en") -> Speaker:
        account = Account.objects.filter(pk=officer).first() or Account.objects.create(
            id=officer, username=f"user-{str(officer)[-12:]}", arabic_name="اسم", latin_name="Name"
        )
        return Speaker(issue(account)[0], language)

    return make
