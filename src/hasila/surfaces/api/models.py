"""Tokens: what a programme shows instead of a password. Only their digest is kept."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hasila.institution.accounts import Account
from hasila.institution.signing import may_sign_in
from hasila.kernel.access import elevated
from hasila.plain.events import record

PREFIX = "hsl_"
LIFE = timedelta(hours=12)
MOST = 20
"""Tokens of one account in force at a time; one more ends the oldest."""


class Token(models.Model):
    """A sign-in of a programme, for a time. The text itself is shown once, at its making."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Account"))
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    label = models.CharField(_("Label"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("Created"), editable=False)
    expires_at = models.DateTimeField(_("Expires"), editable=False)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, editable=False)

    class Meta:
        verbose_name = _("Token")
        verbose_name_plural = _("Tokens")

    def __str__(self) -> str:
        return self.label or str(self.id)


def issue(account: Account, label: str = "", life: timedelta = LIFE) -> tuple[str, Token]:
    """Makes a token for an account and gives its text, which is kept nowhere, and its row."""
    text = PREFIX + secrets.token_urlsafe(32)
    now = timezone.now()
    held = Token.objects.filter(account=account, revoked_at__isnull=True, expires_at__gt=now).order_by("-created_at")
    surplus = list(held.values_list("pk", flat=True)[MOST - 1 :])
    with elevated():
        Token.objects.filter(pk__in=surplus).update(revoked_at=now)
        row = Token.objects.create(
            account=account, digest=digest_of(text), label=label, created_at=now, expires_at=now + life
        )
    if surplus:
        record("token.ended", account=account.pk, reason="limit", count=len(surplus))
    return text, row


def digest_of(text: str) -> bytes:
    """What is kept of a token. Its text has 256 random bits, so one plain hash is enough."""
    return sha256(text.encode()).digest()


def running(text: str, now: datetime | None = None) -> Token | None:
    """The token with this text, its account at hand; None where it is unknown, revoked, expired, or the account may
    not be signed in any more.
    """
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    rows = Token.objects.select_related("account").defer("account__password")
    rows = rows.filter(digest=digest_of(text), revoked_at__isnull=True, expires_at__gt=now or timezone.now())
    found = rows.first()
    return found if found is not None and may_sign_in(found.account) else None


def revoke(token: Token) -> None:
    """Ends a token at once."""
    with elevated():
        Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
