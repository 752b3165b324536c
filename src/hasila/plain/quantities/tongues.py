"""What a language must know for its number words to be put together."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from hasila.plain.quantities.model import Numeral
from hasila.plain.quantities.scanning import Scan

Group = tuple[Decimal, int]
"""A value, and the token after it."""


class Tongue(Protocol):
    """A language; each of its modules is one. `cut` is the number of letters glued before the word at `index`."""

    def group(self, scan: Scan, index: int, cut: int) -> Group | None:
        """A number below a thousand."""

    def scale(self, scan: Scan, index: int) -> Group | None:
        """A scale word behind a number."""

    def alone(self, scan: Scan, index: int, cut: int) -> tuple[Decimal, Decimal, int] | None:
        """A scale without a number before it: value, scale, and the token after."""

    def joint(self, scan: Scan, index: int) -> tuple[int, int] | None:
        """Where a number may go on behind a scale: the token, and its letters to leave out."""


class Latin(Tongue, Protocol):
    """French or English."""

    def half(self, scan: Scan, index: int) -> Group | None:
        """Which part of a scale goes on: et demi, and a half."""

    def ordinal(self, scan: Scan, index: int) -> Group | None:
        """An ordinal word."""

    def collective(self, scan: Scan, index: int) -> tuple[Decimal, int, bool] | None:
        """A dozen of, dizaines: value, the token after, and whether it is exact."""

    def other(self, scan: Scan, index: int) -> Numeral | None:
        """What looks like a number and claims none."""

    def zero(self, word: str) -> bool:
        """Whether a word is nought."""
