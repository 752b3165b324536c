"""`hasila witness`: the witness program of `hasila.tlog`, and the one that `hasila run` starts for show."""

import sys

import typer

from hasila.project.lifeline import leave_with_parent
from hasila.tlog import witness


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


if __name__ == "__main__":
    leave_with_parent()
    sys.exit(witness.main())
