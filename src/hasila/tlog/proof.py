"""A proof that an entry stands in a log, to be checked without the log (c2sp.org/tlog-proof@v1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from hasila.tlog.checkpoint import Checkpoint, open_checkpoint, parse_size
from hasila.tlog.merkle import HASH_SIZE, ProofError, verify_inclusion
from hasila.tlog.note import NoteError, Verifier, decode64, encode64

HEADER = "c2sp.org/tlog-proof@v1"
LIMIT = 1_000_000  # bytes of a proof
LONGEST = 63  # hashes of an inclusion proof in a tree that a checkpoint can name


@dataclass(frozen=True)
class Proof:
    """An entry's index, its inclusion proof, the signed checkpoint that it leads to, and data of the application.

    `extra` isn't authenticated by the format: it counts only as far as the leaf is computed from it.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    def text(self) -> str:
        """The proof as the text of a .tlog-proof file."""
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {encode64(self.extra)}")
        lines += [f"index {self.index}", *map(encode64, self.hashes), ""]
        return "\n".join(lines) + "\n" + self.checkpoint

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a .tlog-proof file. Its checkpoint is kept as it stands and verified by `check`.

        Raises:
            ProofError: the text is no such proof.
        """
        head, blank, checkpoint = text.partition("\n\n")
        lines = head.split("\n")
        if len(text) > LIMIT or not blank or lines.pop(0) != HEADER:
            raise ProofError(f"this is no proof: it should begin with {HEADER}")
        try:
            extra = decode64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else b""
            if not lines or not lines[0].startswith("index "):
                raise ProofError("the proof names no index")
            index = parse_size(lines.pop(0).removeprefix("index "))
            hashes = tuple(decode64(line) for line in lines)
        except NoteError as error:
            raise ProofError(f"the proof is malformed: {error}") from error
        if len(hashes) > LONGEST or any(len(value) != HASH_SIZE for value in hashes):
            raise ProofError("the proof is malformed: it has up to 63 hashes of 32 bytes")
        return cls(index, hashes, checkpoint, extra)


def check(
    proof: Proof,
    leaf_hash: bytes,
    log: Verifier | Sequence[Verifier],
    witnesses: Iterable[Verifier] = (),
    need: int = 0,
) -> Checkpoint:
    """Holds that the log committed to this leaf, and that enough witnesses saw it.

    Args:
        proof: what is checked. leaf_hash: computed by the caller from what the entry is said to be.
        log: the key, or all keys, of the one log that is believed.
        witnesses: keys of witnesses that are believed. need: how many of them must have cosigned; one key under two
            names counts once.

    Returns:
        the checkpoint that holds the entry.

    Raises:
        ProofError: the inclusion proof fails, or too few witnesses cosigned.
        NoteError: the checkpoint is malformed, of another log, or a signature fails.
    """
    known = list(witnesses)
    checkpoint, opened = open_checkpoint(proof.checkpoint, log, known)
    verify_inclusion(leaf_hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    cosigned = {verifier.key for verifier, _signature in opened.signatures if verifier in known}
    if len(cosigned) < need:
        raise ProofError(f"{len(cosigned)} of the named witnesses cosigned the checkpoint, {need} are needed")
    return checkpoint
