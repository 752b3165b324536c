"""A search in a register of persons' files, as an address can name it: its words are sealed into a token.

Addresses stand in histories, on screens and in the logs of whatever stands between a browser and us, so the names and
cards that officers look for are sent in the body of a form alone. What a page links to, its neighbours, its export and
itself, carries them as a token that only the same account opens, for the same register, as long as a session may last.
"""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hasila.institution.sealing import Sealer, Shut
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Refusal, Refused

IN = "in"
"""The name under which an address, or a hidden field, carries a token."""
BLOCK = 64
"""Bytes: what is sealed is padded to whole blocks, so that the length of a token tells little."""
CUT = 201
"""Characters of a value: one more than a filter takes, so that what was refused for its length stays refused."""
LONGEST = 16_000
"""Characters of a token that is looked at."""

_SEALER = Sealer("hasila.surfaces/searched")
Pairs = list[tuple[str, str]]


def closed() -> Refusal:
    """One sentence for all that doesn't open: which of them it was would say something about it."""
    return Refusal(
        "web.search_closed",
        _("This search can't be shown again: its address is too old, incomplete, or somebody else's."),
        remedy=_("Search again here."),
        status=410,
    )


def sealed(declared: type[Procedure], account: UUID | None, pairs: Iterable[tuple[str, str]]) -> str:
    """What was searched for, as a token for an address."""
    held = orjson.dumps([int(time.time()), [[name, text[:CUT]] for name, text in pairs]])
    held += b" " * (-len(held) % BLOCK)  # JSON allows spaces after the value
    return base64.urlsafe_b64encode(_SEALER.seal(_about(declared, account), held)).decode().rstrip("=")


def opened(declared: type[Procedure], account: UUID | None, token: str) -> Pairs:
    """What a token holds.

    Raises:
        Refused: it is broken, too old, of another register or of somebody else.
    """
    try:
        if len(token) > LONGEST:
            raise Shut
        box = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        at, pairs = orjson.loads(_SEALER.unseal(_about(declared, account), box))
    except (Shut, ValueError, binascii.Error):
        raise Refused(closed()) from None
    if not 0 <= time.time() - at < settings.HASILA_SESSION_HOURS * 3600:
        raise Refused(closed())
    return [(name, text) for name, text in pairs]


def asked(request: HttpRequest, declared: type[Procedure]) -> Any:
    """What a register is asked for, by name: from the body of a form, a sealed address, or the plain query.

    Raises:
        Refused: the token doesn't open.
    """
    if not declared.sensitive:
        return request.GET
    sent = request.POST if request.method == "POST" else request.GET
    token = sent.get(IN)
    return sent if token is None else dict(opened(declared, request.user.pk, token))


def named_by(request: HttpRequest, address: str) -> str:
    """The address that stands for a page that a body gave: a script puts it into the history, so that reloading the
    page and coming back to it sends no form again, and a change of language leads there. Empty where the page has it.
    """
    if request.method != "POST":
        return ""
    request.named = address  # type: ignore[attr-defined]
    return address


def _about(declared: type[Procedure], account: UUID | None) -> str:
    assert account is not None, "nobody reads a register without being signed in"
    return f"{account}/{declared.key}"
