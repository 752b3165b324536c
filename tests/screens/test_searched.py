"""Whom officers look for stands in no address: forms send it in their body, addresses carry it sealed."""

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from hasila.assurance.readings import by_actor
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refused
from hasila.plain.moments import today
from hasila.surfaces import searching
from hasila.surfaces.web import searched
from tests.sample.models import Claim, Claims

REGISTER = "/registers/sample/claims/"
WORDS = "الطلب"
PAIRS = [("q", WORDS), ("kind", "plain")]
ADDRESS = re.compile(r'(?:href|action|data-named|value)="([^"]*)"')


def addresses(page: str, path: str = REGISTER) -> list[str]:
    """The addresses on a page that lead to this register, as a browser would ask for them."""
    return [one.replace("&amp;", "&") for one in ADDRESS.findall(page) if one.startswith(path)]


def test_a_search_is_sent_in_the_body_and_its_addresses_are_sealed(
    service: SimpleNamespace, signed_in: Any, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching.page, "__kwdefaults__", {**searching.page.__kwdefaults__, "size": 1})
    data = {"holder": service.subject, "text": "الطلب الثاني", "kind": "plain"}
    other = perform(Claims.file, actor=service.clerk, unit=service.rabat, data=data).record
    client = signed_in(service.clerk)
    form = client.get(REGISTER).text
    assert f'method="post" action="{REGISTER}" role="search"' in form and "data-named" not in form
    # It asks why first; the page that asks keeps what was typed, and no address says it.
    asks = client.post(REGISTER, {"q": WORDS, "kind": "plain"}).text
    (held,) = re.findall(r'name="in" value="([^"]+)"', asks)
    assert claim.reference not in asks and not [one for one in addresses(asks) if WORDS in unquote(one)]
    wrong = client.post(REGISTER, {"in": held, "case": "ملف 7/26"})
    assert wrong.status_code == 422 and 'value="ملف 7/26"' in wrong.text
    for page in (asks, wrong.text):  # whoever says why sees what for
        (said,) = re.findall(r"<dl class=.summary.>(.*?)</dl>", page, re.S)
        assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", said)).split() == ["Search", WORDS, "Kind", "Plain"]
    answer = client.post(REGISTER, {"in": held, "purpose": "handling"})
    assert answer.status_code == 302 and answer["Location"].startswith(f"{REGISTER}?in=")
    assert other.reference in client.get(answer["Location"]).text
    # From then on the form's body gives the page at once, and all that it leads to is sealed.
    page = client.post(REGISTER, {"q": WORDS})
    assert page.status_code == 200 and other.reference in page.text and f'value="{WORDS}"' in page.text
    led = addresses(page.text)
    assert len(led) >= 5, "the form, the export, the next page, the page itself, twice"
    for address in led:
        assert "q=" not in address and WORDS not in unquote(address)
    (named,) = re.findall(r'data-named="([^"]+)"', page.text)
    assert other.reference in client.get(named).text
    (following,) = [one for one in led if "after=" in one]
    second = client.get(following)
    assert claim.reference in second.text and other.reference not in second.text and "data-named" not in second.text
    (exported,) = addresses(page.text, f"{REGISTER}export.csv")
    lines = b"".join(client.get(exported).streaming_content).decode()
    assert claim.reference in lines and other.reference in lines
    assert {(one.kind, one.words) for one in by_actor(service.clerk, today(), today())} == {
        ("search", WORDS),
        ("export", WORDS),
    }


def test_a_short_word_that_finds_nothing_is_offered_as_a_beginning(
    service: SimpleNamespace, signed_in: Any, claim: Claim
) -> None:
    assert searching.unfinished("ال أو طلب") == [("ال", "ال* أو طلب"), ("أو", "ال أو* طلب")]
    assert searching.unfinished("طلب ال") == searching.unfinished("ال* طلب") == searching.unfinished(" ") == []
    client = signed_in(service.clerk)
    client.post(REGISTER, {"q": WORDS, "purpose": "handling"})
    empty = client.post(REGISTER, {"q": "ال الأول"})
    (offered,) = re.findall(r'<a class="button[^"]*" href="([^"]+)">Words that begin with “ال”</a>', empty.text)
    assert claim.reference not in empty.text and offered.startswith(f"{REGISTER}?in=")
    found = client.get(offered)
    assert claim.reference in found.text and 'value="ال* الأول"' in found.text and "Words that begin" not in found.text
    (plain,) = re.findall(
        r'href="(/registers/annual_report/edition/[^"]+)">Words that begin',
        client.get("/registers/annual_report/edition/", {"q": "of 2099"}).text,
    )
    assert parse_qs(urlsplit(plain.replace("&amp;", "&")).query) == {"q": ["of* 2099"]}


def test_an_address_of_before_becomes_a_sealed_one(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    client = signed_in(service.clerk)
    for path in (REGISTER, f"{REGISTER}export.csv"):
        moved = client.get(path, {"q": WORDS, "kind": "plain"})
        assert moved.status_code == 302 and urlsplit(moved["Location"]).path == path
        (token,) = parse_qs(urlsplit(moved["Location"]).query)["in"]
        assert searched.opened(Claims, service.clerk, token) == PAIRS
    # What only chooses may stand in an address; a register of no persons keeps its own.
    assert client.get(REGISTER, {"state": "filed", "mine": "1"}).status_code == 200
    plain = client.get("/registers/annual_report/edition/", {"q": "2024"})
    assert plain.status_code == 200 and 'method="get"' in plain.text
    # The language changes where one is, not where the form was sent to.
    asks = client.post(REGISTER, {"q": WORDS}).text
    assert re.search(r'name="next" value="/registers/sample/claims/\?in=', asks)


def test_what_does_not_open_says_so_and_nothing_else(service: SimpleNamespace, signed_in: Any, claim: Claim) -> None:
    token = searched.sealed(Claims, service.clerk, PAIRS)
    assert searched.opened(Claims, service.clerk, token) == PAIRS
    client, other = signed_in(service.clerk), signed_in(service.general)
    said = set()
    for reader, given in (
        (other, token),
        (client, token[:-8]),
        (client, f"é{token}"),
        (client, ""),
        (client, "x" * 20000),
    ):
        for answer in (reader.get(REGISTER, {"in": given}), reader.post(REGISTER, {"in": given})):
            assert answer.status_code == 410 and WORDS not in answer.text and claim.reference not in answer.text
            said.add(re.sub(r"\s+", " ", answer.text.partition("data-error-summary")[2].partition("</div>")[0]))
        assert reader.get(f"{REGISTER}export.csv", {"in": given}).status_code == 410
    assert len(said) == 1 and "Search again here." in said.pop()
    assert 'role="search"' in client.get(REGISTER, {"in": "x"}).text


def test_a_token_ends_with_the_longest_session_and_is_of_one_register(
    service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    from hasila.modules.documents.cards import Card

    token = searched.sealed(Claims, service.clerk, PAIRS)
    assert len(token) == len(searched.sealed(Claims, service.clerk, [("q", "ab")])), "a length tells little"
    with pytest.raises(Refused):
        searched.opened(Card, service.clerk, token)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 64, [settings.SECRET_KEY]
    assert searched.opened(Claims, service.clerk, token) == PAIRS, "the secret key was renewed meanwhile"
    now = searched.time.time()
    monkeypatch.setattr(searched.time, "time", lambda: now + settings.HASILA_SESSION_HOURS * 3600 + 1)
    with pytest.raises(Refused) as caught:
        searched.opened(Claims, service.clerk, token)
    assert caught.value.refusals[0].code == "web.search_closed"
