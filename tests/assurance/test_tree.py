"""The tree over the positions: the same as a naive one, kept as tiles, signed, append-only, taken up after a stop."""

from __future__ import annotations

from hashlib import sha256

import psycopg
import pytest
from django.db import connection

from hasila.assurance import keys, tree
from hasila.kernel.many import perform_many
from hasila.tlog import merkle
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint
from hasila.tlog.note import Ed25519Signer, open_note
from hasila.tlog.tiles import unbundle
from tests.kernel.test_ledger import file_one
from tests.kernel.test_many import filings

WIDTH = 256


def naive(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, on leaf hashes, as it is written there."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    middle = 1 << ((len(leaves) - 1).bit_length() - 1)
    return merkle.node_hash(naive(leaves[:middle]), naive(leaves[middle:]))


def leaves_of(raw: psycopg.Connection) -> list[bytes]:
    return [bytes(row[0]) for row in raw.execute("SELECT leaf_hash FROM ledger_position ORDER BY position")]


def synthetic(connect, first: int, past: int) -> None:
    """Positions of entries that nobody made, straight into the table, for trees that no play would fill."""
    owner = connect("owner")
    owner.execute(
        "INSERT INTO ledger_position (position, entry_id, recorded_at, leaf_hash) "
        "SELECT n, gen_random_uuid(), 0, sha256(n::text::bytea) FROM generate_series(%s::bigint, %s::bigint) n",
        [first, past - 1],
    )
    owner.execute("UPDATE ledger_head SET size = %s", [past])
    owner.commit()


def test_the_tree_is_that_of_the_entries_and_the_checkpoint_is_signed(committed, raw, seal):
    perform_many(list(filings(committed, 600)), batch=200)
    checkpoint = seal()
    leaves = leaves_of(raw)
    assert checkpoint.size == len(leaves) >= 600 and checkpoint.root == naive(leaves)
    kept = tree.latest()
    with connection.cursor() as cursor:
        verifiers = keys.verifiers(cursor)
    read, _opened = open_checkpoint(kept.note, verifiers)
    assert read == checkpoint == Checkpoint("test.example/log", len(leaves), naive(leaves))
    bundled = [e for n in range(2) for e in unbundle(tree.entries(n, WIDTH))]
    assert [merkle.leaf_hash(entry) for entry in bundled] == leaves[:512] and {len(e) for e in bundled} == {65}
    for index in (0, 255, 256, len(leaves) - 1):
        proof = tree.tiles(read.size).inclusion(index)
        merkle.verify_inclusion(leaves[index], index, read.size, proof, read.root)


def test_nothing_new_makes_no_checkpoint_and_growth_is_consistent(committed, raw, seal):
    seal()
    file_one(committed)
    first = seal()
    assert seal() is None
    for _ in range(3):
        file_one(committed)
    second = seal()
    assert second.size == first.size + 3
    proof = tree.tiles(second.size).consistency(first.size)
    merkle.verify_consistency(first.size, second.size, proof, first.root, second.root)
    sizes = [row[0] for row in raw.execute("SELECT size FROM ledger_checkpoint ORDER BY size")]
    assert sizes[-2:] == [first.size, second.size] and len(sizes) == 3


@pytest.mark.parametrize("sizes", [(1, 255, 256, 257), (65_535, 65_536, 65_537), (70_000,), (300, 131_072)])
def test_tiles_of_every_level_and_partial_ones(ledger_db, connect, raw, sizes):
    before = 0
    for size in sizes:
        synthetic(connect, before, size)
        checkpoint = tree.extend(raw)
        leaves = leaves_of(raw)
        assert checkpoint.size == size and checkpoint.root == naive(leaves)
        before = size
    stored = dict(raw.execute("SELECT level, count(*) FROM ledger_tile GROUP BY level").fetchall())
    assert stored == {level: size // n for level, n in ((0, 256), (1, 65_536)) if size // n}
    for level, row in enumerate((leaves, [naive(leaves[n : n + 256]) for n in range(0, size - 255, 256)])):
        for first in range(0, len(row), WIDTH):
            width = min(WIDTH, len(row) - first)
            assert tree.tile(level, first // WIDTH, width) == b"".join(row[first : first + width])
            if width == WIDTH:  # a full tile gives its partial ones of earlier sizes
                assert tree.tile(level, first // WIDTH, 7) == b"".join(row[first : first + 7])
    with pytest.raises(LookupError):
        tree.tile(0, size // WIDTH, size % WIDTH + 1)


def test_it_goes_on_where_it_was_interrupted(ledger_db, connect, raw, monkeypatch):
    synthetic(connect, 0, 20_000)
    monkeypatch.setattr(tree, "BATCH", 16)
    assert tree._store_tiles(raw)  # one transaction of many, and then the process is killed
    assert raw.execute("SELECT count(*) FROM ledger_tile").fetchone() == (16,)
    raw.close()
    again = connect("sealer")
    again.autocommit = True
    checkpoint = tree.extend(again)
    assert checkpoint.root == naive(leaves_of(again))


def test_a_second_process_leaves_it_to_the_first(ledger_db, connect, raw):
    synthetic(connect, 0, 10)
    other = connect("sealer")
    other.execute("SELECT pg_advisory_xact_lock(%s)", [tree.LOCK])
    assert tree.extend(raw) is None
    other.rollback()
    assert tree.extend(raw).size == 10


def test_tiles_and_checkpoints_are_only_added_to(committed, connect, seal):
    file_one(committed)
    seal()
    for role in ("default", "owner", "sealer"):
        one = connect(role)
        for table in ("ledger_log", "ledger_log_key", "ledger_tile", "ledger_checkpoint", "ledger_cosignature"):
            assert one.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= 0
            changes = [f"DELETE FROM {table}"] if table in ("ledger_tile", "ledger_cosignature") else []
            changes += [f"UPDATE {table} SET made_at = now()"] if table in ("ledger_log", "ledger_checkpoint") else []
            changes += [f"UPDATE {table} SET vkey = ''"] if table == "ledger_log_key" else []
            changes += [f"INSERT INTO {table} DEFAULT VALUES"] if role == "default" else []
            for change in changes:
                if change.startswith("DELETE") and role == "owner":
                    continue  # they hold no row yet that a row's trigger could defend
                with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.DatabaseError)):
                    one.execute(change)
                one.rollback()


def test_nothing_is_signed_over_a_changed_past(ledger_db, connect, raw):
    synthetic(connect, 0, 300)
    tree.extend(raw)
    owner = connect("owner")
    owner.execute("ALTER TABLE ledger_position DISABLE TRIGGER USER")
    owner.execute("UPDATE ledger_position SET leaf_hash = sha256('x') WHERE position = 299")
    owner.execute("ALTER TABLE ledger_position ENABLE TRIGGER USER")
    owner.commit()
    synthetic(connect, 300, 310)
    with pytest.raises(tree.Inconsistent, match="another root"):
        tree.extend(raw)
    assert tree.latest().size == 300


def test_a_gap_in_the_positions_is_no_tree(ledger_db, connect, raw):
    synthetic(connect, 0, 100)
    synthetic(connect, 101, 600)
    with pytest.raises(tree.Inconsistent, match="missing"):
        tree.extend(raw)
    assert tree.latest() is None


def test_a_new_key_is_announced_by_the_old_one_and_old_checkpoints_stay(ledger_db, connect, raw, own_key):
    synthetic(connect, 0, 5)
    tree.extend(raw)
    with connection.cursor() as cursor:
        (first,) = keys.verifiers(cursor)
    old_note = tree.latest().note
    key = keys.rotate(raw)
    with connection.cursor() as cursor:
        new, kept = keys.verifiers(cursor)
    assert kept == first and key.vkey == new.public
    told = open_note(key.announced, [first]).text
    assert told == keys.announcement("test.example/log", first.public, new.public)
    # The last checkpoint carries both, the next one the new key's only, and the old one is still what it was.
    assert {v.public for v, _ in open_note(tree.latest().note, [first, new]).signatures} == {first.public, new.public}
    synthetic(connect, 5, 6)
    tree.extend(raw)
    assert [v.public for v, _ in open_note(tree.latest().note, [first, new]).signatures] == [new.public]
    assert open_note(old_note, [first]).text.startswith("test.example/log\n5\n")
    assert (own_key / "log.key").stat().st_mode & 0o777 == 0o600
    assert Ed25519Signer.load(own_key / "log.key.1").public == first.public


def test_a_lost_key_is_not_made_anew_in_silence(ledger_db, connect, raw, own_key):
    synthetic(connect, 0, 5)
    tree.extend(raw)
    (own_key / "log.key").unlink()
    synthetic(connect, 5, 6)
    with pytest.raises(keys.KeyTrouble, match="missing"):
        tree.extend(raw)
    with pytest.raises(keys.KeyTrouble):
        keys.rotate(raw)
    assert keys.rotate(raw, lost=True).announced == ""
    assert tree.extend(raw).size == 6
    Ed25519Signer.generate("test.example/log").save(own_key / "other")
    (own_key / "other").replace(own_key / "log.key")
    synthetic(connect, 6, 7)
    with pytest.raises(keys.KeyTrouble, match="present one"):
        tree.extend(raw)


def test_the_origin_is_kept(ledger_db, connect, raw, settings):
    tree.extend(raw)
    settings.HASILA_LOG_ORIGIN = "another.example/log"
    synthetic(connect, 0, 5)
    assert tree.extend(raw).origin == "test.example/log"


MODULE: list[Ed25519Signer] = []


def module(name: str, fresh: bool) -> Ed25519Signer:
    """A signer of the site's own, as one for a hardware module would be: HASILA_SIGNER names it."""
    if fresh or not MODULE:
        MODULE[:] = [Ed25519Signer.generate(name)]
    return MODULE[0]


def test_a_key_that_lies_elsewhere(ledger_db, connect, raw, settings, own_key):
    settings.HASILA_SIGNER = "tests.assurance.test_tree.module"
    from tests.assurance.test_tree import MODULE as HELD  # as the setting finds it

    synthetic(connect, 0, 5)
    tree.extend(raw)
    assert not (own_key / "log.key").exists()
    HELD.clear()  # it was rotated inside the module
    synthetic(connect, 5, 6)
    with pytest.raises(keys.KeyTrouble, match="--adopt"):
        tree.extend(raw)
    assert keys.rotate(raw, adopt=True).vkey == HELD[0].public
    assert tree.extend(raw).size == 6
    assert not (own_key / "log.key").exists()
