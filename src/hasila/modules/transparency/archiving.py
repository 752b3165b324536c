"""`hasila ledger archive`, `archives`, `archive-check` and `restore`: closed years as files, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from django.conf import settings
from django.utils.translation import gettext as _

from hasila.assurance.archiving import years
from hasila.assurance.archiving.files import MANIFEST, NOTE, ArchiveFault, no_archive, why
from hasila.surfaces.cli.printing import Format, console, print_json, print_rows
from hasila.tlog.note import Ed25519Signer, NoteError, Verifier

Folder = Annotated[Path, typer.Argument(help="Folder of the archive.", file_okay=False)]
Form = Annotated[Format, typer.Option("--format", help="How to print it.")]
LogKey = Annotated[
    str | None, typer.Option("--log-key", help="The log's public key; the manifest must be signed by it.")
]


def add_to(ledger: typer.Typer) -> None:
    """Adds the commands to the group `ledger`."""
    ledger.command("archive", help="Write a closed year to files, check them, and take its tables away with --drop.")(
        archive
    )
    ledger.command("archives", help="List the archived years and where they lie.")(archives)
    ledger.command("archive-check", help="Check an archive; exit 1 naming what fails.")(check)
    ledger.command("restore", help="Bring an archived year back into the database.")(restore)


def archive(
    year: Annotated[int, typer.Argument(min=2000, max=2999, help="The year of recording.")],
    to: Annotated[Path, typer.Option("--to", help="Folder that will hold the year's folder.", file_okay=False)],
    drop: Annotated[bool, typer.Option("--drop", help="Take the year's tables away, once the files hold.")] = False,
    form: Form = Format.TABLE,
) -> None:
    """Archives a year; broken off, the same command goes on."""
    folder = to / str(year)
    signer = _signer()
    try:
        if not (drop and _moved(year)):
            years.archive(year, folder, signer=signer, progress=_told)
        found = years.verified(folder, log=Verifier.parse(signer.public) if signer else None, progress=_told)
        if found.good and drop:
            years.move(folder)
    except (ArchiveFault, OSError) as fault:
        _failed(fault)
    _print(found, folder, form)


def archives(form: Form = Format.TABLE) -> None:
    """Lists the archives."""
    heads = (_("Year"), _("State"), _("Place"), _("Entries"))
    states = {"writing": _("being written"), "verified": _("verified"), "moved": _("moved to files")}
    rows = [
        (year, states[state] if form is Format.TABLE else state, place, count)
        for year, state, place, count in years.archives()
    ]
    print_rows(form, ("year", "state", "place", "entries"), heads, rows)


def check(
    folder: Folder,
    offline: Annotated[bool, typer.Option(help="Look at the files alone; contents stay closed.")] = False,
    log_key: LogKey = None,
    form: Form = Format.TABLE,
) -> None:
    """Checks an archive."""
    if not (folder / MANIFEST).exists():
        _failed(ArchiveFault(no_archive(folder)))
    found = years.check(folder, raw=None if offline else years.owner(), log=_verifier(log_key), progress=_told)
    _print(found, folder, form)


def restore(folder: Folder, log_key: LogKey = None, form: Form = Format.TABLE) -> None:
    """Brings a year back."""
    try:
        found = years.restore(folder, log=_verifier(log_key), progress=_told)
    except (ArchiveFault, OSError) as fault:
        _failed(fault)
    _print(found, folder, form)


def _moved(year: int) -> bool:
    return any(row[0] == year and row[1] == "moved" for row in years.archives())


def _signer() -> Ed25519Signer | None:
    path = settings.VAR / "log.key"
    return Ed25519Signer.load(path) if path.exists() else None


def _verifier(text: str | None) -> Verifier | None:
    try:
        return Verifier.parse(text) if text else None
    except NoteError as error:
        raise typer.BadParameter(str(error)) from None


def _failed(fault: Exception) -> NoReturn:
    said = f"{fault.filename}: {why(fault)}" if isinstance(fault, OSError) and fault.filename else str(fault)
    console(error=True).print(said)
    raise typer.Exit(1)


def _told(phase: str, done: int, total: int) -> None:
    names = {"write": _("Written"), "check": _("Checked"), "restore": _("Brought back")}
    console(error=True).print(f"{names[phase]}: {done:,} / {total:,}")


def _print(found: years.Found, folder: Path, form: Format) -> None:
    signed = (folder / NOTE).exists()
    if form is Format.JSON:
        print_json(
            {
                "good": found.good,
                "folder": str(folder),
                "entries": found.entries,
                "contents": found.contents,
                "erased": found.erased,
                "signed": signed,
                "faults": found.faults,
            }
        )
    elif form is Format.CSV:
        print_rows(form, ("fault",), ("fault",), [(fault,) for fault in found.faults])
    else:
        out = console()
        for fault in found.faults:
            out.print(fault, style="bold red")
        out.print(
            _("Entries: %(entries)s; contents: %(contents)s; erased: %(erased)s.")
            % {"entries": f"{found.entries:,}", "contents": f"{found.contents:,}", "erased": f"{found.erased:,}"}
        )
        out.print(str(folder))
    if not found.good:
        raise typer.Exit(1)
