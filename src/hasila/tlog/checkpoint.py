"""Checkpoints: the size and root of a log at a moment, as the text of a signed note (c2sp.org/tlog-checkpoint@v1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from hasila.tlog.merkle import HASH_SIZE
from hasila.tlog.note import NoteError, Opened, Verifier, decode64, encode64, open_note

LARGEST = (1 << 63) - 1


@dataclass(frozen=True)
class Checkpoint:
    """A tree head: which log, how many leaves, the root over them. `extensions` are lines that no one need know."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.origin or any("\n" in line or not line for line in (self.origin, *self.extensions)):
            raise NoteError("origin and extensions of a checkpoint are lines that are not empty")
        if not 0 <= self.size <= LARGEST:
            raise NoteError("the size of a checkpoint is from 0 to 2^63 - 1")
        if len(self.root) != HASH_SIZE:
            raise NoteError("the root of a checkpoint is 32 bytes")

    def text(self) -> str:
        """The text of the note, its last newline included."""
        return "".join(f"{line}\n" for line in (self.origin, self.size, encode64(self.root), *self.extensions))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads the text of a note; raises NoteError where it is no checkpoint."""
        lines = text.split("\n")
        if len(lines) < 4 or lines[-1]:
            raise NoteError("a checkpoint has three lines at least")
        origin, size, root, *extensions = lines[:-1]
        return cls(origin, parse_size(size), decode64(root), tuple(extensions))


def parse_size(text: str) -> int:
    """A decimal number without leading zeroes, up to 2^63 - 1; raises NoteError else."""
    if not (text.isascii() and text.isdigit()) or (text[0] == "0" and text != "0") or len(text) > 19:
        raise NoteError("this is not a decimal number without leading zeroes")
    if int(text) > LARGEST:
        raise NoteError("the number is too large")
    return int(text)


def open_checkpoint(
    note: str | bytes, log: Verifier | Sequence[Verifier], witnesses: Iterable[Verifier] = ()
) -> tuple[Checkpoint, Opened]:
    """Reads a checkpoint that its log signed, and the cosignatures of known witnesses on it.

    Args:
        note: the signed note. log: the log's key, or its keys of all times; the name of each is the log's origin.
        witnesses: keys whose cosignatures are looked for; that one of them is missing is no error.

    Raises:
        NoteError: malformed, of another origin, not signed by the log, or with a known key's signature that fails.
    """
    logs = [log] if isinstance(log, Verifier) else list(log)
    opened = open_note(note, [*logs, *witnesses])
    checkpoint = Checkpoint.parse(opened.text)
    if not any(verifier in logs and verifier.name == checkpoint.origin for verifier, _sig in opened.signatures):
        if all(verifier.name != checkpoint.origin for verifier in logs):
            raise NoteError(f"the checkpoint is of another log: {checkpoint.origin}")
        raise NoteError("the log's key did not sign the checkpoint")
    return checkpoint, opened
