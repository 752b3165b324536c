"""What the doctor says of the log: whether its horizon is at home, its key, its checkpoints, its witnesses."""

from __future__ import annotations

import stat
from collections.abc import Iterator

import psycopg

from hasila.project.language import gettext as _

LATE_SECONDS = 120
Found = tuple[str, str, bool]
"""A name for programs, what is said, whether it is wrong."""


def examine(connection: psycopg.Connection, expected: bool) -> Iterator[Found]:
    """Looks at the log's tables; the connection is the owner's, with Django set up.

    Args:
        expected: whether `hasila run` runs, so that the sealer should be at work.
    """
    there = connection.execute("SELECT to_regclass('ledger_checkpoint') IS NOT NULL").fetchone()
    if not there or not there[0]:
        return
    yield _horizon(connection)
    yield _key(connection)
    yield _checkpoint(connection, expected)
    yield from _witnesses(connection, expected)


def _horizon(connection: psycopg.Connection) -> Found:
    from hasila.assurance.rehoming import misplaced

    if not misplaced(connection):
        return "horizon", _("at home on this server"), False
    said = _("counts another server's transactions: new acts would not be sealed. The sealer mends it when it starts;")
    return "horizon", f"{said} hasila ledger rehome", True


def _key(connection: psycopg.Connection) -> Found:
    from hasila.assurance import keys

    known = keys.public_keys(connection.cursor())
    if not known:
        return "log key", _("none yet: the sealer makes it when it first runs"), False
    vkey = known[0].vkey
    try:
        if keys.present(connection.cursor()).public != vkey:
            return "log key", _("the key at hand isn't that of this log: %(key)s") % {"key": vkey}, True
    except (keys.KeyTrouble, OSError, ValueError) as trouble:
        return "log key", str(trouble), True
    path = keys.path()
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return "log key", _("others may read %(file)s") % {"file": path}, True
    return "log key", vkey, False


def _checkpoint(connection: psycopg.Connection, expected: bool) -> Found:
    row = connection.execute(
        "SELECT c.size, h.size, extract(epoch FROM now() - c.made_at)::int FROM ledger_head h "
        "LEFT JOIN (SELECT size, made_at FROM ledger_checkpoint ORDER BY size DESC LIMIT 1) c ON true"
    ).fetchone()
    if not row or row[0] is None:
        return "checkpoint", _("none yet"), False
    signed, sealed, age = row
    said = _("%(signed)s of %(sealed)s entries signed, %(age)s s ago")
    wrong = signed > sealed or (expected and signed < sealed and age > LATE_SECONDS)
    return "checkpoint", said % {"signed": signed, "sealed": sealed, "age": age}, wrong


def _last_cosigner(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Name and key of the witness that signed last, where the setting names none to this command: that of `hasila run`
    is known to its own processes alone.
    """
    row = connection.execute(
        "SELECT vkey FROM ledger_cosignature WHERE witness ORDER BY size DESC, signed_at DESC LIMIT 1"
    ).fetchone()
    return [(row[0].partition("+")[0], row[0])] if row else []


def _witnesses(connection: psycopg.Connection, expected: bool) -> Iterator[Found]:
    from hasila.assurance import keys

    try:
        asked = keys.witnesses()
    except keys.KeyTrouble as trouble:
        yield "witnesses", str(trouble), True
        return
    named = [(witness.verifier.name, witness.verifier.public) for witness in asked] or _last_cosigner(connection)
    for title, public in named:
        row = connection.execute(
            "SELECT (SELECT max(size) FROM ledger_cosignature WHERE vkey = %(key)s), max(c.size), extract(epoch FROM "
            "now() - min(c.made_at) FILTER (WHERE c.size > coalesce((SELECT max(size) FROM ledger_cosignature "
            "WHERE vkey = %(key)s), -1)))::int FROM ledger_checkpoint c",
            {"key": public},
        ).fetchone()
        signed, newest, waiting = row or (None, None, None)
        name = f"witness {title}"
        if signed is None:
            yield name, _("has not cosigned yet"), bool(expected and waiting and waiting > LATE_SECONDS)
        else:
            said = _("cosigned %(signed)s of %(newest)s entries") % {"signed": signed, "newest": newest}
            yield name, said, bool(expected and waiting and waiting > LATE_SECONDS)
