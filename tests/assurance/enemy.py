"""Somebody with the database's superuser, who knows the house: every fence is down, every hash can be made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import orjson
import psycopg
import pytest

from hasila.project import connections as targets
from hasila.project import postgres
from hasila.tlog import merkle
from hasila.tlog.checkpoint import Checkpoint
from hasila.tlog.note import Ed25519Signer, sign_note

SCHEMA = "yesterday"


class Enemy:
    """The superuser's connection with triggers off, and what it can be used for."""

    def __init__(self, database: str) -> None:
        if targets.embedded():
            conninfo = postgres.server().conninfo(postgres.ADMIN, database)
        else:
            conninfo = targets.target("owner").conninfo(dbname=database)
        self.raw = psycopg.connect(conninfo, autocommit=True)
        self.kept: set[tuple[str, str]] = set()
        try:
            self.raw.execute("SET session_replication_role = replica")
        except psycopg.errors.InsufficientPrivilege:
            pytest.skip("the user of DATABASE_URL is no superuser")

    def do(self, statement: str, *values: Any) -> int:
        """Runs a statement; gives how many rows it touched."""
        return self.raw.execute(statement, values).rowcount  # type: ignore[call-overload]

    def row(self, statement: str, *values: Any) -> Any:
        """The first row of a query."""
        return self.raw.execute(statement, values).fetchone()  # type: ignore[call-overload]

    def tables(self) -> list[str]:
        """The tables of ledger and records, without their partitions."""
        return [
            row[0]
            for row in self.raw.execute(
                "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
                " AND relnamespace = 'public'::regnamespace AND (relname LIKE 'ledger%' OR relname LIKE 'sample%')"
            )
        ]

    def backup(self) -> None:
        """Keeps a copy of every table."""
        self.do(f"CREATE SCHEMA {SCHEMA}")
        for table in self.tables():
            self.do(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE public."{table}"')
        self.kept = self.sums()

    def sums(self) -> set[tuple[str, str]]:
        """What each table holds, as a sum."""
        each = (
            f"SELECT '{t}', md5(string_agg(r::text, ',' ORDER BY r::text)) FROM public.\"{t}\" r" for t in self.tables()
        )
        return {*self.raw.execute(" UNION ALL ".join(each)).fetchall()}  # type: ignore[call-overload]

    def restore(self) -> None:
        """Brings every table back to its copy."""
        with self.raw.transaction():
            for table in {table for table, _sum in self.kept ^ self.sums()}:
                self.do(f'DELETE FROM public."{table}"')
                self.do(f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE SELECT * FROM {SCHEMA}."{table}"')

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever is done in the block is undone after it."""
        if not self.kept:
            self.backup()
        try:
            yield
        finally:
            self.restore()

    def leave(self) -> None:
        """The copy goes, and the connection."""
        if self.kept:
            self.do(f"DROP SCHEMA {SCHEMA} CASCADE")
        self.raw.close()

    def rewrite(self, entry: Any, **changes: Any) -> bytes:
        """Changes an entry's header, with salt and leaf made to fit; gives the new leaf. Columns are left alone."""
        header, salt, commitment = self.row(
            "SELECT header, header_salt, content_commitment FROM ledger_entry WHERE id = %s", entry
        )
        new = orjson.dumps(orjson.loads(header) | changes)
        leaf = sha256(b"\x00\x01" + sha256(salt + new).digest() + commitment).digest()
        self.do("UPDATE ledger_entry SET header = %s, leaf_hash = %s WHERE id = %s", new, leaf, entry)
        return leaf

    def resign(self, signer: Ed25519Signer) -> None:
        """Makes every tile anew from the positions, and signs every checkpoint again."""
        leaves = [bytes(row[0]) for row in self.raw.execute("SELECT leaf_hash FROM ledger_position ORDER BY position")]
        for (index,) in self.raw.execute("SELECT index FROM ledger_tile WHERE level = 0").fetchall():
            hashes = leaves[index * 256 : index * 256 + 256]
            self.do(
                "UPDATE ledger_tile SET hashes = %s, root = %s WHERE level = 0 AND index = %s",
                b"".join(hashes), naive(hashes), index,
            )  # fmt: skip
        origin = signer.name
        for (size,) in self.raw.execute("SELECT size FROM ledger_checkpoint").fetchall():
            root = naive(leaves[:size])
            note = sign_note(Checkpoint(origin, size, root).text(), signer)
            self.do("UPDATE ledger_checkpoint SET root = %s, note = %s WHERE size = %s", root, note, size)
        self.do("DELETE FROM ledger_cosignature")


def naive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, on leaf hashes, as it is written there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    return merkle.node_hash(naive(leaves[:middle]), naive(leaves[middle:]))
