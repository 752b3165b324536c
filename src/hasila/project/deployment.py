"""What refuses to serve: a site that others reach, outside of the demonstration, with a gate left open."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from ipaddress import ip_address

from hasila.project import connections, tls
from hasila.project.language import gettext as _
from hasila.project.places import VAR, Trouble, certificate

SHORTEST_KEY = 50
"""Characters of a secret key that somebody sets; the one made by the house has 86."""


def refuse_insecure(host: str) -> None:
    """Raises Trouble with everything that must be put right before this site may serve on an address."""
    found = list(_open_gates(host))
    if found:
        raise Trouble("\n".join(found))


def _open_gates(host: str) -> Iterator[str]:
    """In the demonstration there is nothing to protect but the certificate that somebody set."""
    from hasila.project import settings

    held = certificate()
    if held is not None:
        tls.check(held, settings.ALLOWED_HOSTS)
    if settings.DEMO:
        return
    names = {name.strip("[]") for name in settings.ALLOWED_HOSTS}
    reached = bool(names - connections.LOOPBACK) or not is_loopback(host)
    if settings.DEBUG:
        yield _("HASILA_DEBUG shows settings and contents to every reader: unset it.")
    if "*" in names:
        yield _("HASILA_HOSTS names every host: name those of this site.")
    if reached and not settings.HTTPS:
        yield _("Others reach this site in the clear: set HASILA_TLS_CERT, or HASILA_HTTPS=1 behind a proxy with TLS.")
    if settings.HTTPS and held is None and not settings.HASILA_PROXIES:
        yield _("A proxy speaks TLS for this site: say with HASILA_PROXIES how many stand before it.")
    if held is None and not is_loopback(host):
        yield _("Between the proxy and this server nothing is encrypted: set HASILA_TLS_CERT, or serve on 127.0.0.1.")
    if reached and not settings.HASILA_SCANNER:
        yield _("Nobody looks through attached files for viruses: name clamd's socket in HASILA_SCANNER, or say none.")
    given = os.environ.get("HASILA_SECRET_KEY")
    if given is not None and len(given) < SHORTEST_KEY:
        yield _("HASILA_SECRET_KEY is too short: unset it, and one is made.")
    key = VAR / "secret.key"
    if given is None and key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield _("%(path)s may be read by others: chmod 600 it.") % {"path": key}


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return host in connections.LOOPBACK or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
