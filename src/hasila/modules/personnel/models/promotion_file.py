"""The promotion file: an officer on the list of one exercise, and the classes that its study and decision use."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.people import Grade
from hasila.kernel.records import Record


class PromotionKind(models.TextChoices):
    """How an officer is promoted."""

    CHOICE = "choice", _("By choice")
    EXAMINATION = "examination", _("By internal examination")
    EXCEPTIONAL = "exceptional", _("Exceptional")


REGULAR = (PromotionKind.CHOICE, PromotionKind.EXAMINATION)


class Obstacle(models.TextChoices):
    """Why an officer on the list can't be proposed."""

    SENIORITY = "seniority", _("Seniority in the grade too short")
    NOTATION = "notation", _("Marks below the threshold")
    DISCIPLINE = "discipline", _("Sanction or disciplinary file")
    EXAMINATION = "examination", _("Examination not passed")
    SUSPENDED = "suspended", _("Suspended or not in active service")
    NO_HIGHER_GRADE = "no_higher_grade", _("No higher grade")


class Finding(models.TextChoices):
    """What the study of a file found, as a class."""

    ELIGIBLE = "eligible", _("Eligible")
    SENIORITY = Obstacle.SENIORITY.value, Obstacle.SENIORITY.label
    NOTATION = Obstacle.NOTATION.value, Obstacle.NOTATION.label
    DISCIPLINE = Obstacle.DISCIPLINE.value, Obstacle.DISCIPLINE.label
    EXAMINATION = Obstacle.EXAMINATION.value, Obstacle.EXAMINATION.label
    SUSPENDED = Obstacle.SUSPENDED.value, Obstacle.SUSPENDED.label
    NO_HIGHER_GRADE = Obstacle.NO_HIGHER_GRADE.value, Obstacle.NO_HIGHER_GRADE.label
    SEVERAL = "several", _("Several obstacles")


class NotRetained(models.TextChoices):
    """Why the Director General doesn't retain a file."""

    OBSTACLE = "obstacle", _("The study found an obstacle")
    MERIT = "merit", _("Rank in the order of merit")
    POSTS = "posts", _("No budgeted post left")
    DISCIPLINE = "discipline", _("Disciplinary file since the study")


class PromotionFile(Record):
    """One officer on the list of one exercise."""

    officer = models.ForeignKey("institution.Officer", models.PROTECT, related_name="+", verbose_name=_("Officer"))
    exercise = models.PositiveSmallIntegerField(
        _("Exercise"), help_text=_("The year of the annual list, which is not always the year of the act.")
    )
    kind = models.CharField(_("Kind of promotion"), max_length=12, choices=PromotionKind)
    merit = models.TextField(_("Ground of an exceptional promotion"), blank=True)
    grade_from = models.ForeignKey(
        Grade, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("Present grade")
    )
    obstacles = ArrayField(
        models.CharField(max_length=16, choices=Obstacle),
        verbose_name=_("Obstacles"),
        default=list,
        blank=True,
        help_text=_("Every reason why the officer can't be proposed; none means eligible."),
    )
    finding = models.CharField(_("Finding"), max_length=16, choices=Finding, blank=True, editable=False)
    note = models.TextField(_("Note"), blank=True)
    grade = models.ForeignKey(
        Grade, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Proposed grade")
    )
    reason = models.CharField(_("Reason for not retaining"), max_length=12, choices=NotRetained, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Promotion file")
        verbose_name_plural = _("Promotion files")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "exercise"],
                condition=~models.Q(kind="exceptional"),
                name="promotion_once_in_an_exercise",
            ),
        ]
