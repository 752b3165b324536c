"""What is known of this log outside its database: the checkpoints that its witnesses cosigned last.

A database that was emptied, or is yesterday's, is in order by itself. Only who remembers more can tell.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from hasila.assurance import keys
from hasila.assurance.collecting import Asking, Away


def held_outside() -> tuple[list[str], list[str]]:
    """Signed checkpoints of this log from its witnesses, and what is to be said of those that can't be asked.

    The witness for show beside us is read from its folder, so that it need not run; those of the settings are asked.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT origin FROM ledger_log")
        row = cursor.fetchone()
    origin = row[0] if row else settings.HASILA_LOG_ORIGIN
    beside = Path(settings.HASILA_WITNESS_STATE) / f"{sha256(origin.encode()).hexdigest()}.checkpoint"
    notes, away = [], []
    try:
        notes.append(beside.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        pass
    except OSError as error:
        away.append(_("%(file)s can't be read: %(why)s.") % {"file": beside, "why": error.strerror})
    for witness in keys.witnesses():
        try:
            note = Asking(witness).remembered(origin)
        except Away as error:
            said = _("The witness %(name)s can't be asked what it holds: %(why)s")
            away.append(said % {"name": witness.verifier.name, "why": error})
        else:
            notes += [note] if note is not None else []
    return notes, away
