"""Hearing of staff (استقبال): an officer asks to be received, is heard, and gets an answer or is shown where to go."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE, Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Procedure, State, Subject, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register
from hasila.modules.personnel.rules import FILE_GUARDS, PURPOSES, SEARCH

RECEPTION = "personnel.hearing.reception"


class Topic(models.TextChoices):
    """What an officer wishes to speak of."""

    CAREER = "career", _("Career")
    TRANSFER = "transfer", _("Transfer")
    DISCIPLINE = "discipline", _("Discipline")
    SOCIAL = "social", _("Social situation")
    HEALTH = "health", _("Health")
    WORK = "work", _("Conditions of work")
    OTHER = "other", _("Other")


class Orientation(models.TextChoices):
    """What follows from a hearing."""

    ANSWERED = "answered", _("Answered")
    PERSONNEL = "personnel", _("To personnel management")
    WELFARE = "welfare", _("To social works")
    MEDICAL = "medical", _("To the medical service")
    INSPECTION = "inspection", _("To the General Inspectorate")
    GRIEVANCES = "grievances", _("To the central grievance commission")


class HearingRequest(Record):
    """A request to be received and heard."""

    officer = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=ERASABLE, related_name="+", verbose_name=_("Officer")
    )
    topic = models.CharField(_("Topic"), max_length=12, choices=Topic)
    details = models.TextField(_("Details"), blank=True)
    minutes = models.TextField(_("What was said"), blank=True)
    orientation = models.CharField(_("What follows"), max_length=12, choices=Orientation, blank=True)
    answer = models.TextField(_("Answer"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Hearing request")
        verbose_name_plural = _("Hearing requests")


class Hearing(Procedure):
    record = HearingRequest
    label = _("Hearings of staff")
    prefix = "HEAR"
    sensitive = True
    purposes = PURPOSES
    personal = ("officer", "details", "minutes", "answer")
    retention = Retention(law.cutoff("personnel.hearing.retention"), "personnel.hearing.retention")
    concerns = ("officer",)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "unit", "topic", "orientation", "state", "due_at"),
        filters=("state", "topic", "orientation", "unit"),
    )

    requested = State(_("Requested"), initial=True)
    heard = State(_("Received and heard"))
    answered = State(_("Answered"), final=True, requires=["orientation"])
    missed = State(_("Did not come"), final=True)

    request = Transition(
        _("Request a hearing"),
        None,
        requested,
        by=[Subject("officer"), Role.PERSONNEL_CLERK],
        asks=["officer", "topic"],
        may=["details"],
        guards=[*FILE_GUARDS],
        basis=RECEPTION,
        facets=["topic"],
    )
    receive = Transition(
        _("Receive and hear"),
        requested,
        heard,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR, Role.UNIT_CHIEF],
        may=["minutes"],
        basis=RECEPTION,
        within=Deadline(law.days(RECEPTION), since=request, basis=RECEPTION),
        facets=["topic"],
    )
    answer_officer = Transition(
        _("Answer the officer"),
        heard,
        answered,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR, Role.UNIT_CHIEF],
        asks=["orientation", "answer"],
        basis=RECEPTION,
        facets=["topic", "orientation"],
    )
    note_absence = Transition(
        _("Record that the officer did not come"),
        requested,
        missed,
        by=[Role.PERSONNEL_CLERK, Role.PERSONNEL_DIRECTOR, Role.UNIT_CHIEF],
        basis=RECEPTION,
        facets=["topic"],
    )

    staff_heard = Count(
        _("Staff received and heard"),
        of=receive,
        by=["unit", "topic"],
        unit=_("persons"),
        definition=_("Officers received and heard in the year; those who did not come don't count."),
    )
    heard_on_time = Share(
        _("Staff heard on time"),
        part=Sum(_("Heard on time"), of=receive, measure="on_time", unit=_("persons")),
        whole=staff_heard,
        definition=_("Officers heard within the term that runs from their request, of all heard."),
    )
