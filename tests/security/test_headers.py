"""The addresses of the site: headers, nothing inline, nothing from elsewhere, forms that nobody can forge.

All pages are walked; of what the API derives from each procedure by the same code, one whole and some of the others.
"""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hasila.institution.accounts import Account
from hasila.surfaces.api.models import issue
from tests.security.routes import Route, every

HOST = "localhost"
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
LOADS = {"src", "srcset", "poster", "data", "background", "formaction", "action"}
FETCHED_RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}


class Page(HTMLParser):
    """Gathers what a page would run, load or send elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loads: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self.links: list[dict[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.inline.append(tag)
        if tag in ("base", "object", "embed", "iframe", "frame", "applet"):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        followed = [value for name, value in given.items() if name in LOADS | {"href"}]
        self.inline += [value for value in followed if value.strip().lower().startswith(("javascript:", "vbscript:"))]
        self.loads += [value for name, value in given.items() if name in LOADS or name.startswith("hx-")]
        if tag == "link" and FETCHED_RELATIONS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))
        if tag == "a":
            self.links.append(given)
        if tag == "form":
            self.forms.append({"method": given.get("method", "get").lower(), "token": False})
        if tag == "input" and given.get("name") == "csrfmiddlewaretoken":
            self.forms[-1]["token"] = True

    def elsewhere(self) -> list[str]:
        """What it loads from, or sends to, another host."""
        return [one for one in self.loads if urlsplit(one).netloc not in ("", HOST) or one.startswith("//")]


class Walk:
    """All addresses, asked by one client each.

    The API derives ten addresses or more from every procedure: all of one are asked, and every tenth of the others.
    """

    def __init__(self, record: str, clients: dict[str, Client]) -> None:
        self.routes = [
            route
            for place, route in enumerate(every(record))
            if not route.is_api or route.path.startswith("/api/v1/sample/") or place % 10 == 0
        ]
        self.clients = clients

    def answers(self, method: str = "get", **sent: Any) -> Iterator[tuple[str, Route, Any]]:
        for who, client in self.clients.items():
            for route in self.routes:
                yield f"{who} {method} {route.path}", route, client.generic(method.upper(), route.path, **sent)


@pytest.fixture
def walk(service: SimpleNamespace, claim: Any, signed_in: Callable[..., Client]) -> Walk:
    """The site as seen by a visitor, a clerk and the director general."""
    clerk = signed_in(service.clerk)
    clerk.post(f"/records/sample/claims/{claim.reference}/", {"purpose": "handling"})
    general = signed_in(service.general, "ar")
    visitor = Client(HTTP_HOST=HOST)
    for client in (clerk, general, visitor):
        client.raise_request_exception = False
    return Walk(claim.reference, {"a visitor": visitor, "a clerk": clerk, "the director general": general})


def test_every_page_carries_the_rules_and_runs_nothing_inline(walk: Walk) -> None:
    """Also: what a signed-in reader sees is kept by nobody's cache."""
    wrong, pages, unkept = [], 0, 0
    for asked, route, answer in walk.answers():
        headers = answer.headers
        if set(headers.get("Content-Security-Policy", "").split("; ")) != POLICY:
            wrong.append(f"{asked}: its policy is {headers.get('Content-Security-Policy')}")
        for name, value in (
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ):
            if headers.get(name) != value:
                wrong.append(f"{asked}: {name} is {headers.get(name)}")
        if not headers.get("Permissions-Policy", "").startswith("camera=()"):
            wrong.append(f"{asked}: no permissions policy")
        shared = headers.get("Access-Control-Allow-Origin")
        if (shared, headers.get("Cross-Origin-Resource-Policy")) not in ((None, "same-origin"), ("*", None)):
            wrong.append(f"{asked}: it may be read from elsewhere")
        if shared and not route.path.startswith("/log"):
            wrong.append(f"{asked}: shared with everybody")
        kind = headers.get("Content-Type", "")
        textual = answer.content and not kind.startswith(("application/pdf", "application/octet-stream"))
        if textual and "charset=utf-8" not in kind.lower() and "json" not in kind:
            wrong.append(f"{asked}: the charset of {kind!r}")
        if answer.status_code >= 500 and "Retry-After" not in headers:  # an act that isn't sealed yet has no proof yet
            wrong.append(f"{asked}: {answer.status_code}")
        if not asked.startswith("a visitor"):
            caching = headers.get("Cache-Control", "")
            if "no-store" in caching:
                unkept += 1
            elif not caching.startswith("public") or "Sara Test" in answer.content.decode(errors="ignore"):
                wrong.append(f"{asked}: {caching or 'may be kept'}")
        if kind.startswith("text/html"):
            pages += 1
            page = Page(answer.text)
            wrong += [f"{asked}: inline {one}" for one in page.inline]
            wrong += [f"{asked}: loads {one}" for one in page.elsewhere()]
            wrong += [f"{asked}: a form without its token" for form in page.forms if _unsafe(form)]
            wrong += [
                f"{asked}: {link['href']} opens a window that may turn on us"
                for link in page.links
                if link.get("target") == "_blank" and "noopener" not in link.get("rel", "")
            ]
    assert wrong == []
    assert pages > 40
    assert unkept > 30


def _unsafe(form: dict[str, Any]) -> bool:
    return form["method"] == "post" and not form["token"]


def test_the_method_that_echoes_is_off(walk: Walk) -> None:
    visitor = walk.clients["a visitor"]
    assert {visitor.generic("TRACE", route.path).status_code for route in walk.routes} == {405}


def test_no_form_is_taken_without_its_token(walk: Walk, service: SimpleNamespace) -> None:
    """Also no other method that changes; the API knows no cookie, so it can't be asked in a reader's name."""
    strict = Client(HTTP_HOST=HOST, enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = walk.clients["a clerk"].cookies
    wrong, refused = [], 0
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for route in walk.routes:
            answer = strict.generic(method, route.path, "x=1", content_type="application/x-www-form-urlencoded")
            if route.is_api and (answer.status_code in (401, 404, 405) or route.path.endswith("/tokens")):
                continue
            if answer.status_code == 403 and "The form is too old" in answer.text:
                refused += 1
            elif answer.status_code not in (404, 405):
                wrong.append(f"{method} {route.path}: {answer.status_code}")
    assert wrong == []
    assert refused > 30


def test_a_session_opens_nothing_of_the_api(walk: Walk) -> None:
    clerk = walk.clients["a clerk"]
    closed = {"/api/v1/openapi.json", "/api/v1/docs", "/api/v1/tokens"}
    wrong = [
        route.path
        for route in walk.routes
        if route.is_api and route.path not in closed and clerk.get(route.path).status_code not in (401, 404, 405)
    ]
    assert wrong == []


def test_the_api_takes_nothing_but_json(service: SimpleNamespace) -> None:
    """What a page of another site can send without asking first (a plain form) is refused."""
    account = Account.objects.create(id=service.clerk, username="speaker")
    client = Client(headers={"authorization": f"Bearer {issue(account)[0]}"}, HTTP_HOST=HOST)
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"):
        answer = client.generic("POST", "/api/v1/sample/claims/file", "{}", content_type=kind)
        assert answer.status_code == 415, kind


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "\\\\evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "/\t/evil.example",
        "http://localhost@evil.example/",
    ],
)
def test_nobody_is_sent_to_another_site(db: None, wanted: str) -> None:
    client = Client(HTTP_HOST=HOST)
    Account.objects.create_user("a", "a long password", id=UUID(int=9))
    assert client.post("/language", {"language": "fr", "next": wanted}).headers["Location"] == "/"
    answer = client.post("/sign-in", {"username": "a", "password": "a long password", "next": wanted})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/") and "evil" not in answer.headers["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/%2e%2e/var/secret.key",
        "/static/..%2f..%2fvar%2fsecret.key",
        "/static//etc/passwd",
        "/static/web/",
        "/static/",
        "/log/tile/../../../etc/passwd",
        "/log/tile/0/..%2f..%2fetc%2fpasswd",
        "/log/tile/entries/%2e%2e/x",
        "/log/tile/0/x001/../../secret",
        "/.git/config",
        "/.env",
        "/var/secret.key",
    ],
)
def test_no_path_leads_to_a_file_of_the_machine(db: None, path: str) -> None:
    answer = Client(HTTP_HOST=HOST).get(path)
    assert answer.status_code == 404, answer
    assert b"root:" not in b"".join(answer)


STATIC = re.compile(r"url\(\s*['\"]?(?!data:)(?:[a-z]+:)?//|@import|https?://(?!www\.w3\.org/)", re.IGNORECASE)


def test_our_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    from tests.architecture.test_surfaces import SOURCES

    found = []
    for path in sorted(one for one in SOURCES.rglob("*") if one.suffix in (".css", ".js", ".svg")):
        found += [f"{path.name}: {line.strip()}" for line in path.read_text().splitlines() if STATIC.search(line)]
    assert found == []


DANGEROUS = re.compile(r"\beval\(|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|postMessage")
KEEPING = re.compile(r"localStorage|sessionStorage|indexedDB|document\.cookie")


def test_our_scripts_write_no_markup_and_keep_nothing() -> None:
    from tests.architecture.test_surfaces import SOURCES

    scripts = {path.name: path.read_text() for path in SOURCES.rglob("*.js")}
    assert scripts
    assert not {name: found for name, text in scripts.items() if (found := DANGEROUS.findall(text))}
    keeping = {name: set(found) for name, text in scripts.items() if (found := KEEPING.findall(text))}
    # What a form holds and the server could not take, encrypted (decision 34); the other script takes it away again.
    stores = {"localStorage", "sessionStorage"}
    assert keeping == {"drafts.js": stores, "hasila.js": stores}
    assert scripts["drafts.js"].count("localStorage.setItem") == 1
    assert "AES-GCM" in scripts["drafts.js"]
    assert "setItem" not in scripts["hasila.js"]


UPLOADS = re.compile(
    r"request\.FILES|FileField\(|ImageField\(|FileInput\(|MultiPartParser|multipart/form-data|contentEncoding"
)
TAKEN = {
    "surfaces/web/views/acts.py",
    "surfaces/web/templates/web/step.html",
    "surfaces/api/contents.py",
    "modules/casefiles/forms.py",
    "modules/casefiles/custody_pages.py",
    "modules/casefiles/templates/casefiles/holding_step.html",
    "modules/communication/forms.py",
    "modules/communication/views.py",
    "modules/communication/templates/communication/claims.html",
}
"""Where files come in by HTTP: as what a step asks for, by the form of attachments, as the scan of an authorisation on
paper, which becomes one, and by the API in the JSON of the same step. Their bytes are judged by
`hasila.modules.casefiles.uploads` (and its tests). And as articles to be checked, of which the text alone is kept,
judged by `hasila.modules.communication.incoming`.
"""


def test_files_come_in_by_one_door() -> None:
    from tests.architecture.test_surfaces import SOURCES

    found = []
    for path in [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]:
        if "tests" not in path.parts and UPLOADS.search(path.read_text(encoding="utf-8")):
            found.append(str(path.relative_to(SOURCES)))
    assert set(found) == TAKEN


@pytest.mark.parametrize("said", [None, 20 * 1024 * 1024])
def test_an_upload_is_bounded_before_anything_of_it_is_kept(
    service: SimpleNamespace, signed_in: Callable[..., Client], said: int | None
) -> None:
    """By what the request says of its length, and by what really comes."""
    content = b"a" * (13 * 1024 * 1024) if said is None else b"a"
    sent = SimpleUploadedFile("large.pdf", content)
    client = signed_in(service.clerk)
    client.raise_request_exception = False
    extra = {} if said is None else {"CONTENT_LENGTH": str(said)}
    answer = client.post("/registers/sample/claims/new/file/", {"file": sent}, **extra)
    assert answer.status_code == 413
    assert "Nothing was recorded" in answer.text
