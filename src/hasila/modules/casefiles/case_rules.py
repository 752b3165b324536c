"""What is checked and set on a case file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution.mandates import holds
from hasila.institution.offences import OffenceClass, offence
from hasila.institution.roles import Role
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import Office, Origin

INQUIRE = (Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER)
"""Who inquires, and may be in charge of a file."""
TERRORISM = "0906"
"""ICCS class of the offences that go to Rabat."""
NAMED = (Origin.PROSECUTOR, Origin.LETTER_ROGATORY, Origin.OTHER_UNIT)
"""Origins that are documents of their own, with a number."""
TAKEN_IN = (Origin.COMPLAINT, Origin.DENUNCIATION, Origin.INCIDENT, Origin.RECEPTION)
"""Origins that stand in a register of the desk, or in one on paper."""

BROUGHT = (
    "suspects", "minors", "unguarded", "victims", "unsigned", "written_records", "unsealed", "exhibits", "seized",
    "charges", "open_tasks", "in_custody", "presented",
)  # fmt: skip
"""The counters of what a joined file brings into the one that goes on, persons held among them."""
JOINED, SEVERED = "joined", "severed"
"""Ties between files beside those of `LinkKind`."""


def happened_before(file: CaseFile, act: Act) -> Refusal | None:
    """Facts lie before the act that records them, and end after they began."""
    assert act.occurred_at is not None
    for name in ("happened_at", "happened_until"):
        moment = getattr(file, name)
        if moment is not None and moment > act.occurred_at:
            return Refusal(
                "casefiles.facts_later",
                _("The facts can't lie after the act that records them."),
                field=name,
                remedy=_("Check the date and the time."),
                status=422,
            )
    if file.happened_at and file.happened_until and file.happened_until < file.happened_at:
        return Refusal(
            "casefiles.facts_end_first", _("The facts can't end before they began."), field="happened_until", status=422
        )
    return None


def origin_is_numbered(file: CaseFile, act: Act) -> Refusal | None:
    """What a file is opened on has a number, which the file names; somebody caught in the act has none."""
    if file.origin not in (*NAMED, *TAKEN_IN) or file.origin_reference:
        return None
    return Refusal(
        "casefiles.origin_without_number",
        _("Name the number of the document that the file is opened on."),
        field="origin_reference",
        remedy=_(
            "What was taken in at a desk is followed up from its own page, so that it and the file name each other."
        )
        if file.origin in TAKEN_IN
        else None,
        status=422,
    )


def origin_is_not_a_severance(file: CaseFile, act: Act) -> Refusal | None:
    """A severed part is opened from the file that it comes from."""
    if file.origin != Origin.SEVERANCE:
        return None
    return Refusal(
        "casefiles.sever_instead",
        _("A severed part is opened from its file."),
        field="origin",
        remedy=_("Take the step “Sever a part” on that file."),
        status=422,
    )


def follows_here(file: CaseFile, act: Act) -> Refusal | None:
    """What is followed on paper has no further acts here, until its command is switched on."""
    return on_paper_refusal() if file.on_paper else None


@needs("case")
def case_follows_here(child: object, act: Act) -> Refusal | None:
    """The same for what belongs to a file."""
    return on_paper_refusal() if child.case.on_paper else None  # type: ignore[attr-defined]


@needs("case")
def case_is_open(child: object, act: Act) -> Refusal | None:
    """What belongs to a file changes while the file is open, or was sent back with instructions."""
    case: CaseFile = child.case  # type: ignore[attr-defined]
    if case.state in ("open", "returned"):
        return None
    return Refusal(
        "casefiles.file_not_open",
        _("The file %(reference)s is not open: it is in the state “%(state)s”."),
        field="case",
        remedy=_("Open a file of its own, or ask the prosecution to send the file back."),
        reference=case.reference,
        state=case.state_label,
    )


@needs("case")
def case_is_with_us(child: object, act: Act) -> Refusal | None:
    """A file that went to another unit takes what belongs to it along, and nobody acts on it from here meanwhile."""
    unit = act.unit_id if act.transition.opens else child.unit_id  # type: ignore[attr-defined]
    if child.case.unit_id == unit:  # type: ignore[attr-defined]
        return None
    return Refusal(
        "casefiles.file_elsewhere",
        _("The file belongs to another unit."),
        field="case",
        remedy=_("Act in the unit that has the file."),
    )


CHILD_GUARDS = (case_follows_here, case_is_with_us, case_is_open)
"""What every act on what belongs to a file is held to."""


def on_paper_refusal() -> Refusal:
    """The refusal of an act on a matter that is followed on paper."""
    return Refusal(
        "casefiles.on_paper",
        _("This matter is followed on paper: the case files aren't switched on for its command."),
        remedy=_("Record what becomes of it with “Record the referral on paper”, or take it in once they are on."),
    )


def is_on_paper(file: CaseFile, act: Act) -> Refusal | None:
    """The short way of paper is for what is on paper."""
    if file.on_paper:
        return None
    return Refusal(
        "casefiles.not_on_paper",
        _("This file is followed here, not on paper."),
        remedy=_("Prepare its referral."),
    )


def works_here(officer: UUID, roles: Sequence[Role], unit_id: int, act: Act, field: str) -> Refusal | None:
    """What is assigned goes to somebody with a mandate in one of these roles over the unit, on the day of the act."""
    assert act.today is not None
    if holds(officer, roles, unit_id, act.today):
        return None
    return Refusal(
        "casefiles.no_mandate_here",
        _("This officer has no mandate over the unit by which they could act on it."),
        field=field,
        remedy=_("Choose an officer of the unit, or hand the file over to the officer's unit."),
        status=422,
    )


def investigator_works_here(file: CaseFile, act: Act) -> Refusal | None:
    """A file is in the hands of an officer who may inquire in its unit."""
    assert file.investigator_id is not None
    return works_here(file.investigator_id, INQUIRE, file.unit_id, act, "investigator")


def command_is_on(file: CaseFile, act: Act) -> Refusal | None:
    """A matter is taken in from paper once its command is switched on."""
    assert act.today is not None
    return None if rollout.is_on(file.unit_id, act.today) else on_paper_refusal()


def joins_another(file: CaseFile, act: Act) -> Refusal | None:
    """A file is joined to another one."""
    return _other(file, file.joined_to_id, "joined_to")


def links_another(file: CaseFile, act: Act) -> Refusal | None:
    """A file is linked to another one."""
    return _other(file, file.linked_id, "linked")


def _other(file: CaseFile, other: object, field: str) -> Refusal | None:
    if other != file.pk:
        return None
    return Refusal("casefiles.same_file", _("This is the same file."), field=field, status=422)


@needs("joined_to")
def joined_file_is_open(file: CaseFile, act: Act) -> Refusal | None:
    """Only an open file takes another in."""
    assert file.joined_to is not None
    if file.joined_to.state in ("open", "returned"):
        return None
    return Refusal(
        "casefiles.joined_not_open",
        _("The file %(reference)s is not open."),
        field="joined_to",
        reference=file.joined_to.reference,
    )


def nobody_is_held(file: CaseFile, act: Act) -> Refusal | None:
    """A file doesn't move while somebody is held in it: whoever holds them answers for the clock."""
    if not file.in_custody:
        return None
    return Refusal(
        "casefiles.somebody_held",
        _("Somebody is held in this file (%(count)s)."),
        remedy=_("End the custody, or present the person, first."),
        count=file.in_custody,
    )


@needs("joined_to")
def held_stay_with_their_unit(file: CaseFile, act: Act) -> Refusal | None:
    """A joinder moves nobody: whoever is held stays in the cells, the register and the charge of the unit that holds
    them, so the file that goes on is one of this unit.
    """
    assert file.joined_to is not None
    if not file.in_custody or file.joined_to.unit_id == file.unit_id:
        return None
    return Refusal(
        "casefiles.held_elsewhere",
        _("Somebody is held in this file (%(count)s), and the other one belongs to another unit."),
        field="joined_to",
        remedy=_(
            "Link the two files now. Join them once the custody has ended, or once the other file was handed over to "
            "the unit that holds the person."
        ),
        count=file.in_custody,
    )


def is_joined(file: CaseFile, act: Act) -> bool:
    """What happens in a file that was joined before its contents went over counts in the one that goes on."""
    return file.state == JOINED


def class_it(file: CaseFile, act: Act) -> None:
    """The class, the series and the office follow from the offence; a letter rogatory goes back to its judge."""
    file.class_offence()
    file.office = Office.JUDGE.value if file.origin == Origin.LETTER_ROGATORY else office_of(file.offence)


def office_of(code: str) -> str:
    """Whom an offence goes to: terrorism to Rabat, felonies to the court of appeal, the rest to first instance.

    Source: code of criminal procedure (law 22-01), articles 44, 49, 254 and 416; law 03-03 on terrorism.
    """
    item = offence(code)
    if item.iccs.startswith(TERRORISM):
        return Office.TERRORISM.value
    return Office.APPEAL.value if item.level == OffenceClass.FELONY else Office.FIRST_INSTANCE.value


def on_paper_or_here(file: CaseFile, act: Act) -> None:
    """Whether the matter is followed here is settled by the switches of the day."""
    assert act.today is not None
    file.on_paper = not rollout.is_on(file.unit_id, act.today)


def has_minors(file: CaseFile, act: Act) -> Refusal | None:
    """The officer for minors takes files in which a suspect is under age, and takes each once."""
    if file.minors and not file.for_minors:
        return None
    return Refusal(
        "casefiles.not_for_minors",
        _("No suspect under age is entered, or the file is with the officer for minors already."),
        remedy=_("Enter the suspect with the date of birth; the age follows from it."),
    )


def take_for_minors(file: CaseFile, act: Act) -> None:
    """The officer who takes the file has it from then on."""
    file.investigator_id, file.for_minors = act.actor, True


def take_in(file: CaseFile, act: Act) -> None:
    """From paper to here."""
    file.on_paper = False


@needs("linked")
def take_over(file: CaseFile, act: Act) -> None:
    """A joined file brings its counters; the exhibits get numbers behind those of this one."""
    brought = file.linked
    assert brought is not None
    for name in BROUGHT:
        setattr(file, name, getattr(file, name) + getattr(brought, name))
    file.holdings = [*(file.holdings or ()), *(brought.holdings or ())] or None
    if brought.unanswered:  # what a magistrate asked for is asked of the file that goes on, by the nearer day
        file.unanswered = True
        file.instructions = "\n\n".join(text for text in (file.instructions, brought.instructions) if text)
        if brought.limit_at is not None and (file.limit_at is None or brought.limit_at < file.limit_at):
            file.complete_by, file.limit_at = brought.complete_by, brought.limit_at


@needs("joined_to")
def leave_room(file: CaseFile, act: Act) -> None:
    """Remembers behind which number the exhibits of this file stand in the one that goes on."""
    assert file.joined_to is not None
    file.items_after = file.joined_to.seized


def is_empty(file: CaseFile, act: Act) -> None:
    """What belonged to a joined file is in the other one now."""
    for name in BROUGHT:
        setattr(file, name, 0)
    file.holdings = None


def linked_content(file: CaseFile, act: Act) -> dict[str, Any]:
    """What the other file is told of a link."""
    return {"linked": file.pk, "link_kind": file.link_kind}


def joined_content(file: CaseFile, act: Act) -> dict[str, Any]:
    """What the file that goes on is told of the one that was joined to it."""
    return {"linked": file.pk}


def tie_linked(file: CaseFile, act: Act) -> None:
    """The file is tied to the one that it is linked to, or that was linked to it."""
    file.tie(file.linked_id, file.link_kind)


def tie_joined(file: CaseFile, act: Act) -> None:
    """The file is tied to the one that was joined to it."""
    file.tie(file.linked_id, JOINED)


def tie_severed(file: CaseFile, act: Act) -> None:
    """The file is tied to the part that was severed from it."""
    file.tie(file.severed_id, SEVERED)


def tie_origin(file: CaseFile, act: Act) -> None:
    """A severed part is tied to the file that it comes from."""
    file.tie(file.origin_id, SEVERED)


def is_sent_back(file: CaseFile, act: Act) -> None:
    """What the magistrate asks for is to be done; what was done, or said, before answers an earlier return. Who was
    presented with the file before has stood before the magistrate, and doesn't go with it again.
    """
    file.unanswered, file.why_nothing, file.presented = True, "", 0


def something_is_asked(file: CaseFile, act: Act) -> Refusal | None:
    """A reason why nothing further can be done answers somebody."""
    if file.instructions:
        return None
    return Refusal(
        "casefiles.nothing_asked",
        _("No magistrate has asked for anything in this file."),
        remedy=_("Complete the facts with the instructions first, where there are any."),
    )


def is_followed_up(file: CaseFile, act: Act) -> None:
    """Something was done since the file was sent back, or it was said why nothing can be."""
    file.unanswered = False


def counts(**changes: int) -> Callable[[CaseFile, Act], None]:
    """An effect that adds to counters; none falls below zero."""

    def count(file: CaseFile, act: Act) -> None:
        for name, change in changes.items():
            setattr(file, name, max(0, getattr(file, name) + change))

    count.__doc__ = "Counts: " + ", ".join(f"{name} {change:+d}" for name, change in changes.items()) + "."
    count.__name__ = "counts_" + "_".join(changes)
    return count
