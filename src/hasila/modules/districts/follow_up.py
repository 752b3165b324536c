"""How somebody who brought a matter asks later what became of it: the reference and a code, both on the receipt.

The code is a keyed digest of the record's identifier: it is stored nowhere, nobody can make it without the key of the
installation, and it opens the state of this one matter and nothing else.
"""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from hasila.kernel.records import ALPHABET, Record
from hasila.plain.texts import western_digits
from hasila.surfaces.print.sheet import Follow

LENGTH = 10  # of 32 letters each: 50 bits
ROUTE = "districts:follow"
SAYS = _("Ask what became of it with the reference and this code. Keep the code to yourself.")
_MEANT = str.maketrans("OIL", "011")


def code_of(record: Record) -> str:
    """The code of a record, in two groups of five."""
    return _code(record, settings.SECRET_KEY)


def _code(record: Record, secret: str) -> str:
    digest = salted_hmac("hasila.districts.follow_up", record.pk.bytes.hex(), secret, algorithm="sha256").digest()
    value = int.from_bytes(digest, "big")
    letters = "".join(ALPHABET[(value >> 5 * place) & 31] for place in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def is_code_of(record: Record, typed: str) -> bool:
    """Whether a typed text is the code of a record; small letters, spaces and look-alike letters are accepted.
    A receipt that was printed under a former secret key still opens its matter.
    """
    given = "".join(western_digits(typed).upper().split()).replace("-", "").translate(_MEANT)
    codes = [_code(record, secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return any(compare_digest(given.encode(), code.replace("-", "").encode()) for code in codes)


def address_of(record: Record, here: str = "") -> str:
    """What the QR code says: the address of the page where it is served under a known origin, else both words.

    Args:
        here: the address under which the reader reached us, for an installation that names no origin.
    """
    code = code_of(record)
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), here)
    try:
        page = reverse(ROUTE)
    except NoReverseMatch:
        page = ""
    if origin and page:
        # The part after the hash stays in the browser: no log of a server holds the code.
        return f"{origin.rstrip('/')}{page}#{record.reference}.{code}"
    return f"HASILA {record.reference} {code}"


def follow(record: Record) -> Follow:
    """The block of a receipt."""
    return Follow(address_of(record), code_of(record), SAYS)
