"""Scores a claim checker on the annotated articles.

A checker is a callable: `check(text, day=…)` gives claims, each a mapping or a thing with `as_json()`.
What is counted is said at `Score`; `benchmarks.claims` prints it.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.claims.articles import Article, Expected

VERDICTS = ("confirmed", "contradicted", "unknown")
Check = Callable[..., Iterable[Any]]


@dataclass(frozen=True)
class Found:
    """A claim as a checker gave it."""

    start: int
    end: int
    value: float | None
    indicator: str | None
    year: Any
    verdict: str


@dataclass
class Tally:
    """True positives, false positives and false negatives of one question."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """Their F1; 1 where there was nothing to find and nothing was found."""
        of = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / of if of else 1.0


@dataclass
class Score:
    """What a checker did on some articles.

    Attributes:
        exact: number spans that are those annotated. overlapping: that share at least a character with one.
        whole: overlapping, with value (signed), indicator and, where the indicator is one of the register, year right.
        strict: whole, and the year right too where the indicator is none.
        pairs: how often an annotated verdict met a given one, over matched claims.
        alarms: contradicted calls, with how many of them were wrong, those on no claim among them.
        mistakes: of each kind of planted error: how many there are, and how many were called contradicted.
    """

    articles: int = 0
    claims: int = 0
    exact: Tally = field(default_factory=Tally)
    overlapping: Tally = field(default_factory=Tally)
    whole: Tally = field(default_factory=Tally)
    strict: Tally = field(default_factory=Tally)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    alarms: int = 0
    wrong_alarms: int = 0
    true_claims: int = 0
    falsely_contradicted: int = 0
    mistakes: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    @property
    def macro_f1(self) -> float:
        """The mean of the F1 of each verdict that was annotated, over matched claims."""
        told = [verdict for verdict in VERDICTS if any(wanted == verdict for wanted, _ in self.pairs)]
        return sum(self.verdict(verdict).f1 for verdict in told) / max(1, len(told))

    def verdict(self, verdict: str) -> Tally:
        """The tally of one verdict, over matched claims."""
        told = sum(count for (wanted, _), count in self.pairs.items() if wanted == verdict)
        given = sum(count for (_, got), count in self.pairs.items() if got == verdict)
        right = self.pairs[verdict, verdict]
        return Tally(right, given - right, told - right)

    @property
    def false_contradicted(self) -> float:
        """The share of claims that are in truth confirmed or unknown and were called contradicted."""
        return self.falsely_contradicted / self.true_claims if self.true_claims else 0.0

    @property
    def wrong_alarm_share(self) -> float:
        """The share of contradicted calls that are wrong."""
        return self.wrong_alarms / self.alarms if self.alarms else 0.0


@dataclass(frozen=True)
class Slip:
    """Something that went wrong in an article."""

    article: Article
    what: str
    wanted: Expected | None
    found: Found | None

    def __str__(self) -> str:
        one = self.wanted or self.found
        assert one is not None
        text = self.article.text
        around = text[max(0, one.start - 50) : one.start] + "⟦" + text[one.start : one.end] + "⟧"
        around = (around + text[one.end : one.end + 50]).replace("\n", "⏎")
        told = [
            f"{who} {c.value} {c.indicator} {c.year} {c.verdict}"
            for who, c in (("wanted", self.wanted), ("found", self.found))
            if c is not None
        ]
        return f"{self.article.set}/{self.article.name}: {self.what}: {around} | {' | '.join(told)}"


def score(check: Check, articles: Iterable[Article], slips: list[Slip] | None = None) -> Score:
    """Runs a checker over articles and counts."""
    total = Score()
    noted: list[Slip] = [] if slips is None else slips
    for article in articles:
        begun = time.process_time()
        claims = list(check(article.text, **({"day": article.day} if article.day else {})))
        total.times.append(time.process_time() - begun)
        _count(total, article, [_found(claim) for claim in claims], noted)
    return total


def _found(claim: Any) -> Found:
    told = claim if isinstance(claim, dict) else claim.as_json()
    return Found(
        told["start"], told["end"], _number(told["value"]), told["indicator"], told["year"], str(told["verdict"])
    )


def _number(value: Any) -> float | None:
    """A number; of a period that is given as text, its first year."""
    if isinstance(value, str):
        first = re.match(r"-?\d+(?:\.\d+)?", value)
        return float(first.group()) if first else None
    return None if value is None else float(value)


def match(wanted: Sequence[Expected], found: Sequence[Found]) -> list[tuple[Expected | None, Found | None]]:
    """Pairs each claim found with one annotated: the same span first, then the longest overlap; each used once."""
    near = sorted(
        (
            ((w.start, w.end) != (f.start, f.end), max(w.start, f.start) - min(w.end, f.end), i, j)
            for i, w in enumerate(wanted)
            for j, f in enumerate(found)
            if max(w.start, f.start) < min(w.end, f.end)
        ),
    )
    used_w: set[int] = set()
    used_f: set[int] = set()
    pairs: list[tuple[Expected | None, Found | None]] = []
    for _, _, i, j in near:
        if i not in used_w and j not in used_f:
            used_w.add(i)
            used_f.add(j)
            pairs.append((wanted[i], found[j]))
    pairs += [(w, None) for i, w in enumerate(wanted) if i not in used_w]
    pairs += [(None, f) for j, f in enumerate(found) if j not in used_f]
    return pairs


def same_year(one: Any, other: Any) -> bool:
    """Whether two years are the same, by the first four digits: 2024 and 2024/2023 are; a future one is none."""
    return _first_year(one) == _first_year(other)


def _first_year(year: Any) -> str | None:
    digits = re.match(r"\d{4}", str(year))
    return digits.group() if digits else None


def _count(total: Score, article: Article, found: list[Found], slips: list[Slip]) -> None:
    total.articles += 1
    for wanted, got in match(article.claims, found):
        if wanted is not None and wanted.ignored:
            continue
        if wanted is not None and (got is not None or not wanted.optional):
            total.claims += 1
            if wanted.mistake:
                total.mistakes[wanted.mistake] += 1
                total.caught[wanted.mistake] += got is not None and got.verdict == "contradicted"
            if wanted.verdict != "contradicted":
                total.true_claims += 1
                total.falsely_contradicted += got is not None and got.verdict == "contradicted"
        if got is not None and got.verdict == "contradicted":
            total.alarms += 1
            total.wrong_alarms += wanted is None or wanted.verdict != "contradicted"
        if wanted is not None and got is not None:
            total.pairs[wanted.verdict, got.verdict] += 1
        what = _judge(total, wanted, got)
        if what:
            slips.append(Slip(article, what, wanted, got))


def _judge(total: Score, wanted: Expected | None, got: Found | None) -> str:
    """Counts one pair in the four tallies; says what is wrong with it, if anything."""
    if wanted is None or got is None:
        optional = wanted is not None and wanted.optional
        for tally in (total.exact, total.overlapping, total.whole, total.strict):
            tally.spurious += wanted is None
            tally.missed += wanted is not None and not optional
        return "" if optional else "spurious" if wanted is None else "missed"
    same_span = (wanted.start, wanted.end) == (got.start, got.end)
    same_value = got.value is not None and abs(got.value - wanted.value) <= 1e-9 * max(1.0, abs(wanted.value))
    same = same_value and wanted.indicator == got.indicator
    year = same_year(wanted.year, got.year)
    judged = (
        (total.exact, same_span),
        (total.overlapping, True),
        (total.whole, same and (year or wanted.indicator is None)),
        (total.strict, same and year),
    )
    for tally, right in judged:
        tally.right += right
        tally.spurious += not right
        tally.missed += not right and not wanted.optional
    if wanted.verdict != got.verdict:
        return f"verdict {got.verdict} for {wanted.verdict}"
    wrong = [
        name
        for name, right in (
            ("span", same_span),
            ("value", same_value),
            ("indicator", wanted.indicator == got.indicator),
            ("year", year),
        )
        if not right
    ]
    return ", ".join(wrong)
