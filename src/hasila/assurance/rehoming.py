"""After a restore on another server: bringing the sealer's horizon right.

The horizon counts transactions of the server that the ledger was written on. A logical dump carries it, and every
entry's transaction number, to a server that counts from elsewhere: new entries could stand below the horizon, where
the sealer never looks. Positions say which entries are sealed, so the horizon can be set anew without loss.
"""

from __future__ import annotations

from typing import Any

import psycopg

from hasila.kernel.sealer import LOCK, OLDEST, seal_once

_UNSEALED = "SELECT {} FROM ledger_entry e WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.entry_id = e.id)"


def misplaced(raw: psycopg.Connection) -> bool:
    """Whether the ledger shows transactions that this server has not had: a horizon, or an entry that waits."""
    row: Any = raw.execute(
        "SELECT horizon > next OR EXISTS (" + _UNSEALED.format("1") + " AND e.xid >= next) FROM ledger_head, "
        "(SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next) s"
    ).fetchone()
    return bool(row[0])


def rehome(raw: psycopg.Connection) -> int:
    """Seals every entry that waits, wherever its transaction was numbered, and sets the horizon to this server's.

    Nothing is doubled, since the sealer passes over what has a position, and nothing is lost, since the new horizon
    lies at or below each transaction that still runs. It is safe on a ledger that is at home.

    Args:
        raw: a connection of the sealer's role with autocommit.

    Returns:
        how many entries were sealed by it.
    """
    with raw.transaction():
        cursor = raw.cursor()
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        oldest = _number(cursor, OLDEST)
        sealed = 0
        while (lowest := _number(cursor, _UNSEALED.format("min(e.xid)"))) is not None:
            cursor.execute("UPDATE ledger_head SET horizon = %s", [lowest])
            sealed += seal_once(raw, everything=True)
        cursor.execute("UPDATE ledger_head SET horizon = %s", [oldest])
    return sealed


def _number(cursor: Any, statement: str) -> int | None:
    cursor.execute(statement)
    row = cursor.fetchone()
    return None if row is None else row[0]
