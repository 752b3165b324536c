"""Of which year a number tells: the one beside it, else that of its sentence, its paragraph or the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date

from hasila.modules.communication.checker.attached import against, dates_event, since
from hasila.modules.communication.checker.sentences import Number, Sentence
from hasila.modules.communication.checker.words import Mark, Word
from hasila.plain.quantities import Quantity

_TAGGED = re.compile(r"[#@_][^\W\d]*((?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DIGITS = re.compile(r"\d+")
_UNTIL = frozenset(
    {
        "by",
        "until",
        "till",
        "through",
        "end",
        "of",
        "mid",
        "since",
        "fin",
        "au",
        "jusqu",
        "mi",
        "depuis",
        "a",
        "متم",
        "نهايه",
        "غايه",
        "حتي",
        "منذ",
        "الي",
    }
)
EARLY = 2
"""Until this month a text may call the year before "this year"."""


@dataclass(frozen=True, slots=True)
class Period:
    """The years that a number may tell of, the likeliest first.

    Attributes:
        said: whether the year stands in the number's own sentence. part: whether a part of the year is meant.
        compared: a year that it is set against. spread: over several years, or since one.
    """

    years: tuple[int, ...]
    said: bool = False
    part: bool = False
    compared: int | None = None
    spread: bool = False
    target: bool = False

    @property
    def sure(self) -> bool:
        """Whether only one year can be meant."""
        return len(self.years) == 1 and not self.part and not self.spread


@dataclass(frozen=True, slots=True)
class Frame:
    """What the whole text says of its time: the year that it is about, the day it was written."""

    main: tuple[int, ...]
    day: Date | None


@dataclass(frozen=True, slots=True)
class _Said:
    """A year that stands in a sentence, with the items that it takes up. `relative`: it is called the last one."""

    first: int
    last: int
    years: tuple[int, ...]
    relative: bool = False


def frame_of(
    text: str,
    parts: Sequence[Sentence],
    quantities: Sequence[Quantity],
    day: Date | None,
    year: int | None,
    known: Sequence[int],
) -> Frame:
    """The frame of a text: the year given, else the one of its title, else the most named, else that of its day."""
    if year is not None:
        return Frame((year,), day)
    named: Counter[int] = Counter()
    for number, sentence in enumerate(parts):
        heavy = 3 if number == 0 else 2 if number < 4 else 1
        for index, place in sentence.places.items():
            if not (
                sentence.between(max(0, place - 7), place, "compare", "same_period")
                or dates_event(sentence, place, "event")
                or against(sentence, place)
            ):
                dated = quantities[index].kind == "date" or _ends_date(sentence, place, quantities)
                weight = 0 if since(sentence, place) or dates_event(sentence, place, "edition") else heavy
                for one in years_of(quantities[index]):
                    if day is None or one <= day.year:
                        named[one] += 0 if dated and day is not None else 1 if dated else weight
        for one in _TAGGED.findall(text[sentence.start : sentence.end]):
            named[int(one)] += heavy
    if day is not None and not any(one in named for one in (day.year, day.year - 1)):
        early = day.month <= EARLY
        if early and day.year - 1 in known and day.year not in known:
            return Frame((day.year - 1,), day)  # in January only the year before has figures
        return Frame((day.year - 1, day.year) if early else (day.year,), day)
    likely = list(named) if day is not None else [one for one in named if one in known] or list(named)
    if not likely:
        return Frame((), day)
    best = max(likely, key=lambda one: (named[one], one))
    return Frame((best,), day)


def _ends_date(sentence: Sentence, place: int, quantities: Sequence[Quantity]) -> bool:
    """Whether a year closes a date, such as the day on which a text was written."""
    before = sentence.items[max(0, place - 2) : place]
    return any(isinstance(item, Number) and quantities[item.index].kind == "date" for item in before)


def years_of(quantity: Quantity) -> list[int]:
    """The years that a year or a date names."""
    if quantity.kind not in ("year", "date"):
        return []
    if quantity.kind == "year" and len(quantity.text) < 4:
        return []
    return [int(one) for one in _YEAR.findall(quantity.text)] or (
        [int(quantity.value)] if quantity.kind == "year" and 1950 <= quantity.value <= 2099 else []
    )


def period_of(
    sentence: Sentence,
    place: int,
    quantities: Sequence[Quantity],
    claims: frozenset[int],
    frame: Frame,
    before: Sequence[Sentence],
    *,
    percent: bool = False,
) -> Period:
    """The period of the number at an item of a sentence."""
    every = [one for one in _years_in(sentence, quantities, frame) if not _idle(sentence, one, place)]
    said = [one for one in every if not _of_event(sentence, one, frame)]
    part = _is_part(sentence, place, quantities, claims) or _in_a_month(sentence, place, quantities, claims)
    spread = _is_spread(sentence, place, claims, said)
    after = _first_after(said, sentence, place, claims)
    compared = None
    own = _last_before(said, sentence, place, claims)
    if (
        after is not None
        and own is not None
        and (_gap(sentence, own.last, place, claims) < _gap(sentence, place, after.first, claims))
    ):
        after = None
    if after is not None:
        if _set_against(sentence, place, after) or (percent and after.relative):
            compared = after.years[0]
        else:
            return Period(after.years, True, part, None, spread)
    if own is not None and percent and own.relative and sentence.between(0, own.first, "compare"):
        compared, own = own.years[0], None  # «Compared with last year, sanctions fell by 5%»
    if own is not None:
        return Period(own.years, True, part, compared, spread)
    if compared is not None:
        later = tuple(year for year in frame.main if year > compared)
        return Period(later or (compared + 1,), True, part, compared, spread)
    carried = _carried(before, quantities, claims, frame, sentence.paragraph)
    earlier = tuple(year for one in every if one not in said for year in one.years if not _ahead(year, frame))
    return Period(tuple(dict.fromkeys([*carried, *earlier])) if carried else (), False, part, None, spread)


def years_named(sentence: Sentence, quantities: Sequence[Quantity], frame: Frame) -> tuple[int, ...]:
    """The years that a sentence names, but for those of events and those since when something goes on."""
    said = _years_in(sentence, quantities, frame)
    own = [one for one in said if not _of_event(sentence, one, frame) and not _of_whom(sentence, one)]
    return tuple(dict.fromkeys(year for one in own for year in one.years))


def _of_event(sentence: Sentence, year: _Said, frame: Frame) -> bool:
    """Whether a year is that of a budget, a cup or a law; an edition's only where it is still to come."""
    if year.relative or year.first not in sentence.places.values():
        return False
    to_come = all(_ahead(one, frame) for one in year.years)
    return dates_event(sentence, year.first, *(("event", "edition") if to_come else ("event",)))


def _ahead(year: int, frame: Frame) -> bool:
    """Whether a year comes after the one that the text is about."""
    return bool(frame.main) and year > max(frame.main)


def _of_whom(sentence: Sentence, year: _Said) -> bool:
    """Whether a year only says since when, as in «in office since 2019»."""
    return any(year.first - cue.last <= 2 for cue in sentence.between(0, year.first - 1, "since"))


def _idle(sentence: Sentence, year: _Said, place: int) -> bool:
    """Whether a year says since when somebody is where he is, and nothing of a number: «in office since 2019, …»."""
    since = [cue for cue in sentence.between(0, year.first - 1, "since") if year.first - cue.last <= 2]
    if not since or year.first > place or since[-1].first <= 1:
        return False
    return any(isinstance(item, Mark) and item.text in ",،:" for item in sentence.items[year.last + 1 : place])


def _years_in(sentence: Sentence, quantities: Sequence[Quantity], frame: Frame) -> list[_Said]:
    found = [
        _Said(place, place, tuple(years_of(quantities[index])[:1]))
        for index, place in sentence.places.items()
        if len(years_of(quantities[index])) == 1
    ]
    for cue in sentence.cues:
        years = _relative(cue.name, sentence, cue.first, frame)
        if years:
            found.append(_Said(cue.first, cue.last, years, cue.name in ("last_year", "year_before")))
    return sorted(found, key=lambda one: one.first)


def _relative(name: str, sentence: Sentence, place: int, frame: Frame) -> tuple[int, ...]:
    """What "this year" and "last year" mean: by the day of the text and by the year that it is about."""
    step = {"this_year": 0, "last_year": -1, "year_before": -1, "next_year": 1}.get(name)
    if step is None:
        return ()
    bases = list(frame.main)
    if frame.day is not None and frame.day.year not in bases:
        late = name == "last_year" and not sentence.between(0, place, "compare", "same_period")
        bases = [frame.day.year, *bases] if late else bases or [frame.day.year]
    return tuple(dict.fromkeys(base + step for base in bases))


def _between(sentence: Sentence, first: int, last: int, claims: frozenset[int]) -> bool:
    """Whether another claim stands between two items."""
    return any(isinstance(item, Number) and item.index in claims for item in sentence.items[first + 1 : last])


def _first_after(said: list[_Said], sentence: Sentence, place: int, claims: frozenset[int]) -> _Said | None:
    for one in said:
        if one.first > place and one.years:
            stops = [
                item for item in sentence.items[place + 1 : one.first] if isinstance(item, Mark) and item.text in ";؛"
            ]
            apart = (
                stops or _between(sentence, place, one.first, claims) or _heads_another(sentence, place, one, claims)
            )
            return None if apart else one
    return None


def _last_before(said: list[_Said], sentence: Sentence, place: int, claims: frozenset[int]) -> _Said | None:
    """The year that goes before: beside the number, else the one that opens the sentence, for all that follows."""
    earlier = [one for one in said if one.last < place]
    for one in reversed(earlier):
        if not _between(sentence, one.last, place, claims):
            if (
                not _heads_it(sentence, one, place)
                and _follows_claim(sentence, one, claims)
                and (one is not earlier[0] or _closed(sentence, one, place))
            ):
                continue
            return one
    opening = [
        one
        for one in earlier
        if not any(isinstance(item, Number) and item.index in claims for item in sentence.items[: one.first])
    ]
    return opening[-1] if opening else None


def _heads_it(sentence: Sentence, one: _Said, place: int) -> bool:
    """Whether a year opens a part of the sentence and the number follows directly: «340 in 2017, in 2018 288»."""
    before = sentence.items[max(0, one.first - 2) : one.first]
    opens = any(isinstance(item, Mark) and item.text in ",،;؛" for item in before)
    return opens and not one.relative and place - one.last == 1


def _closed(sentence: Sentence, one: _Said, place: int) -> bool:
    """Whether "the year before" is cut off from a number by a mark: «up from 127 the year before: 230 in full»."""
    inside = sentence.items[one.last + 1 : place]
    heads = one.first > 0 and isinstance(sentence.items[one.first - 1], Mark)
    return one.relative and not heads and any(isinstance(item, Mark) and item.text in ",،:;؛.—–" for item in inside)


def _follows_claim(sentence: Sentence, one: _Said, claims: frozenset[int]) -> bool:
    """Whether a year belongs to a number before it: «340 in 2017 and 288…»."""
    for item in reversed(sentence.items[max(0, one.first - 6) : one.first]):
        if isinstance(item, Mark) and item.text in ".:;؛":
            return False
        if isinstance(item, Number) and item.index in claims:
            return True
    return False


def _gap(sentence: Sentence, first: int, last: int, claims: frozenset[int]) -> int:
    """How far apart two items are; a comma counts for several words, another claim for more."""
    inside = sentence.items[first + 1 : last]
    other = sum(isinstance(item, Number) and item.index in claims for item in inside)
    turn = bool(sentence.between(first + 1, last, "compare"))
    return (
        len(inside) + 12 * (other + turn) + 6 * sum(isinstance(item, Mark) and item.text in ",،:(" for item in inside)
    )


def _heads_another(sentence: Sentence, place: int, year: _Said, claims: frozenset[int]) -> bool:
    """Whether a year behind a number heads the next one: «40 (2017: 340)»."""
    following = sentence.items[year.last + 1 : year.last + 3]
    if year.relative and not isinstance(sentence.items[year.first - 1], Mark):
        return False
    return (
        len(following) == 2
        and isinstance(following[0], Mark)
        and following[0].text in ":="
        and isinstance(following[1], Number)
        and following[1].index in claims
    )


def _set_against(sentence: Sentence, place: int, year: _Said) -> bool:
    """Whether a year behind a number is what it is compared with: «50% fewer than in 2023»."""
    return bool(sentence.between(place + 1, year.first, "compare")) or against(sentence, year.first)


def _carried(
    before: Sequence[Sentence], quantities: Sequence[Quantity], claims: frozenset[int], frame: Frame, paragraph: int
) -> tuple[int, ...]:
    """The year of the text; beside it the one that the paragraph named last, where that is another."""
    for sentence in reversed(before[-4:]):
        if sentence.paragraph != paragraph:
            break
        said = [
            one
            for one in _years_in(sentence, quantities, frame)
            if not _of_whom(sentence, one) and not _of_event(sentence, one, frame)
        ]
        opening = _opening(sentence, said, claims) if any(index in claims for index in sentence.places) else ()
        if opening and not (frame.main and opening[0] > max(frame.main)):
            return tuple(dict.fromkeys([*frame.main, *opening]))
    return frame.main


def _opening(sentence: Sentence, said: list[_Said], claims: frozenset[int]) -> tuple[int, ...]:
    """The year that opens a sentence, before its first number."""
    first = min((place for index, place in sentence.places.items() if index in claims), default=len(sentence.items))
    before = [one for one in said if one.last < first and not sentence.between(0, one.first, "compare", "same_period")]
    return before[-1].years[:1] if before else ()


def of_date(sentence: Sentence, place: int, quantities: Sequence[Quantity]) -> bool:
    """Whether a word is the month of a day."""
    around = sentence.items[max(0, place - 1) : place + 2]
    return any(isinstance(item, Number) and quantities[item.index].kind == "date" for item in around)


def _is_part(sentence: Sentence, place: int, quantities: Sequence[Quantity], claims: frozenset[int]) -> bool:
    """Whether a part of a year is meant, such as a month or a quarter."""
    for cue in sentence.cues:
        if cue.name == "part_year" and not _between(sentence, min(place, cue.first), max(place, cue.last), claims):
            covered = any(
                other.name in ("whole_year", "same_period") and other.first <= cue.last and cue.first <= other.last + 2
                for other in sentence.cues
            )
            if not covered and not of_date(sentence, cue.first, quantities):
                return abs(cue.first - place) <= 8 or cue.first < place
        if cue.name == "per" and abs(cue.first - place) < 6 and not _lasts(sentence, cue.first):
            return True
    return False


def _lasts(sentence: Sentence, place: int) -> bool:
    """Whether a day is how long something lasts: "for a day"."""
    before = sentence.items[place - 1] if place else None
    return isinstance(before, Word) and before.folded in ("for", "pendant", "durant")


def _in_a_month(sentence: Sentence, place: int, quantities: Sequence[Quantity], claims: frozenset[int]) -> bool:
    """Whether a month stands beside a number, as "in November 2024", and not as an end, "by December 2024"."""
    for index, other in sentence.places.items():
        text = quantities[index].text
        if (
            quantities[index].kind == "date"
            and len(_DIGITS.findall(text)) == 1
            and len(years_of(quantities[index])) == 1
        ):
            before = sentence.items[other - 1] if other else None
            ends = isinstance(before, Word) and before.folded in _UNTIL
            if not ends and not _between(sentence, min(place, other), max(place, other), claims):
                return True
    return False


def _is_spread(sentence: Sentence, place: int, claims: frozenset[int], said: list[_Said]) -> bool:
    """Whether several years are told of together: since one, between two."""
    return any(
        cue.name == "since"
        and not _between(sentence, min(place, cue.first), max(place, cue.last), claims)
        and any(0 < one.first - cue.last <= 3 for one in said)
        for cue in sentence.cues
    )
