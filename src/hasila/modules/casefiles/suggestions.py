"""What the forms of an exhibit's movements stand filled in with: where it is, and who is likely to hand it over."""

from __future__ import annotations

from typing import Any

from hasila.institution.career import Officer
from hasila.kernel.access import SYSTEM
from hasila.surfaces.web.suggesting import Known

LEAVING = ("move", "send_to_laboratory", "hand_to_court", "give_back", "destroy")
"""The steps by which an exhibit leaves the place where it is kept."""


def leaving(told: Known) -> dict[str, Any]:
    """The place where it is kept, and the one who acts as the one who hands it over."""
    exhibit: Any = told.record
    if exhibit is None:
        return {}
    return {"left_store": exhibit.store, "handed_by": Officer.objects.filter(pk=told.actor.id or SYSTEM).first()}
