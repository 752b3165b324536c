"""Reads a text claim by claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as Date
from decimal import Decimal

from hasila.institution.figures.register import Register, printed
from hasila.modules.communication.checker.about import OTHER, limited_to, scoped, scopes, tellers
from hasila.modules.communication.checker.asking import limited_before, of_question
from hasila.modules.communication.checker.claims import Claim, Verdict
from hasila.modules.communication.checker.columns import columns
from hasila.modules.communication.checker.context import Nearness, nearness, with_surroundings
from hasila.modules.communication.checker.deciding import SURE, Asked, Decision, decide
from hasila.modules.communication.checker.directions import direction_of, step_of
from hasila.modules.communication.checker.inheriting import of_parent, own_year, with_parent
from hasila.modules.communication.checker.language import language_of
from hasila.modules.communication.checker.lexicon import lexicon_of
from hasila.modules.communication.checker.linking import FROM, PAIR, link_of
from hasila.modules.communication.checker.listing import of_list
from hasila.modules.communication.checker.matching import (
    Candidate,
    by_value,
    candidates,
    of_same_kind,
    of_whole,
    with_value,
)
from hasila.modules.communication.checker.periods import Period, frame_of, of_date, period_of, years_of
from hasila.modules.communication.checker.reading import Reading
from hasila.modules.communication.checker.sentences import Sentence, sentences
from hasila.modules.communication.checker.sums import summed
from hasila.modules.communication.checker.words import Word
from hasila.plain.quantities import Qualifier, Quantity, read

MOST = 1000
"""Numbers of a text that are judged; a text of more is no article."""
_NOT = frozenset({"لم", "لا", "لن", "ولم", "ولا", "ne", "n", "not", "t", "never", "without"})


def check(
    text: str,
    register: Register | None = None,
    language: str = "",
    day: Date | str | None = None,
    *,
    year: int | None = None,
    written: str = "",
) -> list[Claim]:
    """The numerical claims of a text, each with its verdict, in the order of the text.

    Args:
        text: as it stands; marks of a page are read over, places are those of the text as given.
        register: what is official; the data files' where None.
        language: of the reasons (ar, fr, en); the active one where empty.
        day: on which the text was published. year: that it tells of, where known.
        written: the language of the text, where known.

    A text in a language that isn't read has no claims.
    """
    from hasila.modules.communication.checker.markup import unmarked

    plain = unmarked(text)
    reading = _reading(plain.text, register or printed(), _day(day), year, written)
    if reading is None:
        return []
    found = [_claim(reading, index, language) for index in sorted(reading.decided) if _told(reading, index)]
    return [one.at(*plain.place(text, one.start, one.end)) for one in found]


def _day(day: Date | str | None) -> Date | None:
    if isinstance(day, str):
        return Date.fromisoformat(day[:10]) if day else None
    return day


def _reading(text: str, register: Register, day: Date | None, year: int | None, written: str) -> Reading | None:
    language = written or language_of(text)
    if not language:
        return None
    quantities = _parted(text, read(text, language), language)
    parts = sentences(text, language, quantities)
    frame = frame_of(text, parts, quantities, day, year, register.years)
    claims = frozenset(index for index, one in enumerate(quantities) if is_claim(one))
    lexicon = lexicon_of(register, language)
    reading = Reading(
        text,
        language,
        register,
        lexicon,
        quantities,
        parts,
        frame,
        claims,
        tellers(parts),
        scopes(parts),
        *columns(parts, quantities, claims),
    )
    for number, sentence in enumerate(parts):
        for index, place in sentence.places.items():
            if index in claims and len(reading.decided) < MOST:
                _decide(reading, number, sentence, index, place)
    apart = summed({index: decision for index, (decision, _period) in reading.decided.items()}, register)
    for index, decision in apart.items():
        reading.decided[index] = (decision, reading.decided[index][1])
    return reading


_CHANGED = re.compile(r"(?:\bfrom|\bde|(?:^|[\s،,])من)\s+$", re.IGNORECASE)
_TO = re.compile(r"\s(?:to|à|إلى)\s")


def _parted(text: str, quantities: list[Quantity], language: str) -> list[Quantity]:
    """The quantities, «from 1,151,571 to 1,246,391» as the two that it is: a range is rounder."""
    found: list[Quantity] = []
    for one in quantities:
        middle = _TO.search(one.text) if one.high is not None and one.value >= 100 and one.value % 10 else None
        if middle is None or not _CHANGED.search(text, max(0, one.start - 8), one.start):
            found.append(one)
            continue
        for start, end in ((0, middle.start()), (middle.end(), len(one.text))):
            for part in read(one.text[start:end], language):
                shift = one.start + start
                behind = one.noun_start if end == len(one.text) else shift + part.noun_start
                found.append(replace(part, start=shift + part.start, end=shift + part.end, noun_start=behind))
    return found


def is_claim(quantity: Quantity) -> bool:
    """Whether a number may claim an amount."""
    return quantity.kind in ("cardinal", "dual", "fraction") and not quantity.vague


def _told(reading: Reading, index: int) -> bool:
    """Whether a claim is told of: a dual or a fraction only where it names a figure."""
    decision, _period = reading.decided[index]
    kind = reading.quantities[index].kind
    if kind == "fraction":
        return decision.verdict == "confirmed"
    return kind == "cardinal" or decision.figure is not None


def _decide(reading: Reading, number: int, sentence: Sentence, index: int, place: int) -> None:
    quantity = _as_percent(_qualified(reading.quantities[index], sentence, place), sentence, place)
    before = reading.parts[max(0, number - 9) : number]
    percent = quantity.unit == "%"
    step = None if percent else step_of(reading.text, sentence, place, reading.language)
    period = period_of(sentence, place, reading.quantities, reading.claims, reading.frame, before, percent=percent)
    period = of_question(reading, number, period)
    if index in reading.columns:
        period = Period((reading.columns[index],), True)
    link = link_of(sentence, place, reading.claims, reading.quantities)
    if index in reading.columns:
        link = None
    others = reading.claims - {link.other} if link is not None else reading.claims
    if link is not None and link.role == FROM and not period.said:
        period = replace(period, years=_earlier(reading, period), spread=False)
    near = nearness(sentence, place, others, reading.lexicon, reading.language, _behind(sentence, place, quantity))
    with_surroundings(near, before, reading.parts[0] if number else None, sentence)
    found = of_same_kind(candidates(near, quantity.unit, reading.register, reading.lexicon), quantity.unit)
    found = of_whole(found, near, reading.register, reading.lexicon)
    found = of_list(sentence, place, reading.claims, found, reading.lexicon)
    found = with_parent(reading, number, index, place, near, found)
    if (percent or step is not None) and not own_year(reading, sentence, place):
        period = of_parent(reading, sentence, index, found, period)
    if not found or found[0].score < SURE:
        found = with_value(found, by_value(quantity, near, period, reading.register, reading.lexicon))
    direction = _direction(reading, sentence, place, quantity, before)
    decided = _decided_before(reading, number)
    asked = Asked(
        quantity=quantity,
        candidates=found,
        period=period,
        direction=step if step is not None and link is None else direction,
        years_near=_years_near(reading, sentence, before),
        step=step is not None and link is None,
        limited=_limited(reading, number, place, near, found),
        paired=link is not None and link.role == PAIR,
        guessed=link is not None and link.role == FROM and not period.said,
        negated=_negated(sentence, place),
        part_before=_part_before(reading, number, place),
        beside=_beside(reading, number, index),
        told=_told_already(decided),
        hung=_hung_already(decided),
    )
    if reading.tellers[number] == OTHER:
        asked = _not_ours(asked)
    reading.decided[index] = (decide(asked, reading.register, reading.lexicon.doubted), period)


def _part_before(reading: Reading, number: int, place: int) -> bool:
    """Whether a month or a quarter was named before a number in its sentence or the paragraph, and no year since."""
    sentence = reading.parts[number]
    for earlier in range(number, max(-1, number - 4), -1):
        part = reading.parts[earlier]
        if part.paragraph != sentence.paragraph:
            return False
        end = place if earlier == number else len(part.items)
        months = [cue for cue in part.between(0, end, "month") if not of_date(part, cue.first, reading.quantities)]
        if part.between(0, end, "whole_year", "same_period", "this_year"):
            return False
        if months:
            return True
        if earlier == number and any(at < place for at in _years_at(reading, part)):
            return False
        if earlier != number and _years_at(reading, part):
            return False
    return False


def _years_at(reading: Reading, part: Sentence) -> list[int]:
    return [at for index, at in part.places.items() if years_of(reading.quantities[index])]


def _beside(reading: Reading, number: int, index: int) -> frozenset[Decimal]:
    """The values of the other claims of a sentence and of those next to it."""
    around = reading.parts[max(0, number - 1) : number + 2]
    others = [other for part in around for other in part.places if other in reading.claims and other != index]
    return frozenset(abs(reading.quantities[other].value) for other in others)


def _decided_before(reading: Reading, number: int) -> list[Decision]:
    """The decisions on the numbers of a sentence, so far, and of the one before it."""
    around = [other for part in reading.parts[max(0, number - 1) : number + 1] for other in part.places]
    return [reading.decided[other][0] for other in around if other in reading.decided]


def _told_already(decided: Sequence[Decision]) -> frozenset[tuple[str, int | None]]:
    """The figures, with their years, whose values some numbers gave rightly."""
    return frozenset(
        (one.figure.id, one.year)
        for one in decided
        if one.figure is not None and one.verdict == Verdict.CONFIRMED and not one.derived
    )


def _hung_already(decided: Sequence[Decision]) -> frozenset[str]:
    """The figures whose values some numbers hung on another."""
    return frozenset(one.nearest[0].id for one in decided if one.nearest and one.verdict == Verdict.CONTRADICTED)


def _earlier(reading: Reading, period: Period) -> tuple[int, ...]:
    """The years before the one told of, of which the first of «from 260 to 208» may be, the latest first."""
    main = period.years or reading.frame.main
    return tuple(year for year in reading.register.years if main and year < max(main))


def _negated(sentence: Sentence, place: int) -> bool:
    """Whether a number is denied: «not 45»; "no fewer than" denies nothing."""
    denied = sentence.between(max(0, place - 3), place, "negated")
    return any(not sentence.between(cue.last, place, "fall", "rise") for cue in denied)


def _as_percent(quantity: Quantity, sentence: Sentence, place: int) -> Quantity:
    """A fraction by which something fell or rose, in per cent: «fell by half»."""
    if quantity.kind != "fraction" or quantity.value > 1:
        return quantity
    near = sentence.between(max(0, place - 4), place + 3, "fall", "rise")
    return replace(quantity, value=quantity.value * 100, unit="%") if near else quantity


def _qualified(quantity: Quantity, sentence: Sentence, place: int) -> Quantity:
    """The quantity as a verb further off qualifies it: «the number of its followers exceeds a million»."""
    near = sentence.between(max(0, place - 5), place, "exceed") if quantity.qualifier in ("exact", "at least") else []
    apart = [item for item in sentence.items[near[-1].last + 1 : place] if not isinstance(item, Word)] if near else []
    if not near or apart:
        return quantity
    before = sentence.items[near[-1].first - 1] if near[-1].first else None
    denied = isinstance(before, Word) and before.folded in _NOT
    return replace(quantity, qualifier=Qualifier.AT_MOST if denied else Qualifier.AT_LEAST)


def _not_ours(asked: Asked) -> Asked:
    return replace(asked, candidates=(), limited="other body")


def _behind(sentence: Sentence, place: int, quantity: Quantity) -> int:
    """The first item behind a number and its unit."""
    for following in range(place + 1, len(sentence.items)):
        if sentence.items[following].start >= quantity.noun_start or quantity.kind == "dual":
            return following
    return len(sentence.items)


def _direction(reading: Reading, sentence: Sentence, place: int, quantity: Quantity, before: Sequence[Sentence]) -> int:
    if quantity.unit not in ("%", "points"):
        return 0
    if quantity.value < 0:
        return -1
    if "+" in reading.text[max(0, quantity.start - 1) : quantity.start + 1]:
        return 1
    return direction_of(sentence, place, reading.claims, before)


def _years_near(reading: Reading, sentence: Sentence, before: Sequence[Sentence]) -> tuple[int, ...]:
    """The years that the sentence and the one before name, which a change may be set against."""
    found = [
        year
        for part in (sentence, *before[-1:])
        for index in part.places
        for year in years_of(reading.quantities[index])
    ]
    return tuple(dict.fromkeys(found))


def _limited(reading: Reading, number: int, place: int, near: Nearness, found: Sequence[Candidate]) -> str:
    """Why a number may not be of the whole country and year, empty where nothing says so."""
    if not found:
        return ""
    sentence = reading.parts[number]
    named = reading.lexicon.naming.get(found[0].entry.id, frozenset())
    if scoped(reading.scopes[number], named):
        return "place"
    if limited_to(sentence, near.first, near.last, named):
        return "place"
    for cue in sentence.between(near.first, near.last, "subset", "other_act"):
        item = sentence.items[cue.first]
        if isinstance(item, Word) and item.keys.isdisjoint(named):
            return "group"
    if sentence.between(near.first, near.last, "future") and _ahead(reading, sentence):
        return "plan"
    return limited_before(reading, number, named)


def _ahead(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence looks at a year to come."""
    if sentence.has("next_year"):
        return True
    years = [year for index in sentence.places for year in years_of(reading.quantities[index])]
    return any(year > main for year in years for main in reading.frame.main)


def _claim(reading: Reading, index: int, language: str) -> Claim:
    quantity = reading.quantities[index]
    decision, _period = reading.decided[index]
    nearest = decision.nearest
    return Claim(
        text=quantity.text,
        start=quantity.start,
        end=quantity.end,
        value=decision.value,
        unit=_unit(reading, quantity, decision),
        figure=decision.figure,
        year=decision.year,
        verdict=decision.verdict,
        reason_code=decision.reason,
        quantity=quantity,
        official=decision.official,
        printed=decision.printed,
        details=decision.details,
        nearest=nearest[1] if nearest else None,
        nearest_figure=nearest[0] if nearest else None,
        direction=-1 if decision.value < 0 else 1 if decision.derived and decision.value > 0 else 0,
        language=language,
    )


def _unit(reading: Reading, quantity: Quantity, decision: Decision) -> str:
    if quantity.unit == "%" or decision.figure is None:
        return quantity.unit
    return decision.figure.unit.english
