"""What a verification finds: one place that fails, named so that somebody can go and look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "entry.leaf": _("The entry's stored header doesn't give the leaf that was sealed."),
    "entry.copy": _("A column says something else than the entry's header."),
    "entry.header": _("The entry's header can't be read."),
    "entry.content": _("The content isn't what the entry commits to."),
    "entry.content_missing": _("The content is missing, and no erasure accounts for it."),
    "entry.missing": _("A sealed entry isn't there."),
    "entry.unplaced": _("An entry stands outside the sealed order, though its time to be sealed has passed."),
    "entry.twice": _("An entry stands twice."),
    "entry.backdated": _("The entry says that it was recorded long before entries that were sealed ahead of it."),
    "entry.stray_content": _("There is content without its entry."),
    "entry.ordinal": _("The entries of a transaction aren't numbered without a gap."),
    "position.gap": _("A position is missing."),
    "position.twice": _("An entry has more than one position."),
    "head.size": _("The ledger's head gives another size than its positions."),
    "tree.tile": _("A tile of the tree doesn't hold the hashes of what is sealed."),
    "tree.tile_missing": _("A tile of the tree is missing."),
    "checkpoint.root": _("The root of a checkpoint isn't the root of the tree at its size."),
    "checkpoint.ahead": _("A checkpoint was signed for a larger ledger than this one: entries are gone."),
    "checkpoint.behind": _("Entries were sealed long ago and no checkpoint covers them."),
    "checkpoint.note": _("A checkpoint's note can't be read, or says something else than its row."),
    "checkpoint.signature": _("A checkpoint isn't signed by a key of this ledger."),
    "checkpoint.cosignatures": _("A checkpoint lacks a valid cosignature that it should carry."),
    "figure.cell": _("A figure isn't what a recount of the entries gives."),
    "record.missing": _("Entries speak of a record that isn't there."),
    "record.without_entry": _("A record stands without any entry."),
    "record.versions": _("The entries of a record don't follow its versions without a gap."),
    "record.chain": _("An act starts from a state from which its step doesn't start, or leads elsewhere."),
    "record.duties": _("An act was done by somebody whom an earlier act on the same record excludes."),
    "record.column": _("What the record says of itself isn't what its last entry says."),
    "record.field": _("A field isn't what was last supplied for it."),
    "record.trail": _("The record's memory of who did what isn't what its entries say."),
    "reading.sealed": _("A reading, or the figures of use, aren't what was sealed."),
    "record.unreadable": _(
        "A value of the record, or of what was supplied for it, isn't of its kind and can't be read."
    ),
    "check.stopped": _("A value that can't be read stopped this check: what else it would find isn't known."),
    "log.key": _("A public key of the log can't be read, or belongs to another log than the one that this is."),
    "sealed.key": _("The key of a sealed value is gone or doesn't open: nobody can read the value any more."),
    "number.counter": _("Numbers given aren't those that their counter counted, each once."),
    "archive.incomplete": _("A year is said to lie in an archive, and not all of it does."),
    "key.entry": _("A remembered request names an entry that doesn't exist or belongs to another."),
}
"""What each check means; the codes are stable."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that fails.

    Attributes:
        check: code of `LABELS`. position: place in the ledger, or the first of a run. until: the last of a run.
        entry, record: identifiers. place: the column, field, tile, cell or table. found, expected: what stands there
        and what should; empty where that can't be said, or would show a content.
    """

    check: str
    position: int | None = None
    until: int | None = None
    entry: str = ""
    record: str = ""
    place: str = ""
    found: str = ""
    expected: str = ""

    @property
    def label(self) -> str:
        """What it means, in the active language."""
        return str(LABELS[self.check])


def in_runs(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings with neighbours of the same kind, at adjoining positions and without more to say, drawn together."""
    held: Finding | None = None
    for finding in findings:
        if held is not None and _adjoins(held, finding):
            held = replace(held, until=finding.position)
            continue
        if held is not None:
            yield held
        held = finding
    if held is not None:
        yield held


def _adjoins(one: Finding, other: Finding) -> bool:
    last = one.until if one.until is not None else one.position
    return (
        one.check == other.check and last is not None and other.position == last + 1
        and not (one.entry or other.entry) and one.place == other.place
    )  # fmt: skip
