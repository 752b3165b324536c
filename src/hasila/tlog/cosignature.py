"""Cosignatures of witnesses on checkpoints: timestamped Ed25519, cosignature/v1 (c2sp.org/tlog-cosignature).

A cosignature says: at this time, this was the largest tree of this log that I saw, and it is consistent with all I saw
before.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hasila.tlog.note import Ed25519Signer, Line, NoteError, Verifier, split_note, verified

COSIGNATURE = 0x04
LATEST = (1 << 63) - 1


@dataclass(frozen=True)
class CosignatureVerifier(Verifier):
    """A witness's public key."""

    kind = COSIGNATURE

    def message(self, text: bytes, signature: bytes) -> tuple[bytes, bytes]:
        """What the witness signed, and the 64 bytes of Ed25519 over it."""
        return signed_message(timestamp(signature), text), signature[8:]


def timestamp(signature: bytes) -> int:
    """When a cosignature was made, in seconds since 1970; raises NoteError where it is malformed."""
    if len(signature) != 72:
        raise NoteError("an Ed25519 cosignature is 72 bytes")
    seconds = int.from_bytes(signature[:8], "big")
    if not 0 < seconds <= LATEST:
        raise NoteError("a cosignature has a time")
    return seconds


def signed_message(seconds: int, text: bytes) -> bytes:
    """The bytes that a witness signs: a header, the time, the text of the checkpoint."""
    return b"cosignature/v1\ntime %d\n" % seconds + text


class Cosigner(Ed25519Signer):
    """A witness's own key: signs the text of a checkpoint together with the time."""

    verifier_class = CosignatureVerifier

    def __init__(self, name: str, private: Ed25519PrivateKey, clock: Callable[[], float] = time.time) -> None:
        super().__init__(name, private)
        self.clock = clock

    def sign(self, message: bytes) -> bytes:
        """Eight bytes of time and 64 of signature."""
        seconds = int(self.clock())
        return seconds.to_bytes(8, "big") + super().sign(signed_message(seconds, message))


def any_verifier(text: str) -> Verifier:
    """Reads the verifier key of a log (Ed25519) or of a witness (cosignature/v1); raises NoteError on any other."""
    try:
        return CosignatureVerifier.parse(text)
    except NoteError:
        return Verifier.parse(text)


def merge(note: str, response: str, witnesses: Iterable[Verifier]) -> str:
    """The note with those cosignatures of a witness's response that hold; what is unknown or invalid stays out.

    Args:
        note: a signed checkpoint, perhaps with cosignatures; a newer one of the same key takes the older one's place.
        response: the body that a witness answered, lines of signature. witnesses: the keys that are trusted.

    Raises:
        NoteError: the note itself is malformed.
    """
    text, lines = split_note(note)
    known = list(witnesses)
    fresh = []
    for told in response.split("\n"):
        try:
            line = Line.parse(told)
            if verified(text, [line], known):
                fresh.append(line)
        except NoteError:
            continue
    replaced = {(line.name, line.key_id) for line in fresh}
    kept = [line for line in lines if (line.name, line.key_id) not in replaced]
    return text + "\n" + "".join(str(line) for line in [*kept, *fresh])
