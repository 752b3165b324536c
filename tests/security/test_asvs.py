"""The table of ASVS: each requirement of levels 1 and 2 once, each named test or file there, the page fresh."""

import re
from pathlib import Path

import pytest
from tools.asvs import PAGE, page, rows

ROOT = Path(__file__).parents[2]
LEVELS = Path(__file__).with_name("asvs_levels.txt")
"""Each requirement of the standard (5.0.0) with its level."""


def test_each_requirement_stands_there_once_with_its_level() -> None:
    wanted = [tuple(line.split()) for line in LEVELS.read_text().splitlines()]
    assert [(row["requirement"], row["level"]) for row in rows()] == wanted
    assert (len(wanted), sum(level == "1" for _name, level in wanted)) == (253, 70)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["requirement"])
def test_what_is_met_can_be_opened_and_what_is_not_says_why(row: dict[str, str]) -> None:
    named = [one.strip() for one in row["evidence"].split(";") if one.strip()]
    assert row["verdict"] in ("met", "n/a", "open")
    assert named if row["verdict"] == "met" else row["note"]
    for one in [*named, *re.findall(r"\btests/[\w/]+\.py(?:::\w+)?", row["note"])]:
        file, _colons, test = one.partition("::")
        assert (ROOT / file).is_file(), one
        assert not test or f"\ndef {test}(" in (ROOT / file).read_text(encoding="utf-8"), one


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tools.asvs"
