"""Audit visits (افتحاص): planned, carried out, reported with numbered recommendations, followed up, closed."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.law import days
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

MOST_RECOMMENDATIONS = 200


class Theme(models.TextChoices):
    """Which side of police work a visit looks at."""

    RECEPTION = "reception", _("Reception of the public")
    CUSTODY = "custody", _("Places of custody")
    CASE_WORK = "case_work", _("Handling of cases")
    EXHIBITS = "exhibits", _("Seized items and exhibits")
    DOCUMENTS = "documents", _("Identity documents")
    EQUIPMENT = "equipment", _("Weapons, vehicles and equipment")
    BUDGET = "budget", _("Budget and purchases")
    STAFF = "staff", _("Management of staff")


class AuditVisit(Record):
    """A visit to a unit; `unit` is the inspection unit that makes it."""

    audited_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, related_name="+", verbose_name=_("Unit audited")
    )
    theme = models.CharField(_("Theme"), max_length=16, choices=Theme)
    planned_on = models.DateField(_("Planned for"))
    visited_on = models.DateField(_("Visited on"), null=True, blank=True)
    findings = models.TextField(_("Findings"), blank=True)
    recommendations = models.PositiveSmallIntegerField(
        _("Recommendations"), null=True, blank=True, validators=[MaxValueValidator(MOST_RECOMMENDATIONS)]
    )
    follow_up = models.TextField(_("What was done"), blank=True)
    implemented = models.PositiveSmallIntegerField(_("Recommendations implemented"), default=0, editable=False)
    closing_note = models.TextField(_("Why it is closed"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Audit visit")
        verbose_name_plural = _("Audit visits")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recommendations__isnull=True, implemented=0)
                | models.Q(implemented__lte=models.F("recommendations")),
                name="inspection_audit_no_more_than_recommended",
            )
        ]


def planned_ahead(visit: AuditVisit, act: Act) -> Refusal | None:
    """A visit is planned for the day of the act or later."""
    if act.today is None or visit.planned_on >= act.today:
        return None
    return Refusal(
        "inspection.planned_in_the_past",
        _("A visit can't be planned for a day that is over."),
        field="planned_on",
        remedy=_("Choose today or a later day."),
        status=422,
    )


def visited_by_now(visit: AuditVisit, act: Act) -> Refusal | None:
    """A visit was made before it is recorded."""
    if visit.visited_on is None or act.today is None or visit.visited_on <= act.today:
        return None
    return Refusal(
        "inspection.visited_later", _("The day of the visit can't lie in the future."), field="visited_on", status=422
    )


def one_is_open(visit: AuditVisit, act: Act) -> Refusal | None:
    """No more recommendations are implemented than were made."""
    if visit.implemented < (visit.recommendations or 0):
        return None
    return Refusal(
        "inspection.all_implemented",
        _("Every recommendation of this visit is already implemented."),
        remedy=_("Close the visit."),
    )


def open_ones_are_explained(visit: AuditVisit, act: Act) -> Refusal | None:
    """A visit is closed with open recommendations only for a reason that is written down."""
    left = (visit.recommendations or 0) - visit.implemented
    if left <= 0 or visit.closing_note:
        return None
    return Refusal(
        "inspection.recommendations_open",
        _("%(left)s of the recommendations are not implemented."),
        field="closing_note",
        remedy=_("Record their implementation, or say why the visit is closed without it."),
        left=left,
    )


def count_implemented(visit: AuditVisit, act: Act) -> None:
    """One recommendation more is implemented."""
    visit.implemented += 1


def recommended(visit: AuditVisit, act: Act) -> int:
    """Measure: how many recommendations the report makes."""
    return visit.recommendations or 0


class Audit(Procedure):
    record = AuditVisit
    label = _("Audit visits")
    prefix = "AUD"
    readers = (Role.DIRECTOR_GENERAL,)
    search = ("audited_unit.arabic", "audited_unit.french")
    register = Register(
        columns=(
            "reference",
            "audited_unit",
            "theme",
            "planned_on",
            "state",
            "recommendations",
            "implemented",
            "due_at",
        ),
        filters=("state", "theme", "audited_unit", "unit"),
    )

    planned = State(_("Planned"), initial=True)
    carried_out = State(_("Carried out"), requires=["visited_on"])
    reported = State(_("Reported"), requires=["findings", "recommendations"])
    closed = State(_("Closed"), final=True)
    cancelled = State(_("Cancelled"), final=True, requires=["closing_note"])

    plan = Transition(
        _("Plan a visit"),
        None,
        planned,
        by=[Role.CHIEF_INSPECTOR],
        asks=["audited_unit", "theme", "planned_on"],
        guards=[planned_ahead],
        basis="dgsn",
        facets=["theme"],
    )
    carry_out = Transition(
        _("Record the visit"),
        planned,
        carried_out,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        asks=["visited_on"],
        guards=[visited_by_now],
        basis="dgsn",
        facets=["theme"],
    )
    report = Transition(
        _("File the report"),
        carried_out,
        reported,
        by=[Role.INSPECTOR],
        asks=["findings", "recommendations"],
        within=Deadline(days("inspection.audit.report"), basis="inspection.audit.report"),
        basis="inspection.audit.report",
        facets=["theme"],
        measures={"recommendations": recommended},
    )
    implement = Transition(
        _("Record an implemented recommendation"),
        reported,
        reported,
        by=[Role.INSPECTOR],
        asks=["follow_up"],
        guards=[one_is_open],
        effects=[count_implemented],
        basis="dgsn",
        facets=["theme"],
        help=_("One act for each recommendation."),
    )
    close = Transition(
        _("Close"),
        reported,
        closed,
        by=[Role.CHIEF_INSPECTOR],
        may=["closing_note"],
        guards=[open_ones_are_explained],
        not_by=[report],
        basis="dgsn",
        facets=["theme"],
    )
    cancel = Transition(
        _("Cancel"),
        planned,
        cancelled,
        by=[Role.CHIEF_INSPECTOR],
        asks=["closing_note"],
        basis="dgsn",
        facets=["theme"],
    )

    visits = Count(
        _("Audit visits"),
        of=carry_out,
        by=["unit", "theme"],
        unit=_("visits"),
        definition=_("Visits carried out in the year; planned and cancelled ones don't count."),
    )
    recommendations_made = Sum(
        _("Recommendations made"),
        of=report,
        measure="recommendations",
        by=["unit", "theme"],
        unit=_("recommendations"),
        definition=_("Recommendations in the reports of audit visits filed in the year."),
    )
    recommendations_implemented = Count(
        _("Recommendations implemented"),
        of=implement,
        by=["unit", "theme"],
        unit=_("recommendations"),
        definition=_("Recommendations recorded as implemented in the year, whenever they were made."),
    )
    implementation = Share(
        _("Recommendations implemented, share"),
        part=recommendations_implemented,
        whole=recommendations_made,
        definition=_(
            "Recommendations implemented in the year in per cent of those made in the year; it may exceed 100 where "
            "older ones are caught up."
        ),
    )
    reports = Count(
        _("Audit reports"),
        of=report,
        by=["unit", "theme"],
        unit=_("reports"),
        definition=_("Reports of audit visits filed in the year."),
    )
    reports_on_time = Sum(
        _("Audit reports filed on time"),
        of=report,
        measure="on_time",
        by=["unit", "theme"],
        unit=_("reports"),
        definition=_("Reports filed within the term that runs from the record of the visit."),
    )
    on_time = Share(
        _("Audit reports filed on time, share"),
        part=reports_on_time,
        whole=reports,
        definition=_("Reports filed on time in per cent of all audit reports filed in the year."),
    )
