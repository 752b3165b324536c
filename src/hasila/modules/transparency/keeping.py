"""Commands that look after the log: its key, its rotation, the horizon after a restore elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def _sealer() -> Iterator[psycopg.Connection]:
    """A connection of the sealer's role in which each statement is a transaction, with cursors on the server."""
    wrapped = connections["sealer"]
    raw: psycopg.Connection = wrapped.get_new_connection({**wrapped.get_connection_params(), "autocommit": True})
    raw.cursor_factory = psycopg.Cursor
    with raw:
        yield raw


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
        with _sealer() as raw:
            key = keys.rotate(raw, lost=lost, adopt=adopt)
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
    with _sealer() as raw:
        if not rehoming.misplaced(raw):
            console().print(_("The ledger is at home: nothing to do."))
            return
        sealed = rehoming.rehome(raw)
    console().print(_("The horizon was set anew; entries sealed by it: %(count)s.") % {"count": sealed})
