"""`hasila prosecution`: the stand-in of the prosecution's side, and the one that `hasila run` starts for show."""

import argparse
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import typer

from hasila.assurance import p256
from hasila.project import connections
from hasila.project.children import Child
from hasila.project.language import gettext as _
from hasila.project.lifeline import leave_with_parent
from hasila.project.places import VAR, Trouble
from hasila.project.prosecution.office import Mood, Office
from hasila.project.prosecution.server import Server

FILE, KEY = "exchange.toml", "exchange.pem"


def register(app: typer.Typer) -> None:
    """Add `prosecution` to the command. The program reads its own options: it needs no database and no Django."""
    app.command(
        "prosecution",
        help="Stand in for the prosecution's side of the exchange; --help says more. It needs no database.",
        add_help_option=False,
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    )(command)


def command(context: typer.Context) -> None:
    """Runs until SIGTERM or Ctrl-C."""
    raise typer.Exit(main(context.args))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the stand-in. Returns 0, or 1 where it couldn't begin."""
    options = _options(arguments)
    leave = threading.Event()
    try:
        police = {p256.key_id(key): key for key in map(p256.parse_public, options.police_key)}
        office = Office(options.state, police)
        if options.show_key:
            sys.stdout.write(p256.public_text(office.key) + "\n")
            return 0
        office.mood = Mood(rule=options.rule)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: leave.set())
        host, _colon, port = options.listen.rpartition(":")
        with Server((host.strip("[]") or "127.0.0.1", int(port)), office) as server:
            threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
            leave.wait()
            server.shutdown()
    except OSError as error:
        said = f"{error.filename} can't be used: {error.strerror}" if error.filename else error.strerror or str(error)
        sys.stderr.write(f"prosecution: {said}\n")
        return 1
    except ValueError as error:
        sys.stderr.write(f"prosecution: {error}\n")
        return 1
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hasila prosecution", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--state", type=Path, required=True, help="the folder of its key, its journal and its bundles")
    parser.add_argument("--police-key", action="append", default=[], metavar="KEY", help="whose bundles it takes")
    parser.add_argument("--show-key", action="store_true", help="print its own public key, and end")
    parser.add_argument("--rule", action="store_true", help="answer by itself, by a rule for the demonstration")
    parser.add_argument("--listen", default="127.0.0.1:8500", metavar="HOST:PORT", help="where it answers")
    return parser.parse_args(arguments)


def for_show() -> tuple[Child, str] | None:
    """The stand-in that `hasila run` starts beside itself, and its address; the other processes are told of it.

    None outside of the demonstration, and where the site named an exchange of its own in HASILA_EXCHANGE, or none.

    Raises:
        Trouble: what it keeps in VAR/prosecution can't be used.
    """
    if "HASILA_EXCHANGE" in os.environ or not connections.demo():
        return None
    state = VAR / "prosecution"
    with contextlib.closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    try:
        ours, theirs = p256.make(state / KEY), p256.make(state / "office" / "key.pem")
        (state / FILE).write_text(
            f'key = "{KEY}"\n\n[[line]]\nname = "stand-in"\nurl = "{url}"\n'
            f'public_key = "{p256.public_text(theirs)}"\ncourts = ["*"]\n'
        )
    except (OSError, ValueError) as error:
        raise Trouble(str(error)) from error
    os.environ["HASILA_EXCHANGE"] = str(state / FILE)
    listen = url.removeprefix("http://")
    options = ["--state", str(state / "office"), "--police-key", p256.public_text(ours), "--listen", listen, "--rule"]
    # It is no lasting part: where it ends, acts and pages go on, and what was sent waits.
    return Child(_("prosecution's stand-in"), [__name__, *options], ends_with=_("The stand-in ended.")), url


if __name__ == "__main__":
    leave_with_parent()
    sys.exit(main())
