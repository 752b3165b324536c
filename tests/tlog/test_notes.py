"""Signed notes, checkpoints, cosignatures and proofs: published examples, round trips, and what must be refused."""

import dataclasses
import os
from pathlib import Path

import pytest

from hasila.tlog import merkle
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint, parse_size
from hasila.tlog.cosignature import CosignatureVerifier, Cosigner, any_verifier, merge, timestamp
from hasila.tlog.merkle import ProofError
from hasila.tlog.note import (
    Ed25519Signer,
    Line,
    NoteError,
    Signer,
    Verifier,
    open_note,
    sign_note,
    signature,
    split_note,
)
from hasila.tlog.proof import Proof, check
from tests.tlog import naive

# The example of c2sp.org/signed-note.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE = (
    "This is an example message.\n"
    "\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The example of golang.org/x/mod/sumdb/note, a key that its documentation prints.
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The checkpoint of c2sp.org/tlog-checkpoint.
BODY = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

ORIGIN = "log.example/hasila"


@pytest.fixture
def log() -> Ed25519Signer:
    return Ed25519Signer.generate(ORIGIN)


@pytest.fixture
def witness() -> Cosigner:
    return Cosigner.generate("witness.example/w1")


def test_the_example_of_the_specification() -> None:
    opened = open_note(EXAMPLE, [Verifier.parse(EXAMPLE_KEY)])
    assert (opened.text, opened.by) == ("This is an example message.\n", ["example.com/foo"])
    assert open_note(EXAMPLE.encode(), [Verifier.parse(EXAMPLE_KEY)]) == opened


def test_the_example_of_go(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(GO_KEY + "\n")
    file.chmod(0o600)
    signer = Ed25519Signer.load(file)
    assert signer.public == GO_PUBLIC
    assert sign_note(GO_TEXT, signer) == f"{GO_TEXT}\n{GO_LINE}"
    other = tmp_path / "copy"
    signer.save(other)
    assert other.read_text() == GO_KEY + "\n"


def test_keys_come_back(tmp_path: Path, log: Ed25519Signer, witness: Cosigner) -> None:
    for signer in (log, witness):
        file = tmp_path / signer.key_id.hex()
        signer.save(file)
        assert file.stat().st_mode & 0o777 == 0o600
        assert type(signer).load(file).public == signer.public
        assert any_verifier(signer.public) == signer.verifier
        assert isinstance(signer, Signer)
        with pytest.raises(FileExistsError):
            signer.save(file)
    with pytest.raises(NoteError, match="another kind"):
        Ed25519Signer.load(tmp_path / witness.key_id.hex())


@pytest.mark.skipif(os.name != "posix", reason="modes of files are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620])
def test_a_key_that_others_may_read(tmp_path: Path, log: Ed25519Signer, mode: int) -> None:
    log.save(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(NoteError, match="0600"):
        Ed25519Signer.load(tmp_path / "key")


@pytest.mark.parametrize("text", ["", "something", GO_PUBLIC, GO_KEY.replace("c74f20a3", "c74f20a4"), GO_KEY[:-4]])
def test_a_file_that_is_no_key(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    file.chmod(0o600)
    with pytest.raises(NoteError):
        Ed25519Signer.load(file)


@pytest.mark.parametrize(
    "text",
    [
        "", "a+b", "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/fo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "x+530d903a+AekyeRrm56hA",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k!", "+530d903a+AekyeRrm56hA",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
    ],
)  # fmt: skip
def test_keys_that_are_none(text: str) -> None:
    with pytest.raises(NoteError):
        any_verifier(text)


@pytest.mark.parametrize(
    "note",
    [
        "", "\n", EXAMPLE[:-1], EXAMPLE + "x", EXAMPLE + "\n", EXAMPLE.replace("— ", "- "),
        EXAMPLE.replace("example message", "exemple message"), EXAMPLE.replace("Uw2QOkn", "Uw2QOko"),
        EXAMPLE.replace("/foo Uw", "/foo  Uw"), EXAMPLE.replace("\n\n", "\n"), EXAMPLE.replace("This", "Th\x07s"),
        EXAMPLE.replace("This", "Th\ris"), EXAMPLE.replace("\n", "\r\n"), EXAMPLE.replace("=\n", "\n"),
        "This is an example message.\n\n", "x" * 1_000_001, EXAMPLE.replace("This", "Th\ud800s"),
        EXAMPLE + "— example.com/bar Uw2Q\n", EXAMPLE + "— other Uw2QOkn8sr=\n",
    ],
)  # fmt: skip
def test_notes_that_are_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, [Verifier.parse(EXAMPLE_KEY)])


def test_bytes_that_are_not_utf8() -> None:
    with pytest.raises(NoteError, match="UTF-8"):
        open_note(EXAMPLE.encode() + b"\xff", [Verifier.parse(EXAMPLE_KEY)])


def test_an_unknown_signature_is_passed_over(log: Ed25519Signer) -> None:
    other = Ed25519Signer.generate(ORIGIN)
    note = sign_note("text\n", other, log)
    assert open_note(note, [log.verifier]).by == [ORIGIN]
    with pytest.raises(NoteError, match="no trusted key"):
        open_note(sign_note("text\n", other), [log.verifier])
    with pytest.raises(NoteError, match="no trusted key"):
        open_note(note, [])


def test_one_false_signature_of_a_known_key_spoils_the_note(log: Ed25519Signer) -> None:
    good = signature("text\n", log)
    bad = dataclasses.replace(good, signature=bytes(64))
    for lines in ([good, bad], [bad, good], [bad]):
        with pytest.raises(NoteError, match="not valid"):
            open_note("text\n\n" + "".join(map(str, lines)), [log.verifier])


def test_sixteen_signatures_and_a_text_with_empty_lines() -> None:
    signers = [Ed25519Signer.generate(f"key.example/{number}") for number in range(16)]
    text = "one\n\ntwo\n\n\n"
    opened = open_note(sign_note(text, *signers), [signer.verifier for signer in signers])
    assert (opened.text, len(opened.by)) == (text, 16)
    with pytest.raises(NoteError, match="too many"):
        split_note("x\n\n" + GO_LINE * 101)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\tb"])
def test_names_that_no_key_has(name: str) -> None:
    with pytest.raises(NoteError):
        Ed25519Signer.generate(name)


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n"])
def test_texts_that_are_not_signed(text: str, log: Ed25519Signer) -> None:
    with pytest.raises(NoteError):
        sign_note(text, log)


def test_a_checkpoint_comes_back() -> None:
    checkpoint = Checkpoint.parse(BODY)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == BODY
    longer = dataclasses.replace(checkpoint, extensions=("one", "two"))
    assert Checkpoint.parse(longer.text()) == longer


@pytest.mark.parametrize(
    "text",
    [
        "", BODY[:-1], BODY + "\n", BODY.replace("20852163", "020852163"), BODY.replace("20852163", "-1"),
        BODY.replace("20852163", "+1"), BODY.replace("20852163", "٣"), BODY.replace("20852163", ""),
        BODY.replace("20852163", str(2**63)), BODY.replace("20852163", "9" * 5000), BODY.replace("q2I=", "q2J="),
        BODY.replace("q2I=", "q2I"), BODY.replace("CsUY", ""), "\n" + BODY.split("\n", 1)[1],
        "one\n2\n", BODY.replace("20852163", "208 52163"),
    ],
)  # fmt: skip
def test_checkpoints_that_are_none(text: str) -> None:
    with pytest.raises(NoteError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(("text", "size"), [("0", 0), ("7", 7), (str(2**63 - 1), 2**63 - 1)])
def test_sizes(text: str, size: int) -> None:
    assert parse_size(text) == size


def test_a_checkpoint_of_another_origin(log: Ed25519Signer, witness: Cosigner) -> None:
    elsewhere = sign_note(Checkpoint("log.example/other", 1, bytes(32)).text(), log)
    with pytest.raises(NoteError, match="another log"):
        open_checkpoint(elsewhere, log.verifier)
    only = sign_note(Checkpoint(ORIGIN, 1, bytes(32)).text(), witness)
    with pytest.raises(NoteError, match="did not sign"):
        open_checkpoint(only, log.verifier, [witness.verifier])


def test_after_a_rotation_both_keys_are_believed(log: Ed25519Signer) -> None:
    old, text = Ed25519Signer.generate(ORIGIN), Checkpoint(ORIGIN, 1, bytes(32)).text()
    for signer in (old, log):
        checkpoint, _opened = open_checkpoint(sign_note(text, signer), [log.verifier, old.verifier])
        assert checkpoint.size == 1


def test_a_cosignature_is_what_the_specification_says(log: Ed25519Signer, witness: Cosigner) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    witness.clock = lambda: 1679315147.9
    line = signature(BODY, witness)
    assert timestamp(line.signature) == 1679315147
    message = f"cosignature/v1\ntime 1679315147\n{BODY}".encode()
    Ed25519PublicKey.from_public_bytes(witness.verifier.key).verify(line.signature[8:], message)
    assert line.key_id == merkle.sha256(b"witness.example/w1\n\x04" + witness.verifier.key).digest()[:4]


def test_the_time_is_signed(witness: Cosigner) -> None:
    line = signature(BODY, witness)
    later = (timestamp(line.signature) + 1).to_bytes(8, "big") + line.signature[8:]
    with pytest.raises(NoteError, match="not valid"):
        witness.verifier.verify(BODY.encode(), later)
    for malformed in (line.signature[:-1], bytes(8) + line.signature[8:], b"\xff" * 8 + line.signature[8:]):
        with pytest.raises(NoteError):
            witness.verifier.verify(BODY.encode(), malformed)


def test_only_what_holds_is_merged(log: Ed25519Signer, witness: Cosigner) -> None:
    text = Checkpoint(ORIGIN, 1, bytes(32)).text()
    note = sign_note(text, log)
    stranger = Cosigner.generate("witness.example/unknown")
    wrong = signature("another\n", Cosigner.generate("witness.example/w2"))
    answer = f"{signature(text, witness)}{signature(text, stranger)}{wrong}rubbish\n"
    merged = merge(note, answer, [witness.verifier])
    _checkpoint, opened = open_checkpoint(merged, log.verifier, [witness.verifier, stranger.verifier])
    assert opened.by == [ORIGIN, "witness.example/w1"]
    witness.clock = lambda: 4_000_000_000
    again = merge(merged, str(signature(text, witness)), [witness.verifier])
    assert len(split_note(again)[1]) == 2
    assert timestamp(open_note(again, [witness.verifier]).signatures[0][1]) == 4_000_000_000


@pytest.fixture
def hashes() -> list[bytes]:
    return naive.leaves(100)


@pytest.fixture
def proof(hashes: list[bytes], log: Ed25519Signer, witness: Cosigner) -> Proof:
    note = sign_note(Checkpoint(ORIGIN, 100, naive.root(hashes)).text(), log, witness)
    return Proof(42, tuple(naive.path(42, hashes)), note, b"what binds the paper")


def test_a_proof_comes_back_and_holds(proof: Proof, hashes: list[bytes], log: Ed25519Signer, witness: Cosigner) -> None:
    read = Proof.parse(proof.text())
    assert read == proof
    assert check(read, hashes[42], log.verifier).size == 100
    assert check(read, hashes[42], log.verifier, [witness.verifier], need=1).root == naive.root(hashes)
    bare = dataclasses.replace(proof, extra=b"")
    assert Proof.parse(bare.text()) == bare


def test_a_tree_of_one(log: Ed25519Signer, hashes: list[bytes]) -> None:
    single = Proof(0, (), sign_note(Checkpoint(ORIGIN, 1, hashes[0]).text(), log))
    assert check(Proof.parse(single.text()), hashes[0], log.verifier).size == 1


def test_too_few_witnesses(proof: Proof, hashes: list[bytes], log: Ed25519Signer, witness: Cosigner) -> None:
    other = Cosigner.generate("witness.example/w2")
    alias = CosignatureVerifier("witness.example/alias", witness.verifier.key)
    with pytest.raises(ProofError, match="2 are needed"):
        check(proof, hashes[42], log.verifier, [witness.verifier, other.verifier], need=2)
    text = split_note(proof.checkpoint)[0]
    line = signature(text, witness)
    twice = dataclasses.replace(
        proof, checkpoint=proof.checkpoint + str(Line(alias.name, alias.key_id, line.signature))
    )
    with pytest.raises(ProofError, match="1 of the named"):
        check(twice, hashes[42], log.verifier, [witness.verifier, alias], need=2)


def test_another_leaf_or_key(proof: Proof, hashes: list[bytes], log: Ed25519Signer) -> None:
    with pytest.raises(ProofError, match="another root"):
        check(proof, hashes[41], log.verifier)
    with pytest.raises(NoteError, match="no trusted key"):
        check(proof, hashes[42], Ed25519Signer.generate(ORIGIN).verifier)


def test_proofs_that_are_none(proof: Proof) -> None:
    text = proof.text()
    first = text.split("\n")[3]
    broken = [
        "", "x", text.replace("@v1", "@v2"), text.replace("index 42", "index 042"), text.replace("index 42", "42"),
        text.replace("index 42\n", ""), text.replace("extra ", "extra  "), text.replace(first, first[:-4]),
        text.replace(first, f"{first}\n" * 62 + first), text.replace("\n\n", "\n"),
        text.replace("index 42", "index -1"),
    ]  # fmt: skip
    for malformed in broken:
        with pytest.raises(ProofError):
            Proof.parse(malformed)
