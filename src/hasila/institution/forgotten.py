"""A forgotten password: whoever says so on the page of the sign-in is told the way, and those who can help are told.

Nothing here says whether a name is that of an account: what is answered, what is written and what is computed is the
same for one that isn't. The way itself is a recovery (`hasila.institution.recovery`): two people who have seen the
officer, then a code of the second factor, which is left, with the new password.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from hasila.institution.accounts import Account, AccountKind
from hasila.institution.career import Officer
from hasila.institution.jobs import job
from hasila.institution.notices import notify
from hasila.institution.recovery import Lost, Recovery, open_recovery
from hasila.institution.roles import Role
from hasila.institution.second_factor import check_code
from hasila.institution.sessions import end_sessions
from hasila.institution.signing import OfficerState, may_sign_in, skips_second_factor
from hasila.kernel.access import acting, elevated
from hasila.kernel.perform import perform, raw_connection
from hasila.plain.moments import today

FORGOTTEN = "institution.password_forgotten"
TELL_HELPERS = _(
    "On the page of the sign-in somebody said that officer %(officer)s has forgotten the password. "
    "If the officer comes to you in person, ask for a recovery of the sign-in; else do nothing."
)
TELL_OWNER = _(
    "On the page of the sign-in somebody said that you have forgotten your password. If it wasn't you, nothing "
    "follows; tell your chief."
)


def stand_in(username: str) -> Account:
    """An account that isn't there, always the same for a name: tries count against it as against a true one."""
    digest = salted_hmac("hasila.forgotten", username.casefold(), algorithm="sha256").digest()
    return Account(id=UUID(bytes=digest[:16]), username=username[:60], password="!")


def account_of(username: str) -> Account:
    """The account of somebody in service, else one that isn't there."""
    found = Account.objects.annotate(officer_state=OfficerState(F("pk"))).filter(username=username).first()
    usable = found is not None and found.kind == AccountKind.STAFF and may_sign_in(found)
    return found if found is not None and usable and not skips_second_factor(found) else stand_in(username)


def say_forgotten(username: str) -> None:
    """Has those told who can help, where there is somebody of this name; the same is done where there is nobody."""
    account = account_of(username)
    # One telling a day and account: a notice with the same cause isn't told twice.
    about = salted_hmac(FORGOTTEN, f"{account.pk}|{today()}", algorithm="sha256").digest()
    with elevated(), transaction.atomic():
        import_string(settings.HASILA_JOBS)(raw_connection(), [(FORGOTTEN, UUID(bytes=about[:16]), account.pk)])


@job(FORGOTTEN)
def tell_who_can_help(cause: UUID, account: UUID) -> None:
    """Tells the chiefs and the administrators over the officer's unit, and the officer."""
    officer = Officer.objects.filter(pk=account, state="active").first()
    if officer is None:
        return
    params = {"officer": officer.registration_number}
    helpers = [Role.UNIT_CHIEF, Role.ADMINISTRATOR]
    link = "/registers/institution/recovery/"
    notify(TELL_HELPERS, roles=helpers, unit=officer.unit_id, params=params, link=link, cause=cause)
    notify(TELL_OWNER, actor=officer.pk, cause=cause)


def set_anew(account: Account, code: str, chosen: str) -> bool:
    """Sets a new password where a recovery of it was approved for this account, and the code is of its second factor.

    Its sessions end and no device is known any more. What was wrong isn't said.
    """
    hashed = make_password(chosen)  # first, since it takes by far the longest and must be the same for all
    right = check_code(account, code) is not None
    with acting(account.pk):
        recovery = open_recovery(account, Lost.FORGOTTEN)
        if not right or recovery is None:
            return False
        perform(Recovery.use, recovery, actor=account.pk)
        with elevated():
            Account.objects.filter(pk=account.pk).update(password=hashed, given_until=None)
        end_sessions(account.pk)
    return True
