"""Pages without a browser: who may open what, what a refused form keeps, how registers list, search and export."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone, translation

from hasila.assurance.readings import by_actor, of_records
from hasila.institution.roles import Role
from hasila.kernel.fields import Unclean
from hasila.kernel.perform import perform
from hasila.kernel.procedures import transitions
from hasila.plain.days import format_date
from hasila.plain.moments import legal_day, today
from hasila.surfaces.stated import OPENING, remember, statement
from hasila.surfaces.web.forms import widget_of
from hasila.surfaces.web.public import public_routes
from tests.sample.models import Claim, Claims

REGISTER = "/registers/sample/claims/"
OPEN = "/registers/sample/claims/new/file/"
CEILING = 12


def record_url(record: Any) -> str:
    return f"/records/sample/claims/{record.reference}/"


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]


def state_purpose(client: Client, record: Any) -> None:
    answer = client.post(record_url(record), {"purpose": "handling"})
    assert answer.status_code == 302


def routes(resolver: URLResolver, space: str = "") -> list[str]:
    found = []
    for item in resolver.url_patterns:
        if isinstance(item, URLPattern):
            found.append(f"{space}{item.name}")
        else:
            found += routes(item, f"{space}{item.namespace}:" if item.namespace else space)
    return found


def test_what_a_form_offers_the_door_takes() -> None:
    refused = []
    for step in transitions.values():
        for asked in step.asked.values():
            widget = widget_of(asked.model_field)
            for value, _label in getattr(widget, "choices", []):
                several = getattr(widget, "allow_multiple_selected", False)
                try:
                    asked.clean([value] if several else value) if value else None
                except Unclean as unclean:
                    refused.append((step.key, asked.name, value, unclean.refusal.code))
    assert not refused


def test_every_route_of_the_public_list_exists() -> None:
    assert public_routes() <= set(routes(get_resolver()))


@pytest.mark.parametrize("path", ["/registers/", REGISTER, f"{REGISTER}export.csv", OPEN, "/records/sample/claims/X/"])
def test_nothing_opens_without_a_sign_in(db: None, path: str) -> None:
    answer = Client(HTTP_HOST="localhost").get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/patterns", "/demo", "/progress"])
def test_public_pages_open_in_three_languages(db: None, path: str) -> None:
    for language, direction in (("ar", "rtl"), ("fr", "ltr"), ("en", "ltr")):
        client = Client(HTTP_HOST="localhost")
        client.cookies["django_language"] = language
        answer = client.get(path)
        assert answer.status_code in (200, 404), path
        if path != "/progress":
            assert f'<html lang="{language}" dir="{direction}">' in answer.text


def test_the_language_is_a_plain_form_and_goes_only_to_our_own_pages(db: None) -> None:
    client = Client(HTTP_HOST="localhost")
    answer = client.post("/language", {"language": "fr", "next": "/patterns"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/patterns")
    assert 'lang="fr"' in client.get("/sign-in").text
    assert client.post("/language", {"language": "fr", "next": "https://example.org/"}).headers["Location"] == "/"


def test_pages_need_no_inline_script_or_style(db: None) -> None:
    page = Client(HTTP_HOST="localhost").get("/patterns").text
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_register_lists_what_the_mandate_covers_within_the_ceiling(
    service: SimpleNamespace, signed_in: Any, claim: Claim, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(service.clerk)
    with django_assert_max_num_queries(CEILING):
        page = client.get(REGISTER)
    assert claim.reference in page.text
    with django_assert_max_num_queries(CEILING):
        assert client.get("/").status_code == 200


def test_a_stranger_sees_an_empty_register_and_no_file(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    client = signed_in(service.second.id)
    assert claim.reference not in client.get(REGISTER).text
    assert client.get(record_url(claim)).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=طلب", False), ("q=الطلب", True), ("q=الاول", True), ("state=filed", True), ("state=decided", False),
     ("kind=plain", True), ("from=2020-01-01", True), ("to=01/01/2020", False), ("from=yesterday", False)],
)  # fmt: skip
def test_search_and_filters(service: SimpleNamespace, signed_in: Any, claim: Claim, query: str, found: bool) -> None:
    client = signed_in(service.clerk)
    sent = dict(parse_qsl(query))
    if query.startswith("q="):  # a search by name states why, once a quarter of an hour
        assert claim.reference not in client.post(REGISTER, sent).text
        assert client.post(REGISTER, {**sent, "purpose": "curiosity"}).status_code == 422
        assert client.post(REGISTER, {**sent, "purpose": "handling"}).status_code == 302
    page = client.post(REGISTER, sent)
    assert page.status_code == 200
    if query.startswith("q="):
        (kept,) = by_actor(service.clerk, today(), today())
        assert (kept.kind, kept.words, kept.results) == ("search", query[2:], int(found))
    assert (claim.reference in page.text) is found


def test_the_register_narrows_to_what_waits_for_me(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    mine = f"{REGISTER}?mine=1"
    assert claim.reference in signed_in(service.clerk).get(mine).text
    assert claim.reference not in signed_in(service.general).get(mine).text
    assert mine in signed_in(service.clerk).get("/").text


def test_pages_follow_one_another_by_key(service: SimpleNamespace, signed_in: Any, monkeypatch: Any) -> None:
    from hasila.kernel import registers

    monkeypatch.setattr(registers.page, "__kwdefaults__", {**registers.page.__kwdefaults__, "size": 2})
    made = [
        perform(
            Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject.id, "text": str(n)}
        )
        for n in range(5)
    ]
    client = signed_in(service.clerk)
    seen, url = [], REGISTER
    while url:
        page = client.get(url).text
        seen += re.findall(r"/records/sample/claims/(CLM-[0-9A-Z-]+)/", page)
        following = re.search(r'rel="next"[^>]*href="([^"]+)"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert seen == [receipt.record.reference for receipt in reversed(made)]
    assert client.get(f"{REGISTER}?after=nonsense").status_code == 404


def test_the_export_is_csv_and_no_cell_is_a_formula(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    from hasila.surfaces.web.views.registers import harmless

    client = signed_in(service.clerk)
    link = client.get(REGISTER).text.partition(f'href="{REGISTER}export.csv')[2].partition(">")[0]
    assert link and "download" not in link, "a browser would save the page that asks for the purpose as the file"
    asked = client.get(f"{REGISTER}export.csv")
    assert claim.reference not in asked.text
    assert "Why do you search" in asked.text
    assert client.post(f"{REGISTER}export.csv", {"purpose": "handling"}).status_code == 302
    answer = client.get(f"{REGISTER}export.csv")
    text = b"".join(answer.streaming_content).decode("utf-8")
    lines = text.splitlines()
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert lines[0].startswith("\ufeffReference,")
    assert claim.reference in lines[1]
    assert harmless("=1+1") == "'=1+1"
    (kept,) = of_records([claim.pk], legal_day(0))
    assert (kept.kind, kept.results) == ("export", 1)


def test_a_sensitive_file_asks_for_the_purpose_and_keeps_it_for_a_while(
    service: SimpleNamespace, signed_in: Any, claim: Claim
) -> None:
    client = signed_in(service.clerk)
    page = client.get(record_url(claim))
    assert "الطلب الأول" not in page.text
    assert client.post(record_url(claim), {"purpose": "curiosity"}).status_code == 422
    assert of_records([claim.pk], legal_day(0)) == []
    state_purpose(client, claim)
    assert "الطلب الأول" in client.get(record_url(claim)).text
    (kept,) = of_records([claim.pk], legal_day(0))
    assert (kept.actor, kept.purpose, kept.times) == (service.clerk, "handling", 1), "one opening, one reading"
    session = client.session
    (one,) = session["consulted"].values()
    session["consulted"] = {str(claim.pk): [one[0] - OPENING, *one[1:]]}
    session.save()
    assert "الطلب الأول" in client.get(record_url(claim)).text
    assert [again.times for again in of_records([claim.pk], legal_day(0))] == [2], "opened again"


def test_a_statement_opens_the_record_that_it_was_made_for(rf: Any, claim: Claim) -> None:
    request = rf.get("/")
    request.session = {}
    remember(request, claim, "handling")
    now = statement(request, claim)
    assert now is not None and now.opens(claim) and not now.opens(Claim(id=uuid4()))
    assert not now._replace(at=now.at - OPENING).opens(claim)
    remember(request, claim)  # the reader has just opened it themselves
    assert not statement(request, claim).opens(claim)  # type: ignore[union-attr]


def test_ones_own_file_asks_for_no_purpose(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    client = signed_in(service.subject.id)
    assert "الطلب الأول" in client.get(record_url(claim)).text
    assert client.get(f"/documents/sample/claims/{claim.reference}/receipt.pdf").status_code == 200
    assert of_records([claim.pk], legal_day(0)) == []


def test_the_file_shows_open_steps_and_why_others_are_closed(
    service: SimpleNamespace, signed_in: Any, claim: Claim, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(service.clerk)
    state_purpose(client, claim)
    with django_assert_max_num_queries(CEILING):
        page = client.get(record_url(claim)).text
    assert f'href="{record_url(claim)}amend/"' in page
    assert f'href="{record_url(claim)}study/"' not in page
    assert "Study" in page
    closed = client.get(f"{record_url(claim)}study/")
    assert closed.status_code == 403


def test_an_opening_says_that_the_mandate_has_ended(service: SimpleNamespace, signed_in: Any) -> None:
    yesterday = today() - timedelta(days=1)
    appoint = "/registers/institution/career/new/appoint/"
    closed = signed_in(service.holder(Role.PERSONNEL_CLERK, until=yesterday)).get(appoint)
    assert closed.status_code == 403 and format_date(yesterday, "en") in closed.text
    assert "This step belongs to" in signed_in(service.general).get(appoint).text


def test_opening_gives_a_receipt(service: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(service.clerk)
    page = client.get(OPEN).text
    sent = {
        "_key": hidden(page, "_key"),
        "unit": service.rabat.code,
        "holder": service.subject.registration_number,
        "text": "طلب جديد",
        "amount": "٧٥",
        "on": "٠٩/١٠/٢٠٢٤",
    }
    answer = client.post(OPEN, sent)
    assert answer.status_code == 302, answer.text
    again = client.post(OPEN, sent)
    assert again.headers["Location"] == answer.headers["Location"]
    made = Claim.objects.get()
    assert (made.amount, made.on.isoformat(), made.unit_id) == (75, "2024-10-09", service.rabat.id)
    receipt = client.get(answer.headers["Location"]).text
    assert 'id="receipt"' in receipt
    assert made.reference in receipt


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("holder", "999999999", "does not exist"),
        ("holder", "", "This field is needed"),
        ("text", "", "This field is needed"),
        ("text", "invis\u202eible", "control characters"),
        ("amount", "many", ""),
        ("amount", "-3", ""),
        ("on", "2199-01-01", "In the future"),
        ("on", "2024-13-45", ""),
        ("unit", "NOWHERE", "Name a unit that exists"),
        ("occurred_at", "2127-01-01T10:00", "future"),
        ("occurred_at", "soon", "Enter a day and a time"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(
    service: SimpleNamespace, signed_in: Any, field: str, typed: str, words: str
) -> None:
    client = signed_in(service.clerk)
    sent = {
        "unit": service.rabat.code,
        "holder": service.subject.registration_number,
        "text": "ما كتبه الموظف",
        "amount": "12",
        "kind": "urgent",
        field: typed,
    }
    answer = client.post(OPEN, sent)
    assert answer.status_code in (409, 422)
    assert not Claim.objects.exists()
    page = answer.text
    assert "data-error-summary" in page
    assert f'href="#field-{field}"' in page
    assert f'id="field-{field}_error"' in page
    assert words in page
    for name in ("text", "amount", "kind"):
        if name != field and sent.get(name):
            assert str(sent[name]) in page
    if typed:
        assert typed in page


def test_ten_megabytes_of_text_are_refused(service: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(service.clerk)
    sent = {"unit": service.rabat.code, "holder": service.subject.registration_number, "text": "ا" * 5_000_000}
    answer = client.post(OPEN, sent)
    assert answer.status_code == 422
    assert not Claim.objects.exists()


def test_what_changed_meanwhile_is_told_and_the_next_try_counts(
    service: SimpleNamespace, signed_in: Any, claim: Claim
) -> None:
    client = signed_in(service.clerk)
    state_purpose(client, claim)
    url = f"{record_url(claim)}amend/"
    sent = {"_expects": hidden(client.get(url).text, "_expects"), "_key": "one", "text": "نص معدل"}
    perform(Claims.amend, claim.pk, actor=service.other_clerk, data={"text": "نص آخر"})
    answer = client.post(url, sent)
    assert answer.status_code == 409
    assert "changed meanwhile" in answer.text
    assert "Amend" in answer.text
    assert "نص معدل" in answer.text
    sent["_expects"] = hidden(answer.text, "_expects")
    assert client.post(url, sent).status_code == 302
    claim.refresh_from_db()
    assert claim.text == "نص معدل"


def test_the_queue_shows_the_nearest_deadline_first(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    perform(Claims.study, claim.pk, actor=service.other_clerk, data={})
    page = signed_in(service.general).get("/").text
    assert claim.reference in page
    assert claim.reference not in signed_in(service.clerk).get("/").text


def test_the_person_concerned_finds_their_file_at_home(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    assert claim.reference in signed_in(service.subject.id).get("/").text
    assert claim.reference not in signed_in(service.second.id).get("/").text


def test_the_lookup_offers_officers_and_units(service: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(service.clerk)
    number = service.subject.registration_number
    assert f'value="{number}"' in client.post("/lookup/sample/claims/holder/", {"holder": "Agent"}).text
    assert f'value="{number}"' in client.post("/lookup/sample/claims/holder/", {"holder": number}).text
    assert "PP-RBT" in client.post("/lookup/sample/claims/unit/?step=file", {"unit": "ولاية أمن الرباط"}).text
    assert client.post("/lookup/sample/claims/text/", {"text": "a"}).status_code == 404
    assert client.get("/lookup/sample/claims/holder/", {"holder": "Agent"}).status_code == 405
    assert signed_in(service.second.id).post("/lookup/institution/career/grade/", {"grade": "a"}).status_code == 404


def test_sign_in_refuses_in_words_and_locks_after_five_tries(service: SimpleNamespace, signed_in: Any) -> None:
    from hasila.institution.accounts import Account

    Account.objects.create_user("amina", "a long password", id=service.clerk, demo=True)
    client = Client(HTTP_HOST="localhost")
    client.cookies["django_language"] = "en"
    wrong = client.post("/sign-in", {"username": "amina", "password": "no"})
    assert wrong.status_code == 422
    assert 'value="amina"' in wrong.text
    good = client.post("/sign-in", {"username": "amina", "password": "a long password", "next": REGISTER})
    assert good.headers["Location"] == REGISTER
    assert client.get(REGISTER).status_code == 200
    client.post("/sign-out")
    assert client.get(REGISTER).status_code == 302
    client = Client(HTTP_HOST="localhost", HTTP_COOKIE="django_language=en")
    for _ in range(15):  # each wait is twice the one before: a slow machine outlasts the first ones
        last = client.post("/sign-in", {"username": "amina", "password": "no"})
        if last.status_code == 429:
            break
    assert last.status_code == 429
    assert "Too many tries" in last.text


def test_pages_that_fail_are_in_the_house_style(service: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(service.clerk)
    missing = client.get("/nowhere")
    assert missing.status_code == 404
    assert "masthead" in missing.text
    assert Client(HTTP_HOST="localhost", enforce_csrf_checks=True).post("/sign-in", {}).status_code == 403


def test_a_late_act_is_noted_on_the_timeline(service: SimpleNamespace, signed_in: Any) -> None:
    before = timezone.now().astimezone(UTC) - (datetime(2024, 1, 6) - datetime(2024, 1, 1))
    made = perform(
        Claims.file, actor=service.clerk, unit=service.rabat, occurred_at=before,
        data={"holder": service.subject.id, "text": "متأخر"},
    ).record  # fmt: skip
    client = signed_in(service.clerk)
    state_purpose(client, made)
    assert "Recorded 5 days after it happened." in client.get(record_url(made)).text


def test_the_person_concerned_asks_in_their_own_name(service: SimpleNamespace, signed_in: Any) -> None:
    client = signed_in(service.subject.id)
    assert OPEN in client.get("/").text
    page = client.get(OPEN).text
    assert f'value="{service.subject.registration_number}"' in page
    assert f'value="{service.rabat.code}"' in page
    sent = {"unit": service.rabat.code, "holder": service.subject.registration_number, "text": "طلبي"}
    assert client.post(OPEN, sent).status_code == 302
    for_another = client.post(OPEN, {**sent, "holder": service.second.registration_number})
    assert for_another.status_code == 422
    assert Claim.objects.count() == 1


def test_a_failure_of_ours_is_told_without_asking_the_database(rf: Any) -> None:
    from hasila.surfaces.web.views.errors import bad_request, forbidden, server_error

    with translation.override("ar"):
        answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert 'dir="rtl"' in answer.text
    assert [view(rf.get("/")).status_code for view in (bad_request, forbidden)] == [400, 403]
