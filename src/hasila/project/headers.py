"""What every answer carries: the browser's rules for our pages, and the language of the reader."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation

from hasila.surfaces.api.problems import problem, use_tls

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
BELIEVED = {"HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"}
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class Compressed(GZipMiddleware):
    """Pages are sent compressed, for slow lines; Django pads them, so that their length tells nothing of a secret.

    What the API says isn't: it is short, and an answer with a token may repeat what was sent.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where the browser takes it, unless it is JSON."""
        if "json" in response.headers.get("Content-Type", ""):
            return response
        return super().process_response(request, response)


class Forwarded:
    """What a proxy says of a request is believed of our own proxies alone, and of them only what they said themselves.

    A header that anybody else sends is dropped. A proxy of ours adds its word at the end, so of several the last
    counts: what a client wrote before it does not.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.networks = [ip_network(one.strip()) for one in settings.HASILA_PROXY_NETWORKS if one.strip()]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = settings.HASILA_PROXIES and self.is_ours(request.META.get("REMOTE_ADDR", ""))
        for name in [name for name in request.META if name.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]:
            if not ours or name not in BELIEVED:
                del request.META[name]
        scheme = request.META.get("HTTP_X_FORWARDED_PROTO")
        if scheme is not None:
            request.META["HTTP_X_FORWARDED_PROTO"] = scheme.rpartition(",")[2].strip()
        return self.get_response(request)

    def is_ours(self, peer: str) -> bool:
        """Whether a proxy of ours asks."""
        try:
            return any(ip_address(peer) in network for network in self.networks)
        except ValueError:
            return False


class Headers:
    """Everything a page loads comes from this server; nothing may frame it; the API answers over TLS only.

    It stands outermost, so that an answer made by any other middleware carries the rules too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "TRACE":
            response = HttpResponse(status=405)
        else:
            response = _use_tls(request) if _in_the_clear(request) else self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if "Access-Control-Allow-Origin" not in response.headers:
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path_info.startswith("/api/"):  # what a page may be kept by, its session says; a token says nothing
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def _in_the_clear(request: HttpRequest) -> bool:
    """Whether a program sends its token over plain HTTP. A redirect would hide the leak from whoever wrote it."""
    return settings.HTTPS and request.path_info.startswith("/api/") and not request.is_secure()


def _use_tls(request: HttpRequest) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        return problem([use_tls()])


class Language:
    """Arabic unless the reader chose otherwise: by the cookie on pages, by Accept-Language in the API."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = self.chosen(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def chosen(self, request: HttpRequest) -> str:
        """The code of the language to answer in."""
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if cookie in self.known:
            return cookie
        if request.path_info.startswith("/api/"):
            return translation.get_language_from_request(request)
        return settings.LANGUAGE_CODE
