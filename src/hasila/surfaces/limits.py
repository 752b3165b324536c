"""How often one may ask: whoever is signed in counts for themselves, everybody else by their address.

Each kind of work has a bucket of requests that fills again with time. The buckets stand in the memory of each server
process: nothing is written for a page that is merely read, and a restart forgives everybody. What must hold across
processes, the tries at a password, is counted in the database (`hasila.institution.throttle`).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from hasila.institution.throttle import address
from hasila.institution.watching import saw
from hasila.surfaces.api.problems import problem, too_many
from hasila.surfaces.web.public import SELF_AUTHENTICATING, is_impersonal


@dataclass(frozen=True)
class Rate:
    """So many requests at once, and so many a second after that."""

    burst: int
    per_second: float


class Kind(Enum):
    """What a request costs us, with the rate for one address and the one for one person."""

    PAGE = Rate(120, 5), Rate(240, 10)
    FILE = Rate(1200, 100), Rate(1200, 100)
    """Small files of the log: whoever follows it fetches thousands."""
    CALL = Rate(1200, 200), Rate(1200, 200)
    """The API: below its own rate for each token, this bounds those who have none."""
    COUNT = Rate(30, 0.5), Rate(60, 1)
    """What is counted from the ledger: the report, a figure's trace."""
    SEARCH = Rate(30, 0.5), Rate(60, 2)
    PAPER = Rate(10, 0.2), Rate(30, 0.5)
    """What is typeset or written out whole: a document, an export."""

    def __init__(self, anybody: Rate, person: Rate) -> None:
        self.anybody = anybody
        self.person = person


_KINDS: dict[str, Kind] = {}


def limit(kind: Kind, *routes: str) -> None:
    """Says what routes (``namespace:name``) cost; all others are pages."""
    for route in routes:
        _KINDS[route] = kind


limit(Kind.PAPER, "web:register_export", "print:document")
limit(Kind.SEARCH, "web:lookup")


def kind_of(route: str, path: str, *, searching: bool = False) -> Kind:
    """What a request costs. searching: whether it gives words to look for."""
    if path.startswith(SELF_AUTHENTICATING):
        return Kind.CALL
    kind = _KINDS.get(route, Kind.PAGE)
    return Kind.SEARCH if searching and kind is Kind.PAGE else kind


class Buckets:
    """Who has how many requests left. At most `most` are remembered: the fullest are forgotten first."""

    def __init__(self, most: int = 20_000, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.clock = clock
        self.left: dict[tuple[Kind, str], tuple[float, float]] = {}
        self.lock = Lock()

    def take(self, kind: Kind, who: str, rate: Rate) -> float:
        """Takes one request; 0 where there was one, else the seconds until there is one."""
        now = self.clock()
        with self.lock:
            left, at = self.left.pop((kind, who), (float(rate.burst), now))
            left = min(rate.burst, left + (now - at) * rate.per_second)
            if len(self.left) >= self.most:
                self._forget()
            self.left[kind, who] = (left - 1 if left >= 1 else left, now)
        return 0.0 if left >= 1 else (1 - left) / rate.per_second

    def _forget(self) -> None:
        """Those who asked longest ago are first in the order of the dictionary."""
        for key in list(self.left)[: self.most // 10]:
            del self.left[key]


BUCKETS = Buckets()


class Limits:
    """Answers 429 to who asks too often, before anything is computed or opened for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Counts the request; gives the answer where it is one too many."""
        if not settings.HASILA_LIMITS:
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        kind = kind_of(route, request.path_info, searching=_searches(request, route))
        person = None if kind is Kind.CALL or is_impersonal(request.path_info) else request.user.pk
        who, rate = (str(person), kind.person) if person else (address(request), kind.anybody)
        wait = BUCKETS.take(kind, who, rate)
        return _refuse(request, kind, math.ceil(wait)) if wait else None


def _searches(request: HttpRequest, route: str) -> bool:
    """Whether a request gives words to look for: in its address, plain or sealed, or in the body to a register."""
    return any(map(request.GET.get, ("q", "in"))) or (route == "web:register" and request.method == "POST")


def _refuse(request: HttpRequest, kind: Kind, wait: int) -> HttpResponse:
    route = request.resolver_match.view_name if request.resolver_match else ""
    saw("limit.reached", request, route=route, means=kind.name.lower())
    if kind is Kind.CALL:
        response = problem([too_many()])
    elif kind is Kind.FILE:
        response = HttpResponse("too many requests\n", status=429, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, "web/too_many.html", status=429)
    response.headers["Retry-After"] = str(wait)
    response.headers["Cache-Control"] = "no-store"
    return response
