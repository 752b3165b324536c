"""Keys on the curve P-256 and their signatures (FIPS 186-5, ECDSA with SHA-256), as files, texts and 64 bytes.

Signatures are deterministic (RFC 6979): the same bytes signed twice give the same signature. Nothing here needs a
database, a network or Django's settings.
"""

from __future__ import annotations

import base64
import contextlib
import os
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)

PrivateKey = EllipticCurvePrivateKey
PublicKey = EllipticCurvePublicKey
HALF = 32


def b64url(data: bytes) -> str:
    """Base 64 for addresses and JOSE, without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64url(text: str) -> bytes:
    """What `b64url` wrote; raises ValueError for anything else."""
    found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if b64url(found) != text:
        raise ValueError("no base 64 without padding")
    return found


def make(path: Path) -> PrivateKey:
    """A new key, in a file that only its owner reads; where another process was quicker, its key."""
    key = generate_private_key(SECP256R1())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    return load(path)


def load(path: Path) -> PrivateKey:
    """The key of a PEM file.

    Raises:
        OSError: the file can't be read. ValueError: it holds no unencrypted P-256 key.
    """
    try:
        found = load_pem_private_key(path.read_bytes(), None)
    except TypeError as error:
        raise ValueError(f"{path}: the key is encrypted") from error
    if not isinstance(found, EllipticCurvePrivateKey) or not isinstance(found.curve, SECP256R1):
        raise ValueError(f"{path}: no key on the curve P-256")
    return found


def public_text(key: PrivateKey | PublicKey) -> str:
    """The public key on one line: base 64 of its SubjectPublicKeyInfo, as between the lines of PEM."""
    public = key.public_key() if isinstance(key, EllipticCurvePrivateKey) else key
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def parse_public(text: str) -> PublicKey:
    """The public key of one line, or of a PEM file.

    Raises:
        ValueError: it is none on the curve P-256.
    """
    lines = [line for line in text.split() if "-----" not in line and line not in ("PUBLIC", "KEY", "BEGIN", "END")]
    found = load_der_public_key(base64.b64decode("".join(lines), validate=True))
    if not isinstance(found, EllipticCurvePublicKey) or not isinstance(found.curve, SECP256R1):
        raise ValueError("no public key on the curve P-256")
    return found


def key_id(key: PrivateKey | PublicKey) -> str:
    """The thumbprint of the public key (RFC 7638): the name by which both sides call it."""
    public = key.public_key() if isinstance(key, EllipticCurvePrivateKey) else key
    numbers = public.public_numbers()
    x, y = (b64url(part.to_bytes(HALF, "big")) for part in (numbers.x, numbers.y))
    return b64url(sha256(f'{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}'.encode()).digest())


def sign(key: PrivateKey, data: bytes) -> bytes:
    """The signature as JOSE and HTTP message signatures have it: r and s, 32 bytes each."""
    r, s = decode_dss_signature(key.sign(data, ECDSA(SHA256(), deterministic_signing=True)))
    return r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")


def signed_by(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether the key made this signature over the data."""
    if len(signature) != 2 * HALF:
        return False
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), data, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
