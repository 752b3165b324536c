"""Wrong numbers that betray what they were meant for: digits that slipped, and numbers that are another figure's.

A number of many digits that is a figure's own but for two digits swapped hardly is so by chance; nor is one that is
exactly the value of a neighbouring figure. So words that name a figure less well will do for these.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from hasila.institution.figures.register import Entry, Printed
from hasila.modules.communication.checker.comparing import slip
from hasila.modules.communication.checker.deriving import number_of
from hasila.modules.communication.checker.matching import Candidate
from hasila.plain.quantities import Qualifier

if TYPE_CHECKING:
    from hasila.modules.communication.checker.deciding import Asked

LEAST_SLIPPED, LEAST_SLIPPED_SHORT, LEAST_HUNG, LEAST_EXCHANGED = 0.42, 0.62, 0.62, 0.75
"""How well a figure must be named for a slip of many digits, of three, and for a number that is another figure's."""
MANY, CHANGED_FROM = 4, 5
"""Digits from which on a slip tells by itself, and one digit that was changed."""
BEHIND = 0.35
"""How far behind the best named a figure may be whose number slipped."""
LEAST_HUNG_NUMBER, LEAST_HUNG_ELSEWHERE = 10, 100


def slipped(asked: Asked, one: Candidate) -> bool:
    """Whether a number is that of a figure with its digits swapped, lost, added, or one of many changed."""
    official = number_of(one.entry.of(asked.period.years[0])) if asked.period.years else None
    value = asked.quantity.value
    if official is None or value == official or not _digits_tell(asked, one):
        return False
    printed, known = f"{int(abs(value))}", f"{int(abs(official))}"
    longest = max(len(printed), len(known))
    if max(len(printed.rstrip("0")), len(known.rstrip("0"))) < MANY - 1:
        return False
    kind = slip(value, official)
    changed = longest >= CHANGED_FROM and Levenshtein.distance(printed, known) == 1
    if not kind and not changed:
        return False
    if abs(len(printed) - len(known)) > 1 and longest < CHANGED_FROM:
        return False
    return one.score >= (LEAST_SLIPPED if longest >= MANY else LEAST_SLIPPED_SHORT)


def _digits_tell(asked: Asked, one: Candidate) -> bool:
    quantity = asked.quantity
    exact = quantity.qualifier is Qualifier.EXACT and quantity.high is None
    whole = quantity.value == quantity.value.to_integral_value() and not quantity.unit
    return exact and whole and not asked.step and one.entry.kind == "count"


def with_slipped(likely: list[Candidate], asked: Asked) -> list[Candidate]:
    """The candidates with the only one first whose number slipped, unless another is named beyond doubt."""
    best = likely[0]
    if slipped(asked, best):
        return likely
    found = [one for one in likely[1:] if one.score >= best.score - BEHIND and not one.excluded and slipped(asked, one)]
    if len(found) != 1 or (best.head and best.score >= 1 and best.local > found[0].local):
        return likely
    return [found[0], *(one for one in likely if one is not found[0])]


def exchanged(asked: Asked, official: Decimal | int) -> bool:
    """Whether the figure's own value is printed nearby: two numbers stand in each other's place."""
    size = abs(Decimal(official))
    return size in asked.beside and size != abs(asked.quantity.value)


def hung_wrong(
    asked: Asked,
    likely: Sequence[Candidate],
    year: int | None,
    nearest: tuple[Entry, Printed] | None,
    official: Decimal | int,
) -> bool:
    """Whether a number is just that of another figure of the same year, and what is counted is surely this one."""
    best = likely[0]
    if nearest is None or nearest[0].id == best.entry.id or nearest[1].year != year or not best.head:
        return False
    least = LEAST_HUNG_NUMBER if nearest[0].chapter == best.entry.chapter else LEAST_HUNG_ELSEWHERE
    if best.score < LEAST_HUNG or abs(asked.quantity.value) < Decimal(least):
        return False
    if exchanged(asked, official) and (best.entry.id, year) not in asked.told:
        return best.counted or best.entry.id in asked.hung or best.score >= LEAST_EXCHANGED
    if nearest[0].unit == best.entry.unit or not best.counted:
        return False
    told = [one for one in likely[1:] if one.entry.id == nearest[0].id]
    return not told or told[0].score < best.score - BEHIND or not told[0].counted
