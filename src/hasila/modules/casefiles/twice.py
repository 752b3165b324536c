"""One card number and two entries: who was entered twice in a file, until an officer has said what they are.

A card number is of one person. Two entries of a category that have one are of one person, and are united
(`party_union`), or one of them has a number that isn't theirs, by a slip or because they showed another's card: then
an officer takes it from that entry, with grounds. Nothing of this is asked when somebody is entered: a complaint is
taken whatever the card says. The file stands in a list of its own until it is settled, and the database keeps that list
(`migrations`), whatever way an entry came, went or changed. Across files the person's own file does the same: a live
one has a number to itself (`persons.card_taken`).

A second clock is another matter: whoever is, or was, held in a file by one entry isn't held in it by another.
Law: what is written down of somebody is exact and put right (`personal_data`, articles 3 and 8).
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, State, Transition
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles.case_rules import CHILD_GUARDS


class Twice(models.Model):
    """A file in which two living entries of a category have one card number; written by triggers alone."""

    case = models.OneToOneField(
        "casefiles.CaseFile", models.PROTECT, primary_key=True, related_name="+", verbose_name=_("Case file")
    )

    class Meta:
        verbose_name = _("File with somebody entered twice")
        verbose_name_plural = _("Files with somebody entered twice")

    def __str__(self) -> str:
        return str(self.case_id)


CARD_HELD = Refusal(
    "casefiles.card_held",
    _("Somebody with this card number is, or was, held in this file by another entry."),
    field="party",
    remedy=_(
        "If they are one person, unite the two entries. If they are not, take the step “The card number is not this "
        "person's” on the wrong one."
    ),
)
CONSTRAINT = {"casefiles_card_held_once": CARD_HELD}


def settling(entered: State, by: list[Any]) -> Transition:
    """The step by which an officer takes a number that isn't theirs from an entry, for another one or for none."""
    return Transition(
        _("The card number is not this person's"),
        entered,
        entered,
        by=by,
        asks=["grounds"],
        may=["card_number"],
        guards=[*CHILD_GUARDS, has_a_number],
        effects=[gives_up_its_number],
        basis="personal_data/8",
        help=_("Give the right number, or leave it empty. The number that was entered stays in the ledger, with why."),
    )


def has_a_number(party: Any, act: Act) -> Refusal | None:
    """An entry without a number has none that could be another's; the step isn't even offered."""
    if party.card_number or "card_number" in act.data:  # what stood there is no longer seen where a field is supplied
        return None
    return Refusal(
        "casefiles.no_card_number",
        _("No card number is entered."),
        remedy=_("Take the step “Complete the identity” to enter one."),
    )


def gives_up_its_number(party: Any, act: Act) -> None:
    """The number goes where no other one is given; the ledger keeps it, and why it went."""
    if "card_number" not in act.data:
        party.card_number = ""
