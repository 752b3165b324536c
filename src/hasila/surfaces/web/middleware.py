"""Who is asking: each request runs in one transaction that knows its actor, and nothing opens without a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from hasila.assurance.purposes import with_emergencies
from hasila.institution.accounts import Account
from hasila.institution.sessions import SECOND, over
from hasila.institution.signing import needs_second_factor
from hasila.institution.watching import saw
from hasila.kernel.access import Actor, acting
from hasila.surfaces.web.public import SELF_AUTHENTICATING, is_impersonal, is_public

ENROLLING = {
    "web:account",
    "web:key_add",
    "web:application_add",
    "web:paper_codes",
    "web:confirm",
    "web:sign_out",
    "web:language",
    "health",
}
"""What opens to somebody signed in by the password alone who must have a second factor."""

CHOOSING = {"web:password", "web:confirm", "web:sign_out", "web:language", "health"}
"""What opens, after the second factor, to somebody whose password was made by another."""

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The one who is signed in, with their grants; nobody where nobody is."""
    user = request.user
    if not user.is_authenticated:
        return Actor.of(None)
    return with_emergencies(Actor.of(user.pk, user.get_short_name()))


def _end_what_is_over(request: HttpRequest) -> None:
    """Ends a session that is past its time, or whose account may not be signed in any more. One that was ended from
    elsewhere (another device, a new password, one session too many) is found gone: its reader is told as well.
    """
    if not request.COOKIES.get(settings.SESSION_COOKIE_NAME):
        return
    if SESSION_KEY not in request.session:
        request.session_ended = request.session.session_key is None  # type: ignore[attr-defined]
        return
    late = over(request.session)
    if late or not request.user.is_authenticated:
        saw("session.ended", request, reason="over" if late else "barred")
        logout(request)
        request.session_ended = True  # type: ignore[attr-defined]


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this session must show, or take, a second factor before anything opens."""
    user = request.user
    return isinstance(user, Account) and needs_second_factor(user) and not request.session.get(SECOND)


class Identity:
    """Puts `request.actor` on each request, denies by default, and gives the view its transaction."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_impersonal(request.path_info):
            _end_what_is_over(request)
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Runs the view inside the identified transaction, or sends the reader to sign in."""
        match = request.resolver_match
        route = match.view_name if match else ""
        if request.path_info.startswith(SELF_AUTHENTICATING) or is_impersonal(request.path_info):
            if getattr(view, "_non_atomic_requests", None):
                return None
            with acting(None):
                return view(request, *args, **kwargs)
        if not is_public(route, request.path_info) and not request.user.is_authenticated:
            # Whoever sends a form had its page, and was signed in then: what saves drafts may have been told already.
            sends = request.method not in ("GET", "HEAD", "OPTIONS")
            ended = "?ended" if sends or getattr(request, "session_ended", False) else ""
            return redirect_to_login(request.get_full_path(), reverse("web:sign_in") + ended)
        if route not in ENROLLING and lacks_second_factor(request):
            return redirect("web:account")
        if route not in ENROLLING | CHOOSING and isinstance(request.user, Account) and request.user.must_choose:
            return redirect("web:password")
        if getattr(view, "_non_atomic_requests", None):
            return None  # it keeps its own transactions
        with acting(request.user.pk if request.user.is_authenticated else None):
            return view(request, *args, **kwargs)
