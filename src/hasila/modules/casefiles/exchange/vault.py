"""What lies in the exchange's tables is sealed: only a process with the exchange's key can read it."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from hasila.assurance import p256

NONCE = 12


class Shut(Exception):
    """What was sealed can't be opened: another key, or it was altered."""


def _cipher(key: p256.PrivateKey) -> AESGCM:
    secret = key.private_numbers().private_value.to_bytes(p256.HALF, "big")
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"hasila.exchange/vault").derive(secret))


def seal(key: p256.PrivateKey, about: str, data: bytes) -> bytes:
    """The data under AES-256-GCM (NIST SP 800-38D), bound to what they are about; the key by HKDF (RFC 5869)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(key).encrypt(nonce, data, about.encode())


def unseal(key: p256.PrivateKey, about: str, sealed: bytes) -> bytes:
    """The data; raises Shut where they can't be opened."""
    try:
        return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except InvalidTag as error:
        raise Shut(about) from error
