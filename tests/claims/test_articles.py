"""The annotated articles say what their texts and the register bear out, and the scorer counts as it says."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from hasila.institution.figures import facts
from tests.claims import baseline
from tests.claims.articles import CORPUS, SETS, Article, Expected, articles, seeds_folder
from tests.claims.measure import Slip, score

TOLD = sorted(path for name in SETS for path in (CORPUS / name).glob("*.json"))
LOOSE = Decimal("0.07")
"""How far a rounded figure that is called confirmed may be from the true one ("more than two million" for 2.12)."""


def perfect(text: str, **_: Any) -> list[dict[str, Any]]:
    """Gives back what was annotated."""
    claims = next(article.claims for article in articles() if article.text == text)
    return [vars(claim) for claim in claims]


def test_each_claim_is_what_stands_at_its_place() -> None:
    for path in TOLD:
        text = path.with_suffix(".txt")
        end = 0
        for claim in json.loads(path.read_text(encoding="utf-8"))["claims"]:
            assert end <= claim["start"] < claim["end"], path
            end = claim["end"]
            if text.exists():
                assert text.read_bytes().decode("utf-8")[claim["start"] : end] == claim["text"], (path, claim)


def test_verdicts_follow_from_the_register() -> None:
    for article in articles(SETS):
        for claim in article.claims:
            if claim.ignored:
                continue
            assert (claim.mistake is not None) == (claim.verdict == "contradicted"), (article.name, claim)
            if claim.indicator is None:
                assert claim.verdict == "unknown", (article.name, claim)
                continue
            fact = facts()[claim.indicator]
            assert not fact.repeats, (article.name, claim)
            if claim.verdict == "unknown":
                assert claim.why, (article.name, claim)
            elif not claim.derived and fact.number is not None:
                off = abs(Decimal(str(claim.value)) - fact.number) / abs(fact.number)
                assert (off <= LOOSE) if claim.verdict == "confirmed" else (off or claim.mistake == "unit"), claim


def test_every_figure_of_the_register_is_claimed_in_each_language() -> None:
    every = {fact.id for fact in facts().values() if not fact.repeats}
    for language in ("ar", "fr", "en"):
        told = {c.indicator for a in articles(("dev", "held")) if a.language == language for c in a.claims}
        assert not every - told


def test_no_number_with_thousands_or_percent_is_left_unannotated() -> None:
    """What is left is years, ordinals, times, numbers of laws and lines, scores and marks, as reviewed by hand."""
    number = re.compile(
        r"(?<![\d.,/-])\d{1,3}(?:[.,٬\u00a0\u202f]\d{3})+(?!\d)|\d\s?(?:%|بالمائة|في المائة|pour cent|per ?cent)"
    )
    for article in articles(("dev", "held", "held2", "held3")):
        for digits in number.finditer(article.text):
            covered = any(claim.start <= digits.start() < claim.end for claim in article.claims)
            assert covered, (article.name, digits.group())


def test_a_perfect_checker_scores_one() -> None:
    slips: list[Slip] = []
    total = score(perfect, articles(("dev",)), slips)
    figures = (total.exact.f1, total.overlapping.f1, total.whole.f1, total.strict.f1, total.macro_f1)
    assert figures == (1, 1, 1, 1, 1)
    assert (slips, total.wrong_alarms, total.falsely_contradicted) == ([], 0, 0)
    assert total.caught == total.mistakes


def one(**changes: Any) -> Article:
    """An article with one true claim at 0 to 2 and an age that may be left out at 5 to 7."""
    claim = Expected(0, 2, 14.0, "commands", "F043", 2024, "confirmed", None, None, False, False, False)
    age = Expected(5, 7, 33.0, "years", None, None, "unknown", None, None, False, True, False)
    return Article("dev", "one", "en", "", None, "14 | 33", (claim, age))


@pytest.mark.parametrize(
    ("found", "exact", "whole", "alarms", "wrong"),
    [
        ([], 0.0, 0.0, 0, 0),
        ([(0, 2, 14, "F043", 2024, "confirmed")], 1.0, 1.0, 0, 0),
        ([(0, 1, 14, "F043", "2024/2023", "confirmed")], 0.0, 1.0, 0, 0),
        ([(0, 2, 14, "F042", 2024, "contradicted")], 1.0, 0.0, 1, 1),
        ([(0, 2, 14, "F043", 2023, "unknown"), (3, 4, 9, None, None, "contradicted")], 2 / 3, 0.0, 1, 1),
        ([(0, 2, 14, "F043", 2024, "confirmed"), (5, 7, 33, None, None, "unknown")], 1.0, 1.0, 0, 0),
    ],
)
def test_what_is_counted(found: list[tuple[Any, ...]], exact: float, whole: float, alarms: int, wrong: int) -> None:
    keys = ("start", "end", "value", "indicator", "year", "verdict")
    total = score(lambda text: [dict(zip(keys, claim, strict=True)) for claim in found], [one()])
    assert (total.exact.f1, total.whole.f1) == pytest.approx((exact, whole))
    assert (total.alarms, total.wrong_alarms) == (alarms, wrong)


def test_the_plain_way_is_as_poor_as_it_is_said_to_be() -> None:
    total = score(baseline.check, articles(("dev",)))
    assert 0.6 < total.exact.f1 < 0.8
    assert total.whole.f1 < 0.3
    assert total.false_contradicted > 0.3


def test_the_seeds_are_the_ones_annotated() -> None:
    if seeds_folder() is None:
        pytest.skip("the documents are not beside the project, and HASILA_SEEDS doesn't name where they are")
    assert len(list(articles(("seeds",)))) == 4
