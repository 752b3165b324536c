"""The day's log (سجل الديمومة): what happened at the unit and stands in no other register."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import SAME, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register

RETENTION = "districts.log.retention"


class LogKind(models.TextChoices):
    """What an entry of the log tells."""

    SHIFT = "shift", _("Hand-over of the shift")
    VISIT = "visit", _("Visit of an authority")
    INSTRUCTION = "instruction", _("Instruction received")
    ROOM = "room", _("Premises and equipment")
    EVENT = "event", _("Event in the territory")
    OTHER = "other", _("Other entry")


class LogEntry(Record):
    """A free entry of the log; who wrote it and when is in the ledger."""

    kind = models.CharField(_("Kind of entry"), max_length=12, choices=LogKind)
    text = models.TextField(_("Entry"), help_text=_("Name no person here whose matter has a register of its own."))
    remark = models.TextField(_("Later remark"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Entry of the day's log")
        verbose_name_plural = _("Entries of the day's log")


class DayLog(Procedure):
    record = LogEntry
    label = _("The day's log")
    prefix = "LOG"
    personal = ("text", "remark")
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = ("text", "remark")
    register = Register(
        columns=("reference", "opened_at", "kind", "text", "unit", "state"), filters=("state", "unit", "kind")
    )

    written = State(_("Entered in the log"), initial=True)
    seen = State(_("Seen by the head of the unit"), final=True)

    write = Transition(
        _("Write in the day's log"),
        None,
        written,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        asks=["kind", "text"],
        basis="service_rule",
        facets=["kind"],
    )
    add_remark = Transition(
        _("Add a remark"),
        written,
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        asks=["remark"],
        basis="service_rule",
        help=_("What was written is never struck out."),
    )
    see = Transition(
        _("Countersign"),
        written,
        seen,
        by=[Role.UNIT_CHIEF],
        may=["remark"],
        not_by=[write],
        basis="service_rule",
        facets=["kind"],
    )

    entries = Count(
        _("Entries of the day's log"),
        of=write,
        by=["unit", "kind"],
        unit=_("entries"),
        definition=_("Free entries of the logs of the year; what stands in a register of its own is counted there."),
    )
