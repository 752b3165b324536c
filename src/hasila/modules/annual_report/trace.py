"""Where a figure comes from: definition, parts, counts by unit, month and class, and the entries behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from django.core.exceptions import FieldDoesNotExist
from django.urls import reverse
from django.utils.translation import gettext as _

from hasila.assurance.figures import summed_both_ways
from hasila.assurance.tracing import taken_back
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel import indicators
from hasila.kernel.access import Actor, authority, roles_of
from hasila.kernel.indicators import Cells, Figure, Indicator, Part, Tally, acts_of
from hasila.kernel.records import reference_of
from hasila.kernel.refusals import Text
from hasila.modules.annual_report.disclosure import apart_of, protect, protect_series
from hasila.modules.annual_report.report import today

if TYPE_CHECKING:
    from hasila.kernel.ledger import Entry

PAGE = 50


@dataclass(frozen=True)
class Breakdown:
    """A figure by one class: rows of label and value, and what is not shown singly."""

    title: Text
    rows: list[tuple[str, int]]
    rest: int = 0

    @property
    def known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.rows or self.rest)


@dataclass
class Trace:
    """A figure, opened.

    Attributes:
        parts: for a count or sum itself alone, else what is divided by what. units: by unit, the largest first.
        months: the twelve months, None where a value may not be shown. full: nothing is held back.
        running: the year still runs, and public tables of small areas wait for its end.
    """

    indicator: Indicator
    year: int
    figure: Figure
    parts: list[Part]
    full: bool
    running: bool
    units: Breakdown
    months: list[int | None]
    classes: list[Breakdown] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        """The count or sum whose entries are listed: the first part."""
        return self.parts[0].tally

    @property
    def entries_year(self) -> int:
        """The year of that part."""
        return self.parts[0].year


def explain(indicator: Indicator, year: int, *, full: bool = False) -> Trace:
    """Opens a figure of a year, in two queries.

    Args:
        full: for staff with a mandate over everything: without disclosure control.
    """
    cells, unit_cells = summed_both_ways([year, year - 1], acts_of(indicator))
    parts = indicator.parts(year, cells)
    by_unit: dict[int, int] = {}
    by_month = [0] * 12
    by_class: dict[str, dict[str, int]] = {}
    tally, of_year = parts[0].tally, parts[0].year
    for unit, _month, _facets, value in tally.rows(of_year, unit_cells):
        by_unit[unit] = by_unit.get(unit, 0) + value
    for _unit, month, facets, value in tally.rows(of_year, cells):
        by_month[month % 100 - 1] += value
        for name, code in (orjson.loads(facets) if facets else {}).items():
            if name in tally.by:
                counted = by_class.setdefault(name, {})
                counted[str(code)] = counted.get(str(code), 0) + value
    running = year >= today().year
    months: list[int | None] = [*by_month] if full else protect_series(by_month, _betrayed(tally, of_year, cells, 1))
    apart = set() if full else _betrayed(tally, of_year, unit_cells, 0)
    if of_year == today().year:
        months[today().month :] = [None] * (12 - today().month)
    found = Trace(
        indicator=indicator,
        year=year,
        figure=Figure(indicator.combine(parts), cells.position),
        parts=parts,
        full=full,
        running=running,
        units=_units(by_unit, apart, full=full, closed=not running),
        months=months,
    )
    found.classes = [_classes(tally, name, counted, full=full) for name, counted in by_class.items()]
    return found


def _betrayed(tally: Tally, year: int, cells: Cells, column: int) -> set[int]:
    """The units (column 0) or months (column 1, from nought) of a figure that figures within it would betray."""
    if not known(tally):
        return set()
    family = {
        other.key: other
        for other in indicators.registry.values()
        if isinstance(other, Tally) and (other.of, other.measure) == (tally.of, tally.measure)
    }
    within: dict[str, set[str]] = {key: set() for key in family}
    values: dict[str, dict[int, int]] = {key: {} for key in family}
    for key, other in family.items():
        for unit, month, facets, value in other.rows(year, cells):
            within[key].add(facets)
            place = month % 100 - 1 if column else unit
            values[key][place] = values[key].get(place, 0) + value
    return apart_of(tally.key, {key: frozenset(classes) for key, classes in within.items()}, values)


def _units(values: dict[int, int], apart: set[int], *, full: bool, closed: bool) -> Breakdown:
    """By unit. The public one waits for the end of the year: from one day to the next it would show single acts."""
    if not full and not closed:
        return Breakdown(_("By unit"), [])
    shown, rest = (values, 0) if full else protect(values, apart)
    names = unit_names(shown)
    ordered = sorted(shown.items(), key=lambda pair: (-pair[1], pair[0]))
    return Breakdown(_("By unit"), [(names.get(unit, str(unit)), value) for unit, value in ordered if value], rest)


def _classes(tally: Tally, name: str, values: dict[str, int], *, full: bool) -> Breakdown:
    shown, rest = (values, 0) if full else protect(values)
    title, labels = _labels(tally, name)
    ordered = sorted(shown.items(), key=lambda pair: -pair[1])
    return Breakdown(title, [(labels.get(code, code), value) for code, value in ordered if value], rest)


def _labels(tally: Tally, name: str) -> tuple[Text, dict[str, str]]:
    """The label of a facet and of its codes, from the field of the record that it names."""
    model: Any = tally.of[0].procedure.record
    try:
        for part in name.split("."):
            found = model._meta.get_field(part)
            model = found.related_model or model
    except FieldDoesNotExist:
        return name, {}
    return found.verbose_name, {str(code): str(label) for code, label in getattr(found, "flatchoices", [])}


def standing(tally: Tally, year: int, units: Iterable[int] | None = None) -> Iterator[Entry]:
    """The entries that count and were not taken back: for a count as many as the figure says."""
    gone = taken_back(tally, year)
    return (entry for entry in tally.entries(year, units=units) if entry.id not in gone)


def units_seen(indicator: Indicator, actor: Actor) -> tuple[bool, list[int] | None]:
    """Whether an actor may see entries behind a figure, and of which units (None: of all)."""
    if actor.id is None:
        return False, []
    paths = actor.paths(roles_of(indicator.procedure) | {str(Role.STATISTICIAN)}, today())
    if not paths:
        return False, []
    return True, authority().units_below(paths)


@dataclass(frozen=True)
class EntryPage:
    """Some of the entries behind a figure, and the key of the next ones."""

    entries: list[tuple[Entry, bool]]
    next: str | None


def entry_page(tally: Tally, year: int, units: list[int] | None, after: str) -> EntryPage:
    """A page of entries, each with whether it was taken back.

    Args:
        after: ``day.id`` of the last entry of the page before, or nothing.

    Raises:
        ValueError: `after` is no such key.
    """
    place = None
    if after:
        day, _dot, identifier = after.partition(".")
        place = (int(day), UUID(identifier))
    found = list(islice(tally.entries(year, units=units, after=place), PAGE + 1))
    more, found = len(found) > PAGE, found[:PAGE]
    gone = taken_back(tally, year, {entry.record_id for entry in found})
    return EntryPage(
        [(entry, entry.id in gone) for entry in found], f"{found[-1].day}.{found[-1].id}" if more else None
    )


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of units in the active language, in one query."""
    return {unit.pk: unit.name for unit in Unit.objects.filter(pk__in=set(ids))}


def reference(indicator: Indicator, record_id: UUID) -> str:
    """The reference of a record, read from its identifier."""
    return reference_of(record_id, indicator.procedure.prefix)


def known(tally: Tally) -> bool:
    """Whether a part is a figure of its own, with a page."""
    return hasattr(tally, "procedure") and tally.key in indicators.registry


def find(key: str) -> Indicator | None:
    """The indicator of a key."""
    return indicators.registry.get(key)


def figures_of(entry: Entry) -> list[tuple[str, str]]:
    """Label and address of the counts and sums in which an act counts, each with its year."""
    year = entry.day // 10_000
    return [
        (f"{indicator.label} ({year})", reverse("annual_report:trace", args=[indicator.key, year]))
        for indicator in indicators.registry.values()
        if isinstance(indicator, Tally)
        and any(step.key == entry.act for step in indicator.of)
        and indicator.matches(entry.facets)
        and _adds(indicator, entry)
    ]


def _adds(indicator: Tally, entry: Entry) -> bool:
    """Whether the act adds something: of a sum, what it measures isn't nothing."""
    return not indicator.measure or bool(orjson.loads(entry.measures or "{}").get(indicator.measure))
