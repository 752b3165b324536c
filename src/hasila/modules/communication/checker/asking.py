"""What the question before an answer, or the sentence that "they" takes up, says of a number that doesn't say it."""

from __future__ import annotations

from dataclasses import replace

from hasila.modules.communication.checker.about import limited_to
from hasila.modules.communication.checker.periods import Period, years_named
from hasila.modules.communication.checker.reading import Reading
from hasila.modules.communication.checker.sentences import Sentence
from hasila.modules.communication.checker.words import Word


def _before(reading: Reading, number: int) -> Sentence | None:
    """The sentence that a sentence goes on about: a question, or the one that it takes up with "they"."""
    if not number:
        return None
    before = reading.parts[number - 1]
    return before if before.asks or reading.parts[number].between(0, 2, "anaphor") else None


def of_question(reading: Reading, number: int, period: Period) -> Period:
    """The period of a number whose own sentence names none: that of the question, where there is one."""
    before = _before(reading, number)
    if before is None or period.said:
        return period
    part = period.part or before.has("part_year", "per")
    years = years_named(before, reading.quantities, reading.frame) if before.asks else ()
    if len(years) != 1:
        years = tuple(dict.fromkeys([*period.years, *years]))
    return replace(period, years=years or period.years, part=part, spread=period.spread or before.has("since"))


def limited_before(reading: Reading, number: int, named: frozenset[str]) -> str:
    """Why what a number goes on about may not be of the whole country, empty where nothing says so."""
    before = _before(reading, number)
    if before is None:
        return ""
    if limited_to(before, 0, len(before.items) - 1, named):
        return "place"
    words = [before.items[cue.first] for cue in before.between(0, len(before.items), "subset")]
    return "group" if any(isinstance(word, Word) and word.keys.isdisjoint(named) for word in words) else ""
