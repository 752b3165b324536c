"""`hasila witness`: the witness program of `hasila.tlog`, and the one that `hasila run` starts for show."""

import contextlib
import os
import socket
import sys

import typer

from hasila.project import connections
from hasila.project.children import Child
from hasila.project.language import gettext as _
from hasila.project.lifeline import leave_with_parent
from hasila.project.places import VAR, Trouble
from hasila.tlog import witness

NAME = "witness.localhost/show"
EVERY = "2"


def register(app: typer.Typer) -> None:
    """Add `witness` to the command. The program reads its own options: it also runs without the rest of the house."""
    app.command(
        "witness",
        help="Follow a log and cosign what continues it; --help says more. It needs no database.",
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )(command)


def command(context: typer.Context) -> None:
    """Runs until SIGTERM or Ctrl-C."""
    raise typer.Exit(witness.main(context.args))


def for_show(url: str) -> Child | None:
    """The witness that `hasila run` starts beside itself, and which the other processes are told to ask.

    It shows how witnessing works and how the pages look with it; a witness that convinces others is run by others.
    None outside of the demonstration, and where the site named witnesses of its own in HASILA_WITNESSES, or none.

    Args:
        url: where the pages will be served.

    Raises:
        Trouble: what it keeps in VAR/witness can't be used.
    """
    if "HASILA_WITNESSES" in os.environ or not connections.demo():
        return None
    state = VAR / "witness"  # `hasila ledger verify` reads its memory there (`settings.HASILA_WITNESS_STATE`)
    try:
        key = witness.own_key(state, NAME)
    except (witness.StateError, witness.NoteError) as error:
        raise Trouble(str(error)) from error
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ["HASILA_WITNESSES"] = f"{key.public} http://127.0.0.1:{port}"
    options = ["--state", str(state), "--log", f"{url}/log", "--listen", f"127.0.0.1:{port}", "--every", EVERY]
    # It is no lasting part: where it ends, acts and pages go on without it.
    return Child(_("witness"), [__name__, *options], ends_with=_("The witness ended."))


if __name__ == "__main__":
    leave_with_parent()
    sys.exit(witness.main())
