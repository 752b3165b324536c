"""Each figure of the register is found by the words that journalists have for it, and by nothing else."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from hasila.institution.figures import facts
from hasila.institution.figures.register import LANGUAGES, Entry, Printed, printed
from hasila.modules.communication.checker import Claim, check

HERE = Path(__file__).parent
DAY = "2024-12-25"
TITLE = {
    "ar": "حصيلة المديرية العامة للأمن الوطني لسنة 2024\n\n",
    "fr": "DGSN : le bilan de l'année 2024\n\n",
    "en": "The DGSN's annual report for 2024\n\n",
}
GROUPED, PERCENT = {"ar": ".", "fr": "\u202f", "en": ","}, {"ar": " بالمائة", "fr": " %", "en": "%"}
DOUBTED = {"F007", "F060"}
"""Figures that the register itself doubts: another value is unknown, not contradicted."""


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def written(value: int, entry: Entry, language: str) -> str:
    shown = f"{abs(value):,}".replace(",", GROUPED[language])
    return shown + (PERCENT[language] if entry.unit.english == "%" else "")


def told(row: dict[str, str], value: int) -> tuple[Claim | None, Entry, Printed]:
    """The claim of a sentence of the list with a value put in; the figure that it names."""
    entry, language = printed().entries[row["id"]], row["language"]
    official = entry.of(2024) or entry.values[0]
    text = TITLE[language] + row["sentence"].replace("{N}", written(value, entry, language))
    found = [claim for claim in check(text, day=DAY) if abs(claim.value) == abs(Decimal(value))]
    return (found[0] if found else None), entry, official


def test_every_row_of_the_register_has_names_in_three_languages() -> None:
    register = printed()
    for identifier in facts():
        entry = register.find(identifier)
        assert entry is not None
        for language in LANGUAGES:
            named = [alias for alias in entry.aliases.get(language, ()) if alias.polarity == "+"]
            assert len(named) >= 3, (identifier, language)


def test_a_right_value_is_confirmed_whatever_the_words() -> None:
    slips = []
    for row in rows("named.csv"):
        entry = printed().entries[row["id"]]
        value = int((entry.of(2024) or entry.values[0]).number or 0)
        claim, _entry, official = told(row, value)
        if claim is None or str(claim.verdict) != "confirmed" or claim.indicator != official.fact:
            slips.append((row["sentence"], claim and (claim.indicator, claim.reason_code)))
    assert not slips


def test_a_wrong_value_is_contradicted_or_left_open_and_never_confirmed() -> None:
    verdicts: Counter[str] = Counter()
    for row in rows("named.csv"):
        entry = printed().entries[row["id"]]
        value = int((entry.of(2024) or entry.values[0]).number or 0)
        wrong = value - 13 if value < 0 else int(value * 1.37) + (3 if value > 50 else 2)
        claim, _entry, official = told(row, wrong)
        verdict = "none" if claim is None else str(claim.verdict)
        if verdict == "contradicted":
            assert claim is not None
            assert claim.indicator == official.fact, row
        if row["id"] not in DOUBTED:
            verdicts[verdict] += 1
    assert verdicts["confirmed"] == 0
    assert verdicts["contradicted"] >= 0.95 * verdicts.total(), verdicts


def test_what_the_register_does_not_hold_is_unknown() -> None:
    for row in rows("unnamed.csv"):
        for claim in check(TITLE[row["language"]] + row["sentence"], day=DAY):
            assert str(claim.verdict) == "unknown", (row["sentence"], claim.text, claim.indicator)
