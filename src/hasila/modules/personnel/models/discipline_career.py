"""What the decisions of a disciplinary file bring about in the officer's career, and how an annulment gives it back."""

from __future__ import annotations

from collections.abc import Callable

from hasila.institution.people import ranks
from hasila.kernel.procedures import Act, Consequence, needs
from hasila.modules.personnel.models.discipline_file import DisciplinaryFile
from hasila.modules.personnel.models.measures import Measure

# A demotion or a departure ends a suspension by itself.
ENDS_SUSPENSION = (Measure.DEMOTION, Measure.EARLY_RETIREMENT, Measure.DISMISSAL)


def _measure(measure: Measure) -> Callable[[DisciplinaryFile, Act], bool]:
    def follows(file: DisciplinaryFile, act: Act) -> bool:
        return file.measure == measure

    return follows


@needs("officer")
def _waits_outside(file: DisciplinaryFile, act: Act) -> bool:
    """Whether a precaution ends with this act: a demotion or a departure ends it by itself."""
    ended = file.measure in ENDS_SUSPENSION
    return file.precaution and not ended and file.officer.state == "suspended"


@needs("officer")
def _still_excluded(file: DisciplinaryFile, act: Act) -> bool:
    return file.former_measure == Measure.SUSPENSION and file.officer.state == "suspended"


@needs("officer")
def _still_demoted(file: DisciplinaryFile, act: Act) -> bool:
    if file.former_measure != Measure.DEMOTION or file.former_grade_id is None or file.officer.state != "active":
        return False
    return ranks()[file.former_grade_id].order > file.officer.rank


def _left_by(measure: Measure, state: str) -> Callable[[DisciplinaryFile, Act], bool]:
    @needs("officer")
    def follows(file: DisciplinaryFile, act: Act) -> bool:
        return file.former_measure == measure and file.officer.state == state

    return follows


@needs("officer")
def _is_active(file: DisciplinaryFile, act: Act) -> bool:
    """Whether there is a service to suspend: another file may have suspended the officer already."""
    return file.officer.state == "active"


PRECAUTION_STARTS = Consequence("institution.career.suspend", "officer", when=_is_active)
PRECAUTION_ENDS = Consequence("institution.career.reinstate", "officer", when=_waits_outside)
APPLY_ANEW = (
    Consequence(
        "institution.career.suspend",
        "officer",
        data=lambda file, act: {"suspended_until": file.excluded_until},
        when=_measure(Measure.SUSPENSION),
    ),
    Consequence(
        "institution.career.demote",
        "officer",
        data=lambda file, act: {"grade": file.lower_grade_id},
        when=_measure(Measure.DEMOTION),
    ),
    Consequence("institution.career.retire_early", "officer", when=_measure(Measure.EARLY_RETIREMENT)),
    Consequence("institution.career.dismiss", "officer", when=_measure(Measure.DISMISSAL)),
)
APPLY = (PRECAUTION_ENDS, *APPLY_ANEW)
UNDO = (
    Consequence("institution.career.reinstate", "officer", when=_still_excluded),
    Consequence(
        "institution.career.promote",
        "officer",
        data=lambda file, act: {"grade": file.former_grade_id},
        when=_still_demoted,
    ),
    Consequence(
        "institution.career.return_from_retirement", "officer", when=_left_by(Measure.EARLY_RETIREMENT, "retired")
    ),
    Consequence("institution.career.readmit", "officer", when=_left_by(Measure.DISMISSAL, "dismissed")),
)
