"""What we ask of other machines: a redirect leads nowhere."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from hasila.tlog.following import Log, Unreachable
from hasila.tlog.http import OPENER

ASKED: list[str] = []


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
