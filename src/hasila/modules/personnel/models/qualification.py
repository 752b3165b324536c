"""Qualifications: what an officer is entitled to do, until when, and who awarded it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import FILE_GUARDS, SEARCH
from hasila.surfaces.formats import said_day


class Skill(models.TextChoices):
    """What an officer may be qualified for."""

    JUDICIAL_POLICE = "judicial_police", _("Judicial police officer")
    DRONE_PILOT = "drone_pilot", _("Drone pilot")
    ELECTRIC_SHOCK_PISTOL = "electric_shock", _("Electric-shock pistol")
    FIREARMS = "firearms", _("Firearms instructor")
    FIRST_AID = "first_aid", _("First aid")
    EMERGENCY_DRIVING = "driving", _("Emergency driving")
    DOG_HANDLER = "dog_handler", _("Dog handler")
    DIVER = "diver", _("Diver")
    ACCIDENT_REPORTS = "accidents", _("Accident reports")


class WithdrawalReason(models.TextChoices):
    """Why a qualification is withdrawn."""

    MEDICAL = "medical", _("Medical unfitness")
    MISUSE = "misuse", _("Misuse")
    DISCIPLINE = "discipline", _("Disciplinary sanction")
    RELEASED = "released", _("At the officer's request")


class QualificationFile(Record):
    """One qualification of one officer."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    skill = models.CharField(_("Qualification"), max_length=16, choices=Skill)
    awarded_by = models.CharField(_("Awarded by"), max_length=120, blank=True)
    certificate = models.CharField(_("Number of the certificate"), max_length=40, blank=True)
    expires_on = models.DateField(_("Valid until"), null=True, blank=True)
    reason = models.CharField(_("Reason for withdrawal"), max_length=12, choices=WithdrawalReason, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Qualification")
        verbose_name_plural = _("Qualifications")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "skill"],
                condition=models.Q(state__in=["valid", "expired"]),
                name="qualification_once",
            ),
        ]


def expiry_is_ahead(file: QualificationFile, act: Act) -> Refusal | None:
    """A qualification is given for the time to come."""
    assert act.today is not None
    if file.expires_on is not None and file.expires_on <= act.today:
        return Refusal(
            "qualification.expiry_past",
            _("The validity must end after the day of the act."),
            field="expires_on",
            status=422,
        )
    return None


def has_expired(file: QualificationFile, act: Act) -> Refusal | None:
    """A qualification is recorded as expired once its last day has passed."""
    assert act.today is not None
    if file.expires_on is None:
        return Refusal("qualification.no_expiry", _("This qualification has no end of validity."))
    if act.today <= file.expires_on:
        return Refusal(
            "qualification.still_valid",
            _("This qualification is valid until %(until)s."),
            remedy=_("Withdraw it if it must end earlier."),
            until=said_day(file.expires_on),
        )
    return None


class Qualification(Procedure):
    record = QualificationFile
    label = _("Qualifications")
    prefix = "QUAL"
    concerns = ("officer",)
    readers = (Role.UNIT_CHIEF,)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "unit", "skill", "expires_on", "state"),
        filters=("state", "skill", "unit"),
    )
    constraints = {
        "qualification_once": Refusal(
            "qualification.already_held",
            _("The officer already has a file for this qualification."),
            field="skill",
            remedy=_("Renew the one in the register."),
        ),
    }

    valid = State(_("Valid"), initial=True)
    expired = State(_("Expired"), requires=["expires_on"])
    withdrawn = State(_("Withdrawn"), final=True, requires=["reason"])

    grant = Transition(
        _("Grant the qualification"),
        None,
        valid,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=["officer", "skill"],
        may=["awarded_by", "certificate", "expires_on"],
        guards=[*FILE_GUARDS, expiry_is_ahead],
        basis="statute",
        facets=["skill"],
    )
    renew = Transition(
        _("Renew"),
        [valid, expired],
        valid,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        asks=["expires_on"],
        may=["certificate"],
        guards=[expiry_is_ahead],
        basis="statute",
        facets=["skill"],
    )
    expire = Transition(
        _("Record the expiry"),
        valid,
        expired,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR],
        guards=[has_expired],
        basis="statute",
        facets=["skill"],
    )
    withdraw = Transition(
        _("Withdraw the qualification"),
        [valid, expired],
        withdrawn,
        by=[Role.PERSONNEL_DIRECTOR],
        asks=["reason"],
        basis="statute",
        facets=["skill", "reason"],
    )

    qualifications_granted = Count(
        _("Qualifications granted"),
        of=grant,
        by=["unit", "skill"],
        unit=_("qualifications"),
        definition=_("Qualifications first granted in the year; renewals don't count."),
    )
    qualifications_renewed = Count(
        _("Qualifications renewed"),
        of=renew,
        by=["unit", "skill"],
        unit=_("qualifications"),
        definition=_("Renewals recorded in the year, before or after the end of validity."),
    )
