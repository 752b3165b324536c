"""What a number takes over from the number before it: the figure that it goes on about, the year of its change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hasila.institution.figures.register import Entry
from hasila.modules.communication.checker.claims import Verdict
from hasila.modules.communication.checker.context import Nearness
from hasila.modules.communication.checker.deciding import NAMED, WELL_NAMED, Decision
from hasila.modules.communication.checker.directions import step_of
from hasila.modules.communication.checker.linking import TO, link_of
from hasila.modules.communication.checker.matching import Candidate, units_of
from hasila.modules.communication.checker.periods import Period
from hasila.modules.communication.checker.reading import Reading
from hasila.modules.communication.checker.sentences import Number, Sentence

FAR = 12
"""Items from which on a number goes on about another only so far as it agrees."""
INHERITED = 0.99
"""What is left of a figure's score when the next number goes on about it."""


def _from_sentence_before(reading: Reading, number: int, index: int, near: Nearness) -> list[Candidate]:
    """For a change that opens a sentence without naming a figure, the one that the sentence before told of."""
    if reading.quantities[index].unit != "%" or not near.bare or not number:
        return []
    told = [reading.decided[other][0].figure for other in reading.parts[number - 1].places if other in reading.decided]
    figures = {figure.id: figure for figure in told if figure is not None}
    if len(figures) != 1:
        return []
    figure = _in_unit(reading, next(iter(figures.values())), "%")
    return [Candidate(figure, NAMED + 0.1, True, False, 1.0)] if figure is not None else []


def with_parent(
    reading: Reading, number: int, index: int, place: int, near: Nearness, found: list[Candidate]
) -> list[Candidate]:
    """Adds the figure that the number before tells of, where this one only goes on about it."""
    sentence = reading.parts[number]
    earlier = [other for other in sentence.places if other < index and other in reading.decided]
    if not earlier:
        weak = not found or found[0].score < NAMED
        return _from_sentence_before(reading, number, index, near) or found if weak else found
    parent = earlier[-1]
    decision, _period = reading.decided[parent]
    if decision.figure is None:
        return found
    if not _goes_on(reading, sentence, parent, place, near, found):
        return _corrected(reading, decision, index, near, found)
    score = max(decision.score, NAMED) * INHERITED
    if place - sentence.places[parent] > FAR:
        score = min(score, WELL_NAMED)
    if found and found[0].score > score and found[0].local > 0.5:
        return found
    figure = _in_unit(reading, decision.figure, reading.quantities[index].unit)
    if figure is None:
        return found
    compared = bool(sentence.between(sentence.places[parent], place, "compare"))
    kin = [Candidate(one, score - 0.1, True, False, 1.0) for one in _kin(reading, figure)] if compared else []
    return [Candidate(figure, score, True, False, 1.0), *kin, *(one for one in found if one.entry.id != figure.id)]


def _corrected(
    reading: Reading, decision: Decision, index: int, near: Nearness, found: list[Candidate]
) -> list[Candidate]:
    """Adds the figure of a number that is wrong, which a bare number behind it may set right: it confirms only."""
    figure = _in_unit(reading, decision.figure, reading.quantities[index].unit) if decision.figure else None
    if figure is None or decision.verdict == Verdict.CONFIRMED or not near.bare:
        return found
    mine = Candidate(figure, WELL_NAMED + 0.05, True, False, 1.0)
    return sorted([mine, *(one for one in found if one.entry.id != figure.id)], key=lambda one: -one.score)


def _kin(reading: Reading, figure: Entry) -> list[Entry]:
    """The total that a figure is a part of: a number set against a part may be the total of another year."""
    register = reading.register
    found = []
    for identity in register.identities:
        if identity.parts is not None and figure.id in [register.ids.get(one) for one in identity.parts[1]]:
            total = register.find(identity.parts[0])
            found += [total] if total is not None else []
    return found


def _in_unit(reading: Reading, figure: Entry, unit: str) -> Entry | None:
    """The figure as a number in this unit may tell of it: itself, its change, None where it can't."""
    if unit == "%" and figure.kind == "count":
        return reading.register.entries[reading.lexicon.twins.get(figure.id, figure.id)]
    return figure if (unit == "%") == (figure.unit.english == "%") else None


def _goes_on(
    reading: Reading, sentence: Sentence, parent: int, place: int, near: Nearness, found: Sequence[Candidate]
) -> bool:
    """Whether a number tells of what the number before it tells of."""
    if reading_index(sentence, place) in reading.second:
        return True
    figure = reading.decided[parent][0].figure
    link = link_of(sentence, place, reading.claims, reading.quantities)
    if link is not None and link.role == TO and link.other == parent:
        return True
    compared = bool(sentence.between(sentence.places[parent], place, "compare", "same_period"))
    if near.bare:
        return compared or _dated(reading, sentence, place) or _changes(reading, sentence, parent, place, found)
    units = units_of(figure, reading.lexicon) if figure is not None else frozenset()
    return compared and (not near.heads or bool(near.heads[0].keys & units))


def _dated(reading: Reading, sentence: Sentence, place: int) -> bool:
    """Whether another year stands beside a number."""
    if sentence.between(max(0, place - 5), place, "last_year", "year_before", "same_period"):
        return True
    if sentence.between(place, len(sentence.items), "last_year", "year_before", "same_period", "this_year"):
        return True
    around = (*sentence.items[place + 1 : place + 4], *sentence.items[max(0, place - 3) : place])
    return any(isinstance(item, Number) and item.index not in reading.claims for item in around)


def _changes(reading: Reading, sentence: Sentence, parent: int, place: int, found: Sequence[Candidate]) -> bool:
    """Whether a number is a change of the count before it, by per cent or by how many."""
    if step_of(reading.text, sentence, place, reading.language) is not None:
        return True
    if any(one.entry.kind != "count" and one.score >= NAMED for one in found):
        return False
    return reading.quantities[reading_index(sentence, place)].unit == "%" != reading.quantities[parent].unit


def reading_index(sentence: Sentence, place: int) -> int:
    """The index of the quantity at an item."""
    item = sentence.items[place]
    assert isinstance(item, Number)
    return item.index


def own_year(reading: Reading, sentence: Sentence, place: int) -> bool:
    """Whether a year stands right behind a number."""
    behind = sentence.items[place + 1 : place + 4]
    return any(isinstance(item, Number) and item.index not in reading.claims for item in behind)


def of_parent(reading: Reading, sentence: Sentence, index: int, found: Sequence[Candidate], period: Period) -> Period:
    """The period of a change that goes on about the number before: that number's, the latest where there are two."""
    told = [reading.decided[other][0] for other in sentence.places if other < index and other in reading.decided]
    chapter = found[0].entry.chapter if found else ""
    years = [one.year for one in told if one.year and one.figure is not None and one.figure.chapter == chapter]
    if not years or period.compared is not None:
        return period
    return replace(
        period, years=tuple(dict.fromkeys([max(years), *period.years])) if len(period.years) > 1 else (max(years),)
    )
