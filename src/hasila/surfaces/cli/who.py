"""Who acts on the command line: a token in the environment, or a username with password and code."""

from __future__ import annotations

import os
import sys

import typer
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hasila.assurance.purposes import with_emergencies
from hasila.kernel.access import Actor
from hasila.kernel.refusals import Refusal, Refused
from hasila.surfaces.api.auth import account_of
from hasila.surfaces.api.models import running
from hasila.surfaces.api.problems import no_code, unauthenticated

TOKEN, PASSWORD, CODE = "HASILA_TOKEN", "HASILA_PASSWORD", "HASILA_CODE"


def nobody() -> Refusal:
    return Refusal(
        "cli.nobody",
        _("Say who acts."),
        remedy=_("Add --as USERNAME, or set HASILA_TOKEN to a token of the API."),
        status=401,
    )


def no_password() -> Refusal:
    return Refusal(
        "cli.no_password",
        _("There is no terminal to ask for the password."),
        remedy=_("Set HASILA_PASSWORD, or HASILA_TOKEN instead."),
        status=401,
    )


def signed_in(username: str | None) -> Actor:
    """The one who acts.

    Args:
        username: whose password is asked for; None leaves it to the token in HASILA_TOKEN.

    Raises:
        Refused: nobody is named, or the sign-in fails (failures count, as on the web).
    """
    if username is None:
        text = os.environ.get(TOKEN, "")
        if not text:
            raise Refused(nobody())
        token = running(text)
        if token is None:
            raise Refused(unauthenticated())
        return _actor(token.account)
    password = _password(username)
    try:
        account = account_of(_request(), username, password, os.environ.get(CODE, ""))
    except Refused as refused:
        if refused.refusal.code != no_code().code or not sys.stdin.isatty():
            raise
        code = str(typer.prompt(str(_("Code of your second factor")), err=True))
        account = account_of(_request(), username, password, code)
    return _actor(account)


def _actor(account: AbstractBaseUser) -> Actor:
    return with_emergencies(Actor.of(account.pk, account.get_short_name()))  # type: ignore[attr-defined]


def _password(username: str) -> str:
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(no_password())
    return str(typer.prompt(str(_("Password of %(name)s")) % {"name": username}, hide_input=True, err=True))


def _request() -> HttpRequest:
    """What failures are counted by: this machine."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.path = "/hasila"
    return request
