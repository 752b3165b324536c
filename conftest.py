"""Tests speak to a real PostgreSQL: the embedded server, one database for each worker of the run.

`db` (of pytest-django) gives the application's connection in a transaction that is rolled back.
`ledger_db` is for tests that commit, seal or use several connections; everything is emptied after each.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import current_thread
from typing import Any

import pytest
from hypothesis import settings as drawing
from tests import beginnings
from tests.drawn import examples

from hasila.project.translations import compile_stale

gc.disable()  # until everything is loaded: the collector would look through all of it again and again
drawing.register_profile("ours", max_examples=examples(40))
drawing.load_profile("ours")

STOCK = "stock_hasila_"
EMPTIED_NEVER = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass
class Kept:
    """Contents of tables, their sums, by which a change is noticed, and a connection that brings them back.

    It stays open: each new one would have to read about every table of the server's catalogue first.
    """

    content: dict[str, bytes]
    sums: list[tuple]
    connection: Any


def pytest_configure() -> None:
    """Catalogues are compiled before Django reads them; passwords are hashed by a quick function, the slow one kept."""
    from django.conf import settings

    compile_stale()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the first file, those that need no database: while one worker makes the stock, the others aren't idle.

    Those with a browser, the longest, come next: at the end, when a worker has nothing left to do, files are short.
    """
    with_database = {
        item.path
        for item in items
        if "django_db_setup" in item.fixturenames or item.get_closest_marker("django_db")  # type: ignore[attr-defined]
    }
    first = next((item.path for item in items if item.path in with_database), None)
    drawn = {item.path for item in items if item.get_closest_marker("browser")}
    turns = ({first}, {item.path for item in items} - with_database, drawn)
    items.sort(key=lambda item: next((turn for turn, paths in enumerate(turns) if item.path in paths), len(turns)))


def pytest_collection_finish() -> None:
    """What was loaded stays to the end: the collector need not look through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def database_name() -> str:
    """The test database of this worker, and of this run: two runs side by side keep out of each other's way."""
    return f"test_hasila_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(database_name: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Copy the test database from one that is kept migrated, and point every alias to it."""
    from django.db import connections
    from psycopg import sql

    from hasila.project import connections as targets
    from hasila.project import database, postgres

    with database.database(), _administrator() as connection:
        connection.autocommit = True
        for left in [database_name, *_of_killed_runs(connection)]:
            connection.execute(_drop(left))
        with django_db_blocker.unblock(), postgres.locked("tests.lock"):
            stock = _stock(connection)
            connection.execute(_copy(connection, stock, database_name))
        database.provision(database_name)
        quick = sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(database_name))
        connection.execute(quick)
        _point_to(database_name)
        with django_db_blocker.unblock():
            database.migrate()  # the fences follow the declarations, which no migration knows
        yield
        with django_db_blocker.unblock():
            beginnings.end()
        for alias in targets.ALIASES:
            connections[alias].close()
        connection.execute(_drop(database_name))


def _point_to(name: str) -> None:
    from django.db import connections

    from hasila.project import connections as targets

    for alias in targets.ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _stock(connection: object) -> str:
    """The name of a database with every migration and the institution in it, made where it is missing.

    It is called after what it was made of, so that a changed migration makes another; those of before are dropped.
    """
    from psycopg import sql

    from hasila.institution.load import load_institution
    from hasila.project import database

    name = f"{STOCK}{_made_of()}"
    kept = {
        row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{STOCK}%"])
    }
    if name in kept:
        return name
    for old in kept:
        connection.execute(_drop(old))
    draft = f"{STOCK}draft"
    database.provision(draft)
    _point_to(draft)
    database.migrate()
    load_institution()
    _point_to(draft)  # closes what migrating has opened: a database in use can't be renamed
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _made_of() -> str:
    """A digest of all that decides what a migrated database holds."""
    import hasila

    found = sha256()
    root = Path(hasila.__file__).resolve().parents[2]
    patterns = ("src/**/migrations/*.py", "tests/**/migrations/*.py", "src/**/*.sql", "src/**/data/*.csv")
    files = [path for pattern in patterns for path in root.glob(pattern)]
    further = [root / "requirements/runtime.txt", root / "src/hasila/kernel/schema.py"]
    for path in sorted([*files, *(path for path in further if path.exists())]):
        found.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def _copy(connection: object, stock: str, name: str) -> object:
    from psycopg import sql

    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s"
    (user,) = connection.execute(owner, [stock]).fetchone()
    return sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(*map(sql.Identifier, (name, user, stock)))


def _drop(name: str) -> object:
    from psycopg import sql

    return sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))


def _of_killed_runs(connection: object) -> list[str]:
    """Databases of runs whose process is gone."""
    from hasila.project.postgres import process_is

    rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_hasila\\_%'").fetchall()
    numbers = {name: name.rpartition("_")[2] for (name,) in rows}
    return [name for name, number in numbers.items() if not (number.isdigit() and process_is(int(number), ""))]


@pytest.fixture(scope="session")
def _after_migrations(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Kept]:
    """What the migrations and the data of the institution left in each table."""
    from django.db import connections

    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        kept = {}
        for table in _tables(cursor):
            with cursor.copy(f'COPY (SELECT * FROM "{table}") TO STDOUT') as rows:
                content = b"".join(bytes(part) for part in rows)
            if content:
                kept[table] = content
        sums = _sums(cursor, kept)
    with _administrator(connections["owner"].settings_dict["NAME"]) as connection:
        connection.execute("SET lock_timeout = '10s'")
        connection.execute("SET session_replication_role = replica")  # neither a key nor a trigger stands in the way
        connection.commit()
        yield Kept(kept, sums, connection)


def _sums(cursor: object, tables: Iterable[str]) -> list[tuple]:
    each = (f"SELECT '{t}', md5(string_agg(r::text, ',' ORDER BY r::text)) FROM \"{t}\" r" for t in sorted(tables))
    cursor.execute(" UNION ALL ".join(each))
    return cursor.fetchall()


def _tables(cursor: object) -> list[str]:
    """Tables that aren't partitions of another, but those that Django keeps for itself."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace ORDER BY relname"
    )
    return [row[0] for row in cursor.fetchall() if row[0] not in EMPTIED_NEVER]


def _empty(kept: Kept) -> None:
    """Bring every table back to what the migrations left in it.

    Rows are deleted, not tables truncated: each truncated table gets new files, and takes ten times as long.
    """
    from django.db import connections

    from hasila.assurance import sealed

    for alias in ("default", "sealer", "owner"):
        connections[alias].close()
    sealed.pool.forget()
    with kept.connection.transaction(), kept.connection.cursor() as cursor:
        changed = {table for table, _sum in {*kept.sums} ^ {*_sums(cursor, kept.content)}}
        rest = [table for table in _tables(cursor) if table not in kept.content]
        each = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in rest)
        emptied = [*changed, *(row[0] for row in cursor.execute(" UNION ALL ".join(each)))]
        for table in emptied:
            cursor.execute(f'DELETE FROM "{table}"')
        cursor.execute(
            "SELECT setval(s.seqrelid::regclass, s.seqstart, false) FROM pg_sequence s"
            " JOIN pg_depend d ON d.objid = s.seqrelid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass"
            " JOIN pg_class t ON t.oid = d.refobjid AND t.relnamespace = 'public'::regnamespace"
            " WHERE t.relname = ANY(%s)",
            [emptied],
        )
        for table in changed:
            with cursor.copy(f'COPY "{table}" FROM STDIN') as rows:
                rows.write(kept.content[table])
            _set_sequences(cursor, table)


def _administrator(database: str = "") -> AbstractContextManager[Any]:
    """A connection as the server's administrator. On a server of somebody else's, its owner has to be one."""
    import psycopg

    from hasila.project import connections as targets
    from hasila.project import postgres

    if targets.embedded():
        return psycopg.connect(postgres.server().conninfo(postgres.ADMIN, database or "postgres"))
    return psycopg.connect(targets.target("owner").conninfo(**({"dbname": database} if database else {})))


def _set_sequences(cursor: object, table: str) -> None:
    """Let the table's own numbers go on after the rows that were put back."""
    cursor.execute(
        "SELECT attname, pg_get_serial_sequence(quote_ident(%s), attname) FROM pg_attribute"
        " WHERE attrelid = quote_ident(%s)::regclass AND attnum > 0 AND NOT attisdropped",
        [table, table],
    )
    for column, sequence in cursor.fetchall():
        if sequence:
            cursor.execute(f'SELECT setval(%s, max("{column}")) FROM "{table}"', [sequence])


@pytest.fixture
def _begun(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock():
        beginnings.begin(request.node)


@pytest.fixture
def _django_db_helper(_begun: None, _django_db_helper: None) -> None:
    """The transaction of a test, as pytest-django makes it, within what the test begins with."""


@pytest.fixture
def ledger_db(_after_migrations: Kept, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database in which the test may commit on every alias; emptied afterwards."""
    with committing(_after_migrations, django_db_blocker):
        yield


@contextmanager
def committing(kept: Kept, blocker: Any) -> Iterator[None]:
    """As long as the block lasts, whatever runs may commit. Tables are brought back to `kept` afterwards."""
    with blocker.unblock():
        beginnings.end()
        yield
        _empty(kept)


@pytest.fixture
def connect(ledger_db: None, database_name: str) -> Iterator[Callable[[str], object]]:
    """Open further connections of an alias, for tests of concurrency. Closed afterwards."""
    import psycopg

    from hasila.project import connections as targets

    opened: list[psycopg.Connection] = []

    def make(alias: str = "default") -> psycopg.Connection:
        opened.append(psycopg.connect(targets.target(alias).conninfo(dbname=database_name)))
        return opened[-1]

    yield make
    for connection in opened:
        connection.close()


@pytest.fixture
def tree(db: None, database_name: str) -> Iterator[None]:
    """Lets the application write the tree of units for one test; elsewhere its owner alone does."""
    with _administrator(database_name) as connection:
        connection.autocommit = True
        connection.execute("GRANT INSERT, UPDATE ON institution_unit TO hasila_app")
        yield
        connection.execute("REVOKE INSERT, UPDATE ON institution_unit FROM hasila_app")


@pytest.fixture
def server_url(ledger_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a server of ours on the test's database, for tests that drive a browser or a client.

    It serves as the site does: its connections begin as the reader, whom the fence of the database holds.
    """
    from django.db.backends.postgresql.base import DatabaseWrapper
    from django.test.testcases import LiveServerThread

    from hasila.kernel.access import READER

    def serves(connection: Any) -> bool:
        return connection.alias == "default" and "process_request_thread" in current_thread().name

    made, asked = DatabaseWrapper.__init__, DatabaseWrapper.get_connection_params

    def make(self: DatabaseWrapper, *about: Any, **named: Any) -> None:
        made(self, *about, **named)
        if serves(self):
            self.hasila_fenced = True

    def params(self: DatabaseWrapper) -> dict[str, Any]:
        found = asked(self)
        return {**found, "options": f"{found.get('options', '')} -c role={READER}"} if serves(self) else found

    monkeypatch.setattr(DatabaseWrapper, "__init__", make)
    monkeypatch.setattr(DatabaseWrapper, "get_connection_params", params)
    thread = LiveServerThread("127.0.0.1", static_handler=lambda handler: handler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_found_once() -> Iterator[None]:
    """Each client of a test has a handler of its own, which would look for every static file again."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    found: dict[str, Any] = {}
    look = WhiteNoiseMiddleware.add_files_from_finders

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            look(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
        yield


@pytest.fixture(scope="session")
def chrome() -> Iterator[object]:
    """A running Chromium, one for all browser tests of a worker: Playwright bears no second in one thread."""
    from playwright.sync_api import sync_playwright
    from tests.screens.browser import chromium, wait_for_whole_pages

    path = chromium()
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        wait_for_whole_pages(patch)
        # Playwright keeps an event loop in this thread; Django would take it for an asynchronous view.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        # Scripts run for so short a time, axe's above all, that making them quick takes longer than they would; nor do
        # they pay for threads beside them, or for sweeping up before they have ended.
        quick = "--no-opt --no-maglev --single-threaded --min-semi-space-size=16 --max-semi-space-size=64"
        arguments = ["--no-sandbox", f"--js-flags={quick}"]
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def _second_factor_behind_a_forced_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """`Client.force_login` signs in as the sign-in does: by our backend, with a second factor behind the session."""
    from django.test import Client

    forced = Client.force_login

    def force_login(self: Client, user: object, backend: str | None = None, second: bool = True) -> None:
        forced(self, user)  # type: ignore[arg-type]
        if second:
            session = self.session
            session["second"] = True
            session.save()

    monkeypatch.setattr(Client, "force_login", force_login)
