"""What forms stand filled in with: where an exhibit is and who is likely to hand it over, how a file is to go."""

from __future__ import annotations

from typing import Any

from hasila.institution.career import Officer
from hasila.kernel.access import SYSTEM
from hasila.modules.casefiles.choices import Way
from hasila.surfaces.web.suggesting import Known


def referring(told: Known) -> dict[str, Any]:
    """How the file is likely to go: with whom it holds, else alone, and against whom it is."""
    case = told.given.get("case")
    if case is None:
        return {}
    held, known = bool(case.in_custody), bool(case.suspects)
    return {"way": Way.HELD.value if held else Way.PAPER.value if known else Way.UNKNOWN.value}


def leaving(told: Known) -> dict[str, Any]:
    """The place where it is kept, and the one who acts as the one who hands it over."""
    exhibit: Any = told.record
    if exhibit is None:
        return {}
    return {"left_store": exhibit.store, "handed_by": Officer.objects.filter(pk=told.actor.id or SYSTEM).first()}
