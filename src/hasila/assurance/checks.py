"""System checks beyond the kernel's: what a figure counts exists, what is sensitive says why it is read, what is sealed
stays sealed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core import checks

from hasila.assurance.erasure import blank_of, is_emptied, personal, settled
from hasila.assurance.purposes import purposes_of
from hasila.assurance.rates import Rate
from hasila.assurance.sealed import SealedField
from hasila.kernel.fields import EMPTY
from hasila.kernel.indicators import Change, Indicator, Share, Tally
from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.plain.moments import today

Finding = checks.CheckMessage
TERM = ("on_time", "days")
"""Measures that the door itself writes for a step with a legal term."""


def register_all() -> None:
    """Registers the checks with Django."""
    checks.register(check_declarations, checks.Tags.models)


def check_declarations(app_configs: Any = None, **_options: Any) -> list[Finding]:
    """Checks every declared procedure."""
    return [found for procedure in registry.values() for check in CHECKS for found in check(procedure)]


def _error(number: str, where: Any, what: str, hint: str) -> Finding:
    name = getattr(where, "key", "")
    return checks.Error(f"{name} {what}.", hint=hint, obj=where, id=f"assurance.{number}")


def _purposes(procedure: type[Procedure]) -> Iterator[Finding]:
    if procedure.sensitive and not procedure.purposes and not purposes_of(procedure, today()):
        yield _error("E001", procedure, "is sensitive and offers no purpose", "List in `purposes` why it is read.")


def _tallies(indicator: Indicator) -> Iterator[Tally]:
    if isinstance(indicator, Tally):
        yield indicator
    elif isinstance(indicator, Share):
        yield from (*indicator.part, *indicator.whole)
    elif isinstance(indicator, Change | Rate):
        yield indicator.of


def _figures(procedure: type[Procedure]) -> Iterator[Finding]:
    for name, indicator in procedure.indicators.items():
        for tally in _tallies(indicator):
            carried = {facet for step in tally.of for facet in step.facets}
            for facet in {*tally.where, *tally.by, *indicator.by} - carried - {"unit"}:
                hint = "Name it among the facets of a step that is counted."
                yield _error("E002", procedure, f"counts {name} by {facet}, which no counted step carries", hint)
            measures = {m for s in tally.of for m in (*s.measures, *(TERM if s.within is not None else ()))}
            if tally.measure and tally.measure not in measures:
                hint = "Declare it among the measures of a step, or give the step a term."
                yield _error("E003", procedure, f"sums {name} of {tally.measure}, which no step measures", hint)


def _names(procedure: type[Procedure]) -> Iterator[Finding]:
    if procedure.numbered is not None and procedure.numbered.at not in procedure.transitions:
        yield _error(
            "E004", procedure, f"is numbered at {procedure.numbered.at}, which is no step", "Name a step of it."
        )
    for step in procedure.transitions.values():
        since = step.within.since if step.within is not None else None
        for what, other in (("takes back", step.corrects), ("runs its term from", since)):
            if isinstance(other, Transition) and procedure.transitions.get(other.name) is not other:
                yield _error("E005", step, f"{what} a step of another procedure", "Name a step of this procedure.")


def _sealed(procedure: type[Procedure]) -> Iterator[Finding]:
    for field in procedure.record._meta.concrete_fields:
        if not isinstance(field, SealedField):
            continue
        shown = (*procedure.search, *procedure.register.columns, *procedure.register.filters)
        facets = [facet for step in procedure.transitions.values() for facet in step.facets]
        if field.name in shown or field.name in facets:
            hint = "Keep it out of search, columns, filters and facets."
            yield _error("E006", procedure, f"lists, finds or counts by the sealed field {field.name}", hint)
        if not field.readers:
            yield _error("E007", procedure, f"seals {field.name} from everybody", "Say in `readers` who may open it.")


def _erasable(procedure: type[Procedure]) -> Iterator[Finding]:
    """What is personal can be emptied, and what a settled state requires still stands afterwards."""
    fields = {field.name: field for field in procedure.record._meta.concrete_fields}
    for name in personal(procedure):
        if name not in fields:
            yield _error("E008", procedure, f"erases the unknown field {name}", "Check `personal`.")
            continue
        blank = blank_of(fields[name]) if is_emptied(fields[name]) else EMPTY
        required = [s for s in settled(procedure) if name in procedure.states[s].requires]
        if blank is EMPTY or (required and blank in EMPTY):
            yield _error(
                "E009", procedure, f"can't empty {name}", "Give it null=ERASABLE, or require it in no settled state."
            )
    for name in procedure.retention.rests if procedure.retention is not None else ():
        if name not in procedure.states:
            yield _error("E010", procedure, f"rests in the unknown state {name}", "Check the retention rule.")


CHECKS: tuple[Callable[[type[Procedure]], Iterator[Finding]], ...] = (
    _purposes,
    _figures,
    _names,
    _sealed,
    _erasable,
)
