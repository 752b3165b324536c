"""Proofs for people: that the entry of an act stands in the ledger, against a checkpoint that the log signed."""

from __future__ import annotations

import dataclasses
import time
from uuid import UUID

from django.conf import settings
from django.db import connection

from hasila.assurance import tree
from hasila.assurance.papers import Leaf
from hasila.kernel.ledger import Entry, positions
from hasila.tlog.note import split_note
from hasila.tlog.proof import Proof

LOOK = 0.1  # seconds between two looks
ALIVE = 10  # seconds; a sealer that stamped the ledger's head within them is at work
WITNESSES = 2  # whose signatures a QR code carries; a file carries all


def leaf_of(entry: Entry) -> Leaf:
    """What the entry's leaf is computed from."""
    return Leaf(bytes(entry.header), bytes(entry.header_salt), bytes(entry.content_commitment))


def proof_of(entry_id: UUID, *, cosigned: bool = False) -> Proof | None:
    """The proof that an entry stands in the ledger.

    Args:
        cosigned: only against the checkpoint that the log publishes, with as many cosignatures as are required; else
            against the newest one where the published one is older than the entry.

    Returns:
        the proof; None where there is no such entry, it isn't sealed, or no such checkpoint covers it yet.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    position = positions([entry_id]).get(entry_id)
    if entry is None or position is None:
        return None
    kept = tree.published()
    if not cosigned and (kept is None or kept.size <= position):
        kept = tree.latest()
    if kept is None or kept.size <= position:
        return None
    hashes = tuple(tree.tiles(kept.size).inclusion(position))
    return Proof(position, hashes, kept.note, leaf_of(entry).extra())


def wait_for(entry_id: UUID, seconds: float | None = None) -> Proof | None:
    """The proof of an entry that may just have been written; waits a moment for sealer and witnesses.

    Args:
        seconds: how long; by default the setting HASILA_PROOF_WAIT. Where no sealer is at work nothing is waited for.
    """
    until = time.monotonic() + (settings.HASILA_PROOF_WAIT if seconds is None else seconds)
    while (found := proof_of(entry_id, cosigned=True)) is None and time.monotonic() < until and _sealing():
        time.sleep(LOOK)
    return found or proof_of(entry_id)


def for_code(proof: Proof) -> Proof:
    """The proof with no more signatures than a QR code has room for: the log's and those of two witnesses."""
    text, lines = split_note(proof.checkpoint)
    origin = text.split("\n")[0]
    own = [line for line in lines if line.name == origin]
    others = [line for line in lines if line.name != origin][:WITNESSES]
    return dataclasses.replace(proof, checkpoint=f"{text}\n{''.join(map(str, own + others))}")


def _sealing() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_at > now() - make_interval(secs => %s) FROM ledger_head", [ALIVE])
        row = cursor.fetchone()
    return bool(row and row[0])
