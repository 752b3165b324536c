"""The Merkle tree of RFC 6962, section 2.1: hashes, roots, and proofs of inclusion and of consistency.

Sizes and indices are counts of leaves, hashes are 32 bytes of SHA-256. Nothing here keeps a tree: whoever makes a
proof passes a `Node`, a function from (level, index) to the hash of the complete subtree over the leaves
[index << level, (index + 1) << level).
"""

from collections.abc import Callable, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Node = Callable[[int, int], bytes]


class ProofError(ValueError):
    """A proof doesn't hold, or isn't one: what was claimed does not follow from it. The message says why."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 of a zero byte and the leaf's data."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of a byte 1 and the hashes of its two children."""
    return sha256(b"\x01" + left + right).digest()


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Holds that a leaf stands at an index of the tree of that size and root (RFC 9162, section 2.1.3.2).

    Raises:
        ProofError: it doesn't, or an argument is malformed: a hash that isn't 32 bytes, an index outside the tree, a
            proof that is too short or too long.
    """
    _hashes([root])
    if root_of(leaf_hash, index, size, proof) != root:
        raise ProofError("the inclusion proof leads to another root")


def root_of(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that an inclusion proof leads to from a leaf; raises ProofError where the proof is malformed."""
    _whole(index, size)
    if not 0 <= index < size:
        raise ProofError(f"index {index} is outside a tree of {size} leaves")
    _hashes([leaf_hash, *proof])
    found, at, last = leaf_hash, index, size - 1
    for other in proof:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if at & 1 or at == last:
            found = node_hash(other, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, other)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the inclusion proof is too short")
    return found


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> None:
    """Holds that the tree of size1 and root1 is the beginning of that of size2 and root2 (RFC 9162, 2.1.4.2).

    Raises:
        ProofError: it isn't, or an argument is malformed. A proof from the empty tree is refused too: it would say
            nothing, since every tree begins with it.
    """
    _whole(size1, size2)
    if not 0 < size1 <= size2:
        raise ProofError(f"nothing to prove from {size1} leaves to {size2}")
    if size1 == size2:
        if proof:
            raise ProofError("trees of one size need no consistency proof")
        if root1 != root2:
            raise ProofError("two trees of one size have different roots")
        return
    _hashes([root1, root2, *proof])
    path = list(proof) if size1 & (size1 - 1) else [root1, *proof]
    if not path:
        raise ProofError("the consistency proof is empty")
    at, last = size1 - 1, size2 - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for other in path[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if at & 1 or at == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, other)
        at, last = at >> 1, last >> 1
    if last:
        raise ProofError("the consistency proof is too short")
    if old != root1:
        raise ProofError("the consistency proof leads to another old root")
    if new != root2:
        raise ProofError("the consistency proof leads to another new root")


def root(size: int, node: Node) -> bytes:
    """The root of the tree of that size."""
    _whole(size)
    if size < 0:
        raise ProofError("a tree has no negative size")
    return _range(0, size, node) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node: Node) -> list[bytes]:
    """The audit path of a leaf, from its sibling up (RFC 6962, section 2.1.1).

    Raises:
        ProofError: the tree of that size has no such index.
    """
    _whole(index, size)
    if not 0 <= index < size:
        raise ProofError(f"index {index} is outside a tree of {size} leaves")
    path = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range(middle, high, node))
            high = middle
        else:
            path.append(_range(low, middle, node))
            low = middle
    return path[::-1]


def consistency_proof(size1: int, size2: int, node: Node) -> list[bytes]:
    """The proof that the tree of size1 is the beginning of that of size2 (RFC 6962, section 2.1.2).

    Raises:
        ProofError: size1 is not from 1 to size2.
    """
    _whole(size1, size2)
    if not 0 < size1 <= size2:
        raise ProofError(f"nothing to prove from {size1} leaves to {size2}")
    path = []
    low, high, known = 0, size2, True  # known: the verifier holds the root of what is left as root1
    while size1 != high:
        middle = low + _split(high - low)
        if size1 <= middle:
            path.append(_range(middle, high, node))
            high = middle
        else:
            path.append(_range(low, middle, node))
            low, known = middle, False
    if not known:
        path.append(_range(low, high, node))
    return path[::-1]


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _range(low: int, high: int, node: Node) -> bytes:
    """The root over [low, high), which the tree's own division reached: `low` is aligned to what it covers."""
    size = high - low
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, low >> level)
    middle = low + _split(size)
    return node_hash(_range(low, middle, node), _range(middle, high, node))


def _whole(*numbers: int) -> None:
    if any(type(number) is not int for number in numbers):
        raise ProofError("sizes and indices are whole numbers")


def _hashes(values: Sequence[bytes]) -> None:
    for value in values:
        if not isinstance(value, bytes) or len(value) != HASH_SIZE:
            raise ProofError("a hash is 32 bytes")
