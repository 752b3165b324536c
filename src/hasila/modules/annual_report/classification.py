"""What stands in each series of crime: its offences with their articles, and the ICCS classes that they belong to.

Read from the declarations (a figure that counts acts of certain series) and the catalogue of offences; nothing of it
is written down a second time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hasila.institution import law
from hasila.institution.offences import IccsClass, Offence, OffenceClass, iccs, offences, section
from hasila.kernel import indicators
from hasila.kernel.indicators import Change, Indicator, Tally
from hasila.kernel.refusals import Text

SERIES = "series"


@dataclass(frozen=True)
class Classed:
    """A figure of crime with the offences that it counts.

    Attributes:
        classes: ICCS classes of the offences, in order of their codes. sections: those above them.
    """

    indicator: Indicator
    offences: list[Offence]
    classes: list[IccsClass]
    sections: list[IccsClass]

    @property
    def rows(self) -> list[tuple[Offence, str, str, IccsClass]]:
        """Each offence with the label of its national class, its legal basis and its ICCS class."""
        return [
            (one, str(OffenceClass(one.level).label), law.cite(one.basis), iccs()[one.iccs]) for one in self.offences
        ]


def classed(indicator: Indicator) -> Classed | None:
    """The offences of a figure that counts certain series, or of a change of one; None for any other figure."""
    tally = indicator.of if isinstance(indicator, Change) else indicator
    wanted = tally.where.get(SERIES) if isinstance(tally, Tally) else None
    if not wanted:
        return None
    codes = {str(code) for code in (wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted])}
    found = [offence for offence in offences().values() if offence.series in codes]
    used = {offence.iccs for offence in found}
    return Classed(indicator, found, _listed(used), _listed({section(code) for code in used}))


def all_classed() -> list[Classed]:
    """Every count that is limited to certain series, in order of declaration."""
    tallies = [indicator for indicator in indicators.registry.values() if isinstance(indicator, Tally)]
    return [found for tally in tallies if (found := classed(tally)) is not None]


def _listed(codes: Iterable[str]) -> list[IccsClass]:
    return [iccs()[code] for code in sorted(codes)]


def definition_of(indicator: Indicator) -> Text:
    """What a figure counts; a change counts what the figure does that it compares."""
    if isinstance(indicator, Change) and not indicator.definition:
        return indicator.of.definition
    return indicator.definition
