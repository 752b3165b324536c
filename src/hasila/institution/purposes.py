"""The law's list of purposes for which a sensitive register may be read, dated and with its source: `data/law.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from hasila.assurance.purposes import Purpose, own_list
from hasila.institution.law import lists
from hasila.kernel.procedures import Procedure


@dataclass(frozen=True, slots=True)
class Rule:
    """A purpose as the law sets it, in force from `since` to `until`, both included."""

    code: str
    since: date
    until: date | None
    basis: str
    case: bool
    withheld: int


@cache
def rules() -> dict[str, list[Rule]]:
    """The rules of each register, in the order in which they are offered."""
    found: dict[str, list[Rule]] = {}
    for row in lists("purpose"):
        article = f"/{row['article']}" if row.get("article") else ""
        rule = Rule(
            row["code"],
            row["from"],
            row.get("to"),
            row["text"] + article,
            row.get("case", False),
            row.get("withheld", 0),
        )
        found.setdefault(row["register"], []).append(rule)
    return found


def lawful(procedure: type[Procedure], day: date) -> dict[str, Purpose]:
    """The purposes in force on a day; a register that the law data doesn't know keeps its own list."""
    known = rules().get(procedure.key)
    if known is None:
        return own_list(procedure, day)
    return {
        rule.code: Purpose(rule.code, procedure.purposes[rule.code], rule.basis, rule.case, rule.withheld)
        for rule in known
        if rule.code in procedure.purposes and rule.since <= day and (rule.until is None or day <= rule.until)
    }
