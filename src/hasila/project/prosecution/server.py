"""The stand-in over HTTP: the two addresses of the exchange, and a page for whoever plays the magistrate."""

from __future__ import annotations

import json
import secrets
import socket
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from hasila.assurance import messages
from hasila.assurance.bundles import LARGEST
from hasila.project.prosecution import page
from hasila.project.prosecution.office import MOODS, Office, Unfit

FORM = 64 * 1024
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"
QUIET = 120.0
"""Seconds for which the silent stand-in holds a line."""


class Server(ThreadingHTTPServer):
    """Serves one office. `token` stands in every form of its page, so that no other site can send one."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], office: Office) -> None:
        self.office = office
        self.nonces = messages.Nonces()
        self.token = secrets.token_urlsafe(24)
        super().__init__(address, Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""


class Handler(BaseHTTPRequestHandler):
    """`POST /v1/bundles`, `GET /v1/answers`, and the page."""

    protocol_version = "HTTP/1.1"
    server_version = "hasila-prosecution"
    sys_version = ""
    timeout = 30.0
    server: Server

    def do_POST(self) -> None:
        """Takes a bundle, or what was chosen on the page."""
        if self.path == "/v1/bundles":
            self._exchange()
        elif self.path == "/do":
            self._do()
        else:
            self._send(404, b"", "text/plain")

    def do_GET(self) -> None:
        """Gives answers, the page, its sheet, and the file on paper of a bundle."""
        path = urlsplit(self.path).path
        if path == "/v1/answers":
            self._exchange()
        elif path == "/":
            self._send(200, page.whole(self.server.office, self.server.token).encode(), "text/html; charset=utf-8")
        elif path == "/page.css":
            self._send(200, page.SHEET.encode(), "text/css; charset=utf-8")
        elif path.startswith("/bundles/") and path.endswith("/dossier.pdf"):
            found = self.server.office.dossier(unquote(path.removeprefix("/bundles/").removesuffix("/dossier.pdf")))
            self._send(200 if found else 404, found or b"", "application/pdf")
        else:
            self._send(404, b"", "text/plain")

    def _exchange(self) -> None:
        """A request of the other side: the mood first, then the signature, then what it asks."""
        body = self._body(LARGEST)
        mood = self.server.office.mood
        if mood.mode == "silent":
            time.sleep(QUIET)
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        if mood.mode == "down":
            self._json(503, {"code": "busy", "detail": "the office takes nothing at the moment"}, headers)
            return
        if mood.mode == "slow":
            time.sleep(mood.seconds)
        try:
            message = messages.Message(self.command, f"http://{headers.get('host', '')}{self.path}", headers, body)
            messages.check_request(message, self.server.office.police, int(time.time()), self.server.nonces)
            status, found = self._asked(headers, body)
        except messages.Unsigned as unsigned:
            status, found = (
                401,
                {"code": f"unsigned.{unsigned.code}", "detail": "the request isn't signed as it must be"},
            )
        except Unfit as unfit:
            status, found = unfit.status, {"code": unfit.code, "detail": str(unfit)}
        if mood.mode == "forgetful" and self.command == "POST":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self._json(status, found, headers)

    def _asked(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        office = self.server.office
        if self.command == "POST":
            key = headers.get(messages.KEY, "")
            if not key:
                raise Unfit(400, "no_key", "a bundle comes with an idempotency key")
            answer, new = office.receive(key, body)
            return (201 if new else 200), answer
        after = parse_qs(urlsplit(self.path).query).get("after", ["0"])[0]
        if not (after.isascii() and after.isdigit()):
            raise Unfit(400, "after", "after is a number")
        return 200, {"answers": office.answers(int(after))}

    def _json(self, status: int, found: dict[str, Any], request: Mapping[str, str]) -> None:
        body = json.dumps(found, ensure_ascii=False).encode()
        signed = messages.sign_answer(status, body, request, self.server.office.key, int(time.time()))
        self._send(status, body, "application/json", signed)

    def _do(self) -> None:
        """What was chosen on the page; then the page again."""
        form = {name: values[0] for name, values in parse_qs(self._body(FORM).decode("utf-8", "replace")).items()}
        if not secrets.compare_digest(form.get("token", ""), self.server.token):
            self._send(403, b"", "text/plain")
            return
        office, what, key = self.server.office, form.get("what"), form.get("key", "")
        if what == "mood" and form.get("mode") in MOODS:
            mood = office.mood
            mood.mode = form["mode"]
            mood.twice, mood.backwards, mood.rule = (name in form for name in ("twice", "backwards", "rule"))
        elif what == "return" and key in office.cases and form.get("instructions", "").strip():
            office.give_back(key, form["instructions"].strip()[:4000], form.get("complete_by", ""))
        elif what == "decide" and key in office.cases and form.get("decision") in page.fitting(office.cases[key]):
            office.decide(key, form["decision"])
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _body(self, most: int) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > most:
            self.close_connection = True
            return b""
        return self.rfile.read(int(length))

    def _send(self, status: int, body: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        told = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": POLICY,
        }
        for name, value in {**told, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """What is asked isn't logged; the journal has what happened."""
