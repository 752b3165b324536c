"""The supervisor of the embedded server, on a real one."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.project.conftest import supervising

from hasila.project import postgres

Lines = Callable[[str], str]
PID = "print(postgres.pid(postgres.server()))"
ASK = "import psycopg\nc = psycopg.connect(postgres.server().conninfo(postgres.ADMIN, 'postgres'), autocommit=True)\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One VAR for all: its database is made twice, where that is what is tried."""
    return tmp_path_factory.mktemp("supervisor") / "var"


@pytest.fixture(scope="module")
def one_supervisor(home: Path) -> Iterator[Lines]:
    with supervising(home) as run:
        yield run


@pytest.fixture
def supervisor(one_supervisor: Lines) -> Iterator[Lines]:
    """Runs lines with the supervisor imported as `postgres`; its server is stopped after each test."""
    yield one_supervisor
    one_supervisor("postgres.stop()")


def test_it_starts_once_listens_on_no_port_knows_its_peers_and_stops(supervisor: Lines, home: Path) -> None:
    assert supervisor("print(postgres.start(), postgres.start())") == "True False"
    said = supervisor(
        f"{PID}\n{ASK}"
        "print(*[c.execute('SHOW ' + n).fetchone()[0] for n in ('listen_addresses', 'fsync', 'jit')])\n"
        "print(*{r[0] for r in c.execute('SELECT auth_method FROM pg_hba_file_rules')})\n"
        "import stat, os; print(oct(stat.S_IMODE(os.stat(postgres.server().socket).st_mode)))"
    )
    pid, settings, methods, mode = said.splitlines()
    assert pid.isdigit()
    assert settings.split() == ["on", "off"]
    assert (methods, mode) == ("peer", "0o700")
    if os.geteuid() == 0:  # only root has the server run as another user
        assert os.stat(f"/proc/{pid}").st_uid != 0
        assert not list(home.glob("postgres/data"))
    supervisor("postgres.stop()")
    assert supervisor(PID) == "None"


def test_committed_rows_survive_a_kill_of_the_server(supervisor: Lines) -> None:
    supervisor(
        f"postgres.start()\n{ASK}c.execute('CREATE TABLE kept (n int)'); c.execute('INSERT INTO kept VALUES (7)')"
    )
    os.kill(int(supervisor(PID)), signal.SIGKILL)
    assert supervisor("print(postgres.start())") == "True"
    assert supervisor(f"{ASK}print(c.execute('SELECT n FROM kept').fetchone()[0])") == "7"


def test_a_pid_file_of_a_dead_server_is_forgotten(supervisor: Lines) -> None:
    supervisor("postgres.start(); postgres.stop()")
    # Our own process lives, and isn't a PostgreSQL: its number must not be taken for the server's.
    supervisor(f"(postgres.server().data / 'postmaster.pid').write_text('{os.getpid()}\\n')")
    assert supervisor("print(postgres.start())") == "True"


def test_an_interrupted_initdb_is_begun_again(supervisor: Lines) -> None:
    supervisor(
        "import os, shutil; shutil.rmtree(postgres.server().data, ignore_errors=True)\n"
        "os.makedirs(postgres.server().home / 'data.draft1')"
    )
    assert supervisor("print(postgres.start())") == "True"
    assert supervisor("print(list(postgres.server().home.glob('data.draft*')))") == "[]"


def test_the_socket_address_is_short(supervisor: Lines) -> None:
    said = supervisor(
        "from pathlib import Path; from hasila.project.postgres import _socket_folder\n"
        "print(len(str(_socket_folder(Path('/home') / ('x' * 200)) / '.s.PGSQL.5432')))"
    )
    assert int(said) <= 100


def test_a_full_disk_is_said(supervisor: Lines) -> None:
    said = supervisor(
        "from hasila.project import places\n"
        "import collections, shutil\n"
        "shutil.disk_usage = lambda path: collections.namedtuple('U', 'total used free')(9, 9, 5 * 2**20)\n"
        "try: postgres.start()\nexcept places.Trouble as trouble: print(trouble)"
    )
    assert said.startswith("The disk is full: 5 MB free")


class TestUse:
    """Every command leaves the database as it found it."""

    USE = "from hasila.project.database import database\n"

    def test_a_command_stops_what_it_started(self, supervisor: Lines) -> None:
        assert supervisor(f"{self.USE}with database(): {PID}").isdigit()
        assert supervisor(PID) == "None"

    def test_a_command_leaves_what_it_found(self, supervisor: Lines) -> None:
        supervisor("postgres.start()")
        supervisor(f"{self.USE}with database(): pass")
        assert supervisor(PID).isdigit()

    def test_the_last_of_two_stops_it(self, supervisor: Lines) -> None:
        said = supervisor(
            f"{self.USE}import subprocess, sys\n"
            "first = database(); first.__enter__()\n"
            "second = subprocess.Popen([sys.executable, '-c', '''\nfrom hasila.project.database import database\n"
            "with database():\n    print(1, flush=True); input()\n'''], stdin=-1, stdout=-1)\n"
            "second.stdout.readline()\n"
            "first.__exit__(None, None, None)\n"
            f"{PID}\n"
            "second.communicate(b'\\n')\n"
            f"{PID}"
        )
        during, after = said.split()
        assert during.isdigit()
        assert after == "None"


def test_the_process_check_knows_the_dead() -> None:
    assert not postgres.process_is(2**22 - 3, "postgres")
