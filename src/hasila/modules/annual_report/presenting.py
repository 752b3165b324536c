"""The report as its page shows it: what stands at its head, what a chapter lists first, how an identity reads."""

from __future__ import annotations

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hasila.institution.figures import Fact, agrees, expected, latest_year
from hasila.modules.annual_report.chapters import Chapter, chapters
from hasila.modules.annual_report.drawing import charts_of
from hasila.modules.annual_report.models import PlayedYear
from hasila.modules.annual_report.report import FLAGS, Held, Line, Report, build
from hasila.modules.annual_report.trace import Breakdown
from hasila.surfaces.formats import format_number

TARGET = "is a target"
FRONT = 3
"""Cards on the home page: the first figure of as many chapters."""
SHOWN = 20
"""Rows of a breakdown that stand open."""


def headlines(report: Report) -> list[SimpleNamespace]:
    """The figures at the head of the report, as cards: which ones is data; one that isn't counted is left out."""
    lines = {line.key: line for line in report.lines if line.key and line.value is not None}
    keys = [key for chapter in chapters() for key in chapter.headlines]
    return [_card(lines[key], report) for key in keys if key in lines]


def front() -> list[SimpleNamespace]:
    """The figures of the latest published year that the home page shows."""
    keys = [chapter.headlines[0] for chapter in chapters() if chapter.headlines][:FRONT]
    found = headlines(build(latest_year(), keys))
    for card in found:
        card.period = str(latest_year())
    return found


def _card(line: Line, report: Report) -> SimpleNamespace:
    beside = next(iter(line.published), None)
    published = None
    if beside is not None and beside.fact.number is not None:
        scaled = beside.expected if beside.expected != beside.fact.number else None
        agrees = line.agrees if report.complete or line.agrees else None
        published = SimpleNamespace(value=beside.fact.number, expected=scaled, source="", agrees=agrees)
    return SimpleNamespace(
        key="",
        label=line.label,
        value=line.value,
        unit=line.unit,
        change=line.change,
        period="",
        flag_label=FLAGS["p"] if line.flag == "p" else "",
        url=reverse("annual_report:trace", args=[line.key, report.year]),
        definition="",
        published=published,
    )


def chapter_of(report: Report, chapter: Chapter, lines: list[Line]) -> SimpleNamespace:
    """A chapter: what was published and is counted first, then what nothing counts yet, then further figures.

    In a year without publications what isn't nought comes first.
    """
    printed = any(line.published for line in report.lines)
    first = [line for line in lines if (line.published if printed else line.value)]
    compared = [line for line in first if line.agrees is not None]
    return SimpleNamespace(
        code=chapter.code,
        title=chapter.title,
        note=chapter.note if printed else "",
        lines=[line for line in first if line.indicator is not None],
        waiting=[line for line in first if line.indicator is None],
        more=[line for line in lines if line not in first],
        printed=printed,
        compared=len(compared),
        agreeing=sum(bool(line.agrees) for line in compared),
        further=f"{chapter.title}: {_('Further figures of these registers')}",
        uncounted=f"{chapter.title}: {_('Published, and not counted here yet')}",
        charts=charts_of(report, chapter.code),
    )


def identity(held: Held, report: Report) -> SimpleNamespace:
    """An identity: its formula with links to the figures, and the same with the values counted where all are known."""
    values = {
        published.fact.id: line.value for line in report.lines if line.value is not None for published in line.published
    }
    stands = {line.published[0].fact.id for line in report.lines if line.published}
    known = all(fact in values for fact in re.findall(r"F\d+", held.formula))
    target = held.formula.endswith(TARGET)
    return SimpleNamespace(
        id=held.id,
        label=held.label,
        holds=held.holds,
        formula=_formula(held.formula, stands),
        counted="" if target or not known else _spoken(held.formula, values),
    )


def _formula(formula: str, stands: set[str]) -> SafeString:
    if formula.endswith(TARGET):
        fact = formula.split()[0]
        return format_html('<a href="#{}">{}</a>: {}', fact, fact, _("a target of years to come"))
    parts: list[tuple[Any]] = []
    for word in formula.replace("<=", "≤").split():
        parts.append((format_html('<a href="#{}">{}</a>', word, word) if word in stands else word,))
    return format_html('<bdi dir="ltr">{}</bdi>', format_html_join(" ", "{}", parts))


def _spoken(formula: str, values: dict[str, int]) -> str:
    """The formula with values for ids: 46 961 = 34 497 + 12 464."""
    return re.sub(r"F\d+", lambda found: format_number(values[found[0]]), formula.replace("<=", "≤"))


def breakdown(found: Breakdown) -> SimpleNamespace:
    """A breakdown with the lengths of its bars; what goes beyond SHOWN rows is folded."""
    most = max((value for _label, value in found.rows), default=0) or 1
    rows = [(label, value, max(round(100 * value / most), 1)) for label, value in found.rows]
    return SimpleNamespace(
        title=found.title,
        others=f"{found.title}: {_('The others')}",
        first=rows[:SHOWN],
        more=rows[SHOWN:],
        rest=found.rest,
    )


def beside(fact: Fact, value: int | None) -> SimpleNamespace:
    """The published value of a figure, what it comes to at the scale played, and whether they agree."""
    played = PlayedYear.objects.filter(year=fact.year).first()
    scale = played.scale if played is not None else Decimal(1)
    wanted = expected(scale).get(fact.id)
    agreeing = agrees(fact, value, scale)
    growing = played is not None and played.finished_at is None
    return SimpleNamespace(
        fact=fact,
        scaled=wanted if wanted != fact.number else None,
        agrees=None if growing and not agreeing else agreeing,
    )
