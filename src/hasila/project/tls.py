"""Whether the house's own certificate is good, where it speaks TLS itself (`hasila.project.places.certificate`).

A certificate that a browser would warn of is not served: it must be of today, for every name that the site answers to,
of the key beside it, and vouched for by an authority that this machine trusts.
"""

from __future__ import annotations

import ssl
import stat
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from hasila.project.connections import LOOPBACK
from hasila.project.language import gettext as _
from hasila.project.places import Pair, Trouble


def check(held: Pair, hosts: list[str], now: datetime | None = None) -> None:
    """Raises Trouble unless browsers of this machine's trust would take the certificate for every one of the hosts."""
    chain = _chain(held)
    leaf, others = chain[0], chain[1:]
    _owns(held, leaf)
    at = now or datetime.now(UTC)
    if not leaf.not_valid_before_utc <= at <= leaf.not_valid_after_utc:
        said = _("%(path)s is valid from %(since)s to %(until)s only.")
        days = {"since": f"{leaf.not_valid_before_utc:%Y-%m-%d}", "until": f"{leaf.not_valid_after_utc:%Y-%m-%d}"}
        raise Trouble(said % {"path": held.chain, **days})
    authorities = trusted()
    for host in hosts:
        if host.strip("[]") in LOOPBACK:
            continue
        try:
            subject = _subject(host.strip("[]"))
            PolicyBuilder().store(Store(authorities)).time(at).build_server_verifier(subject).verify(leaf, others)
        except (VerificationError, ValueError) as error:
            said = _("%(path)s is no certificate for %(host)s that this machine trusts: %(why)s.")
            raise Trouble(said % {"path": held.chain, "host": host, "why": str(error).rstrip(".")}) from error


def until(held: Pair) -> datetime:
    """When the certificate ends."""
    return _chain(held)[0].not_valid_after_utc


def trusted() -> list[x509.Certificate]:
    """The authorities that this machine trusts, or those of `SSL_CERT_FILE`. Raises Trouble where there are none."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if not context.get_ca_certs() and paths.capath:
        for file in Path(paths.capath).glob("*.0"):
            context.load_verify_locations(file)
    found = [x509.load_der_x509_certificate(one) for one in context.get_ca_certs(binary_form=True)]
    if not found:
        raise Trouble(_("This machine trusts no authority: install ca-certificates."))
    return found


def _chain(held: Pair) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(held.chain.read_bytes())
    except (OSError, ValueError) as error:
        raise Trouble(_("%(path)s can't be read: %(why)s") % {"path": held.chain, "why": error}) from error


def _owns(held: Pair, leaf: x509.Certificate) -> None:
    try:
        if stat.S_IMODE(held.key.stat().st_mode) & 0o077:
            said = _("%(path)s may be read by others: chmod 600 it.")
            raise Trouble(said % {"path": held.key})
        key = load_pem_private_key(held.key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Trouble(_("%(path)s can't be read: %(why)s") % {"path": held.key, "why": error}) from error
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise Trouble(_("%(key)s is not the key of %(path)s.") % {"key": held.key, "path": held.chain})


def _subject(host: str) -> x509.DNSName | x509.IPAddress:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host.lstrip("."))
