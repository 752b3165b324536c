"""What a year is made of: the streams in their order, and the officers that each tells of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from hasila.simulation.beats import Beats
from hasila.simulation.careers import PublishedExercise, StudiedExercise, Transfers
from hasila.simulation.cases import Cases, EarlierCases, LettersRogatory, Pilots
from hasila.simulation.cast import Member, assemble, members, survey
from hasila.simulation.communication import Statements
from hasila.simulation.desk import Desk
from hasila.simulation.discipline import DisciplinaryFiles, EarlierFiles
from hasila.simulation.documents import STREAMS as DOCUMENTS
from hasila.simulation.grievances import Grievances
from hasila.simulation.inspection import Audits, Inquiries
from hasila.simulation.staff import Hearings, Protections, Trainings
from hasila.simulation.streams import Setting, Stream

SPARE = 600
CRIME = (
    "cases", "violent", "theft_threat", "car_theft", "theft_violence", "aggravated_theft", "sexual", "drugs",
    "bank_robberies",
)  # fmt: skip
BASE = ("personnel.discipline.sanctions", *(f"casefiles.case_files.{name}" for name in CRIME))
"""The figures of the year before that are played, because a printed change needs them."""


@dataclass(frozen=True)
class Sizes:
    """How many officers each kind of matter takes. A transfer moves an officer, a sanction may end a career, a
    promotion changes a grade: each has officers of its own, so that no career crosses another.
    """

    promoted: int
    listed: int
    moved: int
    judged: int
    judged_before: int

    @property
    def total(self) -> int:
        """The size of the cohort; the last ones are left for whoever signs in afterwards."""
        return self.promoted + self.listed + self.moved + self.judged + self.judged_before + SPARE


def sizes(setting: Setting) -> Sizes:
    """The officers that a year takes; a few more for promotions, since the highest grade has no next one."""
    return Sizes(
        promoted=(PublishedExercise.promoted_of(setting) + PublishedExercise.kept_of(setting)) * 21 // 20 + 20,
        listed=(StudiedExercise.promoted_of(setting) + StudiedExercise.kept_of(setting)) * 21 // 20 + 20,
        moved=sum(Transfers.plan(setting).values()),
        judged=sum(DisciplinaryFiles.plan(setting).values()),
        judged_before=sum(EarlierFiles.plan(setting).values()),
    )


def setting_of(year: int, scale: Decimal, seed: int) -> tuple[Setting, Sizes]:
    """The setting of a play, with its cast and cohort; holders that are missing are made.

    Raises:
        LookupError: nothing is published for this year that the modules could be played to.
    """
    bare = Setting(year, scale, seed, cast=None, ground=None, officers=())  # type: ignore[arg-type]
    needed = sizes(bare)
    cast = assemble()
    full = replace(bare, cast=cast, ground=survey(), officers=members(needed.total, seed, cast.director))
    return full, needed


def streams_of(setting: Setting, needed: Sizes) -> list[Stream]:
    """The streams of a year, in the order in which they are played."""
    promoted, listed, moved, judged, judged_before = _windows(setting, needed)
    earlier = EarlierFiles(setting, judged_before)
    beats = Beats()
    files = DisciplinaryFiles(setting, judged)
    return [
        earlier,
        files,
        Grievances(setting, promoted, earlier.contested() + files.contested()),
        PublishedExercise(setting, promoted),
        StudiedExercise(setting, listed),
        Transfers(setting, moved),
        Hearings(setting, promoted),
        Protections(setting, promoted),
        Trainings(setting, promoted),
        Inquiries(setting, promoted),
        Audits(setting),
        Statements(setting),
        Pilots(setting),
        EarlierCases(setting, beats),
        Cases(setting, beats),
        LettersRogatory(setting, beats),
        Desk(setting, beats),
        *(stream(setting) for stream in DOCUMENTS),
    ]


def _windows(setting: Setting, needed: Sizes) -> list[list[Member]]:
    found: list[list[Member]] = []
    start = 0
    for size in (needed.promoted, needed.listed, needed.moved, needed.judged, needed.judged_before):
        found.append(list(setting.officers[start : start + size]))
        start += size
    return found


def spare(setting: Setting, needed: Sizes) -> list[Member]:
    """The officers of whom the play tells nothing."""
    return list(setting.officers[needed.total - SPARE : needed.total])
