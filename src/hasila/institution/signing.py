"""Who may be signed in. It is asked at the sign-in and again at every request, in the query that loads the account."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import models
from django.utils import timezone

from hasila.institution.accounts import Account, AccountKind
from hasila.plain.remembered import planned

IN_SERVICE = "active"


class OfficerState(models.Func):
    """The state of the officer whose account it is, by a function that works before anybody is identified."""

    function = "institution_officer_state"
    output_field = models.CharField()


class Unread(models.Func):
    """How many notices a person hasn't read, by a function that works before anybody is identified."""

    function = "institution_unread"
    output_field = models.BigIntegerField()


def may_sign_in(account: Account) -> bool:
    """Whether an account may be signed in now.

    Not one that is closed, nor an officer's who is suspended, retired or dismissed, nor outside of the demonstration
    one of its own, whose password everybody knows.
    """
    if not account.is_active or (account.demo and not settings.DEMO):
        return False
    if account.kind != AccountKind.STAFF:
        return True
    known = account.__dict__.get("officer_state", "")
    state = known if known != "" else _state(account.pk)
    return state is None or state == IN_SERVICE


def _state(identifier: UUID) -> str | None:
    found = Account.objects.filter(pk=identifier).annotate(found=OfficerState(models.F("pk")))
    return found.values_list("found", flat=True).first()


def skips_second_factor(account: Account) -> bool:
    """Whether the password alone is enough: for the demonstration's own accounts, in the demonstration only."""
    return bool(account.demo and settings.DEMO)


def needs_second_factor(account: Account) -> bool:
    """Whether nothing opens to this account before a second factor was shown."""
    return account.kind == AccountKind.STAFF and not skips_second_factor(account)


@planned
def _signed_in(identifier: UUID) -> models.QuerySet[Account]:
    rows = Account.objects.filter(pk=identifier)
    return rows.annotate(officer_state=OfficerState(models.F("pk")), unread=Unread(models.F("pk")))


class Backend(ModelBackend):
    """Username and password. An unknown name costs as much time as a wrong password (Django hashes it all the same)."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked after the password, so that the answer's time tells nothing about names. A given password ends."""
        return may_sign_in(user) and (user.given_until is None or timezone.now() <= user.given_until)

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a running session, with the count of its notices, in one query; None ends the session."""
        account = _signed_in.first(UUID(str(user_id)))
        return account if account is not None and may_sign_in(account) else None
