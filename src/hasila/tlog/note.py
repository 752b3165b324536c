"""Signed notes: a text and lines of signatures below it (c2sp.org/signed-note@v1.0.0).

Ed25519 is what is signed with here. `Signer` is all that the rest asks of a key, so that one in a hardware module
(PKCS#11) can stand in its place: it needs a name, its public key and `sign`.
"""

import base64
import binascii
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol, Self, runtime_checkable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
LIMIT = 1_000_000  # bytes of a note
SIGNATURES = 100  # in a note
_DASH = "— "
_PRIVATE = "PRIVATE+KEY+"


class NoteError(ValueError):
    """A note, a key or a signature is malformed, or no trusted key signed the note."""


@runtime_checkable
class Signer(Protocol):
    """A key that signs notes."""

    @property
    def name(self) -> str:
        """The key's name, by recommendation a URL without its scheme."""

    @property
    def key_id(self) -> bytes:
        """Four bytes that with the name tell which key signed, and how."""

    @property
    def public(self) -> str:
        """The verifier key (vkey) as text, to hand out."""

    def sign(self, message: bytes) -> bytes:
        """The signature over a note's text, without the key's identifier."""


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that identify a key: of SHA-256 over name, newline, kind of signature and public key."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def decode64(text: str) -> bytes:
    """Decodes standard base64 that is written in its one canonical way; raises NoteError else."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("this is not base64") from error
    if encode64(data) != text:
        raise NoteError("this is not canonical base64")
    return data


def encode64(data: bytes) -> str:
    """Standard base64 (RFC 4648, section 4)."""
    return base64.b64encode(data).decode()


def valid_name(name: str) -> bool:
    """Whether a key may have this name: not empty, no space, no plus, no control character."""
    return bool(name) and "+" not in name and not any(char.isspace() or char < " " for char in name)


@dataclass(frozen=True)
class Verifier:
    """A public key that is trusted under a name. `kind` is the signature type that it stands for."""

    name: str
    key: bytes
    kind = ED25519

    def __post_init__(self) -> None:
        if not valid_name(self.name):
            raise NoteError("a key's name is not empty and has neither spaces nor a plus")
        if len(self.key) != 32:
            raise NoteError("an Ed25519 public key is 32 bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes that with the name tell which key signed, and how."""
        return key_id(self.name, self.kind, self.key)

    @property
    def public(self) -> str:
        """The verifier key as text: name+identifier+key."""
        return f"{self.name}+{self.key_id.hex()}+{encode64(bytes([self.kind]) + self.key)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a verifier key such as example.com/log+530d903a+AekyeRrm….

        Raises:
            NoteError: it isn't one, its identifier doesn't fit, or it is for another kind of signature.
        """
        parts = text.strip().split("+", 2)
        if len(parts) != 3:
            raise NoteError("a verifier key is name+identifier+key")
        name, identifier, encoded = parts
        material = decode64(encoded)
        if not material or material[0] != cls.kind:
            raise NoteError("the verifier key is for another kind of signature")
        found = cls(name, material[1:])
        if found.key_id.hex() != identifier:
            raise NoteError("the verifier key's identifier doesn't fit its name and key")
        return found

    def message(self, text: bytes, signature: bytes) -> tuple[bytes, bytes]:
        """What was signed, and the 64 bytes of Ed25519 over it. Raises NoteError on a malformed signature."""
        if len(signature) != 64:
            raise NoteError("an Ed25519 signature is 64 bytes")
        return text, signature

    def verify(self, text: bytes, signature: bytes) -> None:
        """Holds that this key signed the text; raises NoteError else."""
        message, plain = self.message(text, signature)
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(plain, message)
        except (InvalidSignature, ValueError) as error:
            raise NoteError(f"the signature of {self.name} is not valid") from error


class Ed25519Signer:
    """An Ed25519 key of a file. The file holds one line, as Go's `note` package writes its keys."""

    verifier_class: type[Verifier] = Verifier

    def __init__(self, name: str, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.verifier = self.verifier_class(name, private.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The key's name."""
        return self.verifier.name

    @property
    def key_id(self) -> bytes:
        """Four bytes that with the name tell which key signed, and how."""
        return self.verifier.key_id

    @property
    def public(self) -> str:
        """The verifier key as text, to hand out."""
        return self.verifier.public

    def sign(self, message: bytes) -> bytes:
        """64 bytes of Ed25519 (RFC 8032) over the note's text."""
        return self._private.sign(message)

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key; raises NoteError where no key may have this name."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Reads a key from its file.

        Raises:
            NoteError: others than its owner may read the file, or it holds no key of this kind.
            OSError: it can't be read.
        """
        with Path(path).open("rb") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & 0o077:
                raise NoteError(f"{path}: others may read this private key; its mode must be 0600")
            text = file.read(4096).decode("utf-8", "replace").strip()
        if not text.startswith(_PRIVATE) or text.count("+") < 4:
            raise NoteError(f"{path}: this file holds no private key")
        name, identifier, encoded = text.removeprefix(_PRIVATE).split("+", 2)
        material = decode64(encoded)
        if len(material) != 33 or material[0] != cls.verifier_class.kind:
            raise NoteError(f"{path}: this file holds a key of another kind")
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(material[1:]))
        if signer.key_id.hex() != identifier:
            raise NoteError(f"{path}: the key's identifier doesn't fit its name and key")
        return signer

    def save(self, path: Path | str) -> None:
        """Writes the key to a new file that only its owner may read (0600).

        Raises:
            FileExistsError: there is a file already; a key is never written over.
        """
        material = encode64(bytes([self.verifier.kind]) + self._private.private_bytes_raw())
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{_PRIVATE}{self.name}+{self.key_id.hex()}+{material}\n")
            file.flush()
            os.fsync(file.fileno())


@dataclass(frozen=True)
class Opened:
    """A note that at least one trusted key signed: its text, and who signed it with what."""

    text: str
    signatures: tuple[tuple[Verifier, bytes], ...]

    @property
    def by(self) -> list[str]:
        """Names of the trusted keys whose signatures hold."""
        return [verifier.name for verifier, _signature in self.signatures]


@dataclass(frozen=True)
class Line:
    """One line of signature as it stands in a note, not verified."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode64(self.key_id + self.signature)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads a line without its newline; raises NoteError where it is none."""
        name, space, encoded = text.removeprefix(_DASH).partition(" ")
        if not text.startswith(_DASH) or not space or not valid_name(name):
            raise NoteError("malformed line of signature")
        data = decode64(encoded)
        if len(data) < 5:
            raise NoteError("a signature is too short")
        return cls(name, data[:4], data[4:])


def sign_note(text: str, *signers: Signer) -> str:
    """The note: the text, which ends in a newline, and a line of signature for each signer.

    Raises:
        NoteError: the text may not stand in a note.
    """
    _check_text(text)
    return text + "\n" + "".join(str(signature(text, signer)) for signer in signers)


def signature(text: str, signer: Signer) -> Line:
    """One signer's line of signature over a text."""
    return Line(signer.name, signer.key_id, signer.sign(text.encode()))


def split_note(note: str | bytes) -> tuple[str, list[Line]]:
    """Text and lines of signature of a note, nothing verified.

    Raises:
        NoteError: it isn't a note: too long, not UTF-8, control characters, no line of signature or a malformed one.
    """
    if len(note) > LIMIT:
        raise NoteError("the note is too long")
    try:
        plain = note.decode() if isinstance(note, bytes) else note
        plain.encode()
    except UnicodeError as error:
        raise NoteError("the note is not UTF-8") from error
    end = plain.rfind("\n\n")
    if end < 0 or not plain.endswith("\n") or len(plain) == end + 2:
        raise NoteError("the note has no signature")
    text, lines = plain[: end + 1], plain[end + 2 : -1].split("\n")
    _check_text(text)
    if len(lines) > SIGNATURES:
        raise NoteError("the note has too many signatures")
    return text, [Line.parse(line) for line in lines]


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> Opened:
    """Reads a note that a trusted key signed. Signatures of unknown keys are passed over.

    Raises:
        NoteError: it is malformed, a signature of a trusted key doesn't hold, or there is none of a trusted key.
    """
    text, lines = split_note(note)
    held = verified(text, lines, verifiers)
    if not held:
        raise NoteError("no trusted key signed the note")
    return Opened(text, tuple(held))


def verified(text: str, lines: Sequence[Line], verifiers: Iterable[Verifier]) -> list[tuple[Verifier, bytes]]:
    """The signatures of trusted keys, each key once; raises NoteError where one of them doesn't hold."""
    known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
    held: dict[tuple[str, bytes], tuple[Verifier, bytes]] = {}
    for line in lines:
        verifier = known.get((line.name, line.key_id))
        if verifier is not None:
            verifier.verify(text.encode(), line.signature)
            held.setdefault((line.name, line.key_id), (verifier, line.signature))
    return list(held.values())


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    if any(char < " " and char != "\n" for char in text):
        raise NoteError("a note has no control characters")
