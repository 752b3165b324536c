"""What must add up: the parts and the total that a text prints, by the identities of the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from hasila.institution.figures.register import Register
from hasila.modules.communication.checker.claims import Verdict
from hasila.modules.communication.checker.deciding import Decision

LEFT_OPEN = ("no value", "lost")


def summed(decided: Mapping[int, Decision], register: Register) -> dict[int, Decision]:
    """The decisions that change because the parts of a text don't make its total.

    A claim that is contradicted says so too. Where all others of a sum are confirmed, the one that the register has
    no value of is what they leave for it.
    """
    changed: dict[int, Decision] = {}
    for identity in register.identities:
        if identity.parts is None:
            continue
        total, *parts = (register.ids.get(one, one) for one in (identity.parts[0], *identity.parts[1]))
        for year in {decision.year for decision in decided.values() if decision.figure is not None}:
            told = _told(decided, year)
            if year is not None and all(one in told for one in (total, *parts)):
                changed.update(_apart(told, total, parts))
    return changed


def _told(decided: Mapping[int, Decision], year: int | None) -> dict[str, tuple[int, Decision]]:
    """The first claim of each figure in a year; changes and shares apart."""
    found: dict[str, tuple[int, Decision]] = {}
    for index, decision in decided.items():
        if decision.figure is not None and decision.year == year and not decision.derived:
            found.setdefault(decision.figure.id, (index, decision))
    return found


def _apart(told: Mapping[str, tuple[int, Decision]], total: str, parts: list[str]) -> dict[int, Decision]:
    whole, made = told[total][1].value, sum((told[one][1].value for one in parts), Decimal(0))
    if whole == made or any(told[one][1].reason == "rounded" for one in (total, *parts)):
        return {}
    details = {"parts": made, "total": whole}
    open_ones = [one for one in (total, *parts) if told[one][1].reason in LEFT_OPEN]
    others = [one for one in (total, *parts) if one not in open_ones]
    if len(open_ones) == 1 and all(told[one][1].verdict == Verdict.CONFIRMED for one in others):
        index, decision = told[open_ones[0]]
        left = made if open_ones[0] == total else whole - (made - decision.value)
        closed = replace(decision, verdict=Verdict.CONTRADICTED, reason="sum", official=left)
        return {index: replace(closed, details=decision.details | details)}
    return {
        index: replace(decision, details=decision.details | details)
        for index, decision in (told[one] for one in (total, *parts))
        if decision.verdict == Verdict.CONTRADICTED
    }
