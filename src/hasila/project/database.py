"""Have a database ready: start it, make its roles, bring its tables up to date, and leave it as it was found."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

import psycopg
from psycopg import sql

from hasila.project import connections, postgres
from hasila.project.connections import APP, NAME, OWNER, READER, SEALER
from hasila.project.language import gettext as _
from hasila.project.places import VAR, Trouble, make_var

LOCK, USERS, OURS = "postgres.lock", "postgres.users", "postgres.ours"
OLDEST = 150000


@contextlib.contextmanager
def database(stop_always: bool = False) -> Iterator[None]:
    """Have the database running for the length of the block.

    The last command to leave stops the server if one of them had started it; a server that was found running
    stays. stop_always is for `hasila run`, whose server it is. Raises Trouble where it can't be had.
    """
    if not connections.embedded():
        reach()
        yield
        return
    make_var()
    handle = os.open(VAR / USERS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with postgres.locked(LOCK):
            alone = _try_alone(handle)
            if postgres.start() or stop_always:
                (VAR / OURS).touch()
            elif alone:
                (VAR / OURS).unlink(missing_ok=True)
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        with postgres.locked(LOCK):
            fcntl.flock(handle, fcntl.LOCK_UN)
            if (VAR / OURS).exists() and _try_alone(handle):
                postgres.stop()
                (VAR / OURS).unlink(missing_ok=True)
        os.close(handle)


def _try_alone(handle: int) -> bool:
    """Whether no other command uses the database now."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def reach() -> None:
    """Raise Trouble, in plain words, unless the database of DATABASE_URL answers and is recent enough."""
    target = connections.target("owner")
    try:
        with psycopg.connect(target.conninfo()) as connection:
            version = connection.info.server_version
    except psycopg.OperationalError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        why = lines[-1] if lines else _("no answer")
        said = _("The database of DATABASE_URL (%(target)s) can't be reached: %(why)s")
        raise Trouble(said % {"target": target.shown(), "why": why}) from error
    if version < OLDEST:
        said = _("The database of DATABASE_URL is PostgreSQL %(version)s; 15 or later is needed.")
        raise Trouble(said % {"version": version // 10000})


def ensure_ready() -> None:
    """Make roles, database and tables where they are missing. Call with the database running and Django set up."""
    from django.db import connections as django_connections

    provision(NAME)
    if _migrations_wait():
        migrate()
    for alias in connections.ALIASES:
        django_connections[alias].close()


def provision(name: str) -> None:
    """Make the three roles, the database of that name, and who may do what in it."""
    with postgres.locked("provision.lock"):
        _provision(name)


def _provision(name: str) -> None:
    if connections.embedded():
        where = postgres.server()
        with psycopg.connect(where.conninfo(postgres.ADMIN, "postgres"), autocommit=True) as connection:
            make_roles(connection)
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
            make_database(connection, name, OWNER)
        with psycopg.connect(connections.target("owner").conninfo(dbname=name)) as connection:
            open_to_roles(connection)
        return
    with psycopg.connect(connections.target("owner").conninfo(), autocommit=True) as connection:
        make_roles(connection)
        if connection.info.dbname != name and name != NAME:
            make_database(connection, name, connection.info.user)
    changes = {} if name == NAME else {"dbname": name}
    with psycopg.connect(connections.target("owner").conninfo(**changes)) as connection:
        open_to_roles(connection)


def make_roles(connection: psycopg.Connection) -> None:
    """Make the roles that are missing. Raises Trouble with the statements to run where this user may not."""
    wanted = (OWNER, APP, SEALER, READER) if connections.embedded() else (APP, SEALER, READER)
    user = connection.info.user
    have = {
        row[0] for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(wanted)])
    }
    may = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    barred = {
        row[0]
        for row in connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND NOT pg_has_role(current_user, oid, %s)",
            [list(wanted), may],
        )
    }
    statements = [
        f"CREATE ROLE {role} {'NOLOGIN' if role == READER else 'LOGIN'};" for role in wanted if role not in have
    ]
    if not connection.execute(
        "SELECT 1 FROM pg_auth_members m WHERE m.roleid = to_regrole(%s) AND m.member = to_regrole(%s)", [READER, APP]
    ).fetchone():
        statements.append(f"GRANT {READER} TO {APP};")
    if not connections.embedded():
        statements += [f'GRANT {role} TO "{user}";' for role in wanted if role not in have or role in barred]
    try:
        for statement in statements:
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege as error:
        text = "\n  ".join(statements)
        raise Trouble(
            _("The user “%(user)s” of DATABASE_URL may not make the roles of Hasila. Let an administrator run:")
            % {"user": user}
            + f"\n  {text}"
        ) from error


def make_database(connection: psycopg.Connection, name: str, owner: str) -> None:
    """Make the database unless it's there, ordered by code point."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(owner)
        )
    )


def open_to_roles(connection: psycopg.Connection) -> None:
    """What each role may do with tables that the owner makes from now on; migrations of the kernel narrow it."""
    database = sql.Identifier(connection.info.dbname)
    app, sealer, reader = sql.Identifier(APP), sql.Identifier(SEALER), sql.Identifier(READER)
    for text in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app}, {sealer}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {sealer}, {reader}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {sealer}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        try:
            with connection.transaction():
                connection.execute(sql.SQL(text).format(database=database, app=app, sealer=sealer, reader=reader))
        except psycopg.errors.InsufficientPrivilege as error:
            if "DEFAULT PRIVILEGES" in text:
                said = _("The owner of DATABASE_URL may not open its tables to %(role)s: %(why)s")
                raise Trouble(said % {"role": APP, "why": error}) from error


def _migrations_wait() -> bool:
    """Whether a migration isn't applied yet."""
    from django.db import connections as django_connections
    from django.db.migrations.executor import MigrationExecutor

    if _passed_over():
        return True
    executor = MigrationExecutor(django_connections["owner"])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _passed_over() -> list[str]:
    """Migrations that aren't applied, of those that a newer one replaces, though others of them are.

    Django would apply neither them nor the newer one, and say nothing, or that what stands on them stands on nothing.
    """
    from django.db import connections as django_connections
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.recorder import MigrationRecorder

    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    applied = MigrationRecorder(django_connections["owner"]).applied_migrations()
    found = []
    for new in loader.disk_migrations.values():
        waiting = [".".join(one) for one in new.replaces if one not in applied]
        found += waiting if len(waiting) < len(new.replaces) else []
    return found


def migrate(verbosity: int = 0) -> None:
    """Apply all migrations as the owner, then say what each role may do.

    Raises Trouble where the tables are of another course of migrations, as those of an unreleased version can be.
    """
    from django.core.management import call_command
    from django.db import DatabaseError
    from django.db import connections as django_connections
    from django.db.migrations.exceptions import InconsistentMigrationHistory

    from hasila.kernel.schema import install

    try:
        if missing := _passed_over():
            raise InconsistentMigrationHistory(f"{', '.join(missing)} isn't applied, and what came with it is")
        call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
    except (DatabaseError, InconsistentMigrationHistory) as error:
        said = _(
            "The tables can't be brought up to date: %(why)s. The last migration was undone and nothing is lost. If "
            "another version of Hasila made this database, run that version; or, where the data may go, begin anew "
            "with `make clean DATA=1`."
        )
        raise Trouble(said % {"why": str(error).strip().rstrip(".")}) from error
    owner = django_connections["owner"]
    install(owner)
