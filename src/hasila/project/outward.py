"""To whom the processes of the house may speak: this machine, and the hosts that its settings name.

Python itself refuses the rest (PEP 578), whichever library asks and whatever a request says; once begun it can't be
turned off. The database is reached by libpq, which stands outside of Python: its address is a setting, and the
machine's own rules (docs/how-to/site) hold it too.
"""

from __future__ import annotations

import logging
import socket
import sys
import tomllib
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from pathlib import Path
from threading import local
from typing import Any
from urllib.parse import urlsplit

from hasila.project import connections

log = logging.getLogger(__name__)


class OutwardError(PermissionError):
    """Something wanted to speak to a host that no setting names."""


class Gate:
    """Which hosts are open. They and their addresses are looked up anew before anything is refused.

    Args:
        hosts: gives the names and addresses that the settings name now.
    """

    def __init__(self, hosts: Callable[[], Iterable[str]]) -> None:
        self.hosts = hosts
        self.names: set[str] = set()
        self.known: set[str] = set()
        self.asking = local()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Called by Python before what it names is done; an exception prevents it."""
        if event == "socket.getaddrinfo":
            self._name(arguments[0])
        elif event in ("socket.connect", "socket.sendto"):
            self._address(arguments[1])
        elif event in ("socket.gethostbyname", "socket.gethostbyaddr"):
            self._name(arguments[0])

    def _name(self, host: Any) -> None:
        if host is None or getattr(self.asking, "now", False):
            return
        text = (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)).lower()
        if text and not self._is_open(text):
            self._ask()
            if not self._is_open(text):
                _refuse(text)

    def _address(self, address: Any) -> None:
        if not isinstance(address, tuple):  # a socket of this machine's file system
            return
        self._name(address[0])

    def _is_open(self, text: str) -> bool:
        if text in self.names:
            return True
        try:
            return ip_address(text.partition("%")[0]).is_loopback or text in self.known
        except ValueError:
            return text in connections.LOOPBACK

    def _ask(self) -> None:
        self.asking.now = True
        try:
            self.names = {host.lower() for host in self.hosts()}
            self.known = set()
            for name in self.names:
                try:
                    self.known |= {str(found[4][0]) for found in socket.getaddrinfo(name, None)}
                except OSError:
                    continue
        finally:
            self.asking.now = False


def _refuse(host: str) -> None:
    log.error("no setting names the host %s: nothing was sent to it", host[:100])
    raise OutwardError(f"no setting names the host {host[:100]}")


def named_hosts() -> set[str]:
    """The hosts of the settings: of the database, the witnesses, the lines to the prosecution."""
    from django.conf import settings

    found: set[str] = set()
    for alias in connections.ALIASES:
        found |= set(connections.target(alias).parameters.get("host", "").split(","))
    for item in settings.HASILA_WITNESSES.split(","):
        found |= {urlsplit(word).hostname or "" for word in item.split()[1:]}
    if settings.HASILA_EXCHANGE and Path(settings.HASILA_EXCHANGE).is_file():
        described = tomllib.loads(Path(settings.HASILA_EXCHANGE).read_text(encoding="utf-8"))
        found |= {urlsplit(str(line.get("url", ""))).hostname or "" for line in described.get("line", [])}
    return {host for host in found if host and not host.startswith(("/", "@"))}


def confine() -> None:
    """Confines this process, for as long as it runs."""
    sys.addaudithook(Gate(named_hosts))
