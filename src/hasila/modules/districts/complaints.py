"""Complaints (شكاية): what somebody says was done to them, taken at the desk, and what became of it.

Law: code of criminal procedure (`criminal_procedure`): the judicial police receives complaints and denunciations
(article 21), finds the offences (18), tells the public prosecutor at once of felonies and misdemeanours (23).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import identifying, law
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import SAME, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register
from hasila.modules.districts import endings
from hasila.modules.districts import entry_rules as rules
from hasila.modules.districts.choices import GuardianTie
from hasila.modules.districts.entries import TOLD, DeskEntry
from hasila.modules.districts.party import FOUND_BY, PARTY, PARTY_GUARDS, Party
from hasila.modules.districts.purposes import PURPOSES

RETENTION = "districts.complaint.retention"
COMPLAINANT = (*PARTY, "guardian", "guardian_tie")
TAKERS = (Role.DESK_OFFICER, Role.JUDICIAL_OFFICER)
GUARDS = (
    *PARTY_GUARDS,
    rules.happened_by_now,
    rules.ends_after_it_began,
    rules.born_before_the_facts,
    rules.minor_is_accompanied,
    rules.place_fits,
)


class Complaint(identifying.Identified, Party, DeskEntry):
    """A complaint, with the person who makes it."""

    ORIGIN = "complaint"
    CARRIED = (*COMPLAINANT, "person", *endings.CONTENT)

    guardian = models.CharField(_("Who stands by the minor"), max_length=120, blank=True)
    guardian_tie = models.CharField(_("Tie to the minor"), max_length=10, choices=GuardianTie, blank=True)
    withdrawal = models.TextField(_("Withdrawal, in the complainant's words"), blank=True)
    party_id = models.UUIDField(null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = _("Complaint")
        verbose_name_plural = _("Complaints")
        indexes = [*Record.Meta.indexes, identifying.index("districts_complaint_person")]


class Complaints(Procedure):
    record = Complaint
    label = _("Complaints")
    prefix = "PL"
    sensitive = True
    purposes = PURPOSES
    readers = (Role.PROSECUTOR, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    personal = (
        "came_from",
        "came_from_reference",
        "case_reference",
        "ended_by",
        "gendarmerie",
        "next_reference",
        "paper_number",
        *COMPLAINANT,
        "sounds",
        "person",
        "party_id",
        "facts",
        "place",
        "suspect",
        "grounds",
        "withdrawal",
        "prosecutor",
    )
    retention = Retention(law.cutoff(RETENTION), RETENTION, rests=("on_paper",))
    search = FOUND_BY
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "offence", "urgency", "unit", "state", "due_at"),
        filters=("state", "unit", "urgency", "offence", "how", "territory"),
    )
    constraints = identifying.CONSTRAINTS

    received = State(_("Received"), initial=True)
    withdrawn = State(_("Withdrawn by the complainant"), requires=["withdrawal"])
    on_paper = State(_("Followed up on paper"), requires=["paper_number", "offence"])
    followed = State(_("Followed up as a case file"), final=True, requires=["case_id", "offence"])
    handed = State(_("Handed to another unit"), final=True, requires=["to_unit", "next_id"])
    gendarmerie_s = State(_("Handed to the Royal Gendarmerie"), final=True, requires=["gendarmerie", "place"])
    refused = State(_("Refused"), final=True, requires=["refusal", "grounds", "prosecutor_told_at"])
    closed = State(_("Closed after withdrawal"), final=True, requires=["prosecutor_told_at"])

    receive = Transition(
        _("Take a complaint"),
        None,
        received,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["facts"],
        may=[*COMPLAINANT, *TOLD],
        guards=GUARDS,
        effects=[set_sounds],
        basis="criminal_procedure/21",
        facets=["how", "urgency", "level"],
        help=_("Whatever the place: it is taken first, and handed over afterwards where it is another's."),
    )
    arrive = endings.arrive(received, Complaint.CARRIED, effects=(set_sounds,))
    complete = Transition(
        _("Complete"),
        [received, withdrawn],
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        may=["facts", *COMPLAINANT, *TOLD],
        guards=GUARDS,
        effects=[set_sounds],
        basis="criminal_procedure/21",
        help=_("Adds or corrects what was told. What stood there before stays in the ledger."),
    )
    withdraw = Transition(
        _("Record a withdrawal"),
        received,
        withdrawn,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["withdrawal"],
        basis="criminal_procedure/4",
        facets=["level"],
        help=_("A withdrawal does not stop the public action by itself: the prosecutor is told and decides."),
    )
    note_withdrawal = Transition(
        _("Record a withdrawal in a matter that is followed up"),
        [followed, on_paper],
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["withdrawal"],
        basis="criminal_procedure/4",
        facets=["level"],
        help=_("The case goes on: a withdrawal does not stop the public action by itself."),
    )
    link_person = identifying.linking([received, withdrawn, on_paper, followed], TAKERS)
    open_person = identifying.opening([received, withdrawn, on_paper, followed], TAKERS)
    unlink_person = identifying.unlinking([received, withdrawn, on_paper, followed], TAKERS)
    close = Transition(
        _("Close after withdrawal"),
        withdrawn,
        closed,
        by=endings.ENDERS,
        asks=["prosecutor_told_at"],
        may=["prosecutor", "grounds"],
        guards=[*endings.TELLS, rules.told_of_the_withdrawal],
        effects=[rules.remembers_who_ended_it],
        not_by=[receive],
        within=endings.term(),
        basis="criminal_procedure/4",
        facets=["level"],
        help=_("Once the prosecutor was told of the withdrawal and ordered nothing else."),
    )
    open_case = endings.open_case([received, withdrawn, on_paper], followed, joins=True)
    record_on_paper = endings.record_on_paper([received, withdrawn], on_paper)
    hand_to_unit = endings.hand_to_unit([received], handed)
    hand_to_gendarmerie = endings.hand_to_gendarmerie([received], gendarmerie_s)
    refuse = endings.refuse([received], refused, not_by=[receive])

    complaints = Count(
        _("Complaints received"),
        of=receive,
        by=["unit", "how", "urgency", "level"],
        unit=_("complaints"),
        definition=_(
            "Complaints taken in the year, whatever became of them; one handed over counts once, where taken."
        ),
    )
    cases = Count(
        _("Complaints followed up as case files"),
        of=open_case,
        by=["unit", "level"],
        unit=_("complaints"),
        definition=_("Complaints from which a case file was opened in the year, whenever they were taken."),
    )
    on_paper_cases = Count(
        _("Complaints followed up on paper"),
        of=record_on_paper,
        by=["unit", "level"],
        unit=_("complaints"),
        definition=_(
            "Complaints followed up in the year in units that keep their case files on paper; those for which a case "
            "file is opened later count there too."
        ),
    )
    handed_over = Count(
        _("Complaints handed to another unit"),
        of=hand_to_unit,
        by=["unit", "level"],
        unit=_("complaints"),
        definition=_("Complaints that a unit handed in the year to the unit whose territory it was."),
    )
    to_gendarmerie = Count(
        _("Complaints handed to the Royal Gendarmerie"),
        of=hand_to_gendarmerie,
        by=["unit", "level"],
        unit=_("complaints"),
        definition=_("Complaints handed over in the year since the place lies outside the urban perimeter."),
    )
    refusals = Count(
        _("Complaints refused"),
        of=refuse,
        by=["unit", "refusal", "level"],
        unit=_("complaints"),
        definition=_("Complaints refused in the year with a reason of which the prosecutor was told."),
    )
    withdrawals = Count(
        _("Complaints withdrawn"),
        of=[withdraw, note_withdrawal],
        by=["unit", "level"],
        unit=_("complaints"),
        definition=_("Withdrawals recorded in the year; those of a matter that is followed up all the same included."),
    )
    ended = Count(
        _("Complaints of which something became"),
        of=[open_case, record_on_paper, hand_to_unit, hand_to_gendarmerie, refuse, close],
        by=["unit"],
        unit=_("complaints"),
        definition=_("Steps of the year by which a complaint ended somewhere, whenever it was taken."),
    )
    ended_on_time = Sum(
        _("Complaints of which something became on time"),
        of=[open_case, record_on_paper, hand_to_unit, hand_to_gendarmerie, refuse, close],
        measure="on_time",
        by=["unit"],
        unit=_("complaints"),
        definition=_("Of those steps, the ones taken within the term that runs from the complaint or its withdrawal."),
    )
    on_time = Share(
        _("Complaints of which something became on time, share"),
        part=ended_on_time,
        whole=ended,
        definition=_("Complaints that ended somewhere on time in per cent of all that ended somewhere in the year."),
    )
