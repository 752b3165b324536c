"""The lawful life of a case file: opened, inquired into, handed to the judicial authority, sent back or decided.

Law: code of criminal procedure (`criminal_procedure`, `criminal_procedure_2025` in `data/law.toml`). The police never
closes a criminal matter: what becomes of it is the prosecution's to decide.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.offences import OffenceClass, Series
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Change, Count
from hasila.kernel.procedures import SAME, Consequence, Procedure, State, Transition
from hasila.kernel.registers import Register
from hasila.modules.casefiles import case_rules as rules
from hasila.modules.casefiles import handover_rules as arriving
from hasila.modules.casefiles import handovers, letters, severance
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Origin
from hasila.modules.casefiles.handovers import Handovers

VIOLENT = (Series.THEFT_THREAT, Series.THEFT_VIOLENCE, Series.BANK_ROBBERY, Series.SEXUAL, Series.VIOLENT)
"""The series that make up violent crime: each offence against a person by force or threat."""
RECORDED = ["origin", "offence", "facts"]
CIRCUMSTANCES = ["origin_reference", "attempted", "happened_at", "happened_until", "place", "urgency"]
ASKED = ["magistrate", "court", "instructions", "complete_by"]
"""What a magistrate asked for, and by when."""
FACETS = ["level", "series"]


def _new(**where: Any) -> dict[str, Any]:
    """Of the files opened, those on matters that nobody had recorded yet."""
    return {"execution": None, **where}


_OPEN = State(_("Under inquiry"), initial=True)
_RETURNED = State(_("Sent back with instructions"))
_REFERRED = State(_("Handed to the judicial authority"), requires=["office"])
_DECIDED = State(_("Decided by the judicial authority"), final=True, requires=["decision"])
_LIVING = [_OPEN, _RETURNED, _REFERRED]


def _counted(label: Any, **changes: int) -> Transition:
    """A consequent act that keeps the file's counters; the act that it follows from belongs to the file."""
    return Transition(
        label, _LIVING, SAME, consequent=True, basis="criminal_procedure", effects=[rules.counts(**changes)]
    )


def _done(label: Any, **changes: int) -> Transition:
    """The same of an act of the inquiry, by which a file that was sent back is followed up."""
    effects = [rules.counts(**changes), rules.is_followed_up]
    return Transition(label, _LIVING, SAME, consequent=True, basis="criminal_procedure", effects=effects)


class CaseFiles(Procedure):
    record = CaseFile
    label = _("Case files")
    prefix = "CASE"
    sensitive = True
    purposes = {
        "inquiry": _("Conduct of the inquiry"),
        "direction": _("Direction of the unit's work"),
        "magistrate": _("Request of the judicial authority"),
        "parties": _("Answer to a party or their lawyer"),
        "control": _("Control of the work"),
    }
    readers = (Role.VICTIMS_OFFICER, Role.PROSECUTOR, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("origin_reference", "place", "facts")
    personal = (
        "investigator", "sender", "handover", "linked", "origin_id", "severed_id", *severance.CHOSEN, "severing",
        "moving", "holdings", "parted", "ties", "facts", "place", "instructions", "grounds", "why_nothing",
        "severed_facts", "magistrate", "origin_reference",
    )  # fmt: skip
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("referred",))
    register = Register(
        columns=("reference", "offence", "level", "unit", "investigator", "state", "opened_at", "due_at"),
        filters=("state", "unit", "level", "series", "origin", "urgency", "office"),
    )

    open = _OPEN
    returned = _RETURNED
    referred = _REFERRED
    decided = _DECIDED
    joined = State(_("Joined to another file"), final=True, requires=["joined_to"])

    open_file = Transition(
        _("Open a case file"),
        None,
        open,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        asks=RECORDED,
        may=[*CIRCUMSTANCES, *ASKED],
        guards=[rules.happened_before, rules.origin_is_numbered, rules.origin_is_not_a_severance, *letters.GUARDS],
        effects=[rules.class_it, rules.on_paper_or_here, letters.runs_until],
        basis="criminal_procedure/18",
        facets=[*FACETS, "execution"],
        help=_(
            "From a flagrante delicto, an instruction, a letter rogatory or another unit. What a letter rogatory asks "
            "for goes back to its investigating judge."
        ),
    )
    open_from_desk = Transition(
        _("Open a case file from the desk"),
        None,
        open,
        consequent=True,
        asks=RECORDED,
        may=[*CIRCUMSTANCES, "origin_id"],
        guards=[rules.happened_before],
        effects=[rules.class_it, rules.on_paper_or_here],
        basis="criminal_procedure/21",
        facets=[*FACETS, "execution"],
    )
    open_severed = Transition(
        _("Open a severed part"),
        None,
        open,
        consequent=True,
        asks=RECORDED,
        may=[*CIRCUMSTANCES, "origin_id", "severed_parties", "severed_charges", "severed_exhibits", *severance.HELD],
        effects=[rules.class_it, rules.on_paper_or_here, rules.tie_origin],
        basis="criminal_procedure",
        facets=FACETS,
    )
    amend = Transition(
        _("Complete the facts"),
        [open, returned],
        SAME,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        may=["facts", "happened_at", "happened_until", "place", "urgency", "attempted", *ASKED],
        guards=[rules.happened_before, *letters.GUARDS],
        effects=[letters.runs_until],
        basis="criminal_procedure/18",
        jobs=["casefiles.ages_follow"],
        help=_("What stood before stays readable in the file's entries."),
    )
    say_nothing_remains = Transition(
        _("Say why nothing further can be done"),
        [open, returned],
        SAME,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        asks=["why_nothing"],
        guards=[rules.follows_here, rules.something_is_asked],
        effects=[rules.is_followed_up],
        basis="criminal_procedure/40",
        help=_("Of a file that was sent back with instructions; the reason goes to the magistrate with the file."),
    )
    requalify = Transition(
        _("Qualify the facts anew"),
        [open, returned],
        SAME,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER],
        asks=["offence", "grounds"],
        effects=[rules.class_it],
        basis="criminal_procedure/18",
        facets=FACETS,
        jobs=["casefiles.terms_follow"],
        help=_(
            "The file goes to another prosecution office where the class asks for it. Whoever is held has the limit "
            "of the new offence where it is shorter."
        ),
    )
    assign = Transition(
        _("Assign to an officer"),
        [open, returned],
        SAME,
        by=[Role.UNIT_CHIEF],
        asks=["investigator"],
        guards=[rules.follows_here, arriving.arrival_is_settled, rules.investigator_works_here],
        basis="service_rule",
    )
    take_for_minors = Transition(
        _("Take the file as officer for minors"),
        [open, returned],
        SAME,
        by=[Role.MINORS_OFFICER],
        guards=[rules.follows_here, rules.has_minors],
        effects=[rules.take_for_minors],
        basis="criminal_procedure/460",
        help=_("Where a suspect is under age, the officer for minors conducts the inquiry."),
    )
    take_in = Transition(
        _("Take in from paper"),
        [open, returned],
        SAME,
        by=[Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        guards=[rules.is_on_paper, rules.command_is_on],
        effects=[rules.take_in],
        basis="service_rule",
    )
    transfer = Transition(
        _("Hand over to another unit"),
        [open, returned],
        SAME,
        by=[Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER],
        asks=["to_unit", "grounds"],
        guards=[arriving.unit_is_another, arriving.arrival_is_settled, rules.nobody_is_held],
        effects=[arriving.move],
        basis="criminal_procedure",
        jobs=["casefiles.move_what_belongs", "casefiles.tell_arrival"],
        then=[Consequence(lambda file, act: Handovers.begin, "handover", data=handovers.content)],
        help=_(
            "What belongs to the file goes with it. The other unit accepts it or sends it back with a reason; yours "
            "sees which on its list of files handed over."
        ),
    )
    accept = Transition(
        _("Accept the file"),
        [open, returned],
        SAME,
        by=[Role.UNIT_CHIEF],
        may=["investigator"],
        guards=[arriving.has_arrived, arriving.named_investigator_works_here],
        effects=[arriving.accept],
        basis="service_rule",
        then=[
            Consequence(lambda file, act: Handovers.accept, "handover", when=arriving.came_by_handover),
        ],
        help=_("It arrived from another unit. Name the officer in charge at once, or assign it later."),
    )
    hand_back = Transition(
        _("Send back to the unit that handed it over"),
        [open, returned],
        SAME,
        by=[Role.UNIT_CHIEF],
        asks=["grounds"],
        guards=[arriving.has_arrived, arriving.may_go_back, rules.nobody_is_held],
        effects=[arriving.move_back],
        basis="criminal_procedure",
        jobs=["casefiles.move_what_belongs", "casefiles.tell_arrival"],
        then=[Consequence(lambda file, act: Handovers.send_back, "handover", data=handovers.answer)],
        help=_("Where it isn't for this unit; the other one reads why."),
    )
    link = Transition(
        _("Link to another file"),
        [open, returned],
        SAME,
        by=[Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.UNIT_CHIEF],
        asks=["linked", "link_kind"],
        guards=[rules.follows_here, rules.links_another],
        effects=[rules.tie_linked],
        basis="criminal_procedure/18",
        then=[Consequence("casefiles.case_files.be_linked", "linked", data=rules.linked_content)],
        help=_("Both files show it."),
    )
    be_linked = Transition(
        _("Linked from another file"),
        [*_LIVING, decided],
        SAME,
        consequent=True,
        asks=["linked", "link_kind"],
        effects=[rules.tie_linked],
        basis="criminal_procedure/18",
    )
    join = Transition(
        _("Join to another file"),
        [open, returned],
        joined,
        by=[Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER],
        asks=["joined_to", "grounds"],
        guards=[
            rules.follows_here,
            arriving.arrival_is_settled,
            rules.joins_another,
            rules.joined_file_is_open,
            letters.same_magistrate,
            rules.held_stay_with_their_unit,
        ],
        effects=[rules.leave_room],
        basis="criminal_procedure",
        facets=FACETS,
        jobs=["casefiles.go_over"],
        then=[Consequence("casefiles.case_files.take_joined", "joined_to", data=rules.joined_content)],
        help=_(
            "Everything in this file goes over into the other one, in which the matter goes on. This one was recorded, "
            "and stays counted. Whoever is held stays held for the same offences, with the same limit and the same "
            "line of the register. Whoever stands in both files is one person in the other one."
        ),
    )
    take_joined = Transition(
        _("Take a joined file in"), [open, returned], SAME, consequent=True, basis="criminal_procedure",
        asks=["linked"], effects=[rules.tie_joined, rules.take_over],
    )  # fmt: skip
    gone_over = Transition(
        _("Everything went over into the other file"), joined, SAME, consequent=True, basis="criminal_procedure",
        effects=[rules.is_empty],
    )  # fmt: skip
    settle_joined = Transition(
        _("What stood in both files is one"), [*_LIVING, decided], SAME, consequent=True, basis="criminal_procedure",
        may=["moving"], effects=[severance.settle],
    )  # fmt: skip
    stand_apart = Transition(
        _("The union of two entries was undone"), _LIVING, SAME, consequent=True, basis="personal_data/8",
        may=["moving"], effects=[severance.held_under],
    )  # fmt: skip
    become_one = Transition(
        _("Two entries of a person became one"), _LIVING, SAME, consequent=True, basis="personal_data/3",
        may=["moving"], effects=[severance.held_under],
    )  # fmt: skip
    sever = Transition(
        _("Sever a part"),
        [open, returned],
        SAME,
        by=[Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER],
        asks=["severed_facts", "grounds"],
        may=["severed_offence", *severance.CHOSEN],
        guards=[rules.follows_here, arriving.arrival_is_settled, *severance.GUARDS],
        effects=[severance.name_severed, rules.tie_severed],
        basis="criminal_procedure",
        then=[
            Consequence(lambda file, act: CaseFiles.open_severed, "severed_id", data=severance.part_content),
            severance.NEXT,
        ],
        help=_("The part gets a file of its own with what is chosen here; each file names the other and what went."),
    )
    comes_in = Transition(
        _("Came from the file that it was severed from"), [open, returned], SAME, consequent=True,
        basis="criminal_procedure", may=["moving"], effects=[severance.note_in],
    )  # fmt: skip
    goes_out = Transition(
        _("Went to the severed part"), [open, returned], SAME, consequent=True, basis="criminal_procedure",
        may=["moving"], effects=[severance.note_out], then=[severance.NEXT],
    )  # fmt: skip

    suspect_joined = _counted(_("A suspect is entered"), suspects=1)
    suspect_left = _counted(_("A suspect is taken out"), suspects=-1)
    minor_joined = _counted(_("A suspect under age is entered"), suspects=1, minors=1)
    minor_left = _counted(_("A suspect under age is taken out"), suspects=-1, minors=-1)
    minor_alone_joined = _counted(
        _("A suspect under age is entered, no guardian named"), suspects=1, minors=1, unguarded=1
    )
    minor_alone_left = _counted(
        _("A suspect under age without a guardian is taken out"), suspects=-1, minors=-1, unguarded=-1
    )
    minor_guarded = _counted(_("The guardian of a suspect under age is named"), unguarded=-1)
    minor_unguarded = _counted(_("The guardian of a suspect under age is no longer named"), unguarded=1)
    suspect_is_minor = _counted(_("A suspect was under age on the day of the facts"), minors=1)
    suspect_is_minor_alone = _counted(
        _("A suspect without a guardian was under age on the day of the facts"), minors=1, unguarded=1
    )
    minor_is_of_age = _counted(_("A suspect was not under age on the day of the facts"), minors=-1)
    minor_alone_is_of_age = _counted(
        _("A suspect without a guardian was not under age on the day of the facts"), minors=-1, unguarded=-1
    )
    victim_joined = _counted(_("A victim is entered"), victims=1)
    victim_left = _counted(_("A victim is taken out"), victims=-1)
    other_joined = _counted(_("A party is entered"))
    other_left = _counted(_("A party is taken out"))
    record_begun = _counted(_("A written record is begun"), unsigned=1)
    record_signed = _done(_("A written record is signed"), unsigned=-1, written_records=1)
    record_abandoned = _counted(_("A written record is given up"), unsigned=-1)
    exhibit_seized = _done(_("An exhibit is seized"), exhibits=1, unsealed=1, seized=1)
    exhibit_sealed = _counted(_("An exhibit is sealed"), unsealed=-1)
    exhibit_left = _counted(_("An exhibit leaves the file"), exhibits=-1)
    unsealed_exhibit_left = _counted(_("An exhibit without a seal leaves the file"), exhibits=-1, unsealed=-1)
    charge_entered = _counted(_("An offence is added"), charges=1)
    charge_dropped = _counted(_("An offence is dropped"), charges=-1)
    thing_entered = _counted(_("An object is entered"))
    thing_left = _counted(_("An object is taken out"))
    paper_added = _done(_("A file is attached"))
    paper_left = _counted(_("An attached file is taken out"))
    task_set = _counted(_("An act of investigation is set"), open_tasks=1)
    task_done = _done(_("An act of investigation is carried out"), open_tasks=-1)
    task_ended = _counted(_("An act of investigation is ended"), open_tasks=-1)
    person_held = Transition(
        _("A person is held"), _LIVING, SAME, consequent=True, basis="criminal_procedure", may=["moving"],
        effects=[rules.counts(in_custody=1), rules.is_followed_up, severance.note_in],
    )  # fmt: skip
    person_freed = Transition(
        _("A person is no longer held"), [*_LIVING, _DECIDED, joined], SAME, consequent=True,
        basis="criminal_procedure", effects=[rules.counts(in_custody=-1)],
        then=[Consequence("casefiles.case_files.person_freed", "joined_to", when=rules.is_joined)],
    )  # fmt: skip
    person_presented = Transition(
        _("A person held is presented to the public prosecution"), [*_LIVING, _DECIDED, joined], SAME, consequent=True,
        basis="criminal_procedure", may=["moving"], then=[severance.presented_on(rules.is_joined)],
        effects=[rules.counts(in_custody=-1, presented=1), severance.goes_with],
    )  # fmt: skip

    refer = Transition(
        _("Hand to the judicial authority"), [open, returned], referred, consequent=True,
        basis="criminal_procedure/23", asks=["office"], facets=[*FACETS, "office"],
        within=Deadline(at="limit_at", basis="criminal_procedure"),
    )  # fmt: skip
    send_back = Transition(
        _("Sent back with instructions"), referred, returned, consequent=True, basis="criminal_procedure/40",
        asks=["instructions"], may=["complete_by"], facets=FACETS,
        effects=[letters.runs_until, rules.is_sent_back, severance.stands_before],
    )  # fmt: skip
    decide = Transition(
        _("Decided by the judicial authority"), referred, decided, consequent=True, basis="criminal_procedure/40",
        asks=["decision"], facets=[*FACETS, "decision"],
    )  # fmt: skip
    refer_on_paper = Transition(
        _("Record the referral on paper"),
        [open, returned],
        referred,
        by=[Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        guards=[rules.is_on_paper],
        basis="criminal_procedure/23",
        facets=[*FACETS, "office"],
        help=_("For matters that are followed on paper."),
    )
    decide_on_paper = Transition(
        _("Record the decision of the prosecution"),
        referred,
        decided,
        by=[Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        asks=["decision"],
        guards=[rules.is_on_paper],
        basis="criminal_procedure/40",
        facets=[*FACETS, "decision"],
    )

    cases = Count(
        _("Recorded criminal cases"), of=[open_file, open_from_desk], where=_new(),
        by=["unit", "level", "series"], unit=_("cases"),
        definition=_(
            "Matters entered in the year as case files, on a complaint, a denunciation, a flagrante delicto, an "
            "instruction or otherwise, by the main offence at the entry. Parts severed later don't count again, and "
            "files joined later stay counted. A letter rogatory executes a case that a judge has already, and is none "
            "of these. Matters that are followed on paper count like the others."
        ),
    )  # fmt: skip
    felonies = Count(
        _("Recorded felonies"), of=[open_file, open_from_desk], where=_new(level=OffenceClass.FELONY),
        by=["unit", "series"], unit=_("cases"), definition=_("Of the recorded cases, those of the class of felonies."),
    )  # fmt: skip
    violent = Count(
        _("Recorded violent crime"), of=[open_file, open_from_desk], where=_new(series=list(VIOLENT)),
        by=["unit", "series"], unit=_("cases"),
        definition=_(
            "Of the recorded cases: homicide, serious assault and abduction (ICCS 01 and 02), sexual assaults (ICCS "
            "03), and thefts under threat or with violence, bank robberies included (ICCS 04)."
        ),
    )  # fmt: skip
    theft_threat = Count(
        _("Recorded thefts under threat"), of=[open_file, open_from_desk], where=_new(series=Series.THEFT_THREAT),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, thefts under threat, of a weapon or not (ICCS 04011, by threat)."),
    )  # fmt: skip
    car_theft = Count(
        _("Recorded car thefts"), of=[open_file, open_from_desk], where=_new(series=Series.CAR_THEFT),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, thefts of cars (ICCS 050211); motorcycles are not in it."),
    )  # fmt: skip
    theft_violence = Count(
        _("Recorded thefts with violence"), of=[open_file, open_from_desk], where=_new(series=Series.THEFT_VIOLENCE),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, thefts with violence, snatching and shops included (ICCS 04011, 040132)."),
    )  # fmt: skip
    aggravated_theft = Count(
        _("Recorded burglaries and other aggravated thefts"), of=[open_file, open_from_desk],
        where=_new(series=Series.AGGRAVATED_THEFT), by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, burglaries (ICCS 0501) and thefts under other aggravating circumstances."),
    )  # fmt: skip
    sexual = Count(
        _("Recorded sexual assaults"), of=[open_file, open_from_desk], where=_new(series=Series.SEXUAL),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, injurious acts of a sexual nature (ICCS 03)."),
    )  # fmt: skip
    drugs = Count(
        _("Recorded drug cases"), of=[open_file, open_from_desk], where=_new(series=Series.DRUGS),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, possession, use and trafficking of drugs and pills (ICCS 0601)."),
    )  # fmt: skip
    bank_robberies = Count(
        _("Recorded bank robberies"), of=[open_file, open_from_desk], where=_new(series=Series.BANK_ROBBERY),
        by=["unit"], unit=_("cases"),
        definition=_("Of the recorded cases, robberies of a financial institution (ICCS 040131)."),
    )  # fmt: skip
    letters_taken_in = Count(
        _("Letters rogatory taken in for execution"), of=open_file, where={"execution": Origin.LETTER_ROGATORY},
        by=["unit"], unit=_("files"),
        definition=_("Letters rogatory on which a file was opened in the year; none of them is a recorded case."),
    )  # fmt: skip
    cases_change = Change(_("Recorded criminal cases, change"), of=cases)
    violent_change = Change(_("Violent crime, change"), of=violent)
    theft_threat_change = Change(_("Thefts under threat, change"), of=theft_threat)
    car_theft_change = Change(_("Car thefts, change"), of=car_theft)
    theft_violence_change = Change(_("Thefts with violence, change"), of=theft_violence)
    aggravated_theft_change = Change(_("Burglaries and other aggravated thefts, change"), of=aggravated_theft)
    sexual_change = Change(_("Sexual assaults, change"), of=sexual)
    drugs_change = Change(_("Drug cases, change"), of=drugs)
    bank_robberies_change = Change(_("Bank robberies, change"), of=bank_robberies)
    referrals = Count(
        _("Case files handed to the prosecution"), of=[refer, refer_on_paper], by=["unit", "level", "office"],
        unit=_("files"), definition=_("Hand-overs of the year; a file sent back and handed over again counts twice."),
    )  # fmt: skip
    sent_back = Count(
        _("Case files sent back by the prosecution"), of=send_back, by=["unit", "level"], unit=_("files"),
        definition=_("Files that the prosecution sent back with instructions in the year."),
    )  # fmt: skip
