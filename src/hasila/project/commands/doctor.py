"""`hasila doctor`: what is running, where, which versions, and what is wrong. It starts and changes nothing."""

import csv
import importlib.metadata
import io
import json
import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from psycopg import sql
from rich.console import Console
from rich.table import Table
from rich.text import Text

import hasila
from hasila.project import binaries, connections, postgres, tls
from hasila.project.commands import exchange_items, log_items, run
from hasila.project.language import gettext as _
from hasila.project.places import MEGABYTE, ROOT, VAR, Trouble, certificate
from hasila.project.sealer import KEY
from hasila.project.settling import set_up
from hasila.project.translations import LOCALE

PACKAGES = ("Django", "psycopg", "granian", "typst", "whitenoise", "django-ninja", "tzdata")
LOW_DISK = 300
SEAL_SECONDS = 120


class State(StrEnum):
    """How an item stands: a plain fact, as it should be, worth a look, or wrong (exit code 1)."""

    FACT = "fact"
    GOOD = "good"
    LOOK = "look"
    WRONG = "wrong"


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True)
class Item:
    """One thing found. Area and name are stable words for programs; the value is in the reader's language."""

    area: str
    name: str
    value: str
    state: State = State.FACT


def register(app: typer.Typer) -> None:
    """Add `doctor` to the command."""
    app.command("doctor", help="Say what is running, where, in which versions, and what is wrong.")(command)


def command(
    form: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
) -> None:
    """Print all items; the exit code is 1 when one is wrong."""
    items = examine()
    wrong = any(item.state is State.WRONG for item in items)
    if form is Format.JSON:
        print(json.dumps({"ok": not wrong, "items": [asdict(item) for item in items]}, indent=2, ensure_ascii=False))
    elif form is Format.CSV:
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["area", "name", "value", "state"])
        writer.writerows([item.area, item.name, item.value, item.state.value] for item in items)
        print(text.getvalue(), end="")
    else:
        _print(items)
    raise typer.Exit(1 if wrong else 0)


def _print(items: list[Item]) -> None:
    words = _words()
    table = Table(_("About"), _("What"), _("Value"), _("State"))
    colours = {State.FACT: "", State.GOOD: "green", State.LOOK: "yellow", State.WRONG: "bold red"}
    for item in items:
        state = Text(words[item.state], style=colours[item.state])
        table.add_row(Text(words.get(item.area, item.area)), Text(_named(item.name, words)), Text(item.value), state)
    Console(width=None if sys.stdout.isatty() else run.WIDE).print(table)


def _named(name: str, words: dict[str, str]) -> str:
    """The name of an item for people; of `connection owner` the first word is translated."""
    kind, _space, which = name.partition(" ")
    if name not in words and kind in words and which:
        return f"{words[kind]} {which}"
    return words.get(name, name)


def _words() -> dict[str, str]:
    """What the table calls areas, names and states."""
    return {
        State.FACT: _("fact"),
        State.GOOD: _("good"),
        State.LOOK: _("worth a look"),
        State.WRONG: _("wrong"),
        "versions": _("versions"),
        "places": _("places"),
        "processes": _("processes"),
        "running": _("running"),
        "database": _("database"),
        "pages": _("pages"),
        "trouble": _("trouble"),
        "postgresql programs": _("PostgreSQL programs"),
        "checkout": _("checkout"),
        "var": _("folder of the data"),
        "data": _("data"),
        "disk": _("disk"),
        "secret key": _("secret key"),
        "certificate": _("certificate"),
        "leaked passwords": _("leaked passwords"),
        "data size": _("size of the data"),
        "socket": _("socket"),
        "database log": _("log of the database"),
        "database runs as": _("user of the database"),
        "embedded mode": _("embedded mode"),
        "contents": _("contents"),
        "connection": _("connection"),
        "server": _("server"),
        "size": _("size"),
        "sealer": _("sealer"),
        "jobs": _("jobs"),
        "horizon": _("horizon of the sealer"),
        "log key": _("key of the log"),
        "checkpoint": _("checkpoint"),
        "witness": _("witness"),
        "witnesses": _("witnesses"),
        "ledger": _("ledger"),
        "migrations": _("migrations"),
        "records": _("records"),
        "fonts": _("fonts"),
        "texts": _("texts"),
    }


def examine() -> list[Item]:
    """Look at everything. What can't be looked at is an item that says why."""
    found: list[Item] = []
    parts: tuple[Callable[[], Iterator[Item]], ...] = (_versions, _places, _processes, _database, _pages)
    for part in parts:
        try:
            found.extend(part())
        except Trouble as trouble:
            found.append(Item(part.__name__.strip("_"), "trouble", str(trouble), State.WRONG))
    return found


def _versions() -> Iterator[Item]:
    area = "versions"
    yield Item(area, "hasila", hasila.__version__)
    old = sys.version_info < (3, 11)
    yield Item(area, "python", platform.python_version(), State.WRONG if old else State.GOOD)
    for name in PACKAGES:
        try:
            yield Item(area, name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Item(area, name, _("missing: run `make setup`"), State.WRONG)
    if connections.embedded():
        programs = binaries.find(_data_major())
        yield Item(
            area, "postgresql programs", f"{programs.version} ({programs.origin}: {programs.folder})", State.GOOD
        )


def _data_major() -> int | None:
    try:
        return int((postgres.server().data / "PG_VERSION").read_text().split(".")[0])
    except (OSError, ValueError):
        return None


def _places() -> Iterator[Item]:
    area = "places"
    yield Item(area, "checkout", str(ROOT))
    yield Item(area, "var", str(VAR))
    if not VAR.exists():
        yield Item(area, "data", _("none yet: `make run` makes them"))
        return
    free = shutil.disk_usage(VAR).free // MEGABYTE
    said = _("%(free)s MB free at %(folder)s") % {"free": free, "folder": VAR}
    yield Item(area, "disk", said, State.WRONG if free < LOW_DISK else State.GOOD)
    key = VAR / "secret.key"
    if key.exists():
        mode = stat.S_IMODE(key.stat().st_mode)
        old = datetime.now(UTC) - datetime.fromtimestamp(key.stat().st_mtime, UTC) > timedelta(days=366)
        state = State.WRONG if mode & 0o077 else State.LOOK if old else State.GOOD
        said = _("%(path)s: older than a year; make it anew: hasila keys secret") % {"path": key}
        yield Item(area, "secret key", said if old else f"{key} {mode:04o}", state)
    yield from _certificate()
    yield from _leaked_passwords()
    if connections.embedded():
        where = postgres.server()
        yield Item(area, "data", str(where.data))
        yield Item(area, "data size", _megabytes(postgres.folder_size(where)))
        yield Item(area, "socket", str(where.socket))
        yield Item(area, "database log", str(where.log))
        who = where.owner.pw_name if where.owner else str(os.geteuid())
        yield Item(area, "database runs as", who)
        lost = _("one user of this machine can reach every role of the embedded database")
        yield Item(area, "embedded mode", lost, State.LOOK)


def _certificate() -> Iterator[Item]:
    """The site's own certificate: whether it may be served, and when it ends."""
    held = certificate()
    if held is None:
        return
    hosts = os.environ.get("HASILA_HOSTS", "localhost").split(",")
    tls.check(held, hosts)
    until = tls.until(held)
    soon = until - datetime.now(UTC) < timedelta(days=21)
    said = _("%(path)s, valid until %(until)s") % {"path": held.chain, "until": f"{until:%Y-%m-%d}"}
    yield Item("places", "certificate", said, State.LOOK if soon else State.GOOD)


def _leaked_passwords() -> Iterator[Item]:
    """The operator's list of leaked passwords, where one is named: its day, and whether it can be searched."""
    named = os.environ.get("HASILA_LEAKED_PASSWORDS")
    if not named:
        return
    area, name, path = "places", "leaked passwords", Path(named)
    try:
        with path.open("rb") as lines:
            first = [lines.readline()[:40] for _line in range(1000)]
        day = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        yield Item(area, name, str(error), State.WRONG)
        return
    first = [line for line in first if line]
    if first != sorted(first) or not all(re.fullmatch(rb"[0-9A-F]{40}", line) for line in first):
        yield Item(area, name, _("%(file)s is not sorted lines of SHA-1 in capitals") % {"file": path}, State.WRONG)
        return
    said = _("%(file)s, of %(day)s") % {"file": path, "day": f"{day:%Y-%m-%d}"}
    yield Item(area, name, said, State.LOOK if datetime.now(UTC) - day > timedelta(days=365) else State.GOOD)


def _megabytes(size: int) -> str:
    return _("%(size)s MB") % {"size": size // MEGABYTE}


def _processes() -> Iterator[Item]:
    other = run.running() if VAR.exists() else None
    said = f"{other['url']} (pid {other['pid']})" if other else _("not running")
    yield Item("running", "hasila run", said)
    if connections.embedded():
        pid = postgres.pid(postgres.server())
        state = State.WRONG if other and pid is None else State.FACT
        yield Item("running", "database", f"pid {pid}" if pid else _("not running"), state)


def _database() -> Iterator[Item]:
    area = "database"
    if connections.embedded() and postgres.pid(postgres.server()) is None:
        yield Item(area, "contents", _("not looked at: the database isn't running"))
        return
    for alias in connections.ALIASES:
        target = connections.target(alias)
        try:
            with psycopg.connect(target.conninfo()) as connection:
                role = connection.execute("SELECT current_user").fetchone()
                yield from _connected(alias, target, role[0] if role else "?")
                if alias == "owner":
                    yield from _contents(connection)
        except psycopg.OperationalError as error:
            yield Item(
                area, f"connection {alias}", f"{target.shown()}: {str(error).strip().splitlines()[-1]}", State.WRONG
            )


def _connected(alias: str, target: connections.Target, role: str) -> Iterator[Item]:
    """A connection that was made: as whom, and whether anybody between could have answered instead of the server."""
    named = {"target": target.shown(), "role": role}
    yield Item("database", f"connection {alias}", _("%(target)s as %(role)s") % named, State.GOOD)
    if target.unchecked():
        said = _("%(target)s: the server's certificate isn't checked; add sslmode=verify-full to the URL")
        yield Item("database", f"connection {alias}", said % named, State.LOOK)


def _contents(connection: psycopg.Connection) -> Iterator[Item]:
    """What the database itself says; the connection is the owner's."""
    area = "database"
    version = connection.info.server_version
    yield Item(
        area, "server", f"{version // 10000}.{version % 10000}", State.GOOD if version >= 150000 else State.WRONG
    )
    size = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    yield Item(area, "size", _megabytes(size[0] if size else 0))
    row = connection.execute(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = %s"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
        [KEY],
    ).fetchone()
    seals = bool(row and row[0])
    expected = run.running() is not None
    yield Item(
        area, "sealer", _("seals") if seals else _("not running"), State.WRONG if expected and not seals else State.FACT
    )
    sealed = connection.execute("SELECT to_regclass('ledger_head') IS NOT NULL").fetchone()
    if sealed and sealed[0]:
        row = connection.execute("SELECT size, extract(epoch FROM now() - sealed_at)::int FROM ledger_head").fetchone()
        size, age = row or (0, 0)
        late = expected and age > SEAL_SECONDS
        said = _("%(size)s entries sealed, %(age)s s ago") % {"size": size, "age": age}
        yield Item(area, "ledger", said, State.WRONG if late else State.FACT)
    yield from _log(connection, expected)
    yield from _jobs(connection)
    for name, said, wrong in exchange_items.examine(connection):
        yield Item(area, name, said, State.WRONG if wrong else State.GOOD)
    stray = _stray(connection)
    said = (
        _("in states that nobody declares: %(which)s") % {"which": "; ".join(stray)}
        if stray
        else _("in declared states")
    )
    yield Item(area, "records", said, State.WRONG if stray else State.GOOD)
    waiting = _migrations()
    said = _("%(count)s waiting") % {"count": waiting} if waiting else _("all applied")
    yield Item(area, "migrations", said, State.LOOK if waiting else State.GOOD)


def _log(connection: psycopg.Connection, expected: bool) -> Iterator[Item]:
    """The log over the ledger: horizon, key, checkpoints, witnesses."""
    set_up()
    for name, said, wrong in log_items.examine(connection, expected):
        yield Item("database", name, said, State.WRONG if wrong else State.GOOD)


def _jobs(connection: psycopg.Connection) -> Iterator[Item]:
    """Jobs that wait, and those that failed for good."""
    there = connection.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return
    row = connection.execute(
        "SELECT count(*) FILTER (WHERE status IN ('todo', 'doing')), count(*) FILTER (WHERE status = 'failed'),"
        " string_agg(DISTINCT task_name, ', ') FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
    ).fetchone()
    waiting, failed, which = row or (0, 0, "")
    said = _("%(waiting)s waiting, %(failed)s failed") % {"waiting": waiting, "failed": failed}
    yield Item("database", "jobs", f"{said}: {which}" if failed else said, State.WRONG if failed else State.GOOD)


def _stray(connection: psycopg.Connection) -> list[str]:
    """Records in a state that their procedure no longer declares: when the law changes, a migration must say what
    becomes of the open ones.
    """
    set_up()
    from hasila.kernel.procedures import registry

    found = []
    for key, procedure in sorted(registry.items()):
        table = procedure.record._meta.db_table
        there = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [table]).fetchone()
        if not there or not there[0]:
            continue
        # The index on state answers it; a register of millions is not read.
        rows = connection.execute(
            sql.SQL(
                "WITH RECURSIVE held AS (SELECT min(state) AS state FROM {table} UNION ALL "
                "SELECT (SELECT min(t.state) FROM {table} t WHERE t.state > held.state) FROM held "
                "WHERE held.state IS NOT NULL) SELECT state FROM held WHERE state IS NOT NULL"
            ).format(table=sql.Identifier(table))
        )
        found += [f"{key} {state}" for (state,) in rows if state not in procedure.states]
    return found


def _migrations() -> int:
    """How many migrations wait."""
    from django.db import connections as django_connections
    from django.db.migrations.executor import MigrationExecutor

    set_up()
    executor = MigrationExecutor(django_connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _pages() -> Iterator[Item]:
    fonts = ROOT / "node_modules" / "@fontsource"
    there = fonts.is_dir() and any(fonts.iterdir())
    said = str(fonts) if there else _("missing: pages use the system's fonts; run `make setup` with npm")
    yield Item("pages", "fonts", said, State.GOOD if there else State.LOOK)
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        fresh = _fresh(source)
        state = State.GOOD if fresh else State.LOOK
        yield Item("pages", f"texts {source.parent.parent.name}", _("compiled") if fresh else _("stale"), state)


def _fresh(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime
