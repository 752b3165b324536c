"""Audit samples: complaints of a unit and a period, drawn by chance that nobody chose, each judged by an auditor.

Whoever draws a sample names the unit, the period and the size. The seed is the leaf hash of that very entry in the
ledger: it holds a secret salt of the door, so nobody can choose it, and it stays there, so anybody can draw again
(`queries.chosen`). As soon as the act is done, the complaints drawn are written down in the sample, so that a verdict
is on one of them and on no other. Each verdict is a record: whether the complaint became a case, and whether it should
have.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share
from hasila.kernel.procedures import SAME, Act, Consequence, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.complaints import Complaint

TERM = "districts.sample.judged"
AUDITORS = (Role.INSPECTOR, Role.CHIEF_INSPECTOR, Role.UNIT_CHIEF)
BECAME_CASE = ("followed", "on_paper")


class Should(models.TextChoices):
    """Whether a complaint should have become a case, as an auditor finds."""

    YES = "yes", _("It should have become a case")
    NO = "no", _("It should not have become a case")
    UNSURE = "unsure", _("It can't be told from the file")


class AuditSample(Record):
    """A sample of the complaints of one unit; `unit` is the one that looks, `audited` the one that is looked at."""

    audited = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit audited"))
    first = models.DateField(_("From"))
    last = models.DateField(_("To"))
    size = models.PositiveSmallIntegerField(
        _("How many complaints"), validators=[MinValueValidator(5), MaxValueValidator(500)]
    )
    drawn = models.JSONField(_("Complaints drawn"), null=True, editable=False)
    judged = models.PositiveSmallIntegerField(_("Judged"), default=0, editable=False)
    report = models.TextField(_("Report"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Audit sample")
        verbose_name_plural = _("Audit samples")


class Verdict(Record):
    """What an auditor finds of one complaint of a sample."""

    sample = models.ForeignKey(AuditSample, models.PROTECT, related_name="verdicts", verbose_name=_("Audit sample"))
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="+", verbose_name=_("Complaint"))
    became_case = models.BooleanField(_("Became a case"), default=False, editable=False)
    should = models.CharField(_("Finding"), max_length=8, choices=Should)
    grounds = models.TextField(_("Grounds"))

    class Meta(Record.Meta):
        verbose_name = _("Verdict on a complaint")
        verbose_name_plural = _("Verdicts on complaints")
        constraints = [models.UniqueConstraint(fields=["sample", "complaint"], name="districts_one_verdict")]


# ---------------------------------------------------------------- rules


def period_is_over(sample: AuditSample, act: Act) -> Refusal | None:
    """A sample is drawn of a period that is over and not turned round."""
    assert act.today is not None
    if sample.first <= sample.last < act.today:
        return None
    return Refusal(
        "districts.period_open",
        _("The period ends after it begins, and before today."),
        field="last",
        remedy=_("Choose days that are over."),
        status=422,
    )


def looks_at_another(sample: AuditSample, act: Act) -> Refusal | None:
    """No unit draws its own sample."""
    if sample.audited_id != sample.unit_id:
        return None
    return Refusal(
        "districts.audits_itself",
        _("A unit does not audit itself."),
        field="audited",
        remedy=_("The unit above it or the inspectorate draws the sample."),
        status=422,
    )


def everything_was_judged(sample: AuditSample, act: Act) -> Refusal | None:
    """A sample is reported on once each complaint of it was judged: whoever leaves out the awkward ones chooses."""
    if sample.drawn is None:
        return _not_drawn_yet(None)
    left = len(sample.drawn) - sample.judged
    if left <= 0:
        return None
    return Refusal(
        "districts.not_all_judged",
        _("Complaints of this sample that were not judged yet: %(left)s."),
        remedy=_("Judge them first; of one that tells too little, say that it can't be told from the file."),
        left=left,
    )


def _not_drawn_yet(field: str | None) -> Refusal:
    return Refusal(
        "districts.not_drawn_yet",
        _("The complaints of this sample are being drawn."),
        field=field,
        remedy=_("Try again in a moment."),
    )


@needs("sample")
def complaint_is_of_the_sample(verdict: Verdict, act: Act) -> Refusal | None:
    """A verdict is on a complaint that chance drew into the sample."""
    drawn = verdict.sample.drawn
    if drawn is None:
        return _not_drawn_yet("sample")
    if str(verdict.complaint_id) in drawn:
        return None
    return Refusal(
        "districts.not_in_the_sample",
        _("This complaint was not drawn into the sample."),
        field="complaint",
        remedy=_("Judge the complaints that the sample lists."),
        status=422,
    )


def worked_on(complaint: Complaint) -> set[str]:
    """Who took a complaint, or ended it."""
    return {taken[0] for taken in complaint.trail.get("receive", ())} | {str(complaint.ended_by)}


@needs("complaint")
def judges_the_work_of_others(verdict: Verdict, act: Act) -> Refusal | None:
    """Whoever took or ended a complaint doesn't judge it, nor does anybody of its unit."""
    complaint = verdict.complaint
    if complaint.unit_id != verdict.unit_id and str(act.actor) not in worked_on(complaint):
        return None
    return Refusal(
        "districts.own_work",
        _("Nobody judges what they or their unit did."),
        remedy=_("An inspector, or the head of another unit, judges it."),
        status=403,
    )


@needs("complaint")
def knows_what_became_of_it(verdict: Verdict, act: Act) -> None:
    """Whether the complaint is followed up as a case at the moment of the verdict."""
    verdict.became_case = verdict.complaint.state in BECAME_CASE


def one_judged_more(sample: AuditSample, act: Act) -> None:
    """Counts a verdict."""
    sample.judged += 1


# ---------------------------------------------------------------- procedures


class Samples(Procedure):
    record = AuditSample
    label = _("Audit samples")
    prefix = "SMP"
    search = ("audited.arabic", "audited.french")
    register = Register(
        columns=("reference", "audited", "first", "last", "size", "judged", "unit", "state", "due_at"),
        filters=("state", "unit", "audited"),
    )

    drawn = State(_("Drawn"), initial=True)
    reported = State(_("Reported"), final=True, requires=["report"])

    draw = Transition(
        _("Draw a sample"),
        None,
        drawn,
        by=AUDITORS,
        asks=["audited", "first", "last", "size"],
        guards=[period_is_over, looks_at_another],
        basis="dgsn",
        jobs=["districts.draw_sample"],
        help=_("Which complaints are in it follows from the entry of this act in the ledger."),
    )
    write_down = Transition(
        _("Write down the complaints drawn"), drawn, SAME, asks=["drawn"], basis="dgsn", consequent=True
    )
    count_verdict = Transition(
        _("Count a verdict"), drawn, SAME, effects=[one_judged_more], basis="dgsn", consequent=True
    )
    report_on = Transition(
        _("Report on the sample"),
        drawn,
        reported,
        by=AUDITORS,
        asks=["report"],
        guards=[everything_was_judged],
        within=Deadline(law.days(TERM), since=draw, basis=TERM),
        basis="dgsn",
    )

    samples = Count(
        _("Audit samples drawn"),
        of=draw,
        by=["unit"],
        unit=_("samples"),
        definition=_("Samples of complaints drawn in the year, whether or not they were reported on."),
    )


class Verdicts(Procedure):
    record = Verdict
    label = _("Verdicts on complaints")
    prefix = "VRD"
    personal = ("grounds",)
    search = ("sample.reference", "complaint.reference")
    register = Register(
        columns=("reference", "sample", "complaint", "became_case", "should", "unit", "state"),
        filters=("state", "unit", "should", "became_case"),
    )
    constraints = {
        "districts_one_verdict": Refusal(
            "districts.judged_already",
            _("This complaint of the sample has its verdict already."),
            field="complaint",
            remedy=_("Let another auditor review it."),
        )
    }

    given = State(_("Verdict given"), initial=True)
    reviewed = State(_("Reviewed"), final=True)

    give = Transition(
        _("Judge a complaint"),
        None,
        given,
        by=AUDITORS,
        asks=["sample", "complaint", "should", "grounds"],
        guards=[complaint_is_of_the_sample, judges_the_work_of_others],
        effects=[knows_what_became_of_it],
        then=[Consequence("districts.samples.count_verdict", "sample")],
        basis="dgsn",
        facets=["became_case", "should"],
    )
    review = Transition(
        _("Review the verdict"),
        given,
        reviewed,
        by=AUDITORS,
        asks=["should", "grounds"],
        guards=[judges_the_work_of_others],
        not_by=[give],
        basis="dgsn",
        facets=["became_case", "should"],
        help=_("A second auditor keeps the verdict or changes it; the first one stays in the ledger."),
    )

    judged = Count(
        _("Complaints of audit samples judged"),
        of=give,
        by=["unit", "should"],
        unit=_("complaints"),
        definition=_("Complaints of audit samples that an auditor judged in the year."),
    )
    became = Count(
        _("Complaints of audit samples that became a case"),
        of=give,
        where={"became_case": True},
        by=["unit"],
        unit=_("complaints"),
        definition=_("Of the complaints judged in the year, those followed up as a case at the moment of the verdict."),
    )
    should_have = Count(
        _("Complaints of audit samples that should have become a case"),
        of=give,
        where={"should": Should.YES},
        by=["unit"],
        unit=_("complaints"),
        definition=_("Of the complaints judged in the year, those that the auditor finds should have become a case."),
    )
    lost = Count(
        _("Complaints of audit samples that should have become a case and did not"),
        of=give,
        where={"should": Should.YES, "became_case": False},
        by=["unit"],
        unit=_("complaints"),
        definition=_("Of the complaints that should have become a case, those that had not."),
    )
    kept_share = Share(
        _("Complaints that became a case among those that should have, share"),
        part=Count(
            _("Complaints that should have become a case and did"),
            of=give,
            where={"should": Should.YES, "became_case": True},
            unit=_("complaints"),
        ),
        whole=should_have,
        definition=_(
            "Of the complaints judged in the year that should have become a case, those that did, in per cent."
        ),
    )
