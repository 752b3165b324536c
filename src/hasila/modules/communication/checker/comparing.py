"""A printed number against the official one: the same, rounded, true as far as it goes, near, or another."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from hasila.plain.quantities import Qualifier, Quantity


class Match(StrEnum):
    """How a number stands to the official one. `NEAR` is neither right nor surely wrong."""

    SAME = "same"
    ROUNDED = "rounded"
    BOUND = "bound"
    NEAR = "near"
    OTHER = "other"

    @property
    def good(self) -> bool:
        """Whether the number is right."""
        return self in (Match.SAME, Match.ROUNDED, Match.BOUND)


ROUND_PLAIN, ROUND_WORDS, ROUND_ABOUT = Decimal("0.01"), Decimal("0.05"), Decimal("0.08")
"""How far a rounded number may lie from the exact one: in digits alone, with a word of scale, with "about"."""
ABOUT, FAR = Decimal("0.02"), Decimal("0.10")
TRUE_BUT_FAR, A_HAIR = Decimal("0.8"), Decimal("0.005")
DECIMAL_HAIR = 3
"""Steps of the last decimal printed within which a percentage is near."""
OPEN_ENDED = Decimal("1.25")
ROUNDABLE = 1000


def step_of(value: Decimal) -> Decimal:
    """The place of the last digit that was printed other than nought: 100,000 for 4.7 million."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def compare(quantity: Quantity, value: Decimal, official: Decimal, qualifier: str = "exact") -> Match:
    """How a number of a text, with its sign, stands to an official one with its own qualifier."""
    if value == official and quantity.high is None:
        return Match.SAME
    if quantity.qualifier is Qualifier.RANGE or quantity.high is not None:
        return _range(value, quantity.high if quantity.high is not None else value, official)
    if quantity.unit in ("%", "points"):
        return _percent(quantity, value, official)
    if (value < 0) != (official < 0):
        return Match.OTHER
    if qualifier == "at least":
        return _at_least(quantity, value, official)
    if qualifier == "ceiling":
        exact_below = quantity.qualifier is Qualifier.EXACT and value < official
        return Match.NEAR if exact_below else Match.OTHER
    return _amount(quantity, abs(value), abs(official))


def _range(low: Decimal, high: Decimal, official: Decimal) -> Match:
    if not min(low, high) <= official <= max(low, high):
        return Match.OTHER
    return Match.BOUND if abs(high - low) <= abs(official) * Decimal("0.3") else Match.NEAR


def _percent(quantity: Quantity, value: Decimal, official: Decimal) -> Match:
    """Per cent are printed whole, or rounded from two counts; "about" allows one."""
    gap = abs(value - official)
    if official != official.to_integral_value() and gap <= step_of(value) / 2:
        return Match.ROUNDED
    if (value < 0) != (official < 0):
        return Match.OTHER
    larger, smaller = abs(value) >= abs(official), abs(value) <= abs(official)
    if quantity.qualifier is Qualifier.ABOUT and gap <= max(Decimal(1), abs(official) * ABOUT):
        return Match.ROUNDED
    if quantity.qualifier is Qualifier.AT_LEAST and smaller:
        return Match.BOUND if abs(value) >= abs(official) * TRUE_BUT_FAR else Match.NEAR
    if quantity.qualifier is Qualifier.AT_MOST and larger:
        return Match.BOUND if abs(value) <= abs(official) * OPEN_ENDED else Match.NEAR
    hair = 1 if value == value.to_integral_value() else step_of(value) * DECIMAL_HAIR
    near = gap < hair or (quantity.qualifier is Qualifier.ABOUT and gap <= max(Decimal(2), abs(official) * FAR))
    return Match.NEAR if near else Match.OTHER


def _at_least(quantity: Quantity, value: Decimal, official: Decimal) -> Match:
    """Against an official "more than"."""
    if value <= official:
        if quantity.qualifier is Qualifier.AT_LEAST:
            return Match.BOUND if value >= official * TRUE_BUT_FAR else Match.NEAR
        loose = quantity.qualifier is Qualifier.ABOUT
        return Match.BOUND if loose and value >= official * TRUE_BUT_FAR else Match.OTHER
    return Match.NEAR if value <= official * OPEN_ENDED else Match.OTHER


def _amount(quantity: Quantity, value: Decimal, official: Decimal) -> Match:
    gap = abs(value - official)
    bound = quantity.qualifier in (Qualifier.AT_LEAST, Qualifier.AT_MOST)
    if official and not bound and _rounds(quantity, value, official, gap):
        return Match.ROUNDED
    if quantity.qualifier is Qualifier.AT_LEAST:
        return _bound(value <= official, value >= official * TRUE_BUT_FAR, gap, official)
    if quantity.qualifier is Qualifier.AT_MOST:
        return _bound(value >= official, value <= official * OPEN_ENDED, gap, official)
    if quantity.qualifier is Qualifier.ABOUT and _digits(value) < 4:
        return Match.ROUNDED if gap <= official * ABOUT else Match.NEAR if gap <= official * FAR else Match.OTHER
    return Match.NEAR if _cut_off(value, official, gap) else Match.OTHER


def _bound(holds: bool, close: bool, gap: Decimal, official: Decimal) -> Match:
    if holds:
        return Match.BOUND if close else Match.NEAR
    return Match.NEAR if gap <= official * A_HAIR else Match.OTHER


def _rounds(quantity: Quantity, value: Decimal, official: Decimal, gap: Decimal) -> bool:
    """Whether the official number, rounded to the places that were printed, is the one printed."""
    step = step_of(value)
    if gap > step / 2 or step <= 1:
        return False
    if quantity.qualifier is not Qualifier.EXACT:
        return gap <= official * ROUND_ABOUT
    if official < ROUNDABLE or _digits(value) < 2:
        return False
    scaled = any(letter.isalpha() for letter in quantity.text)
    return gap <= official * (ROUND_WORDS if scaled else ROUND_PLAIN)


def _cut_off(value: Decimal, official: Decimal, gap: Decimal) -> bool:
    """Whether a round number may be the official one with its end cut off, or rounded too far."""
    step = step_of(value)
    return step >= 100 and official >= ROUNDABLE and gap < step and gap <= official * Decimal("0.04")


def slip(printed: Decimal, official: Decimal) -> str:
    """What may have happened to the digits: lost, doubled, swapped; empty where nothing shows."""
    one, other = f"{int(abs(printed))}", f"{int(abs(official))}"
    if len(one) == len(other) and sorted(one) == sorted(other):
        return "swapped"
    if len(one) < len(other) and _inside(one, other):
        return "lost"
    if len(one) > len(other) and _inside(other, one):
        return "added"
    return ""


def _inside(short: str, long: str) -> bool:
    letters = iter(long)
    return len(long) - len(short) <= 2 and all(letter in letters for letter in short)
