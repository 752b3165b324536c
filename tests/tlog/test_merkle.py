"""Roots and proofs against the naive recursive tree, and everything else refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hasila.tlog import merkle
from hasila.tlog.merkle import ProofError, verify_consistency, verify_inclusion
from tests.drawn import examples
from tests.tlog import naive

HASHES = naive.leaves(300)
NODE = naive.node(HASHES)
ROOTS = [naive.root(HASHES[:size]) for size in range(301)]


def test_every_root() -> None:
    assert [merkle.root(size, NODE) for size in range(301)] == ROOTS
    assert ROOTS[0] == merkle.EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 33, 64, 100, 127, 128, 255, 256, 257, 299, 300])
def test_every_index(size: int) -> None:
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, NODE)
        assert proof == naive.path(index, HASHES[:size])
        verify_inclusion(HASHES[index], index, size, proof, ROOTS[size])


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_any_inclusion(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, NODE)
    assert proof == naive.path(index, HASHES[:size])
    verify_inclusion(HASHES[index], index, size, proof, ROOTS[size])


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_any_consistency(data: st.DataObject) -> None:
    size2 = data.draw(st.integers(1, 300))
    size1 = data.draw(st.integers(1, size2))
    proof = merkle.consistency_proof(size1, size2, NODE)
    assert proof == naive.proof(size1, HASHES[:size2])
    verify_consistency(size1, size2, proof, ROOTS[size1], ROOTS[size2])


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_whatever_is_changed_fails(data: st.DataObject) -> None:
    """One change to a true inclusion proof: index, a bit, an element more, one less, two swapped."""
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(index, size, NODE)
    at = data.draw(st.integers(0, len(proof) - 1))
    change = data.draw(st.sampled_from(["index", "bit", "more", "less", "first", "leaf", "root"]))
    leaf, root = HASHES[index], ROOTS[size]
    if change == "index":
        index = data.draw(st.integers(0, size - 1).filter(lambda other: other != index))
    elif change == "bit":
        proof[at] = bytes([proof[at][0] ^ 1 << data.draw(st.integers(0, 7))]) + proof[at][1:]
    elif change == "more":
        proof.append(root)
    elif change == "less":
        del proof[at]
    elif change == "first":
        proof.insert(0, leaf)
    elif change == "leaf":
        leaf = HASHES[index - 1]
    else:
        root = ROOTS[size - 1]
    with pytest.raises(ProofError):
        verify_inclusion(leaf, index, size, proof, root)


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_a_fork_has_no_consistency_proof(data: st.DataObject) -> None:
    """A log that changed one old leaf can't prove the old root from the new tree."""
    size2 = data.draw(st.integers(2, 100))
    size1 = data.draw(st.integers(1, size2))
    forked = list(HASHES[:size2])
    forked[data.draw(st.integers(0, size1 - 1))] = bytes(32)
    proof = merkle.consistency_proof(size1, size2, naive.node(forked))
    with pytest.raises(ProofError):
        verify_consistency(size1, size2, proof, ROOTS[size1], naive.root(forked))


@pytest.mark.parametrize(
    ("leaf", "index", "size", "proof"),
    [
        (HASHES[0], -1, 2, [HASHES[1]]),
        (HASHES[0], 2, 2, [HASHES[1]]),
        (HASHES[0], 0, 0, []),
        (HASHES[0], 0, -2, [HASHES[1]]),
        (HASHES[0][:31], 0, 2, [HASHES[1]]),
        (HASHES[0], 0, 2, [HASHES[1][:31]]),
        (HASHES[0], 0, 2, [HASHES[1] + b"\0"]),
        (HASHES[0], 0, 2, [HASHES[1].hex()]),
        (HASHES[0], 0, 2, []),
        (HASHES[0], 0, 2, [HASHES[1], HASHES[2]]),
        (HASHES[0], 0.0, 2, [HASHES[1]]),
        (HASHES[0], False, 2, [HASHES[1]]),
    ],
)
def test_malformed_inclusion(leaf: bytes, index: int, size: int, proof: list[bytes]) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(leaf, index, size, proof, ROOTS[2])


@pytest.mark.parametrize(
    ("size1", "size2", "proof"),
    [(0, 2, []), (-1, 2, []), (3, 2, []), (2, 2, [HASHES[0]]), (1, 2, []), (1, 2, [b""]), (1, 2, [HASHES[1]] * 2)],
)
def test_malformed_consistency(size1: int, size2: int, proof: list[bytes]) -> None:
    with pytest.raises(ProofError):
        verify_consistency(size1, size2, proof, ROOTS[max(size1, 0)], ROOTS[size2])


def test_one_root_at_one_size() -> None:
    verify_consistency(5, 5, [], ROOTS[5], ROOTS[5])
    with pytest.raises(ProofError, match="different roots"):
        verify_consistency(5, 5, [], ROOTS[5], ROOTS[4])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        merkle.inclusion_proof(index, size, NODE)


@pytest.mark.parametrize(("size1", "size2"), [(0, 3), (4, 3), (-1, 3)])
def test_no_consistency_of_what_is_not_there(size1: int, size2: int) -> None:
    with pytest.raises(ProofError):
        merkle.consistency_proof(size1, size2, NODE)
