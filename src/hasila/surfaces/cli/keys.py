"""`hasila keys`: the master keys of sealed fields. They are named and counted; a key itself is never printed."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Annotated, NoReturn, TypeVar

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from hasila.assurance.keyring import Keyring, keyring
from hasila.assurance.sealed import held, rewrap
from hasila.institution.second_factor import reencrypt as reencrypt_factors
from hasila.kernel.refusals import Refusal, Refused
from hasila.plain import secret_key
from hasila.plain.events import record
from hasila.surfaces.cli.groups import FORMAT
from hasila.surfaces.cli.printing import Format, print_refusals, print_rows

T = TypeVar("T")


def key_in_use(key: str, count: int) -> Refusal:
    return Refusal(
        "keys.in_use",
        _("The key %(key)s still wraps %(count)s values."),
        remedy=_("Wrap them anew first: hasila keys reencrypt."),
        key=key,
        count=count,
    )


def key_newest(key: str) -> Refusal:
    return Refusal(
        "keys.newest",
        _("The key %(key)s is the newest; it wraps what is sealed now."),
        remedy=_("Make another one first: hasila keys rotate."),
        key=key,
    )


def key_given() -> Refusal:
    return Refusal(
        "keys.secret_given",
        _("The secret key is set in HASILA_SECRET_KEY: it is not Hasila's to make anew."),
        remedy=_("Unset it, and one is kept in var/secret.key."),
    )


def group() -> typer.Typer:
    """The commands on keys."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help="List the master keys, and how many values each one wraps.")(list_keys)
    app.command("rotate", help="Make a new master key; what is sealed from now on is wrapped with it.")(rotate)
    app.command(
        "reencrypt", help="Encrypt anew what the newest keys should hold: sealed values' keys, second factors."
    )(reencrypt)
    app.command("retire", help="Take a master key that wraps nothing any more out of the file.")(retire)
    app.command("secret", help="Make a new secret key of the site; the former one stays beside it.")(secret)
    return app


def list_keys(form: Annotated[Format, FORMAT] = Format.TABLE) -> None:
    """Lists the keys."""
    ring = _ring()
    counted = held("owner")
    newest = ring.newest().id
    rows = [(key.id, key.made, counted.get(key.id, 0), key.id == newest) for key in ring.read().values()]
    rows += [(name, "", count, False) for name, count in counted.items() if name not in ring.read()]
    print_rows(form, ["key", "made", "wraps", "newest"], [_("Key"), _("Made on"), _("Wraps"), _("Newest")], rows)


def rotate() -> None:
    """Makes a key."""
    print(_("New key: %(key)s") % {"key": _guarded(keyring().make).id})


def reencrypt() -> None:
    """Wraps anew."""
    _ring()
    print(_("Wrapped anew: %(count)s") % {"count": _guarded(rewrap)})
    if settings.SECRET_KEY_FALLBACKS:
        print(_("Second factors encrypted anew: %(count)s") % {"count": reencrypt_factors()})


def retire(key: Annotated[str, typer.Argument(help="The key's name.")]) -> None:
    """Retires a key."""
    ring = _ring()
    count = held("owner").get(key, 0)
    if count:
        _refuse(key_in_use(key, count))
    if key == ring.newest().id:
        _refuse(key_newest(key))
    _guarded(lambda: ring.retire(key))
    print(_("Retired: %(key)s") % {"key": key})


def secret() -> None:
    """Makes the site's secret key anew. Processes that run go on with the former one until they are started again."""
    if os.environ.get("HASILA_SECRET_KEY"):
        _refuse(key_given())
    kept = secret_key.rotate(settings.VAR / "secret.key")
    record("key.changed", means="secret.made")
    print(_("A new secret key was made. Restart Hasila, then: hasila keys reencrypt"))
    print(_("The former one: %(path)s; destroy it when receipts of before need no answer any more.") % {"path": kept})


def _ring() -> Keyring:
    ring = keyring()
    _guarded(ring.read)
    return ring


def _guarded(action: Callable[[], T]) -> T:
    """What the action gives; a refusal is printed and ends the command with 1."""
    try:
        return action()
    except Refused as refused:
        _refuse(*refused.refusals)


def _refuse(*reasons: Refusal) -> NoReturn:
    print_refusals(reasons)
    raise typer.Exit(1)
