"""A claim: a number of a text, what it tells of, and what the register says to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hasila.institution.figures.register import Entry, Printed
from hasila.plain.quantities import Quantity


class Verdict(StrEnum):
    """What the register says to a claim. Unknown is the default."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Claim:
    """A claim of a text.

    Attributes:
        text: exactly the source from start to end, in code points. value: signed for a change. unit: the register's
            where the figure is known, else as read. figure: of the register, None where none is named surely.
        printed: the official value that it is held against. official: that value, or what is computed from two.
        year: that it tells of. reason: code of the reason, of `reasons`. details: what the reason names.
        nearest: another figure whose official value is the number. direction: -1 fell, 1 rose. shift: of a change
            computed from two counts, the year set against.
        language: of the reason; the active one where empty.
    """

    text: str
    start: int
    end: int
    value: Decimal
    unit: str
    figure: Entry | None
    year: int | None
    verdict: Verdict
    reason_code: str
    quantity: Quantity
    official: Decimal | None = None
    printed: Printed | None = None
    details: dict[str, Any] = field(default_factory=dict)
    nearest: Printed | None = None
    nearest_figure: Entry | None = None
    direction: int = 0
    language: str = ""

    @property
    def indicator(self) -> str | None:
        """The id of the register's row: that of the year told of, where the register has one."""
        if self.figure is None:
            return None
        own = self.figure.of(self.year) if self.year is not None else None
        return own.fact if own is not None else self.figure.id

    @property
    def reason(self) -> str:
        """The reason in a sentence."""
        from hasila.modules.communication.checker.reasons import reason_of

        return reason_of(self)

    def at(self, text: str, start: int, end: int) -> Claim:
        """The same claim at another place, where the text was taken out of a page."""
        return replace(self, text=text, start=start, end=end)

    def as_json(self) -> dict[str, Any]:
        """The claim for other programs."""
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "value": plain(self.value),
            "unit": self.unit,
            "indicator": self.indicator,
            "year": self.year if self.printed is None or self.printed.period[:1].isdigit() else self.printed.period,
            "verdict": str(self.verdict),
            "official": None if self.official is None else plain(self.official),
            "reason": self.reason,
            "qualifier": str(self.quantity.qualifier),
            "direction": {-1: "fall", 1: "rise"}.get(self.direction),
            "nearest": self.nearest.fact if self.nearest is not None else None,
            "source": self.printed.source.id if self.printed is not None else None,
            "key": self.figure.indicator or None if self.figure is not None else None,
        }


def plain(value: Decimal) -> int | float:
    """A number as JSON has it; one that was computed to a hundredth."""
    if value == value.to_integral_value():
        return int(value)
    return float(value if len(value.as_tuple().digits) < 16 else round(value, 2))
