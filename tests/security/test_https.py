"""Under TLS: cookies bound to the host, redirect, HSTS, no API in the clear; and of keys, sessions and passwords."""

import json
import os
import re
import subprocess
import sys
from hashlib import sha1
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.hashers import get_hashers
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.core.exceptions import ValidationError
from django.test import Client

from hasila.institution.accounts import Account
from hasila.institution.passwords import LEAKED
from hasila.surfaces.api.models import issue

ROOT = Path(__file__).parents[2]
ASK = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.test import Client
out = {"debug": settings.DEBUG, "key": len(settings.SECRET_KEY)}
for name, path, secure, host in json.loads(sys.argv[1]):
    answer = Client(HTTP_HOST=host, raise_request_exception=False).get(path, secure=secure)
    flags = ("secure", "httponly", "samesite", "path", "domain")
    cookies = {name: [cookie[flag] for flag in flags] for name, cookie in answer.cookies.items()}
    out[name] = {"status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}
out["names"] = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME]
from hasila.institution.throttle import cookie_name
out["names"].append(cookie_name())
out["flags"] = [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE]
print(json.dumps(out))
"""
ASKED = [
    ("page", "/problems/", True, "hasila.example"),
    ("form", "/sign-in", True, "hasila.example"),
    ("file", "/static/web/base.css", True, "hasila.example"),
    ("plain page", "/problems/", False, "hasila.example"),
    ("plain api", "/api/v1/procedures", False, "hasila.example"),
    ("api", "/api/v1/nothing", True, "hasila.example"),
    ("foreign", "/problems/", True, "evil.example"),
    ("plain foreign", "/problems/", False, "evil.example"),
]


@pytest.fixture(scope="module")
def over_tls(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a process with HASILA_HTTPS=1 answers; it has no database here, so its pages say that they failed."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hasila.project.settings",
        "HASILA_HTTPS": "1",
        "HASILA_HOSTS": "hasila.example",
        "HASILA_VAR": str(tmp_path_factory.mktemp("var")),
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK, json.dumps(ASKED)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_cookies_over_tls(over_tls: Any) -> None:
    assert over_tls["names"] == [f"__Host-{n}" for n in ("sessionid", "csrftoken", "django_language", "hasila_device")]
    assert over_tls["flags"] == [True, True, "Lax"]
    cookies = over_tls["form"]["cookies"]
    assert list(cookies) == ["__Host-csrftoken"]
    assert list(cookies.values()) == [[True, True, "Lax", "/", ""]]


def test_plain_http_is_redirected_and_the_browser_told_to_stay(over_tls: Any) -> None:
    answer = over_tls["plain page"]
    assert (answer["status"], answer["headers"]["Location"]) == (301, "https://hasila.example/problems/")
    assert over_tls["file"]["status"] == 200
    for name in ("page", "form", "api", "file"):
        assert over_tls[name]["headers"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_api_refuses_plain_http(over_tls: Any) -> None:
    answer = over_tls["plain api"]
    assert answer["status"] == 403
    assert "Location" not in answer["headers"]
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert over_tls["api"]["status"] != 403


def test_a_foreign_host_is_refused(over_tls: Any) -> None:
    for name in ("foreign", "plain foreign"):
        answer = over_tls[name]
        assert answer["status"] == 400
        assert "frame-ancestors 'none'" in answer["headers"]["Content-Security-Policy"]
        assert "evil" not in json.dumps(answer["headers"])


def test_debugging_is_off_unless_asked_for(over_tls: Any) -> None:
    assert over_tls["debug"] is False


def test_keys_of_sessions_and_tokens_are_long(over_tls: Any, db: None) -> None:
    assert over_tls["key"] >= 64
    client = Client(HTTP_HOST="localhost")
    client.force_login(account := Account.objects.create_user("a", "a long password", id=UUID(int=9)))
    key = client.cookies["sessionid"].value
    assert len(key) == 32 and len(VALID_KEY_CHARS) == 36
    assert len(issue(account)[0]) >= 32
    assert issue(account)[0] != issue(account)[0]


def test_signing_out_clears_the_browser(db: None) -> None:
    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.create_user("a", "a long password", id=UUID(int=9)))
    answer = client.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies["sessionid"].value == ""


@pytest.mark.parametrize(
    "word",
    ["elevenchars", "Hasila-DGSN-2026!", "الأمن الوطني ٢٠٢٦", "police casablanca", "q1w2e3r4t5y6", "amina.benjelloun"],
)
def test_what_a_password_must_not_be(word: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(word, Account(username="amina.benjelloun"))


def test_a_password_that_leaked_is_refused(settings: Any, tmp_path: Path) -> None:
    """By the list in the house, each line of which is found; by a larger one of the operator's; and not unseen."""

    def said(word: str) -> str:
        try:
            validate_password(word, Account(username="amina.benjelloun"))
        except ValidationError as error:
            return ",".join(each.code for each in error.error_list)
        return ""

    lines = LEAKED.read_text(encoding="ascii").splitlines()
    assert len(lines) > 10_000 and lines == sorted(set(lines)) and all(re.fullmatch("[0-9A-F]{40}", x) for x in lines)
    for word in ("1qaz2wsx3edc", "QWERTYuiop123", " 1q2w3e4r5t6y", "123456789123456789", "motherfucker"):
        assert said(word) == "password_leaked", word
    mine = tmp_path / "pwned.txt"
    settings.HASILA_LEAKED_PASSWORDS = str(mine)
    words = [f"a fine long word {number}" for number in range(300)]
    hashes = sorted((sha1(word.encode()).hexdigest().upper(), number) for number, word in enumerate(words))
    mine.write_text("".join(f"{one}:{number}\r\n" for one, number in hashes), encoding="ascii")
    assert {said(word) for word in words} == {"password_leaked"}
    assert {said(f"a fine long word {number} of mine") for number in range(300)} == {""}
    mine.unlink()
    assert said("a fine long word 300") == "password_list_unreadable"


@pytest.mark.parametrize(
    "word", ["only small letters", "صاد ضاد طاء ظاء", "x7" * 64, "948 204 773 112", "police horse battery"]
)
def test_what_a_password_may_be(word: str) -> None:
    validate_password(word, Account(username="amina.benjelloun"))


def test_passwords_are_kept_by_a_slow_function() -> None:
    _quick_one_of_the_tests, hasher, *_older = get_hashers()
    assert (hasher.algorithm, hasher.digest().name) == ("pbkdf2_sha256", "sha256")
    assert hasher.iterations >= 600_000
