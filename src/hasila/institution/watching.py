"""Security events with who and from where: see `hasila.plain.events` for what may be written."""

from __future__ import annotations

import unicodedata
from hashlib import sha256
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hasila.institution.throttle import address
from hasila.plain.events import EVENTS, record


def saw(event: str, request: HttpRequest | None, **fields: Any) -> None:
    """Writes an event of a request: from which address, in which session, by which account, unless they are given.

    The request is marked, so that what was written of it exactly isn't written again in general.
    """
    known = EVENTS[event].fields
    if request is not None:
        request.watched = True  # type: ignore[attr-defined]
    about = {key: value for key, value in _about(request).items() if key in known} if request is not None else {}
    record(event, **{**about, **fields})


def _about(request: HttpRequest) -> dict[str, Any]:
    """What the request itself tells; nothing is asked of the database, which may be why there is an event."""
    held, token = getattr(request, "session", None), getattr(request, "auth", None)
    content = getattr(held, "_session_cache", None) or {}
    account = getattr(token, "account_id", None) or content.get(SESSION_KEY)
    return {
        "address": address(request),
        "account": account,
        "session": handle_of(held.session_key) if held is not None and held.session_key and account else None,
    }


def succeeded(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    """Every session that opens, whichever view let it (Django's signal)."""
    factor = getattr(request, "factor", "none")
    saw("sign_in.succeeded", request, account=user.pk, name=name_mark(user.username), means="web", factor=factor)


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """Every password that was looked at and found wrong, whichever surface asked (Django's signal)."""
    means = "api" if request is not None and request.path_info.startswith("/api/") else "web" if request else "command"
    saw("sign_in.failed", request, name=name_mark(str(credentials.get("username", ""))), means=means)


def name_mark(username: str) -> str:
    """What stands for a typed name: a keyed digest, since people type their password there by mistake. The same for the
    same name, so that tries at it can be counted and found: `hasila account mark NAME`.
    """
    name = unicodedata.normalize("NFKC", username).casefold()
    return salted_hmac("hasila.events", name, algorithm="sha256").hexdigest()[:16]


def handle_of(key: str) -> str:
    """A name for a session; its key would open it."""
    return sha256(key.encode()).hexdigest()[:16]
