"""The figures of a unit: the indicators of the annual report, for the unit and what is below it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.assurance.figures import summed, summed_of_units
from hasila.kernel.indicators import Cells, Indicator, Tally, acts_of
from hasila.kernel.indicators import value as figure
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.exhibits import Exhibits
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.tasks import Tasks
from hasila.modules.casefiles.written_records import WrittenRecords

GROUPS: tuple[tuple[Any, tuple[Indicator, ...]], ...] = (
    (
        _("Recorded cases"),
        (
            CaseFiles.cases, CaseFiles.felonies, CaseFiles.violent, CaseFiles.theft_threat, CaseFiles.theft_violence,
            CaseFiles.aggravated_theft, CaseFiles.car_theft, CaseFiles.sexual, CaseFiles.drugs,
            CaseFiles.bank_robberies,
        ),
    ),
    (
        _("Inquiry"),
        (
            WrittenRecords.signed_records, WrittenRecords.refusals_to_sign, Tasks.acts_done, Tasks.on_time,
            Exhibits.seizures,
        ),
    ),
    (
        _("Hand-over to the prosecution"),
        (
            CaseFiles.referrals, Referrals.handed_over, Referrals.sent_back, Referrals.sent_back_share,
            Referrals.on_time, Referrals.decisions,
        ),
    ),
)  # fmt: skip
MEAN = _("Days from the opening to the referral, on average")


@dataclass(frozen=True)
class Line:
    """One figure of a unit: what it is, its value, that of the year before, and the change in per cent."""

    label: Any
    definition: Any
    unit: Any
    now: int | None
    before: int | None

    @property
    def change(self) -> int | None:
        """Per cent of change on the year before; None where there is nothing to compare with."""
        if self.now is None or not self.before or self.unit == _("per cent"):
            return None
        return round((self.now - self.before) * 100 / self.before)


@dataclass(frozen=True)
class Group:
    """Figures under one heading."""

    label: Any
    lines: list[Line]


def figures(units: list[int] | None, year: int) -> list[Group]:
    """The figures of some units together (None: of all) in a year, beside those of the year before: one query."""
    shown = [indicator for _label, indicators in GROUPS for indicator in indicators]
    acts = {act for indicator in (*shown, Referrals.days_to_referral) for act in acts_of(indicator)}
    years = (year, year - 1, year - 2)
    cells = summed(years, acts) if units is None else summed_of_units(units, years, acts)
    groups = [Group(label, [_line(indicator, year, cells) for indicator in indicators]) for label, indicators in GROUPS]
    groups[-1].lines.append(_mean(year, cells))
    return groups


def _line(indicator: Indicator, year: int, cells: Cells) -> Line:
    now, before = (figure(indicator, one, cells).rounded for one in (year, year - 1))
    return Line(indicator.label, indicator.definition, indicator.unit, now, before)


def _mean(year: int, cells: Cells) -> Line:
    now, before = (_divided(Referrals.days_to_referral, Referrals.handed_over, one, cells) for one in (year, year - 1))
    return Line(MEAN, Referrals.days_to_referral.definition, _("days"), now, before)


def _divided(above: Tally, below: Tally, year: int, cells: Cells) -> int | None:
    whole = below.total(year, cells)
    return round(Fraction(above.total(year, cells), whole)) if whole else None
