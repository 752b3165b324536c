"""Charts drawn on the server as SVG, each with the rows of the table that stands beside it.

Widths are per cent and text sizes are the page's, so a chart fits a telephone and a sheet of paper alike; colours come
from the style sheet. Both directions are drawn: a right-to-left chart grows from the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from hasila.surfaces.formats import format_number

ROW = 46
BAR = 12
PLOT = 180


@dataclass(frozen=True)
class Chart:
    """A drawn chart and its table.

    Attributes:
        title: what it shows. svg: the drawing. columns: heads of the table, the first one for the labels.
        rows: pairs (label, values). legend: pairs (label, whether it is the second series).
    """

    title: str
    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float | None]]]
    legend: Sequence[tuple[str, bool]] = field(default_factory=tuple)


@dataclass(frozen=True)
class _Side:
    """Where a line starts in the page's direction, in SVG's words."""

    rtl: bool

    @property
    def start(self) -> str:
        return "100%" if self.rtl else "0%"

    @property
    def end(self) -> str:
        return "0%" if self.rtl else "100%"

    @property
    def direction(self) -> str:
        return "rtl" if self.rtl else "ltr"

    @property
    def number_anchor(self) -> str:
        """The anchor of a number, which is always written left to right, at the end of the line."""
        return "start" if self.rtl else "end"

    def x(self, percent: float, width: float = 0.0) -> str:
        """The left edge of something that begins `percent` along the line and is `width` wide."""
        return f"{100 - percent - width if self.rtl else percent:.3f}%"


def bars(
    title: str,
    rows: Sequence[tuple[str, float]],
    *,
    heads: tuple[str, str],
    unit: str = "",
    second: Sequence[float | None] = (),
    second_label: str = "",
) -> Chart:
    """Horizontal bars, one a row, with a tick where a second value (the published one) stands.

    Args:
        title: what the chart shows. rows: pairs (label, value), values not negative. heads: heads of the table.
        unit: written after each value. second: values to compare with, in the order of rows. second_label: their head.
    """
    side = _Side(get_language_bidi())
    most = max([value for _, value in rows] + [value for value in second if value is not None], default=0) or 1
    compared = list(second) + [None] * (len(rows) - len(second))
    drawn = [_bar(side, at * ROW, label, value, unit, most, compared[at]) for at, (label, value) in enumerate(rows)]
    svg = _svg(title, len(rows) * ROW, drawn)
    if not second:
        return Chart(title, svg, heads, [(label, [value]) for label, value in rows])
    table = [(label, [value, compared[at]]) for at, (label, value) in enumerate(rows)]
    return Chart(title, svg, [*heads, second_label], table, [(heads[1], False), (second_label, True)])


def _bar(side: _Side, top: int, label: str, value: float, unit: str, most: float, compared: float | None) -> SafeString:
    width = 100 * value / most
    words = format_number(value) + (f"\u00a0{unit}" if unit and not side.rtl else "")
    text = format_html(
        '<text x="{}" y="{}" direction="{}">{}</text><text class="chart__soft" x="{}" y="{}" text-anchor="{}"'
        ' direction="ltr">{}</text>',
        side.start,
        top + 15,
        side.direction,
        label,
        side.end,
        top + 15,
        side.number_anchor,
        words,
    )
    shape = format_html(
        '<rect class="chart__track" x="0" y="{}" width="100%" height="{}" rx="3"/>'
        '<rect class="chart__bar" x="{}" y="{}" width="{}%" height="{}" rx="3"/>',
        top + 23,
        BAR,
        side.x(0, width),
        top + 23,
        f"{width:.3f}",
        BAR,
    )
    if compared is None:
        return format_html("<g>{}{}</g>", text, shape)
    tick = side.x(100 * compared / most)
    return format_html(
        '<g>{}{}<line class="chart__tick" x1="{}" x2="{}" y1="{}" y2="{}"/></g>',
        text,
        shape,
        tick,
        tick,
        top + 19,
        top + 23 + BAR + 4,
    )


def columns(title: str, rows: Sequence[tuple[str, float]], *, heads: tuple[str, str]) -> Chart:
    """Upright columns for a run of periods (months, years), in reading order.

    Args:
        title: what the chart shows. rows: pairs (period, value), values not negative. heads: heads of the table.
    """
    side = _Side(get_language_bidi())
    most = max([value for _, value in rows], default=0) or 1
    slot = 100 / max(len(rows), 1)
    drawn = [_column(side, at * slot, slot, label, value, most) for at, (label, value) in enumerate(rows)]
    ground = format_html('<line class="chart__grid" x1="0" x2="100%" y1="{}" y2="{}"/>', PLOT, PLOT)
    return Chart(title, _svg(title, PLOT + 26, [ground, *drawn]), heads, [(label, [value]) for label, value in rows])


def _column(side: _Side, at: float, slot: float, label: str, value: float, most: float) -> SafeString:
    height = (PLOT - 24) * value / most
    middle = side.x(at + slot / 2)
    return format_html(
        '<g><rect class="chart__bar" x="{}" y="{}" width="{}%" height="{}" rx="3"/>'
        '<text class="chart__soft" x="{}" y="{}" text-anchor="middle" direction="ltr">{}</text>'
        '<text x="{}" y="{}" text-anchor="middle" direction="{}">{}</text></g>',
        side.x(at + slot * 0.2, slot * 0.6),
        f"{PLOT - height:.1f}",
        f"{slot * 0.6:.3f}",
        f"{height:.1f}",
        middle,
        f"{PLOT - height - 6:.1f}",
        format_number(value),
        middle,
        PLOT + 18,
        side.direction,
        label,
    )


def _svg(title: str, height: int, parts: Sequence[SafeString]) -> SafeString:
    inside = format_html_join("", "{}", ((part,) for part in parts))
    return format_html(
        '<svg role="img" aria-label="{}" width="100%" height="{}">{}</svg>', title, max(height, 1), inside
    )
