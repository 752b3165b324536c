"""Slowing down whoever guesses, without locking out whom they guess at.

Nothing is ever counted against a name alone. A wrong password counts against the name *from this address* and against
the address; a wrong code also against the account, but not on a device that this account has signed in from. So an
attacker elsewhere can make neither the password nor the known device of the owner wait.

A try is counted before it is looked at, in a transaction of its own, so that parallel tries can't outrun the count.
"""

from __future__ import annotations

import ipaddress
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hasila.institution.accounts import Account

DEVICE = "hasila_device"
DEVICE_AGE = timedelta(days=180)
PEOPLE = 20
"""So many people may share a known device, as a post's computer is shared by its shifts."""
FORGET = timedelta(hours=1)


class SignInTry(models.Model):
    """How often somebody was wrong lately; the key is a keyed digest, so the table names nobody."""

    key = models.CharField(max_length=64, primary_key=True, editable=False)
    count = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField(default=timezone.now)


@dataclass(frozen=True)
class Limit:
    """So many free tries; then each waits twice as long as the one before, up to `longest` seconds."""

    free: int
    longest: int


PAIR, ADDRESS, KNOWN, CODE = Limit(5, 900), Limit(50, 60), Limit(10, 900), Limit(20, 900)

COUNT = """
INSERT INTO institution_signintry AS t (key, count, last_at) VALUES (%(key)s, 1, clock_timestamp())
ON CONFLICT (key) DO UPDATE SET last_at = clock_timestamp(),
    count = CASE WHEN t.last_at < clock_timestamp() - %(forget)s THEN 1 ELSE t.count + 1 END
 WHERE t.count < %(free)s
    OR t.last_at + make_interval(secs => least(%(longest)s, power(2, least(t.count - %(free)s, 20) + 1)))
       <= clock_timestamp()
RETURNING count
"""
WAIT = """
SELECT ceil(extract(epoch FROM last_at - clock_timestamp())
       + least(%(longest)s, power(2, least(count - %(free)s, 20) + 1)))::int
  FROM institution_signintry WHERE key = %(key)s
"""


@dataclass(frozen=True)
class Tries:
    """What a try counts against, and after it was counted how often each was wrong and how long to wait.

    Attributes:
        wait: seconds to wait before the next try is looked at; 0 where this one may be. worst: the highest count.
    """

    keys: tuple[str, ...]
    wait: int = 0
    worst: int = 0

    def forgive(self) -> None:
        """What was right counts against nothing; the address keeps the tries that were wrong.

        A whole shift behind one address signs in at once: nobody waits because the others did it right.
        """
        SignInTry.objects.filter(key__in=self.keys[:1]).delete()
        SignInTry.objects.filter(key__in=self.keys[1:], count__gt=0).update(count=models.F("count") - 1)
        SignInTry.objects.filter(last_at__lt=timezone.now() - 24 * FORGET).delete()


def password_try(request: HttpRequest, username: str) -> Tries:
    """Counts a try at a password before it is looked at."""
    name = unicodedata.normalize("NFKC", username).casefold()
    device = _device(request)
    if device and _known(request, Account.objects.filter(username=name).first()):
        return _count([("known", f"{name}|{device}", KNOWN)])
    where = address(request)
    return _count([("pair", f"{name}|{where}", PAIR), ("address", where, ADDRESS)])


def code_try(request: HttpRequest, account: Account) -> Tries:
    """Counts a try at a code, by somebody who has shown the account's password."""
    if _known(request, account):
        return _count([("known code", f"{account.pk}|{_device(request)}", KNOWN)])
    return _count([("pair code", f"{account.pk}|{address(request)}", PAIR), ("code", str(account.pk), CODE)])


def forgotten_try(request: HttpRequest) -> Tries:
    """Counts a word about a forgotten password: by the address alone, whatever the name."""
    return _count([("forgotten", address(request), PAIR)])


def renew_try(request: HttpRequest, account: Account) -> Tries:
    """Counts a try at a code for a new password, by somebody who has shown nothing yet: apart from the codes of the
    sign-in, so that nobody makes the owner wait there.
    """
    if _known(request, account):
        return _count([("known renew", f"{account.pk}|{_device(request)}", KNOWN)])
    where = address(request)
    pair = ("pair renew", f"{account.pk}|{where}", PAIR)
    return _count([pair, ("address", where, ADDRESS), ("renew", str(account.pk), CODE)])


def _count(wanted: Iterable[tuple[str, str, Limit]]) -> Tries:
    keys, wait, worst = [], 0, 0
    with connection.cursor() as cursor:
        for kind, value, limit in wanted:
            key = salted_hmac("hasila.throttle", f"{kind}|{value}", algorithm="sha256").hexdigest()
            keys.append(key)
            about: dict[str, Any] = {"key": key, "free": limit.free, "longest": limit.longest, "forget": FORGET}
            cursor.execute(COUNT, about)
            row = cursor.fetchone()
            if row is None:
                cursor.execute(WAIT, about)
                row = cursor.fetchone()
                wait = max(wait, row[0] if row else 1, 1)
            else:
                worst = max(worst, row[0])
    return Tries(tuple(keys), wait, worst)


def address(request: HttpRequest) -> str:
    """Where a request comes from: the peer, or what the last of `HASILA_PROXIES` proxies of our own says; of IPv6 the
    network that one subscriber has.
    """
    found = request.META.get("REMOTE_ADDR", "")
    proxies = settings.HASILA_PROXIES
    if proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        found = hops[-proxies] if len(hops) >= proxies else found
    try:
        parsed = ipaddress.ip_address(found)
    except ValueError:
        return found[:64]
    return str(parsed) if parsed.version == 4 else str(ipaddress.ip_network((parsed, 64), strict=False))


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """Lets this device be known as one that the account has signed in from. The cookie opens nothing."""
    device, marks = _cookie(request)
    device = device or secrets.token_urlsafe(16)
    mine = _mark(device, account)
    kept = [mine, *(mark for mark in marks if mark != mine)][:PEOPLE]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device, kept], salt=DEVICE),
        max_age=DEVICE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_name() -> str:
    """Over TLS the browser is told to keep the cookie for this host alone."""
    return f"__Host-{DEVICE}" if settings.SESSION_COOKIE_SECURE else DEVICE


def _mark(device: str, account: Account) -> str:
    """It changes with the password, so that a change of password forgets every device."""
    return salted_hmac(DEVICE, f"{device}|{account.pk}|{account.mark}", algorithm="sha256").hexdigest()[:24]


def _cookie(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        device, marks = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=DEVICE, max_age=DEVICE_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, marks


def _device(request: HttpRequest) -> str:
    return _cookie(request)[0]


def _known(request: HttpRequest, account: Account | None) -> bool:
    device, marks = _cookie(request)
    return bool(device and account is not None and _mark(device, account) in marks)
