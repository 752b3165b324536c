"""What schemathesis makes of our description: valid and invalid requests to every kind of address, in this process.

The addresses of modules are made by the same loop as those tried here, from the same kinds of fields.
"""

from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import ChecksConfig, SchemathesisConfig
from schemathesis.generation import GenerationMode

from hasila.institution.accounts import Account
from hasila.surfaces.api.models import issue
from tests.api.conftest import Speaker
from tests.drawn import examples

TRIED = ("/api/v1/tokens", "/api/v1/procedures", "/api/v1/figures", "/api/v1/institution/career/", "/api/v1/sample/")
# Content may be refused though its shape is right: that is what the door is for.
LAWFUL = ["2xx", "401", "403", "404", "409", "412", "413", "422", "429"]

pytestmark = pytest.mark.slow


@cache
def described() -> Any:
    """Our description, read once."""
    config = SchemathesisConfig()
    config.projects.default.checks = ChecksConfig.from_dict({"positive_data_acceptance": {"expected-statuses": LAWFUL}})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), config=config)


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    yield
    described.cache_clear()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """All requests share the test's transaction, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def existing(staff: SimpleNamespace) -> dict[str, str]:
    """A record of each register that is tried, and a token for one who may act on them."""
    account = Account.objects.create(id=staff.clerk, username="clerk")
    speaker = Speaker(issue(account)[0])
    body = {"holder": str(staff.officer().pk), "unit": "PP-RBT"}
    claim = speaker.post("/sample/claims/file", {**body, "text": "x"}).json()["record"]["reference"]
    dossier = speaker.post("/sample/dossier/keep", {"title": "x", "unit": "PP-RBT"}).json()["record"]["reference"]
    return {
        **body,
        "token": speaker.token,
        "/api/v1/sample/claims/": claim,
        "/api/v1/sample/dossier/": dossier,
        "/api/v1/institution/career/": staff.officer().reference,
    }


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_request_is_answered_as_described(
    existing: dict[str, str], one_connection: None, mode: GenerationMode
) -> None:
    tried = 0
    for result in described().get_all_operations():
        operation = result.ok()
        if operation.path.startswith(TRIED):
            try_operation(operation, existing, mode)
            tried += 1
    assert tried > 20


def try_operation(operation: Any, existing: dict[str, str], mode: GenerationMode) -> None:
    """Sends examples to one address and checks each answer; every second one names what exists."""
    known = next((name for path, name in existing.items() if operation.path.startswith(path + "{record}")), None)
    turns = iter(range(10**6))

    @settings(
        max_examples=examples(2),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        if mode is GenerationMode.POSITIVE and next(turns) % 2:
            if known is not None:
                case.path_parameters = {"record": known}
            if isinstance(case.body, dict):
                case.body.update({name: value for name, value in existing.items() if name in case.body})
                case.body.pop("occurred_at", None)
                case.headers.pop("If-Match", None)
        headers = {} if operation.path == "/api/v1/tokens/current" else {"Authorization": f"Bearer {existing['token']}"}
        response = case.call(headers=headers)
        case.validate_response(response, headers=headers)

    attempt()
