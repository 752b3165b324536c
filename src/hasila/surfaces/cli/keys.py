"""`hasila keys`: the master keys of sealed fields. They are named and counted; a key itself is never printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, NoReturn, TypeVar

import typer
from django.utils.translation import gettext as _

from hasila.assurance.keyring import Keyring, keyring
from hasila.assurance.sealed import held, rewrap
from hasila.kernel.refusals import Refusal, Refused
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


def group() -> typer.Typer:
    """The commands on keys."""
    app = typer.Typer(no_args_is_help=True)
    app.command("list", help="List the master keys, and how many values each one wraps.")(list_keys)
    app.command("rotate", help="Make a new master key; what is sealed from now on is wrapped with it.")(rotate)
    app.command("reencrypt", help="Wrap every sealed value's key with the newest master key.")(reencrypt)
    app.command("retire", help="Take a master key that wraps nothing any more out of the file.")(retire)
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
