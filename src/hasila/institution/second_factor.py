"""The second factor: passkeys first, then codes of an application, then codes on paper.

Keys and the application are django-allauth's (`allauth.mfa`); here stands what it leaves to its host: that a code
serves once whichever process is asked, that secrets are encrypted, who may enrol and when. Codes on paper: `paper`.
"""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes

from hasila.institution import paper
from hasila.institution.accounts import Account
from hasila.kernel.access import elevated
from hasila.plain.texts import western_digits

Type = Authenticator.Type
STAGE = "hasila.institution.second_factor.Stage"
OFFERED, OFFERED_FOR = "application", 900
"""Where a session keeps the secret of an application that is being enrolled, and for how many seconds."""
PERIOD, DRIFT = 30, 1
"""RFC 6238, section 5.2: steps of thirty seconds, one step early or late for clocks and slow hands."""


class Stage(AuthenticateStage):
    """Between password and session: the second factor of those who have one."""


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, no e-mail, no messages of allauth's own: our pages say what happened."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Accounts are made by the service."""
        return False

    def get_login_stages(self) -> list[str]:
        """What stands between password and session."""
        return [STAGE]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages tell."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Notices tell."""


class Adapter(DefaultMFAAdapter):
    """Names and secrets of the second factor."""

    def get_totp_issuer(self) -> str:
        """The name under which an application lists the account."""
        return "Hasila"

    def _get_site_name(self) -> str:
        return "Hasila"

    def encrypt(self, text: str) -> str:
        """Secrets are encrypted under a key derived from the site's secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Also what was encrypted under a former secret key (`SECRET_KEY_FALLBACKS`).

        Raises:
            ValueError: under none of the keys.
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValueError("A secret of a second factor was encrypted under another secret key.") from error


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key))) for key in keys])


def _derived(key: str | bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"hasila second factor").derive(force_bytes(key))


def reencrypt() -> int:
    """Encrypts the secrets of applications anew, under the present secret key; gives how many."""
    cipher, count = _cipher(), 0
    for held in Authenticator.objects.filter(type=Type.TOTP).iterator():
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=held.pk)
            row.data["secret"] = cipher.rotate(row.data["secret"].encode()).decode()
            row.save(update_fields=["data"])
        count += 1
    return count


def factors(account: Account) -> list[Authenticator]:
    """All that the account has: keys, the application, the codes on paper, oldest first."""
    return list(Authenticator.objects.filter(user=account).order_by("created_at", "pk"))


def has_second_factor(account: Account) -> bool:
    """Whether a passkey or an application stands behind the account; codes on paper alone are none."""
    return Authenticator.objects.filter(user=account, type__in=[Type.TOTP, Type.WEBAUTHN]).exists()


def check_code(account: Account, code: str) -> Authenticator | None:
    """The application or the codes on paper that this code is of, used up with this call; None where it is wrong."""
    given = normalize_user_code(western_digits(code))
    with elevated(), transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=account).exclude(type=Type.WEBAUTHN)
        held = {one.type: one for one in rows}
        application, codes = held.get(Type.TOTP), held.get(Type.RECOVERY_CODES)
        if application is not None and _totp_step(application, given):
            found = application
        elif paper.use(codes, given):
            found = codes
        else:
            return None
        found.record_usage()
        return found


def matching_step(secret: str, code: str, after: int = 0) -> int | None:
    """The step of thirty seconds, later than `after`, whose code this is; None where it is of none near now."""
    now = int(time.time()) // PERIOD
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def _totp_step(held: Authenticator, code: str) -> bool:
    """RFC 6238, section 5.2: a code that was accepted is not accepted again, nor an earlier one. The row is locked."""
    step = matching_step(Adapter().decrypt(held.data["secret"]), code, held.data.get("step", 0))
    if step is None:
        return False
    held.data["step"] = step
    held.save(update_fields=["data"])
    return True


def offered_secret(session: Any) -> str:
    """The secret that a page of enrolment shows: encrypted in the session, as it will be afterwards.

    It stays the same for a quarter of an hour, so that a page loaded again, or opened in a second window, doesn't make
    worthless what the application has scanned.
    """
    sealed, at = session.get(OFFERED) or ("", 0)
    if sealed and time.time() - at < OFFERED_FOR:
        try:
            return Adapter().decrypt(sealed)
        except ValueError:
            pass  # the site's secret key, and the former ones, were replaced meanwhile
    secret = generate_totp_secret()
    session[OFFERED] = (Adapter().encrypt(secret), time.time())
    return secret


def add_application(account: Account, secret: str, step: int) -> Authenticator:
    """Takes an application in, by the code of `step` that it has shown: that code serves once, too."""
    with elevated():
        made = TOTP.activate(account, secret).instance
        made.data["step"] = step
        made.save(update_fields=["data"])
    return made


def remove_factors(account: Account, key: int | None = None) -> None:
    """Takes away all that the account has, or the key or application of this number."""
    rows = Authenticator.objects.filter(user=account)
    with elevated():
        (rows if key is None else rows.filter(pk=key)).delete()


def paper_codes(account: Account) -> list[str]:
    """Ten new codes for paper; the former ones end. They are shown once."""
    return paper.make(account)


def paper_codes_left(account: Account) -> int:
    """How many codes on paper have not been used."""
    return paper.left(Authenticator.objects.filter(user=account, type=Type.RECOVERY_CODES).first())


def may_enrol_first(account: Account) -> bool:
    """Whether the account may take its first second factor now by its password alone: only in the time given to it."""
    return account.enrol_until is not None and timezone.now() <= account.enrol_until
