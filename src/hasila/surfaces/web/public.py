"""The short list of routes that answer without a sign-in. Whatever is not on it asks for one.

Other applications add their public pages with `open_to_all()`; a test prints the whole list for review.
"""

_ROUTES = {
    "health",
    "security",
    "account_login",
    "mfa_authenticate",
    "web:home",
    "web:sign_in",
    "web:forgotten",
    "web:renew",
    "web:sign_out",
    "web:demo",
    "web:language",
    "web:patterns",
    "web:progress",
}

SELF_AUTHENTICATING = ("/api/",)
"""Addresses whose own code authenticates each request (by token) and answers 401 itself."""


def open_to_all(*routes: str) -> None:
    """Puts routes (``namespace:name``) on the public list: pages that hold nothing about a person."""
    _ROUTES.update(routes)


_IMPERSONAL: list[str] = []


def open_to_machines(prefix: str, *routes: str) -> None:
    """Puts routes on the public list whose answers are the same for everybody. They and whatever else lies below the
    prefix (``/log/``) look at no session, so that any cache may keep them.
    """
    _ROUTES.update(routes)
    if prefix not in _IMPERSONAL:
        _IMPERSONAL.append(prefix)


def is_impersonal(path: str) -> bool:
    """Whether what lies at this address answers everybody alike."""
    return path.startswith(tuple(_IMPERSONAL))


def public_routes() -> frozenset[str]:
    """The names of the routes that answer without a sign-in."""
    return frozenset(_ROUTES)


def is_public(route: str, path: str) -> bool:
    """Whether a request for this route may pass without a sign-in."""
    return route in _ROUTES or path.startswith(SELF_AUTHENTICATING)
