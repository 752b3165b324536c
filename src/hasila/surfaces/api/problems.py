"""Problems: how the API says no (RFC 9457, application/problem+json), in the language that was asked for."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from hasila.institution import law
from hasila.institution.watching import saw
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.counting import spoken
from hasila.surfaces.noting import noted

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPES = "/problems/"

TITLES = {
    400: _("The request cannot be read."),
    401: _("A sign-in is needed."),
    403: _("There is no power for this."),
    404: _("Not found."),
    409: _("The state of things forbids this."),
    412: _("The record was changed meanwhile."),
    413: _("The request is too large."),
    415: _("The request is in another format."),
    422: _("The content is refused."),
    429: _("Too many requests."),
    500: _("The server failed."),
}


def malformed(detail: str) -> Refusal:
    return Refusal(
        "api.malformed",
        _("The body is not readable JSON: %(detail)s"),
        remedy=_("Send one JSON object, in UTF-8."),
        status=400,
        detail=detail,
    )


def not_an_object() -> Refusal:
    return Refusal("api.not_an_object", _("The body must be one JSON object."), status=422)


def too_large(limit: int) -> Refusal:
    return Refusal("api.too_large", _("The body is larger than %(limit)s bytes."), status=413, limit=limit)


def wrong_media_type() -> Refusal:
    return Refusal(
        "api.wrong_media_type",
        _("The body must be JSON."),
        remedy=_("Send the header Content-Type: application/json."),
        status=415,
    )


def wrong_shape(field: str, expected: str) -> Refusal:
    return Refusal(
        "api.wrong_shape",
        _("This value has another shape than the schema says: %(expected)s."),
        field=field,
        status=422,
        expected=expected,
    )


def wrong_parameter(name: str, expected: str) -> Refusal:
    return Refusal(
        "api.wrong_parameter",
        _("The parameter “%(name)s” is wrong: %(expected)s."),
        field=name,
        status=422,
        name=name,
        expected=expected,
    )


def wrong_header(name: str) -> Refusal:
    return Refusal("api.wrong_header", _("The header %(name)s has another form."), status=400, name=name)


def unknown_parameter(name: str) -> Refusal:
    return Refusal(
        "api.unknown_parameter",
        _("This address takes no parameter “%(name)s”."),
        field=name,
        status=422,
        name=name,
    )


def words_in_address(name: str, place: str) -> Refusal:
    return Refusal(
        "api.words_in_address",
        _("Persons are not searched for in an address: it stays in histories and logs."),
        field=name,
        remedy=_("Send the same members as one JSON object: POST %(place)s."),
        status=422,
        place=place,
    )


def purpose_in_address(name: str, place: str) -> Refusal:
    return Refusal(
        "api.purpose_in_address",
        _("Why a file is opened is not said in an address: it stays in histories and logs."),
        field=name,
        remedy=_("Send purpose and case as one JSON object: POST %(place)s."),
        status=422,
        place=place,
    )


def state_why(place: str) -> Refusal:
    return Refusal(
        "api.state_why",
        _("This file is opened for a stated purpose, and the reading is kept."),
        field="purpose",
        remedy=_("Send purpose and case as one JSON object: POST %(place)s."),
        status=422,
        place=place,
    )


def unauthenticated() -> Refusal:
    return Refusal(
        "api.unauthenticated",
        _("No valid token was sent."),
        remedy=_("Get a token at /api/v1/tokens and send it as Authorization: Bearer."),
        status=401,
    )


def wrong_sign_in() -> Refusal:
    return Refusal("api.wrong_sign_in", _("The username or the password is wrong."), status=401)


def wait(seconds: int) -> Refusal:
    return Refusal(
        "api.wait",
        _("Too many failed sign-ins from here: the next one is looked at in %(wait)s."),
        remedy=_("Wait, then try again. No account is locked."),
        status=429,
        wait=spoken(seconds, "seconds"),
    )


def no_code() -> Refusal:
    return Refusal(
        "api.no_code",
        _("This account also shows a second factor."),
        field="code",
        remedy=_("Send a code of your application, or one of your codes on paper, as “code”."),
        status=401,
    )


def wrong_code() -> Refusal:
    return Refusal(
        "api.wrong_code",
        _("This code is not right."),
        field="code",
        remedy=_("Wait for the next one; a code serves only once."),
        status=401,
    )


def not_enrolled() -> Refusal:
    return Refusal(
        "api.not_enrolled",
        _("This account has no second factor yet."),
        remedy=_("Sign in on the pages and enrol one."),
        status=403,
    )


def given_password() -> Refusal:
    return Refusal(
        "api.given_password",
        _("This password was given to you, and has to be changed first."),
        remedy=_("Sign in on the pages and choose another."),
        status=403,
    )


def too_many() -> Refusal:
    return Refusal(
        "api.too_many", _("Too many requests in a short time."), remedy=_("Wait, then try again."), status=429
    )


def use_tls() -> Refusal:
    return Refusal(
        "api.use_tls",
        _("The API answers over HTTPS only."),
        remedy=_("Call the same address with https://, and get a new token: this one crossed the network in clear."),
        status=403,
    )


def not_found() -> Refusal:
    return Refusal("api.not_found", _("There is nothing at this address."), status=404)


def no_content() -> Refusal:
    return Refusal(
        "api.no_content",
        _("The content is not there any more."),
        remedy=_("It was erased; the record says when, and on whose order."),
        status=404,
    )


def failed() -> Refusal:
    return Refusal(
        "api.failed",
        _("The server failed. Nothing was written."),
        remedy=_("Try again later with the same idempotency key."),
        status=500,
    )


def as_json(value: Any, status: int = 200, media_type: str = "application/json") -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(orjson.dumps(value, default=str), status=status, content_type=media_type)


def problem(refusals: list[Refusal], *, basis: str = "", status: int | None = None) -> HttpResponse:
    """The answer to a request that was refused.

    Args:
        refusals: every reason, at least one. basis: the step's own text, for a reason that names none.
        status: instead of the first reason's.
    """
    noted(refusals)
    first = refusals[0]
    code = status or first.status
    body = {
        "type": f"{TYPES}{first.code}",
        "title": str(TITLES.get(code, "")),
        "status": code,
        "detail": " ".join(str(refusal) for refusal in refusals),
        "errors": [error(refusal, basis) for refusal in refusals],
    }
    response = as_json(body, code, MEDIA_TYPE)
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def error(refusal: Refusal, basis: str = "") -> dict[str, Any]:
    """A refusal as a member of `errors`: with its legal text, or that of the step where it is the law's own reason.

    Args:
        basis: the step's text.
    """
    found = refusal.as_problem()
    key = refusal.basis or (basis if refusal.code.split(".")[0] not in ("kernel", "api") else "")
    return {**found, "basis": key or None, "citation": citation(key)}


def citation(key: str) -> str | None:
    """How a legal text is cited in the active language; None for a key that the law data lacks."""
    if not key:
        return None
    try:
        return law.cite(key)
    except LookupError:
        return None


def install(api: NinjaAPI) -> None:
    """Lets every error of an API leave as a problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(AuthenticationError, lambda _request, _error: problem([unauthenticated()]))
    api.add_exception_handler(Throttled, _throttled)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(Http404, lambda _request, _error: problem([not_found()]))
    api.add_exception_handler(HttpError, lambda _request, error: problem([malformed(str(error))]))
    api.add_exception_handler(Exception, _failed)


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.refusals)


def _throttled(request: HttpRequest, error: Any) -> HttpResponse:
    saw("limit.reached", request, means="token")
    response = problem([too_many()])
    response.headers["Retry-After"] = str(max(1, round(error.wait or 1)))
    return response


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    """A parameter in the path of another shape can name nothing."""
    if any(item["loc"][0] == "path" for item in error.errors):
        return problem([not_found()])
    return problem([wrong_parameter(str(item["loc"][-1]), str(item["msg"])) for item in error.errors])


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    if transaction.get_connection().in_atomic_block:
        transaction.set_rollback(True)
    return problem([failed()])


def unknown_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever stands at no address of the API."""
    return problem([not_found()])
