"""What we ask of other machines: a redirect leads nowhere."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from hasila.project import outward
from hasila.tlog.following import Log, Unreachable
from hasila.tlog.http import OPENER

ASKED: list[str] = []
PROJECT = Path(outward.__file__).parent


class Elsewhere(BaseHTTPRequestHandler):
    """Sends everybody on."""

    def do_GET(self) -> None:
        ASKED.append(self.path)
        self.send_response(302 if self.path != "/there" else 200)
        self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_arguments: object) -> None:
        """Says nothing."""


CONFINED = """
import socket, sys
from hasila.project import outward
outward.named_hosts = lambda: {"LocalHost", "192.0.2.7"}
outward.confine()
def refused(event, *arguments):
    try:
        sys.audit(event, *arguments)
    except outward.OutwardError:
        return True
    return False
print([refused("socket.connect", None, (host, 443)) for host in ("192.0.2.7", "127.0.0.9", "::1", "192.0.2.8", "::2")])
print([refused("socket.sendto", None, (host, 53)) for host in ("192.0.2.7", "192.0.2.8")])
print(refused("socket.connect", None, "/a/socket"))
for asked in ("evil.example", b"evil.example", "192.0.2.8"):
    try:
        print(socket.getaddrinfo(asked, 443))
    except PermissionError as error:
        print(error)
import urllib.request, urllib.error
try:
    urllib.request.urlopen("https://evil.example/", timeout=5)
except urllib.error.URLError as error:
    print(type(error.reason).__name__)
"""


def test_the_processes_speak_to_nobody_whom_no_setting_names(tmp_path: Path) -> None:
    """Python itself refuses, before a name is looked up or a packet leaves; each process that serves is confined."""
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "hasila.project.settings", "HASILA_VAR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", CONFINED], env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    no = "no setting names the host "
    assert done.stdout.splitlines() == [
        "[False, False, False, True, True]",
        "[False, True]",
        "False",
        *(f"{no}{host}" for host in ("evil.example", "evil.example", "192.0.2.8")),
        "OutwardError",
    ]
    assert "nothing was sent to it" in done.stderr
    for process in ("wsgi", "jobs", "sealer"):
        assert "\n    confine()\n" in (text := (PROJECT / f"{process}.py").read_text()) or "\nconfine()\n" in text


def test_the_hosts_of_the_settings(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    described = tmp_path / "exchange.toml"
    described.write_text('key = "k"\n[[line]]\nname = "a"\nurl = "https://prosecution.example:8443/x"\n')
    settings.HASILA_EXCHANGE, settings.HASILA_WITNESSES = (
        str(described),
        "key https://w1.example/a, key https://w2.example",
    )
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@db.example,10.0.0.2/hasila?sslmode=verify-full")
    for name in ("HASILA_APP_URL", "HASILA_SEALER_URL"):
        monkeypatch.delenv(name, raising=False)
    assert outward.named_hosts() == {"prosecution.example", "w1.example", "w2.example", "db.example", "10.0.0.2"}


def test_a_redirect_leads_nowhere() -> None:
    server = HTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    try:
        with OPENER.open(f"{url}/there", timeout=30) as answer:
            assert answer.status == 200
        ASKED.clear()
        with pytest.raises(Unreachable, match="302"):
            Log(url).get("checkpoint", 100)
        with pytest.raises(OSError, match="302") as caught:
            OPENER.open(f"{url}/add-checkpoint", data=b"x", timeout=30)
        caught.value.close()
        assert ASKED == ["/checkpoint", "/add-checkpoint"]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
