"""What the browser is asked for a passkey, and its answers. The ceremony is django-allauth's."""

from __future__ import annotations

import ipaddress
import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.institution.accounts import Account
from hasila.kernel.access import elevated
from hasila.surfaces.web.refusing import Problem, RefusalError


class KeyForm(forms.Form):
    """What the browser sends after it has spoken to a key."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    use_required_attribute = False


class NewKeyForm(KeyForm):
    """A new key with the name under which its owner will know it."""

    name = forms.CharField(
        label=gettext_lazy("Name of the key"),
        max_length=60,
        help_text=gettext_lazy("By which you will know it, such as “my telephone” or “the key on my ring”."),
    )
    field_order = ("name", "credential")


def possible(request: HttpRequest) -> bool:
    """Whether a browser would make a passkey for this address: a name, reached securely, or localhost."""
    host = request.get_host().rpartition(":")[0] if ":" in request.get_host() else request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost" or host.endswith(".localhost")
    return False


def to_make(account: Account) -> str:
    """What the browser is asked to make a key with, as JSON; the challenge is kept in the session."""
    return json.dumps(auth.begin_registration(account, False))


def to_show(account: Account) -> str:
    """What the browser is asked to show a key with, as JSON; the challenge is kept in the session."""
    return json.dumps(auth.begin_authentication(account))


def made(credential: Any) -> bool:
    """Whether the answer is a key made for the challenge of this session; a challenge serves once."""
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        auth.clear_state()
        return False
    return True


def shown(account: Account, credential: Any) -> Authenticator | None:
    """The key of this account that answered the challenge of this session; a challenge serves once."""
    try:
        auth.parse_authentication_response(credential)
        found = auth.complete_authentication(account, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        auth.clear_state()
        return None
    with elevated():
        found.record_usage()
    return found


def keep(account: Account, name: str, credential: Any) -> Authenticator:
    """Takes a key that was made into the account."""
    with elevated():
        return auth.WebAuthn.add(account, name, credential).instance


def rename(held: Authenticator, name: str) -> None:
    """Gives a key another name."""
    held.data["name"] = name
    with elevated():
        held.save(update_fields=["data"])


def not_accepted() -> RefusalError:
    """Said where a key's answer doesn't fit."""
    return RefusalError(Problem(_("The key was not accepted."), remedy=_("Try again, or use a code.")))
