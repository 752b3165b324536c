"""Undoing that two entries of a person became one when their files were joined: who may, and when it can't be undone.

Law: what was written down of the wrong person is put right (`personal_data`, article 8).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import is_erased
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal


@needs("case")
def is_in_charge(party: Any, act: Act) -> Refusal | None:
    """Where an officer is in charge of the file, it is for them to say; else for any who inquires in its unit."""
    if party.case.investigator_id in (None, act.actor):
        return None
    return Refusal(
        "casefiles.not_in_charge",
        _("Only the officer in charge of the file undoes a union."),
        remedy=_("Ask that officer; or have the head of the unit assign the file to you."),
        status=403,
    )


@needs("same_as")
def other_stands_here(party: Any, act: Act) -> Refusal | None:
    """The entry that this one is one with still stands in the same file, by itself."""
    other = party.same_as
    if other.state == "united":
        return Refusal(
            "casefiles.united_further",
            _("The entry %(reference)s, with which this one is one, became one with another itself."),
            remedy=_("Undo that later union first."),
            reference=other.reference,
        )
    if other.case_id != party.case_id:
        return Refusal(
            "casefiles.other_severed",
            _("The entry %(reference)s, with which this one is one, went to a severed part of the file."),
            remedy=_("Join that part to this file again, and undo the union then."),
            reference=other.reference,
        )
    if is_erased(other):
        return Refusal(
            "casefiles.other_erased",
            _("The content of the entry %(reference)s, with which this one is one, was erased."),
            remedy=_("Enter the person anew, where the inquiry needs them."),
            reference=other.reference,
        )
    return None


@needs("case")
def neither_is_held(party: Any, act: Act) -> Refusal | None:
    """The term of somebody held hangs on the offences held against them: these don't go to another entry meanwhile."""
    one = {str(party.pk), str(party.same_as_id)}
    if not party.case.in_custody or not any(row[0] in one for row in party.case.holdings or ()):
        return None
    return Refusal(
        "casefiles.union_held",
        _("%(name)s was placed in custody in this file, and somebody is held in it now (%(count)s)."),
        remedy=_("End the custody or the retention first: its term hangs on the offences held against the person."),
        name=party.name,
        count=party.case.in_custody,
    )


def part(party: Any, act: Act) -> None:
    """The entry stands by itself again, and knows with which it was one."""
    party.parted_from_id, party.same_as_id = party.same_as_id, None
