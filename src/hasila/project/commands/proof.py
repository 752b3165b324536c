"""`hasila proof check`: whether a paper's act stands in the ledger. Offline, and without a database."""

import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from hasila.assurance.papers import LARGEST, Checked, Unproven, check, reference_ending
from hasila.plain.moments import LEGAL_ZONE, from_micros
from hasila.project.language import gettext as _
from hasila.project.places import Trouble
from hasila.tlog.cosignature import CosignatureVerifier
from hasila.tlog.note import NoteError, Verifier

WIDE = 160
proof = typer.Typer(no_args_is_help=True)


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the group `proof` to the command."""
    app.add_typer(proof, name="proof", help="Check the proof that a paper carries.")


@proof.callback()
def _group() -> None:
    """Keeps it a group, however few subcommands it has."""


@proof.command("check", help="Check a proof offline, with the log's public key alone; exit 1 where it fails.")
def command(
    file: Annotated[str, typer.Argument(help="A .tlog-proof file, or the text of a QR code; - reads it from input.")],
    key: Annotated[list[str], typer.Option(help="The log's public key (vkey); repeat it for keys of other times.")],
    witness: Annotated[list[str] | None, typer.Option(help="A witness's public key; may be repeated.")] = None,
    need: Annotated[
        int | None, typer.Option(min=0, help="How many witnesses must have signed; else all named.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Checks a proof."""
    logs, witnesses = (
        [_key(Verifier, text) for text in key],
        [_key(CosignatureVerifier, text) for text in witness or ()],
    )
    needed = len(witnesses) if need is None else need
    if needed > len(witnesses):
        raise typer.BadParameter(_("There are fewer witnesses than must have signed."))
    try:
        checked = check(_read(file), logs, witnesses, needed)
    except Unproven as reason:
        _refuse(reason, format)
    if format is Format.JSON:
        print(json.dumps({"valid": True} | as_json(checked), ensure_ascii=False, indent=2))
    else:
        _tell(checked)


def as_json(checked: Checked) -> dict[str, Any]:
    """What a proof proves, for programs."""
    return {
        "log": checked.checkpoint.origin,
        "index": checked.index,
        "size": checked.checkpoint.size,
        "root": checked.checkpoint.root.hex(),
        "reference_ending": reference_ending(checked.said),
        "entry": checked.said,
        "cosigned": [{"witness": name, "at": _iso(at)} for name, at in checked.cosigned],
    }


def _key(kind: type[Verifier], text: str) -> Verifier:
    try:
        return kind.parse(text)
    except NoteError as error:
        raise typer.BadParameter(_("%(key)s is no public key of this kind.") % {"key": text}) from error


def _read(file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(file).open("rb") as opened:
                data = opened.read(LARGEST + 1)
    except OSError as error:
        why = _("%(file)s can't be read: %(why)s.")
        raise Trouble(why % {"file": file, "why": error.strerror}) from error
    return data.decode("utf-8", "replace")


def _refuse(reason: Unproven, form: Format) -> None:
    said = _(str(reason))
    if form is Format.JSON:
        print(json.dumps({"valid": False, "code": reason.code, "reason": said}, ensure_ascii=False, indent=2))
    else:
        out = Console(stderr=True, width=None if sys.stderr.isatty() else WIDE, highlight=False, markup=False)
        out.print(_("Not valid."), style="bold red")
        out.print(said)
    raise typer.Exit(1)


def _tell(checked: Checked) -> None:
    out = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False)
    out.print(_("Valid: this act stands in the ledger."), style="bold green")
    said = checked.said
    lines = [
        (_("Act"), said.get("act")),
        (_("State after it"), said.get("to")),
        (_("Time of the act"), _moment(said.get("occurred_at"))),
        (_("Time of recording"), _moment(said.get("recorded_at"))),
        (_("Reference ends with"), reference_ending(said)),
        (_("Number"), said.get("number")),
        (_("Entry"), said.get("id")),
        (_("Simulated"), _("Yes") if said.get("simulated") else None),
        (_("Log"), checked.checkpoint.origin),
        (_("Position"), f"{checked.index:,}"),
        (_("Entries that the log had"), f"{checked.checkpoint.size:,}"),
    ]
    lines += [(_("Witness"), f"{name}, {_local(at)}") for name, at in checked.cosigned]
    for label, value in lines:
        if value not in (None, ""):
            out.print(f"  {label}: {value}")
    out.print(_("Compare this with the paper. The words of the paper itself are not part of the proof."))


def _moment(value: Any) -> str:
    try:
        return from_micros(value).astimezone(LEGAL_ZONE).isoformat(" ", "seconds")
    except (TypeError, ValueError, OverflowError):
        return ""


def _local(at: int) -> str:
    return datetime.fromtimestamp(at, LEGAL_ZONE).isoformat(" ", "seconds")


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
