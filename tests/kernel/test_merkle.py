"""Hashes of RFC 6962 against values that others published, not only against ourselves."""

import contextlib
import io
import re
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import orjson
import pytest

from hasila.kernel.fields import content_bytes
from hasila.kernel.ledger import Draft, rows_of
from hasila.kernel.merkle import commitment, leaf_data, leaf_hash

# The leaves and roots that certificate-transparency's own tests use (trees of one to eight leaves).
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def node_hash(left: bytes, right: bytes) -> bytes:
    """An inner node as the standard says; the kernel makes leaves only, the tree is built over what is sealed."""
    return sha256(b"\x01" + left + right).digest()


def root(leaves: list[bytes]) -> bytes:
    """The tree head of RFC 6962, section 2.1, word for word."""
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(root(leaves[:split]), root(leaves[split:]))


@pytest.mark.parametrize("size", range(1, 9))
def test_trees_of_one_to_eight_leaves(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size - 1]


def test_a_leaf_is_never_a_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")
    assert leaf_hash(left + right) != node_hash(left, right)


def test_the_data_of_a_leaf_is_65_bytes() -> None:
    header, content = commitment(b"s" * 32, b"header"), commitment(b"t" * 32, b"{}")
    assert leaf_data(header, content) == b"\x01" + sha256(b"s" * 32 + b"header").digest() + content
    assert len(leaf_data(header, content)) == 65


def test_a_commitment_hides_what_is_easily_guessed() -> None:
    assert len({commitment(bytes([n]) * 32, b"{}") for n in range(256)}) == 256


def test_the_worked_example_of_the_docs_is_what_the_kernel_writes() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "ledger.md").read_text(encoding="utf-8")
    code, printed = re.search(r"```python\n(.*?)```\n.*?```\n(.*?)```", page, re.DOTALL).groups()
    known: dict[str, bytes] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(code, known)  # noqa: S102
    assert said.getvalue() == printed
    head, content = orjson.loads(known["header"]), orjson.loads(known["content"])
    draft = Draft(
        entry_id=UUID(head["id"]), act=head["act"], actor=UUID(head["actor"]), record_id=UUID(head["record"]),
        unit_id=head["unit"], occurred_at=head["occurred_at"], day=head["day"], procedure_version=head["procedure"],
        state_from=head["from"], state_to=head["to"], record_version=head["version"], basis=head["basis"],
        body=content_bytes(content), facets=head["facets"], mandate=head["mandate"],
    )  # fmt: skip
    entry, _content = rows_of(draft, 0, head["recorded_at"], known["header_salt"] + known["content_salt"])
    assert entry[-3] == known["header"] and [value.hex() for value in entry[-2:]] == printed.split()
