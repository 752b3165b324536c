"""Bundles: pieces in one ZIP with a manifest of their digests, signed. Made, and checked, offline.

The manifest is JSON in one canonical form; its detached signature is a JWS with ES256 (RFC 7515, appendix F). Nothing
is compressed and every time in the archive is the bundle's own, so that the same pieces and key give the same bytes.
Nothing here needs a database, a network or Django's settings.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson

from hasila.assurance import p256

FORMAT = "hasila.bundle/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.jws"
TYPE = "hasila-manifest+jws"
LARGEST = 512 * 1024 * 1024
MOST = 5_000
_NAME = re.compile(r"^(?:[a-z0-9][a-z0-9_-]*/)*[A-Za-z0-9][A-Za-z0-9._-]{0,120}$")


def _(message: str) -> str:
    """Marks a text for translation; whoever shows it translates it."""
    return message


REASONS = {
    "unreadable": _("This is no bundle: the file is damaged, incomplete or something else."),
    "too_large": _("The bundle is larger than may be."),
    "form": _("The manifest is not one of a bundle of a known format."),
    "unsigned": _("The bundle carries no signature that can be read."),
    "other_key": _("The bundle is signed with another key than those given."),
    "signature": _("The signature doesn't fit: the manifest was changed after it was signed."),
    "missing": _("A piece that the manifest names is missing."),
    "altered": _("A piece is not the one that the manifest names: it was changed."),
    "surplus": _("The bundle holds a piece that the manifest doesn't name."),
}


class BadBundle(Exception):
    """The bundle doesn't hold. `code` is a key of REASONS; `piece` the piece that it is about, or empty."""

    def __init__(self, code: str, piece: str = "") -> None:
        super().__init__(REASONS[code])
        self.code, self.piece = code, piece


@dataclass(frozen=True)
class Piece:
    """One piece: its name in the archive, a code of its kind, what people call it, its media type, its bytes."""

    name: str
    kind: str
    title: str
    media: str
    content: bytes


@dataclass(frozen=True)
class Opened:
    """A bundle that holds: its manifest, the digest of it in hexadecimal, its pieces by name, who signed."""

    manifest: dict[str, Any]
    digest: str
    pieces: dict[str, bytes]
    key_id: str


def build(about: Mapping[str, Any], pieces: Sequence[Piece], key: p256.PrivateKey, at: datetime) -> tuple[bytes, str]:
    """Makes a bundle, and gives its bytes and the digest of its manifest in hexadecimal.

    Args:
        about: what the manifest says beside its pieces; JSON. at: the time that the archive states, aware.

    Raises:
        ValueError: a name that an archive shouldn't hold, or twice the same.
    """
    names = [piece.name for piece in pieces]
    if len({*names, MANIFEST, SIGNATURE}) != len(names) + 2 or not all(map(_NAME.match, names)):
        raise ValueError("the names of the pieces are no names, or not all different")
    listed = [
        {
            "name": piece.name,
            "kind": piece.kind,
            "title": piece.title,
            "media": piece.media,
            "size": len(piece.content),
            "sha256": sha256(piece.content).hexdigest(),
        }
        for piece in pieces
    ]
    manifest = orjson.dumps({**about, "format": FORMAT, "pieces": listed}, option=orjson.OPT_SORT_KEYS)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in (
            (MANIFEST, manifest),
            (SIGNATURE, _sign(manifest, key)),
            *((piece.name, piece.content) for piece in pieces),
        ):
            entry = zipfile.ZipInfo(name, at.astimezone(UTC).timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue(), sha256(manifest).hexdigest()


def open_bundle(data: bytes, keys: Mapping[str, p256.PublicKey]) -> Opened:
    """Opens a bundle and checks all of it: the signature, the manifest, each piece, and that there is none besides.

    Args:
        keys: whom the reader believes, by the name of the key.

    Raises:
        BadBundle: it doesn't hold.
    """
    found = _contents(data)
    try:
        manifest, signature = found.pop(MANIFEST), found.pop(SIGNATURE)
    except KeyError as error:
        raise BadBundle("unsigned" if SIGNATURE in str(error) else "unreadable") from error
    signer = _check_signature(manifest, signature, keys)
    said = _read(manifest)
    for piece in said["pieces"]:
        content = found.get(piece["name"])
        if content is None:
            raise BadBundle("missing", piece["name"])
        if len(content) != piece["size"] or sha256(content).hexdigest() != piece["sha256"]:
            raise BadBundle("altered", piece["name"])
    surplus = found.keys() - {piece["name"] for piece in said["pieces"]}
    if surplus:
        raise BadBundle("surplus", min(surplus))
    return Opened(said, sha256(manifest).hexdigest(), found, signer)


def _sign(manifest: bytes, key: p256.PrivateKey) -> bytes:
    header = p256.b64url(orjson.dumps({"alg": "ES256", "kid": p256.key_id(key), "typ": TYPE}))
    made = p256.sign(key, f"{header}.{p256.b64url(manifest)}".encode())
    return f"{header}..{p256.b64url(made)}\n".encode()


def _contents(data: bytes) -> dict[str, bytes]:
    """The archive's files. What is compressed, too large, twice there or oddly named is none of ours."""
    if len(data) > LARGEST:
        raise BadBundle("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST or sum(entry.file_size for entry in entries) > LARGEST:
                raise BadBundle("too_large")
            if len({entry.filename for entry in entries}) != len(entries):
                raise BadBundle("unreadable")
            if any(entry.compress_type or not _NAME.match(entry.filename) for entry in entries):
                raise BadBundle("unreadable")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise BadBundle("unreadable") from error


def _check_signature(manifest: bytes, signature: bytes, keys: Mapping[str, p256.PublicKey]) -> str:
    try:
        header, empty, made = signature.decode("ascii").strip().split(".")
        said = orjson.loads(p256.unb64url(header))
        if empty or not isinstance(said, dict) or said.get("alg") != "ES256" or said.get("typ") != TYPE:
            raise ValueError
        raw = p256.unb64url(made)
    except ValueError as error:
        raise BadBundle("unsigned") from error
    key = keys.get(str(said.get("kid")))
    if key is None:
        raise BadBundle("other_key")
    if not p256.signed_by(key, raw, f"{header}.{p256.b64url(manifest)}".encode()):
        raise BadBundle("signature")
    return str(said["kid"])


def _read(manifest: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(manifest)
    except orjson.JSONDecodeError as error:
        raise BadBundle("form") from error
    if not isinstance(said, dict) or said.get("format") != FORMAT or not isinstance(said.get("pieces"), list):
        raise BadBundle("form")
    for piece in said["pieces"]:
        if not isinstance(piece, dict) or not all(
            isinstance(piece.get(name), kind) for name, kind in (("name", str), ("size", int), ("sha256", str))
        ):
            raise BadBundle("form")
    return said
