"""Charts as SVG, drawn on the server, each with the table of what it shows.

No library and no script. Colours are the custom properties of the style sheet (``--chart-1``, ``--chart-2`` …), so a
chart follows light and dark; `Chart.for_print` has fixed colours, for Typst. A right-to-left chart is mirrored: its
axis stands on the right, its bars grow and its months run to the left. The picture has a title and a description for
those who hear it, and ``components/chart.html`` puts the table beside it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hasila.surfaces.formats import (
    END,
    RIGHT_TO_LEFT,
    direction,
    format_number,
    format_percent,
    language,
    month_names,
    without_controls,
)

Number = int | float
WIDTH = 420.0
TEXT, SMALL = 13.0, 11.0
SERIES = ("#0d6b70", "#b58a2a", "#5b7fb3", "#8a5a83", "#6f8f3f", "#9a9a9a")
INKS = {"ink": "#14211f", "soft": "#43534f", "line": "#d8e0de", "track": "#e6edeb", "surface": "#ffffff"}
PROPERTIES = {"ink": "--ink", "soft": "--ink-soft", "line": "--line", "track": "--chart-track", "surface": "--surface"}


@dataclass(frozen=True)
class Chart:
    """A drawn chart and its table.

    Attributes:
        title: what it shows. summary: the same in a sentence, read to those who don't see it.
        legend: pairs (name, number of the colour from 0); empty where there is one series.
        columns: heads of the table. rows: label and raw values, None where there is none.
        width, height: of the drawing, in its own units (a unit is about a CSS pixel on a telephone).
    """

    title: str
    summary: str
    columns: list[str]
    rows: list[tuple[str, list[Number | None]]]
    legend: list[tuple[str, int]]
    width: float
    height: float
    draw: Callable[[Pen], None] = field(repr=False, compare=False)
    rtl: bool = False

    @cached_property
    def svg(self) -> SafeString:
        """For a page: colours by custom properties, type by the page."""
        return self._drawn(Pen(self.width, self.rtl, fixed=False))

    @cached_property
    def for_print(self) -> str:
        """For a document: fixed colours, the house's type."""
        return str(self._drawn(Pen(self.width, self.rtl, fixed=True)))

    def _drawn(self, pen: Pen) -> SafeString:
        self.draw(pen)
        name = hashlib.sha256(f"{self.title}{self.rows}{pen.fixed}".encode()).hexdigest()[:10]
        # Anchors are physical here: with an inherited right-to-left direction, start and end would change places.
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart__drawing" role="img" direction="ltr" '
            f'viewBox="0 0 {_n(self.width)} {_n(self.height)}" aria-labelledby="t{name} d{name}"{pen.type}>'
            f'<title id="t{name}">{_safe(self.title)}</title><desc id="d{name}">{_safe(self.summary)}</desc>'
        )
        return mark_safe(head + "".join(pen.parts) + "</svg>")  # noqa: S308 - every text passes _safe, every number _n


class Pen:
    """Draws in inline coordinates: 0 is where reading begins, left in French, right in Arabic."""

    def __init__(self, width: float, rtl: bool, *, fixed: bool) -> None:
        self.width, self.rtl, self.fixed = width, rtl, fixed
        self.parts: list[str] = []
        self.type = ' font-family="IBM Plex Sans Arabic, Noto Sans Arabic, DejaVu Sans"' if fixed else ""

    def x(self, inline: float) -> float:
        """The physical abscissa of an inline one."""
        return self.width - inline if self.rtl else inline

    def paint(self, colour: str | int) -> str:
        """A named ink, or the colour of a series."""
        if isinstance(colour, int):
            number = colour % len(SERIES)
            return SERIES[number] if self.fixed else f"var(--chart-{number + 1}, {SERIES[number]})"
        return INKS[colour] if self.fixed else f"var({PROPERTIES[colour]}, {INKS[colour]})"

    def bar(self, start: float, y: float, length: float, height: float, colour: str | int, note: str = "") -> None:
        """A rectangle from ``start`` on in reading direction; ``note`` shows under the pointer."""
        left = self.x(start + length) if self.rtl else start
        hint = f"<title>{_safe(note)}</title>" if note else ""
        kind = "track" if colour == "track" else "bar"
        self.parts.append(
            f'<rect class="chart__shape" data-kind="{kind}" x="{_n(left)}" y="{_n(y)}" width="{_n(max(length, 0))}" '
            f'height="{_n(height)}" rx="2" fill="{self.paint(colour)}">{hint}</rect>'
        )

    def text(
        self, inline: float, y: float, words: str, *, anchor: str = "start", size: float = TEXT, ink: str = "ink"
    ) -> None:
        """Words at a baseline; ``anchor`` (start, middle, end) is in reading direction."""
        if self.rtl and anchor != "middle":
            anchor = "end" if anchor == "start" else "start"
        self.parts.append(
            f'<text class="chart__text" x="{_n(self.x(inline))}" y="{_n(y)}" text-anchor="{anchor}" '
            f'font-size="{_n(size)}" fill="{self.paint(ink)}">{_safe(words)}</text>'
        )

    def rule(self, start: tuple[float, float], end: tuple[float, float], colour: str = "line") -> None:
        """A thin straight line between two inline points."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{_n(self.x(x1))}" y1="{_n(y1)}" x2="{_n(self.x(x2))}" y2="{_n(y2)}" '
            f'stroke="{self.paint(colour)}" stroke-width="1"/>'
        )

    def course(self, points: Sequence[tuple[float, float]], colour: int, dash: str = "") -> None:
        """A line through inline points, each marked; ``dash`` tells series apart without colour."""
        path = " ".join(f"{_n(self.x(x))},{_n(y)}" for x, y in points)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<polyline points="{path}" fill="none" stroke="{self.paint(colour)}" stroke-width="2" '
            f'stroke-linejoin="round"{dashed}/>'
        )
        for x, y in points:
            self.parts.append(f'<circle cx="{_n(self.x(x))}" cy="{_n(y)}" r="2.6" fill="{self.paint(colour)}"/>')


def bars(
    title: str,
    rows: Sequence[tuple[str, Number | None]],
    *,
    heads: tuple[str, str] | None = None,
    lang: str | None = None,
    width: float = WIDTH,
    per_cent: bool = False,
) -> Chart:
    """Horizontal bars, a label above each; negative values grow the other way from the zero line.

    Args:
        title: what the chart shows. rows: pairs (label, value). heads: of the table's two columns.
        per_cent: values are per cents and written so.
    """
    lang = language(lang)
    said = format_percent if per_cent else format_number
    found = [(str(label), value) for label, value in rows]
    head = heads or (_("Category"), _("Value"))
    return _grouped(title, [(label, [value]) for label, value in found], list(head), lang, width, said)


def compared(
    title: str,
    rows: Sequence[tuple[str, Number | None, Number | None]],
    *,
    names: tuple[str, str],
    lang: str | None = None,
    width: float = WIDTH,
    per_cent: bool = False,
) -> Chart:
    """Two bars a label: this year over the year before.

    Args:
        rows: triples (label, value of the year, value of the year before). names: of the two, the year's first.
    """
    lang = language(lang)
    said = format_percent if per_cent else format_number
    found = [(str(label), [now, before]) for label, now, before in rows]
    return _grouped(title, found, [_("Category"), *names], lang, width, said)


def shares(
    title: str,
    parts: Sequence[tuple[str, Number]],
    *,
    heads: tuple[str, str] | None = None,
    lang: str | None = None,
    width: float = WIDTH,
) -> Chart:
    """One bar parted into the shares of a whole, with a line for each part beneath: name, count, per cent.

    Raises:
        ValueError: a part is negative.
    """
    lang, rtl = language(lang), language(lang) == "ar"
    found = [(str(label), value) for label, value in parts]
    if any(value < 0 for _label, value in found):
        raise ValueError("A part of a whole cannot be negative.")
    whole = sum(value for _label, value in found)
    step, top = 22.0, 44.0

    def draw(pen: Pen) -> None:
        at = 0.0
        pen.bar(0, 6, width, 20, "track")
        for number, (label, value) in enumerate(found):
            length = width * value / whole if whole else 0.0
            share = format_percent(100 * value / whole if whole else None, lang, decimals=1)
            pen.bar(at, 6, max(length - 1.5, 0), 20, number, f"{label}: {share}")
            at += length
            y = top + number * step
            pen.bar(0, y - 1, 11, 11, number)
            pen.text(18, y + 9, label)
            pen.text(width - 62, y + 9, format_number(value, lang), anchor="end")
            pen.text(width, y + 9, share, anchor="end", ink="soft")

    head = list(heads or (_("Category"), _("Value")))
    rows: list[tuple[str, list[Number | None]]] = [(label, [value]) for label, value in found]
    summary = _summary(rows, lang, format_number)
    return Chart(str(title), summary, head, rows, [], width, top + step * len(found), draw, rtl)


def months(
    title: str, series: Sequence[tuple[str, Sequence[Number | None]]], *, lang: str | None = None, width: float = WIDTH
) -> Chart:
    """A line a series over the twelve months of a year; a month without a value breaks the line.

    Raises:
        ValueError: a series has not twelve values.
    """
    lang, rtl = language(lang), language(lang) == "ar"
    found = [(str(name), list(values)) for name, values in series]
    if any(len(values) != 12 for _name, values in found):
        raise ValueError("A year has twelve months.")
    known = [value for _name, values in found for value in values if value is not None]
    ticks = _ticks(min([0, *known]), max([0, *known]))
    low, high = ticks[0], ticks[-1]
    margin, top, bottom, height = 8 + 6.6 * max(len(format_number(tick, lang)) for tick in ticks), 10.0, 178.0, 202.0

    def place(month: int, value: Number) -> tuple[float, float]:
        x = margin + (width - margin - 22) * month / 11 + 10
        return x, bottom - (bottom - top) * (value - low) / (high - low)

    def draw(pen: Pen) -> None:
        for tick in ticks:
            y = place(0, tick)[1]
            pen.rule((margin, y), (width, y))
            pen.text(margin - 6, y + 4, format_number(tick, lang), anchor="end", size=SMALL, ink="soft")
        for month, name in enumerate(month_names(lang, short=True)):
            pen.text(place(month, 0)[0], height - 8, name, anchor="middle", size=9.5, ink="soft")
        for number, (_name, values) in enumerate(found):
            for run in _runs(values):
                pen.course([place(month, value) for month, value in run], number, "" if number == 0 else "5 3")

    names = month_names(lang)
    rows = [(names[month], [values[month] for _name, values in found]) for month in range(12)]
    legend = [(name, number) for number, (name, _values) in enumerate(found)] if len(found) > 1 else []
    columns = [_("Month"), *(name for name, _values in found)]
    return Chart(str(title), _summary(rows, lang, format_number), columns, rows, legend, width, height, draw, rtl)


def _grouped(
    title: str,
    rows: list[tuple[str, list[Number | None]]],
    columns: list[str],
    lang: str,
    width: float,
    said: Callable[..., str],
) -> Chart:
    """Bars in groups of as many as ``columns`` has values; the first series is drawn stronger than the others."""
    count = len(columns) - 1
    thick = 14.0 if count == 1 else 10.0
    step = 22.0 + count * (thick + 2) + 8
    known = [value for _label, values in rows for value in values if value is not None]
    low, high = min([0, *known]), max([0, *known])
    room = 10 + 7.2 * max((len(said(value, lang)) for value in known), default=1)
    before = room if low < 0 else 0.0
    unit = (width - room - before) / (high - low) if high > low else 0.0
    zero = before - low * unit

    def draw(pen: Pen) -> None:
        for number, (label, values) in enumerate(rows):
            y = number * step
            pen.text(0, y + 14, label)
            for series, value in enumerate(values):
                top = y + 20 + series * (thick + 2)
                words = said(value, lang)
                if value is None:
                    pen.text(zero + 6, top + thick - 3, words, ink="soft")
                    continue
                start, length = (zero + value * unit, -value * unit) if value < 0 else (zero, value * unit)
                pen.bar(start, top, length, thick, series, f"{label}: {words}")
                edge, anchor = (start - 5, "end") if value < 0 else (start + length + 5, "start")
                pen.text(
                    edge,
                    top + thick - 2.5,
                    words,
                    anchor=anchor,
                    size=12 if series == 0 else SMALL,
                    ink="ink" if series == 0 else "soft",
                )
            pen.rule((zero, y + 18), (zero, y + step - 7), "soft")

    legend = [(name, number) for number, name in enumerate(columns[1:])] if count > 1 else []
    height = max(step * len(rows), 1.0)
    return Chart(str(title), _summary(rows, lang, said), columns, rows, legend, width, height, draw, lang == "ar")


def _summary(rows: list[tuple[str, list[Number | None]]], lang: str, said: Callable[..., str]) -> str:
    """The extremes in a sentence: what a glance at the picture gives."""
    known = [(label, values[0]) for label, values in rows if values and values[0] is not None]
    if not known:
        return _("Nothing to show yet.")
    top, low = max(known, key=lambda pair: pair[1] or 0), min(known, key=lambda pair: pair[1] or 0)
    if len(known) == 1:
        return f"{top[0]}: {said(top[1], lang)}"
    return _("Highest: %(top)s, %(most)s. Lowest: %(low)s, %(least)s.") % {
        "top": top[0],
        "most": said(top[1], lang),
        "low": low[0],
        "least": said(low[1], lang),
    }


def _ticks(low: Number, high: Number) -> list[float]:
    """Round marks of an axis, about five, that hold both ends."""
    span = (high - low) or 1
    size = 10.0 ** math.floor(math.log10(span / 4))
    step = next(size * nice for nice in (1, 2, 5, 10) if size * nice * 5 >= span)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def _runs(values: Sequence[Number | None]) -> list[list[tuple[int, Number]]]:
    """The stretches of a series that have values, as (month, value)."""
    runs: list[list[tuple[int, Number]]] = [[]]
    for month, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((month, value))
    return [run for run in runs if run]


def _safe(words: str) -> str:
    """Escaped words without controls; right-to-left words are isolated: a drawing reads from the left."""
    clean = without_controls(str(words))
    if direction(clean) == "rtl":
        clean = f"{RIGHT_TO_LEFT}{clean}{END}"
    return escape(clean)


def _n(value: float) -> str:
    """A coordinate, short and never in exponents."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
