"""What two official figures bear out: a change between two years, a difference, a share of a total."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from hasila.institution.figures.register import Entry, Printed, Register


@dataclass(frozen=True, slots=True)
class Derived:
    """A number computed from two official ones. `of`, `to`: what it was computed from."""

    value: Decimal
    of: Printed
    to: Printed
    kind: str


def number_of(printed: Printed | None) -> Decimal | None:
    """The official number, None where the register has none."""
    return None if printed is None or printed.number is None else Decimal(printed.number)


def changes(entry: Entry, year: int, bases: Iterable[int]) -> list[Derived]:
    """The change of a count in per cent, from each of the years to set against."""
    latest, found = entry.of(year), []
    value = number_of(latest)
    for base in dict.fromkeys(bases):
        earlier = entry.of(base)
        before = number_of(earlier)
        if latest and earlier and value is not None and before and base < year:
            found.append(Derived(100 * (value - before) / before, latest, earlier, "change"))
    return found


def differences(entry: Entry, year: int, bases: Iterable[int]) -> list[Derived]:
    """By how many a count differs from each of the years to set against."""
    latest, found = entry.of(year), []
    value = number_of(latest)
    for base in dict.fromkeys(bases):
        earlier = entry.of(base)
        before = number_of(earlier)
        if latest and earlier and value is not None and before is not None and base < year:
            found.append(Derived(value - before, latest, earlier, "difference"))
    return found


def shares(entry: Entry, year: int, register: Register) -> list[Derived]:
    """What share of a total a part is, by the identities of the register."""
    part, found = entry.of(year), []
    value = number_of(part)
    for identity in register.identities:
        if identity.parts is not None and value is not None and part is not None:
            total, parts = identity.parts
            whole = register.find(total)
            printed = None if whole is None else whole.of(year)
            of = number_of(printed)
            if printed and of and entry.id in {register.ids.get(one, one) for one in parts}:
                found.append(Derived(100 * value / of, part, printed, "share"))
    return found
