"""What the server itself takes from the wire: TLS of today only, and requests with one end each."""

import contextlib
import os
import re
import socket
import ssl
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hasila.project import tls
from hasila.project.commands import doctor
from hasila.project.places import Pair, Trouble, certificate

ROOT, HOST = Path(__file__).parents[2], "hasila.example"
PAGE = "/static/web/base.css"
DAY = timedelta(days=1)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(subject: str, issuer: str, public: Any, since: datetime) -> x509.CertificateBuilder:
    made = x509.CertificateBuilder().subject_name(_named(subject)).issuer_name(_named(issuer)).public_key(public)
    return made.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(since + 90 * DAY)


class Authority:
    """An authority that a machine may trust, and the certificates that it gives."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        built = _builder("Root", "Root", self.key.public_key(), datetime.now(UTC) - DAY)
        usage = dict.fromkeys(
            ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
        )
        usage |= {"key_cert_sign": True, "crl_sign": True, "encipher_only": False, "decipher_only": False}
        self.own = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        built = built.add_extension(x509.BasicConstraints(True, None), True).add_extension(self.own, False)
        root = built.add_extension(x509.KeyUsage(**usage), True).sign(self.key, SHA256())
        self.file = folder / "root.pem"
        self.file.write_bytes(root.public_bytes(Encoding.PEM))

    def gives(self, name: str, *hosts: str, since: datetime | None = None, mode: int = 0o600) -> Pair:
        """A certificate for these hosts, in files."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = _builder(hosts[0], "Root", key.public_key(), since or datetime.now(UTC) - DAY)
        names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
        known = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self.own)
        built = built.add_extension(names, False).add_extension(known, False)
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        made = Pair(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        made.chain.write_bytes(built.sign(self.key, SHA256()).public_bytes(Encoding.PEM))
        made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        made.key.chmod(mode)
        return made


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def served(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """Our web server with a certificate of its own; no database stands behind it, and none is asked."""
    held = authority.gives("site", HOST)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("HASILA_")},
        "DJANGO_SETTINGS_MODULE": "hasila.project.settings",
        "HASILA_VAR": str(tmp_path_factory.mktemp("var")),
        "HASILA_HOSTS": HOST,
        "HASILA_TLS_CERT": str(held.chain),
        "HASILA_TLS_KEY": str(held.key),
        "SSL_CERT_FILE": str(authority.file),
    }
    server = subprocess.Popen([sys.executable, "-m", "hasila.project.web", "127.0.0.1", str(port)], env=environment)
    found = SimpleNamespace(port=port, file=str(authority.file))
    try:
        for _attempt in range(600):
            try:
                if b" 200 " in ask(found, f"GET {PAGE} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n")[:15]:
                    break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield found
    finally:
        server.terminate()
        server.wait(20)


def ask(
    served: SimpleNamespace, text: str | bytes, protocol: str = "http/1.1", enough: Callable[[bytes], Any] = bool
) -> bytes:
    """Sends bytes over TLS and gives all that comes back, until the server closes or is silent for a second; in HTTP/2,
    where it does neither, until it is enough.
    """
    context = ssl.create_default_context(cafile=served.file)
    context.set_alpn_protocols([protocol])
    raw = socket.create_connection(("127.0.0.1", served.port), 10)
    with context.wrap_socket(raw, server_hostname=HOST) as line:
        assert line.selected_alpn_protocol() == protocol
        line.settimeout(10 if protocol == "h2" else 1)
        line.sendall(text.encode() if isinstance(text, str) else text)
        found = b""
        with contextlib.suppress(TimeoutError, ConnectionError):
            while part := line.recv(65536):
                found += part
                if protocol == "h2" and enough(found):
                    break
        return found


def agreed(served: SimpleNamespace, version: ssl.TLSVersion, ciphers: str = "") -> str:
    """What is agreed on with a client that speaks this version alone; empty where nothing is."""
    context = ssl.create_default_context(cafile=served.file)
    with warnings.catch_warnings(action="ignore"):
        context.minimum_version = context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    with contextlib.suppress(ssl.SSLError, ConnectionError):
        raw = socket.create_connection(("127.0.0.1", served.port), 10)
        with context.wrap_socket(raw, server_hostname=HOST) as line:
            return (line.cipher() or ("",))[0]
    return ""


def test_tls_of_today_only(served: SimpleNamespace) -> None:
    """Versions 1.2 and 1.3, ephemeral keys, authenticated ciphers; whatever else a client offers is refused."""
    old = "ALL:@SECLEVEL=0"
    assert agreed(served, ssl.TLSVersion.TLSv1, old) == agreed(served, ssl.TLSVersion.TLSv1_1, old) == ""
    assert re.fullmatch(r"TLS_(AES_\d+_GCM|CHACHA20_POLY1305)_SHA\d+", agreed(served, ssl.TLSVersion.TLSv1_3))
    offered = ssl.create_default_context()
    offered.set_ciphers(old)
    names = {one["name"] for one in offered.get_ciphers() if one["protocol"] != "TLSv1.3"}
    strong = {name for name in names if re.match(r"ECDHE-ECDSA-(AES\d+-GCM|CHACHA20)", name)}
    assert len(strong) == 3 and "ECDHE-ECDSA-AES128-SHA" in names
    assert agreed(served, ssl.TLSVersion.TLSv1_2, ":".join(names - strong) + ":@SECLEVEL=0") == ""
    assert {agreed(served, ssl.TLSVersion.TLSv1_2, name) for name in strong} == strong
    untrusting = SimpleNamespace(port=served.port, file=ssl.get_default_verify_paths().cafile)
    with pytest.raises(ssl.SSLCertVerificationError):
        ask(untrusting, "")


def test_the_site_knows_that_it_speaks_tls(served: SimpleNamespace) -> None:
    """No redirect to itself, HSTS, and what nobody may say of it is not believed."""
    answer = ask(served, f"GET {PAGE} HTTP/1.1\r\n{NAMED}X-Forwarded-Proto: http\r\nConnection: close\r\n\r\n").decode()
    assert answer.startswith("HTTP/1.1 200 ") and "max-age=31536000; includeSubDomains" in answer


NAMED = f"Host: {HOST}\r\n"
NEXT = f"GET /smuggled HTTP/1.1\r\n{NAMED}\r\n"
STATUS = re.compile(rb"HTTP/1\.1 (\d+)")


@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: 3\r\nContent-Length: 5\r\n",
        "Content-Length: 3, 5\r\n",
        "Content-Length: +5\r\n",
        "Content-Length: 0x5\r\n",
        "Content-Length : 5\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n",
        "Transfer-Encoding: \x0bchunked\r\n",
        "Transfer-Encoding:\r\n chunked\r\n",
        "X: a\rContent-Length: 5\r\n",
    ],
)
def test_a_request_whose_end_is_in_doubt_is_refused(served: SimpleNamespace, header: str) -> None:
    """And nothing behind it is answered, whichever way somebody else on the line counted."""
    assert STATUS.findall(ask(served, f"POST {PAGE} HTTP/1.1\r\n{NAMED}{header}\r\nhello{NEXT}")) == [b"400"]


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("Content-Length: 9\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "0x1\r\na\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\n", "1;\nxx\r\n0\r\n\r\n"),
    ],
)
def test_chunks_that_are_none_end_the_connection(served: SimpleNamespace, header: str, body: str) -> None:
    answers = STATUS.findall(ask(served, f"POST {PAGE} HTTP/1.1\r\n{NAMED}{header}\r\n{body}{NEXT}"))
    assert answers in ([b"400"], [b"405"])


def test_in_http_2_a_length_that_lies_is_refused(served: SimpleNamespace) -> None:
    """Frames by hand (RFC 9113): a header block, then less or more than it says."""

    def frame(kind: int, flags: int, payload: bytes, stream: int = 1) -> bytes:
        return len(payload).to_bytes(3) + bytes([kind, flags]) + stream.to_bytes(4) + payload

    def block(**fields: str) -> bytes:
        pairs = [(name.replace("_", "-") if name[0] != "_" else ":" + name[1:], text) for name, text in fields.items()]
        return b"".join(
            b"\0" + b"".join(bytes([len(one)]) + one.encode() for one in (name, text)) for name, text in pairs
        )

    def said(length: int, body: bytes) -> list[tuple[int, bytes]]:
        fields = block(_method="POST", _scheme="https", _authority=HOST, _path=PAGE, content_length=str(length))
        sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, b"", 0) + frame(1, 4, fields) + frame(0, 1, body)
        return told(ask(served, sent, "h2", told))

    def told(answer: bytes) -> list[tuple[int, bytes]]:
        """What came on the stream of the request."""
        found = []
        while len(answer) >= 9:
            size = int.from_bytes(answer[:3])
            if int.from_bytes(answer[5:9]) == 1:
                found.append((answer[3], answer[9 : 9 + size]))
            answer = answer[9 + size :]
        return found

    reset = [(3, b"\0\0\0\1")]  # RST_STREAM with PROTOCOL_ERROR
    assert said(10, b"hello") == said(3, b"hello") == reset
    assert [kind for kind, _payload in said(5, b"hello")][:1] == [1], "one that doesn't is answered"


def test_what_a_browser_would_warn_of_is_not_served(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    good = authority.gives("good", HOST, "other.example")
    tls.check(good, [HOST, "other.example", "127.0.0.1", "[::1]", "localhost"])
    monkeypatch.setenv("HASILA_HOSTS", HOST)
    for days, state in ((0, "good"), (75, "look")):
        soon = authority.gives("soon", HOST, since=datetime.now(UTC) - days * DAY - DAY)
        monkeypatch.setattr(doctor, "certificate", lambda held=soon: held)
        assert [(one.name, one.state) for one in doctor._certificate()] == [("certificate", state)]
    other = Authority(tmp_path)
    for held, hosts, why in (
        (good, ["evil.example"], "for evil.example"),
        (authority.gives("old", HOST, since=datetime.now(UTC) - 91 * DAY), [HOST], "is valid from"),
        (authority.gives("early", HOST, since=datetime.now(UTC) + DAY), [HOST], "is valid from"),
        (authority.gives("open", HOST, mode=0o644), [HOST], "chmod 600"),
        (other.gives("strange", HOST), [HOST], "this machine trusts"),
        (Pair(good.chain, other.gives("mixed", HOST).key), [HOST], "is not the key of"),
        (Pair(tmp_path / "none", good.key), [HOST], "can't be read"),
    ):
        with pytest.raises(Trouble, match=why):
            tls.check(held, hosts)
    monkeypatch.setenv("HASILA_TLS_CERT", "x")
    monkeypatch.delenv("HASILA_TLS_KEY", raising=False)
    with pytest.raises(Trouble, match="belong together"):
        certificate()
