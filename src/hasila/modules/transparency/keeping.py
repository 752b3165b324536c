"""Commands that look after the log: its key, its rotation, the horizon after a restore elsewhere."""

from __future__ import annotations

from typing import Annotated

import psycopg
import typer
from django.db import connection, connections
from django.utils.translation import gettext as _

from hasila.assurance import keys, rehoming
from hasila.surfaces.cli.printing import Format, console, print_rows

KEYS = ("vkey", "since", "announced")


def register(ledger: typer.Typer) -> None:
    """Adds the commands to the group `ledger`."""
    ledger.command("keys", help="Print the log's public keys, the present one first.")(show_keys)
    ledger.command("rotate-key", help="Give the log a new key, announced by the old one.")(rotate_key)
    ledger.command("rehome", help="Bring the sealer's horizon right after a restore on another server.")(rehome)


def _sealer() -> psycopg.Connection:
    """A connection of the sealer's role, as Django has it, with autocommit."""
    wrapped = connections["sealer"]
    wrapped.ensure_connection()
    raw: psycopg.Connection = wrapped.connection
    raw.autocommit = True
    return raw


def show_keys(format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE) -> None:
    """Prints the keys."""
    with connection.cursor() as cursor:
        rows = [(key.vkey, key.since.isoformat(), key.announced) for key in keys.public_keys(cursor)]
    heads = (_("Key"), _("Since"), _("Announced by"))
    print_rows(format, KEYS, heads, rows)


def rotate_key(
    lost: Annotated[bool, typer.Option("--lost", help="The old key is gone: nothing announces the new one.")] = False,
    adopt: Annotated[bool, typer.Option("--adopt", help="The configured signer holds the new key already.")] = False,
) -> None:
    """Rotates the key."""
    try:
        key = keys.rotate(_sealer(), lost=lost, adopt=adopt)
    except keys.KeyTrouble as trouble:
        console(error=True).print(str(trouble))
        raise typer.Exit(1) from None
    typer.echo(key.vkey)
    console(error=True).print(
        _(
            "Hand this key to everybody who checks the log, and to the witnesses. The old one stays beside it as "
            "log.key.N: keep it offline or destroy it."
        )
    )


def rehome() -> None:
    """Rehomes the ledger."""
    raw = _sealer()
    if not rehoming.misplaced(raw):
        console().print(_("The ledger is at home: nothing to do."))
        return
    sealed = rehoming.rehome(raw)
    console().print(_("The horizon was set anew; entries sealed by it: %(count)s.") % {"count": sealed})
