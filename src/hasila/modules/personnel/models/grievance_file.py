"""The grievance file: what an officer asks of the central commission, what it recommends and what is decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import ERASABLE
from hasila.institution.people import Grade
from hasila.kernel.records import Record
from hasila.modules.personnel.models.discipline_file import DisciplinaryFile
from hasila.modules.personnel.models.measures import Measure


class GrievanceKind(models.TextChoices):
    """What the officer asks of the commission."""

    GRIEVANCE = "grievance", _("Grievance")
    PLEA = "plea", _("Plea")


class Contested(models.TextChoices):
    """What kind of decision is contested."""

    SANCTION = "sanction", _("Disciplinary sanction")
    TRANSFER = "transfer", _("Transfer")
    PROMOTION = "promotion", _("Promotion")
    OTHER = "other", _("Other")


class Answer(models.TextChoices):
    """What the commission recommends and the Director General decides."""

    REVIEW = "review", _("Review")
    ANNUL = "annul", _("Annul")
    CONFIRM = "confirm", _("Confirm")
    INADMISSIBLE = "inadmissible", _("Inadmissible")
    REFERRED = "referred", _("Referred elsewhere")


class Followed(models.TextChoices):
    """Whether the decision follows the recommendation."""

    YES = "yes", _("Recommendation followed")
    NO = "no", _("Recommendation not followed")


class GrievanceFile(Record):
    """A grievance or plea to the central commission, which owns the file."""

    officer = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=ERASABLE, related_name="+", verbose_name=_("Officer")
    )
    kind = models.CharField(_("Kind of request"), max_length=10, choices=GrievanceKind)
    contested = models.CharField(_("Decision contested"), max_length=10, choices=Contested)
    contested_on = models.DateField(_("Day of the decision contested"), null=True, blank=True)
    sanction = models.ForeignKey(
        DisciplinaryFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Disciplinary file"),
        help_text=_("Where the sanction stands in the register of disciplinary files."),
    )
    arguments = models.TextField(_("Arguments"))
    report = models.TextField(_("Report of the rapporteur"), blank=True)
    recommendation = models.CharField(_("Recommendation"), max_length=14, choices=Answer, blank=True)
    opinion = models.TextField(_("Reasons of the commission"), blank=True)
    decision = models.CharField(_("Decision"), max_length=14, choices=Answer, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)
    new_measure = models.CharField(_("Measure after revision"), max_length=18, choices=Measure, blank=True)
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
    followed = models.CharField(
        _("Recommendation and decision"), max_length=4, choices=Followed, blank=True, editable=False
    )

    class Meta(Record.Meta):
        verbose_name = _("Grievance or plea")
        verbose_name_plural = _("Grievances and pleas")
