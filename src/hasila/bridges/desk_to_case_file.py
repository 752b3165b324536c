"""From the desk to the case file: a matter that is followed up opens a file of its unit, in the same transaction.

Who complained becomes a party of the file, as a victim, with the link to their person's file; a denouncer doesn't, and
the cell's files of victims tell the case file nothing of who she is.

Also where the command isn't switched on: such a file is followed on paper (`on_paper`), and counted with the others,
so that the number of recorded cases has one source.
"""

from __future__ import annotations

from typing import Any

from hasila.kernel.procedures import Act, Transition
from hasila.modules.casefiles import rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Category
from hasila.modules.casefiles.parties import Parties
from hasila.modules.districts import following


def opening(matter: Any, act: Act) -> Transition:
    """The opening of the case file that a matter of the desk becomes."""
    return CaseFiles.open_from_desk


COMPLAINANT = (
    "arabic_name", "latin_name", "card_number", "born_on", "sex", "phone", "address", "guardian", "person_id",
)  # fmt: skip
"""What the file is told of whoever complained."""


def joining(complaint: Any, act: Act) -> tuple[Transition, dict[str, Any]] | None:
    """The complainant as a party; none where the matter is followed on paper, whose parties stand there."""
    assert act.today is not None
    if not rollout.is_on(complaint.unit_id, act.today):
        return None
    data = {name: getattr(complaint, name) for name in COMPLAINANT}
    return Parties.enter_from_desk, {**data, "case": complaint.case_id, "category": Category.VICTIM.value}


def build() -> None:
    """Tells the desk where its matters go."""
    following.follow_by(opening)
    following.join_by(joining)
