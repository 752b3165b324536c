"""Tiles: their paths, which ones a growing tree adds, and proofs made from them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.tlog import merkle
from hasila.tlog.merkle import ProofError, verify_consistency, verify_inclusion
from hasila.tlog.tiles import Tiles, bundle, entries_path, new_tiles, parse_path, tile_path, unbundle
from tests.drawn import examples
from tests.tlog import naive

HASHES = naive.leaves(70_000)
FETCH = naive.fetch(HASHES)


def test_paths_of_the_specification() -> None:
    assert tile_path(0, 1234067) == "tile/0/x001/x234/067"
    assert tile_path(0, 1067, 8) == "tile/0/x001/067.p/8"
    assert tile_path(63, 0) == "tile/63/000"
    assert entries_path(0, 255) == "tile/entries/000.p/255"


@given(st.integers(0, 63) | st.none(), st.integers(0, 2**60), st.integers(1, 256))
def test_paths_come_back(level: int | None, index: int, width: int) -> None:
    path = entries_path(index, width) if level is None else tile_path(level, index, width)
    assert parse_path(path) == (level, index, width)


@pytest.mark.parametrize(
    "path",
    [
        "", "tile", "tile/", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/00/001", "tile/64/001",
        "tile/-1/001", "tile/0/x001", "tile/0/001/002", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256",
        "tile/0/001.p/01", "tile/0/001.p/", "tile/0/001.p/8.p/8", "tile/0/001/", "/tile/0/001", "0/001",
        "tile/0/٠٠١", "tile/entries", "tile/entries/x01/001", "tile/0/x001//001", "tile/0/" + "x999/" * 20 + "001",
        "tile/0/../001", "tile/data/001", "tile/0/0 1",
    ],
)  # fmt: skip
def test_other_paths_name_nothing(path: str) -> None:
    with pytest.raises(ValueError):
        parse_path(path)


def test_the_tree_of_seventy_thousand() -> None:
    """The example of the specification."""
    tiles = list(new_tiles(0, 70_000))
    assert [tile for tile in tiles if tile[0] == 0] == [*((0, n, 256) for n in range(273)), (0, 273, 112)]
    assert [tile for tile in tiles if tile[0] > 0] == [(1, 0, 256), (1, 1, 17), (2, 0, 1)]


def test_the_tree_of_256() -> None:
    assert list(new_tiles(0, 256)) == [(0, 0, 256), (1, 0, 1)]
    assert list(new_tiles(256, 256)) == []


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 70_000), st.integers(0, 3_000))
def test_what_grows(old: int, more: int) -> None:
    """The tiles of the older tree and the new ones together are all tiles of the larger tree; none is made twice."""
    new = old + more
    before = set(new_tiles(0, old))
    assert before | set(new_tiles(old, new)) >= set(new_tiles(0, new))
    assert not before & set(new_tiles(old, new))


@settings(max_examples=examples(20), deadline=None)
@given(st.data())
def test_proofs_from_tiles(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 600) | st.integers(65_000, 70_000))
    asked: set[tuple[int, int, int]] = set()

    def noting(level: int, index: int, width: int) -> bytes:
        asked.add((level, index, width))
        return FETCH(level, index, width)

    tiles = Tiles(noting, size, kept=4)
    root = tiles.root()
    index = data.draw(st.integers(0, size - 1))
    verify_inclusion(HASHES[index], index, size, tiles.inclusion(index), root)
    size1 = data.draw(st.integers(1, size))
    older = Tiles(FETCH, size1).root()
    verify_consistency(size1, size, tiles.consistency(size1), older, root)
    assert asked <= set(new_tiles(0, size)), "only tiles that this tree has are fetched"


@pytest.mark.parametrize("size", [*range(1, 20), 255, 256, 257, 300, 511, 512, 513])
def test_the_root_from_tiles(size: int) -> None:
    tiles = Tiles(FETCH, size)
    assert tiles.root() == naive.root(HASHES[:size])
    assert tiles.inclusion(size - 1) == naive.path(size - 1, HASHES[:size])


def test_few_tiles_are_kept() -> None:
    tiles = Tiles(FETCH, 70_000, kept=4)
    for index in range(0, 70_000, 1_000):
        tiles.inclusion(index)
    assert len(tiles._tiles) == 4


def test_a_tile_of_the_wrong_length() -> None:
    with pytest.raises(ProofError, match="should hold 256 hashes"):
        Tiles(lambda level, index, width: b"\0" * 31, 300).tile(0, 0)


@pytest.mark.parametrize(("level", "index"), [(0, 300), (8, 1), (0, -1), (9, 0)])
def test_no_node_beyond_the_tree(level: int, index: int) -> None:
    with pytest.raises(ProofError):
        Tiles(FETCH, 300).node(level, index)


def test_an_empty_tree() -> None:
    assert Tiles(naive.fetch([]), 0).root() == merkle.EMPTY_ROOT


@given(st.lists(st.binary(max_size=100), max_size=256))
def test_bundles_come_back(entries: list[bytes]) -> None:
    assert unbundle(bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\0", b"\0\2a", b"\0\1a\0", b"\0\0" * 257])
def test_broken_bundles(data: bytes) -> None:
    with pytest.raises(ValueError):
        unbundle(data)


@pytest.mark.parametrize("entries", [[b""] * 257, [b"x" * 65_536]])
def test_bundles_too_large(entries: list[bytes]) -> None:
    with pytest.raises(ValueError):
        bundle(entries)
