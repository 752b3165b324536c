"""Addresses of the API, and of the pages that explain its problems."""

from typing import Any

from django.db import transaction
from django.urls import path, re_path

from hasila.surfaces.api.pages import problem_page, problems_page
from hasila.surfaces.api.problems import unknown_address
from hasila.surfaces.api.service import build


def _api() -> Any:
    """The API. A sign-in keeps its own transactions: a try stays counted whatever becomes of the request."""
    patterns, app, namespace = build().urls
    for one in patterns:
        if str(one.pattern) == "tokens":
            transaction.non_atomic_requests(one.callback)
    return patterns, app, namespace


urlpatterns = [
    path("api/v1/", _api()),
    re_path(r"^api/(?P<rest>.*)$", unknown_address, name="api_nothing"),
    path("problems/", problems_page, name="problems"),
    path("problems/<str:code>", problem_page, name="problem"),
]
