"""The exchange over mutual TLS, on this machine, under an authority that is made here and thrown away.

The other side asks for our certificate and we for theirs; a bundle goes over such a line and over no other.
"""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hasila.assurance import p256
from hasila.modules.casefiles import lines
from hasila.modules.casefiles.exchange.client import Client, Unreached
from hasila.modules.casefiles.exchange.handing import sweep
from hasila.modules.casefiles.exchange.tables import Delivery, LineState
from hasila.modules.casefiles.referral import Referral
from hasila.project.prosecution.office import Office
from hasila.project.prosecution.server import Server
from tests.exchange.conftest import again

HERE = "127.0.0.1"
CLIENT, SERVER = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH


class Authority:
    """A certificate authority of a test, whose files lie in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed(name, self.key, x509.BasicConstraints(ca=True, path_length=0))
        self.path = self._write("ca", self.certificate)

    def issue(self, name: str, usage: Any, address: str = HERE) -> Path:
        """A PEM file with a certificate for a use, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        made = self._signed(name, key, x509.ExtendedKeyUsage([usage]), names)
        return self._write(name, made, key)

    def _signed(self, name: str, key: ec.EllipticCurvePrivateKey, *extensions: Any) -> x509.Certificate:
        now = datetime.now(UTC)
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(minutes=5))
            .not_valid_after(now + timedelta(hours=1))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return builder.sign(self.key, hashes.SHA256())

    def _write(self, name: str, made: x509.Certificate, key: ec.EllipticCurvePrivateKey | None = None) -> Path:
        path = self.folder / f"{self.name}-{name}.pem"
        pem = serialization.Encoding.PEM
        secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        path.write_bytes(made.public_bytes(pem) + (key.private_bytes(pem, *secret) if key is not None else b""))
        return path


class Guarded(Server):
    """The stand-in, which notes why it let somebody not in: a client may only see the line end."""

    refused: str = ""

    def get_request(self) -> Any:
        """The next client whose certificate is good."""
        try:
            return super().get_request()
        except ssl.SSLError as error:
            self.refused = error.reason
            raise


@contextmanager
def over_tls(office: Office, theirs: Path, clients: Path) -> Iterator[Guarded]:
    """The stand-in behind TLS that asks for a certificate of an authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(theirs)
    context.load_verify_locations(clients)
    context.verify_mode = ssl.CERT_REQUIRED
    with Guarded((HERE, 0), office) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()


def address(server: Guarded) -> str:
    """Where it stands."""
    return f"https://{HERE}:{server.server_port}"


def described(folder: Path, office: Office, url: str, authority: Path, certificate: Path | None) -> Path:
    """The description of a line, as a site writes it."""
    path = folder / "tls.toml"
    own = f'certificate = "{certificate.name}"\n' if certificate is not None else ""
    path.write_text(
        f'key = "ours.pem"\n[[line]]\nname = "office"\nurl = "{url}"\nauthority = "{authority.name}"\n{own}'
        f'public_key = "{p256.public_text(office.key)}"\ncourts = ["*"]\n'
    )
    return path


def test_a_bundle_goes_over_mutual_tls_and_no_other_way(
    office: Office, sent: Callable[..., Referral], tmp_path: Path, settings: Any
) -> None:
    ours, strangers = Authority(tmp_path, "ours"), Authority(tmp_path, "strangers")
    certificate, client = ours.issue("server", SERVER), ours.issue("client", CLIENT)
    foreign = strangers.issue("client", CLIENT)

    def why(server: Guarded, authority: Authority = ours, certificate: Path | None = client) -> str:
        """What the line says of itself, as one of its two ends sees it."""
        server.refused = ""
        path = described(tmp_path, office, address(server), authority.path, certificate)
        exchange = lines.read(path)
        with pytest.raises(Unreached) as caught:
            Client(exchange.lines[0], exchange.key).answers(0)
        for _wait in range(3000):  # the client may see the line end before the server has noted why
            if server.refused:
                break
            time.sleep(0.01)
        return f"{caught.value} {server.refused}"

    referral = sent()
    with over_tls(office, certificate, ours.path) as server:
        assert "PEER_DID_NOT_RETURN_A_CERTIFICATE" in why(server, certificate=None)
        assert "CERTIFICATE_VERIFY_FAILED" in why(server, certificate=foreign)
        assert "CERTIFICATE_VERIFY_FAILED" in why(
            server, certificate=certificate
        )  # one for servers is none for clients
        assert "certificate verify failed" in why(server, strangers)
        assert office.deliveries == 0

        settings.HASILA_EXCHANGE = str(described(tmp_path, office, address(server), ours.path, None))
        lines.exchange.cache_clear()
        assert sweep()["office"].silent  # nothing is lost: the bundle waits
        assert Delivery.objects.get().handed_at is None and LineState.objects.get().down_since is not None
        described(tmp_path, office, address(server), ours.path, client)
        lines.exchange.cache_clear()
        again()
        done = sweep()["office"]
        assert (done.handed, done.silent, office.deliveries) == (1, "", 1)
        referral.refresh_from_db()
        assert referral.state == "acknowledged"
    with over_tls(office, ours.issue("elsewhere", SERVER, "127.0.0.2"), ours.path) as server:
        assert "IP address mismatch" in why(server)  # theirs, but of another machine


def test_a_certificate_that_is_not_there_is_told_at_the_start(office: Office, tmp_path: Path, line: lines.Line) -> None:
    path = described(tmp_path, office, "https://127.0.0.1:1", tmp_path / "nowhere.pem", None)
    with pytest.raises(lines.LineTrouble, match=r"nowhere\.pem: no such file"):
        lines.read(path)
