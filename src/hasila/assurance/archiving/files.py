"""The files of an archived year: parts of entries, the cells of figures, a manifest over both, and its signature.

    manifest.json          what there is: format, year, how many entries, each file with its SHA-256
    manifest.note          a signed note (c2sp.org/signed-note) on the manifest's SHA-256, where the log has a key
    part-000000.jsonl.gz   entries in the order of the ledger, a JSON object a line
    cells.jsonl.gz         what these entries add to the figures
    README.txt             this, for whoever finds the folder in thirty years

A line of a part has `position`, `ordinal`, `xid`, `header` (its exact text), `header_salt`, `content_commitment` and
`leaf_hash` (hexadecimal), and `content`: base64 of the content's salt (32 bytes) and body, sealed by ChaCha20-Poly1305
(RFC 8439) with a key of its own, a nonce of zeros (the key seals nothing else) and the entry's identifier as associated
data. The keys stay in the database: deleting one erases the content from every copy of these files.
"""

from __future__ import annotations

import gzip
import os
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from django.utils.translation import gettext as _

from hasila.kernel.merkle import commitment, leaf_data, leaf_hash

FORMAT = "hasila-archive/1"
MANIFEST, NOTE, CELLS, README = "manifest.json", "manifest.note", "cells.jsonl.gz", "README.txt"
NONCE = bytes(12)
Cell = tuple[str, int, int, str, bool, str]


def no_archive(folder: Path) -> str:
    """What is said of a folder that isn't that of an archived year."""
    said = _("%(folder)s holds no archived year: there is no %(file)s in it.") % {"folder": folder, "file": MANIFEST}
    help_ = _("Give the year's own folder, such as /srv/archive/2024; `hasila ledger archives` says where each lies.")
    return f"{said} {help_}"


def why(error: Exception) -> str:
    """What was in the way, without the number that the system has for it."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


class ArchiveFault(ValueError):
    """The archive, or what is to be archived, isn't as it must be. Its text can be shown to an operator."""


@dataclass(frozen=True)
class File:
    """A file of the archive.

    Attributes:
        name: in the folder. sha256: of the file as it lies there, hexadecimal. entries: lines.
        first, last: ledger positions; 0 for the cells.
    """

    name: str
    sha256: str
    entries: int
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `contents` counts the sealed contents; what was erased before has none."""

    year: int
    recorded_from: int
    recorded_to: int
    entries: int
    contents: int
    parts: list[File] = field(default_factory=list)
    cells: File | None = None
    format: str = FORMAT

    def text(self) -> bytes:
        """The bytes of `manifest.json`; the same for the same archive."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of a folder.

        Raises:
            ArchiveFault: there is none, or it is of another format.
        """
        try:
            found = orjson.loads((folder / MANIFEST).read_bytes())
            if found["format"] != FORMAT:
                raise ArchiveFault(f"{folder / MANIFEST}: unknown format {found['format']!r}")
            found["parts"] = [File(**part) for part in found["parts"]]
            found["cells"] = File(**found["cells"])
            return cls(**found)
        except (OSError, KeyError, TypeError, ValueError) as error:
            if isinstance(error, ArchiveFault):
                raise
            if isinstance(error, FileNotFoundError | NotADirectoryError):
                raise ArchiveFault(no_archive(folder)) from error
            raise ArchiveFault(f"{folder / MANIFEST}: {why(error)}") from error


@dataclass(frozen=True)
class Line:
    """One archived entry, as its line says."""

    position: int
    ordinal: int
    xid: int
    header: bytes
    header_salt: bytes
    content_commitment: bytes
    leaf_hash: bytes
    content: bytes | None

    @property
    def head(self) -> dict[str, Any]:
        """The header, parsed."""
        return orjson.loads(self.header)

    def dump(self) -> bytes:
        """The line without its end."""
        found: dict[str, Any] = {
            "position": self.position,
            "ordinal": self.ordinal,
            "xid": self.xid,
            "header": self.header.decode(),
            "header_salt": self.header_salt.hex(),
            "content_commitment": self.content_commitment.hex(),
            "leaf_hash": self.leaf_hash.hex(),
        }
        if self.content is not None:
            found["content"] = b64encode(self.content).decode()
        return orjson.dumps(found)

    @classmethod
    def load(cls, text: bytes) -> Line:
        """A line as it was dumped.

        Raises:
            ArchiveFault: it can't be read.
        """
        try:
            found = orjson.loads(text)
            sealed = found.get("content")
            return cls(
                found["position"],
                found["ordinal"],
                found["xid"],
                found["header"].encode(),
                bytes.fromhex(found["header_salt"]),
                bytes.fromhex(found["content_commitment"]),
                bytes.fromhex(found["leaf_hash"]),
                None if sealed is None else b64decode(sealed, validate=True),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveFault(f"a line can't be read: {error}") from error

    def computed(self) -> bytes:
        """The leaf hash that follows from the header and the content's commitment."""
        return leaf_hash(leaf_data(commitment(self.header_salt, self.header), self.content_commitment))


def seal(key: bytes, entry_id: UUID, salt: bytes, body: bytes) -> bytes:
    """A content under its key. Both are used once, so the nonce needs no chance."""
    return ChaCha20Poly1305(key).encrypt(NONCE, salt + body, entry_id.bytes)


def unseal(key: bytes, entry_id: UUID, box: bytes) -> tuple[bytes, bytes]:
    """The salt and body of a content.

    Raises:
        ArchiveFault: the key or the box isn't the content's.
    """
    try:
        plain = ChaCha20Poly1305(key).decrypt(NONCE, box, entry_id.bytes)
    except InvalidTag:
        raise ArchiveFault(f"the content of entry {entry_id} doesn't open with its key") from None
    return plain[:32], plain[32:]


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Writes a gzip file whole or not at all; the same lines give the same bytes."""
    draft = path.with_name(f"{path.name}.new")
    with open(draft, "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            for line in lines:
                packed.write(line + b"\n")
        raw.flush()
        os.fsync(raw.fileno())
    _settle(draft, path)


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    with open(draft, "wb") as raw:
        raw.write(data)
        raw.flush()
        os.fsync(raw.fileno())
    _settle(draft, path)


def _settle(draft: Path, path: Path) -> None:
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_lines(path: Path) -> Iterator[bytes]:
    """The lines of a gzip file.

    Raises:
        ArchiveFault: it is damaged or not there.
    """
    try:
        with gzip.open(path, "rb") as packed:
            for line in packed:
                yield line.rstrip(b"\n")
    except (OSError, EOFError) as error:
        raise ArchiveFault(f"{path}: {why(error)}") from error


def digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    made = sha256()
    with open(path, "rb") as raw:
        while block := raw.read(1 << 20):
            made.update(block)
    return made.hexdigest()


class Fold:
    """What entries add to the figures, folded from their headers alone."""

    def __init__(self) -> None:
        self.cells: dict[Cell, int] = defaultdict(int)

    def add(self, head: dict[str, Any]) -> None:
        """Adds one entry; what a correction takes back is taken back."""
        place = (head["act"], head["day"] // 100, head["unit"], head["facets"], head["simulated"])
        self._count(place, head["measures"], 1)
        if head["correction"]:
            back = orjson.loads(head["correction"])
            place = (back["act"], back["day"] // 100, back["unit"], back["facets"], head["simulated"])
            self._count(place, back["measures"], -1)

    def _count(self, place: tuple[str, int, int, str, bool], measures: str, sign: int) -> None:
        self.cells[(*place, "")] += sign
        for name, value in (orjson.loads(measures) if measures else {}).items():
            self.cells[(*place, name)] += sign * value

    def lines(self) -> list[bytes]:
        """The lines of the file of cells, in order."""
        return [orjson.dumps([*cell, value]) for cell, value in sorted(self.cells.items())]
