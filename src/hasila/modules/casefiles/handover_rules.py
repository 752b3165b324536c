"""What is checked and set where a case file goes to another unit, arrives there, and is accepted or sent back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.institution.receiving import takes_no_matter
from hasila.kernel.procedures import Act, needs
from hasila.kernel.records import following_id
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_rules import investigator_works_here


@needs("to_unit")
def unit_is_another(file: CaseFile, act: Act) -> Refusal | None:
    """A transfer leads to another unit that is open; its present unit is still the file's."""
    assert file.to_unit is not None
    if file.to_unit_id == file.unit_id:
        return Refusal("casefiles.same_unit", _("The file is with this unit."), field="to_unit", status=422)
    return takes_no_matter(file.to_unit, act.today, "to_unit")


def arrival_is_settled(file: CaseFile, act: Act) -> Refusal | None:
    """A file that arrived is accepted or sent back before it is given to somebody, or goes on."""
    if file.arrived_at is None:
        return None
    return Refusal(
        "casefiles.not_accepted",
        _("The file arrived from another unit and is not accepted yet."),
        remedy=_("Accept it, naming the officer in charge, or send it back with the reason."),
    )


def has_arrived(file: CaseFile, act: Act) -> Refusal | None:
    """Only what arrived is accepted."""
    if file.arrived_at is not None:
        return None
    return Refusal("casefiles.accepted_already", _("This file doesn't wait to be accepted."))


def may_go_back(file: CaseFile, act: Act) -> Refusal | None:
    """What another unit handed over goes back to it; what came back to its own unit stays there."""
    if came_by_handover(file, act):
        return None
    return Refusal(
        "casefiles.came_back",
        _("This file is your unit's own, and came back to it."),
        remedy=_("Accept it. Where another unit is competent, hand it over once more with the reason."),
    )


def named_investigator_works_here(file: CaseFile, act: Act) -> Refusal | None:
    """Whoever is put in charge with the acceptance may inquire here."""
    return investigator_works_here(file, act) if file.investigator_id is not None else None


def move(file: CaseFile, act: Act) -> None:
    """The file belongs to the receiving unit, and nobody there has it yet; it says from whom it came."""
    assert file.to_unit_id is not None and act.occurred_at is not None
    file.handover = following_id(file, "handover", act.occurred_at)
    _arrive(file, act, file.to_unit_id)


def move_back(file: CaseFile, act: Act) -> None:
    """The file belongs to the unit that had handed it over."""
    assert file.from_unit_id is not None
    _arrive(file, act, file.from_unit_id)


def _arrive(file: CaseFile, act: Act, unit: int) -> None:
    file.from_unit_id, file.sender_id, file.arrived_at = file.unit_id, act.actor, act.occurred_at
    file.unit_id, file.investigator_id, file.for_minors = unit, None, False


def accept(file: CaseFile, act: Act) -> None:
    """The file is the unit's own from here on."""
    file.arrived_at = None


def came_by_handover(file: CaseFile, act: Act) -> bool:
    """Whether the file is where it was handed over to; one that came back is with the unit that had sent it."""
    return file.to_unit_id == file.unit_id
