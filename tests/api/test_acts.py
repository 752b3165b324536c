"""Steps through the API: what is performed, what is refused, and that a refusal writes nothing."""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection

from hasila.institution.career import Career
from hasila.kernel.perform import perform
from tests.api.conftest import Speaker
from tests.sample.models import Claim

FILE, REGISTER = "/sample/claims/file", "/sample/claims/"


@pytest.fixture
def clerk(staff: SimpleNamespace, speak: Callable[..., Speaker]) -> Speaker:
    return speak(staff.clerk)


@pytest.fixture
def body(staff: SimpleNamespace) -> dict[str, object]:
    return {"holder": str(staff.officer().pk), "text": "طلب", "unit": "PP-RBT", "kind": "urgent"}


def written() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_entry WHERE act LIKE 'sample.%%'")
        return cursor.fetchone()[0]


def test_an_opening_gives_a_receipt(clerk: Speaker, body: dict[str, object]) -> None:
    answer = clerk.post(FILE, body)
    assert answer.status_code == 201
    found = answer.json()
    claim = Claim.objects.get(pk=found["record"]["id"])
    assert answer["Location"] == f"/api/v1/sample/claims/{claim.reference}"
    assert answer["ETag"] == '"1"'
    assert (found["replayed"], found["position"], found["transition"]) == (False, None, "sample.claims.file")
    assert found["record"]["state"] == {"key": "filed", "label": "Filed"}
    assert found["record"]["unit"]["code"] == "PP-RBT"
    assert claim.kind == "urgent"


def test_the_same_key_acts_once(clerk: Speaker, body: dict[str, object]) -> None:
    key = uuid4().hex
    first, second = (clerk.post(FILE, body, idempotency_key=key) for _turn in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json()["replayed"] is True
    assert first.json()["entry"] == second.json()["entry"]
    assert Claim.objects.count() == 1
    other = clerk.post(FILE, {**body, "text": "other"}, idempotency_key=key)
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "kernel.key_reused")


def test_a_step_by_reference_and_by_identifier(clerk: Speaker, body: dict[str, object]) -> None:
    record = clerk.post(FILE, body).json()["record"]
    assert clerk.post(f"{REGISTER}{record['reference']}/amend", {"text": "A"}).status_code == 200
    answer = clerk.post(f"{REGISTER}{record['id']}/amend", {"amount": 7})
    assert (answer.status_code, answer["ETag"]) == (200, '"3"')
    assert Claim.objects.get().amount == 7


def test_who_saw_an_older_version_learns_what_changed(clerk: Speaker, body: dict[str, object]) -> None:
    record = clerk.post(FILE, body).json()["record"]
    path = f"{REGISTER}{record['reference']}/amend"
    assert clerk.post(path, {"text": "A"}, if_match='"1"').status_code == 200
    late = clerk.post(path, {"text": "B"}, if_match='"1"')
    assert (late.status_code, late.json()["errors"][0]["code"]) == (412, "kernel.changed_meanwhile")
    assert "Amend" in late.json()["detail"]
    assert Claim.objects.get().text == "A"


def test_arabic_digits_are_numbers(clerk: Speaker, body: dict[str, object]) -> None:
    clerk.post(FILE, {**body, "amount": "٤٢", "on": "٢٠٢٤-٠١-٠٢"})
    found = Claim.objects.get()
    assert (found.amount, found.on.isoformat()) == (42, "2024-01-02")


def test_a_whole_number_with_a_point_is_whole(clerk: Speaker, body: dict[str, object]) -> None:
    assert clerk.post(FILE, {**body, "amount": 42.0}).status_code == 201
    assert Claim.objects.get().amount == 42


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"text": ""}, 422, "kernel.missing", "text"),
        ({"text": None}, 422, "kernel.missing", "text"),
        ({"text": 5}, 422, "api.wrong_shape", "text"),
        ({"text": "a\x00b"}, 422, "kernel.control_characters", "text"),
        ({"text": "a\u202eb"}, 422, "kernel.control_characters", "text"),
        ({"text": "a" * 200_000}, 422, "kernel.too_long", "text"),
        ({"text": "a" * 10_000_000}, 413, "api.too_large", None),
        ({"amount": True}, 422, "api.wrong_shape", "amount"),
        ({"amount": 1.5}, 422, "api.wrong_shape", "amount"),
        ({"amount": 10**30}, 422, "api.wrong_shape", "amount"),
        ({"amount": 5000}, 409, "kernel.constraint", None),
        ({"kind": "huge"}, 422, "api.wrong_shape", "kind"),
        ({"kind": ["urgent"]}, 422, "api.wrong_shape", "kind"),
        ({"on": "2024-02-31"}, 422, "kernel.invalid", "on"),
        ({"on": "yesterday"}, 422, "api.wrong_shape", "on"),
        ({"holder": "nobody"}, 422, "api.wrong_shape", "holder"),
        ({"holder": str(uuid4())}, 422, "kernel.no_such_object", "holder"),
        ({"dossier": str(uuid4())}, 422, "kernel.no_such_object", "dossier"),
        ({"surprise": 1}, 422, "kernel.unknown_field", "surprise"),
        ({"state": "decided"}, 422, "kernel.unknown_field", "state"),
        ({"unit": "NOWHERE"}, 422, "kernel.no_unit", "unit"),
        ({"unit": 99999}, 422, "kernel.no_unit", "unit"),
        ({"unit": None}, 422, "kernel.no_unit", "unit"),
        ({"unit": {}}, 422, "kernel.no_unit", "unit"),
        ({"occurred_at": "2099-01-01T00:00:00Z"}, 422, "kernel.in_the_future", "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00Z"}, 422, None, "occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59Z"}, 422, None, "occurred_at"),
        ({"occurred_at": "2024-01-01"}, 422, "api.wrong_shape", "occurred_at"),
        ({"occurred_at": 3}, 422, "api.wrong_shape", "occurred_at"),
    ],
)
def test_bad_content_is_refused(
    clerk: Speaker, body: dict[str, object], change: dict[str, object], status: int, code: str | None, field: str | None
) -> None:
    answer = clerk.post(FILE, {**body, **change})
    found = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.status_code, found["status"]) == (status, status), found
    error = found["errors"][0]
    assert code in (None, error["code"]), found
    assert error["field"] == field
    assert found["type"] == f"/problems/{error['code']}"
    assert written() == 0


def test_every_fault_is_named_at_once(clerk: Speaker) -> None:
    answer = clerk.post(FILE, {"kind": "huge", "amount": "x", "surprise": 1})
    found = {(error["code"], error["field"]) for error in answer.json()["errors"]}
    assert found >= {("api.wrong_shape", "kind"), ("kernel.missing", "text"), ("kernel.unknown_field", "surprise")}


def test_fields_dates_and_rules_are_told_in_one_answer(
    clerk: Speaker, staff: SimpleNamespace, body: dict[str, object], speak: Callable[..., Speaker]
) -> None:
    perform(Career.retire, staff.second, actor=staff.director)
    key = uuid4().hex
    wrong = {"holder": str(staff.second.pk), "on": "2024-02-31", "amount": "x", "unit": "PP-RBT"}
    answer = clerk.post(FILE, wrong, idempotency_key=key)
    told = {error["field"]: error for error in answer.json()["errors"]}
    assert {name: error["code"] for name, error in told.items()} == {
        "amount": "api.wrong_shape",  # not what the schema says
        "on": "kernel.invalid",  # no day of the calendar
        "text": "kernel.missing",
        "holder": "sample.inactive",  # a rule, which reads nothing of what is wrong
    }
    assert answer.status_code == 422 and all(error["detail"] and "basis" in error for error in told.values())
    # A rule that reads a faulty field waits, and so does one of the day where the moment can't be read.
    for broken, rule in (({"on": "2099-01-01"}, True), ({"on": "2099-01-01", "occurred_at": "soon"}, False)):
        answer = clerk.post(FILE, {**body, "text": None, **broken}, idempotency_key=key)
        assert ("sample.future" in answer.content.decode()) is rule
    assert written() == 0
    assert clerk.post(FILE, body, idempotency_key=key).json()["replayed"] is False  # a refusal uses up no key


def test_power_and_state_are_told_beside_the_fields_and_no_rule_after_them(
    clerk: Speaker, staff: SimpleNamespace, body: dict[str, object], speak: Callable[..., Speaker]
) -> None:
    record = clerk.post(FILE, body).json()["record"]
    early = speak(staff.general).post(f"{REGISTER}{record['reference']}/decide", {}).json()
    assert [error["code"] for error in early["errors"]] == ["kernel.missing", "kernel.wrong_state"]
    other = speak(staff.general).post(FILE, {"holder": body["holder"], "unit": "PP-RBT", "on": "2099-01-01"}).json()
    assert [error["code"] for error in other["errors"]] == ["kernel.missing", "kernel.no_mandate"]
    header = clerk.post(f"{REGISTER}{record['reference']}/amend", {"amount": "x"}, if_match="3")
    assert header.status_code == 400
    assert [error["code"] for error in header.json()["errors"]] == ["api.wrong_header", "api.wrong_shape"]
    assert written() == 1


@pytest.mark.parametrize(
    ("sent", "kind", "status", "code"),
    [
        ("{", "application/json", 400, "api.malformed"),
        ('{"text": NaN}', "application/json", 400, "api.malformed"),
        (b'{"text": "\xff"}', "application/json", 400, "api.malformed"),
        ("[]", "application/json", 422, "api.not_an_object"),
        ("[" * 5000, "application/json", 400, "api.malformed"),
        ("text=a", "application/x-www-form-urlencoded", 415, "api.wrong_media_type"),
    ],
)
def test_a_body_that_is_no_object(clerk: Speaker, sent: object, kind: str, status: int, code: str) -> None:
    answer = clerk.post(FILE, sent, **{"content-type": kind})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


@pytest.mark.parametrize("header", [{"if_match": "3"}, {"if_match": "*"}, {"idempotency_key": "a b"}])
def test_headers_of_another_form(clerk: Speaker, body: dict[str, object], header: dict[str, str]) -> None:
    record = clerk.post(FILE, body).json()["record"]
    answer = clerk.post(f"{REGISTER}{record['reference']}/amend", {"text": "A"}, **header)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "api.wrong_header")


def test_a_state_cannot_be_skipped(
    clerk: Speaker, body: dict[str, object], staff: SimpleNamespace, speak: Callable[..., Speaker]
) -> None:
    record = clerk.post(FILE, body).json()["record"]
    answer = speak(staff.general).post(f"{REGISTER}{record['reference']}/decide", {"grounds": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "kernel.wrong_state")


def test_without_power_nothing_of_the_record_is_told(
    clerk: Speaker, body: dict[str, object], staff: SimpleNamespace, speak: Callable[..., Speaker]
) -> None:
    record = clerk.post(FILE, body).json()["record"]
    stranger = speak(staff.officer().pk)
    for step in ("amend", "study", "decide", "annul"):
        answer = stranger.post(f"{REGISTER}{record['reference']}/{step}", {"grounds": "x"} if step == "decide" else {})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "kernel.no_record")
        assert "Filed" not in answer.content.decode()
    assert stranger.get(f"{REGISTER}{record['reference']}").status_code == 404


def test_who_did_one_step_cannot_take_the_next(clerk: Speaker, body: dict[str, object]) -> None:
    record = clerk.post(FILE, body).json()["record"]
    answer = clerk.post(f"{REGISTER}{record['reference']}/study")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "kernel.same_person")


def test_a_consequence_has_no_address(clerk: Speaker) -> None:
    assert clerk.post("/sample/dossier/count").status_code in (404, 405)
    assert clerk.post("/institution/career/OFF-24-0000000000/promote", {}).status_code == 404


def test_refusals_speak_the_language_asked_for(
    staff: SimpleNamespace, body: dict[str, object], speak: Callable[..., Speaker]
) -> None:
    said = {
        language: speak(staff.clerk, language).post(FILE, {**body, "text": ""}).json()["errors"][0]["detail"]
        for language in ("ar", "fr", "en")
    }
    assert said["en"] == "This field is needed."
    assert len(set(said.values())) == 3
