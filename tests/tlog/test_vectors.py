"""Merkle proofs that nobody of this project made: the test data of transparency-dev/merkle, good and tampered.

The vectors lie in a folder beside the repository, `../shared/vectors`, or where HASILA_VECTORS says. Where neither is
there, the tests are skipped.
"""

import base64
import os
from pathlib import Path

import orjson
import pytest

from hasila.kernel.merkle import ProofError, verify_consistency, verify_inclusion

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("HASILA_VECTORS") or ROOT.parent / "shared" / "vectors") / "rfc6962"
ABSENT = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the vectors of RFC 6962 are not at {FOLDER}")


def cases(kind: str) -> list[Path]:
    return sorted((FOLDER / kind).rglob("*.json"))


def decoded(value: str | None) -> bytes:
    return base64.b64decode(value or "")


@ABSENT
def test_the_vectors_are_all_there() -> None:
    assert len(cases("inclusion")) > 50
    assert len(cases("consistency")) > 40


@ABSENT
@pytest.mark.parametrize("path", cases("inclusion"), ids=lambda path: str(path.relative_to(FOLDER)))
def test_inclusion(path: Path) -> None:
    case = orjson.loads(path.read_bytes())
    proof = [decoded(value) for value in case["proof"] or []]
    arguments = decoded(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, decoded(case["root"])
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_inclusion(*arguments)
    else:
        assert verify_inclusion(*arguments) is None


@ABSENT
@pytest.mark.parametrize("path", cases("consistency"), ids=lambda path: str(path.relative_to(FOLDER)))
def test_consistency(path: Path) -> None:
    case = orjson.loads(path.read_bytes())
    proof = [decoded(value) for value in case["proof"] or []]
    arguments = case["size1"], case["size2"], proof, decoded(case["root1"]), decoded(case["root2"])
    if case["wantErr"]:
        with pytest.raises(ProofError):
            verify_consistency(*arguments)
    else:
        assert verify_consistency(*arguments) is None
