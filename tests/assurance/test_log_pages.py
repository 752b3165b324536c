"""The log over HTTP: the paths of the specification, what caches may keep, and that nothing personal is served."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from itertools import product

import orjson
import pytest
from django.db import connection
from django.test import Client

from hasila.assurance import keys, tree
from hasila.kernel.many import perform_many
from hasila.kernel.merkle import leaf_data
from hasila.tlog import merkle
from hasila.tlog.checkpoint import open_checkpoint
from hasila.tlog.note import Verifier
from hasila.tlog.tiles import Tiles, entries_path, tile_path, unbundle
from tests.assurance.test_tree import synthetic
from tests.kernel.test_ledger import file_one
from tests.kernel.test_many import filings


@pytest.fixture
def client() -> Client:
    return Client()


def test_the_page_says_that_the_witnesses_are_late(ledger_db, connect, raw, client, monkeypatch):
    synthetic(connect, 0, 5)
    tree.extend(raw)
    synthetic(connect, 5, 10)
    tree.extend(raw)
    first = tree.at(5)
    monkeypatch.setattr(tree, "published", lambda: first)
    client.cookies["django_language"] = "en"
    late = "The witnesses have not signed what came since"
    assert late not in client.get("/log").text, "they have a moment"
    monkeypatch.setattr("hasila.modules.transparency.views.LATE", timedelta(seconds=-1))
    assert late in client.get("/log").text
    monkeypatch.setattr(tree, "published", lambda: tree.at(10))
    assert late not in client.get("/log").text


def test_a_stranger_follows_the_log_with_nothing_but_its_key(committed, seal, client):
    perform_many(list(filings(committed, 300)), batch=100)
    seal()
    log = Verifier.parse(client.get("/log/key").content.decode())
    first, _opened = open_checkpoint(client.get("/log/checkpoint").content, log)
    file_one(committed)
    seal()
    second, _opened = open_checkpoint(client.get("/log/checkpoint").content, log)
    assert second.size == first.size + 1

    def fetch(level: int, index: int, width: int) -> bytes:
        answer = client.get("/log/" + tile_path(level, index, width))
        assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/octet-stream"
        return answer.content

    tiles = Tiles(fetch, second.size)
    assert tiles.root() == second.root
    merkle.verify_consistency(first.size, second.size, tiles.consistency(first.size), first.root, second.root)
    last = second.size % 256
    entries = unbundle(client.get("/log/" + entries_path(second.size // 256, last)).content)
    merkle.verify_inclusion(
        merkle.leaf_hash(entries[-1]), second.size - 1, second.size, tiles.inclusion(second.size - 1), second.root
    )


@pytest.mark.parametrize("limits", [False, True])
def test_what_caches_may_keep_and_no_session_is_touched(ledger_db, connect, raw, client, settings, limits):
    settings.HASILA_LIMITS = limits
    synthetic(connect, 0, 700)
    tree.extend(raw)
    client.cookies["sessionid"] = "x" * 32
    for path in ("tile/0/000", "tile/0/001.p/3", "tile/0/002.p/188", "tile/1/000.p/2"):
        answer = client.get(f"/log/{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.headers.get("Vary", "") and not answer.cookies
    answer = client.get("/log/checkpoint")
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Cookie" not in answer.headers.get("Vary", "") and not answer.cookies
    strict = Client(enforce_csrf_checks=True)
    for path, method in product(("checkpoint", "key", "keys", "tile/0/000", "tile/nowhere"), ("POST", "PUT", "DELETE")):
        answer = strict.generic(method, f"/log/{path}")
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD"), path
        assert not answer.cookies


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/002", "tile/0/002.p/189", "tile/0/003.p/1", "tile/1/000", "tile/1/000.p/3", "tile/2/000.p/1",
        "tile/0/0", "tile/0/000.p/0", "tile/0/000.p/256", "tile/00/000", "tile/64/000", "tile/0/x000/001",
        "tile/-1/000", "tile/entries/002", "tile/0/x999/x999/x999/x999/x999/999", "tile/0/١", "tile/0/000/", "tile/",
    ],
)  # fmt: skip
def test_what_no_checkpoint_covers_is_not_there(ledger_db, connect, raw, client, path):
    synthetic(connect, 0, 700)
    tree.extend(raw)
    synthetic(connect, 700, 800)  # sealed, and not signed yet
    answer = client.get(f"/log/{path}")
    assert answer.status_code == 404 and "immutable" not in answer.headers.get("Cache-Control", "")


def test_before_the_first_seal_and_after(ledger_db, connect, raw, client):
    assert client.get("/log/checkpoint").status_code == client.get("/log/key").status_code == 404
    assert client.get("/log").status_code == 200
    synthetic(connect, 0, 5)
    tree.extend(raw)
    page = client.get("/log").content.decode()
    assert "test.example/log" in page and client.get("/log/key").content.decode().strip() in page
    told = client.get("/log/keys").json()["keys"]
    keys.rotate(raw)
    assert [key["vkey"] for key in client.get("/log/keys").json()["keys"]][1:] == [key["vkey"] for key in told]


def test_a_leaf_gives_nothing_away(committed, raw, seal, client):
    """The enemy knows the whole header and the whole content of an act, and fetches everything that is public."""
    claim = file_one(committed)
    seal()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.position, e.header, e.header_salt, c.salt, c.body FROM ledger_entry e "
            "JOIN ledger_content c ON c.entry_id = e.id JOIN ledger_position p ON p.entry_id = e.id "
            "WHERE e.record_id = %s",
            [claim.pk],
        )
        position, header, header_salt, salt, body = (
            bytes(v) if not isinstance(v, int) else v for v in cursor.fetchone()
        )
    size = tree.signed_size()
    fetched = [client.get("/log/checkpoint").content, client.get("/log/keys").content, client.get("/log").content]
    fetched.append(client.get("/log/" + entries_path(0, size)).content)
    fetched += [client.get("/log/" + tile_path(0, 0, width)).content for width in range(1, size + 1)]
    everything = b"".join(fetched)
    leaf = unbundle(fetched[3])[position]
    assert len(leaf) == 65
    # It is the right leaf, for one who has the salts …
    assert leaf == leaf_data(sha256(header_salt + header).digest(), sha256(salt + body).digest())
    # … which are served nowhere, in no spelling.
    for secret in (header_salt, salt):
        assert secret not in everything and secret.hex().encode() not in everything.lower()
    # Without them the full knowledge of header and content confirms nothing: not bare, not salted with what is public.
    public = [b"", bytes(32), orjson.loads(header)["id"].encode(), str(claim.pk).encode(), *unbundle(fetched[3])]
    public += [leaf[1:33], leaf[33:65], merkle.leaf_hash(leaf), tree.size_and_root()[1]]
    for known, guess in product((header, body), public):
        for attempt in (known, guess + known, known + guess, sha256(known).digest(), guess + sha256(known).digest()):
            assert sha256(attempt).digest() not in leaf and merkle.leaf_hash(attempt) not in everything


def test_equal_acts_have_unrelated_leaves(committed, raw, seal, client):
    """Two headers and contents that are equal to the byte: their commitments share nothing."""
    from hasila.kernel.ledger import Draft, rows_of
    from hasila.kernel.perform import Door
    from hasila.kernel.records import new_id

    identity = new_id()
    draft = Draft(identity, "sample.claims.file", identity, identity, 1, 0, 20240101, 1, "", "filed", body=b"{}")
    door = Door()
    one, two = (rows_of(draft, 0, 0, door.salts(64)) for _ in range(2))
    assert one[0][17] == two[0][17] and one[1][3] == two[1][3]  # header and content
    assert one[0][16] != two[0][16] and one[1][2] != two[1][2]  # both salts
    differing = sum(bin(a ^ b).count("1") for a, b in zip(one[0][19], two[0][19], strict=True))
    assert one[0][18] != two[0][18] and 70 < differing < 186  # of 256 bits about half


def test_the_function_behind_the_bundles_gives_commitments_only(committed, connect, seal):
    file_one(committed)
    seal()
    application = connect("default")
    cursor = application.execute("SELECT * FROM hasila_leaves(0, 1000)")
    assert [column.name for column in cursor.description] == ["place", "header_commitment", "content_commitment"]
    assert {(len(row[1]), len(row[2])) for row in cursor.fetchall()} == {(32, 32)}
