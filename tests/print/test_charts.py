"""Charts: lengths in proportion, directions mirrored, hostile labels harmless, the table beside the picture."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from hasila.surfaces import charts

SVG = "{http://www.w3.org/2000/svg}"
ROWS = [("ولاية أمن الرباط", 400), ("الأمن الجهوي بتازة", 100), ("أخرى", None)]


def shapes(svg: str) -> list[dict[str, float]]:
    """The bars of a drawing, in their order."""
    found = ET.fromstring(svg).iter(f"{SVG}rect")
    keys = ("x", "y", "width", "height")
    return [{key: float(bar.get(key, "")) for key in keys} for bar in found if bar.get("data-kind") == "bar"]


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_bars_are_as_long_as_their_values_say() -> None:
    first, second = shapes(charts.bars("ملفات", ROWS, lang="fr").svg)
    assert first["width"] / second["width"] == pytest.approx(4, rel=0.01)
    assert first["x"] == second["x"] == 0


def test_in_arabic_bars_grow_from_the_right() -> None:
    chart = charts.bars("ملفات", ROWS, lang="ar")
    for bar in shapes(chart.svg):
        assert bar["x"] + bar["width"] == pytest.approx(chart.width, abs=0.02)


def test_both_directions_are_mirror_images() -> None:
    right = charts.compared("x", [("a", 5, 3), ("b", 2, -1)], names=("2024", "2023"), lang="ar")
    left = charts.compared("x", [("a", 5, 3), ("b", 2, -1)], names=("2024", "2023"), lang="fr")
    for one, other in zip(shapes(right.svg), shapes(left.svg), strict=True):
        assert one["width"] == pytest.approx(other["width"], abs=0.02)
        assert one["x"] == pytest.approx(right.width - other["x"] - other["width"], abs=0.02)


def test_negative_values_grow_the_other_way_from_one_zero() -> None:
    fall, rise = shapes(charts.bars("تغير", [("a", -20), ("b", 10)], lang="fr", per_cent=True).svg)
    assert fall["x"] + fall["width"] == pytest.approx(rise["x"], abs=0.02)
    assert fall["width"] == pytest.approx(2 * rise["width"], rel=0.01)


def test_shares_fill_the_whole() -> None:
    chart = charts.shares("مآل", [("رفض", 60), ("قبول", 32), ("غيره", 8)], lang="fr")
    parts = [bar for bar in shapes(chart.svg) if bar["height"] == 20]
    assert [round(part["width"] / chart.width, 1) for part in parts] == [0.6, 0.3, 0.1]
    assert "60,0\u00a0%" in texts(chart.svg)
    assert chart.rows == [("رفض", [60]), ("قبول", [32]), ("غيره", [8])]


def test_months_run_to_the_left_in_arabic_and_a_gap_breaks_the_line() -> None:
    values = [10, 20, None, 40, 50, 60, 70, 80, 90, 100, 110, 120]
    arabic = ET.fromstring(charts.months("x", [("2024", values)], lang="ar").svg)
    lines = [line.get("points", "").split() for line in arabic.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [2, 9]
    across = [float(point.split(",")[0]) for line in lines for point in line]
    assert all(later < earlier for earlier, later in pairwise(across))
    assert "دجنبر" in "".join(arabic.itertext())


def test_higher_values_stand_higher() -> None:
    drawing = ET.fromstring(charts.months("x", [("2024", list(range(12)))], lang="fr").svg)
    line = next(drawing.iter(f"{SVG}polyline")).get("points", "").split()
    heights = [float(point.split(",")[1]) for point in line]
    assert heights == sorted(heights, reverse=True)


@pytest.mark.parametrize("hostile", ["</text><script>alert(1)</script>", '" onload="x', "&lt;b&gt;", "a\u202eb"])
def test_hostile_labels_stay_text(hostile: str) -> None:
    for svg in (
        charts.bars(hostile, [(hostile, 1)], lang="ar").svg,
        charts.shares(hostile, [(hostile, 1)], lang="fr").svg,
        charts.months(hostile, [(hostile, [1] * 12), (hostile, [2] * 12)], lang="ar").svg,
    ):
        drawing = ET.fromstring(svg)
        assert {element.tag.removeprefix(SVG) for element in drawing.iter()} <= {
            "svg", "title", "desc", "rect", "text", "line", "polyline", "circle",
        }  # fmt: skip
        assert not any(name.startswith("on") for element in drawing.iter() for name in element.attrib)
        assert "\u202e" not in svg


def test_the_picture_speaks_and_its_table_holds_the_values() -> None:
    chart = charts.bars("ملفات مفتوحة", ROWS, lang="ar", heads=("الوحدة", "الملفات"))
    drawing = ET.fromstring(chart.svg)
    assert drawing.get("role") == "img"
    named = {element.get("id") for element in drawing if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set(drawing.get("aria-labelledby", "").split()) == named
    assert chart.columns == ["الوحدة", "الملفات"]
    assert chart.rows == [("ولاية أمن الرباط", [400]), ("الأمن الجهوي بتازة", [100]), ("أخرى", [None])]
    assert "400" in chart.summary


def test_pages_have_colours_by_property_and_documents_fixed_ones() -> None:
    chart = charts.bars("x", [("a", 1)], lang="fr")
    assert "var(--chart-1" in chart.svg
    assert "var(" not in chart.for_print
    assert "style" not in chart.svg


def test_nothing_to_show_is_no_error() -> None:
    for chart in (
        charts.bars("x", [], lang="ar"),
        charts.bars("x", [("a", 0)], lang="ar"),
        charts.bars("x", [("a", None)], lang="ar"),
        charts.shares("x", [("a", 0)], lang="ar"),
        charts.months("x", [("2024", [None] * 12)], lang="ar"),
    ):
        assert ET.fromstring(chart.svg) is not None


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="twelve"):
        charts.months("x", [("2024", [1, 2])])
    with pytest.raises(ValueError, match="negative"):
        charts.shares("x", [("a", -1)])
