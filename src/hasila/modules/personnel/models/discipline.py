"""Discipline: notice, defence, the council's proposal, the decision and its appeal.

Law: general statute of the public service, articles 66 to 73; the scale of sanctions is dated law
(`personnel.scale`). Terms and texts that counsel has not confirmed say so in the law data.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.notices import TELL_CONCERNED
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Change, Count, Share, Sum
from hasila.kernel.procedures import Numbering, Procedure, State, Subject, Transition
from hasila.kernel.registers import Register
from hasila.modules.personnel.models import discipline_career as career
from hasila.modules.personnel.models import discipline_rules as rules
from hasila.modules.personnel.models.discipline_file import DisciplinaryFile
from hasila.modules.personnel.models.measures import SANCTIONS
from hasila.modules.personnel.rules import FILE_GUARDS, SEARCH

NOTICE, DECISION = "personnel.discipline.notice", "personnel.discipline.decision"
APPEAL_DECISION = "personnel.discipline.appeal_decision"
DETAILS = ("exclusion_days", "lower_grade")


class Discipline(Procedure):
    record = DisciplinaryFile
    label = _("Disciplinary files")
    prefix = "DISC"
    numbered = Numbering(at="decide")
    sensitive = True
    purposes = {
        "procedure": _("Disciplinary procedure"),
        "career": _("Management of the officer's career"),
        "grievance": _("Grievance or plea"),
        "inspection": _("Inspection"),
        "own_request": _("Request of the person concerned"),
    }
    readers = (Role.GRIEVANCE_COMMISSION, Role.CHIEF_INSPECTOR, Role.LEGAL_OFFICER)
    personal = ("officer", "facts", "committed_on", "defence", "minutes", "grounds", "appeal", "appeal_grounds")
    retention = Retention(
        law.cutoff("personnel.discipline.retention"), "personnel.discipline.retention", rests=("decided",)
    )
    concerns = ("officer",)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "unit", "breach", "proposal", "measure", "state", "due_at"),
        filters=("state", "breach", "measure", "closing", "unit"),
    )

    opened = State(_("Opened"), initial=True)
    notified = State(_("Notified"), requires=["notified_on"])
    answered = State(_("Defence filed"), requires=["defence"])
    proposed = State(_("Before the Director General"), requires=["proposal"])
    decided = State(_("Decided"), requires=["measure", "grounds", "decided_on"])
    closed = State(_("Closed without measure"), final=True, requires=["closing"])
    appealed = State(_("Appealed"), requires=["measure", "appeal"])
    upheld = State(_("Upheld on appeal"), final=True, requires=["measure", "appeal_grounds"])
    revised = State(_("Revised"), final=True, requires=["measure", "former_measure"])
    annulled = State(_("Annulled"), final=True, requires=["former_measure"])

    open_file = Transition(
        _("Open a file"),
        None,
        opened,
        by=[Role.PERSONNEL_CLERK, Role.INSPECTOR, Role.UNIT_CHIEF],
        asks=["officer", "breach", "facts"],
        may=["committed_on"],
        guards=[*FILE_GUARDS, rules.facts_are_past],
        basis="civil_service/67",
        facets=["breach"],
    )
    notify = Transition(
        _("Notify the officer"),
        opened,
        notified,
        by=[Role.PERSONNEL_CLERK, Role.COUNCIL_CLERK],
        effects=[rules.start_defence],
        basis="civil_service/67",
        within=Deadline(law.days(NOTICE), since=open_file, basis=NOTICE),
        facets=["breach"],
        help=_("The officer is told of the facts and may read the whole file; the term of defence starts."),
        jobs=[TELL_CONCERNED],
    )
    suspend_meanwhile = Transition(
        _("Suspend until the decision"),
        notified,
        notified,
        by=[Role.DIRECTOR_GENERAL],
        asks=["grounds"],
        effects=[rules.order_precaution],
        not_by=[open_file],
        basis="civil_service/73",
        facets=["breach"],
        then=[career.PRECAUTION_STARTS],
        help=_("For a grave fault only; the decision then ends the suspension or takes its place."),
    )
    defend = Transition(
        _("File a defence"),
        notified,
        answered,
        by=[Subject("officer")],
        asks=["defence"],
        guards=[rules.defence_runs],
        basis=rules.DEFENCE,
        facets=["breach"],
    )
    propose = Transition(
        _("Record the council's proposal"),
        [notified, answered],
        proposed,
        by=[Role.COUNCIL_CLERK],
        asks=["proposal", "minutes"],
        guards=[rules.defence_was_possible, rules.proposal_is_on_the_scale],
        not_by=[open_file],
        basis="civil_service/66",
        facets=["breach", "proposal"],
    )
    decide = Transition(
        _("Decide"),
        [notified, answered, proposed],
        decided,
        by=[Role.DIRECTOR_GENERAL],
        asks=["measure", "grounds"],
        may=DETAILS,
        guards=[
            rules.defence_was_possible,
            rules.measure_is_on_the_scale,
            rules.council_was_heard,
            rules.measure_is_complete,
        ],
        effects=[rules.settle],
        not_by=[open_file, notify, propose],
        basis="civil_service/66",
        within=Deadline(law.days(DECISION), since=notify, basis=DECISION),
        facets=["breach", "measure"],
        then=career.APPLY,
        help=_("The council proposes, the Director General decides, with grounds."),
        jobs=[TELL_CONCERNED],
    )
    close = Transition(
        _("Close without measure"),
        [opened, notified, answered, proposed],
        closed,
        by=[Role.DIRECTOR_GENERAL, Role.PERSONNEL_DIRECTOR],
        asks=["closing"],
        may=["grounds"],
        not_by=[open_file],
        basis="civil_service/66",
        facets=["breach", "closing"],
        then=[career.PRECAUTION_ENDS],
    )
    appeal_decision = Transition(
        _("Appeal"),
        decided,
        appealed,
        by=[Subject("officer")],
        asks=["appeal"],
        guards=[rules.appeal_is_in_time],
        effects=[rules.note_appeal],
        basis=rules.APPEAL,
        facets=["breach", "measure"],
    )
    uphold = Transition(
        _("Uphold the sanction"),
        appealed,
        upheld,
        by=[Role.DIRECTOR_GENERAL],
        asks=["appeal_grounds"],
        basis="reasons",
        within=Deadline(law.days(APPEAL_DECISION), since=appeal_decision, basis=APPEAL_DECISION),
        facets=["breach", "measure"],
        jobs=[TELL_CONCERNED],
    )
    revise = Transition(
        _("Revise the sanction"),
        appealed,
        revised,
        by=[Role.DIRECTOR_GENERAL],
        asks=["new_measure", "appeal_grounds"],
        may=DETAILS,
        guards=[rules.revision_is_lighter, rules.revision_is_complete],
        effects=[rules.lighten],
        basis="reasons",
        within=Deadline(law.days(APPEAL_DECISION), since=appeal_decision, basis=APPEAL_DECISION),
        facets=["breach", "measure"],
        then=[*career.UNDO, *career.APPLY_ANEW],
        corrects=decide,
        jobs=[TELL_CONCERNED],
    )
    annul = Transition(
        _("Annul the sanction"),
        appealed,
        annulled,
        by=[Role.DIRECTOR_GENERAL],
        asks=["appeal_grounds"],
        effects=[rules.take_back],
        basis="reasons",
        within=Deadline(law.days(APPEAL_DECISION), since=appeal_decision, basis=APPEAL_DECISION),
        facets=["breach", "former_measure"],
        then=career.UNDO,
        corrects=decide,
        help=_("The sanction is taken back, in the career and in the figures of its year."),
        jobs=[TELL_CONCERNED],
    )
    revise_on_grievance = Transition(
        _("Revise the sanction on a grievance"),
        [decided, upheld],
        revised,
        asks=["new_measure"],
        may=DETAILS,
        guards=[rules.revision_is_lighter, rules.revision_is_complete],
        effects=[rules.lighten],
        basis="reasons",
        facets=["breach", "measure"],
        then=[*career.UNDO, *career.APPLY_ANEW],
        consequent=True,
        corrects=decide,
    )
    annul_on_grievance = Transition(
        _("Annul the sanction on a grievance"),
        [decided, upheld],
        annulled,
        effects=[rules.take_back],
        basis="reasons",
        facets=["breach", "former_measure"],
        then=career.UNDO,
        consequent=True,
        corrects=decide,
    )

    files_opened = Count(
        _("Disciplinary files opened"),
        of=open_file,
        by=["unit", "breach"],
        unit=_("files"),
        definition=_("Files opened in the year, whatever became of them."),
    )
    files_handled = Count(
        _("Disciplinary files handled"),
        of=[decide, close, revise, annul, revise_on_grievance, annul_on_grievance],
        by=["unit", "breach"],
        unit=_("files"),
        definition=_(
            "Files that a decision or a closing without measure ended in the year. A file counts once: when its "
            "decision is revised or annulled later, it counts in the year of that, and no longer in the first one."
        ),
    )
    sanctions = Count(
        _("Disciplinary sanctions issued"),
        of=[decide, revise, revise_on_grievance],
        where={"measure": SANCTIONS},
        by=["unit", "breach", "measure"],
        unit=_("sanctions"),
        definition=_(
            "Sanctions of the scale decided in the year; letters of observation are none. A sanction annulled later is "
            "taken back from the year of its decision; one revised later counts, as revised, in the year of that."
        ),
    )
    sanctions_change = Change(
        _("Disciplinary sanctions, change on the year before"),
        of=sanctions,
        definition=_("Sanctions issued in the year, compared with those of the year before."),
    )
    decided_on_time = Share(
        _("Disciplinary decisions on time"),
        part=Sum(_("Decided on time"), of=decide, measure="on_time", unit=_("decisions")),
        whole=Count(_("Decisions"), of=decide, unit=_("decisions")),
        definition=_("Decisions within the term that runs from the notification, of all decisions."),
    )
