"""What forms of the desk stand filled in with."""

from __future__ import annotations

from typing import Any

from hasila.kernel.access import visible
from hasila.modules.districts.found_objects import FoundObject, FoundObjects
from hasila.modules.districts.judicial_papers import JudicialPapers
from hasila.modules.districts.losses import Losses
from hasila.modules.districts.summonses import Summonses
from hasila.surfaces.web.suggesting import Known, suggest


def noting(told: Known) -> dict[str, Any]:
    """The note of each step is its own: what was written of the last attempt says nothing of this one."""
    return {"note": ""}


def summoning_again(told: Known) -> dict[str, Any]:
    """Somebody is called for another moment: the last one is past, or was in vain."""
    return {"appear_at": ""}


def giving_back(told: Known) -> dict[str, Any]:
    """The declaration of a loss that bears the number of the object, where there is one and no other."""
    item = told.record
    if not isinstance(item, FoundObject) or not item.serial:
        return {}
    rows = visible(Losses, told.actor).filter(kind=item.kind, serial__iexact=item.serial, state=Losses.declared.name)
    found = list(rows[:2])
    return {"loss": found[0]} if len(found) == 1 else {}


def build() -> None:
    """Tells the forms."""
    for procedure in (JudicialPapers, Summonses):
        for step in procedure.transitions.values():
            if "note" in (*step.asks, *step.may) and not step.opens:
                suggest(step.key, noting)
    suggest(Summonses.renew.key, summoning_again)
    suggest(FoundObjects.give_back.key, giving_back)
