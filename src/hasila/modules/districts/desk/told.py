"""What a person is told of a matter they brought: its state in plain words, what happens next, whom to ask.

No name, no facts, no officer: whoever holds the receipt learns what became of it, and nothing of what it is about.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution.units import Unit
from hasila.kernel.access import elevated
from hasila.kernel.procedures import Procedure
from hasila.kernel.refusals import Text
from hasila.modules.districts.certificates import Certificates
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.denunciations import Denunciations
from hasila.modules.districts.follow_up import is_code_of
from hasila.modules.districts.samples import BECAME_CASE
from hasila.plain.texts import western_digits
from hasila.surfaces.web.display import last_day

FOLLOWED: tuple[type[Procedure], ...] = (Complaints, Denunciations, Certificates)
STEPS = 8
"""Units that a matter may have been handed through; it is followed no further."""


@dataclass(frozen=True)
class Words:
    """A state in plain words, and what comes next."""

    now: Text
    next: Text
    done: bool = False


_MATTER = {
    "received": Words(
        _("It is recorded, and the police are looking into it."),
        _("You are told when you are needed. By the day below something must have become of it."),
    ),
    "withdrawn": Words(
        _("Your withdrawal is recorded."),
        _("The public prosecution is told of it and decides whether the matter goes on."),
    ),
    "on_paper": Words(
        _("The police are inquiring into it."),
        _("When the inquiry is over, the file goes to the public prosecution, which decides."),
    ),
    "followed": Words(
        _("The police are inquiring into it: a case file has been opened."),
        _("When the inquiry is over, the file goes to the public prosecution, which decides."),
    ),
    "handed": Words(
        _("It was handed to the unit whose territory it is."),
        _("That unit goes on with it. Ask there, with this receipt."),
    ),
    "gendarmerie_s": Words(
        _("It was handed to the Royal Gendarmerie, since the place lies outside the town."),
        _("The Royal Gendarmerie goes on with it. Ask there; this unit tells you which brigade it is."),
        done=True,
    ),
    "refused": Words(
        _("The police do not follow it up. The public prosecution was told."),
        _("This unit tells you the reason in writing. You may turn to the public prosecution yourself."),
        done=True,
    ),
    "closed": Words(
        _("It is closed after your withdrawal. The public prosecution was told."),
        _("Nothing more happens, unless the public prosecution orders it."),
        done=True,
    ),
}
_WITHDRAWN_SINCE = Words(
    _("Your withdrawal is recorded. The police go on inquiring: a withdrawal alone does not end the matter."),
    _("When the inquiry is over, the file goes to the public prosecution, which decides."),
)
"""Where the complaint was withdrawn after it had become a case."""
_CERTIFICATE = {
    "requested": Words(
        _("Your request is recorded, and the unit is looking into it."),
        _("For a certificate of residence somebody comes to the address. The answer is due by the day below."),
    ),
    "inquired": Words(
        _("The inquiry at the address is done."), _("The head of the unit signs. The answer is due by the day below.")
    ),
    "issued": Words(_("Your certificate is ready."), _("Fetch it at this unit with your identity card."), done=True),
    "refused": Words(_("The certificate can't be given."), _("This unit tells you the reason in writing."), done=True),
    "withdrawn": Words(_("Your request was withdrawn."), _("Nothing more happens."), done=True),
}
OTHERWISE = Words(_("It is recorded at this unit."), _("Ask at this unit, with this receipt."))


@dataclass(frozen=True)
class Told:
    """What is told of one matter: as what it was recorded, where it is now, since when, what comes next and until when.

    `reference` is that of the unit that holds it now; `handed_from` the reference on the receipt, where it moved.
    """

    kind: Text
    reference: str
    words: Words
    unit: Unit
    opened_at: datetime
    acted_at: datetime
    due_on: date | None
    handed_from: str = ""


def told(reference: str, code: str) -> Told | None:
    """What is told to whoever holds a receipt; None for a reference or a code that is none, which take as long."""
    text = western_digits("".join(reference.upper().split()))
    with elevated():  # the code is the right to ask: nobody here has a mandate
        record = _found(text)
        if record is None:
            is_code_of(Complaint(id=UUID(int=0)), code[:40])
            return None
        if not is_code_of(record, code[:40]):
            return None
        first = record
        for _step in range(STEPS):
            following = _next(record)
            if following is None:
                break
            record = following
        return _told(record, first)


def _found(reference: str) -> Any:
    for procedure in FOLLOWED:
        if reference.startswith(f"{procedure.prefix}-") and len(reference) <= 32 and reference.isascii():
            return procedure.record._default_manager.filter(reference=reference).select_related("unit").first()
    return None


def _next(record: Any) -> Any:
    """The entry that another unit made of a matter that it was handed."""
    identifier = getattr(record, "next_id", None)
    if identifier is None:
        return None
    return type(record)._default_manager.filter(pk=identifier).select_related("unit").first()


def _told(record: Any, first: Any) -> Told:
    words = (_CERTIFICATE if record.procedure is Certificates else _MATTER).get(record.state, OTHERWISE)
    withdrawn: str = getattr(record, "withdrawal", "")
    if withdrawn and record.state in BECAME_CASE:
        words = _WITHDRAWN_SINCE
    return Told(
        record._meta.verbose_name,
        record.reference,
        words,
        record.unit,
        first.opened_at,
        record.acted_at,
        last_day(record.due_at) if not words.done else None,
        first.reference if record is not first else "",
    )
