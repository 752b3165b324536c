"""What a paper carries so that its holder can check, offline, that the act it certifies stands in the ledger.

A proof is a c2sp.org/tlog-proof@v1 whose `extra` holds what the entry's leaf is computed from. It comes as a file, and
compact for a QR code. Nothing here needs a database, a network or Django's settings.

`extra`, version 1: the line `hasila.entry/v1`, 32 bytes of the header's salt, 32 bytes of the content's commitment, and
the header's exact bytes.

Compact, version 1: `HASILA1:` and in base 45 (RFC 9285) index, path, header, salt, commitment, origin, size and
signatures, as `compact` writes them. The root is left out, since index, leaf and path give it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from hasila.assurance.packing import Reader, Writer, base45, unbase45
from hasila.kernel.merkle import commitment, leaf_data, leaf_hash
from hasila.plain.moments import legal_day
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint
from hasila.tlog.cosignature import CosignatureVerifier, timestamp
from hasila.tlog.merkle import ProofError, root_of, verify_inclusion
from hasila.tlog.note import Line, NoteError, Verifier, split_note
from hasila.tlog.proof import Proof

EXTRA = b"hasila.entry/v1\n"
COMPACT = "HASILA1:"
LARGEST = 1_000_000
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # of references: Crockford's base 32
KEYS = (
    "act", "actor", "basis", "cause", "correction", "day", "facets", "from", "id", "mandate", "measures", "note",
    "number", "occurred_at", "procedure", "record", "recorded_at", "simulated", "to", "unit", "v", "version",
)  # fmt: skip
"""The keys of a header of format 1, in their order."""


def _(message: str) -> str:
    """Marks a text for translation; whoever shows it translates it."""
    return message


REASONS = {
    "unreadable": _("This is no proof: the text is damaged, incomplete or something else."),
    "no_entry": _("The proof doesn't hold what the entry says, so nothing can be computed from it."),
    "other_log": _("The proof is of another log than the key."),
    "other_key": _("The key didn't sign this proof. Either the key or the proof is not the right one."),
    "signature": _("The log's signature doesn't fit: something was changed after it was signed."),
    "altered": _("What the entry says, or its place, was changed: it doesn't lead to what the log signed."),
    "cosignature": _("A witness's signature doesn't fit: something was changed after it was signed."),
    "witnesses": _("Too few of the named witnesses have signed."),
}


class Unproven(Exception):
    """The check failed. `code` is a key of REASONS, which has the words for a reader."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


@dataclass(frozen=True)
class Leaf:
    """What an entry's leaf is computed from: the header's exact bytes, its salt, the content's commitment."""

    header: bytes
    salt: bytes
    content: bytes

    @property
    def hash(self) -> bytes:
        """The leaf's hash in the tree."""
        return leaf_hash(leaf_data(commitment(self.salt, self.header), self.content))

    def extra(self) -> bytes:
        """As it stands in the `extra` of a proof."""
        return EXTRA + self.salt + self.content + self.header

    @classmethod
    def parse(cls, extra: bytes) -> Leaf:
        """Reads an `extra`; raises Unproven where it is none of ours."""
        body = extra.removeprefix(EXTRA)
        if not extra.startswith(EXTRA) or len(body) <= 64:
            raise Unproven("no_entry")
        return cls(body[64:], body[:32], body[32:64])

    def said(self) -> dict[str, Any]:
        """What the entry says; raises Unproven where the header is no JSON object."""
        try:
            said = orjson.loads(self.header)
        except orjson.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            raise Unproven("no_entry")
        return said


@dataclass(frozen=True)
class Checked:
    """A proof that holds.

    Attributes:
        said: the entry's header. cosigned: name of each named witness that signed, and when in seconds since 1970.
    """

    index: int
    said: dict[str, Any]
    checkpoint: Checkpoint
    cosigned: tuple[tuple[str, int], ...]


def check(text: str, logs: Sequence[Verifier], witnesses: Iterable[Verifier] = (), need: int = 0) -> Checked:
    """Checks a proof, of a file or of a QR code, against keys that the reader holds.

    Args:
        logs: the log's key, or its keys of all times. witnesses: whom to look for. need: how many must have signed.

    Raises:
        Unproven: it doesn't hold.
    """
    proof = read(text)
    leaf = Leaf.parse(proof.extra)
    said, known = leaf.said(), list(witnesses)
    try:
        signed, lines = split_note(proof.checkpoint)
        origin = Checkpoint.parse(signed).origin
    except NoteError as error:
        raise Unproven("unreadable") from error
    if all(origin != log.name for log in logs):
        raise Unproven("other_log")
    names = {(line.name, line.key_id) for line in lines}
    if not any((log.name, log.key_id) in names for log in logs):
        raise Unproven("other_key")
    try:
        checkpoint, _opened = open_checkpoint(proof.checkpoint, logs)
    except NoteError as error:
        raise Unproven("signature") from error
    try:
        verify_inclusion(leaf.hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    except ProofError as error:
        raise Unproven("altered") from error
    return Checked(proof.index, said, checkpoint, _cosigned(proof.checkpoint, logs, known, need))


def _cosigned(note: str, logs: Sequence[Verifier], witnesses: list[Verifier], need: int) -> tuple[tuple[str, int], ...]:
    try:
        _checkpoint, opened = open_checkpoint(note, logs, witnesses)
    except NoteError as error:
        raise Unproven("cosignature") from error
    found = [(verifier, signature) for verifier, signature in opened.signatures if verifier in witnesses]
    if len({verifier.key for verifier, _signature in found}) < need:
        raise Unproven("witnesses")
    return tuple((verifier.name, _time(verifier, signature)) for verifier, signature in found)


def _time(verifier: Verifier, signature: bytes) -> int:
    return timestamp(signature) if isinstance(verifier, CosignatureVerifier) else 0


def read(text: str) -> Proof:
    """Reads a proof as a file has it, or as a QR code; raises Unproven where it is neither."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(plain) > LARGEST:
        raise Unproven("unreadable")
    try:
        if plain.strip().startswith(COMPACT):
            return expand(plain.strip())
        return Proof.parse(plain)
    except ValueError as error:
        raise Unproven("unreadable") from error


def compact(proof: Proof) -> str:
    """The proof for a QR code: letters, digits and a few marks, about 1.5 characters for each byte.

    Raises:
        ValueError: its checkpoint has extension lines, which there is no room for, or it holds no entry.
    """
    try:
        leaf = Leaf.parse(proof.extra)
    except Unproven as error:
        raise ValueError("the proof holds no entry") from error
    signed, lines = split_note(proof.checkpoint)
    checkpoint = Checkpoint.parse(signed)
    if checkpoint.extensions:
        raise ValueError("a checkpoint with extension lines has no compact form")
    out = Writer()
    out.number(proof.index)
    out.number(len(proof.hashes))
    for value in proof.hashes:
        out.raw(value)
    _pack_header(out, leaf.header)
    out.raw(leaf.salt)
    out.raw(leaf.content)
    out.data(checkpoint.origin.encode())
    out.number(checkpoint.size)
    out.number(len(lines))
    for line in lines:
        out.data(b"" if line.name == checkpoint.origin else line.name.encode())
        out.raw(line.key_id)
        out.data(line.signature)
    return COMPACT + base45(out.done())


def expand(text: str) -> Proof:
    """Reads what `compact` wrote; raises ValueError where it is damaged."""
    source = Reader(unbase45(text.removeprefix(COMPACT)))
    index = source.number()
    hashes = tuple(source.raw(32) for _each in range(source.count(63)))
    leaf = Leaf(_unpack_header(source), source.raw(32), source.raw(32))
    origin, size = source.data().decode(), source.number()
    lines = []
    for _each in range(source.count(100)):
        name = source.data().decode() or origin
        lines.append(Line(name, source.raw(4), source.data()))
    source.end()
    signed = Checkpoint(origin, size, root_of(leaf.hash, index, size, hashes)).text()
    return Proof(index, hashes, signed + "\n" + "".join(map(str, lines)), leaf.extra())


def _pack_header(out: Writer, header: bytes) -> None:
    """A header of format 1 without its keys, else as it stands."""
    try:
        said = orjson.loads(header)
        packed = Writer()
        packed.number(1)
        for key in KEYS:
            packed.value(said[key])
        if _unpack_header(Reader(packed.done())) == header:
            out.raw(packed.done())
            return
    except (KeyError, TypeError, ValueError):
        pass
    out.number(0)
    out.data(header)


def _unpack_header(source: Reader) -> bytes:
    kind = source.number()
    if kind == 0:
        return source.data()
    if kind != 1:
        raise ValueError("a header of an unknown form")
    return orjson.dumps({key: source.value() for key in KEYS})


def reference_ending(said: dict[str, Any]) -> str:
    """Year and letters of the record's reference, which follow from its identifier; empty where it has none.

    What stands before them on a paper names the procedure, as the act does.
    """
    try:
        value = UUID(said["record"]).int
        year = legal_day((value >> 80) * 1000).year % 100
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return ""
    letters = "".join(LETTERS[value >> 5 * place & 31] for place in range(9, -1, -1))
    return f"{year:02d}-{letters}"
