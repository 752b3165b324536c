"""The process that serves pages and API: `python -m hasila.project.web HOST PORT`.

Granian in WSGI mode: one Rust event loop a worker takes the connections, a few threads of Python answer. Several
workers, since one interpreter uses one core; a pool of connections in each. Where the site has a certificate of its own
(`HASILA_TLS_CERT`) it is TLS 1.2 or 1.3, with what rustls allows: ephemeral keys, authenticated ciphers.
"""

import os
import sys

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import Server

from hasila.project.deployment import refuse_insecure
from hasila.project.lifeline import leave_with_parent
from hasila.project.places import certificate

THREADS = 4
"""Threads of Python a worker: more only queue for the interpreter; the pool has a connection for each."""


def workers() -> int:
    """As many as there are cores, at least two (one may die), at most four."""
    return max(2, min(4, os.cpu_count() or 2))


def main(arguments: list[str]) -> int:
    """Serve until SIGTERM or SIGINT."""
    host, port = arguments[0], int(arguments[1])
    os.environ["HASILA_POOL"] = "1"
    os.environ["HASILA_FENCED"] = "1"
    leave_with_parent()
    refuse_insecure(host)
    held = certificate()
    Server(
        "hasila.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.auto,
        workers=workers(),
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        websockets=False,
        ssl_cert=held.chain if held else None,
        ssl_key=held.key if held else None,
        ssl_protocol_min=SSLProtocols.tls12,
        respawn_failed_workers=True,
        respawn_interval=1.0,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
