"""Statements that a connection prepares once and then runs with as little as possible in between.

The driver's cursor takes 30 to 40 µs of processor time for a statement besides what libpq and the server do: it reads
the text for placeholders, asks for an adapter of each value, keeps books of what is prepared; and the server reads and
plans a text anew that isn't prepared. For the few statements that run a thousand times a second, and those of the pages
(`hasila.plain.remembered`), this module keeps all that beside the connection. It uses the driver's documented
parts below the cursor (`psycopg.pq`, `psycopg.adapt`), and waits as the driver does: Ctrl-C cancels.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg import generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus, Format, TransactionStatus

NOT_PREPARED = b"26000"
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class _Known:
    """What is known of one connection: how values travel there, what is prepared, how results are read."""

    __slots__ = ("names", "readers", "values")

    def __init__(self, raw: psycopg.Connection) -> None:
        self.values = Transformer(raw)
        self.names: dict[tuple[str, tuple[int, ...] | None, Format], bytes] = {}
        self.readers: dict[bytes, Any] = {}


@cache
def _numbered(statement: str) -> tuple[bytes, list[PyFormat]]:
    """The text with numbered parameters instead of each %s, and how each value may travel."""
    first, *rest = (part.replace("%%", "%") for part in statement.split("%s"))
    text = first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))
    return text.encode(), [PyFormat.AUTO] * len(rest)


def run(
    raw: psycopg.Connection, statement: str, values: Sequence[Any] = (), *, results: Format = Format.BINARY
) -> list[tuple[Any, ...]]:
    """Runs one prepared statement and gives its rows.

    Args:
        raw: the driver's connection. statement: SQL with placeholders `%s` (another per cent sign is written twice);
            one of the program's own few, since what is prepared stays so. results: how values travel back, since the
            connection may read some of them otherwise from texts.

    Raises:
        psycopg.Error: as a cursor would.
    """
    if _must_begin(raw):
        command(raw, "")
    link = raw.pgconn
    known = raw.__dict__.get("hasila")
    if known is None:
        known = raw.__dict__["hasila"] = _Known(raw)
    text, travelling = _numbered(statement)
    with raw.lock:
        sent = known.values.dump_sequence(values, travelling)
        kinds = known.values.types
        name = known.names.get((statement, kinds, results))
        if name is None:
            name = f"hasila_{len(known.names)}".encode()
            link.send_prepare(name, text, kinds)
            _result(raw)
            known.names[(statement, kinds, results)] = name
        link.send_query_prepared(name, sent, known.values.formats, result_format=results)
        result = _result(raw)
        reader = known.readers.get(name)
        if reader is None:
            reader = known.readers[name] = Transformer(raw)
            reader.set_pgresult(result, format=results)
        else:
            reader.set_pgresult(result, set_loaders=False)
        return reader.load_rows(0, result.ntuples, tuple)


def command(raw: psycopg.Connection, statements: str) -> None:
    """Sends statements without values or rows in one journey; none but the program's own text may stand in them.

    Raises:
        psycopg.Error: one of them failed.
    """
    with raw.lock:
        raw.pgconn.send_query(f"{'BEGIN;' if _must_begin(raw) else ''}{statements}".encode())
        _result(raw)


def _must_begin(raw: psycopg.Connection) -> bool:
    """Whether a transaction begins with what is sent next, as a cursor of the driver would begin it."""
    return not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE


def _result(raw: psycopg.Connection) -> Any:
    result = raw.wait(generators.execute(raw.pgconn))[-1]  # an error ends what was sent
    if result.status not in _GOOD:
        if result.error_field(DiagnosticField.SQLSTATE) == NOT_PREPARED:
            raw.__dict__.pop("hasila")  # somebody said DEALLOCATE ALL; the next try prepares anew
        raise psycopg.errors.error_from_result(result, encoding=raw.info.encoding)
    return result
