"""The annual report as a PDF, in each language."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest

from hasila.surfaces import charts
from hasila.surfaces.print.report import pages, report

Words = Callable[[bytes], str]
AT = datetime.datetime(2025, 1, 2, tzinfo=datetime.UTC)
SOURCE = "Bilan annuel, 17/12/2024"


def figure(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "label": f"Figure numéro {number}", "value": 15452 + number, "unit": "dossiers", "change": -3.5,
        "published": 15452 + number, "agrees": True, "flag": "", "definition": "Compté à partir des actes.",
        "source": SOURCE,
    } | changes  # fmt: skip


def year(chapters: int = 2, figures: int = 3, **changes: Any) -> dict[str, Any]:
    made = [
        {
            "title": f"Chapitre {number}",
            "figures": [figure(number * 100 + row) for row in range(figures)],
            "charts": [charts.bars("Dossiers par unité", [("الرباط", 40), ("Taza", 10)])],
        }
        for number in range(1, chapters + 1)
    ]
    return {"title": "Bilan annuel", "year": 2024, "scale": 1, "position": 1234567, "chapters": made} | changes


def test_figures_sources_and_position_are_printed(words: Words) -> None:
    text = words(report(year(), lang="fr", made_at=AT))
    for expected in ("Bilan annuel", "2024", "Chapitre 2", "Figure numéro 102", "15 554", "−3,5 %", "Taza"):
        assert expected in text
    assert "1 234 567" in text
    assert text.count(SOURCE) == 1


def test_chapters_follow_one_another(words: Words) -> None:
    text = words(report(year(3), lang="fr", made_at=AT))
    assert text.index("Figure numéro 101") < text.index("Figure numéro 201") < text.index("Figure numéro 301")


def test_arabic_is_set_from_the_right_with_numbers_in_order(words: Words) -> None:
    data = year(1, 1)
    data["chapters"][0]["figures"] = [figure(1, label="البطاقات المنجزة", value=4696069, published=[3449678, 1246391])]
    text = words(report(data, lang="ar", made_at=AT))
    for expected in ("البطاقات", "4 696 069", "3 449 678", "1 246 391", "−3,5%"):
        assert expected in text


def test_agreement_is_told_in_words() -> None:
    data = year(1, 0)
    data["chapters"][0]["figures"] = [figure(1), figure(2, agrees=False), figure(3, agrees=None, published=None)]
    rows = pages(data, "en", AT)["chapters"][0]["figures"]
    assert [row["agrees"] for row in rows] == ["agrees", "differs", "not compared"]
    assert [row["differs"] for row in rows] == [False, True, False]
    assert rows[2]["published"] == "–"


def test_a_scale_below_the_whole_year_is_stated() -> None:
    whole = pages(year(), "en", AT)["notes"]
    scaled = pages(year(scale=0.01), "en", AT)["notes"]
    assert len(scaled) == len(whole) + 1
    assert any("0.01" in note for note in scaled)


def test_a_chapter_without_figures_says_so(words: Words) -> None:
    data = year(1, 0)
    data["chapters"][0]["charts"] = []
    assert report(data, lang="fr", made_at=AT).startswith(b"%PDF")


@pytest.mark.parametrize("hostile", ["#panic()", ']#read("/etc/passwd")', "</text><script>"])
def test_hostile_labels_are_text(words: Words, hostile: str) -> None:
    data = year(1, 1)
    data["chapters"][0] |= {"title": hostile, "figures": [figure(1, label=hostile, unit=hostile, source=hostile)]}
    data["chapters"][0]["charts"] = [charts.bars(hostile, [(hostile, 1)])]
    text = words(report(data, lang="fr", made_at=AT))
    assert "".join(hostile.split()) in "".join(text.split())


@pytest.mark.parametrize("lang", ["ar", "fr", "en"])
def test_a_hundred_and_ten_figures_take_less_than_a_second(lang: str) -> None:
    data = year(10, 11)
    report(year(1, 1), lang=lang, made_at=AT)
    start = time.process_time()  # of every thread, whatever else the machine does
    assert report(data, lang=lang, made_at=AT).startswith(b"%PDF")
    assert time.process_time() - start < 1
