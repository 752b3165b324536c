"""Signed requests and answers between two services: HTTP Message Signatures (RFC 9421) with ECDSA on P-256.

Of the standard only what both sides need: one signature, labelled `ex`, over the method, the authority, the path, the
query, the digest of the body (RFC 9530) and the idempotency key; an answer is signed over its status, its digest and
the signature of the request that it answers, so that no answer fits another request. A request is taken within five
minutes of its making, and once: its nonce is remembered for as long.
"""

from __future__ import annotations

import base64
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from hasila.assurance import p256

LABEL, TAG, ALGORITHM = "ex", "hasila-exchange", "ecdsa-p256-sha256"
WINDOW = 300
"""Seconds that two clocks and a slow line may lie apart."""
REQUEST = ("@method", "@authority", "@path", "@query", "content-digest")
ANSWER = ("@status", "content-digest", '"signature";req;key="ex"')
KEY = "idempotency-key"
_INPUT = re.compile(rf'^{LABEL}=(\(([^()]*)\)((?:;[a-z]+=(?:\d+|"[ -!#-\[\]-~]*"))*))$')
_SIGNATURE = re.compile(rf"^{LABEL}=:([A-Za-z0-9+/]+={{0,2}}):$")


class Unsigned(Exception):
    """The message isn't signed as it must be. `code` says how: missing, form, key, digest, signature, time, replay."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Message:
    """What of a request is signed. Headers have small letters; the path is the one asked for, with its query."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""

    def component(self, name: str) -> str:
        """The value of a component of the signature base (RFC 9421, section 2)."""
        parts = urlsplit(self.url)
        derived = {
            "@method": self.method.upper(),
            "@authority": parts.netloc.lower(),
            "@path": parts.path or "/",
            "@query": f"?{parts.query}",
        }
        return derived[name] if name in derived else self.headers.get(name, "").strip()


class Nonces:
    """The nonces of the last minutes: a request that comes a second time is known."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, nonce: str, now: int) -> bool:
        """Whether the nonce is new; from now on it isn't."""
        with self._lock:
            self._seen = {known: at for known, at in self._seen.items() if now - at <= 2 * WINDOW}
            if nonce in self._seen:
                return False
            self._seen[nonce] = now
            return True


def digest_of(body: bytes) -> str:
    """The value of Content-Digest."""
    return f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"


def sign_request(message: Message, key: p256.PrivateKey, now: int, nonce: str = "") -> dict[str, str]:
    """The headers that sign a request; those of the message are to be sent with them.

    Args:
        message: method, whole address, headers (with the idempotency key, where there is one) and body.
        now: seconds since 1970. nonce: for tests; by default random.
    """
    covered = [*REQUEST, KEY] if KEY in message.headers else list(REQUEST)
    headers = {**message.headers, "content-digest": digest_of(message.body)}
    signed = Message(message.method, message.url, headers, message.body)
    lines = [(f'"{name}"', signed.component(name)) for name in covered]
    return {"content-digest": headers["content-digest"], **_signed(lines, key, now, nonce or secrets.token_urlsafe(16))}


def check_request(message: Message, keys: Mapping[str, p256.PublicKey], now: int, nonces: Nonces) -> str:
    """Checks a request, and gives the name of the key that signed it.

    Raises:
        Unsigned: it isn't signed by one of the keys, over this content, now, and for the first time.
    """
    covered, params, raw, signature = _parse(message.headers)
    wanted = [*REQUEST, KEY] if KEY in message.headers else list(REQUEST)
    if covered != [f'"{name}"' for name in wanted]:
        raise Unsigned("form")
    if message.headers.get("content-digest") != digest_of(message.body):
        raise Unsigned("digest")
    lines = [(f'"{name}"', message.component(name)) for name in wanted]
    _check(lines, params, raw, signature, keys, now)
    if not nonces.take(params["nonce"], now):
        raise Unsigned("replay")
    return params["keyid"]


def sign_answer(status: int, body: bytes, request: Mapping[str, str], key: p256.PrivateKey, now: int) -> dict[str, str]:
    """The headers that sign an answer to a request of which these are the headers."""
    digest = digest_of(body)
    return {"content-digest": digest, **_signed(_answer(status, digest, request), key, now, secrets.token_urlsafe(16))}


def check_answer(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    request: Mapping[str, str],
    keys: Mapping[str, p256.PublicKey],
    now: int,
) -> None:
    """Checks an answer against the request that it must belong to.

    Raises:
        Unsigned: it isn't signed by one of the keys, over this content and as the answer to this request.
    """
    covered, params, raw, signature = _parse(headers)
    if covered != ['"@status"', '"content-digest"', ANSWER[2]]:
        raise Unsigned("form")
    if headers.get("content-digest") != digest_of(body):
        raise Unsigned("digest")
    _check(_answer(status, digest_of(body), request), params, raw, signature, keys, now)


def _answer(status: int, digest: str, request: Mapping[str, str]) -> list[tuple[str, str]]:
    asked = request.get("signature", "").removeprefix(f"{LABEL}=")
    return [('"@status"', str(status)), ('"content-digest"', digest), (ANSWER[2], asked)]


def _base(lines: list[tuple[str, str]], params: str) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in lines).encode() + f'"@signature-params": {params}'.encode()


def _signed(lines: list[tuple[str, str]], key: p256.PrivateKey, now: int, nonce: str) -> dict[str, str]:
    covered = " ".join(name for name, _value in lines)
    told = f'created={now};nonce="{nonce}";keyid="{p256.key_id(key)}";alg="{ALGORITHM}";tag="{TAG}"'
    params = f"({covered});{told}"
    signature = base64.b64encode(p256.sign(key, _base(lines, params))).decode()
    return {"signature-input": f"{LABEL}={params}", "signature": f"{LABEL}=:{signature}:"}


def _parse(headers: Mapping[str, str]) -> tuple[list[str], dict[str, str], str, bytes]:
    """The covered components, the parameters, their exact text, and the signature."""
    if "signature" not in headers or "signature-input" not in headers:
        raise Unsigned("missing")
    told, made = _INPUT.match(headers["signature-input"].strip()), _SIGNATURE.match(headers["signature"].strip())
    if told is None or made is None:
        raise Unsigned("form")
    pairs = (part.split("=", 1) for part in told[3].split(";") if part)
    params = {name: value.strip('"') for name, value in pairs}
    try:
        return told[2].split(" "), params, told[1], base64.b64decode(made[1], validate=True)
    except ValueError:
        raise Unsigned("form") from None


def _check(
    lines: list[tuple[str, str]],
    params: dict[str, str],
    raw: str,
    signature: bytes,
    keys: Mapping[str, p256.PublicKey],
    now: int,
) -> None:
    wanted = {"created", "nonce", "keyid", "alg", "tag"}
    if wanted - params.keys() or params["alg"] != ALGORITHM or params["tag"] != TAG or not params["created"].isdigit():
        raise Unsigned("form")
    if not 16 <= len(params["nonce"]) <= 64:
        raise Unsigned("form")
    key = keys.get(params["keyid"])
    if key is None:
        raise Unsigned("key")
    if not p256.signed_by(key, signature, _base(lines, raw)):
        raise Unsigned("signature")
    if abs(now - int(params["created"])) > WINDOW:
        raise Unsigned("time")
