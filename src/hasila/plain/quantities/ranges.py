"""Two numbers that are the ends of one: between 3 and 5, de 3 à 5, «من 3 إلى 5», 3-5. From-to of a change is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hasila.plain.quantities import units
from hasila.plain.quantities.calendar import one_of
from hasila.plain.quantities.lexicon import word_set, wordlist
from hasila.plain.quantities.model import EXACT, Kind, Numeral
from hasila.plain.quantities.numerals import numeral
from hasila.plain.quantities.scanning import DIGITS, GLUED, HYPHENS, NEW_LINE, QUOTES, WORD, Scan

_BETWEEN = word_set("بين entre between")
_AND = frozenset(("و", "et", "and"))
_OR = word_set("ou or أو")
_FROM = word_set("من de from d")
_TO = word_set("إلى à to حتى")
_CHANGES = tuple(
    wordlist(
        """
    انتقل تنتقل ينتقل ارتفع ترتفع تراجع انخفض هبط نزل صعد تقلص قفز زاد تطور ارتفاع انخفاض انتقال تقليص
    رفع خفض تقليص pass baiss recul chut grimp augment progress bondi tomb diminu évolu hauss rédui port
    ramen rose rise rising fell fall drop declin increas grew grow went jump climb decreas slid slip
    reduc rais cut down up
    """
    )
)
_LOOK_BACK = 14
_ANY, _WIDE, _CLOSE, _NEXT = Decimal(0), Decimal(20), Decimal(3), Decimal(2)
"""How many times the lower end the upper may be: between and hyphens, from-to, to alone, and «3 or 4»."""


def closed(scan: Scan, low: Numeral, index: int, floor: int) -> tuple[Numeral | None, Numeral]:
    """The upper end where a number begins a range, and the lower end in the same scale."""
    if low.kind is not Kind.CARDINAL:
        return None, low
    found = _connector(scan, units.percent(scan, low.stop) or low.stop, index, floor)
    high = numeral(scan, found[0]) if found else None
    if found is None or high is None or high.kind is not Kind.CARDINAL:
        return None, low
    if high.scale > 1 and low.scale == 1 and low.value < EXACT.divide(high.value, high.scale):
        low = replace(low, value=EXACT.multiply(low.value, high.scale), scale=high.scale)
    widest = found[1]
    near = low.value < high.value and (not widest or high.value <= EXACT.multiply(low.value, widest))
    if not near or (found[1] == _NEXT and high.value - low.value != low.scale):
        return None, low
    if widest and (_change(scan, index) or _precise(low, high) or _percent_twice(scan, low, high)):
        return None, low
    return high, low


def _precise(low: Numeral, high: Numeral) -> bool:
    """«from 1,151,571 to 1,246,391» is a change, though no verb says so; nobody estimates to the unit."""
    return high.value > 100 and (low.value % 10 != 0 or high.value % 10 != 0) and high.scale == 1


def _percent_twice(scan: Scan, low: Numeral, high: Numeral) -> bool:
    """«de 32 % à 60 %» is a change, «de 5 à 7 %» a range."""
    return units.percent(scan, low.stop) is not None and units.percent(scan, high.stop) is not None


def _connector(scan: Scan, stop: int, index: int, floor: int) -> tuple[int, Decimal] | None:
    """The token where the upper end would begin, and how many times the lower end it may be; 0 for no bound."""
    token, after = scan.tokens[stop], scan.tokens[stop + 1]
    if token.gap > NEW_LINE or after.gap > NEW_LINE:
        return None
    if token.text in HYPHENS:
        close = token.gap == GLUED == after.gap and after.kind == DIGITS == scan.tokens[index].kind
        return (stop + 1, _ANY) if close else None
    if token.kind != WORD:
        return None
    before = scan.tokens[index - 1] if index > floor else None
    if before is not None and before.text in QUOTES and index - 1 > floor:
        before = scan.tokens[index - 2]
    if before is not None and one_of(before, _BETWEEN):
        if token.text in _AND:
            return stop + 1, _ANY
        return (stop, _ANY) if token.arabic and token.text.startswith("و") else None
    if token.text in _OR:
        return stop + 1, _NEXT
    if token.text not in _TO:
        return None
    led = before is not None and one_of(before, _FROM)
    return stop + 1, _WIDE if led else _CLOSE


def _change(scan: Scan, index: int) -> bool:
    for place in range(index - 1, max(index - _LOOK_BACK, -1), -1):
        token = scan.tokens[place]
        if token.text in (".", "؟", "!", ";", "؛"):
            return False
        if token.kind == WORD and any(
            form.startswith(_CHANGES) for form in (token.text, token.text[1:] if token.arabic else token.text)
        ):
            return True
    return False
