"""Codes on paper: ten of them, each serves once, kept as the hashes that passwords are kept as.

A code has ten digits, so whoever read the table could try all of them against a plain hash. One salt serves the ten of
an account: what is typed is hashed once, and held against each.
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import BasePasswordHasher, get_hasher, identify_hasher

from hasila.institution.accounts import Account
from hasila.kernel.access import elevated

DIGITS, COUNT = 10, 10
TYPE = Authenticator.Type.RECOVERY_CODES


def make(account: Account) -> list[str]:
    """Ten new codes, whose text is kept nowhere; the former ones end."""
    codes = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _code in range(COUNT)]
    kept = hashes(codes)
    with elevated():
        Authenticator.objects.filter(user=account, type=TYPE).delete()
        Authenticator.objects.create(user=account, type=TYPE, data={"hashes": kept})
    return codes


def hashes(codes: list[str]) -> list[str]:
    """What is kept of codes, under one salt."""
    hasher = get_hasher()
    salt = hasher.salt()
    # The function is slow on purpose, and lets other threads work meanwhile.
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda code: hasher.encode(code, salt), codes))


def left(held: Authenticator | None) -> int:
    """How many have not been used."""
    return len(held.data["hashes"]) if held is not None else 0


def use(held: Authenticator | None, code: str) -> bool:
    """Whether this is one of the codes; it is used up with this call. The row is locked.

    What can't be a code costs nothing; any other costs the same, whether or not there is anything to hold it against.
    """
    if len(code) != DIGITS or not code.isascii() or not code.isdigit():
        return False
    kept: list[str] = held.data["hashes"] if held is not None else []
    typed = _as_kept(code, kept)
    found = [one for one in kept if secrets.compare_digest(one, typed)]
    if held is None or not found:
        return False
    held.data["hashes"] = [one for one in kept if one not in found]
    held.save(update_fields=["data"])
    return True


def _as_kept(code: str, kept: list[str]) -> str:
    """The code hashed as those are that are kept: by their function, salt and rounds."""
    if not kept:
        hasher: BasePasswordHasher = get_hasher()
        return hasher.encode(code, hasher.salt())
    hasher = identify_hasher(kept[0])
    about = hasher.decode(kept[0])
    rounds = {"iterations": about["iterations"]} if "iterations" in about else {}
    return hasher.encode(code, about["salt"], **rounds)
