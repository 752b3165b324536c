"""What leaves the house, or waits in a table, and must say nothing to whoever holds it: sealed under the site's secret.

AES-256-GCM (NIST SP 800-38D), bound to what it is about; a key for each use, derived by HKDF (RFC 5869). What was
sealed under a former secret key (`hasila keys secret`) can still be opened.
"""

from __future__ import annotations

import secrets
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE, TAG = 12, 16


class Shut(Exception):
    """What was sealed can't be opened: the secret of the site is another one, it was altered, or is about another."""


class Sealer:
    """Seals and opens for one use.

    Args:
        use: the label of the use, from which its key is derived; another one opens nothing.
    """

    def __init__(self, use: str) -> None:
        self.use = use.encode()

    def _cipher(self, secret: str) -> AESGCM:
        return AESGCM(HKDF(SHA256(), 32, salt=None, info=self.use).derive(secret.encode()))

    def seal(self, about: str, data: bytes) -> bytes:
        """The data, sealed and bound to what they are about."""
        nonce = secrets.token_bytes(NONCE)
        return nonce + self._cipher(settings.SECRET_KEY).encrypt(nonce, data, about.encode())

    def unseal(self, about: str, sealed: bytes) -> bytes:
        """The data again.

        Raises:
            Shut: they can't be opened, under the present secret or a former one.
        """
        if len(sealed) >= NONCE + TAG:
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
                with suppress(InvalidTag):
                    return self._cipher(secret).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
        raise Shut(about)
