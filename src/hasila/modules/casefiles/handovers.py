"""Handing a case file over: what the unit that sent it sees afterwards, until the other one takes it or sends it back.

The file itself belongs to the receiving unit from the first moment, so that somebody always answers for it; it stands
on that unit's screen as arrived until its head accepts it. This record stays with the unit that sent it.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.offences import OffenceField
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register

PURPOSES: dict[str, Any] = {
    "inquiry": _("Conduct of the inquiry"),
    "direction": _("Direction of the unit's work"),
    "control": _("Control of the work"),
}


class Handover(Record):
    """One hand-over of a case file; `unit` is the unit that handed it over.

    It names the file by its reference and its offence, and doesn't point to it: the fence of the database hides the
    file from the unit that handed it over, and whatever was joined to it.
    """

    file = models.CharField(_("Case file"), max_length=20)
    offence = OffenceField(_("Main offence"))
    from_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, db_index=False, related_name="+", verbose_name=_("Unit that handed it over")
    )
    to_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, db_index=False, related_name="+", verbose_name=_("Receiving unit")
    )
    sender = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=True, db_index=False, related_name="+",
        verbose_name=_("Officer who handed it over"),
    )  # fmt: skip
    grounds = models.TextField(_("Why it was handed over"))
    answer = models.TextField(_("Why it was sent back"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Hand-over of a file")
        verbose_name_plural = _("Hand-overs of files")
        indexes = [
            *Record.Meta.indexes,
            models.Index(fields=["file"], name="casefiles_handover_file"),
            models.Index(fields=["unit", "id"], name="casefiles_handed", condition=models.Q(state="waiting")),
        ]


def stays_behind(handover: Handover, act: Act) -> None:
    """It belongs to the unit that handed the file over, by the officer who did."""
    handover.unit_id, handover.sender_id = handover.from_unit_id, act.actor


class Handovers(Procedure):
    record = Handover
    label = _("Files handed to other units")
    prefix = "HAND"
    sensitive = True
    purposes = PURPOSES
    readers = (Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("file",)
    personal = ("file", "sender", "grounds", "answer")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("waiting",))
    register = Register(
        columns=("reference", "file", "offence", "to_unit", "opened_at", "acted_at", "unit", "state"),
        filters=("state", "unit", "to_unit"),
    )

    waiting = State(_("Not accepted yet"), initial=True)
    accepted = State(_("Accepted"), final=True)
    sent_back = State(_("Sent back to us"), final=True, requires=["answer"])

    begin = Transition(
        _("Hand over to another unit"), None, waiting, consequent=True, basis="criminal_procedure",
        asks=["file", "offence", "from_unit", "to_unit", "grounds"], effects=[stays_behind],
    )  # fmt: skip
    accept = Transition(
        _("Accepted by the receiving unit"), waiting, accepted, consequent=True, basis="service_rule",
        jobs=["casefiles.tell_sender"],
    )  # fmt: skip
    send_back = Transition(
        _("Sent back by the receiving unit"), waiting, sent_back, consequent=True, basis="service_rule",
        asks=["answer"], jobs=["casefiles.tell_sender"],
    )  # fmt: skip

    handed_over = Count(
        _("Case files handed to other units"), of=begin, by=["unit"], unit=_("files"),
        definition=_("Files that the unit handed over in the year; one that came back and went again counts again."),
    )  # fmt: skip
    came_back = Count(
        _("Case files sent back by the receiving unit"), of=send_back, by=["unit"], unit=_("files"),
        definition=_("Of the files handed over, those that the receiving unit sent back in the year with a reason."),
    )  # fmt: skip


def content(file: Any, act: Act) -> dict[str, Any]:
    """What a hand-over is opened with."""
    return {
        "file": file.reference,
        "offence": file.offence,
        "from_unit": file.from_unit_id,
        "to_unit": file.unit_id,
        "grounds": file.grounds,
    }


def answer(file: Any, act: Act) -> dict[str, Any]:
    """What the unit that sent the file is told of its return."""
    return {"answer": file.grounds}
