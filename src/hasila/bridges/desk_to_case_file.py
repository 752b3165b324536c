"""From the desk to the case file: a matter that is followed up opens a file of its unit, in the same transaction.

Also where the command isn't switched on: such a file is followed on paper (`on_paper`), and counted with the others,
so that the number of recorded cases has one source.
"""

from __future__ import annotations

from typing import Any

from hasila.kernel.procedures import Act, Transition
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.districts import following


def opening(matter: Any, act: Act) -> Transition:
    """The opening of the case file that a matter of the desk becomes."""
    return CaseFiles.open_from_desk


def build() -> None:
    """Tells the desk where its matters go."""
    following.follow_by(opening)
