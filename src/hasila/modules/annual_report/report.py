"""The annual report: every figure counted from acts, beside what was published, and the identities that must hold.

`build(year)` reads all folded cells once and is true at one position of the ledger.
"""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hasila.assurance import tree
from hasila.assurance.figures import cells_of, summed
from hasila.assurance.tree import Kept
from hasila.institution.figures import Fact, Source, Words, agrees, expected, facts, identities
from hasila.kernel import indicators
from hasila.kernel.indicators import Cells, Change, Figure, Indicator, Tally, acts_of
from hasila.kernel.refusals import Text
from hasila.modules.annual_report.chapters import Chapter, chapters
from hasila.modules.annual_report.classification import definition_of
from hasila.modules.annual_report.editions import edition_before
from hasila.modules.annual_report.models import PlayedYear
from hasila.plain.moments import legal_day, micros

Figures = dict[str, int | None]
"""Values by the key of their indicator."""

FLAGS = {
    "": gettext_lazy("Final"),
    "e": gettext_lazy("Simulated acts"),
    "p": gettext_lazy("Provisional: the year still runs"),
    "r": gettext_lazy("Revised since the edition before"),
    "er": gettext_lazy("Simulated acts, revised since the edition before"),
}
"""Letters of Eurostat's status flags and what they mean here. A play's figures are estimates, never results."""


@dataclass(frozen=True)
class Published:
    """A published figure beside the counted one.

    Attributes:
        expected: what the published value comes to at the scale played. agrees: None where nothing is compared.
    """

    fact: Fact
    expected: int | None
    agrees: bool | None

    @property
    def source(self) -> Source:
        """The document that prints it."""
        return self.fact.source


@dataclass(frozen=True)
class Line:
    """A figure of the report.

    Attributes:
        key: of the indicator; None where no module counts it yet. value: as it is printed (whole units, whole per
            cent), None where it isn't counted. change: per cent on the year before, None where that isn't known.
        counted: whether a module counts it. exact: the value before rounding. behind: of a change, the counts that it
            compares, the year before first.
    """

    key: str | None
    label: Text | Words
    value: int | None
    unit: Text | Words
    period: str
    flag: str
    kind: str
    definition: Text | Words | str
    change: float | None
    published: list[Published]
    indicator: Indicator | None = None
    exact: Any = None
    behind: tuple[int, int] | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether it agrees with every published value that can be compared."""
        known = [p.agrees for p in self.published if p.agrees is not None]
        return all(known) if known else None

    @property
    def notes(self) -> list[Words]:
        """What a reader must know of the published values."""
        return [p.fact.note for p in self.published if p.fact.note]


@dataclass(frozen=True)
class Held:
    """An identity and whether it holds: for the counted values and for the published ones, as far as they are known."""

    id: str
    label: Words
    formula: str
    holds: bool | None


@dataclass
class Report:
    """The report of a year, true at a position of the ledger.

    Attributes:
        root: of the signed tree of that size; None where no checkpoint was signed at exactly this position. day: the
            day from which it is told; of the checkpoint where it was asked for at one.
    """

    year: int
    scale: Decimal
    position: int
    root: bytes | None
    day: date
    played: PlayedYear | None
    cells: Cells = field(repr=False)
    chapters: list[tuple[Chapter, list[Line]]] = field(default_factory=list)
    identities: list[Held] = field(default_factory=list)

    @property
    def lines(self) -> list[Line]:
        """Every figure, in the order of the chapters."""
        return [line for _chapter, lines in self.chapters for line in lines]

    @property
    def compared(self) -> int:
        """How many figures stand beside a published value that can be compared."""
        return sum(line.agrees is not None for line in self.lines)

    @property
    def differing(self) -> list[Line]:
        """The figures that differ from a published value."""
        return [line for line in self.lines if line.agrees is False]

    @property
    def failing(self) -> list[Held]:
        """The identities that do not hold."""
        return [held for held in self.identities if held.holds is False]

    @property
    def good(self) -> bool:
        """Whether no figure differs and no identity fails."""
        return not self.differing and not self.failing

    @property
    def complete(self) -> bool:
        """Whether no play of this year is still running."""
        return self.played is None or self.played.finished_at is not None


def values_of(report: Report) -> Figures:
    """The values of a report by the keys of their indicators, as an edition keeps them."""
    return {line.key: line.value for line in report.lines if line.key}


def figures_at(year: int, kept: Kept) -> Figures:
    """The figures of a year at a checkpoint. Raises LookupError as `build`."""
    return values_of(build(year, at=kept))


def today() -> date:
    """The legal day now."""
    return legal_day(micros(timezone.now()))


def build(year: int, keys: Collection[str] = (), at: Kept | None = None, before: Figures | None = None) -> Report:
    """The report of a year, in a few queries: how the year was played, the folded cells, their checkpoint.

    Args:
        keys: the indicators wanted; without them all of them, and the identities. at: the checkpoint at which it is
            to be reproduced; without one it is computed at the present position. before: the figures of the edition
            before, against which a value is marked as revised.

    Raises:
        LookupError: the entries that `at` would need aren't here any more.
    """
    played = {p.year: p for p in PlayedYear.objects.filter(year__in=[year, year - 1])}
    mine = [indicator for indicator in _indicators() if not keys or indicator.key in keys]
    acts = {act for indicator in mine for act in acts_of(indicator)}
    cells = summed([year, year - 1], acts) if at is None else cells_of(at, [year, year - 1], acts)
    named = at if at is not None or keys else tree.at(cells.position)
    day = today() if at is None else legal_day(micros(at.made_at))
    this = played.get(year)
    scale = this.scale.normalize() if this else Decimal(1)
    report = Report(year, scale, cells.position, named.root if named else None, day, this, cells)
    reader = _Reader(report, played, cells, before or {})
    for chapter in chapters():
        lines = reader.published_lines(chapter) + reader.further_lines(chapter, mine)
        if lines := [line for line in lines if not keys or line.key in keys]:
            report.chapters.append((chapter, lines))
    report.identities = [] if keys else _identities(report)
    return report


def marked(year: int, at: Kept | None = None) -> Report:
    """The report of a year with the figures marked that the edition before had otherwise. Raises as `build`."""
    position = at.size if at is not None else LATER
    edition = edition_before(year, position)
    return build(year, at=at, before=edition.figures if edition else None)


LATER = 1 << 62


def _indicators() -> list[Indicator]:
    """The indicators of the modules that have a chapter, in order of declaration."""
    apps = {app for chapter in chapters() for app in chapter.apps}
    return [i for i in indicators.registry.values() if i.procedure.record._meta.app_label in apps]


class _Reader:
    """Turns facts and indicators into lines."""

    def __init__(self, report: Report, played: dict[int, PlayedYear], cells: Cells, before: Figures) -> None:
        self.report = report
        self.year = report.year
        self.played = played
        self.cells = cells
        self.before = before
        self.flag = "e" if report.played is not None else ("p" if report.year >= report.day.year else "")
        if not self.flag and cells.simulated:
            self.flag = "e"

    def published_lines(self, chapter: Chapter) -> list[Line]:
        """The published figures of a chapter; those that say the same again stand in one line."""
        mine = [fact for fact in facts().values() if fact.chapter == chapter.code and fact.year == self.year]
        if self.year > max(fact.year for fact in facts().values()):
            mine = []
        lines: list[Line] = []
        for fact in mine:
            if not fact.repeats:
                lines.append(self.line(fact, [fact, *(other for other in mine if other.repeats == fact.id)]))
        return lines

    def further_lines(self, chapter: Chapter, mine: list[Indicator]) -> list[Line]:
        """The figures of a chapter's module that nobody published for this year; only those that were counted."""
        named = {fact.indicator for fact in facts().values() if fact.year == self.year and fact.indicator}
        lines = []
        for app in chapter.apps:
            for indicator in mine:
                if indicator.procedure.record._meta.app_label == app and indicator.key not in named:
                    line = self.counted(indicator)
                    if line.value is not None:
                        lines.append(line)
        return lines

    def line(self, fact: Fact, published: list[Fact]) -> Line:
        """A published figure with what the ledger counts for it."""
        indicator = indicators.registry.get(fact.indicator)
        figure = self.figure(indicator) if indicator is not None else None
        value = figure.rounded if figure is not None else None
        scale = self.report.scale
        beside = [Published(other, expected(scale).get(other.id), agrees(other, value, scale)) for other in published]
        return Line(
            key=fact.indicator or None,
            label=fact.label,
            value=value,
            unit=fact.unit,
            period=fact.period,
            flag=self.marked(fact.indicator, value),
            kind=fact.kind,
            definition=definition_of(indicator) if indicator is not None else "",
            change=self.change(indicator),
            published=beside,
            indicator=indicator,
            exact=figure.value if figure is not None else None,
            behind=self.behind(indicator, value),
        )

    def counted(self, indicator: Indicator) -> Line:
        """A figure that nobody published."""
        figure = self.figure(indicator)
        value = figure.rounded if figure is not None else None
        return Line(
            key=indicator.key,
            label=indicator.label,
            value=value,
            unit=indicator.unit,
            period=str(self.year),
            flag=self.marked(indicator.key, value),
            kind=indicator.kind,
            definition=definition_of(indicator),
            change=self.change(indicator),
            published=[],
            indicator=indicator,
            exact=figure.value if figure is not None else None,
            behind=self.behind(indicator, value),
        )

    def marked(self, key: str, value: int | None) -> str:
        """The flag of a value, with the letter of a revision where the edition before had another one."""
        if value is None:
            return ""
        return self.flag + ("r" if key in self.before and self.before[key] != value else "")

    def figure(self, indicator: Indicator | None) -> Figure | None:
        """The counted figure, or None where the ledger doesn't cover it in this year."""
        if indicator is None or not self.covers(indicator, self.year):
            return None
        return indicators.value(indicator, self.year, self.cells)

    def behind(self, indicator: Indicator | None, value: int | None) -> tuple[int, int] | None:
        """The two counts behind a change, the year before first; None for what is no change, or has no value."""
        if not isinstance(indicator, Change) or value is None:
            return None
        now, before = indicator.parts(self.year, self.cells)
        return before.value, now.value

    def covers(self, indicator: Indicator, year: int) -> bool:
        """Whether the acts behind an indicator were kept in a year: played, or lived through."""
        played = self.played.get(year)
        if played is not None:
            return played.whole or indicator.key in played.covers
        if year >= self.report.day.year:
            return True
        return any(self.cells.of(act, "", year) for act in acts_of(indicator))

    def change(self, indicator: Indicator | None) -> float | None:
        """Per cent on the year before, for counts and sums of which both years are known."""
        if not isinstance(indicator, Tally):
            return None
        if not (self.covers(indicator, self.year) and self.covers(indicator, self.year - 1)):
            return None
        before = indicator.total(self.year - 1, self.cells)
        return (indicator.total(self.year, self.cells) - before) * 100 / before if before else None


def _identities(report: Report) -> list[Held]:
    counted: dict[str, int] = {}
    for line in report.lines:
        if line.value is not None:
            counted.update({published.fact.id: line.value for published in line.published})
    printed = {fact.id: fact.number for fact in facts().values() if fact.number is not None}
    found = []
    for identity in identities():
        if report.year not in identity.years:
            continue
        target = identity.formula.endswith("is a target")
        known = [identity.holds(counted)] if target else [identity.holds(counted), identity.holds(printed)]
        sure = [holds for holds in known if holds is not None]
        found.append(Held(identity.id, identity.label, identity.formula, all(sure) if sure else None))
    return found


def as_json(report: Report) -> dict[str, Any]:
    """The report as stable JSON; the reference is docs/reference/report-json.md."""
    return {
        "year": report.year,
        "scale": float(report.scale),
        "position": report.position,
        "root": b64encode(report.root).decode() if report.root else None,
        "figures": [
            {
                "key": line.key,
                "label": str(line.label),
                "value": line.value,
                "unit": str(line.unit),
                "period": line.period,
                "flag": line.flag,
                "published": [{"id": p.fact.id, "value": p.fact.value, "agrees": p.agrees} for p in line.published],
            }
            for line in report.lines
        ],
        "identities": [{"id": held.id, "holds": held.holds} for held in report.identities],
    }


COLUMNS = (
    "year", "scale", "position", "chapter", "key", "label", "value", "unit", "period", "flag", "change",
    "published_id", "published_value", "qualifier", "expected", "agrees", "source",
)  # fmt: skip


def as_rows(report: Report) -> list[list[Any]]:
    """The report as rows in the order of COLUMNS: one for each published value, one for a figure without any."""
    found: list[list[Any]] = []
    for chapter, lines in report.chapters:
        for line in lines:
            change = None if line.change is None else round(line.change, 1)
            head = [
                report.year, f"{report.scale:f}", report.position, chapter.code, line.key, str(line.label), line.value,
                str(line.unit), line.period, line.flag, change,
            ]  # fmt: skip
            for p in line.published:
                said = [p.fact.id, p.fact.value, p.fact.qualifier, p.expected, _flag(p.agrees), p.source.title]
                found.append(head + said)
            if not line.published:
                found.append([*head, None, None, None, None, None, None])
    return [["" if cell is None else cell for cell in row] for row in found]


def _flag(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def as_csv(report: Report) -> str:
    """The report as CSV (RFC 4180, UTF-8)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(as_rows(report))
    return out.getvalue()


def why_none(line: Line) -> str:
    """Why a figure has no value, in a sentence."""
    if line.indicator is None:
        return _("No module counts this yet.")
    return _("The ledger holds no acts for this in this year.")
