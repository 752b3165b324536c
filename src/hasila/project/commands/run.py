"""`hasila run`: the database, the sealer, the pages, and on the first start the sample year."""

import contextlib
import errno
import fcntl
import json
import os
import signal
import socket
import ssl
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
from hasila.project.commands import prosecution
from hasila.project.commands.witness import for_show
from hasila.project.database import LOCK, database, ensure_ready
from hasila.project.deployment import refuse_insecure
from hasila.project.language import gettext as _
from hasila.project.language import language
from hasila.project.places import VAR, Trouble, certificate, make_var, need_space
from hasila.project.settling import set_up

YEAR, SCALE = 2024, "0.01"
RUN = "run.lock"
FIRST_PAGE_SECONDS = 60
PLAY_MEGABYTES = 1_500
FULL_YEAR_MEGABYTES = 40_000
LOOK = 0.25
WIDE = 160


def _say(what: str | Table) -> None:
    """Print as wide as the terminal; into a file or a pipe, as wide as a table needs."""
    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False)
    console.print(what, soft_wrap=isinstance(what, str))


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
    refuse_insecure(host)
    with single(_url(host, port)):
        free_port(host, port)
        beside = [for_show(_url(host, port))]
        stand_in = prosecution.for_show()
        beside.append(stand_in[0] if stand_in else None)
        _say(_("Starting the database …") if connections.embedded() else _("Looking for the database …"))
        with database(stop_always=True):
            _prepare()
            if not leave.is_set():
                _serve(host, port, play, leave, began, beside, stand_in[1] if stand_in else "")
    _say(_("Stopped. The data stay for the next start."))


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
        return _("Hasila is already running from this checkout.")
    return _("Hasila is already running at %(url)s (pid %(pid)s).") % other


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
        raise Trouble(_("%(host)s is no address of this machine.") % {"host": host}) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = _("Port %(port)s is taken by another program. Choose another: make run PORT=%(next)s")
            raise Trouble(said % {"port": port, "next": port + 1}) from error
        if error.errno == errno.EACCES:
            said = _("Port %(port)s may not be used by this user. Choose one above 1023, like PORT=8000.")
            raise Trouble(said % {"port": port}) from error
        said = _("%(address)s can't be used: %(why)s.")
        raise Trouble(said % {"address": f"{host}:{port}", "why": error.strerror}) from error


def _url(host: str, port: int) -> str:
    scheme = "https" if certificate() is not None else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def _question(url: str) -> urllib.request.Request:
    """Whether the server answers, asked as a proxy before it would, by a name that it answers to."""
    from django.conf import settings

    name = next((one for one in settings.ALLOWED_HOSTS if not one.startswith((".", "*"))), "localhost")
    return urllib.request.Request(f"{url}/healthz", headers={"Host": name, "X-Forwarded-Proto": "https"})


def _unchecked() -> ssl.SSLContext:
    """It is our own child on this machine that is asked, and its certificate is for the names of the site."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _prepare() -> None:
    """Set Django up; make roles, tables, units and demonstration sign-ins where they are missing."""
    set_up()
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


def _serve(
    host: str,
    port: int,
    play: bool,
    leave: threading.Event,
    began: float,
    beside: list[Child | None],
    stand_in: str,
) -> None:
    url = _url(host, port)
    children = [
        Child(_("sealer"), ["hasila.project.sealer"]),
        Child(_("worker"), ["hasila.project.jobs"]),
        Child(_("web server"), ["hasila.project.web", host, str(port)]),
    ]
    children += [child for child in beside if child is not None]
    scale = _waiting_play() if play else None
    if scale:
        _need_room(scale)
        told = _("The year %(year)s is played: %(url)s") % {"year": YEAR, "url": f"{url}/report/{YEAR}"}
        children.append(Child(_("play"), ["hasila.project.cli", "play", str(YEAR), "--scale", scale], ends_with=told))
    family = Family(children, _say)
    family.start()
    try:
        if not _answers(url, family, leave):
            return
        _welcome(url, scale, time.monotonic() - began, stand_in)
        while not leave.wait(LOOK):
            _keep_database()
            failing = family.look()
            if failing:
                said = _("The process “%(name)s” keeps ending; see what it says above. `hasila doctor` may tell more.")
                raise Trouble(said % {"name": failing})
    finally:
        _say("\n" + _("Stopping …"))
        family.stop()


def _answers(url: str, family: Family, leave: threading.Event) -> bool:
    """Wait for the first page. False where we are asked to leave before."""
    until = time.monotonic() + FIRST_PAGE_SECONDS
    context = _unchecked() if url.startswith("https:") else None
    while not leave.wait(0.1):
        try:
            with urllib.request.urlopen(_question(url), timeout=5, context=context):
                return True
        except urllib.error.HTTPError as error:
            said = _("The pages answer with an error (%(code)s); see what the web server says above.")
            raise Trouble(said % {"code": error.code}) from error
        except OSError:
            pass
        failing = family.look()
        if failing or time.monotonic() > until:
            said = _("The process “%(name)s” doesn't start; see what it says above.")
            raise Trouble(said % {"name": failing or _("web server")})
    return False


def _keep_database() -> None:
    """Start the embedded database again where it died. Web and sealer connect anew by themselves."""
    if connections.embedded() and postgres.pid(postgres.server()) is None:
        _say(_("The database ended; it is started again."))
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


def _welcome(url: str, scale: str | None, seconds: float, stand_in: str) -> None:
    """Print where to look and whom to sign in as."""
    _say("\n" + _("Hasila serves after %(seconds)s s:") % {"seconds": f"{seconds:.1f}"})
    told = [
        (f"{url}/", _("the start page")),
        (f"{url}/report/{YEAR}", _("the annual report of %(year)s") % {"year": YEAR}),
    ]
    if stand_in:
        told.append((f"{stand_in}/", _("a program that stands in for the public prosecution")))
    for address, what in told:
        _say(f"  {address:<{len(url) + 16}} {what}")
    if scale:
        said = _("The year %(year)s is being played at scale %(scale)s; the page shows how far it is.")
        _say(said % {"year": YEAR, "scale": scale})
    accounts = _accounts()
    if accounts:
        table = Table(
            _("Sign in as"), _("Role"), _("Password"), title=_("Demonstration sign-ins"), title_justify="left"
        )
        for username, role, password in accounts:
            table.add_row(username, role, password)
        _say(table)
    _say(_("Ctrl-C stops everything."))
    sys.stdout.flush()


def _accounts() -> list[tuple[str, str, str]]:
    """Name, role and password of each demonstration sign-in; none outside of the demonstration."""
    from django.utils import translation

    from hasila.institution.demo import accounts

    with translation.override(language()):
        return accounts()
