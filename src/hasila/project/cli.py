"""The `hasila` command: one entry to everything.

Each Django app of Hasila may ship a module `cli` with `register(app: typer.Typer) -> None`, which adds its
commands. They run with Django set up and the database running; what a command needs beyond that it does itself.
The commands of this package, `run` and `doctor`, look after themselves.
"""

import importlib
import importlib.util
import os
import sys

import typer

from hasila.project.commands import doctor, run
from hasila.project.places import Trouble
from hasila.project.translations import compile_stale

SETTINGS = "hasila.project.settings"
OWN = {"run", "doctor"}
LANGUAGES = ("ar", "fr", "en")


def language() -> str:
    """The language of the command line: HASILA_LANGUAGE, else that of the locale, else English."""
    for name in ("HASILA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code in LANGUAGES:
            return code
    return "en"


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
    if not (arguments and arguments[0] in OWN):
        for name in _apps():
            if importlib.util.find_spec(f"{name}.cli"):
                importlib.import_module(f"{name}.cli").register(app)
    return app


def _nothing() -> None:
    """Keeps the command a group, however few subcommands it has."""


def _apps() -> list[str]:
    """The modules of the installed apps of Hasila, with Django set up."""
    import django

    django.setup()
    from django.apps import apps
    from django.utils import translation

    translation.activate(language())
    return [config.name for config in apps.get_app_configs() if config.name.startswith("hasila.")]


def _needs_database(arguments: list[str]) -> bool:
    words = [word for word in arguments if not word.startswith("-")]
    return bool(words) and words[0] not in OWN and not {"-h", "--help"} & set(arguments)


def _call(arguments: list[str]) -> int:
    app = build(arguments)
    if arguments and arguments[0] in OWN:
        return _code(app(args=arguments, standalone_mode=False))
    if not _needs_database(arguments):
        return _invoke(app, arguments)
    from hasila.project.database import database, ensure_ready

    with database():
        ensure_ready()
        return _invoke(app, arguments)


def _invoke(app: typer.Typer, arguments: list[str]) -> int:
    """Run the command and give its exit code; a Refusal is printed in words and makes the code 1."""
    from hasila.kernel.refusals import Refused

    try:
        return _code(app(args=arguments, standalone_mode=False))
    except Refused as refused:
        for refusal in refused.refusals:
            print(f"{refusal} [{refusal.code}]", file=sys.stderr)
        return 1


def _code(result: object) -> int:
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry of the `hasila` script."""
    import click

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    arguments = sys.argv[1:]
    try:
        compile_stale()
        code = _call(arguments)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except typer.Exit as leave:
        code = leave.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Trouble as trouble:
        print(f"hasila: {trouble}", file=sys.stderr)
        code = 2
    except OSError as error:
        if error.errno != 28:
            raise
        print(f"hasila: the disk is full: {error.filename or ''}. Make room and try again.", file=sys.stderr)
        code = 2
    except Exception as error:
        words = database_words(error)
        if words is None:
            raise
        print(f"hasila: {words}", file=sys.stderr)
        code = 2
    sys.exit(code)


def database_words(error: BaseException) -> str | None:
    """Plain words for what a database reports of its surroundings, or None where it's another matter."""
    import psycopg

    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, psycopg.errors.DiskFull):
            return "the database's disk is full. Make room and try again; what was committed is safe."
        if isinstance(
            seen, psycopg.errors.AdminShutdown | psycopg.errors.CrashShutdown | psycopg.errors.CannotConnectNow
        ):
            return "the database was shut down meanwhile. Try again; what was committed is safe."
        seen = seen.__cause__
    return None


if __name__ == "__main__":
    main()
