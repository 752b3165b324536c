"""Who is asking: each request runs in one transaction that knows its actor, and nothing opens without a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hasila.assurance.purposes import with_emergencies
from hasila.kernel.access import Actor, acting
from hasila.surfaces.web.public import SELF_AUTHENTICATING, is_impersonal, is_public

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The one who is signed in, with their grants; nobody where nobody is."""
    user = request.user
    if not user.is_authenticated:
        return Actor.of(None)
    return with_emergencies(Actor.of(user.pk, user.get_short_name()))


class Identity:
    """Puts `request.actor` on each request, denies by default, and gives the view its transaction."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if "sessionid" in request.COOKIES and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Runs the view inside the identified transaction, or sends the reader to sign in."""
        match = request.resolver_match
        route = match.view_name if match else ""
        if request.path_info.startswith(SELF_AUTHENTICATING) or is_impersonal(route):
            with acting(None):
                return view(request, *args, **kwargs)
        if not is_public(route, request.path_info) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("web:sign_in"))
        with acting(request.user.pk if request.user.is_authenticated else None):
            return view(request, *args, **kwargs)
