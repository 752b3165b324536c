"""The embedded PostgreSQL server: made, started, stopped and recovered by us, over a socket only.

As an ordinary user everything lies under VAR. As root, whom PostgreSQL refuses, the server runs as a system
user of its own; since that user may not enter the checkout, its programs and data lie under SYSTEM.
Whoever connects is known by the operating system (peer), no password is kept, no port is opened.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

from hasila.project import binaries
from hasila.project.language import gettext as _
from hasila.project.places import MEGABYTE, SYSTEM, VAR, Trouble, checkout_id, make_var, need_space

ADMIN = "hasila_admin"
ROLES = ("hasila_owner", "hasila_app", "hasila_sealer")
READER = "hasila_reader"
PORT = 5432
LONGEST_SOCKET = 100
START_SECONDS = 90
STOP_SECONDS = 60
LOG_MEGABYTES = 20
SYSTEM_USERS = ("hasila", "hasila-db")

SETTINGS = """\
# Written anew at each start. Own settings go to own.conf beside this file.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
max_wal_size = 4GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
wal_compression = on
fsync = on
synchronous_commit = on
full_page_writes = on
autovacuum = on
update_process_title = off
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
logging_collector = off
log_min_messages = warning
include_if_exists = 'own.conf'
"""


@dataclass(frozen=True)
class Server:
    """Where one embedded server lies. owner is the account it runs as, None for our own."""

    home: Path
    socket: Path
    owner: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "postgres.log"

    def conninfo(self, role: str, name: str) -> str:
        """What psycopg needs to connect as that role to that database."""
        return psycopg.conninfo.make_conninfo(
            "", host=str(self.socket), port=PORT, user=role, dbname=name, connect_timeout=10
        )


@cache
def server() -> Server:
    """The embedded server of this checkout for the user who asks. Nothing is made or started."""
    if os.geteuid() == 0:
        home = SYSTEM / checkout_id()
        return Server(home, home / "socket", _system_user())
    home = VAR / "postgres"
    return Server(home, _socket_folder(home), None)


def _socket_folder(home: Path) -> Path:
    """A folder short enough for a socket's address (107 bytes), outside the data."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    choices = [home / "socket"]
    if runtime and Path(runtime).is_dir():
        choices.append(Path(runtime) / f"hasila-{checkout_id()}")
    choices.append(Path("/tmp") / f"hasila-{os.geteuid()}-{checkout_id()}")
    return next(
        (path for path in choices if len(os.fsencode(path / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET), choices[-1]
    )


def _system_user() -> pwd.struct_passwd | None:
    """The account that the server runs as when root asks, or None where it isn't made yet."""
    for name in SYSTEM_USERS:
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            if account.pw_dir == str(SYSTEM):
                return account
    return None


def _make_system_user() -> pwd.struct_passwd:
    """Make the system account. Raises Trouble, with what to do, where the machine has no means to."""
    for name in SYSTEM_USERS:
        with contextlib.suppress(KeyError):
            pwd.getpwnam(name)
            continue
        for command in (
            ["useradd", "--system", "--no-create-home", "--home-dir", str(SYSTEM), "--shell", "/bin/false", name],
            ["adduser", "-S", "-D", "-H", "-h", str(SYSTEM), "-s", "/bin/false", name],
        ):
            path = shutil.which(command[0], path="/usr/sbin:/sbin:/usr/bin:/bin")
            if path:
                done = subprocess.run([path, *command[1:]], capture_output=True, text=True, check=False)
                if done.returncode == 0:
                    return pwd.getpwnam(name)
    raise Trouble(
        _(
            "PostgreSQL doesn't run as root, and no system user could be made for it. "
            "Run Hasila as an ordinary user, or set DATABASE_URL."
        )
    )


@contextlib.contextmanager
def locked(name: str, how: int = fcntl.LOCK_EX) -> Iterator[int]:
    """Hold a lock file of VAR for the length of the block. The lock goes with the process, however it ends."""
    path = make_var() / name
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        said = _("%(path)s belongs to another user. Use that user, or another checkout.")
        raise Trouble(said % {"path": path}) from error
    try:
        fcntl.flock(handle, how)
        yield handle
    finally:
        os.close(handle)


def process_is(pid: int, name: str) -> bool:
    """Whether a process of that id lives and its program's name begins so (a zombie doesn't live)."""
    with contextlib.suppress(ChildProcessError, OSError):
        os.waitpid(pid, os.WNOHANG)
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            command, _, rest = status.read_text(errors="replace").partition("(")[2].rpartition(")")
        except OSError:
            return False
        return command.startswith(name) and rest.split()[0] not in "ZX"
    said = subprocess.run(["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, command = said.stdout.strip().partition(" ")
    return bool(state) and not state.startswith("Z") and Path(command.strip()).name.startswith(name)


def pid(where: Server) -> int | None:
    """The process id of the running server, or None."""
    try:
        first = (where.data / "postmaster.pid").read_text().split("\n", 1)[0]
    except OSError:
        return None
    return int(first) if first.isdigit() and process_is(int(first), "postgres") else None


def answers(where: Server) -> bool:
    """Whether the server accepts a connection."""
    try:
        psycopg.connect(where.conninfo(ADMIN, "postgres")).close()
    except psycopg.OperationalError:
        return False
    return True


def start() -> bool:
    """Start the server unless it runs. Returns whether it was started here.

    Call under the lock `postgres.lock`. Raises Trouble when it can't be started.
    """
    where = server()
    make_var()
    # One that is just being killed still has its number for a moment, and never answers again.
    if pid(where) is not None and _wait(where, None, _size(where.log)):
        return False
    where, programs = _prepare(where)
    if not (where.data / "PG_VERSION").exists():
        _initialise(where, programs)
    _configure(where)
    _forget_dead(where)
    _launch(where, programs)
    return True


def stop() -> None:
    """Stop the server: open transactions are rolled back, everything committed is on disk. No-op if it's down."""
    where = server()
    running = pid(where)
    if running is None:
        return
    try:
        os.kill(running, signal.SIGINT)
    except PermissionError as error:
        said = _("The database (process %(pid)s) belongs to another user and can't be stopped.")
        raise Trouble(said % {"pid": running}) from error
    except ProcessLookupError:
        return
    until = time.monotonic() + STOP_SECONDS
    while process_is(running, "postgres"):
        if time.monotonic() > until:
            said = _("The database (process %(pid)s) doesn't stop. Its log: %(log)s")
            raise Trouble(said % {"pid": running, "log": where.log})
        time.sleep(0.05)


def _prepare(where: Server) -> tuple[Server, binaries.Binaries]:
    """Make the folders, and choose the programs. As root, make the system user and copy the programs."""
    written = where.data / "PG_VERSION"
    major = int(written.read_text().split(".")[0]) if written.exists() else None
    need_space(where.home, 60 if major else 300)
    programs = binaries.find(major)
    if os.geteuid() == 0:
        account = where.owner or _make_system_user()
        server.cache_clear()
        where = server()
        SYSTEM.mkdir(mode=0o755, parents=True, exist_ok=True)
        programs = binaries.copy_for_others(programs)
        for folder in (where.home, where.socket):
            folder.mkdir(mode=0o700, exist_ok=True)
            os.chown(folder, account.pw_uid, account.pw_gid)
    else:
        _need_name()
        for folder in (where.home, where.socket):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = os.lstat(where.socket)
        if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
            raise Trouble(_("%(path)s isn't a folder of yours. Remove it.") % {"path": where.socket})
        where.socket.chmod(0o700)
    return where, programs


def _need_name() -> None:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise Trouble(
            _(
                "User id %(user)s has no name on this machine, and PostgreSQL asks for one. "
                "Use a user with a name, or set DATABASE_URL."
            )
            % {"user": os.geteuid()}
        ) from None


def _run_as(where: Server) -> dict[str, object]:
    """Arguments of subprocess that make a child run as the server's user, with nothing of our environment."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "HOME": str(where.home)}
    if "LD_LIBRARY_PATH" in os.environ:
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    options: dict[str, object] = {"env": environment, "cwd": str(where.home), "stdin": subprocess.DEVNULL}
    if where.owner:
        options |= {"user": where.owner.pw_uid, "group": where.owner.pw_gid, "extra_groups": [], "umask": 0o077}
    return options


def _initialise(where: Server, programs: binaries.Binaries) -> None:
    """Make the data folder. It gets its name only when complete, so that an interruption leaves nothing half made."""
    for old in where.home.glob("data.draft*"):
        shutil.rmtree(old, ignore_errors=True)
    if where.data.exists():
        raise Trouble(_("%(path)s isn't a database. Remove it, and start again.") % {"path": where.data})
    draft = where.home / f"data.draft{os.getpid()}"
    command = [str(programs.folder / "initdb"), "-D", str(draft), "-U", ADMIN, "--encoding=UTF8", "--locale=C"]
    command += ["--auth=peer", "--data-checksums", "--no-instructions"]
    if programs.major >= 17:
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **_run_as(where))  # type: ignore[call-overload]
    if done.returncode != 0:
        shutil.rmtree(draft, ignore_errors=True)
        raise Trouble(_explain(_("The database can't be made"), done.stderr, where))
    draft.rename(where.data)


def _configure(where: Server) -> None:
    """Write the server's settings, and who of the machine may connect as whom."""
    people = {"root"} if os.geteuid() == 0 else set()
    people.add(where.owner.pw_name if where.owner else pwd.getpwuid(os.geteuid()).pw_name)
    socket = str(where.socket).replace("'", "''")
    names = "".join(f'hasila "{person}" {role}\n' for person in sorted(people) for role in (ADMIN, *ROLES))
    for name, text in {
        "postgresql.conf": f"{SETTINGS}port = {PORT}\nunix_socket_directories = '{socket}'\n",
        "pg_hba.conf": "local all all peer map=hasila\n",
        "pg_ident.conf": names,
    }.items():
        path = where.data / name
        path.write_text(text)
        path.chmod(0o600)
        if where.owner:
            os.chown(path, where.owner.pw_uid, where.owner.pw_gid)


def _forget_dead(where: Server) -> None:
    """Remove the pid files of a server that died, lest another process that got its number be taken for it."""
    for path in (where.data / "postmaster.pid", where.socket / f".s.PGSQL.{PORT}.lock"):
        try:
            first = path.read_text().split("\n", 1)[0].strip().lstrip("-")
        except OSError:
            continue
        if not (first.isdigit() and process_is(int(first), "postgres")):
            path.unlink(missing_ok=True)


def _launch(where: Server, programs: binaries.Binaries) -> None:
    """Start the server detached from us and wait until it answers, through its recovery if need be."""
    until = time.monotonic() + START_SECONDS
    if _size(where.log) > LOG_MEGABYTES * MEGABYTE:
        where.log.replace(where.log.with_suffix(".log.1"))
    command = [str(programs.folder / "postgres"), "-D", str(where.data)]
    while True:
        before = _size(where.log)
        with open(where.log, "ab") as log:
            where.log.chmod(0o600)
            child = subprocess.Popen(  # type: ignore[call-overload]
                command, stdout=log, stderr=log, start_new_session=True, close_fds=True, **_run_as(where)
            )
        if _wait(where, child, before):
            # It outlives us on purpose; without this, subprocess warns of a child left behind.
            child.returncode = 0
            return
        said = _said(where.log, before)
        # After a kill -9 of the server its children need a moment to notice and leave.
        if "still in use" in said and time.monotonic() < until:
            time.sleep(0.3)
            continue
        raise Trouble(_explain(_("The database doesn't start"), said, where))


def _wait(where: Server, child: subprocess.Popen[bytes] | None, before: int) -> bool:
    """Wait until the server answers (True) or its process ends (False)."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if answers(where):
            return True
        if pid(where) is None if child is None else child.poll() is not None:
            return False
        time.sleep(0.03)
    what = _("The database doesn't answer after %(seconds)s s") % {"seconds": START_SECONDS}
    raise Trouble(_explain(what, _said(where.log, before), where))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _said(path: Path, since: int) -> str:
    """What was added to the log since that size."""
    with open(path, "rb") as log:
        log.seek(since)
        return log.read(16_000).decode(errors="replace")


def _explain(what: str, said: str, where: Server) -> str:
    """One plain message out of what PostgreSQL wrote."""
    if "No space left on device" in said:
        full = _("the disk is full at %(folder)s. Make room and try again.") % {"folder": where.home}
        return f"{what}: {full}"
    last = [line for line in said.strip().splitlines() if line.strip()][-4:]
    return "\n".join([f"{what}.", *(f"  {line}" for line in last), _("Its log: %(log)s") % {"log": where.log}])


def folder_size(where: Server) -> int:
    """Bytes that the data take on disk."""
    total = 0
    for folder, _folders, files in os.walk(where.data):
        for name in files:
            with contextlib.suppress(OSError):
                total += os.lstat(Path(folder) / name).st_size
    return total
