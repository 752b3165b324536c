"""Who acts on the command line: a token in the environment, or a username with its password."""

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
from hasila.surfaces.api.problems import unauthenticated

TOKEN, PASSWORD = "HASILA_TOKEN", "HASILA_PASSWORD"


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
        Refused: nobody is named, or the sign-in fails (failures count towards the lock-out, as on the web).
    """
    if username is None:
        text = os.environ.get(TOKEN, "")
        if not text:
            raise Refused(nobody())
        token = running(text)
        if token is None:
            raise Refused(unauthenticated())
        return _actor(token.account)
    return _actor(account_of(_request(), username, _password(username)))


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
    """What the lock-out counts failures by: this machine."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.path = "/hasila"
    return request
