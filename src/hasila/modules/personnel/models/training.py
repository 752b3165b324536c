"""Training: an officer's place in a session, and whether they completed it."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import FILE_GUARDS, SEARCH

LONGEST = 2000


class Programme(models.TextChoices):
    """What a session teaches."""

    HUMAN_RIGHTS = "human_rights", _("Human rights")
    SHOOTING = "shooting", _("Shooting")
    INVESTIGATION = "investigation", _("Criminal investigation")
    CYBERCRIME = "cybercrime", _("Cybercrime")
    FORENSICS = "forensics", _("Forensic police")
    PUBLIC_ORDER = "public_order", _("Public order")
    RECEPTION = "reception", _("Reception of the public")
    FIRST_AID = "first_aid", _("First aid")
    COMMAND = "command", _("Command")
    LANGUAGES = "languages", _("Languages")


class TrainingEnrolment(Record):
    """One officer in one session."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    programme = models.CharField(_("Programme"), max_length=16, choices=Programme)
    session = models.CharField(_("Session"), max_length=80, help_text=_("Its name or number, and where it is held."))
    starts_on = models.DateField(_("Starts on"))
    hours = models.PositiveSmallIntegerField(
        _("Hours attended"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    remark = models.TextField(_("Remark"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Training enrolment")
        verbose_name_plural = _("Training enrolments")
        constraints = [
            models.UniqueConstraint(fields=["officer", "session", "starts_on"], name="training_once_in_a_session"),
        ]


def has_started(enrolment: TrainingEnrolment, act: Act) -> Refusal | None:
    """Nobody completes or fails a session before it starts."""
    assert act.today is not None
    if act.today < enrolment.starts_on:
        return Refusal(
            "training.not_started",
            _("The session starts on %(on)s."),
            remedy=_("Take this step after that day."),
            on=enrolment.starts_on.isoformat(),
        )
    return None


def hours(enrolment: TrainingEnrolment, act: Act) -> int:
    """Hours attended, as figures sum them."""
    return enrolment.hours or 0


class Training(Procedure):
    record = TrainingEnrolment
    label = _("Training")
    prefix = "TRNG"
    concerns = ("officer",)
    readers = (Role.UNIT_CHIEF,)
    search = (*SEARCH, "session")
    register = Register(
        columns=("reference", "officer", "programme", "session", "starts_on", "hours", "state"),
        filters=("state", "programme", "unit"),
    )
    constraints = {
        "training_once_in_a_session": Refusal(
            "training.already_enrolled",
            _("The officer is already enrolled in this session."),
            field="session",
            remedy=_("Search the register for the officer."),
        ),
    }

    enrolled = State(_("Enrolled"), initial=True)
    completed = State(_("Completed"), final=True, requires=["hours"])
    failed = State(_("Not completed"), final=True)
    cancelled = State(_("Cancelled"), final=True)

    enrol = Transition(
        _("Enrol"),
        None,
        enrolled,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=["officer", "programme", "session", "starts_on"],
        guards=[*FILE_GUARDS],
        basis="statute",
        facets=["programme"],
    )
    complete = Transition(
        _("Record the completion"),
        enrolled,
        completed,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=["hours"],
        may=["remark"],
        guards=[has_started],
        basis="statute",
        facets=["programme"],
        measures={"hours": hours},
    )
    fail = Transition(
        _("Record that it was not completed"),
        enrolled,
        failed,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        may=["remark"],
        guards=[has_started],
        basis="statute",
        facets=["programme"],
    )
    cancel = Transition(
        _("Cancel the enrolment"),
        enrolled,
        cancelled,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        may=["remark"],
        basis="statute",
        facets=["programme"],
    )

    trained = Count(
        _("Training sessions completed"),
        of=complete,
        by=["unit", "programme"],
        unit=_("enrolments"),
        definition=_("Enrolments that ended in the completion of the session; an officer counts once a session."),
    )
    training_hours = Sum(
        _("Hours of training"),
        of=complete,
        measure="hours",
        by=["unit", "programme"],
        unit=_("hours"),
        definition=_("Hours attended in the sessions completed in the year."),
    )
    completion = Share(
        _("Training completed"),
        part=trained,
        whole=Count(_("Training sessions ended"), of=[complete, fail], unit=_("enrolments")),
        definition=_("Enrolments completed, of all that ended completed or not; cancelled ones don't count."),
    )
