"""Addresses: each surface and module brings its own; here they are only hung in place."""

from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_BEGAN, _STALE = datetime.now(UTC), timedelta(days=180)


@csrf_exempt  # so that any other method is told so, rather than that it lacks a token
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers and reaches its database: 200, or 500 by the exception."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116), where the site has named somebody; it goes stale with the process."""
    if not settings.HASILA_SECURITY_CONTACT:
        raise Http404
    lines = (
        f"Contact: {settings.HASILA_SECURITY_CONTACT}",
        f"Expires: {(_BEGAN + _STALE).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: ar, fr, en",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _of_modules() -> list[URLResolver]:
    """The addresses of every module that has a `urls.py`."""
    names = [
        config.name
        for config in apps.get_app_configs()
        if config.name.startswith("hasila.modules.") and module_has_submodule(config.module, "urls")
    ]
    return [path("", include(f"{name}.urls")) for name in names]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path(".well-known/security.txt", security, name="security"),
    path("documents/", include("hasila.surfaces.print.urls")),
    path("", include("hasila.surfaces.api.urls")),
    *_of_modules(),
    path("", include("hasila.surfaces.web.urls")),
    path("", include("hasila.surfaces.web.sign_in_urls")),
]

handler400 = "hasila.surfaces.web.views.errors.bad_request"
handler403 = "hasila.surfaces.web.views.errors.forbidden"
handler404 = "hasila.surfaces.web.views.errors.not_found"
handler500 = "hasila.surfaces.web.views.errors.server_error"
