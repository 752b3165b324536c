"""`hasila account`: an account for an officer, a forgotten password, sessions that must end. For the operator."""

from __future__ import annotations

import secrets
from typing import Annotated

import typer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hasila.institution.accounts import Account, AccountKind
from hasila.institution.career import Officer
from hasila.institution.sessions import Session, end_sessions
from hasila.institution.watching import name_mark
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain.days import format_date
from hasila.plain.events import record

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def register(app: typer.Typer) -> None:
    """Adds `account` to the command."""
    accounts = typer.Typer(help=_("Accounts of officers."), no_args_is_help=True)
    accounts.command("create", help=_("Make an account for an officer; the password is shown once."))(create)
    accounts.command("password", help=_("Set a forgotten password anew; it is shown once, and sessions end."))(password)
    accounts.command("mark", help=_("What stands for a typed name in the log of security events."))(mark)
    accounts.command("sign-out", help=_("End the sessions of one account, or of all."))(sign_out)
    app.add_typer(accounts, name="account")


def create(
    number: Annotated[str, typer.Argument(help="The registration number of the officer.")],
    username: Annotated[str, typer.Argument(help="The name to sign in by.")],
) -> None:
    """Makes the account, under the identifier of the officer. Its first second factor is enrolled within seven days.

    Raises:
        Refused: no such officer, or the officer or the name has an account.
    """
    officer = Officer.objects.filter(registration_number=number).first()
    if officer is None:
        raise Refused(Refusal("account.no_officer", _("No officer has this registration number."), status=404))
    chosen = _password()
    names = {"arabic_name": officer.arabic_name, "latin_name": officer.latin_name}
    try:
        with transaction.atomic():
            account = Account.objects.create_user(username, id=officer.pk, kind=AccountKind.STAFF, **names)
            account.set_given(chosen)
            account.save(update_fields=["password", "given_until"])
    except IntegrityError:
        raise Refused(Refusal("account.taken", _("The officer has an account, or the name is taken."))) from None
    record("account.created", account=account.pk)
    _tell(username, chosen)


def password(username: Annotated[str, typer.Argument(help="Whose password.")]) -> None:
    """Sets a new password, to be changed at the sign-in. The second factor stays: whoever learns it opens nothing.

    Raises:
        Refused: no such account.
    """
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refused(Refusal("account.unknown", _("There is no such account."), status=404))
    chosen = _password()
    account.set_given(chosen)
    account.save(update_fields=["password", "given_until"])
    record("password.changed", account=account.pk, means="operator")
    record("session.ended", account=account.pk, reason="password", count=end_sessions(account.pk))
    _tell(username, chosen)


def sign_out(
    username: Annotated[str, typer.Argument(help="Whose sessions.")] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Those of every account.")] = False,
) -> None:
    """Ends sessions at once; whoever held one signs in anew. Tokens of programmes stay: their owners revoke them.

    Raises:
        Refused: no such account, or neither an account nor all was said, or both.
    """
    if bool(username) == everybody:
        raise Refused(Refusal("account.whose", _("Give one username, or --all.")))
    account = Account.objects.filter(username=username).first()
    if account is None and not everybody:
        raise Refused(Refusal("account.unknown", _("There is no such account."), status=404))
    ended = Session.objects.all().delete()[0] if account is None else end_sessions(account.pk)
    record("session.ended", account=None if account is None else account.pk, reason="operator", count=ended)
    typer.echo(_("Sessions ended: %(number)s") % {"number": ended})


def mark(username: Annotated[str, typer.Argument(help="The name, as somebody typed it.")]) -> None:
    """Says what stands for a name in the lines of the log of security events."""
    typer.echo(name_mark(username))


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(5)) for _part in range(4))


def _tell(username: str, chosen: str) -> None:
    typer.echo(_("Username: %(name)s") % {"name": username})
    typer.echo(_("Password: %(password)s") % {"password": chosen})
    typer.echo(
        _("Hand it over in person, %(day)s; it opens for seven days, and only to choose another.")
        % {"day": format_date(timezone.localdate())}
    )
