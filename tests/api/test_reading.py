"""Registers, records and figures through the API: only what may be seen, and readings leave their entry."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hasila.institution.accounts import Account
from hasila.kernel import indicators
from hasila.kernel.procedures import registry
from hasila.surfaces.api.models import Token, issue, revoke
from tests.api.conftest import Speaker, parameter_names
from tests.sample.models import Claim

REGISTER = "/sample/claims/"
SEARCH = "/sample/claims/search"


@pytest.fixture
def clerk(staff: SimpleNamespace, speak: Callable[..., Speaker]) -> Speaker:
    return speak(staff.clerk)


@pytest.fixture
def claims(staff: SimpleNamespace, clerk: Speaker) -> list[dict[str, Any]]:
    holder = str(staff.officer().pk)
    found = []
    for number in range(7):
        body = {"holder": holder, "text": f"claim n{number}z", "unit": "PP-RBT" if number else "PP-CAS"}
        body["kind"] = "urgent" if number % 2 else "plain"
        found.append(clerk.post("/sample/claims/file", body).json()["record"])
    return found


def test_pages_lead_on_and_back(clerk: Speaker, claims: list[dict[str, Any]]) -> None:
    first = clerk.get(REGISTER, {"limit": 3})
    assert 'rel="next"' in first["Link"]
    assert "no-store" in first["Cache-Control"]  # a token's answers are as private as a session's pages
    one = first.json()
    two = clerk.get(REGISTER, {"limit": 3, "after": one["next"]}).json()
    three = clerk.get(REGISTER, {"limit": 3, "after": two["next"]}).json()
    listed = [item["id"] for page in (one, two, three) for item in page["items"]]
    assert listed == sorted((claim["id"] for claim in claims), reverse=True)
    assert (one["previous"], three["next"]) == (None, None)
    assert clerk.get(REGISTER, {"limit": 3, "before": two["previous"]}).json()["items"] == one["items"]


def test_filters_and_search(clerk: Speaker, claims: list[dict[str, Any]]) -> None:
    assert len(clerk.get(REGISTER, {"kind": "urgent"}).json()["items"]) == 3
    assert len(clerk.get(REGISTER, {"unit": "PP-CAS"}).json()["items"]) == 1
    assert len(clerk.get(REGISTER, {"unit": "dgsn", "state": "filed"}).json()["items"]) == 7
    assert clerk.post(SEARCH, {"q": "claim n3z"}).json()["errors"][0]["code"] == "kernel.no_purpose"
    why = {"purpose": "handling"}
    assert len(clerk.post(SEARCH, {"q": "claim n3z", **why}).json()["items"]) == 1
    assert clerk.post(SEARCH, {"q": claims[2]["reference"], **why}).json()["items"][0]["id"] == claims[2]["id"]
    # Narrowed and paged as by the address; without a body, it is the register.
    first = clerk.post(SEARCH, {"q": "claim", "kind": "urgent", "limit": 2.0, **why})
    assert (len(first.json()["items"]), "Link" in first) == (2, False)
    rest = clerk.post(SEARCH, {"q": "claim", "kind": "urgent", "limit": 2, "after": first.json()["next"], **why}).json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert len(clerk.post(SEARCH).json()["items"]) == 7


def test_persons_are_not_searched_for_in_an_address(clerk: Speaker, claims: list[dict[str, Any]]) -> None:
    refused = clerk.get(REGISTER, {"q": "claim n3z", "purpose": "handling"})
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["code"], error["field"]) == (422, "api.words_in_address", "q")
    assert "POST /api/v1/sample/claims/search" in error["remedy"]
    described = clerk.get("/openapi.json").json()
    listed = set(parameter_names(described, "/api/v1/sample/claims/", "get"))
    assert not listed & {"q", "purpose", "case"} and {"state", "after", "before", "limit"} <= listed
    body = described["paths"]["/api/v1/sample/claims/search"]["post"]["requestBody"]["content"]["application/json"][
        "schema"
    ]
    assert {"q", "purpose", "case", "state", "after", "limit"} <= set(body["properties"])


@pytest.mark.parametrize(
    "body",
    [
        {"q": 1},
        {"q": "a\x00b"},
        {"q": "a" * 300},
        {"limit": 0},
        {"limit": "10"},
        {"state": ["filed"]},
        {"unit": None},
        {"case": "x" * 2000},
        {"surprise": 1},
        {"after": "x"},
    ],
)
def test_wrong_members_of_a_search_are_refused(clerk: Speaker, body: dict[str, Any]) -> None:
    answer = clerk.post(SEARCH, body)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "many"},
        {"after": "x"},
        {"after": "0190d1ce-0000-7000-8000-000000000000", "before": "0190d1ce-0000-7000-8000-000000000000"},
        {"state": "lost"},
        {"kind": "huge"},
        {"unit": "NOWHERE"},
        {"unit": "a\x00b"},
        {"q": "a\x00b"},
        {"q": "a" * 300},
        {"surprise": "1"},
    ],
)
def test_wrong_parameters_are_refused(clerk: Speaker, query: dict[str, str]) -> None:
    answer = clerk.get(REGISTER, query)
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_a_sensitive_record_is_opened_for_a_purpose(
    clerk: Speaker, claims: list[dict[str, Any]], staff: SimpleNamespace
) -> None:
    path = REGISTER + claims[3]["reference"]
    refused = clerk.get(path)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["code"], error["field"]) == (422, "api.state_why", "purpose")
    assert f"POST /api/v1{path}/open" in error["remedy"]
    # Nobody says in an address why a file is opened: addresses end in logs.
    for method, query in ((clerk.get, "?purpose=handling"), (clerk.post, "/open?case=12/26")):
        answer = method(path + query)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "api.purpose_in_address")
    for body, code in (
        ({}, "kernel.no_purpose"),
        ({"purpose": "curiosity"}, "api.wrong_shape"),
        ({"purpose": ""}, "api.wrong_shape"),
        ({"purpose": "handling", "case": "x" * 2000}, "api.wrong_shape"),
        ({"purpose": "handling", "why": "x"}, "api.unknown_parameter"),
    ):
        answer = clerk.post(f"{path}/open", body)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), body
    answer = clerk.post(f"{path}/open", {"purpose": "handling", "case": "ملف 12/26"})
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert answer.json()["fields"]["text"] == "claim n3z"
    assert set(answer.json()["fields"]["holder"]) == {"id", "label"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT register, kind, purpose, actor FROM ledger_reading")
        assert cursor.fetchall() == [("sample.claims", "open", "handling", staff.clerk)]
    described = clerk.get("/openapi.json").json()
    for place in ("/sample/claims/{record}", "/sample/claims/{record}/timeline"):
        assert parameter_names(described, f"/api/v1{place}", "get") == ["record"]
    assert "/api/v1/sample/dossier/{record}/open" not in described["paths"]


def test_one_reads_the_own_file_without_a_purpose(claims: list[dict[str, Any]], speak: Callable[..., Speaker]) -> None:
    claim = Claim.objects.get(pk=claims[2]["id"])
    own = speak(claim.holder_id)
    assert own.get(REGISTER + claim.reference).json()["fields"]["text"] == claim.text
    assert own.get(f"{REGISTER}{claim.reference}/timeline").status_code == 200


def test_no_step_is_called_like_an_address_of_its_record() -> None:
    own = {"open", "timeline", "steps", "content", "search"}
    assert not [
        step.key for procedure in registry.values() for step in procedure.transitions.values() if step.name in own
    ]


def test_a_timeline_and_the_steps(clerk: Speaker, claims: list[dict[str, Any]]) -> None:
    path = REGISTER + claims[1]["reference"]
    clerk.post(f"{path}/amend", {"text": "new"})
    items = clerk.post(f"{path}/timeline", {"purpose": "handling"}).json()["items"]
    assert [item["act"]["key"] for item in items] == ["sample.claims.file", "sample.claims.amend"]
    assert items[0]["actor"]["name"]
    steps = {item["name"]: item for item in clerk.get(f"{path}/steps").json()["items"]}
    assert steps["amend"]["open"]
    assert steps["study"]["reason"]["code"] == "kernel.same_person"
    assert steps["decide"]["reason"]["code"] == "kernel.wrong_state"


def test_another_territory_sees_nothing(
    claims: list[dict[str, Any]], staff: SimpleNamespace, speak: Callable[..., Speaker]
) -> None:
    local = speak(staff.holder("personnel_clerk", staff.casablanca))
    assert [item["id"] for item in local.get(REGISTER).json()["items"]] == [claims[0]["id"]]
    assert local.post(f"{REGISTER}{claims[1]['reference']}/open", {"purpose": "handling"}).status_code == 404


def test_procedures_and_figures(clerk: Speaker, claims: list[dict[str, Any]]) -> None:
    found = {item["key"]: item for item in clerk.get("/procedures").json()["items"]}
    assert {step["name"] for step in found["sample.claims"]["steps"]} >= {"file", "decide"}
    figure = clerk.get("/figures/sample.claims.filings", {"year": "2026"}).json()
    assert (figure["value"], figure["kind"], figure["parts"][0]["value"]) == (0, "count", 0)
    assert clerk.get("/figures/sample.claims.filings").status_code == 422
    assert clerk.get("/figures/no.such.figure", {"year": "2026"}).status_code == 404
    assert any(item["key"] == "sample.claims.share_in_time" for item in clerk.get("/figures").json()["items"])


def test_every_figure_answers_through_api_and_page(clerk: Speaker) -> None:
    year = timezone.now().year
    for key, indicator in indicators.registry.items():
        answer = clerk.get(f"/figures/{key}", {"year": str(year)})
        assert answer.status_code == 200, key
        assert answer.json()["kind"] == indicator.kind
        assert clerk.client.get(f"/figures/{key}/{year}").status_code == 200, key


def test_a_password_gives_a_token_that_ends(staff: SimpleNamespace) -> None:
    Account.objects.create_user("someone", "a long password", id=staff.officer().pk, demo=True)
    speaker = Speaker()
    answer = speaker.post("/tokens", {"username": "someone", "password": "a long password"})
    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    text = answer.json()["token"]
    assert text.encode() not in bytes(Token.objects.get().digest)
    signed_in = Speaker(text)
    assert signed_in.get("/procedures").status_code == 200
    assert signed_in.delete("/tokens/current").status_code == 204
    assert signed_in.get("/procedures").status_code == 401


def test_tokens_that_are_not_in_force(staff: SimpleNamespace) -> None:
    account = Account.objects.create_user("someone", None, id=staff.officer().pk)
    old, _row = issue(account, life=timedelta(seconds=-1))
    ended, row = issue(account)
    revoke(row)
    closed, _row = issue(Account.objects.create_user("gone", None, is_active=False))
    for text in ("", "hsl_unknown", "nonsense", old, ended, closed):
        answer = Speaker(text).get(REGISTER)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "api.unauthenticated")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert Token.objects.get(pk=row.pk).revoked_at <= timezone.now()


def test_after_five_wrong_passwords_the_next_ones_wait(staff: SimpleNamespace) -> None:
    Account.objects.create_user("someone", "a long password", id=staff.officer().pk, demo=True)
    speaker = Speaker()
    codes = [
        speaker.post("/tokens", {"username": "someone", "password": "wrong"}).json()["errors"][0]["code"]
        for _turn in range(6)
    ]
    assert codes[:5] == ["api.wrong_sign_in"] * 5
    answer = speaker.post("/tokens", {"username": "someone", "password": "a long password"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (429, "api.wait")


@pytest.mark.parametrize(
    "data",
    [{}, {"username": "x"}, {"username": 1, "password": "y"}, {"username": "a\x00", "password": "y"}, {"user": "x"}],
)
def test_a_sign_in_of_another_shape(db: None, data: dict[str, object]) -> None:
    assert Speaker().post("/tokens", data).status_code == 422


def test_a_session_is_no_sign_in(staff: SimpleNamespace) -> None:
    client = Client()
    client.force_login(
        Account.objects.create_user("someone", None, id=staff.clerk), "django.contrib.auth.backends.ModelBackend"
    )
    assert client.get("/api/v1/sample/claims/").status_code == 401


def test_what_stands_nowhere_is_a_problem(clerk: Speaker) -> None:
    for path in ("/nothing", "/sample/claims/nothing-here", "/sample/claims/%00", "/sample/claims/a/b/c"):
        answer = clerk.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_too_many_requests_wait(staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    speaker = Speaker()
    answers = [speaker.post("/tokens", {"username": "x"}) for _turn in range(31)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_description_and_its_page_come_from_here(db: None) -> None:
    client = Client()
    found = client.get("/api/v1/openapi.json").json()
    assert found["openapi"] == "3.1.0"
    step = found["paths"]["/api/v1/sample/claims/file"]["post"]
    schema = step["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["holder", "text", "unit"]
    assert schema["additionalProperties"] is False
    assert "enum" in schema["properties"]["kind"]["anyOf"][0]
    page = client.get("/api/v1/docs").content.decode()
    assert "//" not in page.replace("<!DOCTYPE html>", "")
    # The page shows a part at a time; each address but the few that all share is in one of them.
    parts = set(re.findall(r'href="\?part=([a-z_]+)"', page))
    tags = {method["tags"][0] for path in found["paths"].values() for method in path.values()}
    assert {tag.partition(".")[0] for tag in tags if "." in tag} == parts
    assert '"part": "sample"' in client.get("/api/v1/docs?part=sample").content.decode()
    assert '"part": "institution"' in client.get("/api/v1/docs?part=%22nothing").content.decode()


def test_what_many_addresses_share_is_described_once(db: None) -> None:
    """A reader of the description takes longer the more it holds: the page that shows it took a quarter of a minute."""
    found = Client().get("/api/v1/openapi.json")
    described = found.json()
    assert len(found.content) < 2800 * sum(map(len, described["paths"].values()))
    named: set[str] = set()

    def gather(part: Any) -> None:
        for one in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            gather(one)
        if isinstance(part, dict) and isinstance(part.get("$ref"), str):
            named.add(part["$ref"])

    gather(described)
    components = described["components"]
    there = {f"#/components/{kind}/{name}" for kind in components for name in components[kind]}
    assert named <= there
    assert {"sample.claims.row", "sample.claims.record", "sample.claims.page"} <= set(components["schemas"])
    record = described["paths"]["/api/v1/sample/claims/{record}"]["get"]["responses"]["200"]
    assert record == {"$ref": "#/components/responses/sample.claims.record.200"}


def test_each_problem_has_its_page(db: None) -> None:
    client = Client()
    assert client.get("/problems/kernel.no_mandate").status_code == 200
    assert "kernel.no_mandate" in client.get("/problems/").content.decode()
    assert client.get("/problems/nothing").status_code == 404


def test_a_token_asks_for_the_second_factor_too(staff: SimpleNamespace) -> None:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    from hasila.institution.second_factor import add_application

    account = Account.objects.create_user("someone", "a long password", id=staff.officer().pk)
    sent = {"username": "someone", "password": "a long password"}

    def answered(**more: str) -> tuple[int, str]:
        answer = Speaker().post("/tokens", {**sent, **more})
        body = answer.json()
        return answer.status_code, body["errors"][0]["code"] if "errors" in body else ""

    assert answered() == (403, "api.not_enrolled")
    add_application(account, "JBSWY3DPEHPK3PXP", 0)
    assert answered() == (401, "api.no_code")
    assert answered(code="000000") == (401, "api.wrong_code")
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(timezone.now().timestamp()) // 30))
    assert answered(code=code) == (201, "")
    assert answered(code=code) == (401, "api.wrong_code")
    assert [answered(code="000000")[1] for _try in range(7)][-1] == "api.wait"
