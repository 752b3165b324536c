"""How somebody in a matter goes to a severed part, or is entered there too; what two entries of one person share."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.kernel.procedures import Act, needs
from hasila.kernel.records import following_id
from hasila.kernel.refusals import Refusal
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.choices import Category

ABOUT = [
    "arabic_name", "latin_name", "unidentified", "alias", "sex", "born_on", "born_at", "father", "mother",
    "card_number", "nationality", "occupation", "phone", "address", "shielded_address", "description", "guardian",
    "language",
]  # fmt: skip
"""What is asked about somebody."""
FILLED = [name for name in ABOUT if name not in ("unidentified", "born_on", "shielded_address")] + ["person"]
"""What an entry takes from another of the same person where it says nothing itself; on a birth date ages depend."""


@needs("severance")
def offences_go(party: Any, act: Act) -> Refusal | None:
    """A suspect goes with all offences that are held against them."""
    chosen = set(party.severance.severed_charges or ()) if party.severance is not None else set()
    left = [key for key in party.charge_ids or () if key not in chosen] if party.category == Category.SUSPECT else []
    if not left:
        return None
    return Refusal(
        "casefiles.offences_left_behind",
        _("Further offences are held against %(name)s in this file (%(count)s) that don't go along."),
        field="severed_charges",
        remedy=_("Choose them too, or drop them with a reason first."),
        status=422,
        name=party.name,
        count=len(left),
    )


@needs("severance", "case")
def goes_or_is_copied(party: Any, act: Act) -> None:
    """A suspect goes, and is suspected of the part's main offence where it is another one; whoever else the matter
    needs stays, and is entered in the part too.
    """
    if party.category == Category.SUSPECT:
        party.further_only = party.further_only and party.severance.offence == party.case.offence
        severance.changes_file(party, act)
    else:
        assert act.occurred_at is not None
        party.copied_to = following_id(party, "severed", act.occurred_at)


def is_no_suspect(party: Any, act: Act) -> bool:
    """For whoever is no suspect."""
    return party.category != Category.SUSPECT


def copied(party: Any, act: Act) -> dict[str, Any]:
    """What somebody who is no suspect is entered with in the part; a shielded address stays where it was sealed."""
    said = {name: getattr(party, name) for name in ABOUT if name != "shielded_address"}
    found = {name: value for name, value in said.items() if value not in (None, "")}
    return (
        found
        | {"case": party.severance_id, "category": party.category, "person": party.person_id}
        | {"copied_from": party.copied_from or party.pk}
    )


def counted(party: Any) -> dict[str, int]:
    """What the files count of a suspect."""
    if party.category != Category.SUSPECT:
        return {}
    young = int(party.under_age)
    return {"suspects": 1, "minors": young, "unguarded": int(bool(young) and not party.guarded)}
