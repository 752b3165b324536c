"""Administrative inquiries (بحث إداري): opened on a denunciation, a complaint or ex officio, concluded by another hand.

Each officer whom an inquiry covers is named by an act of its own, so that the number of those acts is the number of
staff covered. Law: dahir on the General Directorate (`dgsn`); the duty to report an offence (`criminal_procedure/42`).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.law import days
from hasila.institution.roles import Role
from hasila.kernel import refusals
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Procedure, State, Transition, needs
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register


class Origin(models.TextChoices):
    """What the inquiry was opened on."""

    DENUNCIATION = "denunciation", _("Denunciation")
    COMPLAINT = "complaint", _("Complaint")
    EX_OFFICIO = "ex_officio", _("Ex officio")
    AUTHORITY = "authority", _("Request of an authority")


class Outcome(models.TextChoices):
    """What the inquiry found, as the Inspector General concludes."""

    NO_FAULT = "no_fault", _("No fault")
    ADMINISTRATIVE_FAULT = "administrative_fault", _("Administrative fault")
    OFFENCE = "offence", _("Elements of a criminal offence")


class InquiryFile(Record):
    """An administrative inquiry; `unit` is the inspection unit that conducts it, `concerned_unit` the one looked at."""

    origin = models.CharField(_("Origin"), max_length=16, choices=Origin)
    received_on = models.DateField(_("Received on"), null=True, blank=True)
    subject = models.CharField(_("Subject"), max_length=200)
    facts = models.TextField(_("Facts reported"))
    concerned_unit = models.ForeignKey(
        "institution.Unit", models.PROTECT, related_name="+", verbose_name=_("Unit concerned")
    )
    officer = models.ForeignKey(
        "institution.Officer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Officer concerned"),
        help_text=_("The officer named last; each officer is named by an act of its own."),
    )
    officers = ArrayField(models.UUIDField(), default=list, editable=False, verbose_name=_("Officers concerned"))
    findings = models.TextField(_("Findings"), blank=True)
    remarks = models.TextField(_("Remarks"), blank=True)
    outcome = models.CharField(_("Outcome"), max_length=24, choices=Outcome, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)
    judicial_unit = models.ForeignKey(
        "institution.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Judicial police service"),
    )

    class Meta(Record.Meta):
        verbose_name = _("Administrative inquiry")
        verbose_name_plural = _("Administrative inquiries")


def actor_is_not_concerned(file: InquiryFile, act: Act) -> Refusal | None:
    """An officer whom the inquiry covers takes no part in it, whether named last or long before."""
    return refusals.own_file() if act.actor == file.officer_id or act.actor in file.officers else None


def received_before_opening(file: InquiryFile, act: Act) -> Refusal | None:
    """What the inquiry is opened on was received before it."""
    if file.received_on is None or act.today is None or file.received_on <= act.today:
        return None
    return Refusal(
        "inspection.received_later",
        _("The day of receipt can't lie after the opening."),
        field="received_on",
        remedy=_("Check the day on the letter's stamp."),
        status=422,
    )


@needs("concerned_unit")
def unit_is_known(file: InquiryFile, act: Act) -> Refusal | None:
    """The unit concerned exists, and had not closed before the act."""
    unit = file.concerned_unit
    if unit.closed_on is None or act.today is None or unit.closed_on >= act.today:
        return None
    return Refusal(
        "inspection.unit_closed",
        _("This unit closed on %(day)s."),
        field="concerned_unit",
        remedy=_("Choose the unit that took over its work."),
        day=unit.closed_on.isoformat(),
    )


@needs("officer")
def named_once(file: InquiryFile, act: Act) -> Refusal | None:
    """No officer is named twice in one inquiry; they would count twice."""
    if file.officer_id not in file.officers:
        return None
    return Refusal(
        "inspection.named_already",
        _("This officer is already named in this inquiry."),
        field="officer",
        remedy=_("Name another officer, or go on to the report."),
    )


def last_naming_stands(file: InquiryFile, act: Act) -> Refusal | None:
    """Only the last naming can be struck, and only once."""
    if file.officer_id is not None:
        return None
    return Refusal(
        "inspection.nobody_to_strike",
        _("No naming is open to correction: the last one is already struck, or nobody is named."),
        remedy=_("Name an officer first."),
    )


def an_offence_appears(file: InquiryFile, act: Act) -> Refusal | None:
    """Only an inquiry that found elements of an offence goes to the judicial police."""
    if file.outcome == Outcome.OFFENCE:
        return None
    return Refusal(
        "inspection.no_offence",
        _("The inquiry found no elements of a criminal offence."),
        remedy=_("Close the inquiry."),
        basis="criminal_procedure/42",
    )


def offence_is_referred(file: InquiryFile, act: Act) -> Refusal | None:
    """An inquiry that found elements of an offence is referred before it is closed."""
    if file.outcome != Outcome.OFFENCE or file.state != "concluded":
        return None
    return Refusal(
        "inspection.refer_first",
        _("The inquiry found elements of a criminal offence and is not referred yet."),
        remedy=_("Refer it to the judicial police first."),
        basis="criminal_procedure/42",
    )


def add_officer(file: InquiryFile, act: Act) -> None:
    """Adds the officer to those whom the inquiry covers."""
    assert file.officer_id is not None
    file.officers = [*file.officers, file.officer_id]


def strike_last(file: InquiryFile, act: Act) -> None:
    """Takes the last named officer off; a naming struck once can't be struck again."""
    file.officers = [one for one in file.officers if one != file.officer_id]
    file.officer_id = None


class Inquiry(Procedure):
    record = InquiryFile
    label = _("Administrative inquiries")
    prefix = "INQ"
    sensitive = True
    purposes = {
        "inquiry": _("Conduct of the inquiry"),
        "decision": _("Preparation of a decision"),
        "discipline": _("Disciplinary procedure"),
        "judicial": _("Request of the judicial authority"),
        "control": _("Control of the inspection's work"),
    }
    concerns = ("officer",)
    search = ("subject",)
    register = Register(
        columns=("reference", "subject", "origin", "concerned_unit", "state", "outcome", "opened_at", "due_at"),
        filters=("state", "origin", "outcome", "concerned_unit", "unit"),
    )

    under_way = State(_("Under way"), initial=True)
    reported = State(_("Reported"), requires=["findings"])
    concluded = State(_("Concluded"), requires=["outcome", "grounds"])
    referred = State(_("Referred to the judicial police"), requires=["outcome", "judicial_unit"])
    closed = State(_("Closed"), final=True, requires=["outcome"])

    open_inquiry = Transition(
        _("Open an inquiry"),
        None,
        under_way,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        asks=["origin", "subject", "facts", "concerned_unit"],
        may=["received_on"],
        guards=[received_before_opening, unit_is_known],
        basis="dgsn",
        facets=["origin"],
        help=_("A denunciation is recorded by what it reports. Who made it is kept out of this file."),
    )
    name_officer = Transition(
        _("Name an officer concerned"),
        under_way,
        under_way,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        asks=["officer"],
        guards=[actor_is_not_concerned, named_once],
        effects=[add_officer],
        basis="dgsn",
        facets=["origin"],
        help=_("One act for each officer. To be named is no finding against anybody."),
    )
    strike_officer = Transition(
        _("Strike the last naming"),
        under_way,
        under_way,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        guards=[actor_is_not_concerned, last_naming_stands],
        effects=[strike_last],
        corrects=name_officer,
        basis="dgsn",
        help=_("For an officer named in error: the naming is taken back, in the figures too."),
    )
    report = Transition(
        _("File the report"),
        under_way,
        reported,
        by=[Role.INSPECTOR],
        asks=["findings"],
        guards=[actor_is_not_concerned],
        within=Deadline(days("inspection.inquiry.report"), since=open_inquiry, basis="inspection.inquiry.report"),
        basis="inspection.inquiry.report",
        facets=["origin"],
    )
    send_back = Transition(
        _("Send the report back"),
        reported,
        under_way,
        by=[Role.CHIEF_INSPECTOR],
        asks=["remarks"],
        guards=[actor_is_not_concerned],
        not_by=[report],
        corrects=report,
        basis="dgsn",
        help=_("The report no longer counts; the term of the inquiry goes on running."),
    )
    conclude = Transition(
        _("Conclude"),
        reported,
        concluded,
        by=[Role.CHIEF_INSPECTOR],
        asks=["outcome", "grounds"],
        guards=[actor_is_not_concerned],
        not_by=[report],
        basis="dgsn",
        facets=["origin", "outcome"],
        help=_("Whoever wrote the report doesn't conclude on it."),
    )
    refer = Transition(
        _("Refer to the judicial police"),
        concluded,
        referred,
        by=[Role.CHIEF_INSPECTOR, Role.DIRECTOR_GENERAL],
        asks=["judicial_unit"],
        guards=[actor_is_not_concerned, an_offence_appears],
        not_by=[open_inquiry, report],
        basis="criminal_procedure/42",
        facets=["origin"],
        help=_("The judicial police informs the competent public prosecution."),
    )
    close = Transition(
        _("Close"),
        [concluded, referred],
        closed,
        by=[Role.CHIEF_INSPECTOR],
        guards=[actor_is_not_concerned, offence_is_referred],
        basis="dgsn",
        facets=["origin", "outcome"],
    )

    inquiries = Count(
        _("Administrative inquiries"),
        of=open_inquiry,
        by=["unit", "origin"],
        unit=_("inquiries"),
        definition=_("Inquiries opened in the year, whatever their origin and wherever they stand now."),
    )
    on_denunciation = Count(
        _("Inquiries opened on denunciations"),
        of=open_inquiry,
        where={"origin": Origin.DENUNCIATION},
        by=["unit"],
        unit=_("inquiries"),
        definition=_("Inquiries opened in the year of which the origin is a denunciation."),
    )
    staff_covered = Count(
        _("Officers covered by inquiries"),
        of=name_officer,
        by=["unit", "origin"],
        unit=_("officers"),
        definition=_(
            "Officers named in inquiries in the year, once for each inquiry. A naming that was struck is taken back "
            "in the period of the naming."
        ),
    )
    conclusions = Count(
        _("Inquiries concluded"),
        of=conclude,
        by=["unit", "origin", "outcome"],
        unit=_("inquiries"),
        definition=_("Inquiries concluded in the year, whenever they were opened."),
    )
    with_offence = Count(
        _("Inquiries that found elements of an offence"),
        of=conclude,
        where={"outcome": Outcome.OFFENCE},
        by=["unit", "origin"],
        unit=_("inquiries"),
        definition=_("Inquiries concluded in the year with elements of a criminal offence as their outcome."),
    )
    referrals = Count(
        _("Inquiries referred to the judicial police"),
        of=refer,
        by=["unit", "origin"],
        unit=_("inquiries"),
        definition=_("Inquiries referred to a judicial police service in the year."),
    )
    reports = Count(
        _("Inquiry reports"),
        of=report,
        by=["unit", "origin"],
        unit=_("reports"),
        definition=_("Reports filed in the year; a report that was sent back doesn't count."),
    )
    reports_on_time = Sum(
        _("Inquiry reports filed on time"),
        of=report,
        measure="on_time",
        by=["unit", "origin"],
        unit=_("reports"),
        definition=_("Reports filed in the year within the term that runs from the opening."),
    )
    on_time = Share(
        _("Inquiry reports filed on time, share"),
        part=reports_on_time,
        whole=reports,
        definition=_("Reports filed on time in per cent of all reports filed in the year."),
    )
