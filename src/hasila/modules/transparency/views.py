"""The log as files that anybody may fetch and keep (c2sp.org/tlog-tiles), and a page that says what they are for.

What is served holds hashes, salted commitments, signatures and times, and nothing about a person.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from hasila.assurance import keys, tree
from hasila.tlog.tiles import WIDTH, parse_path

LATE = timedelta(minutes=1)
FOR_EVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=1"
FOR_A_WHILE = "public, max-age=300"
BYTES, TEXT = "application/octet-stream", "text/plain; charset=utf-8"


def _file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A file for programs, to be read only: any other method is answered with 405, and no form's token is asked for."""
    return csrf_exempt(require_safe(view))


def _answer(body: bytes | str, kind: str, caching: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer.headers["Cache-Control"] = caching
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _nothing(said: str) -> HttpResponse:
    answer = _answer(said + "\n", TEXT, "no-store")
    answer.status_code = 404
    return answer


@_file
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The checkpoint that is published, with its cosignatures."""
    kept = tree.published()
    return _answer(kept.note, TEXT, FOR_NOW) if kept else _nothing("no checkpoint yet")


@_file
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile of hashes or a bundle of entries, as far as a signed tree covers it at that width."""
    try:
        level, index, width = parse_path(f"tile/{path}")
    except ValueError:
        return _nothing("not the path of a tile")
    if not tree.covered(level or 0, index, width, tree.signed_size()):
        return _nothing("no checkpoint covers this tile")
    try:
        body = tree.entries(index, width) if level is None else tree.tile(level, index, width)
    except LookupError:
        return _nothing("not kept here any more")
    return _answer(body, BYTES, FOR_EVER)


@_file
def key(request: HttpRequest) -> HttpResponse:
    """The log's present public key, as one line."""
    found = _keys()
    return _answer(found[0].vkey + "\n", TEXT, FOR_A_WHILE) if found else _nothing("no key yet")


@_file
def all_keys(request: HttpRequest) -> HttpResponse:
    """The log's public keys of all times, the present one first, each with the note that announced it."""
    listed = [{"vkey": one.vkey, "since": one.since.isoformat(), "announced": one.announced} for one in _keys()]
    answer = JsonResponse({"keys": listed}, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = FOR_A_WHILE
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _keys() -> list[keys.Key]:
    with connection.cursor() as cursor:
        return keys.public_keys(cursor)


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the log is, how large it is, who signed it, and how to check it by oneself."""
    kept = tree.published()
    known = _keys()
    prefix = request.build_absolute_uri("/log")
    context: dict[str, Any] = {
        "kept": kept,
        "root": base64.b64encode(kept.root).decode() if kept else "",
        "origin": kept.note.split("\n", 1)[0] if kept else "",
        "keys": [SimpleNamespace(vkey=one.vkey, since=one.since, first=not one.announced) for one in known],
        "witnesses": _witnesses(kept),
        "late": _late(kept),
        "need": keys.needed(),
        "prefix": prefix,
        "width": WIDTH,
        "crumbs": [(_("Home"), "/"), (_("Transparency log"), "")],
    }
    return render(request, "transparency/log.html", context)


def _late(kept: tree.Kept | None) -> datetime | None:
    """Since when the seals of newer acts wait for the witnesses; None where they come as fast as usual."""
    since = tree.waiting_since(kept.size) if kept else None
    return since if since is not None and timezone.now() - since > LATE else None


def _witnesses(kept: tree.Kept | None) -> list[SimpleNamespace]:
    """Each witness that is asked, and each that cosigned, with when it cosigned this checkpoint."""
    signed = dict(kept.witnesses) if kept else {}
    names = dict.fromkeys([witness.verifier.name for witness in keys.witnesses()] + list(signed))
    return [SimpleNamespace(name=name, when=signed.get(name)) for name in names]
