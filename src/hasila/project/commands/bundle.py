"""`hasila bundle verify`: whether a bundle is whole and signed. Offline, and without a database."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from hasila.assurance import p256
from hasila.assurance.bundles import LARGEST, BadBundle, Opened, open_bundle
from hasila.assurance.papers import Unproven, check
from hasila.project.commands.proof import WIDE, Format
from hasila.project.language import gettext as _
from hasila.project.places import Trouble
from hasila.tlog.note import NoteError, Verifier

PROOF = "sending.tlog-proof"
bundle = typer.Typer(no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the group `bundle` to the command."""
    app.add_typer(bundle, name="bundle", help="Check a case file as it was handed to the prosecution.")


@bundle.callback()
def _group() -> None:
    """Keeps it a group, however few subcommands it has."""


@bundle.command("verify", help="Check a bundle offline: its signature and every piece; exit 1 where it fails.")
def command(
    file: Annotated[Path, typer.Argument(help="The bundle, a ZIP file.")],
    key: Annotated[list[str], typer.Option(help="The sender's public key, or a PEM file with it; may be repeated.")],
    log: Annotated[
        list[str] | None, typer.Option(help="The ledger's public key (vkey): the proof of the sending is checked too.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.TABLE,
) -> None:
    """Checks a bundle, and where the ledger's key is given, that its sending stands in the ledger."""
    keys = {p256.key_id(one): one for one in map(_key, key)}
    try:
        opened = open_bundle(_read(file), keys)
        sending = _sending(opened, log or [])
    except BadBundle as bad:
        _refuse(bad.code, f"{_(str(bad))} {bad.piece}".strip(), format)
    except Unproven as bad:
        _refuse(f"proof.{bad.code}", _(str(bad)), format)
    if format is Format.JSON:
        told = {"valid": True, "digest": opened.digest, "key": opened.key_id, "sending": sending}
        print(json.dumps({**told, "manifest": opened.manifest}, ensure_ascii=False, indent=2))
    else:
        _tell(opened, sending)


def _key(text: str) -> p256.PublicKey:
    path = Path(text)
    try:
        return p256.parse_public(path.read_text() if len(text) < 255 and path.is_file() else text)
    except (ValueError, OSError) as error:
        raise typer.BadParameter(_("%(key)s is no public key of this kind.") % {"key": text[:60]}) from error


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError as error:
        why = _("%(file)s can't be read: %(why)s.")
        raise Trouble(why % {"file": file, "why": error.strerror}) from error


def _sending(opened: Opened, logs: list[str]) -> dict[str, Any] | None:
    """What the ledger says of the act of sending; None where its key isn't given."""
    if not logs:
        return None
    try:
        known = [Verifier.parse(text) for text in logs]
    except NoteError as error:
        raise typer.BadParameter(_("%(key)s is no public key of this kind.") % {"key": logs}) from error
    if PROOF not in opened.pieces:
        raise Unproven("no_entry")
    return check(opened.pieces[PROOF].decode("utf-8", "replace"), known).said


def _refuse(code: str, said: str, form: Format) -> None:
    if form is Format.JSON:
        print(json.dumps({"valid": False, "code": code, "reason": said}, ensure_ascii=False, indent=2))
    else:
        out = Console(stderr=True, width=None if sys.stderr.isatty() else WIDE, highlight=False, markup=False)
        out.print(_("Not valid."), style="bold red")
        out.print(said)
    raise typer.Exit(1)


def _tell(opened: Opened, sending: dict[str, Any] | None) -> None:
    out = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False)
    said = opened.manifest
    out.print(_("Valid: the bundle is whole and signed."), style="bold green")
    lines = [
        (_("Case file"), said.get("case")),
        (_("Referral"), said.get("referral")),
        (_("Court"), said.get("court")),
        (_("Sent on"), said.get("sent_at")),
        (_("Digest of the manifest"), opened.digest),
        (_("Key"), opened.key_id),
        (_("Entry"), sending.get("id") if sending else None),
    ]
    for label, value in lines:
        if value not in (None, ""):
            out.print(f"  {label}: {value}")
    for piece in said["pieces"]:
        out.print(f"  {piece['sha256'][:16]}…  {piece['size']:>9,}  {piece['name']}  {piece['title']}")
