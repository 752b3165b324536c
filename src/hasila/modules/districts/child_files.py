"""Child victims: the same care as in the cell, with an officer for minors, and with whoever stands by the child.

Law: law 103-13 (`women_violence`) for the cells, which take care of children too; the code of criminal procedure on
minors (`criminal_procedure`). Officers for minors and of the victims' cell see these files, and nobody else.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import identifying, law
from hasila.institution.people import Sex
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts import victim_rules as rules
from hasila.modules.districts import victim_steps as steps
from hasila.modules.districts.choices import GuardianTie
from hasila.modules.districts.purposes import CELL
from hasila.modules.districts.victims import (
    CHILD_QUESTIONS,
    CHILD_RELATIONS,
    INTAKE,
    PERSONAL,
    ChildMeasure,
    ChildQuestions,
    Victim,
    measures,
)

RETENTION = "districts.child.retention"
BY = (Role.MINORS_OFFICER, Role.VICTIMS_OFFICER)


class ChildFile(ChildQuestions, Victim):
    """The file of a child who is a victim."""

    MEASURES: ClassVar[str] = "districts.protection.child_measures"
    measures_asked = measures(_("Measures asked for"), ChildMeasure)
    measures_ordered = measures(_("Measures ordered"), ChildMeasure)

    relation = models.CharField(_("What the aggressor is to the victim"), max_length=14, choices=CHILD_RELATIONS)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex)
    guardian = models.CharField(_("Who stands by the minor"), max_length=120)
    guardian_tie = models.CharField(_("Tie to the minor"), max_length=10, choices=GuardianTie)
    guardian_suspected = models.BooleanField(_("A guardian is the suspect"), default=False)

    class Meta(Record.Meta):
        verbose_name = _("File of a child victim")
        verbose_name_plural = _("Files of child victims")
        indexes = [*Record.Meta.indexes, identifying.index("districts_child_person")]


def somebody_else_stands_by(file: ChildFile, act: Act) -> Refusal | None:
    """Where a guardian is the suspect, an officer for minors stands by the child until the prosecutor says who does."""
    if not file.guardian_suspected or file.guardian_tie == GuardianTie.OFFICER:
        return None
    return Refusal(
        "districts.guardian_suspected",
        _("A guardian is the suspect: the officer for minors stands by the child."),
        field="guardian_tie",
        remedy=_(
            "Call in the officer for minors, enter their name as who stands by the child, and tell the prosecutor."
        ),
        status=422,
    )


DETAILS = (*INTAKE, "guardian_suspected")


class ChildFiles(Procedure):
    record = ChildFile
    label = _("Child victims")
    prefix = "RCC"  # says nothing to whoever finds it on a paper
    sensitive = True
    purposes = CELL
    personal = (
        "case_id",
        "case_reference",
        "measures_asked",
        "measures_ordered",
        "violence",
        *PERSONAL,
        *CHILD_QUESTIONS,
        "guardian",
    )
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = ("arabic_name", "latin_name", "phone", "sounds")
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "relation", "risk", "next_contact_at", "state", "due_at"),
        filters=("state", "unit", "relation", "risk"),
    )

    received = State(_("Received"), initial=True)
    assessed = State(_("In care"), requires=["risk", "risk_grounds"])
    closed = State(_("Closed"), final=True, requires=["closing"])

    receive = Transition(
        _("Receive a child"),
        None,
        received,
        by=BY,
        asks=["in_private", "violence", "sex", "relation", "guardian", "guardian_tie", "facts"],
        may=DETAILS,
        guards=[somebody_else_stands_by, *steps.intake_guards(rules.is_a_minor)],
        effects=[set_sounds],
        basis=steps.CELL,
        facets=["relation", "sex"],
        measures=rules.KINDS,
        help=_("A child whose name isn't known yet is received all the same."),
    )
    complete = steps.complete([received, assessed], BY, rules.is_a_minor)
    assess = steps.assess([received], assessed, BY, CHILD_QUESTIONS)
    assess_again = steps.assess_again([assessed], assessed, BY, CHILD_QUESTIONS)
    ask_measures = steps.ask_measures([received, assessed], BY, ChildFile.MEASURES)
    record_answer = steps.record_answer([received, assessed], BY, ChildFile.MEASURES)
    refer = steps.refer([received, assessed], BY)
    set_contact = steps.set_contact([received, assessed], BY)
    record_contact = steps.record_contact([received, assessed], BY)
    link_person = identifying.linking([received, assessed], BY)
    unlink_person = identifying.unlinking([received, assessed], BY)
    open_case = steps.open_case([received, assessed], BY)
    close = steps.close([assessed], closed, BY, [receive])

    children = Count(
        _("Child victims received"),
        of=receive,
        by=["unit", "relation", "sex"],
        unit=_("children"),
        definition=_(
            "Files opened in the year for children who are victims, by the cells and the officers for minors."
        ),
    )
    referrals = Count(
        _("Referrals of child victims"),
        of=refer,
        by=["unit", "referral"],
        unit=_("referrals"),
        definition=_("Medical, social and legal referrals of children in the year; one child may have several."),
    )
    cases = Count(
        _("Case files opened for child victims"),
        of=open_case,
        by=["unit", "level"],
        unit=_("files"),
        definition=_("Case files opened in the year from files of child victims."),
    )
