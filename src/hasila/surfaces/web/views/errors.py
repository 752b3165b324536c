"""Pages for what went wrong, in the house's style and in plain words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "text": text, "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400; a request that was too large says so."""
    if isinstance(exception, RequestDataTooBig):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
        said = _("What you sent is larger than %(most)s MB. Nothing was recorded.") % {"most": most}
        return _page(request, 413, _("This is too large"), said)
    return _page(request, 400, _("The request could not be read"), _("Go back and try again. Nothing was recorded."))


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403."""
    return _page(request, 403, _("This page is not open to you"), _("Sign in with an account that may open it."))


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404; the text is the view's own where it gave one."""
    said = exception.args[0] if exception is not None and exception.args else ""
    text = said if isinstance(said, str) and said else _("Check the address, or start from the home page.")
    return _page(request, 404, _("There is no such page"), text)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where the form was not ours, or too old."""
    request.csrf_failed = True  # type: ignore[attr-defined]
    return _page(
        request,
        403,
        _("The form is too old"),
        _("Go back, load the page again and send it once more. Nothing was recorded."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: asks the database for nothing."""
    return render(request, "web/error_plain.html", status=500)
