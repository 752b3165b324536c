"""The charts of the report: which facts each shows is data (`data/charts.csv`)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hasila.institution.figures import Words
from hasila.kernel.indicators import Tally
from hasila.modules.annual_report.chapters import rows
from hasila.modules.annual_report.disclosure import protect_series
from hasila.modules.annual_report.report import Line, Report
from hasila.surfaces import charts
from hasila.surfaces.charts import Chart


def charts_of(report: Report, chapter: str) -> list[Chart]:
    """The charts of a chapter; one that has nothing to show is left out."""
    lines = {p.fact.id: line for line in report.lines for p in line.published}
    found = []
    for row in rows("charts.csv"):
        if row["chapter"] == chapter:
            mine = [(fact, lines[fact]) for fact in row["facts"].split() if fact in lines]
            drawn = _draw(row["kind"], Words(row["english"], row["arabic"], row["french"]), mine, report)
            if drawn is not None:
                found.append(drawn)
    return found


def _draw(kind: str, title: Words, lines: list[tuple[str, Line]], report: Report) -> Chart | None:
    if kind == "months":
        return _months(title, lines, report)
    values = [(str(line.label), _value(fact, line)) for fact, line in lines]
    known = [(label, value) for label, value in values if value is not None]
    if not known:
        return None
    if kind == "shares":
        return charts.shares(str(title), known) if len(known) == len(values) and any(v for _l, v in known) else None
    return charts.bars(str(title), known, per_cent=kind == "changes")


def _value(fact: str, line: Line) -> int | None:
    """The counted value; the published one where no module counts it yet, as the chart's title then says."""
    if line.indicator is not None:
        return line.value
    return next((p.fact.number for p in line.published if p.fact.id == fact), None)


def _months(title: Words, lines: list[tuple[str, Line]], report: Report) -> Chart | None:
    tallies = [line.indicator for _fact, line in lines if isinstance(line.indicator, Tally) and line.value]
    if not tallies:
        return None
    tally, year = tallies[0], report.year
    series = [(str(year), months_of(report, tally, year))]
    if lines[0][1].change is not None:
        series.append((_("Year before (%(year)s)") % {"year": year - 1}, months_of(report, tally, year - 1)))
    return charts.months(str(title), series)


def months_of(report: Report, tally: Tally, year: int) -> list[int | None]:
    """The twelve months of a figure, under disclosure control."""
    values = [0] * 12
    for _unit, month, _facets, value in tally.rows(year, report.cells):
        values[month % 100 - 1] += value
    return protect_series(values)
