"""`hasila run`: the database, the sealer, the pages, and on the first start the sample year."""

import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from hasila.project import connections, postgres
from hasila.project.children import Child, Family
from hasila.project.database import LOCK, database, ensure_ready
from hasila.project.language import language
from hasila.project.places import VAR, Trouble, make_var, need_space

YEAR, SCALE = 2024, "0.01"
RUN = "run.lock"
FIRST_PAGE_SECONDS = 60
PLAY_MEGABYTES = 1_500
FULL_YEAR_MEGABYTES = 40_000
LOOK = 0.25

console = Console()


def register(app: typer.Typer) -> None:
    """Add `run` to the command."""
    app.command("run", help="Start everything and serve until Ctrl-C.")(command)


def command(
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to serve on.")] = 8000,
    host: Annotated[str, typer.Option(envvar="HASILA_HOST", help="The address to serve on.")] = "127.0.0.1",
    play: Annotated[bool, typer.Option(help="Play the sample year where it isn't complete.")] = True,
) -> None:
    """Serve until Ctrl-C or SIGTERM; what runs is stopped in order, and the data stay."""
    leave = threading.Event()
    _listen_for_the_end(leave)
    began = time.monotonic()
    make_var()
    need_space(VAR, 100)
    with single(f"http://{_in_url(host)}:{port}"):
        free_port(host, port)
        console.print("Starting the database …" if connections.embedded() else "Looking for the database …")
        with database(stop_always=True):
            _prepare()
            if not leave.is_set():
                _serve(host, port, play, leave, began)
    console.print("Stopped. The data stay for the next start.")


def _listen_for_the_end(leave: threading.Event) -> None:
    def asked(_number: int, _frame: FrameType | None) -> None:
        leave.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked)


@contextlib.contextmanager
def single(url: str) -> Iterator[None]:
    """Be the only `hasila run` of this checkout. Raises Trouble that says where the other one is."""
    handle = os.open(VAR / RUN, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(_already(running())) from None
        os.truncate(handle, 0)
        os.pwrite(handle, json.dumps({"pid": os.getpid(), "url": url}).encode(), 0)
        yield
    finally:
        os.close(handle)


def _already(other: dict[str, object] | None) -> str:
    if other is None:
        return "Hasila is already running from this checkout."
    return f"Hasila is already running at {other['url']} (pid {other['pid']})."


def running() -> dict[str, object] | None:
    """The pid and url of the `hasila run` of this checkout, or None where none runs."""
    path = VAR / RUN
    if not path.exists():
        return None
    with open(path, "rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            with contextlib.suppress(ValueError):
                return dict(json.loads(file.read()))
            return {"pid": "?", "url": "?"}
    return None


def free_port(host: str, port: int) -> None:
    """Raise Trouble unless the port can be bound."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except socket.gaierror as error:
        raise Trouble(f"{host} is no address of this machine.") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Trouble(
                f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
            ) from error
        if error.errno == errno.EACCES:
            raise Trouble(
                f"Port {port} may not be used by this user. Choose one above 1023, like PORT=8000."
            ) from error
        raise Trouble(f"{host}:{port} can't be used: {error.strerror}.") from error


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _prepare() -> None:
    """Set Django up; make roles, tables, units and demonstration sign-ins where they are missing."""
    import django

    django.setup()
    ensure_ready()
    from django.db import connections as django_connections
    from django.utils import translation

    from hasila.institution.demo import ensure_demo
    from hasila.kernel.schema import install

    # The ledger's partitions of the coming years, also where no migration waits.
    install(django_connections["owner"])
    with translation.override(language()):
        ensure_demo()
    django_connections.close_all()


def _serve(host: str, port: int, play: bool, leave: threading.Event, began: float) -> None:
    url = f"http://{_in_url(host)}:{port}"
    children = [
        Child("sealer", ["hasila.project.sealer"]),
        Child("web server", ["hasila.project.web", host, str(port)]),
    ]
    scale = _waiting_play() if play else None
    if scale:
        _need_room(scale)
        told = f"The year {YEAR} is played: {url}/report/{YEAR}"
        children.append(Child("play", ["hasila.project.cli", "play", str(YEAR), "--scale", scale], ends_with=told))
    family = Family(children, console.print)
    family.start()
    try:
        if not _answers(url, family, leave):
            return
        _welcome(url, scale, time.monotonic() - began)
        while not leave.wait(LOOK):
            _keep_database()
            failing = family.look()
            if failing:
                raise Trouble(f"The {failing} keeps ending; see what it says above. `hasila doctor` may tell more.")
    finally:
        console.print("\nStopping …")
        family.stop()


def _answers(url: str, family: Family, leave: threading.Event) -> bool:
    """Wait for the first page. False where we are asked to leave before."""
    until = time.monotonic() + FIRST_PAGE_SECONDS
    while not leave.wait(0.1):
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            raise Trouble(
                f"The pages answer with an error ({error.code}); see what the web server says above."
            ) from error
        except OSError:
            pass
        failing = family.look()
        if failing or time.monotonic() > until:
            raise Trouble(f"The {failing or 'web server'} doesn't start; see what it says above.")
    return False


def _keep_database() -> None:
    """Start the embedded database again where it died. Web and sealer connect anew by themselves."""
    if connections.embedded() and postgres.pid(postgres.server()) is None:
        console.print("The database ended; it is started again.")
        with postgres.locked(LOCK):
            postgres.start()


def _need_room(scale: str) -> None:
    """Raise Trouble where the play wouldn't fit beside the embedded server's own log of changes."""
    if connections.embedded():
        need_space(postgres.server().home, PLAY_MEGABYTES + int(float(scale) * FULL_YEAR_MEGABYTES))


def _waiting_play() -> str | None:
    """The scale at which the sample year is still to be played, to its end; None where there is nothing to play.

    Only in the demonstration: no other site gets invented acts.
    """
    from django.conf import settings
    from django.db import connections as django_connections

    from hasila.modules.annual_report.models import PlayedYear

    if not settings.DEMO:
        return None
    played = PlayedYear.objects.filter(year=YEAR).first()
    django_connections.close_all()
    if played is None:
        return SCALE
    return None if played.finished_at else str(played.scale.normalize())


def _welcome(url: str, scale: str | None, seconds: float) -> None:
    """Print where to look and whom to sign in as."""
    console.print(f"\n[bold]Hasila[/bold] serves after {seconds:.1f} s:")
    console.print(f"  {url}/                the start page")
    console.print(f"  {url}/report/{YEAR}    the annual report of {YEAR}")
    if scale:
        console.print(f"The year {YEAR} is being played at scale {scale}; the page shows how far it is.")
    accounts = _accounts()
    if accounts:
        table = Table("Sign in as", "Role", "Password", title="Demonstration sign-ins", title_justify="left")
        for username, role, password in accounts:
            table.add_row(username, role, password)
        console.print(table)
    console.print("Ctrl-C stops everything.")
    sys.stdout.flush()


def _accounts() -> list[tuple[str, str, str]]:
    """Name, role and password of each demonstration sign-in; none outside of the demonstration."""
    from django.utils import translation

    from hasila.institution.demo import accounts

    with translation.override(language()):
        return accounts()
