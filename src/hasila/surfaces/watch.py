"""What was refused, for the log of security events: powers that somebody lacks, records that aren't theirs, input."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from hasila.institution.watching import saw
from hasila.surfaces.noting import noting
from hasila.surfaces.web.public import is_impersonal

UNREADABLE = {400: "unreadable", 413: "too_large", 414: "too_large", 431: "too_large"}
SENT = (409, 412, 415, 422)


class Watch:
    """Writes down an answer that refuses. It asks nothing of the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with noting() as codes:
            response = self.get_response(request)
        told = getattr(request, "watched", False) or is_impersonal(request.path_info)
        if 400 <= response.status_code < 500 and not told:
            _write(request, response.status_code, ",".join(sorted(set(codes))))
        return response


def _write(request: HttpRequest, status: int, codes: str) -> None:
    match = request.resolver_match
    route = match.view_name if match is not None else ""
    if getattr(request, "csrf_failed", False):
        saw("request.refused", request, route=route, reason="csrf")
    elif status in UNREADABLE and not codes:
        saw("request.refused", request, route=route, reason=UNREADABLE[status])
    elif status == 403:
        saw("access.refused", request, route=route, codes=codes)
    elif status == 404 and match is not None and match.kwargs:
        saw("access.unseen", request, route=route)
    elif status in (*SENT, *UNREADABLE) and request.method not in ("GET", "HEAD"):
        saw("input.refused", request, route=route, codes=codes)
