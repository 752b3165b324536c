"""Administrative inquiries (بحث إداري): opened on a denunciation, a complaint or ex officio, concluded by another hand.

Each officer whom an inquiry covers is named by an act of its own, so that the number of those acts is the number of
staff covered. Law: dahir on the General Directorate (`dgsn`); the duty to report an offence (`criminal_procedure/42`).
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.law import days
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Procedure, State, Transition
from hasila.kernel.registers import Register
from hasila.modules.inspection import inquiry_rules as rules
from hasila.modules.inspection.inquiry_files import InquiryFile, Origin, Outcome


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
    personal = ("subject", "facts", "denouncer", "officer", "officers", "findings", "remarks", "grounds")
    retention = Retention(law.cutoff("inspection.inquiry.retention"), "inspection.inquiry.retention")
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
        may=["received_on", "denouncer"],
        guards=[rules.received_before_opening, rules.unit_is_known],
        basis="dgsn",
        facets=["origin"],
        help=_("A denunciation is recorded by what it reports. Who made it is sealed."),
    )
    name_officer = Transition(
        _("Name an officer concerned"),
        under_way,
        under_way,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        asks=["officer"],
        guards=[rules.actor_is_not_concerned, rules.named_once],
        effects=[rules.add_officer],
        basis="dgsn",
        facets=["origin"],
        help=_("One act for each officer. To be named is no finding against anybody."),
    )
    strike_officer = Transition(
        _("Strike the last naming"),
        under_way,
        under_way,
        by=[Role.INSPECTOR, Role.CHIEF_INSPECTOR],
        guards=[rules.actor_is_not_concerned, rules.last_naming_stands],
        effects=[rules.strike_last],
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
        guards=[rules.actor_is_not_concerned],
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
        guards=[rules.actor_is_not_concerned],
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
        guards=[rules.actor_is_not_concerned],
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
        guards=[rules.actor_is_not_concerned, rules.an_offence_appears],
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
        guards=[rules.actor_is_not_concerned, rules.offence_is_referred],
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
