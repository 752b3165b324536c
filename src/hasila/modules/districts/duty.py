"""The duty roster: who is on duty at a unit, from when to when, and who actually took the shift up."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Subject, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

RETENTION = "districts.duty.retention"
LONGEST = "districts.duty.longest"


class Duty(models.TextChoices):
    """What somebody is on duty for."""

    DESK = "desk", _("Desk")
    JUDICIAL = "judicial", _("Judicial police officer on call")
    CELL = "cell", _("Victims' cell")
    HEAD = "head", _("Head of the shift")
    PATROL = "patrol", _("Patrol")


HOURS = models.Func("officer", "starts_at", "ends_at", function="districts_shift_hours")
"""The hours of a shift on a line of the officer's own (`sql/duty.sql`), so that the database refuses two at once."""


class DutyShift(Record):
    """A shift of one officer."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    duty = models.CharField(_("Duty"), max_length=10, choices=Duty)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("To"))
    note = models.TextField(_("Note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Shift")
        verbose_name_plural = _("Shifts")
        indexes = [*Record.Meta.indexes, models.Index(fields=["unit", "starts_at"], name="districts_shift_runs")]
        constraints = [
            ExclusionConstraint(
                name="districts_no_two_shifts",
                expressions=[(HOURS, "&&")],
                condition=models.Q(state__in=("planned", "on_duty")) & models.Q(starts_at__lt=models.F("ends_at")),
            )
        ]


def lasts_at_most(shift: DutyShift, act: Act) -> Refusal | None:
    """A shift has a beginning and an end, and isn't too long."""
    assert act.today is not None
    hours = int(law.value(LONGEST, act.today))
    if 0 < (shift.ends_at - shift.starts_at).total_seconds() <= hours * 3600:
        return None
    return Refusal(
        "districts.shift_length",
        _("A shift ends after it begins, and lasts %(hours)s hours at most."),
        field="ends_at",
        basis=LONGEST,
        status=422,
        hours=hours,
    )


@needs("officer")
def officer_serves(shift: DutyShift, act: Act) -> Refusal | None:
    """Only an officer in active service is put on duty."""
    if shift.officer.state == "active":
        return None
    return Refusal("districts.not_serving", _("This officer is not in active service."), field="officer", status=422)


def has_not_ended(shift: DutyShift, act: Act) -> Refusal | None:
    """A shift that is over isn't taken up any more."""
    assert act.occurred_at is not None
    if act.occurred_at < shift.ends_at:
        return None
    return Refusal("districts.shift_over", _("This shift is over."))


class DutyRoster(Procedure):
    record = DutyShift
    label = _("Duty roster")
    prefix = "DUTY"
    readers = (Role.DESK_OFFICER, Role.JUDICIAL_OFFICER)
    personal = ("note",)
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("planned", "on_duty"))
    search = ("officer.arabic_name", "officer.latin_name", "officer.registration_number")
    register = Register(
        columns=("reference", "officer", "duty", "starts_at", "ends_at", "unit", "state"),
        filters=("state", "unit", "duty"),
    )
    constraints = {
        "districts_no_two_shifts": Refusal(
            "districts.shift_overlaps",
            _("This officer already has a shift at that time."),
            field="starts_at",
            remedy=_("Choose other hours, or cancel the other shift first."),
        )
    }

    planned = State(_("Planned"), initial=True)
    on_duty = State(_("On duty"))
    ended = State(_("Ended"), final=True)
    cancelled = State(_("Cancelled"), final=True)

    plan = Transition(
        _("Put on duty"),
        None,
        planned,
        by=[Role.UNIT_CHIEF],
        asks=["officer", "duty", "starts_at", "ends_at"],
        may=["note"],
        guards=[officer_serves, lasts_at_most],
        basis="service_rule",
        facets=["duty"],
    )
    move = Transition(
        _("Change the hours"),
        planned,
        planned,
        by=[Role.UNIT_CHIEF],
        asks=["starts_at", "ends_at"],
        may=["duty", "note"],
        guards=[lasts_at_most],
        basis="service_rule",
        facets=["duty"],
    )
    take_up = Transition(
        _("Take up the shift"),
        planned,
        on_duty,
        by=[Subject("officer")],
        guards=[has_not_ended],
        within=Deadline(at="starts_at"),
        basis="service_rule",
        facets=["duty"],
    )
    hand_over = Transition(
        _("Hand over the shift"),
        on_duty,
        ended,
        by=[Subject("officer"), Role.UNIT_CHIEF],
        may=["note"],
        within=Deadline(at="ends_at"),
        basis="service_rule",
        facets=["duty"],
    )
    cancel = Transition(
        _("Cancel the shift"),
        planned,
        cancelled,
        by=[Role.UNIT_CHIEF],
        may=["note"],
        basis="service_rule",
        facets=["duty"],
    )

    shifts = Count(
        _("Shifts taken up"),
        of=take_up,
        by=["unit", "duty"],
        unit=_("shifts"),
        definition=_("Shifts that the officer on the roster took up in the year."),
    )
