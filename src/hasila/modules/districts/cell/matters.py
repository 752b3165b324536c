"""What is done in the cell, and how the form of each step is cut.

The intake is a conversation in private: the closed room first, then what happened, in the person's own order. Where
somebody stays is asked apart from everything else, since it is sealed.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Transition
from hasila.modules.districts.child_files import ChildFile, ChildFiles
from hasila.modules.districts.desk.matters import Matter, Part
from hasila.modules.districts.victim_files import VictimFile, VictimFiles
from hasila.modules.districts.victims import CHILD_QUESTIONS, QUESTIONS, Victim

PRIVATE = Part(_("In private"), ("in_private",))
SHIELDED = Part(_("Where the person is safe, under seal"), ("shelter", "phone"), aside=True)
WHEN = Part(_("When and where"), ("happened_at", "place"), aside=True)

MATTERS = (
    Matter(
        "woman",
        _("A woman"),
        _("A woman who suffers violence."),
        VictimFiles.receive,
        "1",
        (
            PRIVATE,
            Part(_("What she tells"), ("facts", "violence", "relation", "urgency")),
            Part(_("Who she is"), ("arabic_name", "latin_name", "born_on", "card_number"), aside=True),
            SHIELDED,
            WHEN,
        ),
        _("What she tells, the kinds of violence, who did it and a name are enough. The rest can be completed later."),
        chips=("in_private", "violence"),
    ),
    Matter(
        "child",
        _("A child"),
        _("A child to whom something was done."),
        ChildFiles.receive,
        "2",
        (
            PRIVATE,
            Part(_("What was told of the child"), ("facts", "violence", "relation", "urgency")),
            Part(_("Who stands by the child"), ("guardian", "guardian_tie", "guardian_suspected"), aside=True),
            Part(_("Who the child is"), ("arabic_name", "latin_name", "sex", "born_on"), aside=True),
            SHIELDED,
            WHEN,
        ),
        _("Ask the child nothing that somebody else can tell. What was told once is not asked again."),
        chips=("in_private", "violence", "guardian_suspected"),
    ),
)
"""Whom the cell receives."""
PROCEDURES = tuple(matter.step.procedure for matter in MATTERS)
ROLES = frozenset(role for matter in MATTERS for role in matter.step.roles)


def _care(step: Transition, *parts: Part, chips: tuple[str, ...] = ()) -> Matter:
    return Matter(step.name, step.label, step.help, step, "", parts, step.help, chips)


def _cares(procedure: type, record: type[Victim], questions: tuple[str, ...]) -> list[Matter]:
    """The steps of care of one register that have a form of their own."""
    asks = Part(_("Ask, and note each answer"), questions)
    level = Part(_("What you state"), ("risk", "risk_grounds"), aside=True)
    steps = procedure.transitions  # type: ignore[attr-defined]
    return [
        *(_care(steps[name], asks, level, chips=(*questions, "risk")) for name in ("assess", "assess_again")),
        _care(
            steps["ask_measures"],
            Part(_("Measures that the law names"), ("measures_asked",)),
            Part(_("Whom you asked, and when"), ("asked_at", "prosecutor"), aside=True),
            chips=("measures_asked",),
        ),
        _care(
            steps["record_answer"],
            Part(_("What was ordered; none is an answer too"), ("measures_ordered",)),
            Part(_("Who answered, and when"), ("answered_at", "prosecutor"), aside=True),
            chips=("measures_ordered",),
        ),
        _care(steps["refer"], Part(_("Where the person is sent, or brought"), ("referral", "referred_where"))),
        _care(steps["set_contact"], Part(_("The next contact"), ("next_contact_at",))),
        _care(steps["record_contact"], Part(_("What came of the contact"), ("contact_note",))),
    ]


CARE = {
    matter.step.key: matter
    for matter in (*_cares(VictimFiles, VictimFile, QUESTIONS), *_cares(ChildFiles, ChildFile, CHILD_QUESTIONS))
}
"""The steps of care with a form of their own, by the key of the step."""


def matter_of(code: str) -> Matter | None:
    """Whom a code of an address stands for, or None."""
    return next((matter for matter in MATTERS if matter.code == code), None)
