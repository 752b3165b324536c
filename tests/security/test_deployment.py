"""A site that others reach is not served with a gate left open; what a proxy says is believed of our own alone."""

from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hasila.assurance import keys
from hasila.institution.throttle import address
from hasila.project import deployment
from hasila.project import settings as site
from hasila.project.cli import build
from hasila.project.commands import prosecution, witness
from hasila.project.headers import Forwarded
from hasila.project.places import Trouble
from hasila.tlog.cosignature import Cosigner

SAFE = {
    "DEMO": False,
    "DEBUG": False,
    "HTTPS": True,
    "HASILA_PROXIES": 1,
    "HASILA_SCANNER": "/run/clamav/clamd.ctl",
    "ALLOWED_HOSTS": ["hasila.example", "localhost"],
}


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Says what a site is set to."""
    for name in ("HASILA_TLS_CERT", "HASILA_TLS_KEY", "HASILA_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(deployment, "VAR", tmp_path)

    def set_to(**changes: Any) -> None:
        for name, value in {**SAFE, **changes}.items():
            monkeypatch.setattr(site, name, value)

    set_to()
    return set_to


@pytest.mark.parametrize(
    ("changes", "host", "why"),
    [
        ({"HTTPS": False}, "127.0.0.1", "in the clear"),
        ({"HTTPS": False, "ALLOWED_HOSTS": ["localhost"]}, "0.0.0.0", "in the clear"),
        ({"DEBUG": True}, "127.0.0.1", "HASILA_DEBUG"),
        ({"ALLOWED_HOSTS": ["*"]}, "127.0.0.1", "every host"),
        ({"HASILA_PROXIES": 0}, "127.0.0.1", "HASILA_PROXIES"),
        ({"HASILA_SCANNER": ""}, "127.0.0.1", "HASILA_SCANNER"),
        ({}, "10.1.1.1", "nothing is encrypted"),
        ({}, "::", "nothing is encrypted"),
    ],
)
def test_an_open_gate_is_refused(place: Any, changes: dict[str, Any], host: str, why: str) -> None:
    place(**changes)
    with pytest.raises(Trouble, match=why):
        deployment.refuse_insecure(host)
    place(**changes, DEMO=True)
    deployment.refuse_insecure(host)


def test_what_is_safe_is_served(place: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for host in ("127.0.0.1", "::1", "localhost"):
        deployment.refuse_insecure(host)
    place(HTTPS=False, ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"], HASILA_SCANNER="")
    deployment.refuse_insecure("127.0.0.1")
    place()
    monkeypatch.setenv("HASILA_SECRET_KEY", "short")
    with pytest.raises(Trouble, match="too short"):
        deployment.refuse_insecure("127.0.0.1")
    monkeypatch.delenv("HASILA_SECRET_KEY")
    key = tmp_path / "secret.key"
    key.write_text("x")
    key.chmod(0o644)
    with pytest.raises(Trouble, match=r"secret\.key may be read by others"):
        deployment.refuse_insecure("127.0.0.1")


def heard(settings: Any, proxies: int, peer: str, **headers: str) -> tuple[bool, str, list[str]]:
    """Whether a request counts as TLS, its address, and which headers of proxies are left."""
    settings.HASILA_PROXIES, settings.HASILA_PROXY_NETWORKS = proxies, ["127.0.0.0/8", "::1", "10.9.0.0/24"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found: list[Any] = []

    def view(request: HttpRequest) -> HttpResponse:
        left = sorted(name for name in request.META if "FORWARDED" in name)
        found.extend([request.is_secure(), address(request), left])
        return HttpResponse()

    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    Forwarded(view)(RequestFactory().get("/", REMOTE_ADDR=peer, headers=sent))
    return found[0], found[1], found[2]


def test_only_our_proxies_are_believed_and_only_their_last_word(settings: Any) -> None:
    said = {"x_forwarded_proto": "https", "x_forwarded_for": "6.6.6.6", "x_forwarded_host": "evil"}
    said["forwarded"] = "for=6.6.6.6"
    assert heard(settings, 0, "127.0.0.1", **said) == (False, "127.0.0.1", [])
    assert heard(settings, 1, "6.6.6.7", **said) == (False, "6.6.6.7", [])
    believed = ["HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"]
    assert heard(settings, 1, "10.9.0.4", **said) == (True, "6.6.6.6", believed)
    spoofed = said | {"x_forwarded_proto": "https, http", "x_forwarded_for": "1.1.1.1, 6.6.6.6"}
    assert heard(settings, 1, "::1", **spoofed) == (False, "6.6.6.6", believed)
    assert site.MIDDLEWARE[0] == "hasila.project.headers.Forwarded", "before anything reads them"


def test_a_witness_over_a_network_is_asked_by_tls(settings: Any) -> None:
    key = Cosigner.generate("w.example/1").public
    for url, good in (("https://w.example", True), ("http://127.0.0.1:1", True), ("http://w.example", False)):
        settings.HASILA_WITNESSES = f"{key} {url}"
        if good:
            assert len(keys.witnesses()) == 1
        else:
            with pytest.raises(keys.KeyTrouble, match="https"):
                keys.witnesses()


def test_nothing_of_the_demonstration_stands_elsewhere(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages, the page of patterns, the play of a year, the stand-ins for others: not there at all."""
    pages, client = ("/demo", "/patterns"), Client(HTTP_HOST="localhost")
    assert [client.get(path).status_code for path in pages] == [200, 200]
    settings.DEMO = False
    assert [client.get(path).status_code for path in pages] == [404, 404]
    home = client.get("/sign-in").text
    assert not [path for path in pages if f'"{path}"' in home]
    monkeypatch.setenv("HASILA_DEMO", "0")
    monkeypatch.delenv("HASILA_WITNESSES", raising=False)
    monkeypatch.delenv("HASILA_EXCHANGE", raising=False)
    assert [witness.for_show("http://127.0.0.1:1"), prosecution.for_show()] == [None, None]
    commands = {one.name for one in build(["run"]).registered_commands}
    assert "run" in commands and "prosecution" not in commands
    assert "hasila.simulation" not in run_path(site.__file__)["INSTALLED_APPS"]
    monkeypatch.setenv("HASILA_DEMO", "1")
    assert "hasila.simulation" in run_path(site.__file__)["INSTALLED_APPS"]
    assert "prosecution" in {one.name for one in build(["run"]).registered_commands}
