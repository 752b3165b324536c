"""Who asks: a bearer token, and how often one may ask."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from hasila.assurance.purposes import with_emergencies
from hasila.institution.accounts import Account
from hasila.institution.second_factor import check_code, has_second_factor
from hasila.institution.signing import needs_second_factor, skips_second_factor
from hasila.institution.throttle import address, code_try, password_try
from hasila.institution.watching import name_mark, saw
from hasila.kernel.access import Actor, identify
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.api import problems
from hasila.surfaces.api.models import running


class Bearer(HttpBearer):
    """Takes `Authorization: Bearer`; puts the actor on the request and tells the database who acts.

    A session's cookie is no sign-in here, so a page of another site can do nothing in a reader's name.
    """

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The token's row, or None where it is not in force."""
        found = running(token)
        if found is None:
            saw("token.refused", request)
            return None
        account = found.account
        request.actor = with_emergencies(Actor.of(account.pk, account.get_short_name()))  # type: ignore[attr-defined]
        identify(account.pk)
        return found


class PerToken(SimpleRateThrottle):
    """So many requests for each token, in each server process."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Counts by token."""
        token = getattr(request, "auth", None)
        return f"api.token.{token.pk}" if token is not None else None


class PerContent(SimpleRateThrottle):
    """So many contents for each token, in each server process: each is held in memory while it is judged."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Counts by token, apart from its other requests."""
        token = getattr(request, "auth", None)
        return f"api.content.{token.pk}" if token is not None else None


class PerAddress(SimpleRateThrottle):
    """So many sign-ins from each address, in each server process."""

    def get_cache_key(self, request: HttpRequest) -> str | None:
        """Counts by the address; what a client claims in a header is not believed."""
        return f"api.address.{address(request)}"


def account_of(request: HttpRequest, username: str, password: str, code: str = "") -> Account:
    """The account that a username, a password and a code open: the same two factors as on the pages.

    Raises:
        Refused: one of them is wrong or missing, or too many tries failed from here.
    """
    tries = password_try(request, username)
    if tries.wait:
        saw("sign_in.waits", request, name=name_mark(username), means="api", seconds=tries.wait)
        raise Refused(problems.wait(tries.wait))
    account = authenticate(request=request, username=username, password=password)
    if not isinstance(account, Account):
        raise Refused(problems.wrong_sign_in())
    tries.forgive()
    factor = ""
    if has_second_factor(account):
        factor = "skipped" if skips_second_factor(account) else _second(request, account, code)
    elif needs_second_factor(account):
        raise _incomplete(request, account, problems.not_enrolled())
    if account.must_choose:
        raise _incomplete(request, account, problems.given_password())
    saw("sign_in.succeeded", request, account=account.pk, name=name_mark(username), means="api", factor=factor)
    return account


def _incomplete(request: HttpRequest, account: Account, refusal: Refusal) -> Refused:
    saw("sign_in.incomplete", request, account=account.pk, means="api", reason=refusal.code)
    return Refused(refusal)


def _second(request: HttpRequest, account: Account, code: str) -> str:
    """The kind of the second factor that was shown."""
    if not code:
        raise _incomplete(request, account, problems.no_code())
    tries = code_try(request, account)
    if tries.wait:
        saw("sign_in.waits", request, account=account.pk, means="api", seconds=tries.wait)
        raise Refused(problems.wait(tries.wait))
    held = check_code(account, code)
    if held is None:
        saw("second_factor.failed", request, account=account.pk, means="api", tries=tries.worst)
        raise Refused(problems.wrong_code())
    tries.forgive()
    return str(held.type)
