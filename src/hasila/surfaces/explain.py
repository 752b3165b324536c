"""Procedures explained: everything that a declaration says, as plain data in the active language.

The command line, the API, the reference pages and the law tables all read this, so that none can say otherwise.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from hasila.assurance import erasure
from hasila.institution import law
from hasila.kernel.access import authority
from hasila.kernel.indicators import Count, Indicator, Share, Sum, Tally
from hasila.kernel.procedures import Procedure, State, Subject, Transition, registry, transitions
from hasila.surfaces.counting import quantity


@dataclass(frozen=True)
class Term:
    """A legal term on one day: how many days, from which step, under which text."""

    days: int | None
    since: str
    key: str
    basis: str
    citation: str


@dataclass(frozen=True)
class Field:
    """A field that a step asks for."""

    name: str
    label: str
    required: bool


@dataclass(frozen=True)
class Step:
    """A transition in words."""

    name: str
    key: str
    label: str
    help: str
    opens: bool
    consequent: bool
    sources: list[str]
    target: str
    roles: list[str]
    subjects: list[str]
    not_by: list[str]
    asks: list[Field]
    guards: list[str]
    needs: list[str]
    effects: list[str]
    consequences: list[str]
    basis: str
    citation: str
    term: Term | None
    late_days: int | None
    facets: list[str]
    measures: list[str]
    corrects: str
    jobs: list[str]


@dataclass(frozen=True)
class Place:
    """A state in words."""

    name: str
    label: str
    initial: bool
    final: bool
    requires: list[str]


@dataclass(frozen=True)
class Measure:
    """An indicator in words."""

    key: str
    label: str
    kind: str
    unit: str
    definition: str
    formula: str
    by: list[str]


@dataclass(frozen=True)
class Rule:
    """A database constraint that has a meaning of its own."""

    name: str
    code: str
    message: str


@dataclass(frozen=True)
class Explanation:
    """A procedure in words."""

    key: str
    label: str
    prefix: str
    version: int
    sensitive: bool
    purposes: dict[str, str]
    readers: list[str]
    concerns: list[str]
    erases: list[str]
    settled: list[str]
    retention: str
    numbered: str
    states: list[Place]
    steps: list[Step]
    indicators: list[Measure]
    constraints: list[Rule]
    about: str = field(default="")

    def as_data(self) -> dict[str, Any]:
        """The whole as JSON can hold it."""
        return asdict(self)


def find(name: str) -> type[Procedure]:
    """The procedure with this key, or the only one whose key ends so.

    Raises:
        LookupError: there is none, or more than one; the text names those there are.
    """
    if name in registry:
        return registry[name]
    found = [procedure for key, procedure in registry.items() if key.endswith(f".{name}")]
    if len(found) == 1:
        return found[0]
    raise LookupError(", ".join(sorted(registry)))


def find_step(name: str) -> Transition:
    """The transition with this key, or the only one whose key ends so.

    Raises:
        LookupError: there is none, or more than one.
    """
    if name in transitions:
        return transitions[name]
    found = [step for key, step in transitions.items() if key.endswith(f".{name}")]
    if len(found) == 1:
        return found[0]
    raise LookupError(", ".join(sorted(step.key for step in found) or sorted(transitions)))


def explain(procedure: type[Procedure], on: date, role: str | None = None) -> Explanation:
    """Everything that a procedure declares, in the active language.

    Args:
        on: the day of which the dated law is asked. role: only the steps of one role.
    """
    steps = [step for step in procedure.transitions.values() if role is None or role in step.roles]
    return Explanation(
        key=procedure.key,
        label=str(procedure.label),
        prefix=procedure.prefix,
        version=procedure.version,
        sensitive=procedure.sensitive,
        purposes={code: str(label) for code, label in procedure.purposes.items()},
        readers=[str(authority().role_label(str(reader))) for reader in procedure.readers],
        concerns=[field_label(procedure, name) for name in procedure.concerns],
        erases=[field_label(procedure, name) for name in erasure.personal(procedure)],
        settled=[str(procedure.states[name].label) for name in erasure.settled(procedure)],
        retention=_retention(procedure, on),
        numbered=str(procedure.transitions[procedure.numbered.at].label) if procedure.numbered else "",
        states=[_state(procedure, state) for state in procedure.states.values()],
        steps=[_step(step, on) for step in steps],
        indicators=[_measure(indicator) for indicator in procedure.indicators.values()],
        constraints=[Rule(name, refusal.code, str(refusal)) for name, refusal in sorted(procedure.constraints.items())],
        about=inspect.getdoc(procedure) or "" if procedure.__doc__ else "",
    )


def _retention(procedure: type[Procedure], on: date) -> str:
    """How long after the last act a settled record keeps its content, with the text; empty without a rule."""
    if procedure.retention is None:
        return ""
    try:
        rule = law.in_force(procedure.retention.key, on)
    except law.LawMissing as missing:
        return str(missing)
    return f"{quantity(rule.value, rule.unit)} ({law.cite(procedure.retention.key, on)})"


def _state(procedure: type[Procedure], state: State) -> Place:
    required = [field_label(procedure, name) for name in state.requires]
    return Place(state.name, str(state.label), state.initial, state.final, required)


def _step(step: Transition, on: date) -> Step:
    procedure = step.procedure
    asked = [Field(name, field_label(procedure, name), one.required) for name, one in step.asked.items()]
    return Step(
        name=step.name,
        key=step.key,
        label=str(step.label),
        help=str(step.help),
        opens=step.opens,
        consequent=step.consequent,
        sources=[str(state.label) for state in step.sources],
        target=str(step.target.label),
        roles=[str(authority().role_label(str(power))) for power in step.by if not isinstance(power, Subject)],
        subjects=[field_label(procedure, name) for name in step.subjects],
        not_by=[str(other.label) for other in step.not_by],
        asks=asked,
        guards=list(_described(step.guards)),
        needs=list(step.needs),
        effects=list(_described(step.effects)),
        consequences=[_consequence(consequence.to) for consequence in step.then],
        basis=step.basis,
        citation=citation(step.basis, on),
        term=_term(step, on),
        late_days=step.late.days if step.late is not None else None,
        facets=list(step.facets),
        measures=list(step.measures),
        corrects=str(step.corrects.label) if step.corrects is not None else "",
        jobs=list(step.jobs),
    )


def field_label(procedure: type[Procedure], name: str) -> str:
    """What people read for a field of a procedure's record."""
    try:
        found = procedure.record._meta.get_field(name.split(".")[0])
    except FieldDoesNotExist:
        return name
    return str(getattr(found, "verbose_name", name))


def _described(functions: Iterable[Any]) -> Iterable[str]:
    """Each function by its name and the first line of its docstring."""
    for function in functions:
        text = (inspect.getdoc(function) or "").split("\n")[0].strip()
        yield f"{function.__name__}: {text}" if text else function.__name__


def _consequence(to: Any) -> str:
    """The step that follows. A function names it late; most name the same one whatever the record says."""
    try:
        target = transitions.get(to) if isinstance(to, str) else to(None, None)
    except Exception:  # it looks at the record, and there is none here
        target = None
    if target is not None:
        return f"{target.procedure.label}: {target.label} ({target.key})"
    return to if isinstance(to, str) else _("a step that depends on the record")


def _term(step: Transition, on: date) -> Term | None:
    term = step.within
    if term is None:
        return None
    name = getattr(term.days, "__name__", "") if callable(term.days) else ""
    key = name[5:-1] if name.startswith("days[") else term.basis
    try:
        days = term.days(on) if callable(term.days) else term.days or None
    except LookupError:
        days = None
    since = str(term.since.label) if term.since is not None else ""
    return Term(days, since, key, term.basis or step.basis, citation(key or term.basis or step.basis, on))


def citation(key: str, on: date | None = None) -> str:
    """How a legal text is cited; a key that the law data lacks stands for itself."""
    if not key:
        return ""
    try:
        return law.cite(key, on)
    except LookupError:
        return key


def _measure(indicator: Indicator) -> Measure:
    return Measure(
        indicator.key,
        str(indicator.label),
        indicator.kind,
        str(indicator.unit),
        str(indicator.definition),
        formula(indicator),
        list(indicator.by),
    )


def formula(indicator: Indicator) -> str:
    """How a figure is computed, in one line."""
    if isinstance(indicator, Share):
        above, below = (" + ".join(str(part.label) for part in parts) for parts in (indicator.part, indicator.whole))
        return f"100 × ({above}) / ({below})"
    if isinstance(indicator, Tally):
        acts = " + ".join(str(step.label) for step in indicator.of)
        where = ", ".join(f"{name} = {_wanted(wanted)}" for name, wanted in indicator.where.items())
        what = {Count: _("acts"), Sum: indicator.measure}.get(type(indicator), indicator.kind)
        return f"{what}: {acts}" + (f" [{where}]" if where else "")
    return f"{indicator.kind}: {getattr(indicator, 'of').label}"  # noqa: B009


def _wanted(wanted: Any) -> str:
    if callable(wanted):
        return wanted.__name__
    if isinstance(wanted, list | tuple | set | frozenset):
        return " | ".join(sorted(str(item) for item in wanted))
    return str(wanted)
