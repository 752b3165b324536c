"""A Merkle tree as RFC 6962, section 2.1, writes it: recursive, slow and plain. The oracle of the tests here."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256


def split(size: int) -> int:
    """The largest power of two below the size."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root(hashes: list[bytes]) -> bytes:
    """MTH(D[n]) over leaf hashes."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return sha256(b"\x01" + root(hashes[:k]) + root(hashes[k:])).digest()


def path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return [*path(m, hashes[:k]), root(hashes[k:])]
    return [*path(m - k, hashes[k:]), root(hashes[:k])]


def proof(m: int, hashes: list[bytes]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return _subproof(m, hashes, True)


def _subproof(m: int, hashes: list[bytes], whole: bool) -> list[bytes]:
    if m == len(hashes):
        return [] if whole else [root(hashes)]
    k = split(len(hashes))
    if m <= k:
        return [*_subproof(m, hashes[:k], whole), root(hashes[k:])]
    return [*_subproof(m - k, hashes[k:], False), root(hashes[:k])]


def leaves(count: int) -> list[bytes]:
    """Hashes of as many leaves, each of its number."""
    return [leaf(str(number)) for number in range(count)]


def leaf(data: str) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data.encode()).digest()


def node(hashes: list[bytes]) -> Callable[..., bytes]:
    """The `Node` of hasila.tlog.merkle over these leaf hashes."""

    def of(level: int, index: int) -> bytes:
        part = hashes[index << level : (index + 1) << level]
        assert len(part) == 1 << level, "only complete subtrees are asked for"
        return root(part)

    return of


def fetch(hashes: list[bytes]) -> Callable[..., bytes]:
    """The tiles of a log of these leaf hashes, as c2sp.org/tlog-tiles defines them."""

    @cache
    def subtree(span: int, place: int) -> bytes:
        part = hashes[place * span : (place + 1) * span]
        assert len(part) == span, "only tiles that the tree has are asked for"
        return root(part)

    def of(level: int, index: int, width: int) -> bytes:
        return b"".join(subtree(256**level, index * 256 + at) for at in range(width))

    return of
