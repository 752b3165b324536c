"""Two entries of a person become one by an officer's act, and two again: who may, and when it can't be.

A joinder makes entries one by itself where an act said before that they are of one person (`joining`); what it left
apart, or was entered twice in a file, an officer settles. Law: what is written down of somebody is exact and put right
(`personal_data`, articles 3 and 8).
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import is_erased
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.choices import Category


@needs("case")
def is_in_charge(party: Any, act: Act) -> Refusal | None:
    """Where an officer is in charge of the file, it is for them to say; else for any who inquires in its unit."""
    if party.case.investigator_id in (None, act.actor):
        return None
    return Refusal(
        "casefiles.not_in_charge",
        _("Only the officer in charge of the file says that two entries are one, or are two again."),
        remedy=_("Ask that officer; or have the head of the unit assign the file to you."),
        status=403,
    )


def is_linked(party: Any, act: Act) -> Refusal | None:
    """Names alone unite nobody: an officer has said of both entries whose file theirs is."""
    return None if party.person_id is not None else _not_one()


def _not_one(field: str | None = None) -> Refusal:
    return Refusal(
        "casefiles.not_one_person",
        _("Nothing says yet that the two entries are of one person."),
        field=field,
        remedy=_("Link both to the person's file first."),
        status=422,
    )


@needs("same_as")
def is_the_same_person(party: Any, act: Act) -> Refusal | None:
    """Another entry that stands in the same file and category, and is linked to the same person's file."""
    other = party.same_as
    if other.pk == party.pk or (other.case_id, other.category, other.state) != (
        party.case_id, party.category, "entered",
    ):  # fmt: skip
        return Refusal(
            "casefiles.no_other_entry",
            _("This is no other entry of the file in the same category."),
            field="same_as",
            remedy=_("The law keeps the categories apart: who is a victim and a suspect stays in both."),
            status=422,
        )
    if party.person_id != other.person_id:
        return _not_one("same_as")
    if party.category == Category.SUSPECT and party.band != other.band:
        return Refusal(
            "casefiles.ages_differ",
            _("The two entries have different ages on the day of the facts, and other rules hold for each."),
            field="same_as",
            remedy=_("Take the one with the wrong date of birth out of the file."),
            status=422,
        )
    return None


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
