"""`hasila ledger`: what lets anybody with the database check it, and look after the ledger's keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance.keys import KeyTrouble
from hasila.assurance.outside import held_outside
from hasila.assurance.verify import Report, verify
from hasila.modules.transparency import archiving, keeping
from hasila.surfaces.cli.printing import Format, console, print_json, print_rows
from hasila.tlog.note import NoteError, Verifier

ledger = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Adds the group `ledger` to the command."""
    keeping.register(ledger)
    archiving.add_to(ledger)
    app.add_typer(ledger, name="ledger", help="Verify the ledger, and look after its keys.")


PHASES = {
    "leaves": gettext_lazy("Entries"),
    "order": gettext_lazy("Order"),
    "figures": gettext_lazy("Figures"),
    "records": gettext_lazy("Records"),
    "readings": gettext_lazy("Readings"),
}
LARGEST = 1 << 20
"""Bytes of a file that is given as a checkpoint."""
COLUMNS = ("check", "position", "until", "entry", "record", "place", "found", "expected")


@ledger.command("verify", help="Check every entry, figure and record; exit 1 naming each place that fails.")
def command(
    since: Annotated[int, typer.Option("--from", min=0, help="Read entries from this position on only.")] = 0,
    workers: Annotated[int | None, typer.Option(min=1, max=16, help="Processes that read.")] = None,
    held: Annotated[
        list[Path] | None, typer.Option(help="A signed checkpoint that somebody else holds; may be given again.")
    ] = None,
    key: Annotated[
        list[str] | None, typer.Option(help="The log's public key from elsewhere, instead of the database's.")
    ] = None,
    again: Annotated[bool, typer.Option(help="Begin anew, though an interrupted run could go on.")] = False,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Verifies the ledger."""
    cursor = settings.VAR / "ledger-verify.json"
    if again:
        cursor.unlink(missing_ok=True)
    notes = [_note(path) for path in held or ()]
    log = [_key(text) for text in key or ()]
    try:
        outside, away = held_outside()
    except KeyTrouble as trouble:
        console(error=True).print(str(trouble))
        raise typer.Exit(2) from None
    for said in away:
        print(said, file=sys.stderr)
    report = verify(since=since, workers=workers, cursor=cursor, held=[*notes, *outside], log=log, progress=_Progress())
    if format is Format.JSON:
        print_json(as_json(report))
    elif format is Format.CSV:
        print_rows(format, COLUMNS, COLUMNS, _rows(report))
    else:
        _told(report)
    if not report.good:
        raise typer.Exit(1)


def _note(path: Path) -> str:
    """What stands in the file of a checkpoint."""
    try:
        with path.open("rb") as opened:
            return opened.read(LARGEST).decode("utf-8", "replace")
    except OSError as error:
        why = _("%(file)s can't be read: %(why)s.") % {"file": path, "why": error.strerror}
        raise typer.BadParameter(why, param_hint="--held") from error


def _key(text: str) -> Verifier:
    try:
        return Verifier.parse(text)
    except NoteError as error:
        raise typer.BadParameter(
            _("%(key)s is no public key of this kind.") % {"key": text}, param_hint="--key"
        ) from error


def as_json(report: Report) -> dict[str, Any]:
    """The report for programs."""
    return {
        "good": report.good,
        "empty": report.size == 0,
        "size": report.size,
        "root": report.root.hex(),
        "from": report.since,
        "resumed": report.resumed,
        "waiting": report.waiting,
        "keys_opened": report.opened,
        "counted": report.counted,
        "seconds": round(report.seconds, 3),
        "findings": [
            dict(zip(COLUMNS, row, strict=True), message=finding.label)
            for row, finding in zip(_rows(report), report.findings, strict=True)
        ],
    }


def _rows(report: Report) -> list[list[Any]]:
    return [[getattr(finding, name) for name in COLUMNS] for finding in report.findings]


def _told(report: Report) -> None:
    out = console()
    if report.findings:
        heads = [
            _("Check"), _("Position"), _("To"), _("Entry"), _("Record"), _("Place"), _("Found"), _("Expected")
        ]  # fmt: skip
        print_rows(Format.TABLE, COLUMNS, heads, _rows(report))
        for check, label in {finding.check: finding.label for finding in report.findings}.items():
            out.print(f"{check}: {label}")
    out.print(_("Size: %(size)s entries; waiting to be sealed: %(waiting)s.") % {
        "size": f"{report.size:,}", "waiting": f"{report.waiting:,}",
    })  # fmt: skip
    out.print(_("Root: %(root)s") % {"root": report.root.hex()})
    if report.resumed is not None:
        out.print(_("It went on at position %(at)s, where a run had been interrupted.") % {"at": f"{report.resumed:,}"})
    if report.opened is None:
        out.print(_("The keys of sealed values are all there or named above; the master keys aren't here to try them."))
    if report.good and not report.size:
        out.print(_nothing(report), style="yellow")
    elif report.good:
        out.print(_("Everything holds."), style="green")
    else:
        out.print(_("Places that fail: %(count)s.") % {"count": f"{len(report.findings):,}"}, style="bold red")
    out.print(_("Seconds: %(seconds)s") % {"seconds": f"{report.seconds:.1f}"}, style="dim")


def _nothing(report: Report) -> str:
    """What is said where no entry is sealed: that nothing failed says nothing."""
    if report.waiting:
        return _("Nothing is sealed yet, so no entry was verified. `hasila run` seals what waits.")
    return _(
        "There is nothing to verify: the ledger holds no entry. If it should hold some, give a checkpoint from before "
        "with --held."
    )


class _Progress:
    """One line on a terminal; elsewhere a line for each tenth."""

    def __init__(self) -> None:
        self.last = ("", -1)

    def __call__(self, phase: str, done: int, total: int) -> None:
        share = 10 * done // total if total else 10
        line = f"{PHASES.get(phase, phase)}: {done:,} / {total:,}"
        if sys.stderr.isatty():
            print(f"\r\033[K{line}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        elif (phase, share) != self.last and done:
            print(line, file=sys.stderr, flush=True)
        self.last = (phase, share)
