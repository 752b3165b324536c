"""Numbers in digits: marks of thousands, marks of decimals, and where only the surroundings can tell them apart."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hasila.plain.quantities.scanning import DIGITS, GLUED, ONE_BLANK, QUOTES, SIGN, Scan

LONGEST = 30
"""Digits in a run; what is longer identifies something."""
_MOST_PARTS = 12
_POINTS = frozenset(".,،٫")
"""Of these any may part thousands: the mark of Arabic decimals is printed for them too, «٣١٢٫٠٠٠»."""
_THOUSANDS = frozenset({"٬", " ", *QUOTES})
_MARKS = _POINTS | _THOUSANDS


@dataclass(frozen=True, slots=True)
class Shape:
    """Runs of digits with the marks between them."""

    parts: tuple[str, ...]
    marks: tuple[str, ...]
    stop: int
    ends: tuple[int, ...]
    """The token after each run."""

    @property
    def plain(self) -> bool:
        return not self.marks

    @property
    def grouped(self) -> bool:
        """Could be thousands all through: one mark, groups of three after a first of one to three."""
        return (
            len(set(self.marks)) == 1
            and len(self.parts[0]) <= 3
            and self.parts[0][0] != "0"
            and all(len(part) == 3 for part in self.parts[1:])
        )

    @property
    def open(self) -> bool:
        """Thousands or decimals: «2.956», «1,391»."""
        return self.grouped and len(self.parts) == 2 and self.marks[0] in _POINTS

    @property
    def mixed(self) -> bool:
        """Thousands closed by a decimal part: 1,234.5, 1.234,5, 1 234,5, and 4.3 alone."""
        head = Shape(self.parts[:-1], self.marks[:-1], 0, ())
        last = self.marks[-1] if self.marks else ""
        return last in _POINTS and last not in head.marks and (head.plain or head.grouped)

    @property
    def grouped_to_the_end(self) -> bool:
        """Thousands whose last mark is another one: nobody counts in thousandths."""
        return len(self.parts) > 2 and len(self.parts[-1]) == 3 and self.marks[-1] != "٫"

    def whole(self) -> Decimal:
        return Decimal("".join(self.parts))

    def decimal(self) -> Decimal:
        return Decimal("".join(self.parts[:-1]) + "." + self.parts[-1])

    def cut(self, parts: int) -> Shape:
        return Shape(self.parts[:parts], self.marks[: parts - 1], self.ends[parts - 1], self.ends[:parts])


def shape(scan: Scan, index: int) -> Shape:
    """The digits that begin at a token, with what may be marks inside them."""
    tokens = scan.tokens
    parts, marks, ends = [tokens[index].text], [], [index + 1]
    stop = index + 1
    while len(parts) < _MOST_PARTS:
        mark, after = tokens[stop], tokens[stop + 1]
        if mark.kind == SIGN and mark.gap == GLUED == after.gap and after.kind == DIGITS and mark.text in _MARKS:
            parts.append(after.text)
            marks.append(mark.text)
            stop += 2
            ends.append(stop)
            if len(after.text) != 3:  # the last of a number at most
                break
        elif _next_thousands(scan, stop, parts, marks):
            parts.append(mark.text)
            marks.append(" ")
            stop += 1
            ends.append(stop)
        else:
            break
    return Shape(tuple(parts), tuple(marks), stop, tuple(ends))


def _next_thousands(scan: Scan, stop: int, parts: list[str], marks: list[str]) -> bool:
    token = scan.tokens[stop]
    return (
        token.kind == DIGITS
        and token.gap == ONE_BLANK
        and len(token.text) == 3
        and len(parts[0]) <= 3
        and parts[0][0] != "0"
        and all(mark == " " for mark in marks)
    )


def settle(found: Shape, decimal: bool, language: str) -> tuple[Decimal, Shape] | None:
    """The value of digits and the part of them that it takes; `decimal` says what follows asks for decimals.

    None where the digits aren't one number but a version, an address of a machine, or too long.
    """
    if max(map(len, found.parts)) > LONGEST:
        return None
    if found.plain:
        return found.whole(), found
    if found.open:
        return (found.decimal() if decimal else found.whole()), found
    if found.grouped:
        return found.whole(), found
    if found.mixed:
        if found.grouped_to_the_end and not decimal:
            return found.whole(), found  # «3.449,678», one of the two marks mistyped
        if found.marks[-1] == "،" and not decimal:  # an Arabic comma separates a list unless a scale follows
            return settle(found.cut(len(found.parts) - 1), decimal, language)
        return found.decimal(), found
    if found.marks[0] in {".", *QUOTES} and len(found.parts) > 2:
        return None
    return settle(found.cut(len(found.parts) - 1), decimal, language)
