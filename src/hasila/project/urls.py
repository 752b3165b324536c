"""Addresses: each surface and module brings its own; here they are only hung in place."""

from django.apps import apps
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule
from django.views.decorators.http import require_safe


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether this process answers and reaches its database: 200, or 500 by the exception."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


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
