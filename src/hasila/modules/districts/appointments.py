"""Appointments (موعد) at the unit: who comes when, and whether they came."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.people import PhoneField
from hasila.institution.references import MATTER_HELP, stands_in_its_register
from hasila.institution.roles import Role
from hasila.institution.sounding import Sounded, set_sounds
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.ahead import too_far
from hasila.modules.districts.duty import HOURS
from hasila.modules.districts.party import is_named
from hasila.modules.districts.purposes import COUNTER

RETENTION = "districts.appointment.retention"


class Subject(models.TextChoices):
    """What somebody comes for."""

    COMPLAINT = "complaint", _("Complaint")
    HEARING = "hearing", _("Hearing")
    CERTIFICATE = "certificate", _("Certificate")
    INFORMATION = "information", _("Information on a matter")
    CHIEF = "chief", _("Reception by the head of the unit")


class Appointment(Sounded, Record):
    """An appointment of a person with the unit, or with one of its officers."""

    arabic_name = models.CharField(_("Name in Arabic"), max_length=120, blank=True)
    latin_name = models.CharField(_("Name in Latin letters"), max_length=120, blank=True)
    phone = PhoneField(_("Telephone"), blank=True)
    subject = models.CharField(_("Subject"), max_length=12, choices=Subject)
    matter = models.CharField(_("Reference of the matter"), max_length=60, blank=True, help_text=MATTER_HELP)
    officer = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("With")
    )
    starts_at = models.DateTimeField(_("When"))
    minutes = models.PositiveSmallIntegerField(
        _("For how many minutes"), default=30, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    ends_at = models.DateTimeField(_("Until"), null=True, editable=False)
    note = models.TextField(_("Note"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Appointment")
        verbose_name_plural = _("Appointments")
        constraints = [
            ExclusionConstraint(
                name="districts_one_appointment_at_once",
                expressions=[(HOURS, "&&")],
                condition=models.Q(state="booked", officer__isnull=False, starts_at__lt=models.F("ends_at")),
            )
        ]


def lies_ahead(appointment: Appointment, act: Act) -> Refusal | None:
    """An appointment is made for a moment to come, within a year."""
    assert act.occurred_at is not None
    if appointment.starts_at > act.occurred_at:
        return too_far(appointment.starts_at, act, "starts_at")
    return Refusal(
        "districts.appointment_past",
        _("The appointment lies in the past."),
        field="starts_at",
        remedy=_("Choose a later moment."),
        status=422,
    )


def has_begun(appointment: Appointment, act: Act) -> Refusal | None:
    """Nobody has missed an appointment before it is over."""
    assert act.occurred_at is not None
    assert appointment.ends_at is not None
    if appointment.ends_at <= act.occurred_at:
        return None
    return Refusal(
        "districts.appointment_runs",
        _("The appointment is not over yet."),
        remedy=_("Wait until it is over, or cancel it."),
    )


def ends(appointment: Appointment, act: Act) -> None:
    """When it is over."""
    appointment.ends_at = appointment.starts_at + timedelta(minutes=appointment.minutes)


class Appointments(Procedure):
    record = Appointment
    label = _("Appointments")
    prefix = "APT"
    sensitive = True
    purposes = COUNTER
    personal = ("officer", "arabic_name", "latin_name", "sounds", "phone", "matter", "note")
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("booked",))
    search = ("arabic_name", "latin_name", "phone", "matter", "sounds")
    register = Register(
        columns=("reference", "starts_at", "arabic_name", "latin_name", "subject", "officer", "unit", "state"),
        filters=("state", "unit", "subject"),
    )
    constraints = {
        "districts_one_appointment_at_once": Refusal(
            "districts.appointment_taken",
            _("This officer already has an appointment in that time."),
            field="starts_at",
            remedy=_("Choose another moment or another officer."),
        )
    }

    booked = State(_("Booked"), initial=True)
    kept = State(_("The person came"), final=True)
    missed = State(_("Nobody came"), final=True)
    cancelled = State(_("Cancelled"), final=True)

    book = Transition(
        _("Make an appointment"),
        None,
        booked,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["subject", "starts_at"],
        may=["arabic_name", "latin_name", "phone", "matter", "officer", "minutes", "note"],
        guards=[is_named, lies_ahead, stands_in_its_register("matter")],
        effects=[ends, set_sounds],
        basis="service_rule",
        facets=["subject"],
    )
    move = Transition(
        _("Move the appointment"),
        booked,
        booked,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["starts_at"],
        may=["officer", "minutes", "note"],
        guards=[lies_ahead],
        effects=[ends],
        basis="service_rule",
        facets=["subject"],
    )
    keep = Transition(
        _("Record that the person came"),
        booked,
        kept,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        within=Deadline(at="ends_at"),
        basis="service_rule",
        facets=["subject"],
    )
    miss = Transition(
        _("Record that nobody came"),
        booked,
        missed,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        guards=[has_begun],
        basis="service_rule",
        facets=["subject"],
    )
    cancel = Transition(
        _("Cancel the appointment"),
        booked,
        cancelled,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        may=["note"],
        basis="service_rule",
        facets=["subject"],
    )

    appointments = Count(
        _("Appointments made"),
        of=book,
        by=["unit", "subject"],
        unit=_("appointments"),
        definition=_("Appointments made in the year; one that is moved counts once."),
    )
    kept_appointments = Count(
        _("Appointments kept"),
        of=keep,
        by=["unit", "subject"],
        unit=_("appointments"),
        definition=_("Appointments of the year to which the person came."),
    )
