"""Which figure of the register a number tells of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hasila.institution.figures.register import Entry, Register
from hasila.modules.communication.checker.context import Nearness
from hasila.modules.communication.checker.lexicon import Lexicon, Pattern
from hasila.modules.communication.checker.periods import Period
from hasila.plain.quantities import Quantity

SHORT, LONG = 0.9, 1.04
"""A name of one word is worth less than one of three."""
LEAST = 0.3
EXCLUDED, MISSING, ELSEWHERE = 0.35, 0.3, 0.6
TARGET_NAMED = 0.75
CLOSE, HALF_EXCLUDED = 0.62, 0.85
ABOUT, SAME_PASSAGE = 0.3, 0.36
"""From where on a passage is about something."""
OTHER_HEAD, UNKNOWN_HEAD, OWN_HEAD = 0.6, 0.9, 1.06
CHANGE_FIRST = 0.08
TELLING_DIGITS, MOST_TOLD, NAMED_BY_VALUE = 3, 10**12, 0.55
"""Digits of a number, noughts at its end apart, that names a figure by itself."""
OF_WHOLE, NAMED_BESIDE = 0.15, 0.5
"""How far a total and its parts are put from one another."""
COVERED, MOST_COVERED = 0.015, 8
WEAK = 0.7
"""What a name that other things share is worth: enough to confirm, not to contradict."""
MASSES = frozenset({"kg", "g", "t", "q"})
MONEY = frozenset({"MAD", "EUR", "USD"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a number may tell of.

    Attributes:
        score: how well it is named, 1 for fully and right beside. head: whether the word behind the number is
            explained by it. counted: whether that word names its unit. headed: whether it is of its name. excluded:
            whether a word stands near that speaks against it.
    """

    entry: Entry
    score: float
    head: bool
    excluded: bool
    local: float
    counted: bool = False
    headed: bool = False


def candidates(near: Nearness, unit: str, register: Register, lexicon: Lexicon) -> list[Candidate]:
    """The figures that the words near a number name, the best first."""
    best: dict[str, tuple[float, Pattern]] = {}
    for pattern in _patterns(near, lexicon):
        score = _score(pattern, near, lexicon)
        if score > best.get(pattern.figure, (0.0, pattern))[0]:
            best[pattern.figure] = (score, pattern)
    found = []
    for figure, (score, pattern) in best.items():
        entry = register.entries[lexicon.twins.get(figure, figure) if unit == "%" else figure]
        if entry.id != figure and entry.id in best and best[entry.id][0] >= score:
            continue
        if score >= LEAST and comparable(unit, entry):
            found.append(_judged(entry, score**0.6 if unit in MONEY else score, pattern, near, lexicon, unit))
    told = sorted((one for one in found if one.score >= LEAST * 0.5), key=lambda one: -one.score)
    return list({one.entry.id: one for one in reversed(told)}.values())[::-1]


def _patterns(near: Nearness, lexicon: Lexicon) -> Iterable[Pattern]:
    seen = set()
    for key, weight in near.keys.items():
        if weight >= 0.4:
            for pattern in lexicon.by_key.get(key, ()):
                if id(pattern) not in seen and all(other in near.keys for other in pattern.keys):
                    seen.add(id(pattern))
                    yield pattern


def _score(pattern: Pattern, near: Nearness, lexicon: Lexicon) -> float:
    weights = [lexicon.weights.get(key, 1.0) for key in pattern.keys]
    nearest = max(near.keys[key] for key in pattern.keys)
    if nearest < 0.5:
        nearest *= 0.8
    mean = sum(weight * near.keys[key] for weight, key in zip(weights, pattern.keys, strict=True)) / sum(weights)
    length = SHORT if len(pattern.keys) == 1 else LONG if len(pattern.keys) > 2 else 1.0
    return (0.8 * mean + 0.2 * nearest) * length * (WEAK if pattern.weak else 1.0)


def comparable(unit: str, entry: Entry) -> bool:
    """Whether a number in this unit can tell of the figure at all, itself or as a change of it."""
    own = entry.unit.english
    if unit == "%":
        return entry.kind in ("change", "share", "count")
    if entry.kind in ("change", "share"):
        return False
    if unit in MONEY:
        return entry.kind == "amount"
    if unit in MASSES:
        return own in MASSES
    if unit == "times":
        return own == "views"
    if unit:
        return own == unit
    return entry.kind != "amount" and entry.kind != "period"


def _judged(entry: Entry, score: float, pattern: Pattern, near: Nearness, lexicon: Lexicon, unit: str) -> Candidate:
    needed = lexicon.needed.get(entry.id, ())
    must = max((min(near.keys.get(key, 0.0) for key in one.keys) for one in needed), default=1.0)
    factor = 1.0 if must >= 0.6 else 0.92 if must >= 0.42 else 0.8 if must >= 0.3 else MISSING
    if must < TARGET_NAMED and not any(one.period[:1].isdigit() for one in entry.values):
        factor *= ELSEWHERE  # what is only aimed at
    excluded = any(all(key in near.own for key in one.keys) for one in lexicon.excluding.get(entry.id, ()))
    if excluded:
        factor *= EXCLUDED
    elif any(min(near.keys.get(key, 0.0) for key in one.keys) >= CLOSE for one in lexicon.excluding.get(entry.id, ())):
        factor *= HALF_EXCLUDED
    about = max(
        (min(near.keys.get(key, 0.0) for key in one.keys) for one in lexicon.elsewhere.get(entry.id, ())), default=0.0
    )
    if about >= SAME_PASSAGE or (about >= ABOUT and (not needed or must < SAME_PASSAGE)):
        factor *= ELSEWHERE
    head, counted = True, False
    local = min(near.keys[key] for key in pattern.keys)
    if near.heads and unit not in ("%", *MONEY):
        first = near.heads[0].keys
        if first & units_of(entry, lexicon):
            factor *= OWN_HEAD
            counted = True
        elif not first.isdisjoint(lexicon.heads) or not first & _named_by(entry.id, lexicon):
            head = first.isdisjoint(lexicon.heads) and (near.part or (not near.of and _told_ahead(pattern, near)))
            factor *= OTHER_HEAD if not first.isdisjoint(lexicon.heads) else UNKNOWN_HEAD
    if entry.unit.english == "years" and near.heads and not counted:
        factor *= ELSEWHERE  # how long something lasts is said in years
    factor += _covered(entry.id, near, lexicon)
    headed = bool(near.heads) and unit == "" and not near.heads[0].keys.isdisjoint(_named_by(entry.id, lexicon))
    return Candidate(entry, score * factor, head, excluded, local, counted, headed)


def _told_ahead(pattern: Pattern, near: Nearness) -> bool:
    """Whether most of a name follows a number whose own word is unknown: «22 ont révélé une infraction»."""
    ahead = sum(key in near.ahead for key in pattern.keys)
    return ahead * 2 > len(pattern.keys) or ahead > 1


def units_of(entry: Entry, lexicon: Lexicon) -> frozenset[str]:
    """The keys of the words that name what a figure counts: of its unit, and further ones of its own."""
    none: frozenset[str] = frozenset()
    return lexicon.units.get(entry.unit.english, none) | lexicon.units.get(entry.id, none)


def _covered(figure: str, near: Nearness, lexicon: Lexicon) -> float:
    """A little more for the figure whose names hold more of the words that stand beside the number."""
    shared = len(near.own & _named_by(figure, lexicon))
    return min(shared, MOST_COVERED) * COVERED


def _named_by(figure: str, lexicon: Lexicon) -> frozenset[str]:
    return lexicon.naming.get(figure, frozenset())


def of_same_kind(found: list[Candidate], unit: str) -> list[Candidate]:
    """For a percentage the changes and shares before the counts that it may be a change of."""
    if unit != "%":
        return found
    return sorted(found, key=lambda one: -one.score - (one.entry.kind != "count") * CHANGE_FIRST)


def of_whole(found: list[Candidate], near: Nearness, register: Register, lexicon: Lexicon) -> list[Candidate]:
    """A part before its total where its own name stands beside the number; the total where those of all parts do."""
    by_id = {one.entry.id: one for one in found}
    for identity in register.identities:
        if identity.parts is None:
            continue
        total, *parts = (register.ids.get(one, one) for one in (identity.parts[0], *identity.parts[1]))
        whole = by_id.get(total)
        if whole is None:
            continue
        beside = [one for one in parts if _needed_beside(one, near, lexicon)]
        named = [by_id[one] for one in beside if one in by_id]
        if len(beside) == len(parts):
            best = max((one.score for one in named), default=whole.score)
            unlimited = whole.score / EXCLUDED if whole.excluded else whole.score
            by_id[total] = replace(whole, score=max(unlimited, best + OF_WHOLE), excluded=False)
        elif len(named) == 1 and not named[0].excluded and named[0].score >= whole.score - OF_WHOLE:
            by_id[total] = replace(whole, score=min(whole.score, named[0].score - OF_WHOLE))
    return sorted(by_id.values(), key=lambda one: -one.score)


def _needed_beside(figure: str, near: Nearness, lexicon: Lexicon) -> bool:
    """Whether a word that a figure needs stands in the number's own part of the sentence, or in its clause."""
    return any(
        all(near.keys.get(key, 0.0) >= NAMED_BESIDE for key in one.keys) for one in lexicon.needed.get(figure, ())
    )


def by_value(
    quantity: Quantity, near: Nearness, period: Period, register: Register, lexicon: Lexicon
) -> list[Candidate]:
    """The one figure whose official value is just this number, of many digits, where a word of its names stands near.

    It confirms only: a figure that no words name well can't be contradicted.
    """
    digits = str(abs(quantity.value.to_integral_value())).rstrip("0")
    if quantity.unit or len(digits) < TELLING_DIGITS or quantity.value > MOST_TOLD:
        return []
    found = []
    for entry in register.entries.values():
        printed = [one for one in entry.values if one.number == quantity.value and one.year in period.years]
        own = units_of(entry, lexicon)
        named = _named_by(entry.id, lexicon)
        beside = any(key in near.own for key in named - lexicon.common)
        head = (
            not near.heads or near.heads[0].keys.isdisjoint(lexicon.heads) or bool(near.heads[0].keys & (own | named))
        )
        around = any(near.keys.get(key, 0.0) >= ABOUT for key in own | named)
        long = len(digits) > TELLING_DIGITS + 1
        if printed and head and (beside or (long and around)):
            found.append(Candidate(entry, NAMED_BY_VALUE, True, False, 0.0))
    return found if len(found) == 1 else []


def with_value(found: list[Candidate], told: list[Candidate]) -> list[Candidate]:
    """The candidates with one that its value names; close behind the best, so that it confirms where that doesn't."""
    if not told or any(one.entry.id == told[0].entry.id and one.score > NAMED_BY_VALUE for one in found):
        return found
    best = max((one.score for one in found), default=0.0)
    mine = replace(told[0], score=max(NAMED_BY_VALUE, best - 0.05), local=1.0)
    return sorted([*found, mine], key=lambda one: -one.score)
