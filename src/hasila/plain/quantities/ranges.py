"""Two numbers that are the ends of one: between 3 and 5, de 3 à 5, «من 3 إلى 5», 3-5. From-to of a change is none."""

from __future__ import annotations

from dataclasses import replace

from hasila.plain.quantities import units
from hasila.plain.quantities.calendar import one_of
from hasila.plain.quantities.lexicon import word_set, wordlist
from hasila.plain.quantities.model import EXACT, Kind, Numeral
from hasila.plain.quantities.numerals import numeral
from hasila.plain.quantities.scanning import DIGITS, GLUED, HYPHENS, NEW_LINE, QUOTES, WORD, Scan
from hasila.plain.texts import fold

_BETWEEN = word_set("بين entre between")
_AND = frozenset(("و", "et", "and"))
_FROM = word_set("من de from d")
_TO = word_set("إلى à to حتى")
_CHANGES = tuple(
    fold(word)
    for word in wordlist(
        """
    انتقل تنتقل ينتقل ارتفع ترتفع تراجع انخفض هبط نزل صعد تقلص قفز زاد تطور ارتفاع انخفاض انتقال تقليص رفع
    خفض تقليص pass baiss recul chut grimp augment progress bondi tomb diminu évolu hauss rédui port ramen
    rose rise rising fell fall drop declin increas grew grow went jump climb decreas slid slip reduc rais
    cut down up
    """
    )
)
_LOOK_BACK = 14
_WIDEST = 20


def closed(scan: Scan, low: Numeral, index: int, floor: int) -> tuple[Numeral | None, Numeral]:
    """The upper end where a number begins a range, and the lower end in the same scale."""
    if low.kind is not Kind.CARDINAL:
        return None, low
    stop = units.percent(scan, low.stop) or low.stop
    at = _connector(scan, stop, index, floor)
    if at is None:
        return None, low
    high = numeral(scan, at)
    if high is None or high.kind is not Kind.CARDINAL:
        return None, low
    if high.scale > 1 and low.scale == 1 and low.value < EXACT.divide(high.value, high.scale):
        low = replace(low, value=EXACT.multiply(low.value, high.scale), scale=high.scale)
    if low.value >= high.value:
        return None, low
    if scan.tokens[at - 1].text in HYPHENS or one_of(scan.tokens[index - 1], _BETWEEN):
        return high, low
    wide = high.value > EXACT.multiply(low.value, _WIDEST)
    return (None, low) if wide or _change(scan, index) else (high, low)


def _connector(scan: Scan, stop: int, index: int, floor: int) -> int | None:
    """The token where the upper end would begin."""
    token, after = scan.tokens[stop], scan.tokens[stop + 1]
    if token.gap > NEW_LINE or after.gap > NEW_LINE:
        return None
    if (
        token.text in HYPHENS
        and token.gap == GLUED == after.gap
        and after.kind == DIGITS
        and scan.tokens[index].kind == DIGITS
    ):
        return stop + 1
    before = scan.tokens[index - 1] if index > floor else None
    if before is None or token.kind != WORD:
        return None
    if before.text in QUOTES and index - 1 > floor:
        before = scan.tokens[index - 2]
    if one_of(before, _BETWEEN):
        if token.text in _AND:
            return stop + 1
        return stop if token.arabic and token.text.startswith("و") else None
    if token.text in _TO and (one_of(before, _FROM) or (token.text == "to" and scan.latin == "en")):
        return stop + 1
    return None


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
