"""What lies in the exchange's tables is sealed: the database alone doesn't give it away, nor a copy of it."""

from __future__ import annotations

import secrets
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE = 12


class Shut(Exception):
    """What was sealed can't be opened: the secret of the site is another one, or it was altered."""


def _cipher(secret: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"hasila.exchange/vault").derive(secret.encode()))


def seal(about: str, data: bytes) -> bytes:
    """The data under AES-256-GCM (NIST SP 800-38D), bound to what they are about; the key by HKDF (RFC 5869)."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, data, about.encode())


def unseal(about: str, sealed: bytes) -> bytes:
    """The data, also of what was sealed under a former secret; raises Shut where they can't be opened."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        with suppress(InvalidTag):
            return _cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    raise Shut(about)
