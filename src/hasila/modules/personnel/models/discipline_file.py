"""The disciplinary file: what an officer is blamed for, their defence, the council's proposal, the decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE
from hasila.institution.people import Grade
from hasila.kernel.records import Record
from hasila.modules.personnel.models.measures import Measure


class Breach(models.TextChoices):
    """What the officer is blamed for, as a class."""

    ABSENCE = "absence", _("Absence without leave")
    NEGLIGENCE = "negligence", _("Negligence in service")
    DISOBEDIENCE = "disobedience", _("Disobedience")
    CONDUCT = "conduct", _("Conduct unworthy of the office")
    SECRECY = "secrecy", _("Breach of professional secrecy or reserve")
    VIOLENCE = "violence", _("Undue violence")
    PROBITY = "probity", _("Breach of probity")
    EQUIPMENT = "equipment", _("Loss or misuse of equipment")


class Closing(models.TextChoices):
    """Why a file is closed without a measure."""

    UNFOUNDED = "unfounded", _("Facts not established")
    NO_FAULT = "no_fault", _("No fault")
    MINOR = "minor", _("Minor fact, no measure")
    LEFT = "left", _("The officer has left the service")
    JOINED = "joined", _("Joined to another file")


class DisciplinaryFile(Record):
    """A disciplinary file against one officer."""

    officer = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=ERASABLE, related_name="+", verbose_name=_("Officer")
    )
    breach = models.CharField(_("Breach"), max_length=14, choices=Breach)
    facts = models.TextField(_("Facts"))
    committed_on = models.DateField(_("Day of the facts"), null=True, blank=True)
    notified_on = models.DateField(_("Notified on"), null=True, editable=False)
    defence = models.TextField(_("Defence"), blank=True)
    precaution = models.BooleanField(_("Suspended as a precaution"), default=False, editable=False)
    minutes = models.TextField(_("Minutes of the council"), blank=True)
    proposal = models.CharField(_("Measure proposed"), max_length=18, choices=Measure, blank=True)
    measure = models.CharField(_("Measure"), max_length=18, choices=Measure, blank=True)
    exclusion_days = models.PositiveSmallIntegerField(
        _("Days of exclusion"), null=True, blank=True, help_text=_("For a temporary exclusion only.")
    )
    lower_grade = models.ForeignKey(
        Grade,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Lower grade"),
        help_text=_("For a demotion only."),
    )
    grounds = models.TextField(_("Grounds"), blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, editable=False)
    excluded_until = models.DateField(_("Excluded until"), null=True, editable=False)
    former_grade = models.ForeignKey(
        Grade, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("Former grade")
    )
    closing = models.CharField(_("Reason for closing"), max_length=12, choices=Closing, blank=True)
    appeal = models.TextField(_("Appeal"), blank=True)
    appealed_on = models.DateField(_("Appealed on"), null=True, editable=False)
    new_measure = models.CharField(_("Measure after revision"), max_length=18, choices=Measure, blank=True)
    former_measure = models.CharField(
        _("Measure before revision"), max_length=18, choices=Measure, blank=True, editable=False
    )
    appeal_grounds = models.TextField(_("Grounds of the decision on appeal"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Disciplinary file")
        verbose_name_plural = _("Disciplinary files")
