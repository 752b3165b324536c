"""The lawful life of a referral: prepared, approved by another hand, sent, acknowledged, sent back or decided.

Law: code of criminal procedure, articles 23 (records go to the prosecution), 40 and 49 (its powers), 73 and 74
(presentation). What the prosecution answers by the exchange is taken in by the system as the consequence of the act of
sending, in the name of the office: the record keeps the magistrate's name and the time that the office gives. Where no
exchange serves the court, an officer records the same answers by hand.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import SAME, Consequence, Numbering, Procedure, State, Transition
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import case_rules, letters, missing
from hasila.modules.casefiles import referral_rules as rules
from hasila.modules.casefiles.belonging import CASE, follows, go_along
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.referral import Referral

OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER]
SENDERS = [*OFFICERS, Role.UNIT_CHIEF]
FACETS = ["office", "way"]
BACK = Consequence(f"{CASE}.send_back", "case", data=rules.instructions_content)
DONE = Consequence(f"{CASE}.decide", "case", data=rules.decision_content)
HELD = "casefiles.held_follow_file"
"""Whoever is held in the file is told of in their own log: presenting them is what ends it, and is recorded there."""
COMPLETE = (*case_rules.CHILD_GUARDS, *missing.GUARDS)
"""What a referral is held to at each of its steps until it goes: the file may have changed since the last one."""


class Referrals(Procedure):
    record = Referral
    label = _("Referrals to the judicial authority")
    prefix = "REFR"
    numbered = Numbering(at="send")
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("receipt", "case.reference")
    personal = ("digest", "receipt", "elsewhere", "remarks", "grounds", "magistrate", "instructions")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("sent", "acknowledged"))
    register = Register(
        columns=("reference", "number", "case", "office", "court", "way", "unit", "state", "due_at"),
        filters=("state", "unit", "office", "court", "way", "case"),
    )
    constraints = {
        "casefiles_referral_once": Refusal(
            "casefiles.referred_already",
            _("A referral of this file is under way."),
            field="case",
            remedy=_("Go on with that one, or withdraw it."),
        )
    }

    prepared = State(_("Prepared"), initial=True)
    approved = State(_("Approved"))
    sent = State(_("Sent"), requires=["office", "court"])
    acknowledged = State(_("Acknowledged"), requires=["receipt"])
    returned = State(_("Sent back with instructions"), final=True, requires=["instructions"])
    decided = State(_("Decided"), final=True, requires=["decision"])
    withdrawn = State(_("Withdrawn"), final=True, requires=["grounds"])

    prepare = Transition(
        _("Prepare the referral"),
        None,
        prepared,
        by=OFFICERS,
        asks=["case", "way"],
        may=["court", "elsewhere", "remarks"],
        guards=[*COMPLETE, rules.somebody_is_held, rules.court_is_competent],
        effects=[rules.address],
        basis="criminal_procedure/23",
        facets=FACETS,
        jobs=["casefiles.tell_chief"],
        help=_(
            "The office follows from the class of the offence, the court from the unit's town. What was done on a "
            "letter rogatory goes back to its investigating judge."
        ),
    )
    amend = Transition(
        _("Change the referral"),
        prepared,
        SAME,
        by=OFFICERS,
        may=["way", "court", "elsewhere", "remarks"],
        guards=[*COMPLETE, rules.somebody_is_held, rules.court_is_competent],
        effects=[rules.address],
        basis="criminal_procedure/23",
    )
    approve = Transition(
        _("Approve the referral"),
        prepared,
        approved,
        by=[Role.UNIT_CHIEF],
        guards=[*COMPLETE, rules.office_stands],
        not_by=[prepare, amend],
        basis="service_rule",
        jobs=["casefiles.tell_investigator"],
    )
    send = Transition(
        _("Send to the judicial authority"),
        approved,
        sent,
        by=SENDERS,
        guards=[*COMPLETE, rules.office_stands],
        effects=[rules.leaves],
        basis="criminal_procedure/23",
        facets=FACETS,
        measures={"days_open": rules.days_open},
        then=[Consequence(f"{CASE}.refer", "case", data=rules.office_content)],
        jobs=[HELD],
        help=_("The bundle goes by the exchange as soon as the other side answers; nothing more is to be done here."),
    )
    withdraw = Transition(
        _("Withdraw the referral"),
        [prepared, approved],
        withdrawn,
        by=SENDERS,
        asks=["grounds"],
        guards=[case_rules.case_is_with_us],
        basis="service_rule",
    )
    lapse = Transition(
        _("Lapsed: the file was joined to another one"), [prepared, approved], withdrawn, consequent=True,
        basis="service_rule", asks=["grounds"],
    )  # fmt: skip
    pack = Transition(
        _("The bundle is made"), sent, SAME, consequent=True, basis="criminal_procedure/23",
        asks=["digest", "pieces"],
    )  # fmt: skip
    pack_again = Transition(
        _("Have the bundle made again"),
        sent,
        SAME,
        by=[Role.UNIT_CHIEF],
        guards=[rules.comes_by_exchange],
        effects=[rules.another_edition],
        basis="service_rule",
        help=_("Where the other side refused it. The new edition takes the place of the one before."),
    )
    acknowledge = Transition(
        _("Acknowledged by the judicial authority"),
        sent,
        acknowledged,
        consequent=True,
        asks=["receipt"],
        may=["received_at"],
        basis="criminal_procedure/40",
        facets=FACETS,
        within=Deadline(days=law.days("casefiles.acknowledgement"), since=send, basis="casefiles.acknowledgement"),
    )
    give_back = Transition(
        _("Sent back by the judicial authority"),
        [sent, acknowledged],
        returned,
        consequent=True,
        asks=["instructions"],
        may=["receipt", "magistrate", "answered_at", "complete_by"],
        basis="criminal_procedure/40",
        facets=FACETS,
        then=[BACK],
        jobs=["casefiles.tell_investigator", HELD],
    )
    decide = Transition(
        _("Decided by the judicial authority"),
        [sent, acknowledged],
        decided,
        consequent=True,
        asks=["decision"],
        may=["receipt", "magistrate", "answered_at"],
        guards=[letters.decision_fits],
        basis="criminal_procedure/40",
        facets=[*FACETS, "decision"],
        then=[DONE],
        jobs=["casefiles.tell_investigator", HELD],
    )
    record_receipt = Transition(
        _("Record the receipt by the judicial authority"),
        sent,
        acknowledged,
        by=SENDERS,
        asks=["receipt"],
        may=["received_at", "magistrate"],
        guards=[rules.comes_by_hand, rules.answer_has_its_time],
        basis="criminal_procedure/40",
        facets=FACETS,
    )
    record_return = Transition(
        _("Record the return with instructions"),
        [sent, acknowledged],
        returned,
        by=SENDERS,
        asks=["instructions", "magistrate"],
        may=["answered_at", "complete_by"],
        guards=[rules.comes_by_hand, rules.answer_has_its_time],
        basis="criminal_procedure/40",
        facets=FACETS,
        then=[BACK],
        jobs=["casefiles.tell_investigator", HELD],
    )
    record_decision = Transition(
        _("Record the decision of the judicial authority"),
        [sent, acknowledged],
        decided,
        by=SENDERS,
        asks=["decision"],
        may=["magistrate", "answered_at"],
        guards=[rules.comes_by_hand, rules.answer_has_its_time, letters.decision_fits],
        basis="criminal_procedure/40",
        facets=[*FACETS, "decision"],
        then=[DONE],
        jobs=["casefiles.tell_investigator", HELD],
    )
    move_along = follows(sent, acknowledged, returned, decided, withdrawn)
    move_along_anew = Transition(
        _("Follow the file; the approval is asked anew"),
        [prepared, approved],
        prepared,
        consequent=True,
        asks=["to_unit"],
        effects=[go_along, rules.follow_court],
        basis="criminal_procedure",
        jobs=["casefiles.tell_chief"],
    )

    handed_over = Count(
        _("Referrals sent"), of=send, by=["unit", "office", "way"], unit=_("files"),
        definition=_("Referrals that left for the prosecution in the year; one handed over again counts again."),
    )  # fmt: skip
    sent_back = Count(
        _("Referrals sent back with instructions"), of=[give_back, record_return], by=["unit", "office", "way"],
        unit=_("files"), definition=_("Referrals that the prosecution sent back with instructions in the year."),
    )  # fmt: skip
    sent_back_share = Share(
        _("Referrals sent back, share"), part=sent_back, whole=handed_over,
        definition=_("Referrals sent back in the year in per cent of those sent in it."),
    )  # fmt: skip
    receipts = Count(
        _("Referrals acknowledged by the exchange"), of=acknowledge, by=["unit", "office"], unit=_("files"),
        definition=_("Acknowledgements that came by the exchange in the year."),
    )  # fmt: skip
    receipts_on_time = Sum(
        _("Referrals acknowledged in time"), of=acknowledge, measure="on_time", by=["unit", "office"],
        unit=_("files"),
        definition=_("Of the acknowledgements by the exchange, those within the term that runs from the sending."),
    )  # fmt: skip
    on_time = Share(
        _("Referrals acknowledged in time, share"), part=receipts_on_time, whole=receipts,
        definition=_("Acknowledgements in time in per cent of those that came by the exchange."),
    )  # fmt: skip
    days_to_referral = Sum(
        _("Days from the opening to the referral"), of=send, measure="days_open", by=["unit", "office", "way"],
        unit=_("days"),
        definition=_("Added up over the referrals sent in the year; divided by their number it is the mean."),
    )  # fmt: skip
    decisions = Count(
        _("Decisions of the prosecution on referrals"), of=[decide, record_decision],
        by=["unit", "office", "way", "decision"], unit=_("decisions"),
        definition=_("Decisions that the prosecution took in the year on files referred to it."),
    )  # fmt: skip
