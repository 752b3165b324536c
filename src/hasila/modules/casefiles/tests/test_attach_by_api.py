"""Attaching by the API: the same judge of bytes as the form, once for a key, and nothing kept of what is refused."""

import base64
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.stage import Stage

from hasila.assurance.readings import by_actor
from hasila.institution.accounts import Account
from hasila.modules.casefiles import uploads
from hasila.modules.casefiles.attachments import Attachment
from hasila.modules.casefiles.kinds import Media
from hasila.modules.casefiles.tests.conftest import opened
from hasila.modules.casefiles.tests.test_attachments import PDF
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.api.models import issue

PATH = "/api/v1/casefiles/attachments/attach"


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.fixture
def send(stage: Stage, pilot: SimpleNamespace) -> Any:
    """Sends a body as the officer, or another."""
    cache.clear()
    case = opened(stage, pilot)
    usual = {"case": str(case.pk), "unit": "AP-RAK-01", "name": "تقرير.pdf", "file": in_base64(PDF)}

    tokens: dict[Any, str] = {}

    def ask(who: Any = None, key: str = "", **changes: Any) -> Any:
        identifier = who or pilot.officer
        account, _new = Account.objects.get_or_create(id=identifier, defaults={"username": f"u{identifier.hex[-9:]}"})
        token = tokens.get(identifier) or tokens.setdefault(identifier, issue(account)[0])
        headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
        headers |= {"idempotency-key": key} if key else {}
        body = {name: value for name, value in {**usual, **changes}.items() if value is not None}
        return Client(raise_request_exception=False).post(PATH, body, content_type="application/json", headers=headers)

    return ask


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casefiles_blob")
        return cursor.fetchone()[0]


def test_a_file_is_attached_once_for_a_key(send: Any) -> None:
    first, second = (send(key="attach-0001", description="تقرير الخبرة") for _try in range(2))
    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert (first.json()["replayed"], second.json()["replayed"]) == (False, True)
    paper = Attachment.objects.get()
    assert (paper.name, paper.media, paper.size) == ("تقرير.pdf", "application/pdf", len(PDF))
    assert uploads.content_of(paper.upload_id) == PDF and kept() == 1
    other = send(key="attach-0001", file=in_base64(PDF.replace(b"1 0", b"2 0")))
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "kernel.key_reused")
    assert send(description=None).status_code == 201 and kept() == 2


REFUSED: list[tuple[dict[str, Any], int, str, str | None]] = [
    ({"file": None}, 422, "kernel.missing", "file"),
    ({"file": 5}, 422, "api.wrong_shape", "file"),
    ({"file": "not base64!"}, 422, "api.wrong_shape", "file"),
    ({"file": in_base64(b"MZ\x90\x00" * 20)}, 415, "casefiles.attachment_disguised", "file"),
    ({"name": "film.mp4"}, 415, "casefiles.attachment_kind", "file"),
    ({"name": None}, 422, "kernel.missing", "name"),
    ({"sha256": "0" * 64}, 422, "kernel.unknown_field", "sha256"),
    ({"surprise": 1}, 422, "kernel.unknown_field", "surprise"),
    ({"case": "nothing"}, 422, "api.wrong_shape", "case"),
    ({"case": None}, 422, "kernel.missing", "case"),
    ({"unit": "AP-RAK-02"}, 403, "kernel.no_mandate", None),
    ({"file": in_base64(bytes(uploads.MOST_BY_API + 1))}, 413, "api.too_large", None),
    ({"file": "A" * 12_400_000}, 413, "api.too_large", None),
]


def test_what_is_refused_leaves_no_content_behind(send: Any, pilot: SimpleNamespace) -> None:
    for changes, status, code, field in REFUSED:
        answer = send(**changes)
        error = answer.json()["errors"][0]
        assert (answer.status_code, error["code"], error["field"]) == (status, code, field), answer.text[:300]
    assert send(pilot.rabat).status_code == 403
    assert kept() == 0 and not Attachment.objects.exists()


def test_a_content_comes_back_as_it_was_sent(send: Any, pilot: SimpleNamespace) -> None:
    assert send().status_code == 201
    paper = Attachment.objects.get()
    path = f"/api/v1/casefiles/attachments/{paper.reference}/content"

    def get(who: Any, purpose: str = "inquiry", of: str = path) -> Any:
        account, _new = Account.objects.get_or_create(id=who, defaults={"username": f"u{who.hex[-9:]}"})
        headers = {"authorization": f"Bearer {issue(account)[0]}", "accept-language": "en"}
        why = {"purpose": purpose} if purpose else {}
        return Client(raise_request_exception=False).post(of, why, "application/json", headers=headers)

    given = get(pilot.officer)
    assert (given.status_code, given.content, given["Content-Type"]) == (200, PDF, "application/pdf"), given.text
    assert "attachment" in given["Content-Disposition"] and "sandbox" in given["Content-Security-Policy"]
    assert given["Cache-Control"] == "private, no-store" and given["X-Content-Type-Options"] == "nosniff"
    last = by_actor(pilot.officer, *[legal_day(micros(timezone.now()))] * 2)[0]
    assert (last.kind, last.purpose, last.record) == ("print", "inquiry", paper.pk)
    # Without a purpose, or of another unit: nothing; the two of another unit read alike.
    assert get(pilot.officer, "").json()["errors"][0]["field"] == "purpose"
    assert get(pilot.officer, "curiosity").status_code == 422
    missing = "/api/v1/casefiles/attachments/ATT-26-NOTHING000/content"
    assert get(pilot.rabat).status_code == get(pilot.officer, of=missing).status_code == 404
    described = Client().get("/api/v1/openapi.json").json()
    schema = described["paths"]
    told = schema["/api/v1/casefiles/attachments/{record}/content"]["post"]
    assert set(told["responses"]["200"]["content"]) == set(Media.values)
    assert told["parameters"] == [{"$ref": "#/components/parameters/record"}]
    assert described["components"]["parameters"]["record"]["name"] == "record"
    body = told["requestBody"]["content"]["application/json"]["schema"]
    assert body["required"] == ["purpose"] and "case" in body["properties"]
    assert not [one for one in schema if one.endswith("/content") and "attachments" not in one]


def test_the_description_says_what_is_sent(send: Any) -> None:
    answer = Client().get("/api/v1/openapi.json")
    schema = answer.json()["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert schema["properties"]["file"]["contentEncoding"] == "base64"
    assert set(schema["required"]) == {"case", "name", "file", "unit"}
    assert not {"sha256", "size", "media", "upload"} & schema["properties"].keys()


def test_one_token_sends_so_many_and_no_more(send: Any) -> None:
    answers = [send(file=None) for _try in range(31)]
    assert {answer.status_code for answer in answers[:30]} == {422}
    assert (answers[30].status_code, answers[30].json()["errors"][0]["code"]) == (429, "api.too_many")
