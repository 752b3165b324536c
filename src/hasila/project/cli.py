"""The `hasila` command: one entry to everything.

Each Django app of Hasila may ship a module `cli` with `register(app: typer.Typer) -> None`, which adds its
commands. They run with Django set up and the database running; what a command needs beyond that it does itself.
The commands of this package, such as `run` and `doctor`, look after themselves.
"""

import errno
import importlib
import importlib.util
import os
import sys

import typer

from hasila.project import connections
from hasila.project.commands import bundle, doctor, proof, prosecution, run, witness
from hasila.project.language import gettext as _
from hasila.project.language import language
from hasila.project.lifeline import leave_with_parent
from hasila.project.places import Trouble
from hasila.project.settling import loading, set_up
from hasila.project.translations import compile_stale

SETTINGS = "hasila.project.settings"
OWN = {"run", "doctor", "witness", "proof", "prosecution", "bundle"}


def build(arguments: list[str]) -> typer.Typer:
    """The command with its subcommands. Those of the apps are loaded only where the arguments don't name our own."""
    app = typer.Typer(
        name="hasila",
        help="Acts make records, the ledger makes the figures, the figures make the annual report.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_nothing)
    run.register(app)
    doctor.register(app)
    witness.register(app)
    proof.register(app)
    if connections.demo():
        prosecution.register(app)
    bundle.register(app)
    if not (arguments and arguments[0] in OWN):
        _add_those_of_apps(app)
    return app


def _add_those_of_apps(app: typer.Typer) -> None:
    """Their help is English throughout, as what typer says around it is: a page in two languages helps nobody."""
    names = _apps()
    from django.utils import translation

    with translation.override("en"):
        for name in names:
            if importlib.util.find_spec(f"{name}.cli"):
                importlib.import_module(f"{name}.cli").register(app)


def _nothing() -> None:
    """Keeps the command a group, however few subcommands it has."""


def _apps() -> list[str]:
    """The modules of the installed apps of Hasila, with Django set up."""
    set_up()
    from django.apps import apps
    from django.utils import translation

    translation.activate(language())
    return [config.name for config in apps.get_app_configs() if config.name.startswith("hasila.")]


def _needs_database(arguments: list[str]) -> bool:
    words = [word for word in arguments if not word.startswith("-")]
    return bool(words) and words[0] not in OWN and not {"-h", "--help"} & set(arguments)


def _call(arguments: list[str]) -> None:
    """Run the command. It ends in SystemExit with the code; what is in the way is raised."""
    with loading():
        app = build(arguments)
    if not _needs_database(arguments):
        app(args=arguments, prog_name="hasila")
        return
    from hasila.kernel.refusals import Refused
    from hasila.project.database import database, ensure_ready

    with database():
        ensure_ready()
        try:
            app(args=arguments, prog_name="hasila")
        except Refused as refused:
            for refusal in refused.refusals:
                print(f"{refusal} [{refusal.code}]", file=sys.stderr)
            sys.exit(1)


def main() -> None:
    """Entry of the `hasila` script: 0 well, 1 refused or wrong, 2 something is in the way, 130 interrupted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    leave_with_parent()
    try:
        compile_stale()
        _call(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        words = plain_words(error)
        if words is None:
            raise
        print(f"hasila: {words}", file=sys.stderr)
        sys.exit(2)


def plain_words(error: BaseException) -> str | None:
    """Plain words for what lies in the surroundings, not in the program; None where it's another matter."""
    import psycopg

    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _("the disk is full: %(path)s. Make room and try again.") % {"path": error.filename or ""}
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.errors.DiskFull):
            return _("the database's disk is full. Make room and try again; what was committed is safe.")
        if isinstance(
            seen, psycopg.errors.AdminShutdown | psycopg.errors.CrashShutdown | psycopg.errors.CannotConnectNow
        ):
            return _("the database was shut down meanwhile. Try again; what was committed is safe.")
        seen = seen.__cause__
    return None


if __name__ == "__main__":
    main()
