"""What is read: a quantity with its place in the text, its value, its unit and how it is qualified."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum

EXACT = Context(prec=80, traps=[])
"""Arithmetic that neither rounds what a text can print nor depends on the caller's context."""

ROUGH = Context(prec=6, traps=[])
"""A third is 0.333333."""


class Qualifier(StrEnum):
    """What the words around a number make of it."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    RANGE = "range"


class Kind(StrEnum):
    """What a number expression is. Only a cardinal claims an amount; a dual or a one may, with care."""

    CARDINAL = "cardinal"
    DUAL = "dual"  # «فرقتين»: two of what the word itself names
    ONE = "one"  # «فرقة واحدة», un seul, one of the
    DEFINITE = "definite"  # «القيادات الأربع عشرة»: a number word with the article says again what was said
    FRACTION = "fraction"  # half, un tiers, ثلث
    VAGUE = "vague"  # dozens, des milliers, العشرات
    ORDINAL = "ordinal"
    YEAR = "year"
    DATE = "date"
    TIME = "time"
    AGE = "age"
    PHONE = "phone"
    ARTICLE = "article"  # laws, decrees and their articles
    PAGE = "page"
    SCORE = "score"
    RATIO = "ratio"
    LIST = "list"
    NAME = "name"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number expression of a text; `text` is exactly `source[start:end]`, in code points."""

    text: str
    start: int
    end: int
    value: Decimal
    """Signed where a minus sign or word belongs to the number. For a range its lower end."""
    high: Decimal | None
    qualifier: Qualifier
    unit: str
    """"", "%", "points" (of percentage), "times", "kg", "g", "t", "q", "MAD", "EUR", "USD", as written."""
    noun_start: int
    """Where what is counted would begin to be read."""
    kind: Kind
    words: bool
    """Written wholly or partly in words."""
    vague: bool
    """No amount is claimed: dozens of, des milliers, العشرات."""

    def in_base(self) -> tuple[Decimal, str]:
        """The value in kilograms where it is a mass, else as it is."""
        factor = MASSES.get(self.unit)
        return (self.value, self.unit) if factor is None else (EXACT.multiply(self.value, factor), "kg")


MASSES = {"g": Decimal("0.001"), "kg": Decimal(1), "q": Decimal(100), "t": Decimal(1000)}
"""Kilograms in each unit of mass."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it was recognised, before sign, unit and surroundings are looked at."""

    value: Decimal
    start: int
    """Its first code point in the source: proclitics glued to it are left out."""
    stop: int
    """The token after it."""
    words: bool
    kind: Kind = Kind.CARDINAL
    scale: Decimal = Decimal(1)
    """The scale word that closes it: «3 ملايين» has a million, «3 ملايين و5» has one."""
    plain: bool = False
    """Digits alone, without marks, decimals or scale."""
    unit: str = ""
    """The unit that the word itself holds: «طنين»."""
