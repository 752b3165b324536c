"""Acts of investigation: what is to be done in a file, by whom, by when, and on whose permission.

Law: code of criminal procedure, articles 62 to 64 and 78 to 80 (searches, requests to experts), 108 (telephone
records, on the order of a judge); law 24-96 on telecommunications for requests to operators. To be confirmed by
counsel, like every legal detail.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import SAME, Act, Guard, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, names_another, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS, works_here
from hasila.modules.casefiles.kinds import Authority, TaskKind
from hasila.modules.casefiles.severance import Severable
from hasila.plain.moments import end_of_day

OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER]
ON_PERMISSION = "casefiles.task.on_permission"
"""Kinds that reach outside the service, and need a legal basis and somebody who allowed them: law of the day."""


class Task(Severable):
    """An act of investigation; `limit_at` is the end of the day of the deadline."""

    repeats: ClassVar = ("limit_at",)
    kind = models.CharField(_("Kind"), max_length=14, choices=TaskKind)
    what = models.TextField(_("What is to be done"))
    party = models.ForeignKey(
        "casefiles.Party", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Person concerned")
    )
    exhibit = models.ForeignKey(
        "casefiles.Exhibit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Exhibit")
    )
    owner = models.ForeignKey(
        "institution.Officer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Falls to")
    )
    deadline = models.DateField(_("Deadline"))
    limit_at = models.DateTimeField(null=True, editable=False, verbose_name=_("End of the deadline"))
    addressee = models.CharField(_("Laboratory or operator"), max_length=160, blank=True)
    legal_basis = models.CharField(
        _("Legal basis"), max_length=200, blank=True, help_text=_("The article and its law.")
    )
    authority = models.CharField(_("Allowed by"), max_length=20, choices=Authority, blank=True)
    permission = models.CharField(_("Number of the permission"), max_length=80, blank=True)
    allowed_on = models.DateField(_("Date of the permission"), null=True, blank=True)
    outcome = models.TextField(_("Result"), blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Severable.Meta):
        verbose_name = _("Act of investigation")
        verbose_name_plural = _("Acts of investigation")
        indexes = [
            *Severable.Meta.indexes,
            models.Index(
                fields=["unit", "due_at", "id"],
                name="casefiles_task_by_due",
                condition=models.Q(state="open"),
            ),
            models.Index(fields=["owner", "due_at"], name="casefiles_task_mine", condition=models.Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.reference})"


def deadline_is_ahead(task: Task, act: Act) -> Refusal | None:
    """A deadline doesn't lie before the act that sets it."""
    assert act.today is not None
    if task.deadline >= act.today:
        return None
    return Refusal(
        "casefiles.deadline_past", _("The deadline lies before today."), field="deadline", status=422,
        remedy=_("Choose a later day."),
    )  # fmt: skip


PERMISSION = ("addressee", "legal_basis", "authority", "permission", "allowed_on")
"""What a request to a laboratory or an operator says besides: each is asked for at once, not one after the other."""


def names(field: str) -> Guard:
    """A request to a laboratory or an operator names its legal basis, who allowed it, and that permission."""

    def guard(task: Task, act: Act) -> Refusal | None:
        assert act.today is not None
        if getattr(task, field) or task.kind not in law.value(ON_PERMISSION, act.today):
            return None
        last = field == PERMISSION[-1]
        return Refusal(
            "casefiles.not_allowed",
            _("Needed in a request to a laboratory or an operator."),
            field=field,
            remedy=_("Ask the public prosecution for its permission, and record it here.") if last else None,
            basis=ON_PERMISSION if last else None,
            status=422,
        )

    guard.__name__, guard.__doc__ = f"names_{field}", names.__doc__
    return guard


def is_allowed_before(task: Task, act: Act) -> Refusal | None:
    """The permission comes before the request."""
    assert act.today is not None
    if task.allowed_on is None or task.allowed_on <= act.today:
        return None
    return Refusal("casefiles.allowed_later", _("The permission lies after the act."), field="allowed_on", status=422)


@needs("party", "exhibit")
def is_of_this_file(task: Task, act: Act) -> Refusal | None:
    """Person and exhibit are of the same file."""
    for name, other in (("party", task.party), ("exhibit", task.exhibit)):
        if other is not None and other.case_id != task.case_id:
            return Refusal("casefiles.task_of_another_file", _("This belongs to another file."), field=name, status=422)
    return None


def owner_works_here(task: Task, act: Act) -> Refusal | None:
    """It falls to somebody who could record its result."""
    if task.owner_id is None:
        return None
    unit = act.unit_id if act.transition.opens else task.unit_id
    assert unit is not None
    return works_here(task.owner_id, (*OFFICERS, Role.UNIT_CHIEF), unit, act, "owner")


def runs_until(task: Task, act: Act) -> None:
    """The deadline runs to the end of its day."""
    task.limit_at = end_of_day(task.deadline)


def falls_to_somebody(task: Task, act: Act) -> None:
    """It falls to whoever sets it, unless somebody else is named."""
    task.owner_id = task.owner_id or act.actor


def falls_to_nobody(task: Task, act: Act) -> None:
    """In another unit that gets the file, nobody has it yet."""
    if task.to_unit_id != task.unit_id:
        task.owner_id = None


@needs("severance", "party")
def subject_goes(task: Task, act: Act) -> Refusal | None:
    """What is to be done goes where the person and the exhibit are that it is about."""
    part = task.severance
    if part is None:
        return None
    person_goes = task.party is None or severance.goes_there(task.party, part)
    if person_goes and (task.exhibit_id is None or task.exhibit_id in (part.severed_exhibits or ())):
        return None
    return Refusal(
        "casefiles.subject_left_behind",
        _("The act of investigation “%(task)s” is about a person or an exhibit that doesn't go along."),
        field="severed_exhibits" if person_goes else "severed_parties",
        remedy=_("Choose the person or the exhibit too, or leave the act here and set another one in the new file."),
        status=422,
        task=f"{task.get_kind_display()}: {Truncator(task.what).chars(80)}",
    )


@needs("severance", "party")
def goes_with_its_subject(task: Any, act: Act) -> None:
    """It belongs to the part, with its owner and its deadline, and is about the person as they stand there."""
    if task.party is not None:
        task.party_id = severance.in_the_part(task.party, act)
    severance.changes_file(task, act)


class Tasks(Procedure):
    record = Task
    label = _("Acts of investigation")
    prefix = "TASK"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("what", "addressee", "permission", "case.reference")
    personal = (
        "severance",
        "exhibit",
        "legal_basis",
        "owner",
        "party",
        "what",
        "addressee",
        "permission",
        "outcome",
        "grounds",
    )
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention")
    register = Register(
        columns=("reference", "kind", "case", "owner", "due_at", "authority", "unit", "state"),
        filters=("state", "unit", "kind", "authority", "owner", "case"),
    )

    open = State(_("To be done"), initial=True)
    done = State(_("Done"), final=True, requires=["outcome"])
    cancelled = State(_("Cancelled"), final=True, requires=["grounds"])

    put = Transition(
        _("Set an act of investigation"),
        None,
        open,
        by=[*OFFICERS, Role.UNIT_CHIEF],
        asks=["case", "kind", "what", "deadline"],
        may=["party", "exhibit", "owner", "addressee", "legal_basis", "authority", "permission", "allowed_on"],
        guards=[
            *CHILD_GUARDS,
            deadline_is_ahead,
            *map(names, PERMISSION),
            is_allowed_before,
            is_of_this_file,
            owner_works_here,
        ],
        effects=[runs_until, falls_to_somebody],
        basis="criminal_procedure/18",
        facets=["kind"],
        then=[tells("task_set")],
    )
    assign = Transition(
        _("Assign"),
        open,
        SAME,
        by=[Role.UNIT_CHIEF],
        asks=["owner"],
        may=["deadline"],
        guards=[*CHILD_GUARDS, deadline_is_ahead, owner_works_here],
        effects=[runs_until],
        basis="service_rule",
    )
    postpone = Transition(
        _("Postpone"),
        open,
        SAME,
        by=[*OFFICERS, Role.UNIT_CHIEF],
        asks=["deadline", "grounds"],
        guards=[*CHILD_GUARDS, deadline_is_ahead],
        effects=[runs_until],
        basis="service_rule",
    )
    finish = Transition(
        _("Record the result"),
        open,
        done,
        by=[*OFFICERS, Role.UNIT_CHIEF],
        asks=["outcome"],
        guards=[*CHILD_GUARDS],
        within=Deadline(at="limit_at"),
        basis="criminal_procedure/18",
        facets=["kind"],
        then=[tells("task_done")],
    )
    cancel = Transition(
        _("Cancel"),
        open,
        cancelled,
        by=[*OFFICERS, Role.UNIT_CHIEF],
        asks=["grounds"],
        guards=[*CHILD_GUARDS],
        basis="service_rule",
        facets=["kind"],
        then=[tells("task_ended")],
    )
    move_along = follows(open, done, cancelled, may=("party",), effects=(falls_to_nobody,))
    name_another = names_another(open, names=("party",))
    goes = severance.going(
        open, guards=(subject_goes,), effects=(goes_with_its_subject,), counts=lambda task: {"open_tasks": 1}
    )

    acts_done = Count(
        _("Acts of investigation done"), of=finish, by=["unit", "kind"], unit=_("acts"),
        definition=_("Acts of investigation of which the result was recorded in the year."),
    )  # fmt: skip
    done_on_time = Sum(
        _("Acts of investigation done on time"), of=finish, measure="on_time", by=["unit", "kind"], unit=_("acts"),
        definition=_("Of the acts done, those done before their deadline was over."),
    )  # fmt: skip
    on_time = Share(
        _("Acts of investigation done on time, share"), part=done_on_time, whole=acts_done,
        definition=_("Acts done on time in per cent of all acts done in the year."),
    )  # fmt: skip
