"""Grievance (تظلم) and plea (استعطاف): the central commission recommends, the Director General decides with reasons.

A grievance says that a decision is wrong in law and has a term; a plea asks for clemency and has none. Files carried
over explain why a year may see more recommendations than grievances received.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import Act, Consequence, Procedure, State, Subject, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.personnel.models.grievance_file import Answer, Contested, Followed, GrievanceFile, GrievanceKind
from hasila.modules.personnel.rules import PURPOSES, SEARCH, unit_of_code
from hasila.surfaces.formats import said_day

COMMISSION = "CCG"
FILING, DECISION = "personnel.grievance.filing", "personnel.grievance.decision"
STANDING = ("decided", "upheld")  # states of a disciplinary file whose sanction stands and may be contested here


def is_at_the_commission(file: GrievanceFile, act: Act) -> Refusal | None:
    """The central commission owns every grievance."""
    if file.unit_id == unit_of_code(COMMISSION):
        return None
    return Refusal(
        "grievance.not_the_commission",
        _("Grievances and pleas are registered with the central commission."),
        field="unit",
        remedy=_("Choose the unit %(code)s."),
        status=422,
        code=COMMISSION,
    )


def grievance_is_in_time(file: GrievanceFile, act: Act) -> Refusal | None:
    """A grievance says which decision it contests, and comes within the term; a plea has none."""
    assert act.today is not None
    if file.kind == GrievanceKind.PLEA:
        return None
    if file.contested_on is None:
        return Refusal(
            "grievance.no_day",
            _("A grievance names the day of the decision that it contests."),
            field="contested_on",
            status=422,
        )
    until = file.contested_on + timedelta(days=law.days(FILING)(act.today))
    if file.contested_on <= act.today <= until:
        return None
    return Refusal(
        "grievance.out_of_time",
        _("A grievance against that decision can be filed until %(until)s."),
        field="contested_on",
        remedy=_("A plea has no term."),
        basis=FILING,
        until=said_day(until),
    )


@needs("sanction")
def sanction_is_theirs(file: GrievanceFile, act: Act) -> Refusal | None:
    """The disciplinary file is the officer's own, and its sanction stands."""
    if file.sanction_id is None:
        return None
    sanction = file.sanction
    assert sanction is not None
    if sanction.officer_id == file.officer_id and sanction.state in STANDING and file.contested == Contested.SANCTION:
        return None
    return Refusal(
        "grievance.not_their_sanction",
        _("This disciplinary file holds no sanction of this officer that can be contested."),
        field="sanction",
        remedy=_("Check the reference; a pending appeal is decided first."),
        status=422,
    )


def only_sanctions_are_revised(file: GrievanceFile, act: Act) -> Refusal | None:
    """The decision to review a sanction of the register says what takes its place, and no other decision does."""
    revises = file.decision == Answer.REVIEW and file.sanction_id is not None
    if revises == bool(file.new_measure):
        return None
    return Refusal(
        "grievance.new_measure",
        _("The decision to review a sanction of the register, and only that, names the measure after revision."),
        field="new_measure",
        status=422,
    )


def compare(file: GrievanceFile, act: Act) -> None:
    """Whether the Director General follows the commission."""
    file.followed = (Followed.YES if file.decision == file.recommendation else Followed.NO).value


def _revision(file: GrievanceFile, act: Act) -> dict[str, object]:
    return {
        "new_measure": file.new_measure,
        "exclusion_days": file.exclusion_days,
        "lower_grade": file.lower_grade_id,
    }


class Grievance(Procedure):
    record = GrievanceFile
    label = _("Grievances and pleas")
    prefix = "GRIE"
    sensitive = True
    purposes = PURPOSES
    personal = ("officer", "contested_on", "sanction", "arguments", "report", "opinion", "grounds")
    retention = Retention(law.cutoff("personnel.grievance.retention"), "personnel.grievance.retention")
    concerns = ("officer",)
    readers = (Role.LEGAL_OFFICER,)
    search = SEARCH
    register = Register(
        columns=("reference", "officer", "kind", "contested", "recommendation", "decision", "state", "due_at"),
        filters=("state", "kind", "contested", "recommendation", "decision", "followed"),
    )

    received = State(_("Received"), initial=True)
    studied = State(_("Studied"), requires=["report"])
    recommended = State(_("Recommendation issued"), requires=["recommendation", "opinion"])
    decided = State(_("Decided"), final=True, requires=["decision", "grounds", "followed"])
    withdrawn = State(_("Withdrawn"), final=True)

    receive = Transition(
        _("Register a grievance or plea"),
        None,
        received,
        by=[Subject("officer"), Role.GRIEVANCE_COMMISSION],
        asks=["officer", "kind", "contested", "arguments"],
        may=["contested_on", "sanction"],
        guards=[is_at_the_commission, grievance_is_in_time, sanction_is_theirs],
        basis=FILING,
        facets=["kind", "contested"],
        help=_("A grievance says that a decision is wrong and has a term; a plea asks for clemency and has none."),
    )
    study = Transition(
        _("Record the report"),
        received,
        studied,
        by=[Role.GRIEVANCE_COMMISSION],
        asks=["report"],
        basis=DECISION,
        facets=["kind"],
    )
    recommend = Transition(
        _("Issue the recommendation"),
        studied,
        recommended,
        by=[Role.GRIEVANCE_COMMISSION],
        asks=["recommendation", "opinion"],
        basis=DECISION,
        facets=["kind", "recommendation"],
        help=_("The commission recommends; the Director General decides."),
    )
    decide = Transition(
        _("Decide on the grievance"),
        recommended,
        decided,
        by=[Role.DIRECTOR_GENERAL],
        asks=["decision", "grounds"],
        may=["new_measure", "exclusion_days", "lower_grade"],
        guards=[only_sanctions_are_revised],
        effects=[compare],
        not_by=[receive, study, recommend],
        basis="reasons",
        within=Deadline(law.days(DECISION), since=receive, basis=DECISION),
        facets=["kind", "decision", "followed"],
        then=[
            Consequence(
                "personnel.discipline.annul_on_grievance",
                "sanction",
                when=lambda file, act: file.decision == Answer.ANNUL,
            ),
            Consequence(
                "personnel.discipline.revise_on_grievance",
                "sanction",
                data=_revision,
                when=lambda file, act: file.decision == Answer.REVIEW,
            ),
        ],
        help=_("With grounds, whether the decision follows the recommendation or not."),
    )
    withdraw = Transition(
        _("Withdraw the request"),
        [received, studied],
        withdrawn,
        by=[Subject("officer")],
        facets=["kind"],
    )

    grievances_received = Count(
        _("Grievances received"),
        of=receive,
        by=["kind", "contested"],
        unit=_("grievances"),
        definition=_("Grievances and pleas registered with the central commission in the year."),
    )
    recommendations = Count(
        _("Recommendations issued"),
        of=recommend,
        by=["kind", "recommendation"],
        unit=_("recommendations"),
        definition=_(
            "Recommendations that the commission issued in the year, also on files received in earlier years: there "
            "may be more of them than grievances received."
        ),
    )
    share_review_or_annul = Share(
        _("Sanctions recommended for review or annulment"),
        part=Count(
            _("Recommendations to review or annul"),
            of=recommend,
            where={"recommendation": [Answer.REVIEW, Answer.ANNUL]},
            unit=_("recommendations"),
        ),
        whole=recommendations,
        definition=_("Recommendations to review or to annul, of all issued in the year."),
    )
    share_confirm = Share(
        _("Sanctions recommended for confirmation"),
        part=Count(
            _("Recommendations to confirm"),
            of=recommend,
            where={"recommendation": Answer.CONFIRM},
            unit=_("recommendations"),
        ),
        whole=recommendations,
        definition=_("Recommendations to confirm, of all issued; the rest had another outcome, such as inadmissible."),
    )
    share_followed = Share(
        _("Recommendations followed"),
        part=Count(
            _("Decisions that follow the recommendation"),
            of=decide,
            where={"followed": Followed.YES},
            unit=_("decisions"),
        ),
        whole=Count(_("Decisions on grievances"), of=decide, unit=_("decisions")),
        definition=_("Decisions of the Director General that follow the commission, of all taken in the year."),
    )
    decided_on_time = Share(
        _("Decisions on grievances on time"),
        part=Sum(_("Decided on time"), of=decide, measure="on_time", unit=_("decisions")),
        whole=Count(_("Decisions on grievances"), of=decide, unit=_("decisions")),
        definition=_("Decisions within the term that runs from the registration, of all decisions."),
    )
