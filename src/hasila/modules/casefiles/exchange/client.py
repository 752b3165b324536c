"""Asking the other side: signed requests out, signed answers back, and plain words for what goes wrong."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from hasila.assurance import messages, p256
from hasila.modules.casefiles.lines import Line
from hasila.tlog.http import opener

PATIENCE = 15.0
"""Seconds that the other side may be silent."""
LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""


class Unreached(Exception):
    """The other side wasn't reached, or isn't at work: what waits goes on waiting."""


class Rejected(Exception):
    """The other side was reached and refuses this request. `code` is its word for the reason."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail or code)
        self.code = code


@dataclass(frozen=True)
class Client:
    """One line, spoken over with our key.

    Attributes:
        now: seconds since 1970.
    """

    line: Line
    key: p256.PrivateKey
    now: Callable[[], float] = time.time

    def hand(self, key: str, data: bytes) -> dict[str, Any]:
        """Hands a bundle over, and gives the acknowledgement; the same key again gives the same one.

        Raises:
            Unreached: nobody knows whether it arrived. Rejected: it was refused.
        """
        return self._ask("POST", "/v1/bundles", data, {"content-type": "application/zip", messages.KEY: key})

    def answers(self, after: int) -> list[dict[str, Any]]:
        """The answers behind a number, in the order in which the other side gave them.

        Raises:
            Unreached, Rejected: as for `hand`.
        """
        found = self._ask("GET", f"/v1/answers?after={after}", b"", {}).get("answers")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise Unreached("the list of answers can't be read")
        return found

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        url = self.line.url + path
        message = messages.Message(method, url, headers, body)
        signed = messages.sign_request(message, self.key, int(self.now()))
        request = urllib.request.Request(url, body or None, {**headers, **signed}, method=method)
        status, told, content = self._answer(request)
        try:
            keys = {p256.key_id(self.line.key): self.line.key}
            messages.check_answer(status, told, content, signed, keys, int(self.now()))
        except messages.Unsigned as unsigned:
            raise Unreached(f"status {status}, not signed by the other side ({unsigned.code})") from unsigned
        try:
            found = orjson.loads(content)
        except orjson.JSONDecodeError as error:
            raise Unreached("the answer can't be read") from error
        if not isinstance(found, dict):
            raise Unreached("the answer can't be read")
        if status == 429 or status >= 500:
            raise Unreached(str(found.get("detail") or f"status {status}")[:200])
        if status >= 400:
            raise Rejected(str(found.get("code") or status)[:60], str(found.get("detail") or "")[:200])
        return found

    def _answer(self, request: urllib.request.Request) -> tuple[int, dict[str, str], bytes]:
        try:
            try:
                with opener(self._context()).open(request, timeout=PATIENCE) as answer:
                    return _read(answer.status, answer)
            except urllib.error.HTTPError as refused:
                with refused:
                    return _read(refused.code, refused)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreached(f"{type(error).__name__}: {getattr(error, 'reason', error)}"[:200]) from error

    def _context(self) -> ssl.SSLContext | None:
        if not self.line.url.startswith("https:"):
            return None
        context = ssl.create_default_context(cafile=self.line.authority or None)
        if self.line.certificate:
            context.load_cert_chain(self.line.certificate)
        return context


def _read(status: int, answer: Any) -> tuple[int, dict[str, str], bytes]:
    content = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreached("the answer is too large")
    return status, {name.lower(): value for name, value in answer.headers.items()}, content
