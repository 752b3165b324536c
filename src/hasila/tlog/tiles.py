"""A Merkle tree as tiles of 256 hashes, in the paths and encodings of c2sp.org/tlog-tiles.

A tile of level L and index N holds the hashes at tree level 8·L from 256·N on. A full tile never changes; the last one
of a level may be partial, and its width is then part of its path.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from hasila.tlog import merkle
from hasila.tlog.merkle import HASH_SIZE, ProofError, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
LEVELS = 8  # enough for 2**64 leaves, though a path may name up to 63

Fetch = Callable[[int, int, int], bytes]
Address = tuple[int | None, int, int]  # level (None: a bundle of entries), index, width


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """The path of a tile below the log's prefix, such as tile/0/x001/067.p/8.

    Raises:
        ValueError: no tile has such a level, index or width.
    """
    if not 0 <= level < 64:
        raise ValueError("a tile's level is from 0 to 63")
    return f"tile/{level}/{_numbered(index, width)}"


def entries_path(index: int, width: int = WIDTH) -> str:
    """The path of a bundle of entries; raises ValueError as `tile_path` does."""
    return f"tile/entries/{_numbered(index, width)}"


def _numbered(index: int, width: int) -> str:
    if index < 0 or not 1 <= width <= WIDTH:
        raise ValueError("a tile's index is not negative, its width from 1 to 256")
    groups = [f"{index % 1000:03d}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03d}")
    return "/".join(reversed(groups)) + (f".p/{width}" if width < WIDTH else "")


def parse_path(path: str) -> Address:
    """Reads the path of a tile or of a bundle as level, index and width; each has one spelling only.

    Raises:
        ValueError: the path names neither.
    """
    kind, _slash, rest = path.removeprefix("tile/").partition("/")
    numbers, partial, suffix = rest.partition(".p/")
    digits = "".join(group.removeprefix("x") for group in numbers.split("/"))
    told = [kind if kind != "entries" else "0", digits, suffix if partial else "256"]
    if not all(number.isascii() and number.isdigit() and len(number) <= 24 for number in told):
        raise ValueError("not the path of a tile")
    level = None if kind == "entries" else int(kind)
    index, width = int(digits), int(told[2])
    if (entries_path(index, width) if level is None else tile_path(level, index, width)) != path:
        raise ValueError("not the path of a tile")
    return level, index, width


def new_tiles(old_size: int, new_size: int) -> Iterator[tuple[int, int, int]]:
    """The tiles of hashes that a tree of `new_size` has and one of `old_size` had not: (level, index, width).

    Lower levels first, and partial tiles as the larger tree needs them.
    """
    for level in range(LEVELS):
        before, now = old_size >> (HEIGHT * level), new_size >> (HEIGHT * level)
        if before == now:
            return
        for index in range(before >> HEIGHT, now >> HEIGHT):
            yield level, index, WIDTH
        if now % WIDTH:
            yield level, now >> HEIGHT, now % WIDTH


def bundle(entries: Sequence[bytes]) -> bytes:
    """A bundle of entries: each after its length as a big-endian uint16.

    Raises:
        ValueError: more than 256 entries, or one that is longer than 65,535 bytes.
    """
    if len(entries) > WIDTH or any(len(entry) > 0xFFFF for entry in entries):
        raise ValueError("a bundle holds up to 256 entries of up to 65,535 bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(data: bytes) -> list[bytes]:
    """The entries of a bundle.

    Raises:
        ValueError: the bundle ends in the middle of an entry, or holds more than 256.
    """
    entries, at = [], 0
    while at < len(data):
        length = int.from_bytes(data[at : at + 2], "big")
        entry = data[at + 2 : at + 2 + length]
        if len(data) - at < 2 or len(entry) != length:
            raise ValueError("a bundle of entries ends too early")
        entries.append(entry)
        at += 2 + length
    if len(entries) > WIDTH:
        raise ValueError("a bundle holds up to 256 entries")
    return entries


class Tiles:
    """Hashes, roots and proofs of a tree that somebody holds as tiles.

    What is fetched isn't trusted: a proof made here is verified against a signed root like any other.

    Args:
        fetch: gives the hashes of the tile (level, index, width), `width` times 32 bytes.
        size: of the tree, in leaves; it says how wide the last tile of each level is.
        kept: how many tiles are remembered, of 8 KB each; the ones used longest ago are forgotten.
    """

    def __init__(self, fetch: Fetch, size: int, kept: int = 64) -> None:
        self.size = size
        self._fetch = fetch
        self._kept = kept
        self._tiles: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def tile(self, level: int, index: int) -> bytes:
        """The hashes of a tile as wide as this tree has it.

        Raises:
            ProofError: the tree has no such tile, or what was fetched has another length.
        """
        held = self._tiles.get((level, index))
        if held is not None:
            self._tiles.move_to_end((level, index))
            return held
        width = min(WIDTH, (self.size >> (HEIGHT * level)) - index * WIDTH)
        if width <= 0 or index < 0:
            raise ProofError(f"a tree of {self.size} leaves has no tile {level}/{index}")
        hashes = self._fetch(level, index, width)
        if len(hashes) != width * HASH_SIZE:
            raise ProofError(f"tile {level}/{index} should hold {width} hashes and holds {len(hashes)} bytes")
        self._tiles[level, index] = hashes
        if len(self._tiles) > self._kept:
            self._tiles.popitem(last=False)
        return hashes

    def node(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree over the leaves [index << level, (index + 1) << level)."""
        row = level % HEIGHT
        first = index << row
        hashes = self.tile(level // HEIGHT, first >> HEIGHT)
        start = first % WIDTH * HASH_SIZE
        held = hashes[start : start + (HASH_SIZE << row)]
        if len(held) != HASH_SIZE << row:
            raise ProofError(f"a tree of {self.size} leaves has no complete node {level}/{index}")
        nodes = [held[at : at + HASH_SIZE] for at in range(0, len(held), HASH_SIZE)]
        while len(nodes) > 1:
            nodes = [node_hash(nodes[at], nodes[at + 1]) for at in range(0, len(nodes), 2)]
        return nodes[0]

    def root(self) -> bytes:
        """The root of the tree."""
        return merkle.root(self.size, self.node)

    def inclusion(self, index: int) -> list[bytes]:
        """The inclusion proof of the leaf at an index; raises ProofError where the tree has none there."""
        return merkle.inclusion_proof(index, self.size, self.node)

    def consistency(self, size1: int) -> list[bytes]:
        """The proof that this tree begins with the one of `size1`; raises ProofError where that is not from 1 on."""
        return merkle.consistency_proof(size1, self.size, self.node)
